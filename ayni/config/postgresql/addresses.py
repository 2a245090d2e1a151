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


def owner_of(url: str) -> dict[str, Any]:
    """How the owner of the tables signs in, from an address that differs from the application's in nothing else."""
    parts = urlsplit(url)
    return {"user": unquote(parts.username or ""), "password": unquote(parts.password or "")} if parts.username else {}
