from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "ayni.commons.signing"
    label = "signing"

    def ready(self) -> None:
        from ayni.commons.signing import listening

        listening.begin()
