from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "ayni.assessment"
    label = "assessment"
