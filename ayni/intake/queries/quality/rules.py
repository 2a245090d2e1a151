"""The rules of quality: those that are shipped, and those that follow from the dictionary.

A rule of the rule language is true where something is wrong, or, for completeness, is answered where the question is
answered: there the unknown are what is counted. What cannot be said is unknown, never wrong. What a snapshot does not
hold (who is whose mother, on which day something was told, numbers of identity) is asked of the registry itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.commons import languages
from ayni.engines import dictionary as dictionaries

Unit = Literal["household", "person"]
MOST_QUESTIONS = 30
GROUPS = {
    "complete": gettext_lazy("Completeness"),
    "contradiction": gettext_lazy("Contradictions"),
    "impossible": gettext_lazy("Impossible values"),
    "stale": gettext_lazy("Out of date"),
    "double": gettext_lazy("Perhaps twice"),
}


@dataclass(frozen=True)
class Rule:
    """One rule. `text` is in the rule language; `sql` instead lists household and person, for what it finds wrong."""

    code: str
    group: str
    unit: Unit
    label: Any
    text: str = ""
    sql: str = ""

    @property
    def is_about_completeness(self) -> bool:
        return self.group == "complete"


HEAD = 'members.exists(m, m.relationship == "head")'
SHIPPED: tuple[Rule, ...] = (
    Rule(
        "sex-told",
        "complete",
        "person",
        gettext_lazy("The sex is known"),
        'person.sex == "female" || person.sex != "female"',
    ),
    Rule("birth-told", "complete", "person", gettext_lazy("The age is known"), "age(person, on) >= 0"),
    Rule(
        "relationship-told",
        "complete",
        "person",
        gettext_lazy("The relationship to the head is known"),
        'person.relationship == "head" || person.relationship != "head"',
    ),
    Rule("head-missing", "contradiction", "household", gettext_lazy("Nobody leads the household"), f"!{HEAD}"),
    Rule(
        "child-older-than-head",
        "contradiction",
        "household",
        gettext_lazy("A child of the head is nearly as old as the head, or older"),
        'members.exists(m, m.relationship == "child" && age(m, on) > age(head, on) - 10)',
    ),
    Rule(
        "spouse-a-child",
        "contradiction",
        "person",
        gettext_lazy("The spouse of the head is under twelve"),
        'person.relationship == "spouse" && age(person, on) < 12',
    ),
    Rule("too-old", "impossible", "person", gettext_lazy("Older than 115 years"), "age(person, on) > 115"),
    Rule(
        "mother-too-young",
        "contradiction",
        "person",
        gettext_lazy("The mother is less than twelve years older than the child"),
        sql="""
            SELECT m.household_id, p.id FROM registry_kinship k
            JOIN registry_person p ON p.id = k.person_id JOIN registry_person r ON r.id = k.relative_id
            JOIN registry_membership m ON m.person_id = p.id AND m.kind = 'usual' AND m.period @> %(on)s::date
            WHERE k.kind = 'mother' AND k.nature IN ('', 'biological')
              AND p.born_to < (r.born_from + interval '12 years')::date
        """,
    ),
    Rule(
        "told-long-ago",
        "stale",
        "household",
        gettext_lazy("Nothing was told for two years"),
        sql="""
            SELECT h.id, NULL::bigint FROM registry_household h
            WHERE h.closed_on IS NULL AND h.registered_on < %(on)s::date - interval '24 months'
              AND NOT EXISTS (SELECT FROM registry_householdfacts f WHERE f.household_id = h.id
                AND f.observed_on >= %(on)s::date - interval '24 months')
        """,
    ),
    Rule(
        "same-number",
        "double",
        "person",
        gettext_lazy("Two living people have the same identity number"),
        sql="""
            SELECT m.household_id, i.person_id FROM registry_identifier i
            JOIN registry_membership m ON m.person_id = i.person_id AND m.kind = 'usual' AND m.period @> %(on)s::date
            WHERE i.ended_on IS NULL AND EXISTS (SELECT FROM registry_identifier o
                WHERE o.number = i.number AND o.type = i.type AND o.issuer = i.issuer
                  AND o.person_id <> i.person_id AND o.ended_on IS NULL)
        """,
    ),
)


def of(words: dictionaries.Dictionary) -> list[Rule]:
    """Every rule over a dictionary: the shipped ones, and for each question whether it is answered and in bounds."""
    return [*SHIPPED, *_of_questions(words)]


def known(code: str, words: dictionaries.Dictionary) -> Rule | None:
    """One rule by its code."""
    return next((one for one in of(words) if one.code == code), None)


def _of_questions(words: dictionaries.Dictionary) -> Iterator[Rule]:
    units: tuple[Unit, ...] = ("household", "person")
    for unit in units:
        asked = [one for one in words.of(unit) if one.sensitivity != "sensitive"][:MOST_QUESTIONS]
        for one in asked:
            label, name = languages.text(one.labels) or one.name, f"{unit}.{one.name}"
            if told := _told(one, name):
                yield Rule(f"told:{name}", "complete", unit, _("Answered: %(q)s") % {"q": label}, told)
            bounds = [
                f"{name} {sign} {bound:g}"
                for sign, bound in (("<", one.minimum), (">", one.maximum))
                if bound is not None
            ]
            if bounds and one.type in ("integer", "decimal"):
                said = _("Outside its bounds: %(q)s") % {"q": label}
                yield Rule(f"bounds:{name}", "impossible", unit, said, " || ".join(bounds))


def _told(variable: dictionaries.Variable, name: str) -> str:
    """A rule that is true for every answer, and unknown without one."""
    if variable.type == "boolean":
        return f"{name} || !{name}"
    if variable.type in ("integer", "decimal"):
        return f"{name} >= 0 || {name} < 0"
    if variable.type == "choice":
        return f'{name} == "{variable.codes[0]}" || {name} != "{variable.codes[0]}"'
    return ""
