"""Questionnaires being filled in on the web: whose they are, what is answered so far, and what stands against it.

Answers are nested texts by the names of the questions; a repeat is a list of such. `made` lays them into the form's
nodes, where the questionnaire's own logic is held against them.
"""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.commons.sealing import boxes
from ayni.engines.questionnaires import checking, tree
from ayni.engines.questionnaires.fitting import Mapped
from ayni.engines.questionnaires.instances import Head, Instance
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.problems import Problem
from ayni.engines.questionnaires.tree import Form, Group, Item, Question
from ayni.intake import errors, lifecycle, models
from ayni.intake.queries.questionnaires import media
from ayni.intake.queries.submissions_files import packed

#: How long a form that nobody goes on with is kept.
KEPT = timedelta(days=30)
LARGEST_FILES = 40 * 1024 * 1024
CONTENT = "answers"
LENGTH = 8
Answers = dict[str, Any]
Rows = dict[str, list[dict[str, str]]]


@dataclass(repr=False)
class Draft:
    """A form being filled in, opened. `removed` is what was taken out of repeats and can be put back."""

    row: models.FormDraft
    form: Form
    answers: Answers = field(default_factory=dict)
    removed: list[dict[str, Any]] = field(default_factory=list)


def open_drafts(reader: User, *, at: datetime) -> list[models.FormDraft]:
    """The forms this reader is filling in, the last one first."""
    found = models.FormDraft.objects.filter(by=reader, status=models.drafts.FILLING, expires_at__gt=at)
    return list(found.select_related("version__questionnaire", "household").defer(*HEAVY))


HEAVY = ("version__workbook", "version__xform", "version__mapping", "version__report", "version__tree")


def draft(number: int, *, reader: User) -> models.FormDraft:
    """One's own form, whatever became of it. Refuses: NoSuchForm."""
    return _own({"pk": number}, number, reader)


def numbered(instance_id: str, *, reader: User) -> models.FormDraft:
    """One's own form by its own number. Refuses: NoSuchForm."""
    return _own({"instance_id": instance_id}, instance_id, reader)


def _own(asked: Mapping[str, Any], told: object, reader: User) -> models.FormDraft:
    found: models.FormDraft | None = (
        models.FormDraft.objects.filter(by=reader, **asked)
        .select_related("version__questionnaire", "household", "submission")
        .defer("version__workbook", "version__xform", "version__report")
        .first()
    )
    if found is None:
        raise errors.NoSuchForm(str(told)[:60])
    return found


@sensitive_variables()
def opened(row: models.FormDraft, *, at: datetime) -> Draft:
    """What is answered so far. Refuses: FormOver; KeyMissing, KeyWrong, SealBroken."""
    if row.status != models.drafts.FILLING or row.expires_at <= at:
        raise errors.FormOver
    content = models.FormDraftContent.objects.filter(draft=row).first()
    form = tree.from_data(row.version.tree)
    if content is None:
        return Draft(row, form)
    bound = boxes.Bound("intake_formdraftcontent", row.pk, content.source, content.observed_on)
    whole = boxes.Opener().open(bytes(content.ciphertext), content.key_id, bound)
    told = json.loads(zlib.decompress(whole[LENGTH : LENGTH + int(whole[:LENGTH])]))
    return Draft(row, form, told["answers"], told.get("removed", []))


@sensitive_variables()
def sealed(found: Draft, sealer: boxes.Sealer, *, on: date) -> bytes:
    """The answers as they are kept."""
    text = json.dumps({"answers": found.answers, "removed": found.removed}, ensure_ascii=False).encode()
    return sealer.seal(packed(text), boxes.Bound("intake_formdraftcontent", found.row.pk, CONTENT, on))


@sensitive_variables()
def file_of(row: models.FormDraftFile) -> bytes:
    """A file that was added, as it was. Refuses: KeyMissing, KeyWrong, SealBroken."""
    bound = boxes.Bound("intake_formdraftfile", row.draft_id, row.source, row.observed_on)
    whole = boxes.Opener().open(bytes(row.ciphertext), row.key_id, bound)
    return zlib.decompress(whole[LENGTH : LENGTH + int(whole[:LENGTH])])


def files_of(row: models.FormDraft) -> list[models.FormDraftFile]:
    return list(models.FormDraftFile.objects.filter(draft=row))


def rows_of(version: models.QuestionnaireVersion, *, reader: User) -> Rows:
    """The lists of choices that the form keeps in files, by the file's name."""
    wanted = [name for name in version.tree.get("files", ()) if str(name).endswith(".csv")]
    if not wanted:
        return {}
    found = {one.name: one.content for one in media(version, reader=reader)}
    return {name: _lines(found[name]) for name in wanted if name in found}


def _lines(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig", "replace")
    return [
        {str(name): said or "" for name, said in line.items() if name} for line in csv.DictReader(io.StringIO(text))
    ]


def begun(form: Form, *, by: User, at: datetime) -> Answers:
    """What a form says before anybody has answered: its defaults, and what the device itself writes."""
    told = first(form.children)
    moment = timezone.localtime(at)
    for question in form.questions:
        said = {"start": moment.isoformat(timespec="seconds"), "today": moment.date().isoformat()}
        said |= {"deviceid": "web", "username": by.get_username()}
        if question.type in said and question.path.count("/") == 2:
            told[question.name] = said[question.type]
    return told


def first(items: Iterable[Item]) -> Answers:
    """A form, or one entry of a repeat, with its defaults alone."""
    told: Answers = {}
    for item in items:
        if isinstance(item, Question):
            if item.default:
                told[item.name] = item.default
        elif not item.is_repeat:
            told[item.name] = first(item.children)
    return told


def made(form: Form, answers: Answers, *, now: datetime, files: Mapping[str, Sequence[Mapping[str, str]]]) -> Instance:
    """The answers as nodes, with everything that is worked out from them, and what is relevant marked."""
    instance = Instance(form, Node(form.root))
    _lay(instance.root, form.children, answers)
    checking.compute(instance, now=now, files=files)
    return instance


def _lay(node: Node, items: Iterable[Item], answers: Mapping[str, Any]) -> None:
    for item in items:
        said = answers.get(item.name)
        if isinstance(item, Question):
            node.add(Node(item.name, said if isinstance(said, str) else "", item))
        else:
            for one in _entries(item, said):
                _lay(node.add(Node(item.name, "", item)), item.children, one)


def _entries(group: Group, said: Any) -> list[Mapping[str, Any]]:
    if group.is_repeat:
        return [one if isinstance(one, Mapping) else {} for one in said] if isinstance(said, list) else []
    return [said if isinstance(said, Mapping) else {}]


def problems(instance: Instance, *, now: datetime, files: Mapping[str, Sequence[Mapping[str, str]]]) -> list[Problem]:
    """What keeps the form from being sent; a note that must be answered, and cannot be, among it."""
    found = [one for one in checking.check(instance, now=now, files=files) if one.stops]
    return [*found, *(Problem("note", node.where, path) for node in instance.root.walk() if (path := _stopping(node)))]


def _stopping(node: Node) -> str:
    """The path of a note that must be answered, and cannot be, where it applies."""
    item = node.item
    if not isinstance(item, Question) or item.type != "note":
        return ""
    return item.path if item.required.strip() in ("true()", "yes") and applies(node) else ""


def applies(node: Node) -> bool:
    """Whether it, and all that it is in, is relevant."""
    upper: Node | None = node
    while upper is not None:
        if not upper.is_relevant:
            return False
        upper = upper.parent
    return True


def cleared(instance: Instance) -> Instance:
    """Without the answers to what does not apply: they were typed, and are not sent."""
    for node in instance.root.walk():
        if isinstance(node.item, Question) and not applies(node):
            node.text = ""
    return instance


def head_of(row: models.FormDraft) -> Head:
    return Head(row.version.questionnaire.code, row.version.version, row.instance_id, "")


def may_fill(version: models.QuestionnaireVersion, *, begun_elsewhere: bool) -> bool:
    """A device that had no link may bring a form of a version that was retired meanwhile: an officer looks at it."""
    return version.status == lifecycle.PUBLISHED or (begun_elsewhere and version.status == lifecycle.RETIRED)


def partial_dates(version: models.QuestionnaireVersion, types: Mapping[tuple[str, str], str]) -> frozenset[str]:
    """The paths of the questions whose answer may be a date known in part, by the types of the variables."""
    mapped = Mapped.from_data(version.mapping)
    asked = (("household", mapped.household_answers), ("person", mapped.person_answers))
    return frozenset(
        path
        for entity, answers in asked
        for name, path in answers.items()
        if types.get((entity, name)) == "partial_date"
    )
