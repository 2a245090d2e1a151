"""The dictionary as YAML: a list of variables, each with only what differs from the default."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from typing import Any

import yaml

from ayni.engines.dictionary import errors, variables

FIELDS: Mapping[str, Field[Any]] = {f.name: f for f in fields(variables.Variable)}


def read(text: str) -> list[variables.Variable]:
    """The variables of a dictionary file. Raises DictionaryError with the place of what is wrong."""
    try:
        content = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
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
    return variables.Variable(**{**entry, "choices": tuple(_choices(entry.get("choices") or (), where))})


def _choices(entries: Any, where: str) -> Iterable[variables.Choice]:
    for entry in entries:
        if not isinstance(entry, dict) or "code" not in entry:
            raise errors.DictionaryError(f"{where}: each choice has a code and labels, as {{code: earth}}.")
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
        return [{"code": choice.code, "labels": dict(choice.labels)} for choice in value]
    return dict(value) if isinstance(value, Mapping) and not isinstance(value, date) else value
