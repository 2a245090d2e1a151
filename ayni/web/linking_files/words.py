"""Pairs in words: both records beside each other, what speaks for and against their being one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ayni.web.linking_files.forms import MEANINGS


@dataclass(frozen=True)
class Row:
    """One thing that both records tell, or one of them."""

    label: str | Promise
    left: str
    right: str

    @property
    def is_different(self) -> bool:
        return bool(self.left and self.right) and self.left.casefold() != self.right.casefold()


@dataclass(frozen=True)
class Pair:
    """A pair as a page shows it; `percent` is the chance that it is one person."""

    left: str
    right: str
    percent: float
    rows: tuple[Row, ...]
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]

    @classmethod
    def of(cls, told: dict[str, Any]) -> Pair:
        names = [name.removesuffix("_l") for name in told if name.endswith("_l")]
        rows = [Row(_label(name), told[f"{name}_l"] or "", told.get(f"{name}_r") or "") for name in names]
        reasons = sorted(told["reasons"], key=lambda one: -abs(one["weight"]))
        said = [(f"{_compared(one['of'])}: {_found(one['found'])}", one["weight"]) for one in reasons]
        return cls(
            told["left"],
            told["right"],
            100 * told["score"],
            tuple(row for row in rows if row.left or row.right),
            tuple(text for text, weight in said if weight > 0),
            tuple(text for text, weight in said if weight < 0),
        )


def _label(name: str) -> str | Promise:
    kind = name.removeprefix("id_")
    if name.startswith("id_") and kind in settings.AYNI_IDENTIFIERS:
        return settings.AYNI_IDENTIFIERS[kind]["label"]  # type: ignore[no-any-return]
    return MEANINGS.get(name, name)


def _compared(name: str) -> str:
    known = {
        "given": _("given name"),
        "middle": _("middle name"),
        "family": _("family name"),
        "names": _("names"),
        "birth": _("birth"),
        "sex": _("sex"),
        "phone": _("telephone"),
        "household": _("household"),
        "place": _("place"),
    }
    return known.get(name, name.replace("_", " "))


def _found(code: str) -> str:
    known = {"same": _("the same"), "different": _("different"), "else": _("different")}
    return known.get(code, code.replace("_", " "))
