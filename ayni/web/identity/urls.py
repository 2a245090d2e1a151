from django.urls import path

from ayni.web.identity import limits, looking, reading, telling

urlpatterns = [
    path("", reading.queue, name="same"),
    path("next/", reading.take, name="next_pair"),
    path("back/", reading.back, name="last_pair_back"),
    path("pairs/<int:number>/", reading.pair, name="same_pair"),
    path("pairs/<int:number>/answer/", reading.answer, name="answer_pair"),
    path("pairs/<int:number>/again/", telling.again, name="pair_again"),
    path("groups/<int:run>/<str:name>/", looking.group, name="same_group"),
    path("searches/", looking.searches, name="same_runs"),
    path("searches/new/", looking.start, name="start_same_run"),
    path("searches/<int:number>/", looking.search, name="same_run"),
    path("thresholds/", limits.thresholds, name="same_thresholds"),
    path("thresholds/new/", limits.propose, name="propose_thresholds"),
    path("thresholds/<int:number>/<str:verb>/", limits.decide, name="decide_thresholds"),
    path("sample/", limits.sample, name="draw_pairs"),
    path("report/<int:person>/", telling.report, name="report_twice"),
]
