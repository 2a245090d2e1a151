from django.urls import path

from ayni.web.quality import recertification, views

urlpatterns = [
    path("", views.dashboard, name="quality"),
    path("check/", views.check, name="check_quality"),
    path("tasks/", views.tasks, name="quality_tasks"),
    path("rules/<str:rule>/", views.rule, name="quality_rule"),
    path("rules/<str:rule>/people/", views.people, name="quality_people"),
    path("asked-again/", recertification.due, name="recertifications"),
    path("asked-again/open/", recertification.open_due, name="open_recertifications"),
    path("asked-again/schedules/", recertification.schedules, name="recertification_schedules"),
    path("asked-again/schedules/new/", recertification.prepare, name="prepare_recertification"),
    path("asked-again/schedules/<int:number>/<str:verb>/", recertification.decide, name="decide_recertification"),
    path("asked-again/<int:number>/", recertification.confirm, name="confirm_recertification"),
]
