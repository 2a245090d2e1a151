"""An instrument's rules, checked against a snapshot's dictionary and answered for every household."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ayni.assessment import errors
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import check, columns
from ayni.engines.rules import errors as rules
from ayni.snapshots import arrays
from ayni.snapshots.opening import Opened

#: How the survey drew a household; absent where nothing was drawn.
DESIGN = ("survey_weight", "survey_stratum", "survey_psu")
SIZE = "members_counted"


def values(opened: Opened, code: str, rules_of: Mapping[str, str], *, on: date) -> dict[str, Any]:
    """Each rule's value for every household as arrays, with `id`, `area_1`, the survey's design and `SIZE`.

    Refuses: InstrumentRefused, with the rule's name and the place in it.
    """
    checked = {name: _checked(code, name, rule, opened.dictionary) for name, rule in rules_of.items()}
    checked[SIZE] = check.expression("size(members)", "household", opened.dictionary, "number")
    found = columns.columns(checked, "household", opened.households, opened.persons, on=on)
    return arrays.compute(found, opened.households, DESIGN)


def _checked(code: str, name: str, rule: str, words: dictionaries.Dictionary) -> check.Checked:
    """A rule for a number, or for yes and no."""
    try:
        return check.expression(rule, "household", words, "number")
    except rules.RuleRefused:
        pass
    try:
        return check.expression(rule, "household", words, "bool")
    except rules.RuleRefused as refused:
        raise errors.InstrumentRefused(code, f"the rule of “{name}”, {refused}") from refused
