"""The API's operations, gathered."""

from ninja import NinjaAPI

api = NinjaAPI(title="Ayni", version="1", urls_namespace="api")
urls = api.urls
