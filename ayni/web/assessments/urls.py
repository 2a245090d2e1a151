from django.urls import path

from ayni.web.assessments import instruments, needs, results, writing

urlpatterns = [
    path("assessments/", instruments.instruments, name="assessments"),
    path("assessments/<slug:code>/", results.newest, name="assessment"),
    path("assessed/<int:id>/", results.result, name="assessed"),
    path("assessed/<int:id>/<str:kind>/", results.paper, name="assessed_paper"),
    path("rounds/<int:before>/<int:after>/", results.compared, name="compare_assessments"),
    path("instruments/new/", writing.new, name="new_instrument"),
    path("instruments/check/", writing.check, name="check_instrument"),
    path("instruments/write/", writing.write, name="write_instrument"),
    path("instruments/write/<int:id>/", writing.write, name="rewrite_instrument"),
    path("instruments/step/<int:id>/<str:verb>/", instruments.step, name="instrument_step"),
    path("instruments/differ/<int:before>/<int:after>/", instruments.differences, name="instrument_differences"),
    path("instruments/of/<slug:code>/", instruments.instrument, name="instrument"),
    path("instruments/of/<slug:code>/apply/", instruments.apply, name="apply_instrument"),
    path("instruments/of/<slug:code>/<int:number>/", instruments.instrument, name="instrument_version"),
    path("needs/", needs.of_area, name="area_needs"),
    path("needs/answers/", needs.answers, name="need_answers"),
    path("needs/answers/new/", needs.propose, name="propose_need_answer"),
    path("needs/answers/<int:id>/<str:verb>/", needs.decide, name="decide_need_answer"),
    path("needs/<slug:code>/", needs.of_area, name="needs_of_area"),
]
