"""The shipped global measure on two families of a survey's two files."""

from __future__ import annotations

from pathlib import Path

import yaml

from ayni.engines.measures import design, frames, methods, shipped

COLUMNS = (
    "id,child_died,cooking_fuel,toilet,toilet_shared,water,water_minutes,electricity,floor,roof,walls,car,radio,"
    "television,phone,computer,animal_cart,bicycle,motorcycle,refrigerator"
)
NO, YES = "false", "true"
POOR = f"1,{YES},wood,none,{NO},surface_water,45,{NO},earth,thatch,mud,{NO},{NO},{NO},{YES},{NO},{NO},{NO},{NO},{NO}"
RICH = f"2,{NO},gas,flush,{NO},piped,0,{YES},cement,metal,brick,{YES},{YES},{YES},{YES},{YES},{NO},{YES},{NO},{YES}"
PEOPLE = """id,age,undernourished,years_schooling,school_attend
1,40,false,2,false
1,8,true,0,false
2,35,false,12,false
2,10,false,4,true
"""


def test_the_poor_family_lacks_all_and_the_other_nothing(tmp_path: Path) -> None:
    homes, people = tmp_path / "homes.csv", tmp_path / "people.csv"
    homes.write_text("\n".join((COLUMNS, POOR, RICH)), encoding="utf-8")
    people.write_text(PEOPLE, encoding="utf-8")
    frame = frames.read(homes, members=people, key="id")
    source = yaml.safe_load(shipped.text("global_mpi"))
    found = methods.run("mpi", methods.Asked(frame, source, "global_mpi.yaml", design.Design(weight=[2.0, 2.0])))
    assert found.units["score"].round(9).tolist() == [1.0, 0.0]
    assert found.find("H", k=1 / 3).value == 0.5
    assert set(found.extra["robustness"]["alternatives"]) >= {"half_health", "half_education", "half_living_standards"}
