"""What is asked of each door: what an address names beside the records of a side, and a request for each operation."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.contract.api import walk
from tests.generative.access import assessing, carded, changing, filled, keeping, merged, sent, twice, visiting
from tests.generative.access import land as lands
from tests.generative.access.land import Land, Reader

#: Forms that come without a cookie, from programs that show a secret of their own.
WITHOUT_COOKIES = {"oauth_token", "oauth_revoke"}
#: The verb in an address that has no row of its own for it.
VERBS = {"web:turn_visit": "cancel", "web:change_decision": "decline", "web:change_enrolment": "suspend"}
CODES = {
    "web:programme": "housing",
    "web:prepare_version": "housing",
    "web:compute_cycle": "child-grant",
    "web:indicator": "social-protection-coverage",
    "web:assessment": "mpi",
    "web:instrument": "mpi",
    "web:apply_instrument": "mpi",
    "web:household_past": "mpi",
    "web:needs_of_area": "N1",
    "web:record_consent": "study",
    "web:area": "N1",
    "web:correct_area": "N1",
    "web:end_code": "N1",
    "web:give_code": "N1",
    "web:propose_boundaries": "N1",
    "web:institution": "bank",
    "web:change_institution": "bank",
}


def named(land: Land, row: str, place: str) -> dict[str, Any]:
    """What an address names that only it does."""
    found: dict[str, Any] = {"code": CODES.get(row, "nonsense")}
    side = {"here": land.here, "there": land.there}.get(place)
    sensitive = {"web:household_sensitive": "home", "web:person_sensitive": "person"}
    if row in sensitive:
        found["record"] = getattr(side, sensitive[row]).pk if side else lands.MISSING
    if row in ("web:draft_member", "web:remove_draft_member", "web:draft_likely", "web:draft_answer"):
        found["number"] = 2
    if row == "web:work_again":
        found["cycle_id"] = land.api.other_cycle
    if row == "web:prepare_anonymisation":
        found["number"] = land.papers["schedule"].pk
    if row in ("web:decide_paper:suspend", "web:decide_paper:resume"):
        found |= {"kind": "agreement", "number": land.papers["agreement"].pk}
    if row in ("web:approve_version", "web:retire_version"):
        found["version_id"] = land.api.draft
    if row in ("web:export_processing", "web:export_areas"):
        found["form"] = "csv"
    found |= changing.named(land, row, side)
    found |= sent.named(row, side)
    found |= visiting.named(row, side, land.here)
    found |= filled.named(row)
    found |= keeping.named(row, side)
    found |= carded.named(row, side)
    found |= merged.named(row, side)
    found |= twice.named(row, side)
    found |= assessing.named(land, row)
    kinds = {"web:example_table": "areas", "web:propose_boundaries": "rename"}
    if row in kinds:
        found["kind"] = kinds[row]
    return found


def request(land: Land, operation: str, reader: Reader, place: str) -> walk.Request:
    """The API's own sample of an operation, about what lies in a place."""
    if operation == "work_work":
        own = {"here": reader.own, "there": land.strangers}.get(place, {})
        return walk.Request({"id": own.get("work_id", lands.MISSING)})
    own = {"here": reader.own, "there": land.strangers}.get(place, {})
    about_visits = visiting.request(operation, own, land.here)
    if about_visits is not None:
        return about_visits
    about_changes = changing.request(operation, {"here": land.here, "there": land.there}.get(place))
    if about_changes is not None:
        return about_changes
    about_merges = merged.request(operation, {"here": land.here, "there": land.there}.get(place))
    if about_merges is not None:
        return about_merges
    about_pairs = twice.request(operation, {"here": land.here, "there": land.there}.get(place))
    if about_pairs is not None:
        return about_pairs
    if operation in ("privacy_correction", "privacy_accept_correction", "privacy_refuse_correction"):
        body = None if operation == "privacy_correction" else {"answer": "Seen", "appeal": "At the court"}
        side = {"here": land.here, "there": land.there}.get(place)
        return walk.Request({"id": side.correction.pk if side else lands.MISSING}, body=body)
    return walk.SAMPLES[operation](_about(land, place))


def _about(land: Land, place: str) -> Any:
    """The API's land with the homes, people and decisions of a place under the names that its samples use."""
    if place == "nowhere":
        nothing = SimpleNamespace(pk=lands.MISSING)
        member = SimpleNamespace(get=lambda **_: SimpleNamespace(person_id=lands.MISSING))
        homes = dict.fromkeys(land.api.homes, SimpleNamespace(pk=nothing.pk, memberships=member))
        person, decisions = lands.MISSING, dict.fromkeys(land.api.decisions, lands.MISSING)
    else:
        side = land.here if place == "here" else land.there
        homes = dict.fromkeys(land.api.homes, side.home)
        person = side.person.pk
        decisions = {"accept": side.decision.pk, "decline": side.decision.pk, "reconsider": side.declined.pk}
    return SimpleNamespace(**{**vars(land.api), "homes": homes, "person": person, "decisions": decisions})
