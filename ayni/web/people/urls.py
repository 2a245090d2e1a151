from django.urls import path

from ayni.web.people import views

urlpatterns = [
    path("", views.search, name="people"),
    path("households/<int:household_id>/", views.household, name="household"),
    path("households/<int:record>/sensitive/", views.sensitive, {"entity": "household"}, name="household_sensitive"),
    path("persons/<int:record>/sensitive/", views.sensitive, {"entity": "person"}, name="person_sensitive"),
    path("persons/<int:person_id>/", views.person, name="person"),
]
