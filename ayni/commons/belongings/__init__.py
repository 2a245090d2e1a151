"""What hangs on a person, table by table: where it goes when two records turn out to be one person's.

A domain declares it in its `belongings` module; the setting AYNI_BELONGINGS names the modules. Of every column that
names a person somebody says whether its rows move to the record that is kept, or why they stay with the other.

    belongings.moves("registry.Phone.person", label=_("Telephone numbers"), unless="EXISTS (SELECT …)", because=…)
    belongings.stays("intake.QualityFinding.person", because=_("It is a finding about the record as it was."))

What moved goes back when the two are parted; rows that stay are reached through `Person.merged_into`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field
from django.utils.functional import Promise

Text = str | Promise
#: Of the keys of rows, and of the record they go to: what else is written in each beside the number of the person.
Renewing = Callable[[list[int], int], Mapping[int, Mapping[str, Any]]]


@dataclass(frozen=True)
class Moving:
    """Rows that go to the kept record.

    `unless` picks those of `t` that stay, since the kept record has the same or could not have both ({kept}, {absorbed}
    stand for the numbers of the records), and `because` says so. `ignoring` names the triggers that would stand in the
    way. `renews` gives what is bound to the record anew.
    """

    name: str
    label: Text
    unless: str = ""
    because: Text = ""
    ignoring: tuple[str, ...] = ()
    renews: Renewing | None = None

    @property
    def field(self) -> Field[Any, Any]:
        model, _, field = self.name.rpartition(".")
        found: Field[Any, Any] = apps.get_model(model)._meta.get_field(field)
        return found

    @property
    def table(self) -> str:
        return str(self.field.model._meta.db_table)

    @property
    def column(self) -> str:
        return str(self.field.column)

    @property
    def key(self) -> str:
        key = self.field.model._meta.pk
        assert key is not None
        return str(key.column)


_moving: dict[str, Moving] = {}
_staying: dict[str, Text] = {}


def _all_declared() -> None:
    """The modules of all domains are imported when one of them is first asked for."""
    for module in settings.AYNI_BELONGINGS:
        importlib.import_module(module)


def moving() -> tuple[Moving, ...]:
    """Every column whose rows move, in the order they were declared."""
    _all_declared()
    return tuple(_moving.values())


def staying() -> dict[str, Text]:
    """Every column whose rows stay, and why."""
    _all_declared()
    return dict(_staying)


def moves(
    name: str,
    *,
    label: Text,
    unless: str = "",
    because: Text = "",
    ignoring: tuple[str, ...] = (),
    renews: Renewing | None = None,
) -> None:
    """Declare a column ("registry.Phone.person") whose rows move to the kept record."""
    _moving[name] = Moving(name, label, unless, because, ignoring, renews)


def stays(name: str, *, because: Text) -> None:
    """Declare a column whose rows stay with the record they were written on, and why."""
    _staying[name] = because
