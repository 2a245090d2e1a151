from django.apps import AppConfig


class Limits(AppConfig):
    name = "ayni.commons.limits"
    label = "limits"
