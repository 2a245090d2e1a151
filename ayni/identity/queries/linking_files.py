"""Files that an officer links: their own, and what was found."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import translation

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.identity import models, permissions
from ayni.identity.queries import kept

KIND = "linking"
SHOWN, PAIRS, CLUSTERS, REPORT = "shown.parquet", "pairs.parquet", "clusters.parquet", "report.html"

#: The registry in the columns that linking compares: joined once, whatever the number of people.
REGISTRY = """
    SELECT 'P' || lpad(p.id::text, 8, '0') AS record, nullif(concat_ws(' ', p.given_name, p.family_name), '') AS "full",
        nullif(p.given_name, '') AS given, nullif(p.family_name, '') AS family,
        CASE WHEN p.born_from = p.born_to THEN to_char(p.born_from, 'YYYY-MM-DD')
            WHEN date_trunc('month', p.born_from) = date_trunc('month', p.born_to) THEN to_char(p.born_from, 'YYYY-MM')
            ELSE to_char(p.born_to, 'YYYY') END AS birth_date,
        p.sex, nullif(p.phone, '') AS phone, 'H' || lpad(m.household_id::text, 8, '0') AS household,
        {places}{numbers}
    FROM registry_person p
    LEFT JOIN (SELECT DISTINCT ON (person_id) person_id, household_id FROM registry_membership
        WHERE kind = 'usual' ORDER BY person_id, upper(period) DESC NULLS FIRST) m ON m.person_id = p.id
    LEFT JOIN registry_household h ON h.id = m.household_id
    LEFT JOIN directory_area a ON a.id = coalesce(h.area_id, p.registered_in_id)
    {joins}
    WHERE p.merged_into_id IS NULL
"""
PLACE = "coalesce(a{level}.names ->> %(language)s, a{level}.names ->> 'en', a{level}.code) AS place_{level}"
AREA = "LEFT JOIN directory_area a{level} ON a{level}.code = split_part(a.path, '/', {level} + 1)"
NUMBERS = """
    LEFT JOIN (SELECT person_id, {chosen} FROM registry_identifier WHERE verification <> 'refuted' AND ended_on IS NULL
        GROUP BY person_id) i ON i.person_id = p.id
"""
LEVELS = (1, 2, 3)


def linkings(*, reader: User) -> list[models.FileLinking]:
    """The reader's own, the newest first. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.LINK_FILES)
    return list(models.FileLinking.objects.filter(asked_by=reader)[:100])


def linking(pk: int, *, reader: User) -> models.FileLinking | None:
    """One of the reader's own; another's is not there. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.LINK_FILES)
    return models.FileLinking.objects.filter(pk=pk, asked_by=reader).first()


def pairs(
    one: models.FileLinking, *, reader: User, least: float, limit: int, offset: int
) -> tuple[list[dict[str, Any]], int]:
    """Some pairs with both records, the likeliest first; the look is told in the audit. Refuses: KeptNoLonger."""
    from ayni.engines.linking_files import results  # an engine, for who looks at results

    with opened(one.pk, SHOWN) as file:
        found, total = results.page(file, least=least, limit=limit, offset=offset)
    asked = {"linking": str(one), "from": least, "offset": offset}
    recording.listing(
        recording.EXPORT, reader=reader, under=permissions.LINK_FILES, asked=asked, rows=len(found), subject=one
    )
    return found, total


def lines(one: models.FileLinking, part: str, *, reader: User) -> Iterator[tuple[Any, ...]]:
    """Every row of the pairs or the clusters, to be taken out. It is told in the audit. Refuses: KeptNoLonger."""
    from ayni.engines.linking_files import results  # likewise

    rows = int(one.report.get("shown" if part == SHOWN else "records", 0))
    asked = {"linking": str(one), "file": part}
    recording.listing(
        recording.EXPORT, reader=reader, under=permissions.LINK_FILES, asked=asked, rows=rows, subject=one
    )
    with opened(one.pk, part) as file:
        yield from results.lines(file)


def report(one: models.FileLinking) -> bytes:
    """The report, which names nobody. Refuses: KeptNoLonger."""
    return kept.read(KIND, one.pk, REPORT)


@contextmanager
def opened(number: int, part: str) -> Iterator[Path]:
    """A part as a file, for as long as it is read; nobody but this program's own user reads it."""
    blocks = kept.blocks(KIND, number, part)
    first = next(blocks, b"")
    with tempfile.TemporaryDirectory(prefix="open-", dir=kept.folder(KIND, number)) as private:
        whole = Path(private) / part
        with whole.open("wb") as out:
            out.write(first)
            out.writelines(blocks)
        yield whole


def registry(types: list[str], file: Path) -> int:
    """Everybody whom whoever acts reaches, as a file to link with; how many they are."""
    from ayni.snapshots import listing  # needs pyarrow

    chosen = ", ".join(f'max(number) FILTER (WHERE type = %(type_{n})s) AS "id_{one}"' for n, one in enumerate(types))
    joins = " ".join(AREA.format(level=level) for level in LEVELS) + (NUMBERS.format(chosen=chosen) if types else "")
    names = ["record", "full", "given", "family", "birth_date", "sex", "phone", "household"]
    names += [*(f"place_{level}" for level in LEVELS), *(f"id_{one}" for one in types)]
    told = {"language": translation.get_language() or "en", **{f"type_{n}": one for n, one in enumerate(types)}}
    places = ", ".join(PLACE.format(level=level) for level in LEVELS)
    numbers = "".join(f', i."id_{one}"' for one in types)
    statement = REGISTRY.format(places=places, numbers=numbers, joins=joins)
    return listing.write(statement, dict.fromkeys(names, "text"), file, told)
