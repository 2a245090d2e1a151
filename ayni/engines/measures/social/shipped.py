"""The instruments that come with the system."""

from __future__ import annotations

from pathlib import Path

from ayni.engines.measures import specs
from ayni.engines.measures.social import instrument

FOLDER = Path(__file__).with_name("instruments")


def names() -> tuple[str, ...]:
    """The codes of all of them."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def named(code: str) -> instrument.Instrument:
    """One of them. Refuses: SpecError, with the nearest name."""
    if code not in names():
        near = specs.nearest(code, names()) or f" There are: {', '.join(names())}."
        raise specs.SpecError(f"No instrument is called '{code}'.{near}")
    file = FOLDER / f"{code}.yaml"
    return instrument.read(specs.Spec.read(file.read_text(encoding="utf-8"), file.name))
