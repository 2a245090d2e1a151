"""Rules tried on one household: its answer with every reason, and which missing answer would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.assessment import queries as assessment
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import changing, earlier, persons, prepared, reading
from ayni.engines.rules import definition as definitions
from ayni.enrolment import errors, permissions
from ayni.enrolment.queries import wording
from ayni.registry import permissions as registry
from ayni.registry import queries as people
from ayni.snapshots import errors as snapshot_errors
from ayni.snapshots import opening
from ayni.snapshots import queries as snapshots


@dataclass(frozen=True)
class Leads:
    """Answers that lead to one result. `benefit` says what would be received."""

    answers: str
    result: str
    benefit: str


@dataclass(frozen=True)
class WouldChange:
    """One missing answer, and what each of the values tried leads to."""

    label: str
    leads: tuple[Leads, ...]

    @property
    def settles(self) -> bool:
        """Could this answer alone settle it?"""
        return any(lead.result != "needs_information" for lead in self.leads)


@dataclass(frozen=True)
class TriedOn:
    """The answer for a household, or for one of its members."""

    person: str
    result: str
    sentence: str
    change: str
    criteria: tuple[wording.CriterionShown, ...]
    missing: tuple[str, ...]
    amount: Decimal | None
    benefit: str
    changes: tuple[WouldChange, ...]


@dataclass(frozen=True)
class Household:
    """The household the rules were tried on, on the answers of a snapshot; nothing in `tried` when it is not in it."""

    id: int
    code: str
    snapshot_on: date
    tried: tuple[TriedOn, ...]


def try_on(definition: definitions.Definition, household_id: int, reader: User) -> Household:
    """Decide one household, or each of its members, by rules that are being written; the look is recorded.

    Refuses: NothingToTryOn; RuleRefused; NotPermitted, OutsideArea and NotFound, when the household is not one the
    reader may see; AsksSensitive.
    """
    places = scoping.paths(reader, permissions.SEE)
    record = people.household(household_id, reader=reader)
    path = "/" + "".join(f"{place.code}/" for place in record.areas)
    if not scoping.reaches(places, path):
        raise errors.NotFound
    snapshot = snapshots.latest()
    if snapshot is None:
        raise errors.NothingToTryOn
    words = opening.dictionary(snapshot)
    ready = prepared.prepare(definition, words)
    if not scoping.reaches(reader.where(registry.SEE_SENSITIVE), path):
        _keep_sensitive(ready)
    try:
        asked = earlier.wanted(ready.checked)
        facts = opening.facts(snapshot, household_id, assessment.score_files(snapshot), earlier=asked)
    except snapshot_errors.NotInSnapshot:
        return Household(record.id, record.code, snapshot.on, ())
    names = {member.number: member.name for member in record.members}
    told = _Told(ready, wording.Words(words, names, assessment.titles()), words, snapshot.on)
    return Household(record.id, record.code, snapshot.on, tuple(told.on_each(facts, names)))


def _keep_sensitive(ready: prepared.Prepared) -> None:
    """Whoever may not see an answer may not ask for it with a rule of their own either."""
    named = {known for checked in ready.checked for known in checked.types.values()}
    hidden = sorted({known.name for known in named if known.sensitivity == "sensitive"})
    if hidden:
        raise errors.AsksSensitive(hidden)


@dataclass(frozen=True)
class _Told:
    """Says what the rules find, to one reader."""

    ready: prepared.Prepared
    words: wording.Words
    dictionary: dictionaries.Dictionary
    on: date

    def on_each(self, facts: Mapping[str, Any], names: Mapping[int, str]) -> Iterator[TriedOn]:
        if self.ready.definition.unit == "household":
            yield self.tried(facts, "")
            return
        for place, member in enumerate(facts["members"], start=1):
            name = names.get(member["number"]) or persons.label(place, member)
            yield self.tried({**facts, "person": member}, name)

    def tried(self, facts: Mapping[str, Any], person: str) -> TriedOn:
        definition = self.ready.definition
        outcome = reading.evaluate(self.ready, facts, on=self.on)
        criteria = tuple(self._criterion(criterion, outcome) for criterion in definition.criteria)
        not_met = [one.says for one in criteria if one.met is False]
        missing = tuple(self.words.label(name) for name in outcome.missing)
        return TriedOn(
            person=person,
            result=outcome.result,
            sentence=wording.sentence(
                outcome.result, met=[one.says for one in criteria if one.met], not_met=not_met, missing=missing
            ),
            change=wording.change(outcome.result, not_met=not_met, missing=missing),
            criteria=criteria,
            missing=missing,
            amount=outcome.amount,
            benefit=wording.benefit(definition, outcome.amount),
            changes=would_change(self.ready, facts, self.words, on=self.on),
        )

    def _criterion(self, criterion: definitions.Criterion, outcome: reading.Outcome) -> wording.CriterionShown:
        used = outcome.used[criterion.name].items()
        return wording.CriterionShown(
            name=criterion.name,
            says=self.words.criterion(criterion, self.ready.definition),
            met=outcome.criteria[criterion.name],
            used=tuple(self.words.used(name, value) for name, value in used),
        )


def would_change(
    ready: prepared.Prepared, facts: Mapping[str, Any], words: wording.Words, *, on: date
) -> tuple[WouldChange, ...]:
    """Each missing answer with what it alone would lead to, the ones that settle it first."""
    by_name: dict[str, list[Leads]] = {}
    for change in changing.answers(ready, facts, words.dictionary, on=on):
        is_paid = change.result == "eligible"
        benefit = wording.benefit(ready.definition, change.amount) if is_paid else ""
        said = _answers(change, words, on)
        by_name.setdefault(change.name, []).append(Leads(said, change.result, benefit))
    found = [WouldChange(words.label(name), tuple(leads)) for name, leads in by_name.items()]
    return tuple(sorted(found, key=lambda one: not one.settles))


def _answers(change: changing.Change, words: wording.Words, on: date) -> str:
    """The values in words; days of birth as the ages they make."""
    if change.name.endswith(".born"):
        ages = sorted({persons.between("months", born, on) for born in change.values})
        return _ages(ages)
    return _joined(_("none of them") if value == "" else _value(change.name, value, words) for value in change.values)


def _value(name: str, value: Any, words: wording.Words) -> str:
    """One answer in words; several choices are tried one at a time."""
    is_whole = isinstance(value, float) and value.is_integer()
    return words.value(name, int(value) if is_whole else value)


def _ages(months: list[float]) -> str:
    """Ages in years from two on, before that in months."""
    return _joined(dict.fromkeys(_age(int(age)) for age in months))


def _age(months: int) -> str:
    if months < 24:
        return ngettext("%(count)d month old", "%(count)d months old", months) % {"count": months}
    return ngettext("%(count)d year old", "%(count)d years old", months // 12) % {"count": months // 12}


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(texts)
