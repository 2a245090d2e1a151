"""A variable as the answers of a form, and back. Languages that the form does not ask for stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ayni.engines.dictionary import MISSING, Choice, Variable

PART = "|"


def spelt(variable: Variable, languages: Sequence[str]) -> dict[str, Any]:
    """What the form begins with."""
    plain = {name: getattr(variable, name) for name in ("entity", "name", "type", "unit", "minimum", "maximum")}
    plain |= {name: getattr(variable, name) for name in ("sensitivity", "source")}
    texts = {f"label_{code}": variable.labels.get(code, "") for code in languages}
    texts |= {f"question_{code}": variable.question.get(code, "") for code in languages}
    missing = {kind: "yes" if kind in variable.missing else "no" for kind in MISSING}
    return {**plain, **texts, **missing, "choices": "\n".join(_line(one, languages) for one in variable.choices)}


def variable(answers: Mapping[str, Any], languages: Sequence[str], before: Variable | None) -> Variable:
    """The variable that the form describes. Raises DictionaryError when it cannot be."""
    known = {one.code: one.labels for one in before.choices} if before else {}
    return Variable(
        name=answers["name"],
        entity=answers["entity"],
        type=answers["type"],
        labels=_texts(answers, "label", languages, before.labels if before else {}),
        question=_texts(answers, "question", languages, before.question if before else {}),
        choices=tuple(_choice(line, languages, known) for line in answers["choices"].splitlines() if line.strip()),
        unit=answers["unit"],
        minimum=_number(answers["minimum"]),
        maximum=_number(answers["maximum"]),
        sensitivity=answers["sensitivity"],
        source=answers["source"],
        missing=tuple(kind for kind in MISSING if answers[kind] == "yes"),
    )


def _line(choice: Choice, languages: Sequence[str]) -> str:
    labels = [choice.labels.get(code, "") for code in languages]
    return f" {PART} ".join([choice.code, *labels]).rstrip(f"{PART} ")


def _choice(line: str, languages: Sequence[str], known: Mapping[str, Mapping[str, str]]) -> Choice:
    code, *labels = (part.strip() for part in line.split(PART))
    kept = {language: text for language, text in known.get(code, {}).items() if language not in languages}
    told = {language: text for language, text in zip(languages, labels, strict=False) if text}
    return Choice(code, {**told, **kept})


def _texts(
    answers: Mapping[str, Any], part: str, languages: Sequence[str], before: Mapping[str, str]
) -> dict[str, str]:
    told = {code: answers[f"{part}_{code}"] for code in languages if answers[f"{part}_{code}"]}
    return {**told, **{code: text for code, text in before.items() if code not in languages}}


def _number(value: float | None) -> float | None:
    return int(value) if value is not None and value.is_integer() else value
