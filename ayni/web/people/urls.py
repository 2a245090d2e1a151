from django.urls import path

from ayni.web.people import views

urlpatterns = [
    path("", views.search, name="people"),
    path("households/<int:household_id>/", views.household, name="household"),
    path("persons/<int:person_id>/", views.person, name="person"),
]
