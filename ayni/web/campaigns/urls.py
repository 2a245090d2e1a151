from django.urls import path

from ayni.web.campaigns import checking, deciding, listing, planning, sharing, staff, views, visiting

urlpatterns = [
    path("visits/", visiting.today, name="my_visits"),
    path("visits/print/", visiting.printed, name="print_visits"),
    path("visits/<int:visit_id>/", visiting.visit, name="visit"),
    path("visits/<int:visit_id>/correct/", visiting.correct, name="correct_visit"),
    path("visits/<int:visit_id>/fill/<int:version_id>/", visiting.fill, name="fill_visit"),
    path("visits/checks/", checking.own, name="my_checks"),
    path("visits/checks/<int:check_id>/", checking.check, name="back_check"),
    path("campaigns/", views.listed, name="campaigns"),
    path("campaigns/new/", planning.new, name="new_campaign"),
    path("campaigns/visits/<int:listed_id>/", views.visit, name="campaign_visit"),
    path("campaigns/visits/<int:listed_id>/<str:verb>/", deciding.turn_visit, name="turn_visit"),
    path("campaigns/checks/<int:decided_id>/", deciding.check, name="decide_check"),
    path("campaigns/assignments/<int:assignment_id>/end/", staff.end, name="end_assignment"),
    path("campaigns/listings/<int:listing_id>/", listing.report, name="listing"),
    path("campaigns/listings/<int:listing_id>/withdraw/", listing.withdraw, name="withdraw_listing"),
    path("campaigns/<slug:campaign>/", views.progress, name="campaign"),
    path("campaigns/<slug:campaign>/visits/", views.visits, name="campaign_visits"),
    path("campaigns/<slug:campaign>/visits/file/", listing.export, name="export_visits"),
    path("campaigns/<slug:campaign>/lists/", listing.lists, name="campaign_lists"),
    path("campaigns/<slug:campaign>/lists/households/", listing.take, name="take_households"),
    path("campaigns/<slug:campaign>/targets/", planning.targets, name="set_targets"),
    path("campaigns/<slug:campaign>/share-out/", sharing.share_out, name="share_out"),
    path("campaigns/<slug:campaign>/reassign/", sharing.reassign, name="reassign_visits"),
    path("campaigns/<slug:campaign>/forms/", listing.reconcile, name="reconcile_visits"),
    path("campaigns/<slug:campaign>/people/", staff.people, name="campaign_staff"),
    path("campaigns/<slug:campaign>/checks/", checking.of_campaign, name="campaign_checks"),
    path("campaigns/<slug:campaign>/checks/draw/", checking.draw, name="draw_checks"),
    path("campaigns/<slug:campaign>/<str:verb>/", planning.turn, name="turn_campaign"),
]
