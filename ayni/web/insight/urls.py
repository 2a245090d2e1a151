from django.urls import path

from ayni.web.insight import snapshots, views

urlpatterns = [
    path("", views.dashboard, name="insight"),
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/<slug:code>/", views.indicator, name="indicator"),
    path("map/", views.area_map, name="map"),
    path("snapshots/", snapshots.snapshots, name="snapshots"),
    path("snapshots/new/", snapshots.take, name="take_snapshot"),
    path("snapshots/<str:version>/compute/", snapshots.compute, name="compute_figures"),
]
