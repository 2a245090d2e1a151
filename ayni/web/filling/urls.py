from django.urls import path

from ayni.web.filling import devices, views

urlpatterns = [
    path("", views.home, name="filling"),
    path("begin/<int:version_id>/", views.begin, name="begin_form"),
    path("forms/<int:form_id>/", views.resume, name="form"),
    path("forms/<int:form_id>/over/", views.over, name="form_over"),
    path("forms/<int:form_id>/check/", views.check, name="check_form"),
    path("forms/<int:form_id>/discard/", views.discard, name="discard_form"),
    path("forms/<int:form_id>/files/<str:name>", views.picture, name="form_file"),
    path("forms/<int:form_id>/pages/<path:place>/", views.page, name="form_page"),
    path("worker.js", devices.worker, name="filling_worker"),
    path("device/", devices.device, name="filling_device"),
    path("definitions/<int:version_id>/", devices.definition, name="form_definition"),
    path("offline/", devices.offline, name="offline"),
    path("offline/<int:version_id>/", devices.offline_form, name="offline_form"),
    path("sync/", devices.sync, name="sync_form"),
]
