from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ayni.intake"
    label = "intake"
