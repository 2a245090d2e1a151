from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "ayni.benefits"
    label = "benefits"

    def ready(self) -> None:
        from ayni.benefits import extracts  # noqa: F401 declares the published table
