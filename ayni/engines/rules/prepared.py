"""A definition whose rules have been checked against a dictionary: what both readers read."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from ayni.engines import dictionary
from ayni.engines.rules import asking, check, tree
from ayni.engines.rules import definition as definitions


@dataclass(frozen=True)
class Prepared:
    """One definition, its criteria and its amount as trees, and what each variable they name is."""

    definition: definitions.Definition
    criteria: tuple[check.Checked, ...]
    amount: check.Checked | None

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def names(self) -> list[str]:
        """The names of the criteria, in order."""
        return [criterion.name for criterion in self.definition.criteria]

    @property
    def checked(self) -> tuple[check.Checked, ...]:
        return (*self.criteria, *((self.amount,) if self.amount else ()))

    @cached_property
    def asks(self) -> dict[str, tree.Node]:
        """By the name of an answer: would it help to have it? Asked whether or not information is needed."""
        roots = [checked.root for checked in self.checked]
        wanted = sorted({name for root in roots for name in asking.names(root)})
        return {name: tree.disjunction(*(asking.because(root, name) for root in roots)) for name in wanted}

    @property
    def roots(self) -> list[tree.Node]:
        return [*(checked.root for checked in self.checked), *self.asks.values()]


@lru_cache(maxsize=256)
def prepare(definition: definitions.Definition, words: dictionary.Dictionary) -> Prepared:
    """Check a definition's rules. Raises RuleRefused for the first that does not check."""
    criteria = tuple(check.expression(one.rule.text, definition.unit, words) for one in definition.criteria)
    paid = definition.benefit.amount
    amount = check.expression(paid.text, definition.unit, words, "number") if paid is not None else None
    return Prepared(definition, criteria, amount)
