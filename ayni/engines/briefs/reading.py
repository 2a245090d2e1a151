"""A result read for people: key figures, a section for each thing it is told apart by, who was left out, the method.

    read = reading.of(result.as_dict(), Speaker("fr"), names={"region": {"01": "Nord"}})

The figures of one list are put in order: those of everybody head the page; those that differ in one quality (a region,
an indicator, a cut-off) make a section, as bars or, along a number, as a curve; those by two qualities at once are for
the spreadsheet. Where a figure stands for several cut-offs or lines, the first of them is the main one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ayni.engines.briefs import speaking, telling
from ayni.engines.briefs.speaking import Speaker
from ayni.engines.briefs.telling import Told

#: Qualities that are a choice of the analyst, not a part of the population.
CHOICES = ("k", "K", "line", "cut", "tau", "alpha", "epsilon", "scheme", "welfare", "standard", "sample", "share")
#: What is never averaged over: figures by it and one more quality make a section for each of its values.
SPLITS = ("stage",)
#: Qualities whose values are names of an instrument's own, told as words where they have no label.
NAMED = ("indicator", "dimension", "stage", "given", "with", "criterion", "pillar", "domain")
#: Figures that have a drawing of their own, see `overlapping`.
DRAWN = ("venn",)
CENTRED = 1e-9
JOINED, COMBINED = " + ", ("combination", "deprived of")  # things that somebody has at once
KEY_FIGURES = 6
POINTS_OF_A_CURVE = 4
Names = Mapping[str, Mapping[str, str]]
Plain = Mapping[str, Any]
Place = tuple[str, str, str | float]  # what a section tells apart; and what it is of alone


@dataclass(frozen=True)
class Row:
    """One group, indicator or point: its label, and a figure for each column (None where there is none)."""

    value: str | float
    label: str
    cells: tuple[Told | None, ...]

    @property
    def first(self) -> Told | None:
        return next((cell for cell in self.cells if cell is not None), None)


@dataclass(frozen=True)
class Section:
    """Figures told apart by one quality. `finding` states in a sentence what they show."""

    key: str
    title: str
    what: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    finding: str
    is_curve: bool = False

    @property
    def leads(self) -> tuple[Told | None, ...]:
        """The first column: what the chart shows."""
        return tuple(row.cells[0] for row in self.rows)


@dataclass(frozen=True)
class Reading:
    """A result, told in one language."""

    speaker: Speaker
    method: str
    title: str
    headlines: tuple[Told, ...]
    others: tuple[Told, ...]
    sections: tuple[Section, ...]
    has_crossed: bool
    left_out: tuple[tuple[str, str], ...]
    sample: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    definition: str
    missing: str
    error: str
    sources: tuple[str, ...]

    @property
    def stars(self) -> int:
        return sum(cell.star for section in self.sections for row in section.rows for cell in row.cells if cell)

    @property
    def is_empty(self) -> bool:
        return not (self.headlines or self.others or self.sections)


class Teller:
    """Figures of one result as sentences: what they are called, and of what."""

    def __init__(self, speaker: Speaker, names: Names, figures: Mapping[str, Plain]) -> None:
        self.speaker, self.names, self.figures = speaker, names, figures

    def about(self, name: str) -> Plain:
        return self.figures.get(name) or speaking.about_figure(name)

    def label(self, name: str) -> str:
        return self.speaker.of(self.about(name), speaking.pretty(name))

    def key(self, key: str) -> str:
        given = self.names.get("", {}).get(key)
        return given or self.speaker.of(speaking.about_key(key), speaking.pretty(key))

    def quality(self, key: str, value: str | float) -> str:
        """What a figure is of: a group's name, or a number as the language writes it."""
        known = self.names.get(key, {}).get(str(value)) or self.names.get("*", {}).get(str(value))
        if known:
            return known
        if isinstance(value, str) and JOINED in value:
            return JOINED.join(self.quality(key, part) for part in value.split(JOINED))
        if value == "none" and key in COMBINED:
            return self.speaker.say("none_of_them")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return speaking.pretty(str(value)) if key in NAMED else str(value)
        if key == "k" and 0 < value < 1:
            return self.speaker.percent(value, 0)
        return self.speaker.number(value, 0 if float(value).is_integer() else 2)

    def told(self, figure: Plain, *qualities: str) -> Told:
        """A figure, its label followed by the qualities named."""
        of = figure.get("of") or {}
        said = [self.quality(key, of[key]) for key in qualities if key in of]
        label = " · ".join([self.label(figure["figure"]), *said])
        return telling.told(figure, self.speaker, label=label, kind=self._kind(figure))

    def _kind(self, figure: Plain) -> speaking.Kind:
        known = self.about(figure["figure"]).get("kind")
        if known:
            return known  # type: ignore[no-any-return]
        value = figure.get("value")
        return "index" if value is not None and abs(value) <= 1 else "number"


def of(
    result: Plain, speaker: Speaker, *, title: str = "", names: Names | None = None, figures: Plain | None = None
) -> Reading:
    """Read a result's plain values.

    names: for each quality the labels of its values; under "" those of the qualities themselves, under "*" those of
    values of any, see `naming`.
    figures: for each figure its labels by language and its `kind`, where the catalogue does not know it.
    """
    method = str(result["method"])
    note, everywhere = speaking.about_method(method), speaking.about_method("all")
    teller = Teller(speaker, names or {}, {**own_figures(method), **(figures or {})})
    order = list(note.get("headline") or ())
    alone, families, has_crossed = _sorted(result["figures"])
    chosen = _headlines(alone, families, order)
    rest = [one for one in alone if all(one is not other for other in chosen)]
    return Reading(
        speaker=speaker,
        method=method,
        title=title or speaker.of(note.get("title"), speaking.pretty(method)),
        headlines=tuple(teller.told(one, *_parts(one)) for one in chosen),
        others=tuple(teller.told(one, *(one.get("of") or {})) for one in rest),
        sections=tuple(_section(key, found, order, teller) for key, found in families.items()),
        has_crossed=has_crossed,
        left_out=tuple(
            (speaking.pretty(why), speaker.number(count)) for why, count in result["left_out"].items() if count
        ),
        sample=tuple(_facts(result["sample"], speaker)),
        notes=tuple(result["notes"]),
        definition=speaker.of(note.get("definition")),
        missing=speaker.of(note.get("missing")),
        error=speaker.of(everywhere.get("error")),
        sources=tuple(note.get("sources") or ()),
    )


def own_figures(method: str) -> Plain:
    """What a method's figures are called where it has words of its own for them."""
    return speaking.about_method(method).get("figures") or {}


def _sorted(figures: Sequence[Plain]) -> tuple[list[Plain], dict[Place, list[Plain]], bool]:
    """Those that stand alone; those that differ in one quality, by it; whether some differ in more."""
    kin: dict[tuple[str, frozenset[str]], list[Plain]] = {}
    for one in figures:
        if one["figure"] not in DRAWN:
            kin.setdefault((one["figure"], frozenset(one.get("of") or {})), []).append(one)
    alone: list[Plain] = []
    families: dict[Place, list[Plain]] = {}
    has_crossed = False
    for members in kin.values():
        chosen, varying = members, _varying(members)
        if len(varying) > 1:
            has_crossed = True
            chosen = _main(members, varying)
            varying = _varying(chosen)
        if not varying:
            alone.extend(chosen)
        elif len(varying) == 1:
            families.setdefault((varying[0], "", ""), []).extend(chosen)
        elif len(varying) == 2 and (split := next((key for key in SPLITS if key in varying), "")):
            other = next(key for key in varying if key != split)
            for one in chosen:
                families.setdefault((other, split, one["of"][split]), []).append(one)
    return alone, families, has_crossed


def _varying(members: Sequence[Plain]) -> list[str]:
    """The qualities in which figures of one name differ."""
    first = members[0].get("of") or {}
    return [key for key in first if any(one["of"][key] != first[key] for one in members)]


def _main(members: Sequence[Plain], varying: Sequence[str]) -> list[Plain]:
    """Only those of the first cut-off, line or other choice, where something else differs too."""
    choices = [key for key in varying if key in CHOICES]
    rest = [key for key in varying if key not in CHOICES]
    fixed = choices if rest and set(rest) != set(SPLITS) else choices[:-1]
    first = members[0]["of"]
    return [one for one in members if all(one["of"][key] == first[key] for key in fixed)]


def _headlines(alone: Sequence[Plain], families: Mapping[Place, list[Plain]], order: Sequence[str]) -> list[Plain]:
    """The figures of everybody that head the page: those the method names, else the first."""
    found: list[Plain] = []
    for name in order:
        standing = [one for one in alone if one["figure"] == name and not _parts(one)]
        chosen = [one for key in CHOICES for one in families.get((key, "", ""), ()) if one["figure"] == name]
        found.extend((standing or chosen)[:1] or _of_each_stage(name, families))
    for one in alone:
        if len(found) >= min(3, KEY_FIGURES):
            break
        tells = abs(one.get("value") or 0.0) > CENTRED  # an index that is centred has zero for its mean
        if not _parts(one) and tells and all(one is not other for other in found):
            found.append(one)
    return found[:KEY_FIGURES]


def _of_each_stage(name: str, families: Mapping[Place, list[Plain]]) -> list[Plain]:
    """The main figure of each stage of life, where there is none of all stages."""
    by_choice = [members for (key, split, _part), members in families.items() if split and key in CHOICES]
    alone = families.get((SPLITS[0], "", ""), [])
    first = [next((one for one in members if one["figure"] == name), None) for members in by_choice]
    return [one for one in first if one is not None] or [one for one in alone if one["figure"] == name]


def _parts(figure: Plain) -> list[str]:
    """The qualities that make a figure one of a part of the people, not of all."""
    return [key for key in (figure.get("of") or {}) if key not in CHOICES]


def _section(place: Place, members: Sequence[Plain], order: Sequence[str], teller: Teller) -> Section:
    key, split, part = place
    names = list(dict.fromkeys(one["figure"] for one in members))
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    values = list(dict.fromkeys(one["of"][key] for one in members))
    placed: dict[tuple[str, str | float], Plain] = {}
    for one in members:
        placed.setdefault((one["figure"], one["of"][key]), one)
    is_curve = len(values) >= POINTS_OF_A_CURVE and all(isinstance(value, (int, float)) for value in values)
    if is_curve:
        values.sort()
    rows = tuple(
        Row(value, teller.quality(key, value), tuple(_cell(placed.get((name, value)), teller) for name in names))
        for value in values
    )
    what = teller.key(key)
    title = teller.speaker.say("by", what=what[:1].lower() + what[1:])
    if split:
        title = f"{title} · {teller.quality(split, part)}"
    columns = tuple(teller.label(name) for name in names)
    return Section(key, title, what, columns, rows, _finding(rows, teller.speaker, is_curve=is_curve), is_curve)


def _cell(figure: Plain | None, teller: Teller) -> Told | None:
    return None if figure is None else teller.told(figure)


def _finding(rows: Sequence[Row], speaker: Speaker, *, is_curve: bool) -> str:
    """What the first column shows, in sentences."""
    known = [(row.label, cell) for row in rows if (cell := row.cells[0]) is not None and cell.is_known]
    if not known:
        return speaker.say("none_shown")
    if is_curve:
        (low, first), (high, last) = known[0], known[-1]
        return speaker.say("curve_from_to", first=first.value, low=low, last=last.value, high=high)
    highest = max(known, key=lambda one: one[1].at or 0)
    lowest = min(known, key=lambda one: one[1].at or 0)
    said = [speaker.say("highest", label=highest[0], value=highest[1].value)]
    if len(known) > 1:
        said.append(speaker.say("lowest", label=lowest[0], value=lowest[1].value))
    hidden = sum(cell.is_hidden for row in rows if (cell := row.cells[0]) is not None)
    if hidden:
        said.append(speaker.say("some_hidden", count=speaker.number(hidden)))
    return " ".join(said)


def _facts(sample: Plain, speaker: Speaker) -> Iterable[tuple[str, str]]:
    """The facts of a sample that have a name in words; others are for the file."""
    for key, value in sample.items():
        name = speaker.may_say(f"fact_{key}", "")
        if not name or value is None or value == "":
            continue
        if isinstance(value, bool):
            yield name, speaker.say("yes" if value else "no")
        elif isinstance(value, (int, float)):
            yield name, speaker.percent(value) if key == "retained" else speaker.number(value)
