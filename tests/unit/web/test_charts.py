"""Charts as descriptions."""

from ayni.web import charts

POINTS = [charts.Point("North", 0.4, 0.3, 0.5), charts.Point("South", None)]


def test_bars_begin_at_zero_and_leave_out_what_is_hidden() -> None:
    spec = charts.bars(POINTS, is_share=True)
    assert [one["label"] for one in spec["data"]["values"]] == ["North"]
    assert spec["layer"][0]["encoding"]["x"]["scale"]["zero"] is True


def test_intervals_are_drawn_where_there_are_some() -> None:
    with_them, without = charts.bars(POINTS), charts.bars([charts.Point("North", 3.0)])
    assert [layer["mark"]["type"] for layer in with_them["layer"]] == ["bar", "rule", "text"]
    assert [layer["mark"]["type"] for layer in without["layer"]] == ["bar", "text"]
    assert charts.line(POINTS)["layer"][0]["mark"]["type"] == "area"


def test_each_value_is_written_beside_its_bar() -> None:
    assert charts.bars(POINTS, is_share=True)["data"]["values"][0]["shown"] == "40.0%"
