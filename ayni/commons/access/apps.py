from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ayni.commons.access"
    label = "access"
