"""From a folder and a mapping to a survey."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ayni.engines import dictionary as dictionaries
from ayni.engines.surveys import check, errors, households, parts, people, sources
from ayni.engines.surveys import survey as surveys


def read(folder: str | Path, mapping: parts.Mapping) -> surveys.Survey:
    """Read a survey folder through a mapping.

    Row and cell faults are in the survey's `refusals`. Errors: SurveyError listing every problem with the
    files and the mapping, when nothing can be read until they are put right.
    """
    folder = Path(folder)
    household_file, person_file = open_both(folder, mapping)
    return surveys.with_shapes(build(household_file, person_file, mapping), shapes(folder, mapping))


def build(household_file: sources.Source, person_file: sources.Source, mapping: parts.Mapping) -> surveys.Survey:
    """A survey from two files already opened."""
    homes = households.read(household_file, mapping)
    if not homes.table.num_rows:
        raise errors.SurveyError([nothing(household_file.file, homes)])
    persons = people.read(person_file, mapping, homes)
    refused = (*homes.sieve.refusals, *persons.sieve.refusals)
    return surveys.Survey(
        areas=homes.areas.combine_chunks(),
        households=homes.table.combine_chunks(),
        persons=persons.table.combine_chunks(),
        kinship=persons.kinship,
        dictionary=dictionaries.Dictionary((*homes.variables, *persons.variables)),
        refusals=tuple(sorted(refused, key=lambda one: (one.file, one.row))),
        counts={mapping.households: homes.sieve.count(), mapping.persons: persons.sieve.count()},
    )


def open_both(folder: Path, mapping: parts.Mapping) -> tuple[sources.Source, sources.Source]:
    """The two files, after gathering the problems of both."""
    found: list[errors.Problem] = []
    headers: dict[str, sources.Header] = {}
    wanted = {
        mapping.households: check.wanted(check.household_columns(mapping.household)),
        mapping.persons: check.wanted(check.person_columns(mapping.person)),
    }
    fields = {mapping.households: mapping.household.fields, mapping.persons: mapping.person.fields}
    for file in mapping.files:
        try:
            header = headers[file] = sources.header(folder / file, mapping.encoding)
        except errors.SurveyError as error:
            found += error.problems
            continue
        found += check.problems(mapping, file, header, wanted[file], fields[file])
        if file == mapping.households:
            found += check.level_problems(mapping, file, header)
    if found:
        raise errors.SurveyError(found)
    first, second = (
        sources.read(folder / file, headers[file], wanted[file], mapping.encoding) for file in mapping.files
    )
    return first, second


def nothing(where: str, homes: households.Households) -> errors.Problem:
    """Why no household was left."""
    if not homes.sieve.refusals:
        return errors.Problem(where, "holds no household.", "Copy or export it again.")
    what = f"every household was refused; the first: {homes.sieve.refusals[0]}"
    return errors.Problem(where, what, "Look at the mapping of that column first.")


def shapes(folder: Path, mapping: parts.Mapping) -> dict[str, dict[str, Any]]:
    """The GeoJSON geometry of each area, by `properties.code`; empty when the mapping names no file."""
    if not mapping.shapes:
        return {}
    path = folder / mapping.shapes
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return {str(one["properties"]["code"]): one["geometry"] for one in features}
    except FileNotFoundError as error:
        problem = errors.Problem(str(path), "there is no such file.", "Correct `files: areas:`, or take it out.")
        raise errors.SurveyError([problem]) from error
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        what = f"is not GeoJSON with a `code` among each feature's properties ({error!r})."
        raise errors.SurveyError([errors.Problem(str(path), what, "Export the areas again.")]) from error
