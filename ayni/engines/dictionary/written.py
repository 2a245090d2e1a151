"""The dictionary as YAML: a list of variables, each with only what differs from the default."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from typing import Any

import yaml

from ayni.engines.dictionary import errors, variables

FIELDS: Mapping[str, Field[Any]] = {f.name: f for f in fields(variables.Variable)}

SHAPES: Mapping[str, tuple[type, str]] = {
    "name": (str, "a word"),
    "entity": (str, "a word"),
    "type": (str, "a word"),
    "sensitivity": (str, "a word"),
    "labels": (dict, "texts by language, as {en: Floor}"),
    "question": (dict, "texts by language, as {en: What is the floor made of?}"),
    "choices": (list, "a list"),
    "missing": (list, "a list, as [unknown, refused]"),
    "unit": (str, "a text"),
    "source": (str, "a text"),
    "since": (date, "a day, as 2026-01-31"),
    "version": (int, "a whole number"),
}


def read(text: str) -> list[variables.Variable]:
    """The variables of a dictionary file. Raises DictionaryError with the place of what is wrong."""
    try:
        content = yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise errors.DictionaryError(f"The dictionary is not readable YAML: {error}") from error
    entries = content.get("variables") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise errors.DictionaryError("A dictionary file holds a list under the word 'variables'.")
    return [_variable(entry, place) for place, entry in enumerate(entries, start=1)]


def write(contents: Iterable[variables.Variable]) -> str:
    entries = [_entry(variable) for variable in contents]
    return yaml.dump({"variables": entries}, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)


class _Plain(yaml.SafeDumper):
    """Writes what two variables share twice, so that equal dictionaries give equal text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _variable(entry: Any, place: int) -> variables.Variable:
    where = f"Variable {place} of the dictionary"
    if not isinstance(entry, dict):
        raise errors.DictionaryError(f"{where} is not a set of names and values.")
    where = f"{where} ({entry.get('entity', '?')}.{entry.get('name', '?')})"
    unknown = sorted(str(key) for key in entry if key not in FIELDS)
    absent = sorted({"name", "entity", "type"} - entry.keys())
    if unknown or absent:
        wrong = f"has no use for {', '.join(unknown)}" if unknown else f"lacks {', '.join(absent)}"
        raise errors.DictionaryError(f"{where} {wrong}. It may have: {', '.join(FIELDS)}.")
    if wrong := _wrong_shape(entry):
        raise errors.DictionaryError(f"{where}: {wrong}")
    return variables.Variable(**{**entry, "choices": tuple(_choices(entry.get("choices") or (), where))})


def _wrong_shape(entry: dict[str, Any]) -> str:
    """Why a value is not of the shape its word needs; empty when all are."""
    for word, (shape, told) in SHAPES.items():
        value = entry.get(word)
        if (value is not None or word == "missing") and word in entry and not isinstance(value, shape):
            return f"`{word}` is {value!r}; write it as {told}."
        if isinstance(value, dict) and not all(isinstance(part, str) for pair in value.items() for part in pair):
            return f"`{word}` has a text for each language, as {{en: Floor}}."
    return ""


def _choices(entries: Any, where: str) -> Iterable[variables.Choice]:
    for entry in entries:
        if not isinstance(entry, dict) or "code" not in entry:
            raise errors.DictionaryError(f"{where}: each choice has a code and labels, as {{code: earth}}.")
        if wrong := _wrong_shape({"labels": entry.get("labels")}):
            raise errors.DictionaryError(f"{where}, choice {entry['code']!r}: {wrong}")
        yield variables.Choice(str(entry["code"]), entry.get("labels") or {})


def _entry(variable: variables.Variable) -> dict[str, Any]:
    return {
        name: _plain(value)
        for name, declared in FIELDS.items()
        if (value := getattr(variable, name)) != _default(declared)
    }


def _default(declared: Field[Any]) -> Any:
    if declared.default_factory is not MISSING:
        return declared.default_factory()
    return declared.default


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_choice(item) if isinstance(item, variables.Choice) else item for item in value]
    return _in_order(value) if isinstance(value, Mapping) else value


def _in_order(texts: Mapping[str, str]) -> dict[str, str]:
    """English, then the other languages by their codes: equal dictionaries give equal text."""
    return {language: texts[language] for language in sorted(texts, key=lambda one: (one != "en", one))}


def _choice(choice: variables.Choice) -> dict[str, Any]:
    return {"code": choice.code, "labels": _in_order(choice.labels)}
