from django.urls import path

from ayni.web.administration import views

urlpatterns = [
    path("", views.work_list, name="administration"),
    path("work/<int:work_id>/progress/", views.progress, name="progress"),
    path("users/", views.users, name="users"),
]
