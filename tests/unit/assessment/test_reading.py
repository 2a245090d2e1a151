import pytest

from ayni.assessment import actions
from ayni.assessment.actions import units
from ayni.assessment.queries import spelled
from ayni.registry.queries import using
from tests.unit.assessment import written
from tests.unit.enrolment import world


def test_what_is_a_rule_is_found_wherever_it_stands_with_its_name_and_words():
    read = spelled.read(
        "code: a\nmethod: poverty\nwelfare: consumption_per_person\nlines:\n"
        "  - {name: food, labels: {en: Food line}, value: 100}\n"
        "groups: {urban: household.urban, old: 'members.exists(m, age(m, on) > 64)'}\n"
        "outcome: {rule: household.rooms / size(members)}\n"
    )
    assert [(one.name, one.line) for one in read.rules] == [("welfare", 3), ("urban", 6), ("old", 6), ("outcome", 7)]
    assert read.spec["lines"][0]["name"] == "food" and "registry" not in read.spec


def test_an_instrument_that_is_only_named_brings_its_rules_and_its_secrets():
    read = spelled.read("code: a\nmethod: social\ninstrument: violence-against-children\n")
    assert read.is_secret
    read = spelled.read("code: b\nmethod: social\ninstrument: birth-registration\n")
    assert (read.unit, read.is_secret) == ("person", False)
    assert [one.name for one in read.told] == ["not_registered"]
    assert read.applies.startswith("person.age_months")
    with pytest.raises(spelled.SpecRefused, match="birth-registration"):
        spelled.read("code: b\nmethod: social\ninstrument: births\n")


@pytest.mark.parametrize("given", ["formula: /etc/passwd", "explain: [1]"])
def test_no_file_of_the_server_is_read_and_nobodys_score_is_laid_open(given):
    with pytest.raises(spelled.SpecRefused, match="line 3"):
        spelled.read(f"code: a\nmethod: pmt\n{given}\n")


def test_only_what_is_in_force_has_sensitive_answers_published(places):
    writer, adopter = written.officers()
    text = written.LACKS.replace("!household.electricity", "members.exists(m, m.disability)")
    draft = actions.write_instrument(text, by=writer)
    assert not any("lacks v1" in one for one in using.in_force(world.DICTIONARY)["person", "disability"])
    reviewed = actions.review_instrument(draft, by=adopter, at=written.AT)
    actions.adopt_instrument(reviewed, by=adopter, at=written.AT)
    assert any("lacks v1" in one for one in using.in_force(world.DICTIONARY)["person", "disability"])


def test_value_and_band_are_the_methods_own_unless_the_instrument_says():
    columns = {"poor": 1, "score": 2, "chosen": 3}
    assert units.chosen({}, columns) == ("score", "poor")
    assert units.chosen({"band": "chosen"}, columns) == ("score", "chosen")
    assert units.chosen({"value": "nothing"}, columns) == ("", "poor")
