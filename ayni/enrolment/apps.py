from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "ayni.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        from ayni.enrolment import tasks  # noqa: F401 declares the jobs
