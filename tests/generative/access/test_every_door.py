"""Every screen and every operation, for every role and nobody, inside and outside their area: exactly what is declared.

What is expected is worked out here from the tables of doors and from the roles alone. Each question is asked by the
database's own role for the application, in the scope of who asks, and taken back when it is answered.
"""

from __future__ import annotations

import importlib
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ayni.commons.access.doors import Door, Reach
from ayni.commons.access.errors import NotEverywhere, NotPermitted
from ayni.commons.access.models import User
from ayni.config.postgresql import roles
from ayni.exchange.api import doors as api_doors
from ayni.kernel.refusals import Refused
from ayni.web import doors, gate
from tests.architecture import imported
from tests.contract.api import conftest as api
from tests.contract.api import walk
from tests.generative.access import acted, asked, routes
from tests.generative.access import land as lands
from tests.generative.access.land import Land, Reader

pytestmark = pytest.mark.django_db

HERE, THERE, NOWHERE = "here", "there", "nowhere"
#: What differs from one answer to the next: numbers, tokens against forgery, marks of scripts.
CHANGING = re.compile(rb"[A-Za-z0-9_-]{64}|nonce=\"[^\"]*\"|\d+")
COUNTED: Counter[str] = Counter()
ACTIONS = imported.actions()


@pytest.fixture(scope="module")
def land(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Land]:
    """One land for the whole walk: nothing that is asked stays done."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    given: dict[str, Any] = {
        "AYNI_HOME": tmp_path_factory.mktemp("home"),
        "STORAGES": {**settings.STORAGES, "staticfiles": plain},
        "AYNI_DUAL_CONTROL": api.LARGE,
        "AYNI_LIMITS": dict.fromkeys(settings.AYNI_LIMITS),
    }
    with django_db_blocker.unblock(), override_settings(**given), transaction.atomic():
        yield lands.made()
        transaction.set_rollback(True)


@pytest.fixture(scope="module", autouse=True)
def told_how_many() -> Iterator[None]:
    logging.getLogger("django.request").disabled = True  # thousands of refusals are what is asked for here
    yield
    logging.getLogger("django.request").disabled = False
    print(f"\n{sum(COUNTED.values())} cells walked: {dict(COUNTED)}")


class Browser:
    """Asks in the name of a reader, as the application's own role of the database; nothing of it stays."""

    def __init__(self, *, checks_forgery: bool = False) -> None:
        self.client = Client(
            enforce_csrf_checks=checks_forgery, raise_request_exception=False, headers={"accept-language": "en"}
        )

    def ask(self, reader: Reader, method: str, address: str) -> Any:
        self.client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: reader.session} if reader.session else {})
        with as_application():
            return self.client.generic(method, address)


@contextmanager
def as_application() -> Iterator[None]:
    """Inside, the database is used as the application uses it; at the end all is as it was."""
    with transaction.atomic():
        roles.be_owner(False)
        try:
            yield
        finally:
            roles.be_owner(True)
            transaction.set_rollback(True)


BROWSER, STRICT = Browser(), Browser(checks_forgery=True)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    declared = {routes.route(row) for row in doors.DOORS}
    assert sorted(routes.routes().keys() - declared) == [], "addresses that ayni.web.doors does not declare"
    assert sorted(declared - routes.routes().keys()) == [], "rows of ayni.web.doors without an address"


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    assert {operation.id for operation in walk.operations()} == api_doors.DOORS.keys()


@pytest.mark.parametrize("row", sorted(routes.rows()))
def test_a_screen_answers_as_declared(land: Land, row: str) -> None:
    door, wrong = doors.DOORS[row], []
    for reader in askers(land, door):
        for place in places(door):
            address = address_of(land, row, reader, place)
            for method, opened in zip(("GET", "POST"), opening(row, reader), strict=True):
                expected = status(door, reader, place, opened=opened, closed=302)
                answer = BROWSER.ask(reader, method, address)
                COUNTED["screens"] += 1
                if answer.status_code != expected:
                    wrong.append(f"{method} {row} by {reader}, {place}: {answer.status_code}, not {expected}")
                if reader.user is None and expected == 302 and door.reach is not Reach.EVERYBODY:
                    assert answer["Location"].startswith("/sign-in/?next="), row
    assert wrong == []


@pytest.mark.parametrize("row", [row for row in sorted(routes.rows()) if doors.DOORS[row].reach is Reach.INSIDE])
def test_what_lies_elsewhere_is_told_as_what_is_not(land: Land, row: str) -> None:
    """Word for word, apart from the numbers."""
    for reader in land.readers:
        if reader.area and meets(doors.DOORS[row], reader):
            told = {
                CHANGING.sub(b"", BROWSER.ask(reader, method, address_of(land, row, reader, place)).content)
                for method in ("GET", "POST")
                for place in (THERE, NOWHERE)
            }
            assert len(told) == 1, f"{row} by {reader}"
            COUNTED["the same page"] += 4


@pytest.mark.parametrize("row", sorted(routes.rows()))
def test_a_forged_form_changes_nothing(land: Land, row: str) -> None:
    """Whoever sends it: a form without its token is refused before anybody is asked who they are."""
    for reader in (land.readers[0], holder(land, doors.DOORS[row])):
        answer = STRICT.ask(reader, "POST", address_of(land, row, reader, HERE))
        assert answer.status_code == (403 if row not in asked.WITHOUT_COOKIES else routes.ANSWERS[row][1]), row
        COUNTED["forged"] += 1


@pytest.mark.parametrize("operation", walk.operations(), ids=str)
def test_an_operation_answers_as_declared(land: Land, operation: walk.Operation) -> None:
    door, wrong = api_doors.DOORS[operation.id], []
    client = Client(raise_request_exception=False)
    for reader in askers(land, door):
        bodies = set()
        for place in places(door):
            headers = {"authorization": f"Bearer {reader.token}"} if reader.token else {}
            client.defaults = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
            request = asked.request(land, operation.id, reader, place)
            with as_application():
                answer = walk.ask(client, operation, request)
            COUNTED["operations"] += 1
            expected = status(door, reader, place, opened=200, closed=401)
            if answer.status_code != expected:
                told = answer.content[:200]
                wrong.append(f"{operation} by {reader}, {place}: {answer.status_code}, not {expected}: {told!r}")
            if place != HERE and answer.status_code == 404:
                bodies.add(answer.content)
        assert len(bodies) < 2, f"{operation} by {reader}: what lies elsewhere is told apart from what is not"
    assert wrong == []


@pytest.mark.parametrize("operation", walk.operations(), ids=str)
def test_an_operation_says_no_before_it_reads_what_was_sent(land: Land, operation: walk.Operation) -> None:
    if not api_doors.DOORS[operation.id].needs:
        return
    reader = next(one for one in land.readers if one.user and not one.role)
    with as_application():
        answer = Client(headers={"authorization": f"Bearer {reader.token}"}).generic(
            operation.method,
            walk.address(operation, asked.request(land, operation.id, reader, NOWHERE)),
            b"{not json",
            content_type="application/json",
        )
    assert answer.status_code == 403


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_action_is_refused_without_its_permission(land: Land, name: str) -> None:
    """Whatever it is given: what it is about is not even looked at."""
    for reader in land.readers:
        if reader.user is not None and ACTIONS[name].permission not in reader.permissions:
            by = User.objects.get(pk=reader.user.pk)
            assert not by.may(ACTIONS[name].permission)
            with as_application(), CaptureQueriesContext(connection) as read, pytest.raises(NotPermitted):
                done(name)(object(), by=by, reason=object())
            assert len(read) == 0, name
            COUNTED["actions"] += 1


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_action_reaches_no_further_than_its_permission(land: Land, name: str) -> None:
    """Held in one district it does nothing in another, nor what concerns all districts."""
    declared, sample = ACTIONS[name], acted.SAMPLES.get(name.removeprefix("ayni."))
    assert declared.everywhere or sample, f"{name} has no sample in acted.py"
    for reader in land.readers:
        if reader.user is None or declared.permission not in reader.permissions:
            continue
        if declared.everywhere:
            if reader.area:
                assert isinstance(refusal(name, (object(),), {}, reader.user), NotEverywhere)
            COUNTED["actions"] += 1
            continue
        assert sample is not None
        for place, side in ((HERE, land.here), (THERE, land.there)):
            told = refusal(name, *sample.call(land, side), reader.user)
            lies_beyond = sample.lies == acted.ALL or (sample.lies == acted.INSIDE and place == THERE)
            is_beyond = lies_beyond and reader.area is not None
            assert is_elsewhere(told) is is_beyond, f"{name} by {reader}, {place}: {told!r}"
            assert sample.lies != acted.OWN or isinstance(told, Refused), f"{name} by {reader}: not theirs"
            also = acted.ALSO.get(name.removeprefix("ayni."))
            lacks_more = also is not None and also not in reader.permissions and place == HERE
            assert isinstance(told, NotPermitted) is lacks_more, f"{name} by {reader}: {told}"
            COUNTED["actions"] += 1


def test_a_sample_is_of_an_action() -> None:
    assert {f"ayni.{name}" for name in acted.SAMPLES} - ACTIONS.keys() == set()


def done(name: str) -> Any:
    """The action as its callers have it, with all that is checked before."""
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(module), function)


def refusal(name: str, args: tuple[Any, ...], given: dict[str, Any], user: User) -> Exception | None:
    """What an action answers, if not that it is done."""
    by = User.objects.get(pk=user.pk)
    with as_application():
        try:
            done(name)(*args, **given, by=by)
        except (Refused, ObjectDoesNotExist) as refused:
            return refused
    return None


def is_elsewhere(told: Exception | None) -> bool:
    """Whether a refusal says that it lies in others' areas, or is not there at all."""
    return isinstance(told, ObjectDoesNotExist) or getattr(told, "code", "").startswith(gate.ABSENT)


def status(door: Door, reader: Reader, place: str, *, opened: int, closed: int) -> int:
    """The one answer that a door allows."""
    if door.reach is Reach.EVERYBODY:
        return opened
    if reader.user is None:
        return closed
    if not meets(door, reader) or (door.reach is Reach.EVERYWHERE and reader.area):
        return 403
    if place == NOWHERE:
        return 404
    if place == THERE and door.reach is Reach.INSIDE and reader.area:
        return 404
    if place == THERE and door.reach is Reach.OWN and door.others not in reader.permissions:
        return 404
    return opened


def askers(land: Land, door: Door) -> list[Reader]:
    """Nobody, somebody without a role, every role in the district; and everywhere each that has what is needed."""
    return [one for one in land.readers if one.area or not one.role or meets(door, one)]


def opening(row: str, reader: Reader) -> tuple[int, int]:
    """What it answers to whom it opens."""
    if reader.user is not None and row in routes.SIGNED_IN_ALREADY:
        return (302, 302)
    return routes.ANSWERS.get(row, (200, 200))


def meets(door: Door, reader: Reader) -> bool:
    """Whether somebody's role has all that is needed, wherever."""
    needs = [{need} if isinstance(need, str) else set(need) for need in door.needs]
    return all(need & reader.permissions for need in needs)


def places(door: Door) -> tuple[str, ...]:
    return (HERE, THERE, NOWHERE) if door.reach in (Reach.INSIDE, Reach.OWN) else (HERE,)


def holder(land: Land, door: Door) -> Reader:
    """Somebody to whom it opens everywhere."""
    return next(one for one in land.readers if one.user and one.area is None and meets(door, one))


def address_of(land: Land, row: str, reader: Reader, place: str) -> str:
    parts = routes.rows()[row]
    numbers = {**land.national, **land.here.named, **(reader.own or land.strangers)}
    if doors.DOORS[row].reach is not Reach.OWN:
        numbers |= {name: value for name, value in land.here.named.items() if name in reader.own}
    if place == THERE:
        numbers |= land.strangers if doors.DOORS[row].reach is Reach.OWN else land.there.named
    if place == NOWHERE:
        numbers |= dict.fromkeys(parts & (land.here.named.keys() | land.strangers.keys() | {"record"}), lands.MISSING)
    numbers |= asked.named(land, row, place)
    numbers["verb"] = asked.VERBS.get(row, routes.verb(row))
    return reverse(routes.route(row), kwargs={name: numbers[name] for name in parts})
