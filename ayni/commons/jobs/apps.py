from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ayni.commons.jobs"
    label = "jobs"
