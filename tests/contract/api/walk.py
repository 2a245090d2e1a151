"""Every operation of the API's own description, a request that should succeed, and a check of the answer's shape."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client

from ayni.exchange import api
from ayni.exchange.api import urls
from tests.contract.api import asked, assessing
from tests.unit.assessment import written

ROLES = tuple(settings.AYNI_ROLES)
SCHEMA: dict[str, Any] = json.loads(json.dumps(urls.api.get_openapi_schema(), default=str))


def modules() -> list[Any]:
    """Every module of the API."""
    return [importlib.import_module(f"{api.__name__}.{found.name}") for found in pkgutil.iter_modules(api.__path__)]


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    id: str
    method: str
    path: str
    described: dict[str, Any]

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True)
class Request:
    """What to put in the address, behind it, and in the body."""

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None


def operations() -> list[Operation]:
    return [
        Operation(described["operationId"], method.upper(), path, described)
        for path, methods in SCHEMA["paths"].items()
        for method, described in methods.items()
    ]


def address(operation: Operation, request: Request) -> str:
    found = operation.path
    for name, value in request.path.items():
        found = found.replace("{" + name + "}", str(value))
    return found


def ask(client: Client, operation: Operation, request: Request) -> Any:
    more: dict[str, Any] = {"query_params": request.query} if request.query else {}
    if request.body is not None:
        more |= {"data": json.dumps(request.body), "content_type": "application/json"}
    return client.generic(operation.method, address(operation, request), **more)


#: A request that should succeed, for each operation. A new operation without one fails the walk.
Sample = Callable[[Any], Request]
SAMPLES: dict[str, Sample] = {
    "people_search": lambda land: Request(query={"q": "person"}),
    "people_household": lambda land: Request({"id": land.homes["north"].pk}),
    "people_check": lambda land: Request(
        body={"given_name": "Fatima", "family_name": "Az-Zahra", "born": "1990-05-01"}
    ),
    "people_register": lambda land: Request(
        body={
            "key": "phone-1",
            "area": "N1",
            "members": [
                {"given_name": "Ada", "family_name": "Sow", "relationship": "head", "sex": "female", "age": 30},
                {"given_name": "Baba", "relationship": "child", "born": "2020-05-01", "mother": 1},
            ],
        }
    ),
    "people_person": lambda land: Request({"id": land.person}),
    "people_household_sensitive": lambda land: Request({"id": land.homes["north"].pk}, body={"purpose": "case_work"}),
    "people_person_sensitive": lambda land: Request({"id": land.person}, body={"purpose": "complaint"}),
    "people_explanation": lambda land: Request({"id": land.homes["north"].pk}),
    "people_paid": lambda land: Request({"id": land.homes["north"].pk}),
    "changes_changes": lambda land: Request(query={"status": "submitted"}),
    "changes_make": lambda land: Request(
        body={
            "kind": "correction",
            "person": land.person,
            "proposed": {"given_name": "Ada"},
            "happened_on": "2026-06-02",
            "evidence": "visit",
            "key": "p-1",
        }
    ),
    "changes_change": lambda land: Request({"id": asked.change(land)}),
    "changes_approve": lambda land: Request({"id": asked.change(land)}),
    "changes_reject": lambda land: Request({"id": asked.change(land)}, body={"code": "unreadable"}),
    "changes_withdraw": lambda land: Request({"id": asked.change(land)}),
    "programmes_programmes": lambda land: Request(),
    "programmes_programme": lambda land: Request({"code": "housing"}),
    "programmes_prepare": lambda land: Request(
        body={"text": land.run.versions.first().text + "\n# again\n", "in_force_from": "2027-01-01"}
    ),
    "programmes_approve": lambda land: Request({"id": land.draft}),
    "dictionary_variables": lambda land: Request(query={"entity": "household"}),
    "dictionary_variable": lambda land: Request({"entity": "household", "code": "floor"}),
    "runs_runs": lambda land: Request(),
    "runs_start": lambda land: Request(body={"snapshot": land.run.snapshot.version, "on": "2026-06-02"}),
    "runs_list_snapshots": lambda land: Request(),
    "runs_take_snapshot": lambda land: Request(body={"on": "2026-06-02"}),
    "runs_run": lambda land: Request({"id": land.run.pk}),
    "decisions_decisions": lambda land: Request(query={"run": land.run.pk, "programme": "housing"}),
    "decisions_accept_all": lambda land: Request(
        body={"run": land.run.pk, "programme": "disability", "starts_on": "2026-06-01"}
    ),
    "decisions_accept": lambda land: Request({"id": land.decisions["accept"]}, body={}),
    "decisions_decline": lambda land: Request({"id": land.decisions["decline"]}, body={"reason": "Left"}),
    "decisions_reconsider": lambda land: Request({"id": land.decisions["reconsider"]}, body={"reason": "Back"}),
    "payments_cycles": lambda land: Request(),
    "payments_compute": lambda land: Request(
        body={"programme": "child-grant", "period_from": "2026-08-01", "period_to": "2026-09-01"}
    ),
    "payments_cycle": lambda land: Request({"id": land.cycle}),
    "payments_lines": lambda land: Request({"id": land.cycle}, {"status": "due"}),
    "payments_approve": lambda land: Request({"id": land.cycle}),
    "payments_countersign": lambda land: Request({"id": land.large_cycle}),
    "payments_release": lambda land: Request({"id": land.other_cycle}),
    "payments_cancel": lambda land: Request({"id": land.cycle}, body={"reason": "Wrong month"}),
    "payments_trial_balance": lambda land: Request(),
    "payments_proof": lambda land: Request(),
    "insight_indicators": lambda land: Request(),
    "insight_figures": lambda land: Request(query={"indicator": ["social-protection-coverage"]}),
    "insight_compute": lambda land: Request(body={"snapshot": land.run.snapshot.version}),
    "insight_table": lambda land: Request(),
    "insight_by_area": lambda land: Request({"code": "social-protection-coverage"}),
    "insight_by_group": lambda land: Request({"code": "social-protection-coverage", "group": "age"}),
    "insight_series": lambda land: Request({"code": "social-protection-coverage"}),
    "assessments_list_instruments": lambda land: Request(query={"_": str(assessing.draft(land))}),
    "assessments_instrument": lambda land: Request({"code": _code(assessing.draft(land, "adopted"))}, {"version": 1}),
    "assessments_write": lambda land: Request(body={"text": written.LACKS.replace("code: lacks", "code: new")}),
    "assessments_review": lambda land: Request({"id": assessing.draft(land)}, body={"note": "Fit"}),
    "assessments_adopt": lambda land: Request({"id": assessing.draft(land, "reviewed")}),
    "assessments_retire": lambda land: Request({"id": assessing.draft(land, "adopted")}, body={"note": "Replaced"}),
    "assessments_run": lambda land: Request(
        body={"instrument": _code(assessing.draft(land, "adopted")), "snapshot": land.run.snapshot.version}
    ),
    "assessments_made": lambda land: Request(query={"limit": _number(assessing.assessment(land))}),
    "assessments_result": lambda land: Request({"id": assessing.assessment(land)}),
    "assessments_table": lambda land: Request({"id": assessing.assessment(land)}),
    "assessments_changes": lambda land: Request(
        query={"before": assessing.assessment(land), "after": assessing.assessment(land, 2)}
    ),
    "assessments_household": lambda land: Request({"id": land.homes["north"].pk}),
    "assessments_household_apart": lambda land: Request(
        {"id": land.homes["north"].pk}, body={"instrument": assessing.apart(land), "purpose": "case_work"}
    ),
    "assessments_needs": lambda land: Request(query={"area": _code(assessing.needs(land), "N1")}),
    "assessments_answers": lambda land: Request(query={"_": str(assessing.answer(land))}),
    "assessments_propose_answer": lambda land: Request(
        body={"need": assessing.needs(land), "kind": "place", "code": "office"}
    ),
    "assessments_approve_answer": lambda land: Request({"id": assessing.answer(land)}),
    "assessments_end_answer": lambda land: Request(
        {"id": assessing.answer(land, "approved")}, body={"reason": "Closed"}
    ),
    "audit_entries": lambda land: Request(),
    "audit_looks": lambda land: Request(),
    "audit_verify": lambda land: Request(),
    "privacy_processing": lambda land: Request(),
    "privacy_standing": lambda land: Request({"id": asked.purpose(land)}),
    "privacy_record_consent": lambda land: Request(
        {"id": asked.purpose(land)},
        body={"purpose": "study", "answer": "given", "on": "2026-06-02", "how": "signature"},
    ),
    "doubles_counts": lambda land: Request(),
    "doubles_pairs": lambda land: Request(query={"state": "open"}),
    "doubles_pair": lambda land: Request({"id": asked.candidate(land)}),
    "doubles_report": lambda land: Request(
        body={"one": land.person, "other": asked.double(land), "because": "The same mother"}
    ),
    "merges_merges": lambda land: Request(query={"status": "merged"}),
    "merges_merge": lambda land: Request({"id": asked.merge(land)}),
    "merges_merge_people": lambda land: Request(
        body={"kept": land.person, "absorbed": asked.doubled(land), "because": "The same card"}
    ),
    "merges_part_people": lambda land: Request({"id": asked.merge(land)}, body={"because": "Another mother"}),
    "overpayments_overpayments": lambda land: Request(query={"status": "found"}),
    "overpayments_overpayment": lambda land: Request({"id": asked.overpayment(land)}),
    "privacy_corrections": lambda land: Request(query={"status": "lodged"}),
    "privacy_lodge_correction": lambda land: Request(
        {"id": land.person}, body={"what": "other", "asked": "Another name", "reason": "Misspelt"}
    ),
    "privacy_correction": lambda land: Request({"id": asked.correction(land)}),
    "privacy_accept_correction": lambda land: Request({"id": asked.correction(land)}, body={"answer": "Done"}),
    "privacy_refuse_correction": lambda land: Request(
        {"id": asked.correction(land)}, body={"answer": "The card says so", "appeal": "At the court"}
    ),
    "places_areas": lambda land: Request(query={"text": "N1"}),
    "places_area": lambda land: Request({"code": "N1"}),
    "places_stood": lambda land: Request(query={"on": "2026-06-02"}),
    "places_correspondence": lambda land: Request(query={"then": "2026-01-01", "now": "2026-06-02"}),
    "places_changes": lambda land: Request(query={"limit": 5}),
    "places_propose": lambda land: Request(
        body={"kind": "rename", "areas": ["S1"], "names": {"en": "Newer"}, "on": "2026-06-02", "reason": "Law"}
    ),
    "places_approve": lambda land: Request({"id": asked.boundaries(land)}),
    "places_reject": lambda land: Request({"id": asked.boundaries(land)}, body={"reason": "No"}),
    "places_institutions": lambda land: Request(query={"text": "bank"}),
    "places_places": lambda land: Request(query={"kind": "office"}),
    "places_nearest": lambda land: Request(query={"latitude": 1, "longitude": 1}),
    "places_place": lambda land: Request({"code": asked.office(land)}),
    "places_keep": lambda land: Request(
        {"code": asked.office(land)},
        body={"kind": "office", "names": {"en": "Office"}, "institution": "bank", "area": "N1"},
    ),
    "places_close": lambda land: Request({"code": asked.office(land)}, body={"until": "2026-06-02"}),
    "campaigns_campaigns": lambda land: Request(query={"status": "open"}),
    "campaigns_progress": lambda land: Request({"code": asked.campaign(land).code}),
    "campaigns_mine": lambda land: Request(query={"_": str(asked.visit(land))}),
    "campaigns_record_outcome": lambda land: Request(
        {"id": asked.visit(land)},
        body={"outcome": "gone", "at": "2026-06-02T10:00:00Z", "client_id": "phone-1"},
    ),
    "work_recent": lambda land: Request(),
    "work_work": lambda land: Request({"id": land.work}),
}


def _number(_made: int) -> int:
    """One, once what is asked for is made."""
    return 1


def _code(_made: Any, code: str = "lacks") -> str:
    return code


def wrong(value: Any, schema: dict[str, Any], at: str = "answer") -> Iterator[str]:
    """What of a value does not fit its schema: the part of JSON Schema that our description uses."""
    if "$ref" in schema:
        schema = {**SCHEMA["components"]["schemas"][schema["$ref"].rpartition("/")[2]], **_without_ref(schema)}
    if "anyOf" in schema:
        if all(list(wrong(value, one, at)) for one in schema["anyOf"]):
            yield f"{at}: {value!r} fits none of {schema['anyOf']}"
        return
    kind = schema.get("type")
    if kind and not _is(value, kind):
        yield f"{at}: {value!r} is no {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']}"
    if kind == "array":
        for place, one in enumerate(value):
            yield from wrong(one, schema.get("items", {}), f"{at}[{place}]")
    if kind == "object":
        yield from _wrong_object(value, schema, at)


def _wrong_object(value: dict[str, Any], schema: dict[str, Any], at: str) -> Iterator[str]:
    fields = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}: {name} is missing"
    for name, one in value.items():
        if name in fields:
            yield from wrong(one, fields[name], f"{at}.{name}")
        elif fields:
            yield f"{at}: {name} is not described"
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from wrong(one, schema["additionalProperties"], f"{at}.{name}")


def _without_ref(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != "$ref"}


def _is(value: Any, kind: str) -> bool:
    kinds: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
        "object": dict,
        "null": type(None),
    }
    return isinstance(value, kinds[kind]) and (kind in ("boolean", "null") or not isinstance(value, bool))


def problem_of(response: Any) -> dict[str, Any]:
    """The problem an answer tells, checked to have its shape."""
    assert response["Content-Type"].startswith("application/json"), response.content[:200]
    found: dict[str, Any] = response.json()
    assert not list(wrong(found, {"$ref": "#/components/schemas/Problem"})), found
    assert found["detail"], "a problem says what happened"
    return found
