"""How each question is asked on a page, and how its answer is read from what the page sends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils import translation

from ayni.commons import languages
from ayni.engines.questionnaires.fitting import MISSING
from ayni.engines.questionnaires.tree import FILES, Choice, Form, Item, Question

#: Lists longer than this are searched, and not read through.
MOST_RADIOS = 15
MOST_FOUND = 20
PLAIN = {
    "integer": ("number", "numeric"),
    "decimal": ("number", "decimal"),
    "range": ("number", "decimal"),
    "text": ("text", ""),
    "time": ("time", ""),
    "dateTime": ("datetime-local", ""),
}
ACCEPTS = {"image": "image/*", "audio": "audio/*", "video": "video/*", "file": ""}
INSERTED = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


@dataclass(frozen=True)
class Offer:
    """A choice as it is shown. One that stands for a missing answer is set apart."""

    code: str
    label: str
    is_chosen: bool = False
    is_missing: bool = False


@dataclass
class Asked:
    """A question on a page. `kind` names its control; `value` is the answer as it was typed."""

    question: Question
    kind: str
    label: str
    hint: str = ""
    value: str = ""
    error: str = ""
    is_required: bool = False
    is_hidden: bool = False
    offers: Sequence[Offer] = ()
    find: str = ""
    told: str = ""
    found: bool = False
    months: Sequence[tuple[str, str]] = ()
    mode: str = ""

    @property
    def name(self) -> str:
        return self.question.path

    @property
    def id(self) -> str:
        return "q" + self.question.path.replace("/", "-")

    @property
    def first_id(self) -> str:
        """What a link to an error leads to."""
        if self.kind in ("radio", "many", "search") and self.offers:
            return f"{self.id}-1"
        return {"date": f"{self.id}-d", "partial": f"{self.id}-d", "point": f"{self.id}-a"}.get(self.kind, self.id)

    @property
    def described(self) -> str:
        told = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.error)
        return " ".join(told)

    @property
    def day(self) -> tuple[str, str, str]:
        """Year, month and day as they were typed."""
        parts = [*self.value[:40].split("-"), "", ""]
        return parts[0], parts[1].lstrip("0") or parts[1], parts[2].lstrip("0") or parts[2]

    @property
    def month(self) -> str:
        return self.day[1].zfill(2) if self.day[1] else ""

    @property
    def days(self) -> list[str]:
        return [str(number) for number in range(1, 32)]

    @property
    def point(self) -> tuple[str, str, str]:
        parts = [*self.value.split(), "", "", "", ""]
        return parts[0], parts[1], parts[3]

    @property
    def chosen(self) -> list[str]:
        return self.value.split()

    @property
    def accepts(self) -> str:
        return ACCEPTS.get(self.question.type, "")

    @property
    def input_type(self) -> str:
        kind = PLAIN.get(self.question.type, ("text", ""))[0]
        return "text" if kind == "number" else "tel" if "numbers" in self.question.appearance else kind


@dataclass(frozen=True)
class Words:
    """What a question's kind depends on, beside the form: dates known in part, and who may be named as a parent."""

    partial: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)


def kind_of(question: Question, words: Words, count: int) -> str:
    """Which control asks it; `count` is how many choices there are."""
    if question.type == "note":
        return "note"
    if question.path in words.parents:
        return "member"
    if question.path in words.partial:
        return "partial"
    if question.type in FILES:
        return "file"
    if question.type == "select_one":
        return "search" if question.file or count > MOST_RADIOS else "radio"
    if question.type == "select_multiple":
        return "many"
    special = {"date": "date", "geopoint": "point", "acknowledge": "agree", "geotrace": "long", "geoshape": "long"}
    if "multiline" in question.appearance:
        return "long"
    return special.get(question.type, "plain")


def text_of(texts: Mapping[str, str], form: Form, values: Mapping[str, str]) -> str:
    """A text in the reader's language, else the form's own, with the answers it names put in."""
    language = (translation.get_language() or "en").partition("-")[0]
    told = texts.get(language) or texts.get(form.default_language) or languages.text(texts)
    return INSERTED.sub(lambda found: values.get(found[1], ""), told)


def title_of(item: Item, form: Form, values: Mapping[str, str]) -> str:
    return text_of(item.labels, form, values) or item.name.replace("_", " ").capitalize()


def offers(listed: Sequence[Choice], form: Form, value: str, values: Mapping[str, str]) -> list[Offer]:
    """The choices, those that stand for a missing answer last."""
    chosen = value.split()
    made = [
        Offer(one.name, text_of(one.labels, form, values) or one.name, one.name in chosen, one.name in MISSING)
        for one in listed
    ]
    return sorted(made, key=lambda one: one.is_missing)


def searched(found: Sequence[Offer], text: str) -> list[Offer]:
    """Those of a long list in which every word stands, the first few; the chosen one always."""
    words = text.casefold().split()
    hits = [one for one in found if words and all(word in f"{one.label} {one.code}".casefold() for word in words)]
    chosen = [one for one in found if one.is_chosen]
    return [*chosen, *(one for one in hits[:MOST_FOUND] if one not in chosen)]


def read(question: Question, kind: str, sent: QueryDict) -> str:
    """An answer as a page sent it."""
    name = question.path
    match kind:
        case "many":
            return " ".join(dict.fromkeys(sent.getlist(name)))
        case "agree":
            return "OK" if sent.get(name) else ""
        case "date" | "partial":
            return _day(*(sent.get(f"{name}.{part}", "").strip()[:10] for part in "ymd"))
        case "point":
            return _point(*(sent.get(f"{name}.{part}", "").strip()[:30] for part in ("lat", "lon", "accuracy")))
    return str(sent.get(name, ""))[:20_000].replace("\r\n", "\n").replace("\x00", "").strip()


def _day(year: str, month: str, day: str) -> str:
    """As much of a day as was told. What is no day is kept as it was typed, and told."""
    month, day = (one.zfill(2) if one.isdigit() else one for one in (month, day))
    if not year and not month and not day:
        return ""
    if year and not month and not day:
        return year
    return f"{year}-{month}" if year and month and not day else f"{year}-{month}-{day}"


def _point(latitude: str, longitude: str, accuracy: str) -> str:
    if not latitude and not longitude:
        return ""
    return f"{latitude or '?'} {longitude or '?'} 0 {accuracy or 0}".replace(",", ".")


def shown(asked: Asked, form: Form, values: Mapping[str, Any]) -> str:
    """An answer in words, as it is checked before it is sent."""
    if asked.kind in ("radio", "many", "search", "member"):
        return " · ".join(one.label for one in asked.offers if one.is_chosen) or asked.value
    return "✓" if asked.kind == "agree" and asked.value else asked.value
