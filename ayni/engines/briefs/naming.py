"""The labels of what a specification names: its dimensions, indicators, lines, questions, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ayni.engines.briefs.speaking import Speaker

#: Where the label of something stands beside its name.
LABELS = ("labels", "label", "title")


def of(spec: Any, speaker: Speaker) -> dict[str, dict[str, str]]:
    """For `reading.of`: under "*" the label of everything that a specification names and labels."""
    return {"*": dict(_named(spec, "", speaker))} if isinstance(spec, Mapping) else {}


def given(names: Any, speaker: Speaker) -> dict[str, dict[str, str]]:
    """Labels written by hand: for each quality its values, each a text or a mapping from languages."""
    found: dict[str, dict[str, str]] = {}
    if isinstance(names, Mapping):
        for key, values in names.items():
            if isinstance(values, Mapping):
                found[str(key)] = {str(value): _text(label, speaker) for value, label in values.items()}
    return found


def merged(*each: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Several together; a later one's label stands."""
    found: dict[str, dict[str, str]] = {}
    for names in each:
        for key, values in names.items():
            found.setdefault(key, {}).update(values)
    return found


def _named(value: Any, key: str, speaker: Speaker) -> Iterator[tuple[str, str]]:
    """Every (name, label): an entry says its `name` or `code` itself, or stands under it."""
    if isinstance(value, list):
        for one in value:
            yield from _named(one, "", speaker)
    if not isinstance(value, Mapping):
        return
    name = value.get("name") or value.get("code") or key
    label = next((value[word] for word in LABELS if value.get(word)), None)
    if isinstance(name, str) and name and label:
        text = _text(label, speaker)
        if text:
            yield name, text
    for inner, one in value.items():
        if inner not in LABELS:
            yield from _named(one, str(inner), speaker)


def _text(label: Any, speaker: Speaker) -> str:
    return speaker.of(label) if isinstance(label, Mapping) else str(label)
