"""A whole dictionary: look a variable up, find the nearest name, read and write it as YAML."""

import difflib
import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property

from ayni.engines.dictionary import canonical, errors, registry, variables, written


class Dictionary:
    """The variables of one country at one time, in their order of declaration.

    Two with the same contents are equal. Raises DictionaryError when a name is declared twice for one entity,
    or already means something to the registry or the rule language.
    """

    def __init__(self, contents: Iterable[variables.Variable] = ()) -> None:
        self.variables = tuple(contents)
        self._by_name: dict[tuple[str, str], variables.Variable] = {(v.entity, v.name): v for v in self.variables}
        objections = [self._twice(), *(registry.objection(v) for v in self.variables), *self._one_column()]
        if any(objections):
            raise errors.DictionaryError("\n".join(filter(None, objections)))

    def get(self, entity: str, name: str) -> variables.Variable | None:
        """The variable of that name, or None when the dictionary has none."""
        return self._by_name.get((entity, name))

    def of(self, entity: str) -> tuple[variables.Variable, ...]:
        """The household's variables, the person's or the area's, in order."""
        return tuple(v for v in self.variables if v.entity == entity)

    def nearest(self, entity: str, name: str) -> str | None:
        """The declared or built-in name most like a misspelt one; None when nothing is alike."""
        names = [v.name for v in (*self.of(entity), *registry.BUILT_IN) if v.entity == entity]
        close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        return close[0] if close else None

    @cached_property
    def version(self) -> str:
        """Twelve characters that change whenever anything in the dictionary does."""
        return hashlib.sha256(self.to_yaml().encode()).hexdigest()[:12]

    @classmethod
    def from_yaml(cls, text: str) -> "Dictionary":
        """Read `to_yaml`'s form. Raises DictionaryError naming the variable and what is wrong with it."""
        return cls(written.read(text))

    def to_yaml(self) -> str:
        return written.write(self.variables)

    def __iter__(self) -> Iterator[variables.Variable]:
        return iter(self.variables)

    def __len__(self) -> int:
        return len(self.variables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dictionary) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)

    def _twice(self) -> str:
        names = [f"{v.entity}.{v.name}" for v in self.variables]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if not repeated:
            return ""
        return f"The dictionary declares {', '.join(repeated)} more than once; keep one declaration of each."

    def _one_column(self) -> Iterator[str]:
        """Objections to two variables that would stand in one column, as `birth_from` beside a partial `birth`."""
        owners: dict[tuple[str, str], str] = {}
        for variable in self.variables:
            for column in canonical.columns(variable):
                owner = owners.setdefault((canonical.table(variable), column.name), variable.name)
                builtin = (
                    registry.built_in(variable.entity, column.name) or column.name in registry.KEPT[variable.entity]
                )
                if owner != variable.name or (builtin and column.name != variable.name):
                    yield (
                        f"{variable.entity}.{variable.name}: its column {column.name!r} is that of {owner!r} too; "
                        "choose another name."
                    )
