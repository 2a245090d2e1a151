"""Areas and places, all of them, for files and other systems; a row at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from ayni.commons.directory import importing, models
from ayni.commons.directory.queries import places as asked

AT_ONCE = 500


def geojson() -> Iterator[str]:
    """The areas there are now as a GeoJSON FeatureCollection, each with its original shape, codes and names."""
    yield '{"type": "FeatureCollection", "features": ['
    parts: Any = ""
    for area in _areas():
        shape = next((one.geometry for one in area.now), None)
        feature = {"type": "Feature", "geometry": shape or area.shape, "properties": properties(area)}
        yield f"{parts}\n{json.dumps(feature, ensure_ascii=False)}"
        parts = ","
    yield "\n]}\n"


def properties(area: models.Area) -> dict[str, Any]:
    """What is told of an area beside its shape."""
    return {
        "code": area.code,
        "parent": area.parent.code if area.parent else "",
        "level": area.level,
        "path": area.path,
        **{f"name_{language}": text for language, text in area.names.items()},
        **{f"code_{one.system}": one.code for one in area.codes.all() if one.until is None},
        "since": area.since.isoformat() if area.since else None,
    }


def rows() -> Iterator[list[Any]]:
    """The areas there are now as a table that can be imported again."""
    systems = sorted(set(models.AreaCode.objects.filter(until=None).values_list("system", flat=True)))
    languages = [code for code, _name in settings.LANGUAGES]
    yield [
        "code",
        "parent",
        "level",
        *(f"name_{code}" for code in languages),
        *(f"code_{one}" for one in systems),
        "since",
    ]
    for area in _areas():
        told = properties(area)
        yield [
            *(area.code, told["parent"], area.level),
            *(area.names.get(code, "") for code in languages),
            *(told.get(f"code_{one}", "") for one in systems),
            told["since"] or "",
        ]


def places(on: date) -> Iterator[list[Any]]:
    """The places open on a day as a table that can be imported again."""
    languages = [code for code, _name in settings.LANGUAGES]
    columns = [one for one in importing.PLACE_COLUMNS if not one.startswith("name_")]
    yield [*columns[:2], *(f"name_{code}" for code in languages), *columns[2:]]
    found = asked.places(on=on).prefetch_related("serves", "offers__service")
    for place in found.iterator(chunk_size=AT_ONCE):
        told = {
            **{name: getattr(place, name, "") for name in columns},
            "institution": place.institution.code,
            "area": place.area.code,
            "accessible": {True: "yes", False: "no", None: ""}[place.is_accessible],
            "serves": ";".join(area.code for area in place.serves.all()),
            "offers": ";".join(offer.service.code for offer in place.offers.all() if offer.until is None),
        }
        row = [told[name] if told[name] is not None else "" for name in columns]
        yield [*row[:2], *(place.names.get(code, "") for code in languages), *row[2:]]


def _areas() -> Iterator[Any]:
    shapes = Prefetch("shapes", models.AreaShape.objects.filter(until=None), to_attr="now")
    found = models.Area.objects.standing().select_related("parent").defer("parent__shape")
    return found.prefetch_related(shapes, "codes").order_by("path").iterator(chunk_size=AT_ONCE)
