"""What an assessment asks of the data: instruments read from YAML.

A deprivation instrument names dimensions, their indicators and a cut-off; a proxy instrument names an outcome
and its regressors. Each carries rules in the rule language; this module keeps them as text, and whoever holds
the dictionary checks and compiles them. All refusals are InstrumentError, with the file and the place in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Literal

import yaml

from ayni.engines.measures import short_forms
from ayni.kernel import refusals

Labels = Mapping[str, str]

KEYS = ("code", "entity", "k", "labels", "dimensions")


class InstrumentError(refusals.Refused):
    """An instrument cannot be used as written."""


@dataclass(frozen=True)
class Indicator:
    """One deprivation: `rule` is true when the household is deprived. weight: its share of the whole."""

    name: str
    rule: str
    weight: Fraction
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Dimension:
    """A group of indicators. weight: its share of the whole, the sum of theirs."""

    name: str
    weight: Fraction
    indicators: tuple[Indicator, ...]
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Instrument:
    """A measure of deprivation: dimensions whose weights add up to 1, and the cut-off k (0 < k <= 1)."""

    code: str
    k: Fraction
    dimensions: tuple[Dimension, ...]
    entity: str = "household"
    labels: Labels = field(default_factory=dict)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, dimension by dimension."""
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the indicators, in order."""
        return tuple(indicator.name for indicator in self.indicators)

    def without(self, *names: str) -> Instrument:
        """The instrument when a survey lacks some indicators: their weight goes to others of the dimension.

        Refuses to lose a whole dimension, as the global measure does.
        """
        for name in names:
            if name not in self.names:
                raise InstrumentError(f"{self.code} has no indicator '{name}'.{nearest(name, self.names)}")
        return replace(self, dimensions=tuple(_shrunk(self.code, one, names) for one in self.dimensions))

    def at(self, k: Fraction) -> Instrument:
        """The same with another cut-off."""
        return replace(self, k=k)

    def weighted(self, shares: Mapping[str, Fraction]) -> Instrument:
        """The same with other weights of the dimensions, which add up to 1; those inside a dimension keep their ratio.

        Refuses: InstrumentError for a dimension that is not there or not named, and weights that do not add up.
        """
        for name in shares:
            if name not in {one.name for one in self.dimensions}:
                raise InstrumentError(
                    f"{self.code} has no dimension '{name}'.{nearest(name, [one.name for one in self.dimensions])}"
                )
        given = [{"weight": shares.get(one.name)} for one in self.dimensions]
        parts = _shares(given, f"{self.code}: the weights of the dimensions")
        return replace(
            self, dimensions=tuple(_scaled(one, part) for one, part in zip(self.dimensions, parts, strict=True))
        )

    @classmethod
    def from_yaml(cls, text: str, *, where: str = "") -> Instrument:
        """Read `code`, `k`, `labels`, `dimensions` of `indicators` with `name`, `rule`, `labels`, `weight`.

        Weights are nested and equal unless given: a dimension's is a share of the whole, an indicator's a
        share of its dimension. Fractions such as 1/3 are exact.
        """
        return cls.from_dict(_mapping(text, where, *KEYS), where=where)

    @classmethod
    def from_dict(cls, source: Mapping[str, Any], *, where: str = "") -> Instrument:
        """The same from a mapping. Dimensions may be in their short form: `{health: [d_cm, d_nutr]}`."""
        place = where or "the instrument"
        _known(source, place, *KEYS)
        source = {**source, "dimensions": short_forms.dimensions(source.get("dimensions"), place)}
        dimensions = _list(source, "dimensions", place)
        shares = _shares(dimensions, f"{place}: the dimensions")
        found = cls(
            code=_text(source, "code", place),
            k=_fraction(source.get("k"), f"{place}: k"),
            dimensions=tuple(_dimension(one, share, place) for one, share in zip(dimensions, shares, strict=True)),
            entity=str(source.get("entity", "household")),
            labels=_labels(source, place),
        )
        if not 0 < found.k <= 1:
            raise InstrumentError(f"{place}: k is {found.k}. It must be above 0 and at most 1, such as 1/3.")
        _unique((one.name for one in found.dimensions), f"{place}: dimension")
        _unique(found.names, f"{place}: indicator")
        return found


@dataclass(frozen=True)
class Regressor:
    """One thing a visitor can see or ask. wants: whether `rule` gives a number, or true and false for 1 and 0."""

    name: str
    rule: str
    wants: Literal["bool", "number"] = "bool"
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class ProxyInstrument:
    """What a proxy means test predicts (`outcome`, a rule for a positive amount) and from what."""

    code: str
    outcome: str
    regressors: tuple[Regressor, ...]
    entity: str = "household"
    labels: Labels = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the regressors, in order."""
        return tuple(regressor.name for regressor in self.regressors)

    @classmethod
    def from_yaml(cls, text: str, *, where: str = "") -> ProxyInstrument:
        """Read `code`, `labels`, `outcome: {rule}` and `regressors` with `name`, `rule`, `labels`.

        A regressor whose rule is a number rather than yes or no says `wants: number`.
        """
        source = _mapping(text, where, "code", "entity", "labels", "outcome", "regressors")
        place = where or "the instrument"
        outcome = source.get("outcome")
        if not isinstance(outcome, dict):
            raise InstrumentError(f"{place}: outcome is missing. Write `outcome: {{rule: ...}}`.")
        found = cls(
            code=_text(source, "code", place),
            outcome=_text(outcome, "rule", f"{place}: outcome"),
            regressors=tuple(_regressor(one, place) for one in _list(source, "regressors", place)),
            entity=str(source.get("entity", "household")),
            labels=_labels(source, place),
        )
        _unique(found.names, f"{place}: regressor")
        return found


def nearest(name: str, names: Iterable[str]) -> str:
    """' Did you mean ...?' for the closest of the names, or nothing."""
    close = get_close_matches(name, list(names), n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""


def _dimension(source: Any, weight: Fraction, where: str) -> Dimension:
    name = _text(source, "name", f"{where}: a dimension")
    place = f"{where}: dimension '{name}'"
    _known(source, place, "name", "labels", "weight", "indicators")
    indicators = _list(source, "indicators", place)
    return Dimension(
        name=name,
        weight=weight,
        indicators=tuple(
            _indicator(one, share * weight, place)
            for one, share in zip(indicators, _shares(indicators, place), strict=True)
        ),
        labels=_labels(source, place),
    )


def _indicator(source: Any, weight: Fraction, where: str) -> Indicator:
    name = _text(source, "name", f"{where}: an indicator")
    place = f"{where}: indicator '{name}'"
    _known(source, place, "name", "labels", "weight", "rule")
    return Indicator(name, _text(source, "rule", place), weight, _labels(source, place))


def _regressor(source: Any, where: str) -> Regressor:
    name = _text(source, "name", f"{where}: a regressor")
    place = f"{where}: regressor '{name}'"
    _known(source, place, "name", "labels", "rule", "wants")
    wants = source.get("wants", "bool")
    if wants not in ("bool", "number"):
        raise InstrumentError(f"{place}: wants is '{wants}'. Write `wants: number`, or leave it out for yes or no.")
    return Regressor(name, _text(source, "rule", place), wants, _labels(source, place))


def _shares(sources: list[Any], where: str) -> list[Fraction]:
    given = [one.get("weight") if isinstance(one, dict) else None for one in sources]
    if all(weight is None for weight in given):
        return [Fraction(1, len(sources))] * len(sources)
    if any(weight is None for weight in given):
        raise InstrumentError(f"{where}: some have a weight and some have none. Give every one, or none.")
    shares = [_fraction(weight, f"{where}: weight") for weight in given]
    # Decimals such as 0.3333 cannot add up to 1 exactly; a millionth is forgiven, and spread evenly.
    whole = sum(shares, Fraction(0))
    if abs(whole - 1) > Fraction(1, 1_000_000) or min(shares) <= 0:
        raise InstrumentError(
            f"{where}: the weights add up to {float(whole):g}. They must all be above 0 and add up to 1; "
            "fractions such as 1/3 are exact."
        )
    return [one / whole for one in shares]


def _shrunk(code: str, dimension: Dimension, names: tuple[str, ...]) -> Dimension:
    kept = [one for one in dimension.indicators if one.name not in names]
    if not kept:
        raise InstrumentError(
            f"{code}: without {', '.join(names)} nothing is left of the dimension '{dimension.name}', "
            "so the measure cannot be computed. Find a survey that asks about it."
        )
    held = sum((one.weight for one in kept), Fraction(0))
    return replace(
        dimension,
        indicators=tuple(replace(one, weight=one.weight * dimension.weight / held) for one in kept),
    )


def _scaled(dimension: Dimension, weight: Fraction) -> Dimension:
    """The dimension with another weight in the whole."""
    inside = tuple(replace(one, weight=one.weight * weight / dimension.weight) for one in dimension.indicators)
    return replace(dimension, weight=weight, indicators=inside)


def _mapping(text: str, where: str, *allowed: str) -> dict[str, Any]:
    place = where or "the instrument"
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InstrumentError(f"{place} is not readable YAML: {error}") from error
    if not isinstance(found, dict):
        raise InstrumentError(f"{place} is empty or a list. It must start with `code:`.")
    _known(found, place, *allowed)
    return found


def _known(source: Any, where: str, *allowed: str) -> None:
    for key in source:
        if key not in allowed:
            hint = nearest(str(key), allowed) or f" Known here: {', '.join(allowed)}."
            raise InstrumentError(f"{where}: '{key}' is not known.{hint}")


def _text(source: Any, key: str, where: str) -> str:
    value = source.get(key) if isinstance(source, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise InstrumentError(f"{where}: `{key}` is missing or not text.")
    return value.strip()


def _list(source: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = source.get(key)
    if not isinstance(value, list) or not value:
        raise InstrumentError(f"{where}: `{key}` must be a list with at least one entry.")
    return value


def _labels(source: Any, where: str) -> dict[str, str]:
    labels = source.get("labels") or {}
    if not isinstance(labels, dict):
        raise InstrumentError(f"{where}: labels must be `{{en: ..., fr: ...}}`.")
    return {str(language): str(label) for language, label in labels.items()}


def _fraction(value: Any, where: str) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise InstrumentError(f"{where} is '{value}'. Write a number or a fraction such as 1/3.") from error


def _unique(names: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InstrumentError(f"{where} '{name}' appears twice. Give each its own name.")
        seen.add(name)
