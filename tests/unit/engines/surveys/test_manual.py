"""The manual's example, put together from its parts, is a mapping that can be read."""

import re
import textwrap
from pathlib import Path

from ayni.engines.surveys import mapping

MANUAL = Path(__file__).parents[4] / "docs" / "surveys.md"


def test_the_manuals_mapping_can_be_read():
    start, household, person, variables = re.findall(
        r"```yaml\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL
    )
    variables = textwrap.indent(variables, "  ")
    whole = start + household + person.replace("  variables: []", variables)
    read = mapping.loads(whole.replace("  variables: []                       # see below", variables))
    assert [field.name for field in read.household.fields] == ["rooms", "electricity", "floor", "disability"]
    assert [field.name for field in read.person.fields] == ["rooms", "electricity", "floor", "disability"]
    assert (read.person.age_months, read.person.birth.on) == ("age_months", "born")
