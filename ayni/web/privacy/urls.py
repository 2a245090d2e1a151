from django.urls import path

from ayni.web.privacy import copies, corrections, deciding, papers, person, preparing, record

urlpatterns = [
    path("", record.home, name="privacy"),
    path("record/", record.processing, name="processing"),
    path("record/export/<str:form>/", record.export, name="export_processing"),
    path("persons/<int:person_id>/", person.rights, name="rights"),
    path("persons/<int:person_id>/consents/<slug:code>/", person.consent, name="record_consent"),
    path("persons/<int:person_id>/copy/", person.ask, name="request_copy"),
    path("persons/<int:person_id>/correction/", person.lodge, name="lodge_correction"),
    path("persons/<int:person_id>/hold/", person.hold, name="place_hold"),
    path("holds/<int:hold_id>/lift/", person.lift, name="lift_hold"),
    path("copies/<int:copy_id>/", copies.page, name="copy"),
    path("copies/<int:copy_id>/hand-over/", copies.hand_over, name="hand_over_copy"),
    path("copies/<int:copy_id>/cancel/", copies.cancel, name="cancel_copy"),
    path("copies/<int:copy_id>/archive/", copies.archive, name="copy_archive"),
    path("copies/<int:copy_id>/print/", copies.printed, name="copy_print"),
    path("corrections/", corrections.listed, name="corrections"),
    path("corrections/<int:request_id>/", corrections.page, name="correction"),
    path("corrections/<int:request_id>/<str:verb>/", corrections.decide, name="decide_correction"),
    path("purposes/", papers.purposes, name="purposes"),
    path("purposes/new/", preparing.purpose, name="new_purpose"),
    path("retention/", papers.retention, name="retention"),
    path("retention/new/", preparing.schedule, name="new_schedule"),
    path("retention/<int:number>/anonymise/", preparing.anonymisation, name="prepare_anonymisation"),
    path("sharing/", papers.sharing, name="sharing"),
    path("sharing/new/", preparing.agreement, name="new_agreement"),
    path("papers/<slug:kind>/<int:number>/", papers.page, name="paper"),
    path("papers/<slug:kind>/<int:number>/<str:verb>/", deciding.decide, name="decide_paper"),
]
