"""What is different between two dictionaries, told so that an officer can judge it; and a dictionary as changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from ayni.engines.dictionary import contents, variables

Kind = Literal["added", "removed", "changed"]

#: They say when and how often a variable was declared, not what it means.
BOOKKEEPING = frozenset({"name", "entity", "version", "since"})


@dataclass(frozen=True)
class Difference:
    """One word of a declaration, before and after, as texts; empty where it said nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One variable that is added, removed or changed. `differences` is empty for one removed."""

    kind: Kind
    entity: str
    name: str
    differences: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        told = "; ".join(f"{d.field}: {d.before or '–'} → {d.after or '–'}" for d in self.differences)
        return f"{self.entity}.{self.name} {self.kind}" + (f" ({told})" if told and self.kind == "changed" else "")


def compare(old: contents.Dictionary, new: contents.Dictionary) -> list[Change]:
    """Every difference in meaning: removed, then changed and added, in each dictionary's order."""
    gone = [Change("removed", v.entity, v.name) for v in old if new.get(v.entity, v.name) is None]
    return [*gone, *(change for v in new if (change := between(old.get(v.entity, v.name), v)))]


def between(old: variables.Variable | None, new: variables.Variable) -> Change | None:
    """How one variable differs from what it was; None when it means the same."""
    before = told(old) if old else {}
    after = told(new)
    found = tuple(
        Difference(word, before.get(word, ""), after.get(word, ""))
        for word in dict.fromkeys((*before, *after))
        if before.get(word, "") != after.get(word, "")
    )
    if old is None:
        return Change("added", new.entity, new.name, found)
    return Change("changed", new.entity, new.name, found) if found else None


def told(variable: variables.Variable) -> dict[str, str]:
    """A variable's declaration as texts, one for each word and language; words that say nothing are left out."""
    found: dict[str, str] = {}
    for declared in fields(variable):
        if declared.name not in BOOKKEEPING:
            found |= _texts(declared.name, getattr(variable, declared.name))
    for choice in variable.choices:
        for language, label in choice.labels.items():
            found[f"label of {choice.code} ({language})"] = label
    return {word: text for word, text in found.items() if text}


def applied(
    old: contents.Dictionary, put: Iterable[variables.Variable], retired: Collection[tuple[str, str]] = ()
) -> contents.Dictionary:
    """The dictionary with variables added or in place of their namesakes, and others gone.

    Raises DictionaryError when they do not stand together.
    """
    replaced: Mapping[tuple[str, str], variables.Variable] = {(v.entity, v.name): v for v in put}
    kept = [replaced.get((v.entity, v.name), v) for v in old if (v.entity, v.name) not in retired]
    return contents.Dictionary([*kept, *(v for v in replaced.values() if old.get(v.entity, v.name) is None)])


def _texts(word: str, value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {f"{word} ({language})": text for language, text in value.items()}
    if isinstance(value, tuple):
        items = [item.code if isinstance(item, variables.Choice) else str(item) for item in value]
        return {word: ", ".join(items)}
    return {word: "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)}
