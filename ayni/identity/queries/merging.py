"""What merging two records would do, what parting them would bring back, and what was merged."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.commons import acting, belongings
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.identity import errors, models, permissions
from ayni.registry import models as registry
from ayni.registry import queries as people
from ayni.registry.errors import NoSuchHousehold
from ayni.registry.queries import wording

Text = belongings.Text
#: What the officer picks for the kept record, and the fields of it. Who is dead, and since when, goes together.
PICKS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "name": (gettext_lazy("Name"), ("given_name", "family_name", "given_name_latin", "family_name_latin")),
    "sex": (gettext_lazy("Sex"), ("sex",)),
    "born": (gettext_lazy("Born"), ("born_from", "born_to", "birth_known")),
    "died": (gettext_lazy("Died"), ("died_from", "died_on", "death_known")),
    "phone": (gettext_lazy("Telephone"), ("phone",)),
    "languages": (gettext_lazy("Languages"), ("languages",)),
}
#: Numbers that one person has one of; two that their issuers confirmed are two persons.
CERTAIN = frozenset({"national_id", "birth_certificate", "refugee_id", "tax_number"})


@dataclass(frozen=True)
class Difference:
    """One thing that the two records tell: `name` is picked from one of them."""

    name: str
    label: Text
    kept: str
    absorbed: str
    is_same: bool

    @property
    def suggested(self) -> str:
        """The kept record's, unless it tells nothing."""
        return "kept" if self.kept or not self.absorbed else "absorbed"


@dataclass(frozen=True)
class Hanging:
    """What hangs on the record that is merged: so many rows move, and so many stay, and why."""

    label: Text
    moves: int
    stays: int
    because: Text = ""


@dataclass(frozen=True)
class Home:
    """A household one of the two lives in. `left` are those who live there besides."""

    id: int
    code: str
    area_name: str
    of: str
    is_head: bool
    left: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Plan:
    """What merging would do, before anything is done."""

    kept: registry.Person
    absorbed: registry.Person
    differences: tuple[Difference, ...]
    hanging: tuple[Hanging, ...]
    homes: tuple[Home, ...]
    against: tuple[str, ...]

    @property
    def to_pick(self) -> list[Difference]:
        return [one for one in self.differences if not one.is_same]

    @property
    def needs_home(self) -> bool:
        return len({home.id for home in self.homes}) == 2


@dataclass(frozen=True)
class Came:
    """A row that came to the kept record since: `name` and `key` say it when it is given to the other record."""

    name: str
    key: int
    label: Text
    text: str

    @property
    def code(self) -> str:
        return f"{self.name}:{self.key}"


@dataclass(frozen=True)
class Parting:
    """What parting would bring back; `changed` counts what was changed since and stays so, `gone` what is no more."""

    merge: models.Merge
    coming_back: tuple[Hanging, ...]
    changed: tuple[Hanging, ...]
    gone: int
    came: tuple[Came, ...] = field(default=())


def in_reach(person_id: int, *, reader: User, under: str = permissions.SEE) -> registry.Person:
    """A person to merge or part, within the reader's areas. Refuses: NotPermitted, NoSuchPerson."""
    return people.known_person(person_id, reader=reader, under=under)


def home(household_id: int, *, reader: User) -> registry.Household:
    """A household in which merged people live, within the reader's areas. Refuses: NotPermitted, NoSuchHousehold."""
    scoping.paths(reader, permissions.MERGE)
    with acting.as_user(reader):
        found = registry.Household.objects.filter(pk=household_id).first()
    if found is None:
        raise NoSuchHousehold(household_id)
    return found


def against(kept: registry.Person, absorbed: registry.Person) -> tuple[str, ...]:
    """What says for certain that the two are two persons, in words."""
    found = []
    numbers = registry.Identifier.objects.filter(
        person__in=[kept, absorbed], verification=registry.Verification.VERIFIED, ended_on=None
    )
    of: dict[str, dict[int, set[str]]] = {}
    for one in numbers:
        of.setdefault(one.type, {}).setdefault(one.person_id, set()).add(one.number)
    for kind, held in sorted(of.items()):
        told = settings.AYNI_IDENTIFIERS.get(kind, {})
        if told.get("certain", kind in CERTAIN) and len(held) == 2 and not set.intersection(*held.values()):
            found.append(_("Each has a confirmed number of their own: %(type)s.") % {"type": told.get("label", kind)})
    if (kept.died_on is None) != (absorbed.died_on is None):
        dead, alive = (kept, absorbed) if kept.died_on else (absorbed, kept)
        told = {"dead": dead.code, "alive": alive.code}
        found.append(_("%(dead)s is on record as dead, and %(alive)s as alive.") % told)
    return tuple(found)


def plan(kept_id: int, absorbed_id: int, *, reader: User, on: date) -> Plan:
    """Both side by side, and what merging would do. Refuses: NotPermitted, NoSuchPerson, SameRecord, AlreadyMerged."""
    if kept_id == absorbed_id:
        raise errors.SameRecord(registry.Person(pk=kept_id).code)
    unmerged(registry.Person(pk=kept_id), registry.Person(pk=absorbed_id))
    with acting.as_user(reader):
        kept = in_reach(kept_id, reader=reader, under=permissions.MERGE)
        absorbed = in_reach(absorbed_id, reader=reader, under=permissions.MERGE)
    # How much hangs on the record is told in numbers, wherever it lies: all of it moves.
    with acting.throughout(reader, "people", "visits", "checks"):
        return Plan(
            kept,
            absorbed,
            tuple(_differences(kept, absorbed)),
            tuple(_hanging(kept, absorbed)),
            (*_homes(kept, "kept", on, {absorbed_id}), *_homes(absorbed, "absorbed", on, {kept_id})),
            against(kept, absorbed),
        )


def unmerged(*both: registry.Person) -> None:
    """Refuses: AlreadyMerged."""
    for one in both:
        into = people.leads_to(one.pk)
        if into is not None:
            raise errors.AlreadyMerged(one.code, registry.Person(pk=into).code)


def _differences(kept: registry.Person, absorbed: registry.Person) -> list[Difference]:
    told = [(_told(kept, name), _told(absorbed, name)) for name in PICKS]
    return [
        Difference(name, PICKS[name][0], *both, is_same=_values(kept, name) == _values(absorbed, name))
        for name, both in zip(PICKS, told, strict=True)
    ]


def _values(who: registry.Person, name: str) -> list[Any]:
    return [getattr(who, column) for column in PICKS[name][1]]


def _told(who: registry.Person, name: str) -> str:
    if name == "name":
        return " · ".join(part for part in (who.name, who.name_latin) if part)
    if name == "sex":
        return wording.sex(who.sex)
    if name == "born":
        return wording.born(who.born)
    if name == "died":
        return who.died_on.isoformat() if who.died_on else ""
    return ", ".join(who.languages) if name == "languages" else who.phone


def _hanging(kept: registry.Person, absorbed: registry.Person) -> list[Hanging]:
    parts, declared = [], belongings.moving()
    for number, one in enumerate(declared):
        stays = f"({one.unless.format(kept=kept.pk, absorbed=absorbed.pk)})" if one.unless else "false"
        parts.append(
            f"SELECT {number}, count(*), count(*) FILTER (WHERE {stays}) FROM {one.table} t"  # noqa: S608 our own names
            f" WHERE t.{one.column} = {int(absorbed.pk)}"
        )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        found = {number: (every, stays) for number, every, stays in cursor.fetchall()}
    told: dict[str, Hanging] = {}
    for number, one in enumerate(declared):
        every, stays = found[number]
        known = told.get(str(one.label), Hanging(one.label, 0, 0))
        because = one.because if stays else known.because
        told[str(one.label)] = Hanging(one.label, known.moves + every - stays, known.stays + stays, because)
    return [one for one in told.values() if one.moves or one.stays]


def _homes(who: registry.Person, of: str, on: date, both: set[int]) -> list[Home]:
    stay = registry.Membership.objects.active(on=on).filter(person=who).select_related("household__area").first()
    if stay is None:
        return []
    home = stay.household
    left = [(one.person_id, one.person.name) for one in _present(home, on) if one.person_id not in {who.pk, *both}]
    is_head = stay.relationship == registry.Relationship.HEAD
    return [Home(home.pk, home.code, home.area.name, of, is_head, tuple(left))]


def _present(home: registry.Household, on: date) -> list[registry.Membership]:
    return list(registry.Membership.objects.active(on=on).filter(household=home).select_related("person"))


def merges(*, reader: User, state: str = "", person_id: int | None = None) -> Any:
    """Merges within the reader's areas, the newest first. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.SEE)
    found = models.Merge.objects.select_related("kept", "absorbed", "merged_by", "parted_by", "household")
    if state:
        found = found.filter(status=state)
    if person_id is not None:
        found = found.filter(Q(kept=person_id) | Q(absorbed=person_id))
    return found


def merge(merge_id: int, *, reader: User) -> models.Merge:
    """One merge. Refuses: NotPermitted, NoSuchMerge."""
    found = merges(reader=reader).filter(pk=merge_id).first()
    if found is None:
        raise errors.NoSuchMerge(models.Merge(pk=merge_id).code)
    return found  # type: ignore[no-any-return]


def led_by(person_id: int) -> models.Merge | None:
    """The merge by which a record leads to another one, as far as whoever acts may know it."""
    found = models.Merge.objects.filter(absorbed=person_id, status=models.MergeState.MERGED)
    return found.select_related("kept", "absorbed", "merged_by").first()


def merged_here(person_id: int) -> list[models.Merge]:
    """The merges that stand by which others' records lead to this one."""
    found = models.Merge.objects.filter(kept=person_id, status=models.MergeState.MERGED)
    return list(found.select_related("absorbed", "merged_by"))


@functools.cache
def _labels() -> dict[str, Text]:
    return {
        **{one.table: one.label for one in reversed(belongings.moving())},
        "registry_person": gettext_lazy("The records themselves"),
        "registry_household": gettext_lazy("Households that were closed"),
    }


PARTED = """
    SELECT count(*), count(*) FILTER (WHERE t.{key} IS NULL AND NOT m.is_gone),
        count(*) FILTER (WHERE t.{key} IS NOT NULL AND md5(to_jsonb(t)::text) <> m.digest)
    FROM identity_movedrow m LEFT JOIN {table} t ON t.{key} = m.key
    WHERE m.merge_id = %s AND m."table" = '{table}' AND NOT m.follows
"""


def parting(merge: models.Merge, *, reader: User) -> Parting:
    """What parting would bring back, and what came to the kept record since."""
    back, changed, gone = [], [], 0
    with acting.throughout(reader, "people", "visits", "checks"), connection.cursor() as cursor:
        for table in merge.rows.filter(follows=False).order_by("table").values_list("table", flat=True).distinct():
            cursor.execute(PARTED.format(table=table, key="id"), [merge.pk])
            every, lost, since = cursor.fetchone()
            label = _labels().get(table, table)
            back.append(Hanging(label, every - lost, 0))
            gone += lost
            if since:
                changed.append(Hanging(label, since, 0))
    with acting.as_user(reader):
        return Parting(merge, tuple(back), tuple(changed), gone, tuple(came(merge)))


def came(merge: models.Merge) -> list[Came]:
    """What came to the kept record since, by no other merge."""
    found: list[Came] = []
    for one in belongings.moving():
        if one.name in ("registry.Person.merged_into", "registry.Membership.person"):
            continue
        model = one.field.model
        others = models.MovedRow.objects.filter(table=one.table, before__isnull=False)
        own = merge.rows.filter(table=one.table)
        rows = model._base_manager.filter(
            **{one.field.attname: merge.kept_id, "pk__gt": merge.marks.get("keys", {}).get(one.table, 0)}
        ).exclude(pk__in=others.values("key"))
        rows = rows.exclude(pk__in=own.values("key")).order_by("pk")
        found.extend(Came(one.name, row.pk, one.label, _text(row)) for row in _plain(rows)[:200])
    return found


def _plain(rows: Any) -> Any:
    return rows.defer("content") if any(field.name == "content" for field in rows.model._meta.fields) else rows


def _text(row: Any) -> str:
    is_payment = hasattr(row, "period_from") and hasattr(row, "amount")
    told = f"{row.period_from:%Y-%m-%d} · {row.amount}" if is_payment else str(row)
    day = getattr(row, "observed_on", None) or getattr(row, "recorded_at", None) or getattr(row, "on", None)
    return told if day is None else f"{told} · {day:%Y-%m-%d}"


def codes(found: Sequence[Came]) -> list[str]:
    return [one.code for one in found]
