from django.urls import path

from ayni.web.linking_files import results, views

urlpatterns = [
    path("", views.listed, name="linkings"),
    path("new/", views.new, name="new_linking"),
    path("<int:linking_id>/", views.linking, name="linking"),
    path("<int:linking_id>/columns/", views.columns, name="linking_columns"),
    path("<int:linking_id>/pairs/", results.pairs, name="linking_pairs"),
    path("<int:linking_id>/pairs.csv", results.pairs_file, name="linking_pairs_file"),
    path("<int:linking_id>/groups.csv", results.groups_file, name="linking_groups_file"),
    path("<int:linking_id>/report.html", results.report_file, name="linking_report"),
    path("<int:linking_id>/delete/", views.delete, name="delete_linking"),
]
