from django.urls import path

from ayni.web.workbench import views

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("check/", views.check, name="workbench_check"),
    path("format/", views.format, name="workbench_format"),
    path("try/", views.try_rules, name="workbench_try"),
    path("compare/", views.compare, name="workbench_compare"),
    path("household/", views.household, name="workbench_household"),
]
