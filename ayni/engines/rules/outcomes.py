"""The outcome of a run, packed: two bits a criterion, a bit for each answer to ask for, many to a column.

Ten programmes over ten million people are some billions of answers, and writing them out costs more than finding
them. `packed` makes a few whole-number columns of them, a `Layout` tells what each bit is, and `unpacked` gives the
columns that people read back; it costs only what is looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import reduce
from operator import add, and_, or_
from typing import Any

import ibis

from ayni.engines.rules import amounts, bits, figures, prepared, rows, tree

IDENTITY = ("id", "household_id", "area", "area_1")
MONEY = "decimal(18, 2)"


@dataclass(frozen=True)
class Programme:
    """Where one programme's outcome stands.

    `unknown_amount` is a bit that is set where only the amount is missing. `amount` is the money everybody eligible
    receives, when it is the same for all; `has_amounts` tells of a column with each one's.
    """

    code: str
    criteria: dict[str, bits.Place]
    unknown_amount: bits.Place
    asks: dict[str, bits.Place]
    amount: str = ""
    has_amounts: bool = False

    def column(self, name: str) -> str:
        return f"{self.code}__{name}"


@dataclass(frozen=True)
class Layout:
    """The programmes of one unit, and where their outcomes stand in the columns `w0`, `w1`, …"""

    programmes: tuple[Programme, ...]

    def to_json(self) -> list[dict[str, Any]]:
        return [asdict(programme) for programme in self.programmes]

    @classmethod
    def from_json(cls, written: Sequence[dict[str, Any]]) -> "Layout":
        return cls(tuple(_programme(one) for one in written))


def layout(runs: Iterable[prepared.Prepared]) -> Layout:
    """A place for everything that is to be known of these programmes, in their order."""
    runs = list(runs)
    widths = [width for run in runs for width in (*(2 for _ in run.criteria), 1, *(1 for _ in run.asks))]
    free = iter(bits.places(widths))
    return Layout(tuple(_placed(run, free) for run in runs))


def packed(runs: Sequence[prepared.Prepared], layout: Layout, frame: rows.Frame) -> Any:
    """The unit's identity, the words, and a column of amounts for each programme that has its own for each.

    Answers to ask for are looked for only where a programme needs information: a CASE reaches the others never.
    """
    pairs = list(zip(runs, layout.programmes, strict=True))
    found = {name: column for run, programme in pairs for name, column in _found(run, programme, frame).items()}
    settled = frame.standing_on(frame.table.mutate(**found))
    parts = {place: settled.table[_part(place)] for _, one in pairs for place in one.criteria.values()}
    for run, programme in pairs:
        parts |= _wanting(run, programme, settled)
    paid = [programme.column("amount") for programme in layout.programmes if programme.has_amounts]
    return settled.table.select(*IDENTITY, *paid, **bits.named("w", bits.words(parts)))


def _found(run: prepared.Prepared, programme: Programme, frame: rows.Frame) -> dict[str, Any]:
    """The criteria, each in its place, and the amount of those who meet them all."""
    sides = [frame.sides(checked.root) for checked in run.criteria]
    made = {
        _part(place): bits.written(place, holds, fails)
        for place, (holds, fails) in zip(programme.criteria.values(), sides, strict=True)
    }
    if programme.has_amounts and run.amount:
        all_hold = reduce(and_, [holds for holds, _ in sides])
        amount = amounts.money(frame.column(run.amount.root).cast("float64"))
        made[programme.column("amount")] = ibis.cases((all_hold, amount))
    return made


def _wanting(run: prepared.Prepared, programme: Programme, frame: rows.Frame) -> dict[bits.Place, Any]:
    """A bit for each answer to ask for, and for an amount that is not known; none where all is settled."""
    codes = {place: frame.table[_part(place)] for place in programme.criteria.values()}
    any_fails = reduce(or_, [code == place.of(bits.NO) for place, code in codes.items()])
    all_hold = reduce(and_, [code == place.of(bits.YES) for place, code in codes.items()])
    settled = [(any_fails, programme.unknown_amount.of(0))]
    flags = [_flag(place, frame.sides(run.asks[name])[0]) for name, place in programme.asks.items()]
    if programme.has_amounts:
        is_paid = frame.table[programme.column("amount")].notnull()
        settled.append((all_hold & is_paid, programme.unknown_amount.of(0)))
        flags.append(_flag(programme.unknown_amount, all_hold))
    else:
        settled.append((all_hold, programme.unknown_amount.of(0)))
    by_word: dict[int, list[Any]] = {}
    places = [*programme.asks.values(), *([programme.unknown_amount] if programme.has_amounts else [])]
    for place, flag in zip(places, flags, strict=True):
        by_word.setdefault(place.word, []).append((place, flag))
    return {
        here[0][0]: ibis.cases(*settled, else_=reduce(add, [flag for _, flag in here])) for here in by_word.values()
    }


def _part(place: bits.Place) -> str:
    return f"part_{place.word}_{place.shift}"


def unpacked(table: Any, layout: Layout) -> Any:
    """The columns as people read them.

    `id`, `household_id`, `area`, `area_1`, and for each programme `<code>__result` (eligible, ineligible,
    needs_information), `<code>__amount` (decimal(18, 2), for the eligible), `<code>__<criterion>` (boolean, null
    unknown) and `<code>__missing` (names of answers to ask for, sorted, comma between; empty when none).
    """
    made = {name: column for programme in layout.programmes for name, column in _columns(table, programme).items()}
    return table.select(*IDENTITY, **made)


def _columns(table: Any, programme: Programme) -> dict[str, Any]:
    holds = [_is(table, place, bits.YES) for place in programme.criteria.values()]
    fails = [_is(table, place, bits.NO) for place in programme.criteria.values()]
    is_complete = reduce(and_, holds)
    if programme.has_amounts:
        is_complete = is_complete & _is(table, programme.unknown_amount, 0)
    amount = table[programme.column("amount")] if programme.has_amounts else _constant(programme)
    result = ibis.cases((reduce(or_, fails), "ineligible"), (is_complete, "eligible"), else_="needs_information")
    wanting = [ibis.cases((_is(table, place, 1), name)) for name, place in programme.asks.items()]
    return {
        programme.column("result"): result,
        programme.column("amount"): ibis.cases((is_complete, amount)),
        **{
            programme.column(name): ibis.cases((yes, True), (no, False))
            for name, yes, no in zip(programme.criteria, holds, fails, strict=True)
        },
        programme.column("missing"): ibis.literal(",").join(wanting) if wanting else ibis.literal(""),
    }


def _is(table: Any, place: bits.Place, value: int) -> Any:
    return place.read(table[f"w{place.word}"]) == place.of(value)


def _flag(place: bits.Place, condition: Any) -> Any:
    return ibis.cases((condition, place.of(1)), else_=place.of(0))


def _constant(programme: Programme) -> Any:
    return ibis.literal(Decimal(programme.amount), MONEY) if programme.amount else ibis.null(MONEY)


def _placed(run: prepared.Prepared, free: Any) -> Programme:
    criteria = {name: next(free) for name in run.names}
    unknown_amount = next(free)
    asks = {name: next(free) for name in run.asks}
    same_for_all = _same_for_all(run)
    has_amounts = run.amount is not None and same_for_all is None
    return Programme(
        run.code, criteria, unknown_amount, asks, "" if same_for_all is None else str(same_for_all), has_amounts
    )


def _same_for_all(run: prepared.Prepared) -> Decimal | None:
    root = run.amount.root if run.amount else None
    return figures.money(float(root.value)) if isinstance(root, tree.Literal) else None  # type: ignore[arg-type]


def _programme(written: dict[str, Any]) -> Programme:
    parts = {name: {key: bits.Place(**at) for key, at in written[name].items()} for name in ("criteria", "asks")}
    return Programme(**{**written, **parts, "unknown_amount": bits.Place(**written["unknown_amount"])})
