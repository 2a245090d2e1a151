"""Cards given, replaced and ended; what ends them by itself; and the list that anybody may fetch."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.audit.models import Entry
from ayni.commons.jobs import running
from ayni.identity import actions, errors, models, queries
from ayni.identity.queries import card_keys
from ayni.kernel.cards import checking, ended, keys
from ayni.kernel.cards.checking import State
from ayni.registry.errors import HasDied, MergedInto
from ayni.registry.models import Person
from tests.pages import district

ON, AT = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def place(db: None, settings: Any, tmp_path: Path) -> district.District:
    settings.AYNI_HOME = tmp_path
    return district.made(on=date(2026, 3, 1))


@pytest.fixture
def desk(place: district.District) -> Any:
    return place.users["desk_officer"]


@pytest.fixture
def card(place: district.District, desk: Any) -> models.Card:
    return actions.issue_card(place.mother, office="Ministry of Welfare", on=ON, by=desk)


@pytest.fixture
def child(place: district.District, desk: Any) -> models.Card:
    """The card of somebody who leads no household."""
    return actions.issue_card(Person.objects.get(given_name="Amara"), office="Ministry", on=ON, by=desk)


def state(card: models.Card, *, on: date = ON) -> State:
    known = keys.read(queries.public_keys())
    listed = ended.read(queries.ended_list(at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC)), known)
    return checking.check(card.code, known, on=on, ended=listed).state


def test_a_card_says_who_and_until_when_and_nothing_else(card: models.Card, place: district.District) -> None:
    found = checking.check(card.code, keys.read(queries.public_keys()), on=ON)
    assert found.state is State.VALID
    said = found.content
    assert said is not None
    assert (said.name, said.person_code, said.birth_year) == ("فاطمة الزهراء", place.mother.code, 1990)
    assert (said.office, said.expires_on, said.serial) == ("Ministry of Welfare", date(2031, 3, 2), card.serial)
    entry = Entry.objects.filter(action="identity.issue_cards").latest("pk")
    assert card.code not in str(entry.__dict__), "the audit does not repeat the code"


def test_nobody_has_two_cards_at_once(card: models.Card, desk: Any) -> None:
    with pytest.raises(errors.HasCard):
        actions.issue_card(card.person, office="Ministry", on=ON, by=desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Card.objects.create(
            person=card.person, serial="AAAAAAAA", key=card.key, name="x", office="x", code="x",
            issued_on=ON, issued_by=desk, expires_on=ON,
        )  # fmt: skip


def test_an_expired_card_gives_way_to_a_new_one(card: models.Card, desk: Any) -> None:
    late = date(2031, 3, 3)
    assert state(card, on=late) is State.EXPIRED
    new = actions.issue_card(card.person, office="Ministry", on=late, by=desk)
    card.refresh_from_db()
    assert (card.ended_because, new.replaces_id) == ("replaced", card.pk)


def test_a_lost_card_counts_no_longer_and_its_successor_does(card: models.Card, desk: Any) -> None:
    new = actions.replace_card(card, because="lost", office="Ministry", on=ON, by=desk)
    assert (state(card), state(new)) == (State.ENDED, State.VALID)
    with pytest.raises(errors.CardEnded):
        actions.replace_card(card, because="lost", office="Ministry", on=ON, by=desk)
    with pytest.raises(errors.CardEnded):
        actions.end_card(card, because="lost", on=ON, by=desk)
    actions.end_card(new, because="taken_back", on=ON, by=desk)
    assert state(new) is State.ENDED
    assert queries.present_card(card.person_id) is None


def test_a_death_ends_the_card_and_a_death_that_was_none_gives_it_back(child: models.Card) -> None:
    card = child
    Person.objects.filter(pk=card.person_id).update(died_on=ON, died_from=ON)
    card.refresh_from_db()
    assert (card.ended_because, state(card)) == ("died", State.ENDED)
    Person.objects.filter(pk=card.person_id).update(died_on=None, died_from=None)
    card.refresh_from_db()
    assert (card.ended_on, card.ended_because, state(card)) == (None, "", State.VALID)


def test_a_record_that_is_merged_away_loses_its_card_and_has_it_again_when_parted(
    card: models.Card, place: Any
) -> None:
    kept = place.far.memberships.get().person
    Person.objects.filter(pk=card.person_id).update(merged_into=kept)
    card.refresh_from_db()
    assert (card.ended_because, state(card)) == ("merged", State.ENDED)
    Person.objects.filter(pk=card.person_id).update(merged_into=None)
    assert state(card) is State.VALID


def test_what_an_officer_ended_does_not_come_back(child: models.Card, desk: Any) -> None:
    card = child
    actions.end_card(card, because="stolen", on=ON, by=desk)
    Person.objects.filter(pk=card.person_id).update(died_on=ON)
    Person.objects.filter(pk=card.person_id).update(died_on=None)
    card.refresh_from_db()
    assert (card.ended_because, state(card)) == ("stolen", State.ENDED)


def test_who_gets_no_card(place: district.District, desk: Any) -> None:
    father = place.far.memberships.get().person
    with pytest.raises(OutsideArea):
        actions.issue_card(father, office="Ministry", on=ON, by=place.users["district_officer"])
    with pytest.raises(NotPermitted):
        actions.issue_card(father, office="Ministry", on=ON, by=place.users["auditor"])
    with pytest.raises(errors.OfficeMissing):
        actions.issue_card(father, office="  ", on=ON, by=desk)
    Person.objects.filter(pk=father.pk).update(merged_into=place.mother)
    father.refresh_from_db()
    with pytest.raises(MergedInto):
        actions.issue_card(father, office="Ministry", on=ON, by=desk)
    child = Person.objects.get(given_name="Amara")
    Person.objects.filter(pk=child.pk).update(died_on=ON)
    child.refresh_from_db()
    with pytest.raises(HasDied):
        actions.issue_card(child, office="Ministry", on=ON, by=desk)


def test_a_sheet_gives_a_card_to_everybody_of_the_area_who_has_none(card: models.Card, place: Any, desk: Any) -> None:
    asked = {"office": "Ministry", "language": "fr", "second_language": "ar", "on": ON, "at": AT, "by": desk}
    sheet = actions.ask_for_sheet(place.area, youngest=0, **asked)
    made = actions.make_sheet(sheet, on=ON, at=AT, by=desk)
    assert made.cards_made == 14, "everybody of two households but the mother, who has one"
    assert actions.make_sheet(sheet, on=ON, at=AT, by=desk).cards_made == 14, "made once"
    text = queries.sheet_text(made, reader=desk).decode()
    assert text.count('class="card-pair"') == 14
    assert "Valable jusqu" in text or "Valid until" in text
    assert "<script" not in text
    assert "http" not in text.replace("http://www.w3.org", ""), "it needs no network"
    with pytest.raises(errors.NoCardTo):
        actions.ask_for_sheet(place.area, youngest=0, **asked)
    with pytest.raises(OutsideArea):
        actions.ask_for_sheet(place.far.area, youngest=0, **{**asked, "by": place.users["district_officer"]})
    later = AT + timedelta(days=30)
    assert actions.forget_sheets(by=desk, at=later) == 1
    with pytest.raises(errors.KeptNoLonger):
        queries.sheet_text(made, reader=desk)
    assert models.Card.objects.filter(sheet=sheet, ended_on=None).count() == 14, "the cards count on"


def test_only_those_old_enough_get_one(place: district.District, desk: Any) -> None:
    asked = {"office": "Ministry", "language": "en", "second_language": "", "on": ON, "at": AT, "by": desk}
    sheet = actions.ask_for_sheet(place.area, youngest=18, **asked)
    assert actions.make_sheet(sheet, on=ON, at=AT, by=desk).cards_made == 1, "of others the age is not known"


def test_the_work_of_a_sheet_is_done_once_in_the_background(place: district.District, desk: Any) -> None:
    asked = {"office": "Ministry", "language": "en", "second_language": "", "on": ON, "at": AT, "by": desk}
    sheet = actions.ask_for_sheet(place.area, youngest=0, **asked)
    work = running.start("identity.make_cards", key=f"cards/{sheet.pk}", by=desk, sheet=sheet.pk)
    running.run(work.pk)
    work.refresh_from_db()
    assert (work.status, work.result["cards"]) == ("done", 15), work.message


def test_a_new_key_leaves_older_cards_as_they_are_and_a_withdrawn_one_ends_them(card: models.Card, place: Any) -> None:
    old = card.key_id
    assert queries.renew_card_key() != old
    second = actions.issue_card(place.far.memberships.get().person, office="M", on=ON, by=place.users["desk_officer"])
    assert second.key_id != old
    assert (state(card), state(second)) == (State.VALID, State.VALID)
    by = place.users["desk_officer"]
    actions.withdraw_card_key(old, because="The server was stolen", on=ON, by=by)
    assert (state(card), state(second)) == (State.WITHDRAWN_KEY, State.VALID)
    with pytest.raises(errors.CardKeyUnknown):
        actions.withdraw_card_key("00000000", because="x", on=ON, by=by)


def test_a_withdrawn_key_signs_nothing_more_and_a_bad_one_is_said(
    card: models.Card, place: Any, monkeypatch: Any
) -> None:
    desk, child = place.users["desk_officer"], Person.objects.get(given_name="Amara")
    actions.withdraw_card_key(card.key_id, because="Stolen", on=ON, by=desk)
    with pytest.raises(errors.CardKeyWithdrawn):
        actions.issue_card(child, office="Ministry", on=ON, by=desk)
    monkeypatch.setenv(card_keys.VARIABLE, "nonsense")
    with pytest.raises(errors.CardKeyBad):
        actions.issue_card(child, office="Ministry", on=ON, by=desk)
    with pytest.raises(errors.CardKeyGiven):
        queries.renew_card_key()
