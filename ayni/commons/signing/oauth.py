"""What the OAuth2 library asks of us: one grant type, scopes that are permissions, and a wait for who guesses."""

from __future__ import annotations

from typing import Any

from oauth2_provider.models import Application
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes

from ayni.commons.access import permissions


class Scopes(BaseScopes):  # type: ignore[misc]
    """A service account's scopes are the permissions that its account holds today."""

    def get_all_scopes(self) -> dict[str, str]:
        return permissions.declared()

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        user = getattr(application, "user", None)
        return sorted(user.places) if user is not None and user.is_active and user.is_system else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        return self.get_available_scopes(application)


class Validator(OAuth2Validator):  # type: ignore[misc]
    """Client credentials and nothing else, for open service accounts."""

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Application, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        user = client.user
        is_open = user is not None and user.is_active and user.is_system
        return bool(
            grant_type == "client_credentials"
            and is_open
            and super().validate_grant_type(client_id, grant_type, client, request, *args, **kwargs)
        )

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Application, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """A token without any scope could do nothing, and says so at once."""
        return bool(scopes) and bool(super().validate_scopes(client_id, scopes, client, request, *args, **kwargs))

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        return Scopes().get_available_scopes(request.client)
