"""A GeoJSON file as features, with its size and depth bounded and its coordinate system checked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ayni.kernel.refusals import Refused

LARGEST = 25 * 1024 * 1024
MOST_FEATURES = 50_000
#: Names of the one coordinate system we take, as programs write them.
DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")


class ShapesUnreadable(Refused):
    """The file as a whole cannot be read; the text says why and what to send instead."""


@dataclass(frozen=True)
class Feature:
    """One shape of a file with what is written beside it; `position` counts from 1."""

    position: int
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None

    def text(self, name: str) -> str:
        """A property as a text: `7.0` of a program that makes every number a decimal is `7`."""
        value = self.properties.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def features(content: bytes) -> tuple[Feature, ...]:
    """The features of a GeoJSON file, in order. Refuses: ShapesUnreadable."""
    if len(content) > LARGEST:
        raise ShapesUnreadable(
            f"The file is larger than {LARGEST // 2**20} MB. Divide it, or simplify its shapes to about 50 metres."
        )
    told = _parsed(content)
    kind = told.get("type")
    if kind == "Topology":
        raise ShapesUnreadable("The file is TopoJSON. Export it again as GeoJSON.")
    if kind == "Feature":
        told = {"features": [told], "crs": told.get("crs")}
    elif kind != "FeatureCollection":
        raise ShapesUnreadable("The file is JSON, but not a GeoJSON FeatureCollection. Export the areas as GeoJSON.")
    _check_system(told.get("crs"))
    listed = told.get("features")
    if not isinstance(listed, list) or not listed:
        raise ShapesUnreadable("The file has no features in it. Choose the file with the areas.")
    if len(listed) > MOST_FEATURES:
        raise ShapesUnreadable(f"The file has more than {MOST_FEATURES:,} features. Divide it.")
    return tuple(_feature(number, one) for number, one in enumerate(listed, start=1))


def properties(found: Sequence[Feature]) -> tuple[str, ...]:
    """The names of what is written beside the shapes, the commonest first."""
    counted = Counter(name for feature in found for name in feature.properties)
    return tuple(name for name, _ in counted.most_common(200))


def suggested(found: Sequence[Feature], known: Mapping[str, Any]) -> tuple[str, int]:
    """The property whose values are most often known codes, and how often; an empty name when none ever is."""
    best = ("", 0)
    for name in properties(found):
        values = {feature.text(name) for feature in found}
        hits = len(values & known.keys())
        if hits > best[1]:
            best = (name, hits)
    return best


def _parsed(content: bytes) -> dict[str, Any]:
    if content[:4] == b"PK\x03\x04":
        raise ShapesUnreadable("The file is an archive (perhaps a shapefile). Export the areas as GeoJSON.")
    try:
        told = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise ShapesUnreadable("The file is not a text in UTF-8. Export the areas as GeoJSON.") from error
    except RecursionError as error:
        raise ShapesUnreadable("The file is nested too deeply to be GeoJSON.") from error
    except ValueError as error:
        raise ShapesUnreadable(
            f"The file is not whole JSON: {error}. It may have been cut; export it again."
        ) from error
    if not isinstance(told, dict):
        raise ShapesUnreadable("The file is JSON, but not GeoJSON. Export the areas as GeoJSON.")
    return told


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _check_system(given: Any) -> None:
    """No word on it is the standard's own system."""
    if given is None:
        return
    name = str(given.get("properties", {}).get("name", "")) if isinstance(given, dict) else str(given)
    if not name.endswith(DEGREES):
        raise ShapesUnreadable(
            f"The coordinates are in the system “{name[:80]}”. "
            "Export the areas again in WGS 84 (EPSG:4326), in degrees."
        )


def _feature(position: int, told: Any) -> Feature:
    if not isinstance(told, dict) or told.get("type") != "Feature":
        raise ShapesUnreadable(f"Feature {position} of the file is not a GeoJSON feature. Export the areas again.")
    written, geometry = told.get("properties") or {}, told.get("geometry")
    if not isinstance(written, dict) or not isinstance(geometry, dict | None):
        raise ShapesUnreadable(f"Feature {position} of the file is damaged. Export the areas again.")
    return Feature(position, {str(name)[:80]: value for name, value in list(written.items())[:200]}, geometry)
