"""A text somebody is writing: a whole programme, or one rule alone, which is read as a programme that asks only it."""

import re

from ayni.engines.rules import definition, errors, formatting, passages

PROGRAMME = re.compile(r"^(programme|title|unit|legal_basis|component|criteria|benefit)[ \t]*:", re.MULTILINE)
CODE, CRITERION = "rule-alone", "rule"
WAIVER = "—"


def is_programme(text: str) -> bool:
    """Is a text written as a programme's file is? A rule never has one of its words at the start of a line."""
    return bool(PROGRAMME.search(text))


def read(text: str, unit: definition.Unit) -> definition.Definition:
    """The programme a text is, or the one made of a single rule about a unit; it gives nothing but its answer.

    Raises DefinitionRefused for a programme's file that cannot be read, and for an empty text.
    """
    if not text.strip():
        raise errors.DefinitionRefused("Nothing is written; write a rule, as household.rooms < 3.")
    if is_programme(text):
        return definition.load(text)
    rule = passages.Passage(text, tuple(_places(text)))
    return definition.Definition(
        code=CODE,
        title={},
        unit=unit,
        legal_basis="",
        criteria=(definition.Criterion(CRITERION, rule),),
        benefit=definition.Benefit(every="once", waiver=WAIVER),
    )


def formatted(text: str) -> str:
    """The text with its rules in their one form. Raises DefinitionRefused, and RuleRefused for a rule alone."""
    return formatting.format_definition(text) if is_programme(text) else formatting.format(text)


def _places(text: str) -> list[tuple[int, int]]:
    places, line, column = [], 1, 1
    for character in text:
        places.append((line, column))
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
    return places
