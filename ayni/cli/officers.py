"""The officers of a demonstration: one for each role, so that separation of duties is real in it too."""

import os
import secrets
from datetime import date
from pathlib import Path

from ayni.commons import acting
from ayni.commons.access import accounts, queries

ADMINISTRATOR = "administrator"
OFFICERS = {
    "steward": ("Noor Adeyemi", "data_steward"),
    "manager": ("Lucía Quispe", "programme_manager"),
    "approver": ("Samuel Okoro", "programme_approver"),
    "district": ("Amina Rahmani", "district_officer"),
    "payments": ("Jean Kabila", "payment_officer"),
    "treasury": ("Farah Haddad", "payment_approver"),
    "analyst": ("Mei Tanaka", "analyst"),
    "auditor": ("Omar Siddiq", "auditor"),
}


def appoint(home: Path, on: date) -> None:
    """Make those who are not there yet, all with the demonstration's one password."""
    password = sign_in_password(home)
    administrator = queries.user(ADMINISTRATOR) or accounts.found(ADMINISTRATOR, password=password, on=on)
    for username, (name, role) in OFFICERS.items():
        if queries.user(username) is None:
            accounts.add_user(username, name=name, password=password, role=role, area=None, by=administrator, on=on)


def officer(username: str) -> queries.User:
    """One of them, who acts from here on."""
    found = queries.user(username)
    assert found is not None, username
    acting.become(found)
    return found


def sign_in_password(home: Path) -> str:
    """AYNI_DEMO_PASSWORD, else one made on first use and kept beside the data, for its owner only."""
    given = os.environ.get("AYNI_DEMO_PASSWORD")
    if given:
        return given
    kept = home / "demonstration-password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text("-".join(secrets.token_hex(2) for _ in range(4)))
    return kept.read_text()
