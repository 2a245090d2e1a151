from django.urls import path

from ayni.web.benefits import cycles, ledger, lines, overpayments

urlpatterns = [
    path("", cycles.cycles, name="cycles"),
    path("new/", cycles.choose, name="choose_programme"),
    path("new/<slug:code>/", cycles.compute, name="compute_cycle"),
    path("cycles/<int:cycle_id>/", cycles.cycle, name="cycle"),
    path("cycles/<int:cycle_id>/approve/", cycles.approve, name="approve_cycle"),
    path("cycles/<int:cycle_id>/countersign/", cycles.countersign, name="countersign_cycle"),
    path("cycles/<int:cycle_id>/cancel/", cycles.cancel, name="cancel_cycle"),
    path("cycles/<int:cycle_id>/release/", cycles.release, name="release_cycle"),
    path("cycles/<int:cycle_id>/settle/", cycles.settle, name="settle_cycle"),
    path("cycles/<int:cycle_id>/again/", cycles.again, name="work_again"),
    path("lines/<int:line_id>/", lines.line, name="line"),
    path("lines/<int:line_id>/reissue/", lines.reissue, name="reissue_line"),
    path("lines/<int:line_id>/resolve/", lines.resolve, name="resolve_line"),
    path("puzzles/", lines.puzzles, name="puzzles"),
    path("overpayments/", overpayments.listed, name="overpayments"),
    path("overpayments/<int:case_id>/", overpayments.page, name="overpayment"),
    path("overpayments/<int:case_id>/decide/", overpayments.decide, name="decide_overpayment"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/accounts/", ledger.adopt_accounts, name="adopt_accounts"),
    path("ledger/fund/", ledger.fund, name="fund"),
]
