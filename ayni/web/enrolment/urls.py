from django.urls import path

from ayni.web.enrolment import enrolments, reviews, runs

urlpatterns = [
    path("runs/", runs.runs, name="runs"),
    path("runs/new/", runs.start, name="start_run"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    path("runs/<int:run_id>/<int:version_id>/", reviews.decisions, name="decisions"),
    path("runs/<int:run_id>/<int:version_id>/at/", reviews.at_place, name="decision_at"),
    path("runs/<int:run_id>/<int:version_id>/accept-all/", reviews.accept_all, name="accept_all"),
    path("decisions/<int:decision_id>/", reviews.decision, name="decision"),
    path("decisions/<int:decision_id>/accept/", reviews.accept, name="accept_decision"),
    path("decisions/<int:decision_id>/<slug:verb>/", reviews.change, name="change_decision"),
    path("enrolments/<int:enrolment_id>/", enrolments.enrolment, name="enrolment"),
    path("enrolments/<int:enrolment_id>/<slug:verb>/", enrolments.change, name="change_enrolment"),
]
