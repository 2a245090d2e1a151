"""What may be written at a place of a rule: the page's script looks it up here."""

from __future__ import annotations

from typing import Any

from ayni.commons import languages
from ayni.engines import dictionary as dictionaries
from ayni.registry import queries as registry
from ayni.web.dictionary import words as said

#: Each function with what is put after its name; the cursor goes before the last bracket.
FUNCTIONS = (
    *("age(person, on)", "months(person, on)", 'score("")', 'enrolled("")', 'received("", 12)', 'within(area, "")'),
    *('date("")', "years_between(, on)", "months_between(, on)", "days_between(, on)"),
    *("add_years(on, 1)", "add_months(on, 1)", "add_days(on, 1)", "year(on)", "month(on)", "min(, )", "max(, )"),
    *("size(members)", "sum(members.map(m, ))", "avg(members.map(m, ))", "count(members)"),
)
OVER_MEMBERS = tuple(
    f"{name}(m, )" for name in ("exists", "all", "exists_one", "count", "sum", "min", "max", "avg", "filter", "map")
)
SUBJECTS = ("household", "person", "members", "head", "area", "on", "true", "false")


def words() -> dict[str, Any]:
    """By entity its variables, each with its label, type and choices; and the words of the language."""
    dictionary = registry.dictionary()
    return {
        "entities": {entity: _variables(dictionary, entity) for entity in dictionaries.ENTITIES},
        "functions": FUNCTIONS,
        "members": OVER_MEMBERS,
        "subjects": SUBJECTS,
    }


def _variables(dictionary: dictionaries.Dictionary, entity: str) -> list[dict[str, Any]]:
    own = [known for known in dictionaries.BUILT_IN if known.entity == entity and known.name != "id"]
    return [_variable(known) for known in (*dictionary.of(entity), *own)]  # type: ignore[arg-type]


def _variable(known: dictionaries.Variable) -> dict[str, Any]:
    return {
        "name": known.name,
        "label": languages.text(known.labels),
        "type": str(said.TYPES.get(known.type, known.type)),
        "choices": [[choice.code, languages.text(choice.labels)] for choice in known.choices],
    }
