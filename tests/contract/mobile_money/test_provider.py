"""What every provider must keep to: the simulator does, and AYNI_CONTRACT_PROVIDER tries another."""

import os
import time
from uuid import uuid4

import httpx
import pytest

from tests.contract.mobile_money import providers


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if "AYNI_CONTRACT_PROVIDER" in os.environ:
        yield os.environ["AYNI_CONTRACT_PROVIDER"]
        return
    state = tmp_path_factory.mktemp("provider") / "state"
    with providers.provider(state, "--delay", "0.2", "--failing", "0.3", "--repeating", "0.5", "--faults", "0") as one:
        yield one.address


@pytest.fixture
def http(address):
    with httpx.Client(base_url=address, trust_env=False, timeout=10) as client:
        yield client


def payment(**change):
    return {"reference": str(uuid4()), "amount": "25.50", "account": "+999000", "purpose": "2026-10-01 test", **change}


def pay(http, *payments):
    return http.post("/payments", json={"payments": list(payments)})


def feed(http, after=""):
    """The whole feed after a place, page by page."""
    found = []
    while True:
        page = http.get("/notices", params={"after": after, "limit": 7}).json()
        if not page["notices"]:
            return found, after
        assert len(page["notices"]) <= 7
        found += page["notices"]
        after = page["cursor"]


def answers(http, references, after="", seconds=10):
    """The notices about the references, when there is one for each."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = [notice for notice in feed(http, after)[0] if notice["reference"] in references]
        if {notice["reference"] for notice in found} == set(references):
            return found
        time.sleep(0.05)
    raise AssertionError("a payment was never answered")


def test_it_says_what_it_accepted(http):
    asked = [payment(), payment()]
    answer = pay(http, *asked)
    assert answer.status_code == 200
    assert answer.json()["accepted"] == [one["reference"] for one in asked]


def test_it_tells_which_payments_it_has(http):
    asked, unknown = payment(), str(uuid4())
    pay(http, asked)
    known = http.get("/payments", params={"reference": [asked["reference"], unknown]}).json()["payments"]
    assert [one["reference"] for one in known] == [asked["reference"]]


def test_it_answers_every_payment_with_what_was_asked(http):
    asked = {one["reference"]: one for one in (payment(account=f"+{n}") for n in range(40))}
    pay(http, *asked.values())
    for notice in answers(http, asked):
        assert notice["amount"] == asked[notice["reference"]]["amount"]
        assert notice["outcome"] in ("paid", "failed")
        assert (notice["reason"] == "") == (notice["outcome"] == "paid")
        assert notice["key"]


def test_a_reference_is_paid_once_however_often_it_is_asked(http):
    asked = payment()
    for _ in range(3):
        assert pay(http, asked).json()["accepted"] == [asked["reference"]]
    time.sleep(0.5)
    found = answers(http, [asked["reference"]])
    assert len({notice["key"] for notice in found}) == 1


def test_the_feed_goes_on_where_it_was_left(http):
    pay(http, payment())
    time.sleep(0.5)
    everything, cursor = feed(http)
    assert feed(http, cursor) == ([], cursor)
    asked = payment()
    pay(http, asked)
    answers(http, [asked["reference"]], after=cursor)
    time.sleep(0.5)
    assert feed(http)[0][: len(everything)] == everything


def test_the_same_notice_has_the_same_key(http):
    asked = [payment(account=f"+{n}", purpose="twice") for n in range(40)]
    pay(http, *asked)
    answers(http, [one["reference"] for one in asked])
    time.sleep(0.5)
    said = {}
    for notice in feed(http)[0]:
        assert said.setdefault(notice["key"], notice) == notice


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"payments": []},
        {"payments": "all"},
        {"payments": [payment(amount="0")]},
        {"payments": [payment(amount="much")]},
        {"payments": [payment(amount=3)]},
        {"payments": [payment(account="")]},
        {"payments": [payment(), {"reference": "x"}]},
        {"payments": [payment()] * 1001},
    ],
    ids=range(9),
)
def test_what_it_does_not_understand_is_refused_as_a_whole(http, body):
    answer = http.post("/payments", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]
    references = [one["reference"] for one in body.get("payments") or [] if isinstance(one, dict)]
    if references:
        known = http.get("/payments", params={"reference": references[:1]}).json()
        assert known == {"payments": []}


def test_what_is_no_json_is_refused(http):
    assert http.post("/payments", content=b"pay!").status_code == 422


def test_a_cursor_it_never_gave_is_refused(http):
    assert http.get("/notices", params={"after": "yesterday"}).status_code == 422
