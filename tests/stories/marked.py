"""A district with a marked family, taken as far as its payments, and what is looked through for its marks."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from ayni.benefits import actions as benefits
from ayni.commons.access.models import User
from ayni.commons.audit.models import Entry
from ayni.commons.jobs import running
from ayni.engines.dictionary import Choice, Dictionary, Variable
from ayni.enrolment.models import Decision
from ayni.intake import actions as intake
from ayni.monitoring import actions as monitoring
from ayni.privacy import actions as privacy
from ayni.privacy import errors as refused
from ayni.privacy.models import Purpose
from ayni.registry import actions, errors
from ayni.registry.actions import declaring
from tests.attacks import routes
from tests.contract.api import asked
from tests.pages import delivery, district
from tests.unit.registry import village

MARKER = "wonders7tenth4moon"  # of a text
CODE, LABEL = "code9marker3planted", "label6marker8planted"  # of a choice: the dictionary tells it, no record does
MARKERS = (MARKER, CODE, LABEL)
BEGINNINGS = ("wonders7", "code9marker3", "label6marker8")  # what is searched for: a page may say it again
DAY, MONTH = date(2026, 3, 2), {"period_from": delivery.START, "period_to": date(2026, 4, 1)}

ASKED = Dictionary(
    [
        Variable("illness", "person", "text", {"en": "Illness"}, sensitivity="sensitive"),
        Variable("tests", "person", "integer", {"en": "Tests"}, sensitivity="sensitive"),
        Variable("feud", "household", "text", {"en": "Feud"}, sensitivity="sensitive"),
        Variable(
            "condition",
            "person",
            "choice",
            {"en": "Condition"},
            (Choice(CODE, {"en": LABEL}), Choice("none_of_it", {"en": "None of it"})),
            sensitivity="sensitive",
        ),
        Variable("remark", "household", "text", {"en": "Remark"}),
    ]
)
#: The only rule that reads one of them. Its text names no choice that anybody gave.
RULE = """\
programme: care
title: {en: Care}
unit: person
legal_basis: Care Act 2025
criteria:
  - {name: condition, rule: person.condition != "none_of_it", says: {en: The condition is one that the Act names}}
benefit: {amount: 50, every: month, currency: LCU, says: {en: 50 LCU every month}}
"""
SURVEY = village.MAPPING.replace(
    "    - {name: attends,",
    "    - {name: illness, type: text, sensitivity: sensitive, labels: {en: Illness}}\n    - {name: attends,",
)


@dataclass
class Seen:
    """Everything that came out, by where."""

    texts: list[tuple[str, str]] = field(default_factory=list)

    def add(self, where: str, text: str) -> None:
        self.texts.append((where, text.lower()))

    def answer(self, where: str, answer: Any) -> int:
        """What a door answered, its headers too; its status."""
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        body = answer.getvalue() if answer.streaming else answer.content
        self.add(where, f"{head}\n{_read(body)}")
        return int(answer.status_code)

    def places(self, *, but: re.Pattern[str]) -> dict[str, str]:
        """Where a marker stands, and what stands around it. Of a choice the dictionary tells, and that is no answer."""
        found = {}
        for where, text in self.texts:
            sought = (MARKER,) if but.search(where) else MARKERS
            for at in (text.find(mark) for mark in sought if mark in text):
                found[where] = text[max(0, at - 80) : at + 40]
        return found


def _read(body: bytes) -> str:
    """A text, or all the texts of an archive."""
    if not body.startswith(b"PK\x03\x04"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


@dataclass
class Story:
    """The district with its marked family, taken as far as its payments."""

    delivered: delivery.Delivery
    cycle: Any
    land: Any  # what the walk of the API asks for
    copy: Any
    correction: int
    hold: int

    @property
    def users(self) -> dict[str, User]:
        return self.delivered.users

    @property
    def records(self) -> dict[str, int]:
        return {"household": self.delivered.place.near.pk, "person": self.delivered.place.mother.pk}

    def samples(self) -> routes.Samples:
        """A number or word for each parameter of an address: all of the marked family."""
        run, person = self.delivered.run, self.delivered.place.mother
        care = Decision.objects.get(run=run, person=person, version__programme__code="care")
        return routes.Samples(
            household_id=self.records["household"],
            person_id=person.pk,
            record=person.pk,
            subject=f"registry.person:{person.pk}",
            run_id=run.pk,
            version_id=care.version_id,
            decision_id=care.pk,
            enrolment_id=self.cycle.lines.get().enrolment_id,
            cycle_id=self.cycle.pk,
            line_id=self.cycle.lines.get().pk,
            work_id=self.land.work,
            entry_id=Entry.objects.latest("id").pk,
            user_id=self.users["district_officer"].pk,
            copy_id=self.copy.pk,
            request_id=self.correction,
            hold_id=self.hold,
            kind="purpose",
            number=Purpose.objects.latest("id").pk,
            code="care",
            entity="person",
            name="condition",
            form="csv",
            verb="suspend",
            version=run.snapshot.version,
        )


def told(folder: Path) -> Story:
    """Answers with the marks in them, given at a visit and by a survey; two programmes, a run, a payment, rights."""
    place = district.made(on=delivery.START)
    declaring.declare(ASKED, since=delivery.START)
    by = place.users["district_officer"]
    given: dict[str, Any] = {"source": "visit", "on": DAY, "by": by}
    actions.record_person_answers(place.mother, actions.Answers({"illness": MARKER, "condition": CODE}), **given)
    actions.record_household_answers(place.near, actions.Answers({"feud": MARKER, "floor": "earth"}), **given)
    actions.record_person_answers(place.mother, actions.Answers({"illness": f"{MARKER} again"}), **given)
    _load(place.users["data_steward"], folder)
    delivery.approved(RULE, place)
    delivered = delivery.made(place)
    care = Decision.objects.get(run=delivered.run, person=place.mother, version__programme__code="care")
    housing = Decision.objects.get(run=delivered.run, household=place.near, person=None)
    for decision in (care, housing):
        delivery.enrolment.accept(decision, by=by, at=delivery.NOON, starts_on=delivery.START)
    cycle = _paid(delivered, care)
    land = SimpleNamespace(
        homes={"north": place.near, "old": place.near},
        person=place.mother.pk,
        run=delivered.run,
        cycle=cycle.pk,
        manager=place.users["programme_manager"],
        approver=place.users["programme_approver"],
        work=running.start("monitoring.compute", key="of-all", by=by, snapshot=delivered.snapshot.pk).pk,
    )
    asked.purpose(land)
    monitoring.compute(delivered.snapshot, by=land.manager)
    return Story(delivered, cycle, land, *_rights(place, by))


def refuse(story: Story) -> Exception:
    """The refusal of an answer that is none, which names what was asked and not what was said."""
    place, by = story.delivered.place, story.users["district_officer"]
    answers = actions.Answers({"tests": MARKER})
    with pytest.raises(errors.AnswerRefused) as raised:
        actions.record_person_answers(place.mother, answers, source="visit", on=DAY, by=by)
    return raised.value


def _load(steward: User, folder: Path) -> None:
    """A survey with the marker in it, also where it cannot be read."""
    rows = [line.split(",") for line in village.PERSONS.strip().split("\n")]
    rows[0].append("illness")
    for number, row in enumerate(rows[1:]):
        row.append(MARKER if number % 2 else "")
        row[9] = MARKER if number == 2 else row[9]
    text = "\n".join(",".join(row) for row in rows) + "\n"
    intake.load(village.write(folder, persons=text, mapping=SURVEY), by=steward)


def _paid(delivered: delivery.Delivery, care: Decision) -> Any:
    officer, approver = delivered.users["payment_officer"], delivered.users["payment_approver"]
    benefits.adopt_accounts(by=approver)
    benefits.fund(1000, by=approver, on=delivery.DAY, warrant="W1")
    cycle = benefits.compute(care.version.programme, **MONTH, by=officer)
    cycle = benefits.approve(cycle, by=approver, on=delivery.DAY, at=delivery.NOON)
    cycle = benefits.release(cycle, by=officer, on=delivery.DAY, at=delivery.NOON)
    benefits.record_sent(cycle, list(cycle.lines.values_list("reference", flat=True)), by=officer, on=delivery.DAY)
    return cycle


def _rights(place: district.District, by: User) -> tuple[Any, int, int]:
    """A copy of all that is kept on the person, handed over to her; a correction; a hold."""
    today, words = timezone.now().date(), privacy.Words("herself")
    copy = privacy.request_copy(place.mother, language="en", asked_by=words, on=today, by=by)
    copy = privacy.hand_over_copy(copy, identity=words, by=by, at=timezone.now())
    wrong = privacy.NewCorrection("other", "The illness is another", "She is well")
    correction = privacy.lodge_correction(place.mother, correction=wrong, on=today, by=by)
    officer = place.users["data_protection_officer"]
    planted = privacy.NewCorrection("answer", "It", "Wrong", change={"variable": "illness", "value": MARKER})
    with pytest.raises(refused.SensitiveCorrection):
        privacy.lodge_correction(place.mother, correction=planted, on=today, by=by)
    reason = privacy.Words("The court asked")
    hold = privacy.place_hold(place.mother, kind="court", reason=reason, by=officer, at=timezone.now())
    return copy, correction.pk, hold.pk


def signed_in(user: User, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(user)
    return client


COLUMNS = """
    SELECT n.nspname, c.relname, a.attname FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2, a.attnum
"""


def columns() -> dict[str, list[str]]:
    """Every column of every table of every schema, the months of the audit and the history among them."""
    found: dict[str, list[str]] = {}
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(COLUMNS)
        for schema, table, column in cursor.fetchall():
            found.setdefault(f'"{schema}"."{table}"', []).append(column)
    return found


def in_tables(tables: dict[str, list[str]], marks: tuple[str, ...]) -> set[str]:
    """The columns with a marker: as words, as bytes of any beginning, or as letters for the wire."""
    forms = [form for mark in marks for form in (mark, mark.encode().hex(), *_wired(mark))]
    sought = "|".join(re.escape(form) for form in forms)
    found = set()
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        for table, names in tables.items():
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table} t WHERE t::text ~* %s)", [sought])
            if cursor.fetchone()[0]:
                for name in names:
                    cursor.execute(f'SELECT EXISTS (SELECT FROM {table} t WHERE t."{name}"::text ~* %s)', [sought])
                    found |= {f"{table}.{name}"} if cursor.fetchone()[0] else set()
    return found


def _wired(mark: str) -> Iterator[str]:
    """A text in base 64, wherever in another it begins: without the letters that hang on what stands beside it."""
    for before in range(3):
        text = base64.b64encode(b"\0" * before + mark.encode()).decode().rstrip("=")
        yield text[4 if before else 0 : -2]


def in_files(home: Path, marks: tuple[str, ...]) -> tuple[int, set[str]]:
    """How many files were read, and those with a marker: of a Parquet file its columns."""
    found, files = set(), [file for file in home.rglob("*") if file.is_file()]
    for file in files:
        place, body = str(file.relative_to(home)), file.read_bytes().lower()
        if file.suffix == ".parquet":
            table = pq.ParquetFile(file).read()
            for name, column in zip(table.column_names, table.columns, strict=True):
                if any(mark in str(value).lower() for value in column.to_pylist() for mark in marks):
                    found.add(f"{place}: {name}")
        elif any(mark.encode() in body for mark in marks):
            found.add(place)
    return len(files), found
