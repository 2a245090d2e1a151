from django.urls import path

from ayni.web.assessments import household

urlpatterns = [
    path("households/<int:household_id>/assessed/", household.assessed, name="household_assessed"),
    path("households/<int:household_id>/assessed/<slug:code>/", household.past, name="household_past"),
    path("households/<int:household_id>/assessed/<slug:code>/opened/", household.apart, name="household_apart"),
]
