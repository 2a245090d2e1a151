from django.urls import path

from ayni.web.audit import files, views

urlpatterns = [
    path("administration/audit/", views.entries, name="audit"),
    path("administration/audit/looks/", views.looks, name="audit_looks"),
    path("administration/audit/entries/<int:entry_id>/", views.entry, name="audit_entry"),
    path("administration/audit/records/<str:subject>/", views.record, name="audit_record"),
    path("administration/audit/entries.csv", files.entries, name="audit_entries_file"),
    path("administration/audit/looks.csv", files.looks, name="audit_looks_file"),
    path("people/households/<int:household_id>/seen/", views.household_seen, name="household_seen"),
    path("people/persons/<int:person_id>/seen/", views.person_seen, name="person_seen"),
]
