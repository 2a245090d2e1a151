"""A field to fill questionnaires in: two districts, an officer of each kind, a dictionary, and a published form."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.engines import dictionary as dictionaries
from ayni.engines.questionnaires import instances, tree
from ayni.intake import actions, models, queries
from tests.unit.registry import village

Variable, Choice = dictionaries.Variable, dictionaries.Choice
DAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 10, 0, tzinfo=timezone.get_default_timezone())
VARIABLES = (
    Variable(
        "rooms", "household", "integer", labels={"en": "Rooms", "fr": "Pièces", "ar": "غرف"}, minimum=0, maximum=20
    ),
    Variable(
        "floor",
        "household",
        "choice",
        labels={"en": "Floor", "fr": "Sol", "ar": "الأرضية"},
        choices=(Choice("earth", {"en": "Earth"}), Choice("tiles", {"en": "Tiles"})),
    ),
    Variable(
        "owns",
        "household",
        "many_choice",
        labels={"en": "Owns"},
        choices=(Choice("radio", {"en": "Radio"}), Choice("bicycle", {"en": "Bicycle"})),
    ),
    Variable("attends", "person", "boolean", labels={"en": "Attends school"}),
    Variable(
        "condition",
        "person",
        "choice",
        labels={"en": "Condition"},
        sensitivity="sensitive",
        choices=(Choice("none", {"en": "None"}), Choice("blue_fever", {"en": "Blue fever"})),
    ),
)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


#: A picture of one point.
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)


@dataclass
class Field:
    """What was made. `enumerator` works in the district N1, `officer` too; `approver` and `steward` everywhere."""

    enumerator: User
    officer: User
    steward: User
    approver: User
    version: models.QuestionnaireVersion
    members: list[dict[str, str]] = field(default_factory=list)

    def form(self, **changed: Any) -> bytes:
        return filled(self.version, **changed)

    def send(self, xml: bytes, *, by: User | None = None, files: Any = (), at: datetime = MOMENT) -> models.Submission:
        """Receive and process a form, as a phone's post and the work behind it do."""
        who = by or self.enumerator
        found = actions.receive_submission(xml, by=who, at=at, files=files)
        return actions.process_submission(found, by=who, at=at)


def area(code: str, parent: Area | None = None) -> Area:
    path = f"{parent.path if parent else '/'}{code}/"
    level = parent.level + 1 if parent else 1
    return Area.objects.create(code=code, parent=parent, level=level, path=path, names={"en": f"Place {code}"})


def made() -> Field:
    """Refuses nothing: an empty database is expected."""
    north = area("N")
    area("N1", north)
    area("N2", north)
    village.declare(*VARIABLES)
    people = {
        "enumerator": village.officer("enumerator", "enumerator", "N1"),
        "officer": village.officer("officer", "district_officer", "N1"),
        "steward": village.officer("steward", "data_steward"),
        "approver": village.officer("approver", "programme_approver"),
    }
    version = published("household", "1", steward=people["steward"], approver=people["approver"])
    return Field(**people, version=version, members=nine())


def published(code: str, version: str, *, steward: User, approver: User) -> models.QuestionnaireVersion:
    found = actions.make_questionnaire(code, version=version, by=steward)
    found = actions.approve_questionnaire(found, by=approver, at=MOMENT)
    return actions.publish_questionnaire(found, by=approver, at=MOMENT)


def member(given: str, relationship: str, sex: str, **more: str) -> dict[str, str]:
    said = {"given_name": given, "family_name": "Diallo", "relationship": relationship, "sex": sex}
    return {**said, "birth_known": "nothing", "attends": "unknown", "condition": "none", **more}


def nine() -> list[dict[str, str]]:
    """A household of nine."""
    return [
        member("Amina", "head", "female", birth_known="day", born_on="1980-05-01", condition="blue_fever"),
        member("Moussa", "spouse", "male", birth_known="year", born_in="1975"),
        member("Fatou", "child", "female", birth_known="age", age="12", mother="1", father="2", attends="yes"),
        *(member(f"Child{n}", "child", "male", birth_known="age", age=str(n), mother="1") for n in range(4, 8)),
        member("Binta", "parent", "female", birth_known="year", born_in="1950"),
        member("Issa", "other_relative", "male"),
    ]


def filled(
    version: models.QuestionnaireVersion,
    *,
    members: list[dict[str, str]] | None = None,
    instance_id: str = "",
    deprecated_id: str = "",
    told_version: str = "",
    **said: str,
) -> bytes:
    """The XML that a phone would send; `said` are the answers outside of members, by name."""
    form = tree.from_data(version.tree)
    people = nine() if members is None else members
    instance = instances.blank(form, {"/data/members": len(people)})
    answers = {
        "start": "2026-11-20T09:00:00.000+00:00",
        "end": "2026-11-20T10:00:00.000+00:00",
        "today": DAY.isoformat(),
        "interviewed_on": DAY.isoformat(),
        "deviceid": "collect:1",
        "area": "N1",
        "rooms": "3",
        "floor": "earth",
        "owns": "radio bicycle",
        "place": "4.05 9.7 0 12.5",
        "heads": "1",
        **said,
    }
    for _where, node in instances.addresses(instance):
        if node.name in answers and node.parent is not None and node.parent.name != "members":
            node.text = answers[node.name]
    for node, told in zip(instance.of("/data/members"), people, strict=True):
        for child in node.children:
            child.text = told.get(child.name, str(node.position) if child.name == "number" else "")
    head = instances.Head(
        version.questionnaire.code, told_version or version.version, instance_id or f"uuid:{uuid4()}", deprecated_id
    )
    return instances.write(instance, head)


def key_of(user: User) -> str:
    """A phone's key."""
    now = timezone.now()
    return actions.make_device_key(user, name="Phone", expires_at=now + timedelta(days=30), by=user, at=now).secret


__all__ = ["DAY", "MOMENT", "PNG", "Field", "filled", "key_of", "made", "member", "nine", "published", "queries"]
