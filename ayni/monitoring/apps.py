from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "ayni.monitoring"
    label = "monitoring"
