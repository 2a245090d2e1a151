from django.urls import path

from ayni.web.files import loading, mapping, views

urlpatterns = [
    path("", views.files, name="files"),
    path("upload/", views.upload, name="upload_file"),
    path("survey/", views.load_survey, name="load_survey"),
    path("<int:file_id>/", views.file, name="file"),
    path("<int:file_id>/columns/", mapping.columns, name="map_file"),
    path("<int:file_id>/mapping/", mapping.written, name="write_file_mapping"),
    path("<int:file_id>/mapping.yaml", mapping.download, name="file_mapping"),
    path("<int:file_id>/check/", loading.check, name="check_file"),
    path("<int:file_id>/findings/", views.findings, name="file_findings"),
    path("<int:file_id>/rejected.csv", views.rejected, name="rejected_rows"),
    path("<int:file_id>/rejected.xlsx", views.rejected_workbook, name="rejected_workbook"),
    path("<int:file_id>/load/", loading.load, name="load_file"),
    path("<int:file_id>/undo/", loading.undo, name="undo_file"),
    path("<int:file_id>/withdraw/", loading.withdraw, name="withdraw_file"),
]
