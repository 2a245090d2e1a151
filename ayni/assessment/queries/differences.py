"""What differs between two versions of an instrument, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from ayni.commons import languages

Place = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One difference: where it is, in words; what stood there before and what stands there now, empty for nothing."""

    place: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """added, removed or changed"""
        return "changed" if self.before and self.after else "added" if self.after else "removed"

    @property
    def says(self) -> str:
        """The difference in one sentence."""
        facts = {"place": self.place, "before": self.before, "after": self.after}
        if self.kind == "added":
            return _("%(place)s is new: %(after)s") % facts
        if self.kind == "removed":
            return _("%(place)s is no longer there; it was: %(before)s") % facts
        return _("%(place)s was “%(before)s” and is “%(after)s”.") % facts


def between(before: str, after: str) -> tuple[Difference, ...]:
    """The differences of two texts, in the order of the later; comments and the order of lines are none."""
    old, new = (dict(_flat(yaml.safe_load(text), (), ())) for text in (before, after))
    places = [*new, *(place for place in old if place not in new)]
    found = []
    for place in places:
        (said, was), (_said, now) = old.get(place, new.get(place, ("", ""))), new.get(place, ("", ""))
        was = was if place in old else ""
        said = new[place][0] if place in new else said
        if was != now:
            found.append((place, Difference(said, was, now)))
    whole = {(place[:-1], one.kind) for place, one in found if place[-1] == "rule" and one.kind != "changed"}
    return tuple(one for place, one in found if not _is_part(place, one, whole))


def _is_part(place: Place, one: Difference, whole: set[tuple[Place, str]]) -> bool:
    """Of what is new or gone with its rule, the rule tells it: its name and its words say nothing more."""
    return place[-1] != "rule" and any(place[: len(entry)] == entry and one.kind == kind for entry, kind in whole)


def _flat(value: Any, place: Place, said: Place) -> Iterator[tuple[Place, tuple[str, str]]]:
    """Every plain value by where it is; what stands in a list is told by its name, not by its place."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _flat(one, (*place, str(key)), (*said, str(key)))
    elif isinstance(value, list):
        for number, one in enumerate(value, start=1):
            is_named = isinstance(one, Mapping) and ("name" in one or "code" in one)
            called = (
                str(one.get("name") or one.get("code")) if is_named else str(one) if _is_plain(one) else str(number)
            )
            words = languages.text(one["labels"]) if is_named and isinstance(one.get("labels"), Mapping) else ""
            yield from _flat(one, (*place, called), (*said[:-1], words or called))
    else:
        yield place, (" › ".join(said), _text(value))


def _is_plain(value: Any) -> bool:
    return not isinstance(value, (Mapping, list))


def _text(value: Any) -> str:
    if value is True or value is False:
        return _("yes") if value else _("no")
    return " ".join(str(value).split()) if value is not None else ""
