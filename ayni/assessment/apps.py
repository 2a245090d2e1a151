from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "ayni.assessment"
    label = "assessment"

    def ready(self) -> None:
        from ayni.assessment import tasks  # noqa: F401 declares the jobs
