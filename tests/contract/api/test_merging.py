"""Two records of one person, for other systems."""

from __future__ import annotations

import json
from typing import Any

from tests.contract.api import asked, walk
from tests.contract.api.conftest import caller


def post(client: Any, address: str, **body: Any) -> Any:
    return client.post(f"/api/v1/{address}", json.dumps(body), content_type="application/json")


def test_two_records_are_merged_read_and_parted(land: Any, everything: Any) -> None:
    client, other = caller(everything), asked.doubled(land)
    made = post(client, "merges", kept=land.person, absorbed=other, because="The same card").json()
    assert (made["kept_id"], made["absorbed_id"], made["status"]) == (land.person, other, "merged")

    led = client.get(f"/api/v1/people/persons/{other}")
    assert (led.status_code, led["Location"]) == (308, f"/api/v1/people/persons/{land.person}")
    assert walk.problem_of(led)["code"] == "merged_into"
    again = post(client, "merges", kept=land.person, absorbed=other, because="Again")
    assert (again.status_code, again.json()["code"]) == (409, "already_merged")

    assert client.get(f"/api/v1/merges/{made['id']}").json()["came"] == []
    parted = post(client, f"merges/{made['id']}/part", because="They are sisters").json()
    assert (parted["status"], parted["parted_because"]) == ("parted", "They are sisters")
    assert client.get(f"/api/v1/people/persons/{other}").status_code == 200
    listed = client.get("/api/v1/merges", {"status": "parted"}).json()
    assert [one["id"] for one in listed["rows"]] == [made["id"]]


def test_what_did_not_come_since_is_not_given_away(land: Any, everything: Any) -> None:
    client, other = caller(everything), asked.doubled(land)
    made = post(client, "merges", kept=land.person, absorbed=other, because="The same card").json()
    refused = post(client, f"merges/{made['id']}/part", because="x", to_other=["registry.Phone.person:1"])
    assert (refused.status_code, walk.problem_of(refused)["code"]) == (409, "did_not_come")
