from django.urls import path

from ayni.web.dictionary import changing, views

urlpatterns = [
    path("", views.variables, name="dictionary"),
    path("new/", changing.add, name="new_variable"),
    path("import/", changing.load, name="import_dictionary"),
    path("import/propose/", changing.propose_loaded, name="propose_import"),
    path("export/<str:form>/", views.export, name="export_dictionary"),
    path("variables/<slug:entity>/<slug:name>/", views.variable, name="variable"),
    path("variables/<slug:entity>/<slug:name>/change/", changing.change, name="change_variable"),
    path("variables/<slug:entity>/<slug:name>/retire/", changing.retire, name="retire_variable"),
    path("changes/", views.proposals, name="dictionary_changes"),
    path("changes/<int:change_id>/", views.proposal, name="dictionary_change"),
    path("changes/<int:change_id>/approve/", changing.approve, name="approve_dictionary_change"),
    path("changes/<int:change_id>/reject/", changing.reject, name="reject_dictionary_change"),
    path("changes/<int:change_id>/withdraw/", changing.withdraw, name="withdraw_dictionary_change"),
]
