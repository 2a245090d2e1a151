"""Categories as proxies, frozen scorecards, and scores of files of any length."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.engines.measures import design, frames
from ayni.engines.measures.proxy import fitting, proxies, scorecards, scoring
from ayni.engines.measures.proxy_means import FormulaError

FLOORS = np.array(["earth", "cement", "tile"], dtype=object)
WANTED = (
    proxies.Proxy("rooms", "rooms", "number"),
    proxies.Proxy("floor", "floor", "category"),
    proxies.Proxy("car", "car"),
)


class Columns:
    """A frame over columns in memory."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.columns, self.rows, self.names = columns, len(next(iter(columns.values()))), list(columns)

    def numbers(self, said: str) -> Any:
        return np.asarray(self.columns[said], dtype=np.float64)

    flags = numbers

    def labels(self, said: str) -> Any:
        return np.asarray(self.columns[said], dtype=object)

    def has(self, name: str) -> bool:
        return name in self.columns


def homes(n: int = 600) -> Columns:
    rng = np.random.default_rng(8)
    floor = FLOORS[rng.choice(3, n, p=[0.5, 0.3, 0.2])]
    rooms, car, town = rng.integers(1, 6, n), rng.random(n) < 0.2, rng.random(n) < 0.6
    log = 7 + 0.1 * rooms + 0.5 * (floor == "tile") + 0.2 * (floor == "cement") + 0.6 * car + rng.normal(0, 0.3, n)
    area = np.where(town, "town", "country").astype(object)
    return Columns({"rooms": rooms, "floor": floor, "car": car, "area": area, "spent": np.exp(log)})


def card(by: str = "area") -> tuple[scorecards.Scorecard, Columns]:
    frame = homes()
    given = proxies.answers(WANTED, frame)
    known = proxies.with_words(WANTED, given, np.ones(frame.rows))
    drawn = design.Design(psu=np.arange(frame.rows) // 10)
    strata = frame.labels(by) if by else np.full(frame.rows, scorecards.WHOLE, dtype=object)
    columns = {"rooms": (0,), "floor": (1, 2), "car": (3,)}
    survey = fitting.Survey(
        frame.numbers("spent"), proxies.matrix(known, given), proxies.names(known), columns, strata, drawn
    )
    models = fitting.fit(survey, fitting.Way(), "pmt").models
    return scorecards.Scorecard("pmt", known, models, by, survey="Homes 2025", dated="2025-03-01", cut=1500.0), frame


def test_a_category_becomes_indicators_with_the_most_frequent_as_reference() -> None:
    made, _ = card()
    floor = made.proxies[1]
    assert (floor.reference, floor.words) == ("earth", ("earth", "cement", "tile"))
    assert made.models["town"].names == ("rooms", "floor=cement", "floor=tile", "car")
    assert made.models["town"].coefficients["floor=tile"] == pytest.approx(0.5, abs=0.1)
    named = proxies.Proxy("floor", "floor", "category", reference="tile")
    told = proxies.with_words([named], {"floor": FLOORS}, np.ones(3))[0]
    assert told.columns == ("floor=cement", "floor=earth")


def test_categories_that_make_no_sense_are_refused() -> None:
    one = proxies.Proxy("floor", "floor", "category", reference="marble")
    with pytest.raises(proxies.ProxyError, match="'marble', which nobody says"):
        proxies.with_words([one], {"floor": FLOORS}, np.ones(3))
    plain = proxies.Proxy("floor", "floor", "category")
    with pytest.raises(proxies.ProxyError, match="Nobody answered 'floor'"):
        proxies.with_words([plain], {"floor": np.array([None, None])}, np.ones(2))
    names = np.array([f"name {number}" for number in range(60)], dtype=object)
    with pytest.raises(proxies.ProxyError, match="60 different words"):
        proxies.with_words([plain], {"floor": names}, np.ones(60))


def test_a_word_never_seen_has_no_score_and_is_told() -> None:
    made, _ = card()
    few = Columns(
        {
            "rooms": [2, 2, 2, np.nan],
            "floor": np.array(["tile", "marble", None, "tile"], dtype=object),
            "car": [0, 0, 0, 0],
            "area": np.array(["town", "town", "town", "town"], dtype=object),
        }
    )
    assert np.isnan(made.score(few)).tolist() == [False, True, True, True]
    given = proxies.answers(made.proxies, few)
    assert proxies.unseen(made.proxies, given) == {"floor": {"marble": 1}}
    elsewhere = Columns({**few.columns, "area": np.array(["camp", "town", "town", None], dtype=object)})
    assert np.isnan(made.score(elsewhere)).all()


def test_it_survives_json_and_a_changed_copy_is_refused() -> None:
    made, frame = card()
    text = json.dumps(made.to_dict(), sort_keys=True)
    again = scorecards.read(text, "pmt.json")
    assert again.version == made.version and again.score(frame) == pytest.approx(made.score(frame), rel=1e-15)
    assert scorecards.read(json.dumps({"extra": {"formula": made.to_dict()}}), "result.json").version == made.version
    said = made.to_dict()
    said["cut"] = 9999.0
    with pytest.raises(FormulaError, match="somebody changed it"):
        scorecards.Scorecard.from_dict(said)
    said = made.to_dict()
    said["models"]["town"]["coefficients"]["car"] = 5.0
    with pytest.raises(FormulaError, match="somebody changed it"):
        scorecards.Scorecard.from_dict(said)
    for text in ("not json", "[]", "{}"):
        with pytest.raises(FormulaError):
            scorecards.read(text, "x.json")


def test_one_household_is_explained() -> None:
    made, frame = card()
    parts = {one.name: one for one in made.explain(frame, 0)}
    formula = made.models[frame.labels("area")[0]]
    total = np.exp(formula.intercept + sum(one.effect for one in parts.values())) * formula.smearing
    assert total == pytest.approx(made.score(frame)[0])
    stranger = Columns({**frame.columns, "area": np.full(frame.rows, "camp", dtype=object)})
    with pytest.raises(FormulaError, match="Row 1 is of 'camp'"):
        made.explain(stranger, 0)


def test_points_order_households_nearly_as_money_does() -> None:
    made, frame = card("")
    x = proxies.matrix(made.proxies, proxies.answers(made.proxies, frame))
    strata = made.strata(frame)
    points = made.to_points(x, strata, scale=1000)
    assert np.corrcoef(points, np.log(made.of(x, strata)))[0, 1] > 0.9999
    table = made.points(1000)["all"]
    assert all(isinstance(one, int) for one in table.values())
    assert points[0] == table[""] + sum(
        table[name] * value for name, value in zip(proxies.names(made.proxies), x[0], strict=True)
    )


@pytest.mark.parametrize("by", ["", "area"])
def test_a_file_is_scored_as_a_frame_is(tmp_path: Path, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made, frame = card(by)
    floor = frame.labels("floor").copy()
    floor[:3], rooms = ["marble", None, "tile"], frame.numbers("rooms").copy()
    rooms[5] = np.nan
    changed = Columns({**frame.columns, "floor": floor, "rooms": rooms})
    file = tmp_path / "homes.parquet"
    table = pa.table(
        {
            "car": pa.array(frame.columns["car"]),
            "rooms": pa.array(rooms, from_pandas=True),
            "floor": pa.array(floor).dictionary_encode(),
            "area": pa.array(frame.labels("area")),
            "unused": pa.array(rooms),
        }
    )
    pq.write_table(table, file)
    monkeypatch.setattr(scoring, "ROWS", 100)
    pieces = list(scoring.parquet(file, made))
    assert len(pieces) == 6
    assert np.concatenate(pieces) == pytest.approx(made.score(changed), nan_ok=True)


def test_a_file_without_a_column_or_with_texts_is_refused(tmp_path: Path) -> None:
    made, _ = card("")
    file = tmp_path / "homes.parquet"
    pq.write_table(pa.table({"room": [1], "floor": ["tile"], "car": [True]}), file)
    with pytest.raises(FormulaError, match=r"no column 'rooms', which pmt reads\. Did you mean 'room'"):
        list(scoring.parquet(file, made))
    pq.write_table(pa.table({"rooms": ["two"], "floor": ["tile"], "car": [True]}), file)
    with pytest.raises(FormulaError, match="holds string, no numbers"):
        list(scoring.parquet(file, made))


def test_the_frame_of_a_file_gives_the_same_words(tmp_path: Path) -> None:
    file = tmp_path / "homes.csv"
    file.write_text("rooms,floor,car\n2,tile,1\n3,,0\n")
    given = proxies.answers(WANTED, frames.read(file))
    assert given["floor"].tolist() == ["tile", None]
    assert given["car"].tolist() == [1, 0]
