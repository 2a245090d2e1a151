"""The addresses of the protocol, plain and with a phone's key before them."""

from django.urls import include, path

from ayni.exchange.openrosa import views

ADDRESSES = [
    path("formList", views.form_list, name="form_list"),
    path("forms/<int:version_id>/form.xml", views.form, name="form"),
    path("forms/<int:version_id>/manifest", views.manifest, name="manifest"),
    path("forms/<int:version_id>/media/<str:name>", views.media, name="media"),
    path("submission", views.submission, name="submission"),
]
app_name = "openrosa"
urlpatterns = [
    path("key/<str:key>/", include((ADDRESSES, "openrosa_by_key"))),
    path("", include((ADDRESSES, "openrosa"))),
]
