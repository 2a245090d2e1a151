from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "ayni.benefits"
    label = "benefits"
