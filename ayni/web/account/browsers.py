"""A browser in words, from what it says of itself: enough to know one's own again."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

#: The first that fits: many say the names of others too.
NAMES = (
    ("Edge", r"Edg"),
    ("Opera", r"OPR|Opera"),
    ("Samsung Internet", r"SamsungBrowser"),
    ("Firefox", r"Firefox|FxiOS"),
    ("Chrome", r"Chrome|CriOS"),
    ("Safari", r"Safari"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iOS", r"iPhone|iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def told(agent: str) -> str:
    """“Firefox, Android”; the beginning of an unknown one's own words."""
    name, system = _found(NAMES, agent), _found(SYSTEMS, agent)
    if name and system:
        return _("%(browser)s, %(system)s") % {"browser": name, "system": system}
    return name or system or agent[:60] or _("Unknown browser")


def _found(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, agent)), "")
