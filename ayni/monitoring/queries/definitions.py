"""The indicators there are: files beside this code, read once."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from ayni.commons import languages
from ayni.engines.measures import indicators as written
from ayni.monitoring import errors

FOLDER = Path(__file__).resolve().parent.parent / "indicators"
GROUPS = "groups.yaml"


@dataclass(frozen=True)
class IndicatorShown:
    """An indicator in the reader's language. `groups` are the ways it is told apart, by name with their titles."""

    code: str
    title: str
    definition: str
    unit: written.Unit
    of: str
    among: str
    counted: str
    groups: dict[str, str]
    has_areas: bool
    reference: str


@functools.cache
def defined() -> dict[str, written.Indicator]:
    """Every indicator by code, in order of code. Refuses: IndicatorRefused, with the file."""
    paths = sorted(path for path in FOLDER.glob("*.yaml") if path.name != GROUPS)
    found = [written.load(path.read_text(encoding="utf-8"), where=path.name) for path in paths]
    return {one.code: one for one in found}


@functools.cache
def groups() -> dict[str, written.Group]:
    """Every way to tell people apart, by name."""
    return written.load_groups((FOLDER / GROUPS).read_text(encoding="utf-8"), where=GROUPS)


def indicators() -> list[IndicatorShown]:
    """Every indicator as people read it. Definitions are public: no reader is needed."""
    return [_shown(one) for one in defined().values()]


def indicator(code: str) -> IndicatorShown:
    """One indicator. Refuses: UnknownIndicator."""
    return _shown(known(code))


def known(code: str) -> written.Indicator:
    """Refuses: UnknownIndicator."""
    if code not in defined():
        raise errors.UnknownIndicator(code, defined())
    return defined()[code]


def group_title(name: str) -> str:
    """What a group is called; a column that is no group is called by its name."""
    return languages.text(groups()[name].labels) if name in groups() else name.replace("_", " ").capitalize()


def category_title(group: str, category: str) -> str:
    """What a category is called; a value of a column is its own title."""
    labels = groups()[group].category_labels if group in groups() else {}
    return languages.text(labels.get(category)) or category


def _shown(one: written.Indicator) -> IndicatorShown:
    return IndicatorShown(
        code=one.code,
        title=languages.text(one.title),
        definition=languages.text(one.definition),
        unit=one.unit,
        of=one.assessment or one.of,
        among=_condition(one.among),
        counted=_condition(one.counted),
        groups={name: group_title(name) for name in one.by if name != "area_1"},
        has_areas="area_1" in one.by,
        reference=one.reference,
    )


def _condition(condition: written.Condition) -> str:
    """A rule as it is written; values of columns as `status in [paid, returned]`."""
    if isinstance(condition, str):
        return condition
    return " && ".join(f"{name} in [{', '.join(values)}]" for name, values in condition.items())
