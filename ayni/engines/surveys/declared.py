"""From a mapping's YAML to a Mapping, with every mistake found in one pass."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import registry
from ayni.engines.surveys import document, errors, parts

TYPES = ("boolean", "integer", "decimal", "text", "date", "choice")
SENSITIVITIES = ("public", "personal", "sensitive")
NAMES = ("given", "family", "script", "given_latin", "family_latin")
SLUG = re.compile(r"^[a-z][a-z0-9_]*$")
#: Columns of the survey's own tables, beside those the dictionary keeps for itself.
OWN = {
    "household": {"key", "survey_weight", "survey_stratum", "survey_psu"},
    "person": {"key", "household", "mother", "father", "script"}
    | {f"{side}_name{script}" for side in ("given", "family") for script in ("", "_latin")},
}


def slug(label: str) -> str:
    """A label as a code: lower-case Latin letters, digits and "_"; empty when it has none of them."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def mapping(text: str, where: str) -> parts.Mapping:
    """Read a mapping's YAML; errors: SurveyError with every problem and its line."""
    top = document.read(text, where)
    files = top.section("files", required=True)
    household = top.section("household", required=True)
    person = top.section("person", required=True)
    read = parts.Mapping(
        survey=top.text("survey", required=True),
        titles=top.labels("title"),
        source=top.text("source"),
        currency=top.text("currency"),
        interviewed_on=top.day("interviewed_on", required=True) or date.min,
        households=files.text("households", required=True) if files else "",
        persons=files.text("persons", required=True) if files else "",
        shapes=files.text("areas") if files else "",
        encoding=files.text("encoding") if files else "",
        decimal_comma=files.flag("decimal_comma") if files else False,
        household=household_part(household) if household else parts.HouseholdPart((), ()),
        person=person_part(person) if person else empty_person(),
        where=where,
        lines=lines(top),
    )
    for section in (top, files):
        if section is not None:
            section.finish()
    if top.problems:
        raise errors.SurveyError(sorted(top.problems, key=lambda problem: problem.line or 0))
    return read


def lines(top: document.Section) -> dict[str, int]:
    """Where the household and person parts name their own columns, variables left aside."""
    own = {name: top.items[name] for name in ("household", "person") if name in top.items}
    return document.lines(document.Item(own, top.line), leave_out="variables")


def empty_person() -> parts.PersonPart:
    """What stands for a missing person section while its absence is being reported."""
    return parts.PersonPart((), "", parts.Map("", {}), parts.Map("", {}))


def household_part(section: document.Section) -> parts.HouseholdPart:
    """The `household:` section."""
    part = parts.HouseholdPart(
        key=section.texts("key", required=True),
        levels=tuple(level(one) for one in section.sections("area", required=True)),
        weight=section.text("weight"),
        stratum=section.texts("stratum"),
        psu=section.texts("psu"),
        fields=fields(section, "household"),
    )
    section.finish()
    return part


def level(section: document.Section) -> parts.Level:
    """One entry of `area:`."""
    read = parts.Level(
        source=section.text("from", required=True),
        code=section.one_of("code", ("value", "label"), default="value"),
        name=section.text("name"),
        nested=section.flag("nested"),
        titles=section.labels("title"),
    )
    section.finish()
    return read


def person_part(section: document.Section) -> parts.PersonPart:
    """The `person:` section."""
    age, names = section.section("age"), section.section("names")
    part = parts.PersonPart(
        household=section.texts("household", required=True),
        number=section.text("number"),
        relationship=codes(section, "relationship", registry.RELATIONSHIPS),
        sex=codes(section, "sex", registry.SEXES),
        age_years=age.text("years") if age else "",
        age_months=age.text("months") if age else "",
        age_missing=age.texts("missing") if age else (),
        birth=birth(section),
        names={name: names.text(name) for name in NAMES if name in names} if names else {},
        mother=section.text("mother"),
        father=section.text("father"),
        spouse=section.text("spouse"),
        fields=fields(section, "person"),
    )
    if not (part.age_years or part.age_months or part.birth != parts.Birth()):
        section.wrong("`person` says nothing of age.", "Add `age: {years: …}` or `birth_date: {from: …}`.")
    for inner in (age, names, section):
        if inner is not None:
            inner.asked.update(NAMES if inner is names else ())
            inner.finish()
    return part


def codes(section: document.Section, name: str, allowed: tuple[str, ...]) -> parts.Map:
    """A column with the meaning of its codes; without `codes` the file holds the words themselves."""
    inner = section.section(name, required=True)
    if inner is None:
        return parts.Map("", {})
    source, listed = inner.text("from", required=True), inner.section("codes")
    inner.finish()
    if listed is None:
        return parts.Map(source, {word: word for word in allowed})
    meaning = {}
    for code in listed.items:
        meaning[code] = listed.one_of(code, allowed)
    return parts.Map(source, meaning)


def birth(section: document.Section) -> parts.Birth:
    """The `birth_date:` section: `from`; `earliest` and `latest`; or `year`, `month`, `day`."""
    inner = section.section("birth_date")
    if inner is None:
        return parts.Birth()
    read = parts.Birth(
        on=inner.text("from"),
        earliest=inner.text("earliest"),
        latest=inner.text("latest"),
        year=inner.text("year"),
        month=inner.text("month"),
        day=inner.text("day"),
    )
    forms = [bool(read.on), bool(read.earliest and read.latest), bool(read.year)]
    if sum(forms) != 1:
        inner.wrong("`birth_date` needs one of `from`, `earliest` with `latest`, or `year`.", "Keep one form.")
    inner.finish()
    return read


def fields(section: document.Section, entity: parts.Entity) -> tuple[parts.Field, ...]:
    """The `variables:` list; a name given twice or kept for the survey itself is a problem."""
    read: dict[str, parts.Field] = {}
    for one in section.sections("variables"):
        found = variable(one)
        if found.name in read:
            one.wrong(f"the {entity} variable `{found.name}` stands twice.", "Rename one of them.")
        if kept(found.name, entity):
            one.wrong(f"`{found.name}` already means something else.", "Choose another variable name.")
        read[found.name] = found
    return tuple(read.values())


def kept(name: str, entity: parts.Entity) -> bool:
    """Whether a name belongs to the registry, the rule language or the survey's own tables."""
    if not SLUG.match(name):
        return False
    return name in OWN[entity] or bool(registry.objection(dictionaries.Variable(name, entity, "text")))


def variable(section: document.Section) -> parts.Field:
    """One entry of `variables:`."""
    name = section.text("name", required=True)
    if name and not SLUG.match(name):
        remedy = "Use lower-case letters, digits and _, beginning with a letter."
        section.wrong(f"`{name}` is not a variable name.", remedy)
    read = parts.Field(
        name=name,
        source=section.text("from", default=name),
        type=section.one_of("type", TYPES),
        labels=section.labels("labels"),
        question=section.labels("question"),
        choices=choices(section),
        when_true=section.texts("when_true"),
        when_false=section.texts("when_false"),
        not_applicable=section.texts("not_applicable"),
        missing=section.texts("missing"),
        minimum=section.number("minimum"),
        maximum=section.number("maximum"),
        unit=section.text("unit"),
        sensitivity=section.one_of("sensitivity", SENSITIVITIES, default="personal"),
        line=section.line,
    )
    suit_type(section, read)
    section.finish()
    return read


def suit_type(section: document.Section, read: parts.Field) -> None:
    """Note the parts that do not go with the variable's type, when that is one."""
    if section.text("type") not in TYPES:
        return
    if read.choices and read.type != "choice":
        section.wrong(f"`{read.name}` has choices but is of type {read.type}.", "Write `type: choice`.")
    if (read.when_true or read.when_false) and read.type != "boolean":
        section.wrong(f"`{read.name}` has when_true or when_false but is of type {read.type}.", "")
    if (read.minimum is not None or read.maximum is not None) and read.type not in ("integer", "decimal"):
        section.wrong(f"`{read.name}` has a minimum or maximum but is not a number.", "")
    if read.minimum is not None and read.maximum is not None and read.minimum > read.maximum:
        section.wrong(f"`{read.name}` has a minimum above its maximum.", "Exchange them.")
    told = [*read.when_true, *read.when_false, *(one.value for one in read.choices)]
    told += [*read.not_applicable, *read.missing]
    for code in sorted({code for code in told if told.count(code) > 1}):
        section.wrong(f"`{read.name}` gives code {code} two meanings.", "Keep one of them.")


def choices(section: document.Section) -> tuple[parts.Coded, ...]:
    """The `choices:` of a variable: a list of slugs, or file code → slug, or file code → code and labels."""
    found = section.item("choices")
    if found is None:
        return ()
    if not isinstance(found.value, dict):
        words = section.texts("choices")
        return tuple(parts.Coded(word, word) for word in words)
    inner = section.below(found, "`choices`")
    read = []
    for value, item in found.value.items():
        if isinstance(item.value, dict):
            labels = document.texts_by_language(item.value)
            entry = inner.below(item, f"choice {value}")
            entry.asked.update(labels)
            code = entry.text("code", default=slug(labels.get("en", "")))
            entry.finish()
        else:
            labels, code = {}, inner.text(value)
        if code and not SLUG.match(code):
            inner.wrong(f"`{code}` is not a choice code.", "Use lower-case letters, digits and _.", item.line)
        read.append(parts.Coded(value, code, labels))
    return tuple(read)
