"""What is put into fields: more fields than there are, statements, templates, formulas, and far too much."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from ayni.commons.access.models import ApiToken, Grant, User
from ayni.commons.audit.models import Entry
from ayni.registry.models import Person
from tests.attacks import written
from tests.contract.api import walk
from tests.contract.api.conftest import caller

#: Fields that records have and that nobody may send.
EXTRA = {
    "id": 1,
    "pk": 1,
    "by": 1,
    "by_id": 1,
    "user": 1,
    "owner": 1,
    "actor": 1,
    "approved_by": 1,
    "approved_by_id": 1,
    "status": "approved",
    "is_superuser": True,
    "is_staff": True,
    "is_system": True,
    "role": "administrator",
    "permissions": ["access.manage"],
    "area": None,
    "area_id": None,
    "amount": "1000000.00",
    "expires_at": "2099-01-01T00:00:00Z",
    "digest": "0" * 64,
    "__class__": "x",
    "constructor": {"prototype": {}},
}


#: What any request may write before it is looked at.
KNOCKS = {"limits_allowance", "signing_tokenuse"}


def test_fields_that_nobody_asked_for_change_nothing(land, everything):
    """Each operation that changes something, with and without them: the same rows are written, by the same user."""
    client = caller(everything)
    victim = User.objects.create(username="victim")
    extra = EXTRA | dict.fromkeys(("by", "by_id", "user", "owner", "actor", "approved_by"), victim.pk)
    for operation in walk.operations():
        if operation.method == "GET":
            continue
        outcomes = []
        for more in ({}, extra):
            request = walk.SAMPLES[operation.id](land)
            body = {**more, **request.body} if request.body is not None else (more or None)
            with transaction.atomic():
                last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
                with written.watched() as wrote:
                    answer = walk.ask(client, operation, walk.Request(request.path, request.query, body))
                entries = Entry.objects.filter(pk__gt=last)
                assert {entry.actor_id for entry in entries} <= {everything.pk}, operation
                assert not Grant.objects.filter(user=victim).exists()
                assert not User.objects.filter(is_superuser=True).exists()
                outcomes.append((answer.status_code, set(wrote) - KNOCKS))
                transaction.set_rollback(True)
        plain, fuller = outcomes
        assert fuller == plain or fuller[0] == 422, (operation, outcomes)


def test_a_form_takes_its_own_fields_alone(everything, browser):
    victim = User.objects.create(username="victim")
    typed = {
        "name": "mine",
        "days": "30",
        "user": victim.pk,
        "owner": victim.pk,
        "expires_at": "2099-01-01",
        "digest": "0",
    }
    answer = browser(everything).post(reverse("web:make_token"), typed)
    assert answer.status_code in (200, 302)
    for made in ApiToken.objects.all():
        assert made.user == everything
        assert made.expires_at < timezone.now() + timedelta(days=31)
        assert made.digest != "0"
    everything.refresh_from_db()
    assert not everything.is_superuser


SQL = (
    "' OR '1'='1",
    "'; DROP TABLE registry_person; --",
    "\\'; SELECT pg_sleep(10); --",
    "1) UNION SELECT password FROM access_user --",
    "%' AND 1=(SELECT count(*) FROM pg_tables) --",
    "$$; DELETE FROM registry_person; $$",
    "a\u0027\u02bc\uff07 or 1=1",
    "%s %(x)s %%",
    "{{ settings.SECRET_KEY }}{% debug %}${7*7}#{7*7}<%= 7*7 %>",
    "../../../../etc/passwd",
    "\u202e\u0000",
)


@pytest.mark.parametrize("text", SQL)
def test_a_statement_in_a_field_is_a_text(text, land, everything, browser):
    client, api = browser(everything), caller(everything)
    people = Person.objects.count()
    fields = ("q", "text", "name", "code", "status", "programme", "run", "area", "page", "limit", "offset", "indicator")
    for address in ("/people/", "/dictionary/", "/payments/", "/programmes/", "/insight/indicators/", "/insight/map/"):
        answer = client.get(address, dict.fromkeys(fields, text))
        assert answer.status_code in (200, 400, 404), (address, answer.status_code)
        body = answer.content.decode()
        assert "49" not in body if "7*7" in text else True
        assert "scrypt$" not in body
    assert api.get("/api/v1/people/search", {"q": text}).status_code in (200, 422)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry_person")
        assert cursor.fetchone()[0] >= people


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 60 + b"1" + b"}" * 60,
        b'{"reason": "x", "more": [' + b"1," * 150_000 + b"1]}",
        b"{" + b",".join(b'"k%d":1' % number for number in range(120_000)) + b"}",
    ],
    ids=["opened", "deep", "long", "keys"],
)
def test_json_without_an_end_is_refused_before_it_is_read(body, land, everything):
    answer = caller(everything).post(
        f"/api/v1/payments/cycles/{land.cycle}/cancel", body, content_type="application/json"
    )
    assert answer.status_code == 400
    assert walk.problem_of(answer)["code"] == "unreadable"


def test_far_too_much_is_refused(everything, browser, settings):
    settings.AYNI_LARGEST_REQUEST = 1_000_000
    client = browser(everything)
    answer = client.post("/dictionary/import/", {"text": "a" * 1_100_000})
    assert answer.status_code == 413
    assert "Too much at once" in answer.content.decode()
    many = client.post("/tokens/new/", {f"field{number}": "x" for number in range(1001)})
    assert many.status_code == 400
    api = caller(everything).post("/api/v1/runs", b" " * 6_000_000, content_type="application/json")
    assert api.status_code == 413


def test_too_many_files_at_once(everything, browser):
    from io import BytesIO

    files = {f"file{number}": BytesIO(b"a") for number in range(11)}
    assert browser(everything).post("/dictionary/import/", files).status_code == 400


def test_done_twice_is_done_once(land, everything):
    """A request that somebody recorded and sends again."""
    client = caller(everything)
    address = f"/api/v1/payments/cycles/{land.other_cycle}/release"
    first, again = client.post(address), client.post(address)
    assert first.status_code == 200, first.content
    assert again.status_code == 409
    accepted = f"/api/v1/decisions/{land.decisions['accept']}/accept"
    answers = [client.post(accepted, json.dumps({}), content_type="application/json").status_code for _ in range(2)]
    assert answers[0] == 200
    assert answers[1] == 409
