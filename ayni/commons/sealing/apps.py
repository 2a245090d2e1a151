from django.apps import AppConfig


class SealingConfig(AppConfig):
    name = "ayni.commons.sealing"
    label = "sealing"
