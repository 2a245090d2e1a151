"""Back-checks: one's own to do, those of a campaign, both answers side by side, and how often they differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.views.decorators.debug import sensitive_variables

from ayni.commons import languages
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.sealing import boxes
from ayni.engines.questionnaires import tree
from ayni.engines.questionnaires.fitting import MISSING
from ayni.intake import errors, lifecycle, permissions
from ayni.intake.models import BackCheck, BackCheckAnswer, BackCheckContent, BackCheckDraw, Campaign, Submission
from ayni.intake.queries import visits
from ayni.intake.queries.backchecks_rates import Rate

SOURCE = "answers"


@dataclass(frozen=True)
class KeyQuestion:
    """A question that is asked again, as its form asks it. `choices` are codes with their words."""

    path: str
    label: str
    type: str
    tolerance: float = 0.0
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, repr=False)
class Compared:
    """One question with both answers; `agrees` is none where it cannot be said. It never shows in a text of itself."""

    question: KeyQuestion
    was: str
    now: str
    agrees: bool | None


@dataclass(frozen=True)
class OfOfficer:
    """How the checks of an enumerator's interviews came out. `rate` is of answers that differ."""

    officer: User
    drawn: int
    done: int
    not_reached: int
    rate: Rate


@dataclass(frozen=True)
class OfQuestion:
    """How often one question was answered differently."""

    question: KeyQuestion
    rate: Rate


@dataclass(frozen=True)
class Rates:
    """How often answers differ, by enumerator and by question, and of all."""

    whole: Rate
    officers: Sequence[OfOfficer] = field(default_factory=tuple)
    questions: Sequence[OfQuestion] = field(default_factory=tuple)


def own(reader: User) -> QuerySet[BackCheck]:
    """The interviews that this officer is to check again. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.BACK_CHECK)
    found = BackCheck.objects.filter(checked_by=reader, status__in=[lifecycle.DRAWN, lifecycle.NOT_REACHED])
    return found.select_related("visit", "area", "campaign").defer("area__shape").order_by("status", "area__path", "id")


def waiting(reader: User) -> int:
    """How many interviews this officer is to check again."""
    if not reader.may(permissions.BACK_CHECK):
        return 0
    return BackCheck.objects.filter(
        checked_by=reader, status=lifecycle.DRAWN, campaign__status=lifecycle.OPENED
    ).count()


def to_do(number: int, *, reader: User, on: date) -> tuple[BackCheck, visits.Listed, list[KeyQuestion]]:
    """One interview to check: where, whom, and what to ask. What was answered before is not told.

    The look is recorded. Refuses: NotPermitted; NoSuchBackCheck, for one that another is to do.
    """
    scoping.paths(reader, permissions.BACK_CHECK)
    found = (
        own(reader).filter(pk=number).select_related("visit__area", "visit__household", "submission__version").first()
    )
    if found is None:
        raise errors.NoSuchBackCheck(number)
    recording.look(found.visit, reader=reader, under=permissions.BACK_CHECK)
    (listed,) = visits.listed([found.visit], on=on, with_phones=True)
    return found, listed, questions(found.campaign, found.submission)


def of_campaign(found: Campaign, *, reader: User, status: str = "") -> QuerySet[BackCheck]:
    """The back-checks of a campaign in the reader's areas; those that wait for a decision first."""
    held = scoping.paths(reader, permissions.SUPERVISE)
    rows = scoping.within(BackCheck.objects.filter(campaign=found), "area__path", held)
    if status:
        rows = rows.filter(status=status)
    first = Case(When(status=lifecycle.COMPARED, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = rows.select_related("area", "interviewer", "checked_by", "visit").defer("area__shape")
    return rows.order_by(first, "-differing", "id")


@sensitive_variables()
def decided(number: int, *, reader: User) -> tuple[BackCheck, list[Compared]]:
    """One back-check with both answers side by side, for a supervisor; the look is recorded.

    Refuses: NotPermitted, NoSuchBackCheck.
    """
    held = scoping.paths(reader, permissions.SUPERVISE)
    rows = BackCheck.objects.select_related(
        "area", "campaign", "visit", "interviewer", "checked_by", "decided_by", "submission__version"
    ).defer("area__shape")
    found = scoping.within(rows, "area__path", held).filter(pk=number).first()
    if found is None:
        raise errors.NoSuchBackCheck(number)
    recording.look(found.visit, reader=reader, under=permissions.SUPERVISE, purpose=str(found))
    return found, list(_opened(found))


def draws(found: Campaign, *, reader: User) -> list[BackCheckDraw]:
    scoping.paths(reader, permissions.SUPERVISE)
    return list(BackCheckDraw.objects.filter(campaign=found).select_related("drawn_by"))


def checkers(found: BackCheck, *, reader: User) -> list[User]:
    """Who could check an interview: of the campaign, with the permission there, and not the one who held it."""
    scoping.paths(reader, permissions.SUPERVISE)
    working = found.campaign.assignments.filter(ends_on=None).values("officer")
    officers = User.objects.filter(pk__in=working, is_active=True).exclude(pk=found.interviewer_id)
    path = found.area.path
    return [one for one in officers if scoping.reaches(one.where(permissions.BACK_CHECK), path)]


def questions(found: Campaign, form: Submission | None = None) -> list[KeyQuestion]:
    """The questions that a campaign asks again, in the reader's language, as the form's version asks them."""
    version = form.version if form is not None else None
    if version is None:
        published = [one.versions.order_by("-id").first() for one in found.questionnaires.all()]
        versions = [one for one in published if one is not None]
    else:
        versions = [version]
    asked: dict[str, Any] = {
        question.path: (question, whole)
        for whole in (tree.from_data(one.tree) for one in versions)
        for question in whole.questions
    }
    return [_question(one, *asked[one["path"]]) for one in found.key_questions if one["path"] in asked]


def _question(given: Mapping[str, Any], question: tree.Question, form: tree.Form) -> KeyQuestion:
    choices = [(one.name, languages.text(dict(one.labels)) or one.name) for one in form.lists.get(question.choices, ())]
    label = languages.text(dict(question.labels)) or question.name
    return KeyQuestion(question.path, label, question.type, float(given.get("tolerance") or 0), choices)


def agrees(question: KeyQuestion, was: str, now: str) -> bool | None:
    """Whether two answers are the same: numbers within the tolerance, several choices in any order, texts as read.

    None where one of them is missing, or is "don't know".
    """
    was, now = was.strip(), now.strip()
    if not was or not now or was in MISSING or now in MISSING:
        return None
    if question.type in ("integer", "decimal", "range"):
        try:
            return abs(float(was) - float(now)) <= question.tolerance + 1e-9
        except ValueError:
            return None
    if question.type == "select_multiple":
        return set(was.split()) == set(now.split())
    if question.type in ("date", "dateTime"):
        return was[:10] == now[:10]
    return _plain(was) == _plain(now)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def bound(check: int, on: date) -> boxes.Bound:
    """What the sealed answers of a back-check are bound to."""
    return boxes.Bound("intake_backcheckcontent", check, SOURCE, on)


@sensitive_variables()
def _opened(found: BackCheck) -> Iterator[Compared]:
    content = BackCheckContent.objects.filter(check_of=found).first()
    if content is None:
        return
    document = boxes.Opener().document(bytes(content.ciphertext), content.key_id, bound(found.pk, content.observed_on))
    agreeing = dict(found.answers.values_list("question", "agrees"))
    for question in questions(found.campaign, found.submission):
        if question.path in document:
            was, now = document[question.path]
            words = dict(question.choices)
            yield Compared(question, _worded(was, words), _worded(now, words), agreeing.get(question.path))


def _worded(answer: str, words: Mapping[str, str]) -> str:
    return ", ".join(words.get(code, code) for code in answer.split()) if words else answer


def rates(found: Campaign, *, reader: User) -> Rates:
    """How often the answers of back-checks differ, in the reader's areas. Refuses: NotPermitted."""
    held = scoping.paths(reader, permissions.SUPERVISE)
    checks = scoping.within(BackCheck.objects.filter(campaign=found), "area__path", held)
    done = Q(checked_at__isnull=False) & ~Q(status=lifecycle.NOT_REACHED)
    told = checks.values("interviewer").annotate(
        drawn=Count("pk", distinct=True),
        done=Count("pk", filter=done, distinct=True),
        missed=Count("pk", filter=Q(status=lifecycle.NOT_REACHED), distinct=True),
        same=Count("answers", filter=Q(answers__agrees=True)),
        other=Count("answers", filter=Q(answers__agrees=False)),
    )
    figures = {one["interviewer"]: one for one in told.order_by()}
    officers = [
        OfOfficer(one, told["drawn"], told["done"], told["missed"], Rate(told["other"], told["same"] + told["other"]))
        for one in sorted(User.objects.filter(pk__in=figures), key=str)
        for told in (figures[one.pk],)
    ]
    by_question = {
        one["question"]: Rate(one["other"], one["same"] + one["other"])
        for one in BackCheckAnswer.objects.filter(check_of__in=checks.order_by())
        .values("question")
        .annotate(same=Count("pk", filter=Q(agrees=True)), other=Count("pk", filter=Q(agrees=False)))
        .order_by()
    }
    whole = Rate(sum(one.rate.count for one in officers), sum(one.rate.of for one in officers))
    asked = [OfQuestion(one, by_question[one.path]) for one in questions(found) if one.path in by_question]
    return Rates(whole, officers, asked)


#: Of each enumerator a share of their forms, and a least number over all draws; spread over the areas in the measure of
#: the forms there. The lots come from the seed and the visits' numbers, so that the same seed draws the same sample.
SAMPLE = """
    SELECT r.id FROM (
        SELECT s.*, row_number() OVER (PARTITION BY enumerator_id ORDER BY place, lot) AS rank,
            count(*) OVER (PARTITION BY enumerator_id) AS forms
        FROM (
            SELECT v.id, v.enumerator_id, l.lot,
                (row_number() OVER (PARTITION BY v.enumerator_id, v.area_id ORDER BY l.lot) - 0.5)
                    / count(*) OVER (PARTITION BY v.enumerator_id, v.area_id) AS place
            FROM intake_visit v
            CROSS JOIN LATERAL (
                SELECT encode(sha256(convert_to(%(seed)s || ':' || v.id, 'UTF8')), 'hex') AS lot) l
            WHERE v.frame_id = %(draw)s
        ) s
    ) r
    WHERE r.rank <= greatest(ceil(%(share)s * r.forms), %(least)s - (
        SELECT count(*) FROM intake_backcheck b
        WHERE b.campaign_id = %(campaign)s AND b.interviewer_id = r.enumerator_id AND b.draw_id < %(draw)s))
    ORDER BY r.id
"""


def drawn(draw: BackCheckDraw) -> list[int]:
    """The visits that a draw takes from its frame: the same whenever it is asked."""
    asked: dict[str, Any] = {
        "seed": draw.seed,
        "draw": draw.pk,
        "campaign": draw.campaign_id,
        "share": draw.share,
        "least": draw.least,
    }
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE, asked)
        return [number for (number,) in cursor.fetchall()]


def kept(draw: BackCheckDraw) -> list[int]:
    """The visits that a draw took, as they were kept then."""
    return list(draw.checks.order_by("visit").values_list("visit", flat=True))


def digest(draw: BackCheckDraw) -> str:
    """Of the numbers of the visits that could be drawn: that none was added or taken away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(id::text, ',' ORDER BY id) FROM intake_visit WHERE frame_id = %s", [draw.pk])
        return sha256((cursor.fetchone()[0] or "").encode()).hexdigest()
