from django.urls import path

from ayni.web.programmes import views

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("new/", views.prepare, name="new_programme"),
    path("rules/<slug:code>/", views.programme, name="programme"),
    path("rules/<slug:code>/prepare/", views.prepare, name="prepare_version"),
    path("versions/<int:version_id>/", views.version, name="version"),
    path("versions/<int:version_id>/approve/", views.approve, name="approve_version"),
    path("versions/<int:version_id>/retire/", views.retire, name="retire_version"),
]
