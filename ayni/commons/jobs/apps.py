from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ayni.commons.jobs"
    label = "jobs"

    def ready(self) -> None:
        from ayni.commons.jobs import running  # noqa: F401 its task must be known to the worker
