"""The record of processing: made from what is declared and decided, whenever it is asked for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ayni.commons import holdings
from ayni.commons.access import permissions as access
from ayni.commons.access import scoping
from ayni.commons.access.models import Role, User
from ayni.privacy import lifecycle, models, permissions
from ayni.privacy.queries import documents, naming, texts
from ayni.registry import queries as registry

SEEING = ("see", "manage")
CLASSES = ("public", "personal", "sensitive")
#: Whose permissions open the tables of a domain that has none of its own for it.
OPENED_BY = {"assessment": "registry"}


@dataclass(frozen=True)
class Use:
    """A purpose in force, with the schedules and agreements that rest on it."""

    code: str
    name: str
    version: int
    basis: str
    law: str
    data: tuple[str, ...]
    keep_months: int | None
    schedules: tuple[str, ...]
    partners: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with people's data: its most private class, what a copy and a schedule do with it, who may read it."""

    label: str
    privacy: str
    sensitive: tuple[str, ...]
    in_copy: str
    forgetting: str
    read_by: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A variable of the dictionary that is not public, and the purposes that need it."""

    name: str
    label: str
    sensitivity: str
    purposes: tuple[str, ...]


@dataclass(frozen=True)
class Processing:
    """The record on a day."""

    on: date
    uses: tuple[Use, ...]
    tables: tuple[Table, ...]
    variables: tuple[Asked, ...]

    @property
    def without_purpose(self) -> tuple[Asked, ...]:
        """Sensitive variables that no purpose in force needs."""
        return tuple(one for one in self.variables if one.sensitivity == "sensitive" and not one.purposes)

    def as_data(self) -> dict[str, Any]:
        """As JSON has it: lists, no tuples."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return found

    def as_csv(self) -> str:
        """One row for each thing: its kind, name, and what is to be said of it."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["kind", "name", "class", "what", "who"])
        for row in self._rows():
            writer.writerow([documents.cell(value) for value in row])
        return "\ufeff" + text.getvalue()

    def _rows(self) -> Iterator[tuple[str, str, str, str, str]]:
        for use in self.uses:
            yield "purpose", use.name, use.basis, "; ".join(use.data), "; ".join(use.partners)
        for table in self.tables:
            what = f"{table.in_copy}; {table.forgetting}"
            yield "table", table.label, table.privacy, what, "; ".join(table.read_by)
        for asked in self.variables:
            yield "variable", f"{asked.name}: {asked.label}", asked.sensitivity, "; ".join(asked.purposes), ""


def processing(reader: User, *, on: date) -> Processing:
    """What is processed, for what, on which basis, for how long, read by whom and shared with whom.

    Refuses: NotPermitted.
    """
    scoping.paths(reader, permissions.SEE)
    used = texts.in_force_all(on)
    return Processing(
        on,
        tuple(_use(one, on) for one in used),
        tuple(_tables()),
        tuple(_asked(used)),
    )


def _use(purpose: models.Purpose, on: date) -> Use:
    schedules = models.RetentionSchedule.objects.filter(purpose__code=purpose.code, status=lifecycle.APPROVED)
    shared = models.SharingAgreement.objects.filter(purpose__code=purpose.code).select_related("partner")
    occasions = holdings.declared().occasions
    return Use(
        code=purpose.code,
        name=purpose.name,
        version=purpose.version,
        basis=str(purpose.get_basis_display()),
        law=purpose.law,
        data=(*purpose.tables, *purpose.variables),
        keep_months=purpose.keep_months,
        schedules=tuple(f"{occasions[one.occasion].label}: {one.months}" for one in schedules),
        partners=tuple(str(one.partner) for one in shared if one.is_in_force(on)),
    )


def _tables() -> Iterator[Table]:
    known = holdings.declared()
    roles = list(Role.objects.all())
    for model in naming.tables():
        classes = naming.columns(model)
        privacy = max(classes.values(), key=CLASSES.index)
        label = model._meta.label_lower
        if privacy == "public":
            continue
        is_given = "given" if label in known.given else "left out" if label in known.left_out else "about officers"
        yield Table(
            label=label,
            privacy=privacy,
            sensitive=tuple(name for name, kind in classes.items() if kind == "sensitive"),
            in_copy=is_given,
            forgetting="anonymised" if label in known.forgotten else "kept",
            read_by=tuple(str(role) for role in roles if _reads(role, label, privacy)),
        )


def _reads(role: Role, label: str, privacy: str) -> bool:
    """Whether a role has a permission of the domain that reaches such rows; sensitive answers have one of their own."""
    domain = label.partition(".")[0]
    domain = OPENED_BY.get(domain, domain)
    held = {one for one in role.permissions if one.startswith(f"{domain}.")}
    kind = "sensitive" if domain == "registry" and privacy == "sensitive" else "people"
    opening = {one for one in access.declared() if one.startswith(f"{domain}.") and kind in access.opened_by(one)}
    return bool(held & opening) if opening else any(one.partition(".")[2].startswith(SEEING) for one in held)


def _asked(used: list[models.Purpose]) -> Iterator[Asked]:
    for variable in registry.dictionary().variables:
        if variable.sensitivity == "public" or variable.entity == "area":
            continue
        name = f"{variable.entity}.{variable.name}"
        needing = tuple(one.code for one in used if name in one.variables)
        yield Asked(name, variable.label("en"), variable.sensitivity, needing)
