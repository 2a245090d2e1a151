from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ayni.intake"
    label = "intake"

    def ready(self) -> None:
        from ayni.intake import tasks  # noqa: F401 declares the jobs
