from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "ayni.commons.directory"
    label = "directory"
