"""API tokens: their reach, their end, their replacement."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ayni.commons.access import actions, queries
from ayni.commons.access.errors import NotYourToken, TokenEnded, TokenTooLong, TokenTooWide
from ayni.commons.access.models import ApiToken, Grant, User
from ayni.commons.audit.models import Entry
from ayni.commons.signing import keys
from ayni.commons.signing import queries as signing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def analyst(db):
    user = User.objects.create(username="omar")
    Grant.objects.create(user=user, role_id="analyst", starts_on=date(2026, 1, 1))
    return user


def made(by, **values):
    return actions.make_token("Notebook", **{"days": 30, "by": by, "at": NOW, **values})


def test_a_token_does_all_that_its_maker_may_or_less(analyst):
    whole, narrow = made(analyst), made(analyst, permissions=["monitoring.see"])
    assert keys.bearer(whole.text, at=NOW).user.places == analyst.places
    assert set(keys.bearer(narrow.text, at=NOW).user.places) == {"monitoring.see"}
    assert set(queries.user_of(narrow.text, at=NOW).places) == {"monitoring.see"}


def test_a_token_does_no_more_than_its_maker(analyst):
    with pytest.raises(TokenTooWide) as refused:
        made(analyst, permissions=["monitoring.see", "benefits.release"])
    assert "benefits.release" in str(refused.value)
    assert not ApiToken.objects.exists()


def test_what_its_maker_loses_the_token_loses(analyst):
    token = made(analyst, permissions=["monitoring.see"])
    Grant.objects.filter(user=analyst).update(ends_on=date(2026, 1, 2))
    assert keys.bearer(token.text, at=NOW).user.places == {}


def test_what_its_maker_gains_a_narrow_token_does_not(analyst):
    token = made(analyst, permissions=["monitoring.see"])
    Grant.objects.create(user=analyst, role_id="administrator", starts_on=date(2026, 1, 1))
    assert not keys.bearer(token.text, at=NOW).user.may("access.manage")


def test_a_narrow_token_makes_no_wide_one(analyst):
    text = made(analyst, permissions=["access.hold_tokens"]).text
    narrow = keys.bearer(text, at=NOW).user
    assert made(narrow).token.permissions == ["access.hold_tokens"]
    with pytest.raises(TokenTooWide):
        made(narrow, permissions=["monitoring.see"])


def test_a_replaced_token_ends_and_its_successor_reaches_as_far(analyst):
    old = made(analyst, permissions=["monitoring.see"])
    at = NOW + timedelta(days=3)
    new = actions.rotate_token(old.token, by=analyst, at=at)
    assert keys.bearer(old.text, at=at) is None
    assert set(keys.bearer(new.text, at=at).user.places) == {"monitoring.see"}
    with pytest.raises(TokenEnded):
        actions.rotate_token(old.token, by=analyst, at=at)


def test_nobody_replaces_anothers(analyst):
    other = User.objects.create(username="amina")
    Grant.objects.create(user=other, role_id="auditor", starts_on=date(2026, 1, 1))
    token = made(analyst)
    with pytest.raises(NotYourToken):
        actions.rotate_token(token.token, by=other, at=NOW)
    assert keys.bearer(token.text, at=NOW) is not None


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lasts_a_day_to_a_year(days, analyst):
    with pytest.raises(TokenTooLong):
        made(analyst, days=days)


def test_an_expired_token_opens_nothing(analyst):
    text = made(analyst, days=1).text
    assert keys.bearer(text, at=NOW + timedelta(hours=23)) is not None
    assert keys.bearer(text, at=NOW + timedelta(days=1)) is None


def test_the_day_of_the_last_use_is_kept_with_one_write_a_day(analyst, django_assert_num_queries):
    token = made(analyst)
    assert signing.last_used([token.token]) == {}
    keys.bearer(token.text, at=NOW)
    with django_assert_num_queries(1):
        assert keys.bearer(token.text, at=NOW) is not None
    assert signing.last_used([token.token]) == {token.token.pk: date(2026, 3, 2)}
    keys.bearer(token.text, at=NOW + timedelta(days=1))
    assert signing.last_used([token.token]) == {token.token.pk: date(2026, 3, 3)}


def test_no_text_is_kept(analyst):
    first = made(analyst)
    second = actions.rotate_token(first.token, by=analyst, at=NOW)
    kept = str(list(ApiToken.objects.values())) + str(list(Entry.objects.values()))
    assert first.text not in kept
    assert second.text not in kept
