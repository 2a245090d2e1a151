"""What the registry itself keeps about everyone, and the names that are therefore no variable's."""

from ayni.engines.dictionary.variables import Choice, Variable

SEXES = ("female", "male")
RELATIONSHIPS = (
    "head",
    "spouse",
    "child",
    "parent",
    "grandchild",
    "sibling",
    "other_relative",
    "non_relative",
)

#: What every household and person has besides the dictionary's variables. Rules may use these.
BUILT_IN: tuple[Variable, ...] = (
    Variable("id", "household", "integer"),
    Variable("area", "household", "text"),
    Variable("area_1", "household", "text"),
    Variable("id", "person", "integer"),
    Variable("number", "person", "integer"),
    Variable("sex", "person", "choice", choices=tuple(Choice(code) for code in SEXES)),
    Variable("relationship", "person", "choice", choices=tuple(Choice(code) for code in RELATIONSHIPS)),
    Variable("code", "area", "text"),
)

#: Columns of the persons' table that rules reach by `age` and `members`, not by name.
KEPT = {
    "household": frozenset({"area_path"}),
    "person": frozenset({"household_id", "born", "born_from", "born_to"}),
    "area": frozenset[str](),
}

#: How the columns of earlier results and of the area's variables begin, beside the household's own.
TAKEN_STARTS = {"household": ("score_", "enrolled_", "received_", "area__"), "person": (), "area": ()}

#: Words of the rule language, and of CEL beneath it, that would read as something else.
RESERVED = frozenset(
    """as break const continue else false for function if import in let loop namespace null package return
    true var void while on household person members head area enrolled received within age months score sum min
    max avg count date size""".split()  # noqa: SIM905 a list of words reads as one
)


def built_in(entity: str, name: str) -> Variable | None:
    """The registry's own variable of that name, or None."""
    return next((v for v in BUILT_IN if v.entity == entity and v.name == name), None)


def objection(variable: Variable) -> str:
    """Why a dictionary may not declare a variable of that name; empty when it may."""
    name, entity = variable.name, variable.entity
    if built_in(entity, name) or name in KEPT[entity]:
        return f"{entity}.{name}: every {entity} already has {name!r} from the registry; choose another name."
    if name in RESERVED:
        return f"{entity}.{name}: {name!r} is a word of the rule language; choose another name."
    if start := next((start for start in TAKEN_STARTS[entity] if name.startswith(start)), ""):
        return f"{entity}.{name}: names beginning with {start!r} are kept for other columns; choose another name."
    return ""
