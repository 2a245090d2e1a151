from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "ayni.registry"
    label = "registry"

    def ready(self) -> None:
        from ayni.registry import tasks  # noqa: F401 declares the jobs
