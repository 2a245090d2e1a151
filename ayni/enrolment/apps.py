from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "ayni.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        from ayni.enrolment import extracts, tasks  # noqa: F401 declare the published tables and the jobs
