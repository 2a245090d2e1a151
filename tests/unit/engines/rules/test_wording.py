import inspect

import pytest

from ayni.engines import dictionary
from ayni.engines.rules import definition, errors, wording
from ayni.engines.rules.wording import phrases

WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer", {"en": "Rooms"}),
        dictionary.Variable("electric", "household", "boolean", {"en": "Electricity", "fr": "Électricité"}),
        dictionary.Variable("disability", "person", "boolean", {"en": "Disability"}),
        dictionary.Variable("work", "person", "integer", {"en": "Work"}, missing=("unknown", "not_applicable")),
    ]
)
ABSTRACT = sorted(phrases.Phrases.__abstractmethods__)


@pytest.mark.parametrize("language", wording.LANGUAGES.values(), ids=lambda language: language.code)
def test_a_language_has_every_phrase_and_name(language: phrases.Phrases) -> None:
    english = wording.LANGUAGES["en"]
    assert not inspect.isabstract(type(language))
    assert language.names.keys() == english.names.keys()
    assert language.choices.keys() == english.choices.keys()
    for name in ABSTRACT:
        declared = inspect.signature(getattr(phrases.Phrases, name))
        assert inspect.signature(getattr(type(language), name)) == declared, name


@pytest.mark.parametrize("variable", dictionary.BUILT_IN, ids=lambda variable: f"{variable.entity}.{variable.name}")
def test_what_the_registry_keeps_has_words(variable: dictionary.Variable) -> None:
    for language in wording.LANGUAGES.values():
        assert language.names[variable.entity, variable.name]
        assert all(language.choices[code] for code in variable.codes)


def test_an_outline_has_items_in_items() -> None:
    found = wording.outline(
        "household.electric && members.exists(m, m.disability || m.work > 2 && m.work < 5)", "household", WORDS, "en"
    )
    assert found == wording.Item(
        "All of these",
        (
            wording.Item("Electricity: yes"),
            wording.Item(
                "For at least one of the members of the household",
                (
                    wording.Item(
                        "At least one of these",
                        (
                            wording.Item("Disability: yes"),
                            wording.Item(
                                "All of these", (wording.Item("Work is above 2"), wording.Item("Work is below 5"))
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )


def test_an_outline_of_one_thing_is_its_sentence() -> None:
    assert wording.outline("household.rooms < 3", "household", WORDS, "en") == wording.Item("Rooms is below 3")
    assert wording.outline("true", "person", WORDS, "en") == wording.Item("Every person")


def test_not_stays_before_an_order_that_may_not_apply() -> None:
    said = wording.read("!(head.work < 3)", "household", WORDS, "en")
    assert said == "It is not the case that (Work of the head of the household is below 3)"
    assert wording.read("!(household.rooms < 3)", "household", WORDS, "en") == "Rooms is at least 3"


def test_a_label_that_is_missing_is_given_in_english_and_isolated() -> None:
    assert wording.read("household.rooms < 3", "household", WORDS, "fr") == "Rooms\u00a0: moins de 3"
    assert wording.read("household.rooms < 3", "household", WORDS, "ar") == "\u2068Rooms\u2069 أقل من 3"


def test_an_unknown_variable_is_called_by_its_name() -> None:
    assert wording.read("household.flor < 3", "household", WORDS, "en") == "Flor is below 3"


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(errors.RuleRefused):
        wording.read("household.rooms = 3", "household", WORDS, "en")


PROGRAMME = """
programme: p
unit: household
criteria:
  - {name: lit, rule: household.electric, says: {en: There is light}}
  - {name: none, rule: household.rooms < 2}
benefit: {every: month, waiver: fees}
"""


def test_the_authors_words_come_first_in_their_language_only() -> None:
    said = definition.load(PROGRAMME)
    lit, none = said.criteria
    assert wording.criterion_reads(lit, said, WORDS, "en") == "There is light"
    assert wording.criterion_reads(lit, said, WORDS, "fr") == "Électricité\u00a0: oui"
    assert wording.criterion_reads(none, said, WORDS, "en") == "Rooms is below 2"
