"""A database's address, as PostgreSQL writes it and as Django's settings name its parts."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// address."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
