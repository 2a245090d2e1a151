from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "ayni.exchange"
    label = "exchange"
