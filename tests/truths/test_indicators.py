"""School attendance on the survey of Popstan: our indicator through mapping and rules, against samplics."""

from __future__ import annotations

import math
from importlib import resources

import ibis
import pyarrow as pa
import pytest

from ayni.engines.measures import counting, indicators
from ayni.engines.surveys import mapping, reader
from tests.truths import popstan, shared

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

FILES = resources.files("ayni") / "monitoring" / "indicators"


@pytest.fixture(scope="module")
def found() -> dict[str, counting.disclosure.Cell]:
    folder = shared.path("popstan")
    chosen = mapping.find(folder)
    survey = reader.read(folder, chosen)
    ids = {key: place for place, key in enumerate(survey.households["key"].to_pylist(), start=1)}
    areas = survey.households["area"].to_pylist()
    tops = {row["code"]: row["parent"] or row["code"] for row in survey.areas.to_pylist()}
    households = survey.households.drop(["key"])
    households = households.append_column("id", pa.array(list(ids.values()), pa.int64()))
    households = households.append_column("area_1", pa.array([tops[code] for code in areas]))
    homes = [ids[key] for key in survey.persons["household"].to_pylist()]
    persons = survey.persons.append_column("id", pa.array(range(1, len(homes) + 1), pa.int64()))
    persons = persons.append_column("household_id", pa.array(homes, pa.int64()))
    source = counting.Source(
        ibis.memtable(households),
        ibis.memtable(persons),
        survey.dictionary,
        chosen.interviewed_on,
    )
    one = indicators.load((FILES / "school-attendance.yaml").read_text(encoding="utf-8"))
    groups = indicators.load_groups((FILES / "groups.yaml").read_text(encoding="utf-8"))
    result = counting.count([one], groups, source)
    assert result.impossible == {}
    return {"/".join(filter(None, (cell.area, cell.group, cell.category))): cell for cell in result.cells}


def by_hand(**only: int) -> tuple[int, float, float]:
    """Children, share at school and its standard error, by samplics. A share of a part is a ratio over everybody."""
    households, persons = popstan.files()
    children = persons.age.between(6, 14)
    for name, value in only.items():
        children &= persons[name] == value if name in persons else persons.hid.map(households[name]) == value
    part = persons.assign(inside=children.astype(float), there=(children & (persons.school_attend == 1)).astype(float))
    estimator = popstan.TaylorEstimator(popstan.PopParam.ratio)
    estimator.estimate(
        y=part.there.to_numpy(),
        x=part.inside.to_numpy(),
        samp_weight=part.hid.map(households.hhweight).to_numpy(),
        stratum=part.hid.map(popstan.stratum()).to_numpy(),
        psu=part.hid.map(households.ea).to_numpy(),
    )
    return int(children.sum()), float(estimator.point_est), float(estimator.stderror)


@pytest.mark.parametrize(
    ("place", "only"),
    [("", {}), ("sex/female", {"sex": 2}), ("residence/rural", {"urbrur": 1}), ("geo_03", {"geo1": 3})],
)
def test_school_attendance(found: dict[str, counting.disclosure.Cell], place: str, only: dict[str, int]) -> None:
    n, share, error = by_hand(**only)
    cell = found[place]
    assert cell.n == n
    assert cell.value == pytest.approx(share, rel=1e-12)
    # Half the width on the logit scale is the standard error over p (1 - p), times Student's t.
    assert cell.low is not None
    assert cell.high is not None
    assert cell.low < share < cell.high
    reach = (logit(cell.high) - logit(cell.low)) / 2
    assert 1.96 < reach * share * (1 - share) / error < 2.05  # t, of the fewer clusters of a part


def logit(p: float) -> float:
    return math.log(p / (1 - p))
