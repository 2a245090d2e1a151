import pytest

from ayni.engines import dictionary
from ayni.engines.dictionary import canonical

GOODS = (dictionary.Choice("radio"), dictionary.Choice("phone"))
NOT = ("not_applicable",)


@pytest.mark.parametrize(
    ("variable", "names", "table"),
    [
        (dictionary.Variable("rooms", "household", "integer"), ["rooms integer"], "households"),
        (
            dictionary.Variable("married", "person", "partial_date", missing=NOT),
            ["married_from date", "married_to date", "married__na boolean"],
            "persons",
        ),
        (dictionary.Variable("goods", "household", "many_choice", choices=GOODS), ["goods text"], "households"),
        (dictionary.Variable("place", "household", "location"), ["place text"], "households"),
        (
            dictionary.Variable("road", "area", "boolean", missing=NOT),
            ["area__road boolean", "area__road__na boolean"],
            "households",
        ),
    ],
)
def test_columns_of_a_variable(variable: dictionary.Variable, names: list[str], table: str) -> None:
    assert [f"{column.name} {column.type}" for column in canonical.columns(variable)] == names
    assert canonical.table(variable) == table


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ([("married", "partial_date", ()), ("married_to", "date", ())], "married_to"),
        ([("job", "text", NOT), ("job__na", "boolean", ())], "job__na"),
        ([("born", "text", ())], "already has"),
    ],
)
def test_refuses_two_variables_of_one_column(pair: list[tuple[str, str, tuple[str, ...]]], words: str) -> None:
    with pytest.raises(dictionary.DictionaryError, match=words):
        dictionary.Dictionary([dictionary.Variable(n, "person", t, missing=m) for n, t, m in pair])  # type: ignore[arg-type]


def test_what_ends_like_a_part_but_is_none_may_stay() -> None:
    assert dictionary.Dictionary([dictionary.Variable("moved_from", "household", "text")])


@pytest.mark.parametrize("name", ["score_pmt", "enrolled_grant", "received_cash", "area__road"])
def test_refuses_households_names_kept_for_results(name: str) -> None:
    with pytest.raises(dictionary.DictionaryError, match="kept for other columns"):
        dictionary.Dictionary([dictionary.Variable(name, "household", "integer")])
    assert dictionary.Dictionary([dictionary.Variable(name, "person", "integer")])
