"""What a list of figures is told as: key figures, sections, what is hidden and what is not clear."""

import pytest

from ayni.engines.briefs import drawing, naming, overlapping, reading, speaking, telling
from ayni.engines.briefs.speaking import Speaker
from tests.unit.engines.briefs.told import figure, result

EN = Speaker("en")


def test_every_phrase_is_in_every_language() -> None:
    for key, labels in speaking.written("words").items():
        assert set(labels) == set(speaking.LANGUAGES), key
    figures = speaking.written("figures")
    for key, labels in (*figures["of"].items(), *((k, v) for k, v in figures.items() if k != "of")):
        assert set(labels) - {"kind"} == set(speaking.LANGUAGES), key


def test_every_method_has_its_note() -> None:
    from ayni.engines.measures import methods

    for method in methods.METHODS:
        note = speaking.about_method(method)
        for part in ("title", "definition", "missing"):
            assert set(note[part]) == set(speaking.LANGUAGES), (method, part)
        assert note["sources"], method


def test_the_main_figures_of_everybody_come_first() -> None:
    read = reading.of(result(), EN)
    assert [(one.label, one.value, one.between) for one in read.headlines] == [
        ("Poor people (H)", "33.4%", "between 31 and 35 of 100"),
        ("How much the poor lack (A)", "47.0%", "between 45 and 49 of 100"),
        ("Adjusted poverty (M0)", "0.157", "between 0.149 and 0.165"),
    ]
    assert read.left_out == (("No answer to an indicator", "7"),), "nobody without a weight: nothing to say"


def test_figures_are_told_apart_by_one_quality_at_a_time() -> None:
    read = reading.of(result(), EN)
    assert [(one.key, one.is_curve) for one in read.sections] == [
        ("k", True),
        ("region", False),
        ("indicator", False),
    ]
    curve, regions = read.sections[0], read.sections[1]
    assert [row.value for row in curve.rows] == [0.2, 0.33, 0.4, 0.5], "in the order of the cut-off"
    assert len(regions.rows) == 4 and regions.rows[0].cells[0].value == "41.0%", "by the main cut-off"
    assert read.has_crossed, "the regions at the other cut-off are for the spreadsheet"
    assert curve.finding == "From 50.0% at 20% to 35.0% at 50%."


def test_too_few_is_hidden_and_says_so_and_few_has_a_star() -> None:
    regions = reading.of(result(), EN).sections[1]
    south, coast = regions.rows[1].cells[0], regions.rows[2].cells[0]
    assert (south.value, south.at, south.low, south.is_hidden) == ("Hidden", None, None, True)
    assert south.note == "Hidden: too few (n = 12)"
    assert (coast.star, coast.note) == (True, "Few (n = 40): read with care")
    assert regions.finding == "Highest: North, 41.0%. Lowest: =HYPERLINK(), 10.0%. " + (
        "Hidden, because they rest on fewer than 25: 1."
    )


def test_what_is_not_known_is_no_zero() -> None:
    fuel = reading.of(result(), EN).sections[2].rows[1].cells[0]
    assert (fuel.value, fuel.at) == ("Not known", None)


def test_a_result_without_figures_is_empty() -> None:
    assert reading.of(result(figures=[]), EN).is_empty


def test_labels_come_from_the_specification_and_by_hand() -> None:
    spec = {"dimensions": [{"name": "home", "labels": {"fr": "Logement"}, "indicators": [{"name": "d_water"}]}]}
    french = Speaker("fr")
    labels = naming.merged(
        naming.of({**spec, "lines": {"d_fuel": {"labels": {"fr": "Combustible"}}}}, french),
        naming.given({"region": {"North": {"fr": "Nord"}}, "": {"region": "Province"}}, french),
    )
    read = reading.of(result(), french, names=labels)
    assert labels["*"] == {"home": "Logement", "d_fuel": "Combustible"}
    assert read.sections[1].rows[0].label == "Nord" and read.sections[1].title == "Par province"
    assert [row.label for row in read.sections[2].rows] == ["D water", "Combustible"]


@pytest.mark.parametrize(
    ("value", "low", "high", "kind", "says"),
    [
        (0.33, 0.314, 0.356, "share", "between 31 and 36 of 100"),
        (0.33, 0.331, 0.334, "share", "between 33.1 and 33.4 of 100"),
        (0.33, 0.33001, 0.33002, "share", "about 33.0 of 100"),
        (0.33, None, None, "share", "its margin of error cannot be known"),
        (1204.0, 1100.0, 1300.0, "amount", "between 1,100 and 1,300"),
    ],
)
def test_an_interval_in_words(value: float, low: float, high: float, kind: speaking.Kind, says: str) -> None:
    assert telling.between(value, low, high, EN, kind) == says


def test_a_change_is_clear_only_when_its_interval_leaves_zero_out() -> None:
    assert telling.change(-0.03, -0.05, -0.01, "share", EN) == "Down by 3.0 points"
    assert telling.change(0.03, 0.01, 0.05, "share", EN) == "Up by 3.0 points"
    assert telling.change(0.03, -0.01, 0.07, "share", EN).startswith("No clear change")
    assert telling.change(None, None, None, "share", EN) == "Not known"


def test_numbers_keep_their_order_from_right_to_left() -> None:
    assert Speaker("ar").percent(0.5) == "\u206650.0%\u2069"
    assert Speaker("fr").percent(0.5) == "50,0\u00a0%" and EN.percent(0.5) == "50.0%"


def test_names_in_a_drawing_are_text_never_markup() -> None:
    drawn = drawing.curve([drawing.Point(0, "<script>", 0.1), drawing.Point(1, "b", 0.2)], [(0.0, "0")])
    assert "<script>" not in drawn and "&lt;script&gt;" in drawn


def test_places_of_an_axis_are_round() -> None:
    assert drawing.ticks(0.43) == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert drawing.ticks(0) == [0.0]


def test_three_things_that_come_together_are_drawn() -> None:
    parts = {"water": 0.1, "health": 0.05, "home": 0.2, "water + health": 0.03, "water + home": 0.02}
    parts |= {"health + home": 0.01, "water + health + home": 0.04, "none": 0.55}
    told = result(
        figures=[figure("venn", share, **{"deprived of": which, "stage": "small"}) for which, share in parts.items()]
    )
    drawn = overlapping.of(told, EN, {})
    assert drawn is not None
    assert drawn["finding"] == "35 of 100 lack one alone; 4 of 100 lack all of them at once."
    assert "Water" in drawn["drawing"] and "4.0%" in drawn["drawing"]
    assert overlapping.of(result(), EN, {}) is None


def test_things_that_come_together_are_each_called_by_their_label() -> None:
    told = result(method="sources", figures=[figure("combination", 0.2, combination=one) for one in ("a + b", "none")])
    read = reading.of(told, Speaker("fr"), names={"*": {"a": "Eau", "b": "École"}})
    assert [row.label for row in read.sections[0].rows] == ["Eau + École", "Aucun"]
