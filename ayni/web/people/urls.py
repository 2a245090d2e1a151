from django.urls import path

from ayni.web.people import files, keeping, lists, registering, views

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
    path("persons/<int:person_id>/picture/", keeping.photo, name="person_photo"),
    path("persons/<int:person_id>/picture/keep/", keeping.keep_photo, name="keep_photo"),
    path("persons/<int:person_id>/picture/remove/", keeping.remove_photo, name="remove_photo"),
    path("persons/<int:person_id>/numbers/add/", keeping.add_identifier, name="add_identifier"),
    path("persons/<int:person_id>/numbers/<int:pk>/end/", keeping.end_identifier, name="end_identifier"),
    path("persons/<int:person_id>/numbers/<int:pk>/verify/", keeping.verify_identifier, name="verify_identifier"),
    path("persons/<int:person_id>/telephones/add/", keeping.add_phone, name="add_phone"),
    path("persons/<int:person_id>/telephones/<int:pk>/end/", keeping.end_phone, name="end_phone"),
    path("persons/<int:person_id>/names/add/", keeping.add_name, name="add_name"),
    path("persons/<int:person_id>/names/<int:pk>/remove/", keeping.remove_name, name="remove_name"),
    path("persons/<int:person_id>/institution/", keeping.start_residence, name="start_residence"),
    path("persons/<int:person_id>/institution/<int:pk>/leave/", keeping.end_residence, name="end_residence"),
    path("<str:entity>/<int:record>/answers/<str:name>/", keeping.resolve, name="resolve_answer"),
    path("persons/<int:person_id>/", views.person, name="person"),
]
