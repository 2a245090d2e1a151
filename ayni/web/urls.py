"""The screens' addresses, one folder after another."""

from django.urls import include, path

app_name = "web"
urlpatterns = [
    path("", include("ayni.web.account.urls")),
    path("", include("ayni.web.my_work.urls")),
    path("people/merges/", include("ayni.web.identity_merging.urls")),
    path("people/", include("ayni.web.assessments.household_urls")),
    path("people/", include("ayni.web.people.urls")),
    path("cards/", include("ayni.web.cards.urls")),
    path("filling/", include("ayni.web.filling.urls")),
    path("questionnaires/", include("ayni.web.intake.urls")),
    path("files/link/", include("ayni.web.linking_files.urls")),
    path("files/", include("ayni.web.files.urls")),
    path("changes/", include("ayni.web.changes.urls")),
    path("quality/", include("ayni.web.quality.urls")),
    path("same/", include("ayni.web.identity.urls")),
    path("", include("ayni.web.campaigns.urls")),
    path("programmes/workbench/", include("ayni.web.workbench.urls")),
    path("programmes/", include("ayni.web.enrolment.urls")),
    path("programmes/", include("ayni.web.programmes.urls")),
    path("payments/", include("ayni.web.benefits.urls")),
    path("dictionary/", include("ayni.web.dictionary.urls")),
    path("insight/", include("ayni.web.assessments.urls")),
    path("insight/", include("ayni.web.insight.urls")),
    path("", include("ayni.web.audit.urls")),
    path("administration/", include("ayni.web.administration.urls")),
    path("privacy/", include("ayni.web.privacy.urls")),
    path("places/", include("ayni.web.places.urls")),
    path("gallery/", include("ayni.web.gallery.urls")),
]
