from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "ayni.programmes"
    label = "programmes"
