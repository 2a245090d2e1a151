"""A world: a random dictionary, a random registry that answers it, and random rules about it, all from one number."""

from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Any, Literal

from ayni.engines import dictionary
from ayni.engines.rules import check, definition, errors, passages, prepared, reading
from tests.generative.rules import phrases, populations, vocabularies

RULES, HOUSEHOLDS = 40, 40
DECIDED = 3  # programmes of those rules that are decided as well: what to ask for is ten times the work of the rules
SHALLOW, DEEP = (0, 0, 1), (0, 1, 1, 1, 2)  # how many things stand inside one another in the rules of a world
CRITERIA = 3  # and an amount, in each programme
PROGRAMME = """
programme: {code}
unit: {unit}
criteria: [{criteria}]
benefit: {{amount: "1", every: month}}
"""


@dataclass(frozen=True)
class World:
    """`seed` makes the same world again, and `place` its registry where it is not the first."""

    seed: int
    unit: Literal["household", "person"]
    words: dictionary.Dictionary
    registry: populations.Population
    truths: tuple[str, ...]
    numbers: tuple[str, ...]
    place: int = 0

    def elsewhere(self, place: int) -> "World":
        """The same rules where another registry answers them."""
        random = Random(f"{self.seed}/{place}")
        size = len(self.registry.households)
        return replace(self, place=place, registry=populations.population(random, self.words, size))

    @property
    def rules(self) -> dict[str, check.Checked]:
        """Every rule by a name, checked."""
        found = {f"truth_{n}": check.expression(text, self.unit, self.words) for n, text in enumerate(self.truths)}
        for place, text in enumerate(self.numbers):
            found[f"number_{place}"] = check.expression(text, self.unit, self.words, "number")
        return found

    @cached_property
    def programmes(self) -> list[definition.Definition]:
        """The rules as programmes, with their amounts."""
        each = [self.truths[start : start + CRITERIA] for start in range(0, len(self.truths), CRITERIA)]
        pairs = list(zip(each, self.numbers, strict=True))[:DECIDED]
        return [_programme(f"p{n}", self.unit, *pair) for n, pair in enumerate(pairs)]

    def decided(self) -> dict[int, dict[str, Any]]:
        """By the id of each unit: the cells that the reader of one unit gives it."""
        found: dict[int, dict[str, Any]] = {unit: {} for unit in self.registry.units(self.unit)}
        for one in self.programmes:
            run = prepared.prepare(one, self.words)
            for unit, facts in self.registry.units(self.unit).items():
                found[unit] |= _cells(one.code, reading.evaluate(run, facts, on=populations.ON))
        return found

    def values(self) -> dict[int, dict[str, Any]]:
        """By the id of each unit: what the reader of one unit gives for every rule."""
        roots = {name: checked.root for name, checked in self.rules.items()}
        return {
            unit: {name: reading.Reader(facts, populations.ON).read(root).value for name, root in roots.items()}
            for unit, facts in self.registry.units(self.unit).items()
        }

    def said(self, cell: str) -> str:
        """The rule, or the programme's rules, that a cell is about."""
        kind, _, rest = cell.partition("_")
        if kind in ("truth", "number"):
            return (self.truths if kind == "truth" else self.numbers)[int(rest)]
        code, _, name = cell.partition("__")
        one = next(one for one in self.programmes if one.code == code)
        rules = {c.name: c.rule.text for c in one.criteria} | {"amount": one.benefit.amount.text}  # type: ignore[union-attr]
        return rules.get(name) or "\n  ".join(f"{key}: {text}" for key, text in rules.items())


def draw(
    seed: int,
    *,
    complete: bool = False,
    rules: int = RULES,
    households: int = HOUSEHOLDS,
    depths: tuple[int, ...] = DEEP,
) -> World:
    """One world in which everything is drawn; in a complete one everything is known and applies."""
    random = Random(seed)
    unit = random.choice(("household", "household", "person"))
    words = vocabularies.vocabulary(random, all_apply=complete)
    writer = phrases.Phrases(random, words, unit)
    amounts = rules // (CRITERIA + 1)
    truths = tuple(_checked(writer.truth, depths, random, words, unit, "bool") for _ in range(amounts * CRITERIA))
    numbers = tuple(_checked(writer.number, depths, random, words, unit, "number") for _ in range(amounts))
    registry = populations.population(random, words, households, complete=complete)
    return World(seed, unit, words, registry, truths, numbers)


def _checked(
    write: Any, depths: tuple[int, ...], random: Random, words: dictionary.Dictionary, unit: str, wants: Any
) -> str:
    """The next rule written that does not stand too deep."""
    while True:
        depth = random.choice(depths)
        text: str = write(depth)
        try:
            check.expression(text, unit, words, wants)
        except errors.RuleRefused as refused:
            if "deep at most" not in str(refused) and "too costly" not in str(refused):
                raise AssertionError(f"{text}\n{refused}") from refused
        else:
            return text


def _programme(code: str, unit: str, truths: tuple[str, ...], amount: str) -> definition.Definition:
    empty = ", ".join(f'{{name: c{n}, rule: "true"}}' for n in range(len(truths)))
    drawn = definition.load(PROGRAMME.format(code=code, unit=unit, criteria=empty))
    criteria = tuple(replace(c, rule=passages.Passage(text)) for c, text in zip(drawn.criteria, truths, strict=True))
    return replace(drawn, criteria=criteria, benefit=replace(drawn.benefit, amount=passages.Passage(amount)))


def _cells(code: str, outcome: reading.Outcome) -> dict[str, Any]:
    missing = {_unnumbered(name) for name in outcome.missing}
    cells = {"result": outcome.result, "amount": outcome.amount, "missing": ",".join(sorted(missing))}
    return {f"{code}__{name}": value for name, value in (outcome.criteria | cells).items()}


def _unnumbered(name: str) -> str:
    """`members[3].wage` as a run over the registry names it: `members.wage`."""
    start, bracket, rest = name.partition("[")
    return start + rest.partition("]")[2] if bracket else name
