"""What the manual writes can be read by the methods."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from ayni.engines.measures import specs
from ayni.engines.measures.methods import food, nutrition, social, sources
from ayni.engines.measures.methods.asking import ALWAYS
from ayni.engines.measures.social import instrument

MANUAL = Path(__file__).parents[5] / "docs" / "measures"


def blocks(page: str) -> list[dict[str, Any]]:
    """The YAML written on a page."""
    return [yaml.safe_load(found) for found in re.findall(r"```yaml\n(.*?)```", (MANUAL / page).read_text(), re.S)]


def test_every_key_of_the_examples_is_known() -> None:
    for page, keys in (
        ("nutrition.md", nutrition.KEYS),
        ("food.md", food.KEYS),
        ("social.md", social.KEYS),
        ("sources.md", sources.KEYS),
    ):
        found = blocks(page)
        assert found, page
        for block in found:
            specs.Spec(block, page).only(*ALWAYS, *keys)


def test_the_instrument_of_the_manual_can_be_read() -> None:
    written = next(block for block in blocks("social.md") if isinstance(block["instrument"], dict))
    found = instrument.read(specs.Spec(written["instrument"], "social.md"))
    assert [one.name for one in found.items] == ["bullied", "far", "afraid"]
    assert found.question("bullied").alone
