"""Where this installation keeps its data: AYNI_HOME, else the user's data directory."""

import os
import secrets
from pathlib import Path

import platformdirs


def folder() -> Path:
    """The data directory, made when it is not there, readable by its owner."""
    chosen = os.environ.get("AYNI_HOME")
    if chosen:
        home = Path(chosen).expanduser().resolve()
    elif hasattr(os, "geteuid") and os.geteuid() == 0:
        # The embedded database may not run as root: its own user must be able to reach its files.
        home = Path("/var/lib/ayni")
    else:
        home = platformdirs.user_data_path("ayni")
    home.mkdir(parents=True, exist_ok=True)
    return home


def secret(home: Path) -> str:
    """The signing key: AYNI_SECRET_KEY, else one made on first use and kept beside the data."""
    given = os.environ.get("AYNI_SECRET_KEY")
    if given:
        return given
    kept = home / "secret_key"
    try:
        with open(kept, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return kept.read_text()
