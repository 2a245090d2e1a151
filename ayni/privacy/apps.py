from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "ayni.privacy"
    label = "privacy"
