"""Does a mapping fit its files? Every column that is not there is found before any row is read."""

from __future__ import annotations

from collections.abc import Iterator

from ayni.engines.surveys import errors, parts, sources


def household_columns(part: parts.HouseholdPart) -> Iterator[str]:
    """Every column the household part needs."""
    yield from part.key
    for level in part.levels:
        yield level.source
        if level.name:
            yield level.name
    yield from (part.weight, *part.stratum, *part.psu)
    yield from (field.source for field in part.fields)


def person_columns(part: parts.PersonPart) -> Iterator[str]:
    """Every column the person part needs."""
    yield from part.household
    yield from (part.number, part.relationship.source, part.sex.source, part.age_years, part.age_months)
    birth = part.birth
    yield from (birth.on, birth.earliest, birth.latest, birth.year, birth.month, birth.day)
    yield from part.names.values()
    yield from (part.mother, part.father, part.spouse)
    yield from (field.source for field in part.fields)


def wanted(columns: Iterator[str]) -> list[str]:
    """The named columns, each once, in order."""
    return [name for name in dict.fromkeys(columns) if name]


def problems(
    mapping: parts.Mapping,
    file: str,
    header: sources.Header,
    columns: list[str],
    fields: tuple[parts.Field, ...],
) -> list[errors.Problem]:
    """What in the mapping does not fit a file: columns it has not, choices that nothing lists."""
    lines = {**{field.source: field.line for field in fields}, **mapping.lines}
    found = [
        errors.Problem(
            mapping.where,
            f"the column `{name}` is not in {file}.",
            errors.nearest(name, header.names),
            lines.get(name),
        )
        for name in columns
        if name not in header.names
    ]
    for field in fields:
        bare = field.type == "choice" and not field.choices and not header.value_labels.get(field.source)
        if bare and field.source in header.names:
            what = f"`{field.name}` is a choice, but {file} has no value labels for `{field.source}`."
            found.append(errors.Problem(mapping.where, what, "List them under `choices`.", field.line))
    return found


def level_problems(mapping: parts.Mapping, file: str, header: sources.Header) -> list[errors.Problem]:
    """Levels whose code is a label, in a file without labels."""
    return [
        errors.Problem(
            mapping.where,
            f"`{level.source}` has no value labels in {file} to make area codes of.",
            "Leave out `code: label`.",
        )
        for level in mapping.household.levels
        if level.code == "label" and level.source in header.names and not header.value_labels.get(level.source)
    ]
