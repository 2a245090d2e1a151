"""Five classes of equal count, and a legend that states them."""

from ayni.web import figures, maps

POINT = {"type": "Point", "coordinates": [0, 0]}


def _areas(*values: float | None) -> list[maps.AreaFigure]:
    return [maps.AreaFigure(f"Area {n}", POINT, value) for n, value in enumerate(values)]


def test_each_class_holds_as_many_areas() -> None:
    values = [float(n) for n in range(100)]
    ends = maps.bounds(values)
    assert len(ends) == 5
    counts = [sum(maps.class_of(value, ends) == number for value in values) for number in range(1, 6)]
    assert counts == [20, 20, 20, 20, 20]


def test_equal_values_share_a_class() -> None:
    assert maps.bounds([0.2, 0.2, 0.2]) == (0.2,)
    assert maps.class_of(0.2, (0.2,)) == 1
    assert maps.bounds([]) == ()


def test_the_legend_states_what_each_class_holds_and_what_is_hidden() -> None:
    legend = maps.legend(_areas(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, None), figures.number)
    assert [entry.number for entry in legend] == [1, 2, 3, 4, 5, None]
    assert [entry.label for entry in legend[:2]] == ["1 to 2", "3"]
    assert "too few" in legend[-1].label


def test_two_classes_use_the_lightest_and_the_darkest_colour() -> None:
    spec = maps.areas(_areas(1.0, 9.0, None), figures.number)
    colours = [feature["properties"]["colour"] for feature in spec["data"]["values"]]
    assert colours == [maps.COLOURS[0], maps.COLOURS[-1], maps.NOT_KNOWN]
