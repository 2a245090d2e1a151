from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "ayni.commons.access"
    label = "access"

    def ready(self) -> None:
        from ayni.commons.access import shipping

        post_migrate.connect(shipping.after_migrating, sender=self)
