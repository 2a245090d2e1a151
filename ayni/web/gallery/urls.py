from django.urls import path

from ayni.web.gallery import views

urlpatterns = [path("", views.gallery, name="gallery")]
