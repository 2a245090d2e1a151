"""Filled-in forms as officers see them: lists, one with its answers, and its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.engines.questionnaires import checking, tree
from ayni.engines.questionnaires.fitting import Mapped
from ayni.engines.questionnaires.instances import Instance
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.tree import Form, Group, Question
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.queries import submissions_files as files
from ayni.intake.queries import submissions_meaning as meanings
from ayni.intake.queries.questionnaires_wording import problem_text
from ayni.registry import queries as registry

SEEN = (permissions.SEE_SUBMISSIONS, permissions.MEND, permissions.SUBMIT)


@dataclass(frozen=True)
class Found:
    """A page of filled-in forms, and how many there are in all."""

    rows: list[models.Submission]
    total: int


def submissions(reader: User, *, status: str = "", questionnaire: str = "", limit: int = 25, offset: int = 0) -> Found:
    """Forms in the reader's areas, and those they sent, newest first. Refuses: NotPermitted."""
    _check(reader)
    found = models.Submission.objects.select_related("questionnaire", "area", "by", "household")
    if status:
        found = found.filter(status=status)
    if questionnaire:
        found = found.filter(questionnaire__code=questionnaire)
    return Found(list(found.order_by("-id")[offset : offset + limit]), found.count())


def submissions_waiting(reader: User) -> int:
    """How many wait for an officer who may mend them."""
    return models.Submission.objects.filter(status=lifecycle.HELD).count() if reader.may(permissions.MEND) else 0


def submission(number: int, *, reader: User) -> models.Submission:
    """Refuses: NotPermitted, NoSuchSubmission."""
    _check(reader)
    found = (
        models.Submission.objects.select_related("questionnaire", "version", "area", "by", "household", "replaces")
        .defer("version__workbook", "version__xform", "version__report")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise errors.NoSuchSubmission(number)
    return found


def attachments(submission: models.Submission) -> list[models.Attachment]:
    return list(submission.attachments.order_by("id"))


def attachment(number: int, *, reader: User) -> models.Attachment:
    """A file of a form that the reader sees; looking is recorded. Refuses: NotPermitted, NoSuchSubmission."""
    _check(reader)
    found = models.Attachment.objects.select_related("submission").filter(pk=number).first()
    if found is None or not found.stored:
        raise errors.NoSuchSubmission(number)
    recording.look(found.submission, reader=reader, under=_held(reader))
    return found


@dataclass(frozen=True, repr=False)
class Line:
    """One question or heading as a page shows it. `depth` is how far it stands in; a hidden answer shows no text."""

    where: str
    label: str
    depth: int
    text: str = ""
    raw: str = ""
    is_heading: bool = False
    is_hidden: bool = False
    is_mended: bool = False
    type: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()


@sensitive_variables()
def opened_submission(submission: models.Submission, *, reader: User, secrets: bool = False) -> list[Line]:
    """Its answers in the form's order; looking is recorded. Sensitive ones only with `secrets`, for who may see them.

    Refuses: NotPermitted; KeyMissing, KeyWrong, SealBroken.
    """
    _check(reader)
    if secrets:
        scoping.paths(reader, "registry.see_sensitive")
    recording.look(submission, reader=reader, under="registry.see_sensitive" if secrets else _held(reader))
    version = submission.version
    if version is None:
        return []
    mends = files.mends_of(submission)
    instance = meanings.filled(version, files.xml_of(submission), mends)
    checking.check(instance, now=meanings.moment_of(submission, instance))
    shown = _Shown(instance, Mapped.from_data(version.mapping), submission, secrets=secrets, mended=frozenset(mends))
    return list(shown.lines(instance.root, 0))


def told(problem: dict[str, Any], submission: models.Submission) -> str:
    """A problem in the reader's words, with the question it is about."""
    form = tree.from_data(submission.version.tree) if submission.version else None
    return problem_text(problem, form)


class _Shown:
    def __init__(
        self,
        instance: Instance,
        mapped: Mapped,
        submission: models.Submission,
        *,
        secrets: bool,
        mended: frozenset[str],
    ) -> None:
        self.instance, self.mapped, self.mended, self.secrets = instance, mapped, mended, secrets
        self.words = registry.dictionary()
        self.language = (get_language() or "en").partition("-")[0]
        self.problems: dict[str, list[str]] = {}
        for problem in submission.problems:
            self.problems.setdefault(problem["where"], []).append(problem_text(problem, None))

    def lines(self, node: Node, depth: int) -> Iterator[Line]:
        for child in node.children:
            item = child.item
            if isinstance(item, Group):
                inner = list(self.lines(child, depth + 1))
                if inner:
                    number = f" {child.position}" if item.is_repeat else ""
                    label = (label_of(item, self.instance.form, self.language) or item.name) + number
                    told = tuple(self.problems.get(child.where, ()))
                    yield Line(child.where, label, depth, is_heading=True, problems=told)
                    yield from inner
            elif isinstance(item, Question) and (item.is_asked or child.text) and item.name != "instanceID":
                yield self._line(child, item, depth)

    def _line(self, node: Node, question: Question, depth: int) -> Line:
        is_hidden = bool(node.text) and self._is_sensitive(question) and not self.secrets
        listed = self.instance.form.lists.get(question.choices, ())
        choices = tuple(
            (one.name, one.labels.get(self.language) or next(iter(one.labels.values()), one.name)) for one in listed
        )
        labels = dict(choices)
        said = " · ".join(labels.get(code, code) for code in node.text.split()) if listed else node.text
        return Line(
            where=node.where,
            label=label_of(question, self.instance.form, self.language) or question.name,
            depth=depth,
            text="" if is_hidden else said,
            raw="" if is_hidden else node.text,
            is_hidden=is_hidden,
            is_mended=node.where in self.mended,
            type=question.type,
            choices=choices,
            problems=tuple(self.problems.get(node.where, ())),
        )

    def _is_sensitive(self, question: Question) -> bool:
        variable = self.mapped.variable_of(question.path)
        known = self.words.get(*variable) if variable else None
        return question.sensitivity == "sensitive" or (known is not None and known.sensitivity == "sensitive")


def label_of(item: Question | Group, form: Form, language: str) -> str:
    """What it asks, in a language, else the form's own."""
    return item.labels.get(language) or item.labels.get(form.default_language) or next(iter(item.labels.values()), "")


def _check(reader: User) -> None:
    if not any(reader.may(one) for one in SEEN):
        scoping.paths(reader, permissions.SEE_SUBMISSIONS)


def _held(reader: User) -> str:
    return next(one for one in SEEN if reader.may(one))
