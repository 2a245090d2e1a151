from django.urls import path

from ayni.web.people import files, lists, registering, views

urlpatterns = [
    path("", views.search, name="people"),
    path("file/", files.people, name="people_file"),
    path("lists/", lists.save, name="save_list"),
    path("lists/drop/", lists.drop, name="drop_list"),
    path("register/", registering.register_household, name="register_household"),
    path("register/<int:draft_id>/", registering.draft, name="draft"),
    path("register/<int:draft_id>/place/", registering.place, name="draft_place"),
    path("register/<int:draft_id>/people/<int:number>/", registering.member, name="draft_member"),
    path("register/<int:draft_id>/people/<int:number>/remove/", registering.remove_member, name="remove_draft_member"),
    path("register/<int:draft_id>/discard/", registering.discard, name="discard_draft"),
    path("households/<int:household_id>/", views.household, name="household"),
    path("households/<int:record>/sensitive/", views.sensitive, {"entity": "household"}, name="household_sensitive"),
    path("persons/<int:record>/sensitive/", views.sensitive, {"entity": "person"}, name="person_sensitive"),
    path("persons/<int:person_id>/", views.person, name="person"),
]
