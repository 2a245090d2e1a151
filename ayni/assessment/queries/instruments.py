"""Which instruments there are, what a version says, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from ayni.assessment import errors, lifecycle, models, permissions
from ayni.assessment.queries import differences, scores, spelled
from ayni.commons import languages
from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import User
from ayni.engines.measures import methods
from ayni.registry import queries as registry

READERS = (permissions.SEE, permissions.WRITE, permissions.ADOPT, permissions.ASSESS)


@dataclass(frozen=True)
class VersionShown:
    """One version of an instrument: `status` is draft, reviewed, adopted or retired; who took each step, and when."""

    id: int
    code: str
    version: int
    title: str
    method: str
    unit: str
    status: str
    written_by: str
    written_at: datetime
    reviewed_by: str
    reviewed_at: datetime | None
    adopted_by: str
    adopted_at: datetime | None
    retired_by: str
    retired_at: datetime | None
    note: str
    copied_from: str
    #: What this reader may do with it now: review, return, adopt, retire, write.
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """An instrument in a list: the version in force and the one that is being written, None for none."""

    code: str
    title: str
    method: str
    says: str
    unit: str
    in_force: VersionShown | None
    open: VersionShown | None
    assessments: int
    last: models.Assessment | None


@dataclass(frozen=True)
class RuleShown:
    """One rule of an instrument: what it is called, its words in the reader's language, its text, and its line."""

    name: str
    label: str
    rule: str
    line: int


@dataclass(frozen=True)
class Record:
    """One version with its text, its rules, what of it does not check now, and all versions, the newest first.

    `sensitive` are the sensitive variables it reads: what it finds of a household is then seen only for a purpose.
    """

    shown: VersionShown
    text: str
    rules: tuple[RuleShown, ...]
    problems: tuple[spelled.Problem, ...]
    sensitive: tuple[str, ...]
    versions: tuple[VersionShown, ...]


def listed(reader: User) -> list[Listed]:
    """Every instrument that is in force or being written, by code. Refuses: NotPermitted."""
    _permit(reader)
    made = dict(models.Assessment.objects.order_by().values_list("instrument__code").annotate(n=Count("pk")))
    by_code: dict[str, list[models.Instrument]] = {}
    for one in _all().exclude(status=lifecycle.RETIRED).order_by("code", "-version"):
        by_code.setdefault(one.code, []).append(one)
    return [_listed(code, versions, made.get(code, 0), reader) for code, versions in by_code.items()]


def record(code: str, reader: User, *, version: int | None = None) -> Record:
    """One version of an instrument: the one asked for, else the one in force, else the newest.

    Refuses: NotPermitted, NotAdopted.
    """
    _permit(reader)
    versions = list(_all().filter(code=code).order_by("-version"))
    chosen = next((one for one in versions if one.version == version), None) if version else _shown_first(versions)
    if chosen is None:
        raise errors.NotAdopted(code, [one.code for one in scores.instruments()])
    told = tuple(_version(one, reader) for one in versions)
    rules, problems, sensitive = _read(chosen)
    return Record(_version(chosen, reader), text_of(chosen, reader), rules, problems, sensitive, told)


def version(id: int, reader: User) -> models.Instrument:
    """One version by its id, for an action. Refuses: NotPermitted, NotAdopted."""
    _permit(reader)
    found = _all().filter(pk=id).first()
    if found is None:
        raise errors.NotAdopted(str(id), [one.code for one in scores.instruments()])
    return found


def between(before: int, after: int, reader: User) -> tuple[differences.Difference, ...]:
    """What differs between two versions, by their ids. Refuses: NotPermitted, NotAdopted."""
    one, other = version(before, reader), version(after, reader)
    return differences.between(text_of(one, reader), text_of(other, reader))


def waiting(reader: User) -> list[VersionShown]:
    """Versions that wait for this reader to review or adopt: written by somebody else, oldest first."""
    if not reader.may(permissions.ADOPT):
        return []
    found = _all().filter(status__in=(lifecycle.DRAFT, lifecycle.REVIEWED)).exclude(written_by=reader)
    return [_version(one, reader) for one in found.order_by("written_at")]


def problems(text: str) -> list[spelled.Problem]:
    """What is wrong with a text's rules by the dictionary now, for the one who writes it. Refuses: SpecRefused."""
    return spelled.problems(spelled.read(text), registry.dictionary())


def known_methods() -> dict[str, str]:
    """Every method that an instrument may name, with what it answers in a line."""
    return {**methods.METHODS, spelled.NEEDS: _("what people need, and what answers it")}


def text_of(one: models.Instrument, reader: User) -> str:
    """Its text; a frozen formula's weights only for who may see them, and for who wrote it."""
    may = reader.may(permissions.SEE_WEIGHTS) or one.written_by_id == reader.pk
    if may or "formula" not in one.definition:
        return one.definition
    values = yaml.safe_load(one.definition)
    kept = {key: value for key, value in values.items() if key != "formula"} if isinstance(values, dict) else {}
    return str(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)) if len(kept) < len(values) else one.definition


def _all() -> QuerySet[models.Instrument]:
    who = ("written_by", "reviewed_by", "adopted_by", "retired_by", "copied_from")
    return models.Instrument.objects.select_related(*who)


def _listed(code: str, versions: list[models.Instrument], made: int, reader: User) -> Listed:
    in_force = next((one for one in versions if one.status == lifecycle.ADOPTED), None)
    opened = next((one for one in versions if one.status in (lifecycle.DRAFT, lifecycle.REVIEWED)), None)
    first = in_force or versions[0]
    return Listed(
        code,
        first.name,
        first.by_method,
        known_methods().get(first.by_method, ""),
        first.unit,
        _version(in_force, reader) if in_force else None,
        _version(opened, reader) if opened else None,
        made,
        scores.latest(code) if made else None,
    )


def _shown_first(versions: list[models.Instrument]) -> models.Instrument | None:
    adopted = next((one for one in versions if one.status == lifecycle.ADOPTED), None)
    return adopted or (versions[0] if versions else None)


def _version(one: models.Instrument, reader: User) -> VersionShown:
    return VersionShown(
        id=one.pk,
        code=one.code,
        version=one.version,
        title=one.name,
        method=one.by_method,
        unit=one.unit,
        status=one.status,
        written_by=_name(one.written_by),
        written_at=one.written_at,
        reviewed_by=_name(one.reviewed_by),
        reviewed_at=one.reviewed_at,
        adopted_by=_name(one.adopted_by),
        adopted_at=one.adopted_at,
        retired_by=_name(one.retired_by),
        retired_at=one.retired_at,
        note=one.note,
        copied_from=str(one.copied_from) if one.copied_from else "",
        steps=_steps(one, reader),
    )


def _steps(one: models.Instrument, reader: User) -> tuple[str, ...]:
    """The verbs of its lifecycle that are this reader's, and `write` for its own writer."""
    own, adopts = one.written_by_id == reader.pk, reader.may(permissions.ADOPT)
    verbs = [verb for before, verb, _after in lifecycle.INSTRUMENT if before == one.status]
    theirs = [verb for verb in verbs if adopts and (not own or verb == "retire")]
    is_draft = one.status == lifecycle.DRAFT
    if is_draft and own and "retire" not in theirs and reader.may(permissions.WRITE):
        theirs.append("discard")
    if is_draft and own and reader.may(permissions.WRITE):
        theirs.append("write")
    return tuple(theirs)


def _name(user: Any) -> str:
    return str(user) if user is not None else ""


def _read(
    one: models.Instrument,
) -> tuple[tuple[RuleShown, ...], tuple[spelled.Problem, ...], tuple[str, ...]]:
    """Its rules; nothing of a text from before that cannot be read."""
    try:
        written = spelled.read(one.definition, f"{one.code}.yaml")
    except spelled.SpecRefused as refused:
        return (), (spelled.Problem(refused.line, str(refused)),), ()
    words = registry.dictionary()
    rules = tuple(RuleShown(rule.name, _label(rule.name, rule.labels), rule.rule, rule.line) for rule in written.rules)
    return rules, tuple(spelled.problems(written, words)), spelled.sensitive(written, words)


def _label(name: str, labels: Mapping[str, str]) -> str:
    return languages.text(labels) or name.replace("_", " ")


def _permit(reader: User) -> None:
    if not any(reader.may(one) for one in READERS):
        raise NotPermitted(permissions.SEE, str(reader))
