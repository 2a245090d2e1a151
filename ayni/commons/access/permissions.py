"""The closed list of permissions. A domain declares its own in its `permissions` module when it is imported."""

import functools
import importlib
import importlib.util
from collections.abc import Iterable

from django.apps import apps

_declared: dict[str, str] = {}
_opened: dict[str, set[str]] = {}
_apart: set[frozenset[str]] = set()


def declare(**labels: str) -> None:
    """Add a domain's permissions: `declare(**{"benefits.approve": "Approve payments"})`. Refuses a second meaning."""
    for code, label in labels.items():
        if _declared.setdefault(code, label) != label:
            raise ValueError(f"The permission {code} is declared twice: “{_declared[code]}” and “{label}”.")


def opens(kind: str, *codes: str) -> None:
    """The permissions whose holder reaches rows of a kind ("people", "money") in the areas where they hold them."""
    for code in codes:
        _opened.setdefault(code, set()).add(kind)


def apart(one: str, other: str) -> None:
    """Two permissions that one person should not hold together; an action refuses both on one record in any case."""
    _apart.add(frozenset({one, other}))


def conflicts(held: Iterable[str]) -> list[frozenset[str]]:
    """The pairs among what somebody holds that should be apart."""
    _of_every_domain()
    having = set(held)
    return sorted((pair for pair in _apart if pair <= having), key=sorted)


def opened_by(code: str) -> frozenset[str]:
    """The kinds of rows that a permission opens."""
    _of_every_domain()
    return frozenset(_opened.get(code, ()))


@functools.cache
def _of_every_domain() -> None:
    """Import what every installed domain declares; a command that needs none of it has not done so."""
    for app in apps.get_app_configs():
        module = f"{app.name}.permissions"
        if app.name.startswith("ayni.") and importlib.util.find_spec(module):
            importlib.import_module(module)


def declared() -> dict[str, str]:
    _of_every_domain()
    return dict(_declared)


declare(
    **{
        "access.manage": "Manage users and their roles",
        "access.delegate": "Lend one's own role to a colleague for a time",
        "access.hold_tokens": "Make and revoke one's own API tokens",
        "audit.see": "See who did what, and who looked at whom",
        "jobs.see": "See everybody's background work",
        "directory.see": "See areas, institutions and the places that serve people",
        "directory.define": "Define areas, codes, shapes and institutions, and prepare changes of boundaries",
        "directory.approve": "Approve changes of boundaries",
        "directory.keep_places": "Keep offices and delivery points, what they offer and whom they serve",
    }
)
opens("places", "directory.define", "directory.approve")  # numbers of people, and nobody by name
apart("directory.define", "directory.approve")
