from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "ayni.identity"
    label = "identity"
