from django.urls import path

from ayni.web.my_work import views

urlpatterns = [path("", views.home, name="home")]
