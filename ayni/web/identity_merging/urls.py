from django.urls import path

from ayni.web.identity_merging import views

urlpatterns = [
    path("", views.listed, name="merges"),
    path("with/<int:person_id>/", views.choose, name="choose_merge"),
    path("<int:merge_id>/", views.page, name="merge"),
    path("<int:merge_id>/part/", views.part, name="part_people"),
    path("<int:kept_id>/<int:absorbed_id>/", views.merge, name="merge_people"),
]
