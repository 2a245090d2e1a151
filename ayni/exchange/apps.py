from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "ayni.exchange"
    label = "exchange"

    def ready(self) -> None:
        from ayni.exchange.mobile_money import tasks  # noqa: F401 declares the work
