"""What is shipped as data carries its labels in every language that is offered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

PACKAGE = Path(settings.PACKAGE)
OFFERED = {code for code, _ in settings.LANGUAGES}
SHIPPED = sorted(
    [
        *PACKAGE.glob("assessment/instruments/*.yaml"),
        *PACKAGE.glob("programmes/templates/*.yaml"),
        *PACKAGE.glob("monitoring/indicators/*.yaml"),
        *PACKAGE.glob("engines/surveys/mappings/*.yaml"),
    ]
)


def _labels(node: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping that gives a text by language, and where it stands."""
    if isinstance(node, dict):
        if "en" in node:
            yield where, node
        for key, value in node.items():
            yield from _labels(value, f"{where}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _labels(value, f"{where}[{number}]")


def _of(path: Path) -> list[tuple[str, dict[str, Any]]]:
    return list(_labels(yaml.safe_load(path.read_text(encoding="utf-8"))))


def test_something_of_each_kind_is_shipped():
    assert {path.parent.name for path in SHIPPED} == {"instruments", "templates", "indicators", "mappings"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_label_is_in_every_language(path):
    labels = _of(path)
    assert labels
    lacking = {where: sorted(OFFERED - {code for code, text in texts.items() if text}) for where, texts in labels}
    assert {where: codes for where, codes in lacking.items() if codes} == {}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_arabic_labels_are_in_arabic_letters(path):
    strange = [texts["ar"] for _, texts in _of(path) if not any("؀" <= letter <= "ۿ" for letter in texts["ar"])]
    assert strange == []
