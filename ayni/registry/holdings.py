"""What the registry holds on people: their record, their households and kin, and what was told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons import holdings, languages
from ayni.commons.holdings import Column, Section, Subject
from ayni.engines import dictionary as dictionaries
from ayni.registry import models
from ayni.registry.queries import answers, kin, opening, sealed, variables, wording

#: What sensitive answers are opened for here, of the closed list.
ASKED = "request"
ANSWER = (
    Column("variable", _("Variable"), _("Its name in the dictionary"), is_shown=False),
    Column("question", _("Question")),
    Column("raw", _("Answer as it is kept"), _("Choices by their code, days ISO"), is_shown=False),
    Column("answer", _("Answer")),
    Column("state", _("Why there is no answer"), is_shown=False),
    Column("source", _("Who told it"), _("The survey, form or office it came from")),
    Column("on", pgettext_lazy("an answer", "Told on")),
)


@holdings.gives("registry.person")
def identity(subject: Subject) -> Section:
    """Who the person is."""
    who = models.Person.objects.get(pk=subject.person_id)
    row = {
        "code": who.code,
        "name": who.name,
        "name_latin": who.name_latin,
        "sex": who.sex,
        "sex_text": wording.sex(who.sex),
        "born_from": _day(who.born_from),
        "born_to": _day(who.born_to),
        "born": wording.born(who.born),
        "died_on": _day(who.died_on),
        "phone": who.phone,
        "source": who.source,
        "source_key": who.source_key,
        "registered_on": _day(who.registered_on),
    }
    columns = (
        Column("code", _("Number"), _("The number of the person on letters")),
        Column("name", _("Name")),
        Column("name_latin", _("In Latin letters")),
        Column("sex", _("Sex"), is_shown=False),
        Column("sex_text", _("Sex")),
        Column("born_from", _("Earliest possible day of birth"), is_shown=False),
        Column("born_to", _("Latest possible day of birth"), is_shown=False),
        Column("born", _("Born")),
        Column("died_on", _("Died")),
        Column("phone", _("Telephone")),
        Column("source", _("Where the record came from")),
        Column("source_key", _("Number there")),
        Column("registered_on", _("Registered")),
    )
    return Section("person", _("Who you are"), columns, (row,))


@holdings.gives("registry.household", "registry.membership")
def households(subject: Subject) -> Section:
    """Where the person lives and lived. Who else lives there is theirs to ask."""
    mine = Q(person=subject.person_id) | Q(person__merged_into=subject.person_id)
    stays = models.Membership.objects.filter(mine).select_related("household__area")
    rows = tuple(
        {
            "household": stay.household.code,
            "area_code": stay.household.area.code,
            "area": stay.household.area.name,
            "relationship": stay.relationship,
            "relationship_text": str(wording.RELATIONSHIPS.get(stay.relationship or "", "")),
            "since": _day(stay.period.lower),
            "until": _day(stay.period.upper),
        }
        for stay in stays.order_by("period")
    )
    columns = (
        Column("household", _("Household")),
        Column("area_code", _("Code of the area"), is_shown=False),
        Column("area", _("Area")),
        Column("relationship", _("Relationship to the head"), is_shown=False),
        Column("relationship_text", _("Relationship to the head")),
        Column("since", _("Since")),
        Column("until", pgettext_lazy("the end of a stay", "Until")),
    )
    return Section("households", _("Households you live or lived in"), columns, rows)


@holdings.gives("registry.personname")
def other_names(subject: Subject) -> Section:
    """By what else the person is known."""
    rows = tuple(
        {"kind": one.kind, "kind_text": one.get_kind_display(), "name": str(one), "script": one.script}
        for one in models.PersonName.objects.filter(person=subject.person_id)
    )
    columns = (
        Column("kind", _("What kind of name"), is_shown=False),
        Column("kind_text", _("What kind of name")),
        Column("name", _("Name")),
        Column("script", _("Its letters"), _("A code of ISO 15924"), is_shown=False),
    )
    return Section("other_names", _("Your other names"), columns, rows)


@holdings.gives("registry.identifier")
def identifiers(subject: Subject) -> Section:
    """The numbers that offices gave the person, ended ones too."""
    rows = tuple(
        {
            "type": one.type,
            "number": one.number,
            "issuer": one.issuer,
            "valid_from": _day(one.valid_from),
            "valid_to": _day(one.valid_to),
            "verification": one.verification,
            "ended_on": _day(one.ended_on),
        }
        for one in models.Identifier.objects.filter(person=subject.person_id)
    )
    columns = (
        Column("type", _("Document")),
        Column("number", pgettext_lazy("of a document", "Number")),
        Column("issuer", _("Given by")),
        Column("valid_from", _("Valid from")),
        Column("valid_to", _("Valid to")),
        Column("verification", _("How it was checked")),
        Column("ended_on", _("Ended on")),
    )
    return Section("identifiers", _("Your numbers and documents"), columns, rows)


@holdings.gives("registry.phone")
def phones(subject: Subject) -> Section:
    """The telephone numbers, earlier ones too."""
    rows = tuple(
        {"number": one.number, "use": one.use, "since": _day(one.since), "until": _day(one.until)}
        for one in models.Phone.objects.filter(person=subject.person_id)
    )
    columns = (
        Column("number", _("Telephone")),
        Column("use", _("Whose it is")),
        Column("since", _("Since")),
        Column("until", pgettext_lazy("the end of a stay", "Until")),
    )
    return Section("phones", _("Your telephone numbers"), columns, rows)


@holdings.gives("registry.photo")
def photo(subject: Subject) -> Section:
    """That there is a picture, and of when; the picture itself is shown at the desk."""
    found = models.Photo.objects.filter(person=subject.person_id).defer("content")
    rows = tuple({"taken_on": _day(one.taken_on), "media_type": one.media_type} for one in found)
    columns = (Column("taken_on", _("Taken on")), Column("media_type", _("Kind of file"), is_shown=False))
    return Section("photo", _("Your picture"), columns, rows)


@holdings.gives("registry.dwelling")
def dwellings(subject: Subject) -> Section:
    """Where the household lived in now lives, and lived."""
    rows = tuple(
        {
            "area": one.area.name,
            "address": one.address,
            "directions": one.directions,
            "latitude": one.latitude,
            "longitude": one.longitude,
            "since": _day(one.period.lower),
            "until": _day(one.period.upper),
        }
        for one in models.Dwelling.objects.filter(household=subject.household_id or 0).select_related("area")
    )
    columns = (
        Column("area", _("Area")),
        Column("address", _("Address")),
        Column("directions", _("How to find it")),
        Column("latitude", _("Latitude")),
        Column("longitude", _("Longitude")),
        Column("since", _("Since")),
        Column("until", pgettext_lazy("the end of a stay", "Until")),
    )
    return Section("dwellings", _("Where your household lives and lived"), columns, rows)


@holdings.gives("registry.residence")
def residences(subject: Subject) -> Section:
    """The institutions the person lives or lived in."""
    rows = tuple(
        {
            "institution": str(one.institution),
            "reason": one.reason,
            "since": _day(one.period.lower),
            "until": _day(one.period.upper),
        }
        for one in models.Residence.objects.filter(person=subject.person_id).select_related("institution")
    )
    columns = (
        Column("institution", _("Institution")),
        Column("reason", _("Why")),
        Column("since", _("Since")),
        Column("until", pgettext_lazy("the end of a stay", "Until")),
    )
    return Section("residences", _("Institutions you live or lived in"), columns, rows)


@holdings.gives("registry.resolution")
def resolutions(subject: Subject) -> Section:
    """Where sources contradicted each other about the person: which one an officer held for true, and why."""
    rows = tuple(
        {"variable": one.variable, "source": one.source, "reason": one.reason, "on": _day(one.decided_on)}
        for one in models.Resolution.objects.filter(person=subject.person_id)
    )
    columns = (
        Column("variable", _("Variable"), _("Its name in the dictionary")),
        Column("source", _("Who told it"), _("The survey, form or office it came from")),
        Column("reason", _("Why")),
        Column("on", pgettext_lazy("an answer", "Told on")),
    )
    return Section("resolutions", _("What was decided between contradicting answers"), columns, rows)


@holdings.gives("registry.kinship")
def relatives(subject: Subject) -> Section:
    """Who is kin to the person, by name; where they live is theirs."""
    who = models.Person.objects.get(pk=subject.person_id)
    ties = kin.ties([who], paths=(), on=subject.on, here=0)[who.pk]
    rows = tuple({"kind": tie.kind, "kind_text": tie.kind_text, "name": tie.name} for tie in ties)
    columns = (
        Column("kind", _("What they are to you"), is_shown=False),
        Column("kind_text", _("What they are to you")),
        Column("name", _("Name")),
    )
    return Section("relatives", _("Family on record"), columns, rows)


@holdings.gives("registry.personfacts", "registry.personsealed")
def told_of_the_person(subject: Subject) -> Section:
    """Every answer about the person, older ones too."""
    rows: list[Any] = list(models.PersonFacts.objects.filter(person=subject.person_id))
    if sealed.counts("person", [subject.person_id]):
        opening.person_sensitive(subject.person_id, reader=subject.reader, purpose=ASKED, road="copy")
        rows += sealed.documents("person", [subject.person_id])
    return Section("answers", _("What was told about you"), ANSWER, tuple(_answers("person", rows)))


@holdings.gives("registry.householdfacts", "registry.householdsealed")
def told_of_the_household(subject: Subject) -> Section:
    """Every answer about the household lived in now as a whole: its dwelling and means."""
    home = subject.household_id or 0
    rows: list[Any] = list(models.HouseholdFacts.objects.filter(household=home))
    if sealed.counts("household", [home]):
        opening.household_sensitive(home, reader=subject.reader, purpose=ASKED, road="copy")
        rows += sealed.documents("household", [home])
    told = tuple(_answers("household", rows))
    return Section("household_answers", _("What was told about your household"), ANSWER, told)


def _answers(entity: Any, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Every answer in the dictionary's order, the latest first; the survey's own design is about no one."""
    ordered = sorted(rows, key=lambda one: (one.observed_on, one.pk), reverse=True)
    for variable in variables.dictionary().of(entity):
        for row in ordered:
            if variable.name in row.values and variable.name not in answers.DESIGN:
                yield _answer(variable, row)


def _answer(variable: dictionaries.Variable, row: Any) -> dict[str, Any]:
    raw = row.values[variable.name]
    state = row.states.get(variable.name, "unknown") if raw is None else ""
    return {
        "variable": variable.name,
        "question": languages.text(variable.labels) or variable.name,
        "raw": raw,
        "answer": wording.missing(state) if state else wording.value(variable, raw),
        "state": state,
        "source": row.source,
        "on": row.observed_on.isoformat(),
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


PERSONS, HOUSEHOLDS = "t.person_id IN ({persons})", "t.household_id IN ({households})"
YEARS = "make_date((extract(year FROM {0})::int / 5) * 5, 1, 1)"
#: A day of birth becomes five calendar years, a day of death a year, a day of registration a month.
PERSON = {
    "source_key": "'anonymous-' || t.id",
    "given_name": "''",
    "family_name": "''",
    "given_name_latin": "''",
    "family_name_latin": "''",
    "phone": "''",
    "born_from": YEARS.format("t.born_from"),
    "born_to": f"({YEARS.format('t.born_to')} + interval '5 years' - interval '1 day')::date",
    "birth_known": "''",
    "died_from": "NULL",
    "died_on": "date_trunc('year', t.died_on)::date",
    "death_known": "''",
    "languages": "'{}'",
    "registered_on": "date_trunc('month', t.registered_on)::date",
}
#: The place becomes the area of the second level, or the first, that it lies in.
HOUSEHOLD = {
    "source_key": "'anonymous-' || t.id",
    "registered_on": "date_trunc('month', t.registered_on)::date",
    "closed_on": "(date_trunc('month', t.closed_on) + interval '1 month' - interval '1 day')::date",
    "area_id": """(
        SELECT coalesce(wide.id, own.id) FROM directory_area own
        LEFT JOIN directory_area wide ON wide.level = 2 AND own.level > 2 AND own.path ^@ wide.path
        WHERE own.id = t.area_id)""",
}
#: A stay that is the only one begins in its year; several keep their days, or they would overlap.
MEMBERSHIP = {
    "period": """CASE WHEN (SELECT count(*) FROM registry_membership o WHERE o.person_id = t.person_id) = 1
        THEN daterange(date_trunc('year', lower(t.period))::date, upper(t.period)) ELSE t.period END"""
}
#: Types of answers that may name somebody or lead to them.
TELLING = frozenset({"text", "location", "date", "partial_date"})


def answers_left(entity: Any) -> Mapping[str, str]:
    """Of answers, those remain that are choices and numbers and are not sensitive, told in that month."""
    known = {one.name: one for one in variables.dictionary().of(entity)}
    named = models.Variable.objects.filter(entity=entity).values_list("name", flat=True)
    lost = sorted(
        name
        for name in set(named)
        if name not in known or known[name].type in TELLING or known[name].sensitivity == "sensitive"
    )
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in lost)
    without = f" - ARRAY[{listed}]::text[]" if lost else ""
    return {"values": f"t.values{without}", "states": f"t.states{without}"}


holdings.forgets("registry.person", where="t.id IN ({persons})", sets=lambda: PERSON, has_history=True)
holdings.forgets("registry.household", where="t.id IN ({households})", sets=lambda: HOUSEHOLD, has_history=True)
holdings.forgets("registry.membership", where=PERSONS, sets=lambda: MEMBERSHIP, has_history=True)
for table in ("personname", "identifier", "phone", "photo", "residence"):
    holdings.forgets(f"registry.{table}", where=PERSONS, sets=None, has_history=True)
holdings.forgets("registry.dwelling", where=HOUSEHOLDS, sets=None, has_history=True)
holdings.forgets("registry.resolution", where=f"{PERSONS} OR {HOUSEHOLDS}", sets=None)
holdings.leaves_out(
    "registry.registrationdraft", because=_("It is an officer's unfinished writing, and becomes a record or nothing.")
)
holdings.forgets("registry.registrationdraft", where=HOUSEHOLDS, sets=None)
holdings.leaves_out("registry.savedlist", because=_("It is what an officer looks for, and holds nobody who is found."))
holdings.stays("registry.savedlist", because=_("It is what an officer looks for, and holds nobody who is found."))
holdings.stays("registry.kinship", because=_("It ties numbers of people to each other, and tells no name."))
holdings.forgets("registry.personfacts", where=PERSONS, sets=lambda: answers_left("person"), has_history=True)
holdings.forgets("registry.householdfacts", where=HOUSEHOLDS, sets=lambda: answers_left("household"), has_history=True)
holdings.forgets("registry.personsealed", where=PERSONS, sets=None, has_history=True)
holdings.forgets("registry.householdsealed", where=HOUSEHOLDS, sets=None, has_history=True)

holdings.follows(
    "household_closed",
    label=_("The household's record was closed"),
    statement="""
        SELECT NULL::bigint AS person_id, id AS household_id, closed_on AS happened_on
        FROM registry_household WHERE closed_on IS NOT NULL
        UNION ALL
        SELECT m.person_id, NULL, max(h.closed_on)
        FROM registry_membership m JOIN registry_household h ON h.id = m.household_id
        GROUP BY m.person_id HAVING bool_and(h.closed_on IS NOT NULL)
    """,
)
holdings.follows(
    "person_died",
    label=_("The person died"),
    statement="""
        SELECT id AS person_id, NULL::bigint AS household_id, died_on AS happened_on
        FROM registry_person WHERE died_on IS NOT NULL
    """,
)
