from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    name = "ayni.snapshots"
    label = "snapshots"
