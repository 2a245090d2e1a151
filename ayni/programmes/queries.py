"""Questions about programmes. Their rules are public inside the administration: no area scope, one permission."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from ayni.assessment import queries as assessment
from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import User
from ayni.engines.rules import check, wording
from ayni.engines.rules import definition as definitions
from ayni.programmes import errors, lifecycle, models, permissions
from ayni.registry import queries as registry

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Listed:
    """A programme in a list: what is in force, and whether a draft waits for approval."""

    code: str
    title: str
    unit: str
    component: str
    legal_basis: str
    in_force: models.Version | None
    draft: models.Version | None


@dataclass(frozen=True)
class Record:
    """A programme with all its versions, newest first, and the definition in force (else the newest)."""

    code: str
    title: str
    versions: list[models.Version]
    in_force: models.Version | None
    shown: models.Version
    definition: definitions.Definition


def programmes(reader: User, *, on: date | None = None) -> list[Listed]:
    """Every programme, with its version in force on a day (today) and its newest draft."""
    _permit(reader)
    day = on or timezone.localdate()
    return [_listed(programme, day) for programme in _with_versions().order_by("code")]


def programme(code: str, reader: User, *, on: date | None = None) -> Record:
    """One programme. Refuses: UnknownProgramme."""
    _permit(reader)
    found = _with_versions().filter(code=code).first()
    if found is None:
        raise errors.UnknownProgramme(code)
    versions = list(found.versions.all())
    current = _in_force(versions, on or timezone.localdate())
    shown = current or versions[0]
    return Record(found.code, found.title, versions, current, shown, definition(shown))


def version(id: int, reader: User) -> models.Version:
    """One version by its id. Refuses: UnknownProgramme."""
    _permit(reader)
    found = models.Version.objects.select_related("programme", "prepared_by", "approved_by").filter(pk=id).first()
    if found is None:
        raise errors.UnknownProgramme(str(id))
    return found


def waiting(reader: User) -> list[models.Version]:
    """Drafts this reader may approve: prepared by another officer, oldest first."""
    if not reader.may(permissions.APPROVE):
        return []
    drafts = models.Version.objects.filter(status=lifecycle.DRAFT).exclude(prepared_by=reader)
    return list(drafts.select_related("programme", "prepared_by").order_by("prepared_at"))


def in_force(on: date) -> list[models.Version]:
    """The version of each programme that decides on a day."""
    return list(models.Version.objects.in_force(on=on).select_related("programme"))


def definition(version: models.Version) -> definitions.Definition:
    """What a version's text says. Read once: a version's text never changes."""
    return _definition(version.text, f"{version.programme.code}.yaml")


def problems(text: str) -> list[check.Problem]:
    """What is wrong with a text's rules, for the one who writes it. Raises DefinitionRefused."""
    return check.check(definitions.load(text), registry.dictionary())


def says(definition: definitions.Definition) -> dict[str, str]:
    """What each criterion says, by its name: its author's words in the reader's language, else its rule's reading."""
    silent = [criterion for criterion in definition.criteria if not criterion.says.get(language())]
    said = {criterion.name: criterion.says.get(language(), "") for criterion in definition.criteria}
    if silent:
        words, titles = registry.dictionary(), _titles(silent)
        for criterion in silent:
            said[criterion.name] = wording.criterion_reads(criterion, definition, words, language(), titles)
    return said


def templates() -> dict[str, definitions.Definition]:
    """The programmes that ship with the system, by code."""
    return {path.stem: _definition(path.read_text(), path.name) for path in sorted(TEMPLATES.glob("*.yaml"))}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def language() -> str:
    """The reader's language as the engines want it: two letters."""
    return (get_language() or "en").split("-")[0]


def _titles(criteria: list[definitions.Criterion]) -> wording.Titles:
    """Of the scores and programmes that rules name, in the reader's language."""
    rules = " ".join(criterion.rule.text for criterion in criteria)
    found: dict[str, str] = {}
    if "enrolled(" in rules or "received(" in rules:
        found |= {programme.code: programme.title for programme in models.Programme.objects.all()}
    if "score(" in rules:
        found |= assessment.titles()
    return {code: {language(): title} for code, title in found.items()}


@functools.lru_cache(maxsize=256)
def _definition(text: str, where: str) -> definitions.Definition:
    return definitions.load(text, where=where)


def _with_versions() -> QuerySet[models.Programme]:
    return models.Programme.objects.prefetch_related("versions__prepared_by", "versions__approved_by")


def _listed(programme: models.Programme, on: date) -> Listed:
    versions = list(programme.versions.all())
    current = _in_force(versions, on)
    draft = next((v for v in versions if v.status == lifecycle.DRAFT), None)
    said = _definition((current or versions[0]).text, f"{programme.code}.yaml")
    return Listed(programme.code, programme.title, said.unit, said.component, said.legal_basis, current, draft)


def _in_force(versions: list[models.Version], on: date) -> models.Version | None:
    approved = [v for v in versions if v.status == lifecycle.APPROVED and v.in_force_from <= on]
    return max(approved, key=lambda v: (v.in_force_from, v.number), default=None)


def _permit(reader: User) -> None:
    if not reader.may(permissions.SEE):
        raise NotPermitted(permissions.SEE, str(reader))
