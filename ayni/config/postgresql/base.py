"""Django's PostgreSQL backend, which starts the embedded server at the first connection when no other is named."""

from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        data = self.settings_dict.get("EMBEDDED")
        if data and not self.settings_dict["HOST"]:
            from ayni.config.postgresql import embedded  # whoever is given an address does without it

            self.settings_dict.update({**embedded.start(data), "NAME": self.settings_dict["NAME"]})
        return super().get_connection_params()
