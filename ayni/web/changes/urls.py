from django.urls import path

from ayni.web.changes import arriving, asking, bulk, deciding, listing, rules

urlpatterns = [
    path("", listing.listed, name="changes"),
    path("new/<str:entity>/<int:record_id>/", asking.choose, name="choose_change"),
    path("new/<str:entity>/<int:record_id>/<str:kind>/", asking.ask, name="make_change"),
    path("bulk/", bulk.approve, name="approve_changes"),
    path("moves/", listing.moves, name="change_moves"),
    path("moves/ask/", arriving.ask, name="ask_for_household"),
    path("rules/", rules.listed, name="acceptance_rules"),
    path("rules/new/", rules.prepare, name="prepare_acceptance_rule"),
    path("rules/<int:rule_id>/<str:verb>/", rules.decide, name="decide_acceptance_rule"),
    path("<int:change_id>/", listing.page, name="change"),
    path("<int:change_id>/evidence/", asking.evidence, name="add_change_evidence"),
    path("<int:change_id>/papers/<int:number>/", listing.paper, name="change_paper"),
    path("<int:change_id>/<str:verb>/", deciding.decide, name="decide_change"),
]
