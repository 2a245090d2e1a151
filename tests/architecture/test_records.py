"""Every field says how private it is; every record and every action's verb is in the glossary."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture import imported

PROJECT = Path(__file__).resolve().parents[2]
CLASSES = {"public", "personal", "sensitive"}


def our_models():
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("ayni.") and not model.__name__.endswith("Event")
    ]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_each_field_has_a_privacy_class(model):
    declared = getattr(model, "privacy", {})
    names = {field.name for field in model._meta.get_fields() if field.concrete}
    assert set(declared.values()) <= CLASSES
    assert declared.keys() - {"*"} <= names, "a privacy class is declared for a field that is not there"
    assert "*" in declared or names <= declared.keys()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_each_record_is_in_the_glossary(model):
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
    assert re.search(rf"\*\*{words}", (PROJECT / "GLOSSARY.md").read_text().lower()), f"“{words}” is not in GLOSSARY.md"


def test_each_actions_verb_is_in_the_glossary():
    glossary = (PROJECT / "GLOSSARY.md").read_text().lower()
    verbs = {name.rpartition(".")[2].split("_")[0] for name in imported.actions()}
    missing = sorted(verb for verb in verbs if not re.search(rf"\b{verb}\b", glossary))
    assert not missing, f"not in GLOSSARY.md: {', '.join(missing)}"
