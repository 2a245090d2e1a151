"""The addresses: screens, the API, and changing the language."""

from django.urls import include, path

from ayni.exchange.api import urls as api

urlpatterns = [
    path("api/openrosa/", include("ayni.exchange.openrosa.urls")),
    path("api/", api.urls),
    path("oauth/", include("ayni.exchange.api.oauth")),
    path("", include("ayni.web.account.factors")),
    path("", include("ayni.web.urls")),
]

handler403 = "ayni.web.errors.not_permitted"
handler404 = "ayni.web.errors.not_found"
handler500 = "ayni.web.errors.failed"
