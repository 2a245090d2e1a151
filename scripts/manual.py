"""The manual's chapter on what rules mean, made of the tables that the tests read: `python -m scripts.manual`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
SPEC = ROOT / "tests" / "spec" / "rules"
CHAPTER = ROOT / "docs" / "rules-meaning.md"
#: The tables of meanings by file, each with the heading of its part of the chapter.
TABLES: Mapping[str, str] = {
    "meaning.yaml": "What rules say",
    "functions.yaml": "Days, ages, choices, areas, programmes and payments",
    "unknowns.yaml": "The whole table of what is unknown",
    "not_applicable.yaml": "Questions that do not apply",
}
OPENING = """\
# What a rule means, by example

Every line of these tables is a rule, what is known of a household, and what the rule then answers. They are the tables
that the tests read: the reader of one household and the engine over the whole registry must both give these answers,
and this page is made of them. [The rule language](rules.md) says how rules are written.

The day of the decision is 1 June 2024. What is not said of the household is *not known*. Where a rule is unknown,
some lines tell which answers are asked for; "nothing" means that no answer could settle it.
"""
REFUSED = """
## Rules that are refused

A rule that could not be run is refused before it is kept, at the character where it goes wrong.

| rule | at | is told |
|---|---|---|
"""


def chapter() -> str:
    """The chapter as Markdown."""
    parts = [OPENING]
    for name, heading in TABLES.items():
        parts.append(f"\n## {heading}\n")
        parts += [_group(group) for group in _read(name)]
    refusals = (
        f"| {_code(one['rule'])} | {one['column']} | {_cell(one['words'])} |\n" for one in _read("refusals.yaml")
    )
    return "".join([*parts, REFUSED, *refusals])


def _read(name: str) -> Any:
    return yaml.safe_load((SPEC / name).read_text("utf-8"))


def _group(group: Mapping[str, Any]) -> str:
    says = f"{group['says']}\n\n" if "says" in group else ""
    rows = "".join(f"| {_code(c['rule'])} | {_cell(_known(c['facts']))} | {_answer(c)} |\n" for c in group["cases"])
    title = group["about"][0].upper() + group["about"][1:]
    return f"\n### {_cell(title)}\n\n{says}| rule | known | answer |\n|---|---|---|\n{rows}"


def _answer(case: Mapping[str, Any]) -> str:
    answer = case["answer"]
    told = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else f"{answer}"
    if "asks" not in case:
        return told
    return f"{told}; asks for {', '.join(f'`{name}`' for name in case['asks']) or 'nothing'}"


def _known(facts: Mapping[str, Any]) -> str:
    return "; ".join(_told(facts)) or "nothing"


def _told(facts: Mapping[str, Any]) -> Iterator[str]:
    """What is known, a household or a member at a time."""
    for name in ("household", "area"):
        if facts.get(name):
            yield _listed(facts[name]) if name == "household" else f"area: {_listed(facts[name])}"
    for code, value in facts.get("scores", {}).items():
        yield f"score {code} {value}"
    if "members" in facts and not facts["members"]:
        yield "nobody is listed"
    for place, member in enumerate(facts.get("members", ()), start=1):
        yield f"member {place}: {_listed(member) if member else 'nothing'}"


def _listed(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in row.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value == "" else str(value)


def _code(rule: str) -> str:
    return f"`{_cell(rule)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    CHAPTER.write_text(chapter(), encoding="utf-8")
