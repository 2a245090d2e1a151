from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ayni.commons.audit"
    label = "audit"
