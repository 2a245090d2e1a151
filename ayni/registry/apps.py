from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "ayni.registry"
    label = "registry"

    def ready(self) -> None:
        from ayni.registry import extracts, tasks  # noqa: F401 declare the published tables and the jobs
