from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "ayni.enrolment"
    label = "enrolment"
