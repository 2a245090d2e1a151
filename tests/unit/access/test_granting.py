"""Roles given, lent, withdrawn and reviewed; nobody gives anything to themselves."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from ayni.commons.access import accounts, errors, granting, permissions, reviewing
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.access.models import Grant, Role, User
from ayni.commons.audit.models import Entry
from ayni.commons.directory.models import Area, Institution

ON = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("ayni.commons.access.models.timezone.localdate", lambda: ON)


@pytest.fixture
def north(db):
    return Area.objects.create(code="N", level=1, path="/N/", names={"en": "North"})


@pytest.fixture
def south(db):
    return Area.objects.create(code="S", level=1, path="/S/", names={"en": "South"})


def holder(name, role, area=None, **more):
    user = User.objects.create(username=name)
    Grant.objects.create(user=user, role_id=role, area=area, **{"starts_on": date(2026, 1, 1), **more})
    return user


def again(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def administrator(db):
    return holder("root", "administrator")


@pytest.fixture
def amina(db):
    return User.objects.create(username="amina")


def test_a_role_holds_from_its_day_to_its_end_in_its_place(administrator, amina, north, monkeypatch):
    labour = Institution.objects.create(code="labour")
    granting.grant(
        amina, role="payment_officer", area=north, institution=labour, by=administrator, on=ON,
        until=date(2026, 4, 1), reason="Leave of Jean",
    )  # fmt: skip
    assert again(amina).where("benefits.compute") == ("/N/",)
    assert again(amina).scope.places["people"] == (("/N/", labour.pk),)
    for day in (date(2026, 3, 1), date(2026, 4, 1)):
        monkeypatch.setattr("ayni.commons.access.models.timezone.localdate", lambda day=day: day)
        assert not again(amina).may("benefits.compute")
    assert Entry.objects.filter(action="access.manage", subject=f"access.user:{amina.pk}").count() == 1


def test_an_administrator_of_an_area_gives_there_only(amina, north, south):
    local = holder("local", "administrator", north)
    granting.grant(amina, role="desk_officer", area=north, by=local, on=ON)
    for area in (south, None):
        with pytest.raises(OutsideArea):
            granting.grant(amina, role="desk_officer", area=area, by=local, on=ON)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"role": "nonsense"}, errors.UnknownRole),
        ({"until": ON}, errors.EndsBeforeItBegins),
    ],
)
def test_what_cannot_be_given(administrator, amina, asked, refusal):
    with pytest.raises(refusal):
        granting.grant(amina, **{"role": "auditor", "area": None, "by": administrator, "on": ON, **asked})
    assert not amina.grants.exists()


def test_nobody_gives_a_role_to_themselves_not_even_an_administrator(administrator):
    with pytest.raises(errors.OwnGrant):
        granting.grant(administrator, role="payment_approver", area=None, by=administrator, on=ON)
    with pytest.raises(IntegrityError, match="grant_not_to_oneself"):
        Grant.objects.create(user=administrator, role_id="auditor", granted_by=administrator, starts_on=ON)


def test_the_same_twice_is_told(administrator, amina):
    granting.grant(amina, role="auditor", area=None, by=administrator, on=ON)
    with pytest.raises(errors.GrantedAlready):
        granting.grant(amina, role="auditor", area=None, by=administrator, on=ON)
    held = amina.grants.get()
    granting.withdraw_grant(held, reason="By mistake", by=administrator, at=NOW)
    granting.grant(amina, role="auditor", area=None, by=administrator, on=ON)
    assert again(amina).may("audit.see")


def test_a_withdrawn_role_ends_at_once_with_what_was_lent_from_it(administrator, amina, north):
    boss = holder("boss", "district_officer", north)
    lent = granting.delegate(boss.grants.get(), to=amina, until=date(2026, 3, 20), reason="Leave", by=boss, on=ON)
    assert again(amina).where("registry.correct") == ("/N/",)
    with pytest.raises(errors.ReasonMissing):
        granting.withdraw_grant(boss.grants.get(), reason=" ", by=administrator, at=NOW)
    granting.withdraw_grant(boss.grants.get(), reason="Left", by=administrator, at=NOW)
    assert not again(boss).places
    assert not again(amina).places
    with pytest.raises(errors.Withdrawn):
        granting.withdraw_grant(boss.grants.get(), reason="Again", by=administrator, at=NOW)
    assert lent.delegated_from == boss.grants.get()


def test_what_is_lent_ends_by_itself_and_can_be_taken_back(amina, monkeypatch):
    boss = holder("boss", "district_officer", ends_on=date(2026, 5, 1))
    lent = granting.delegate(boss.grants.get(), to=amina, until=date(2026, 3, 20), reason="Leave", by=boss, on=ON)
    assert reviewing.lent(boss, on=ON) == [lent] == reviewing.lent(amina, on=ON)
    monkeypatch.setattr("ayni.commons.access.models.timezone.localdate", lambda: date(2026, 3, 20))
    assert not again(amina).places
    monkeypatch.setattr("ayni.commons.access.models.timezone.localdate", lambda: ON)
    with pytest.raises(errors.NotYourGrant):
        granting.take_back(lent, by=holder("other", "district_officer"), at=NOW)
    granting.take_back(lent, by=boss, at=NOW)
    assert not again(amina).places


def test_what_cannot_be_lent(administrator, amina):
    boss = holder("boss", "district_officer", ends_on=date(2026, 5, 1))
    own = boss.grants.get()
    asked = {"to": amina, "until": date(2026, 3, 20), "reason": "Leave", "by": boss, "on": ON}
    for changed, refusal in (
        ({"until": ON}, errors.LentTooLong),
        ({"until": date(2026, 5, 2)}, errors.LentTooLong),
        ({"reason": ""}, errors.ReasonMissing),
        ({"to": boss}, errors.OwnGrant),
        ({"by": holder("other", "auditor")}, errors.NotYourGrant),
    ):
        with pytest.raises(refusal):
            granting.delegate(own, **{**asked, **changed})
    with pytest.raises(errors.MayNotBeLent):
        granting.delegate(administrator.grants.get(), **{**asked, "by": administrator})
    lent = granting.delegate(own, **asked)
    with pytest.raises(errors.LentOnly):
        granting.delegate(lent, **{**asked, "to": boss, "by": again(amina)})
    with pytest.raises(NotPermitted):
        granting.delegate(own, **{**asked, "by": User.objects.create(username="nobody")})


def test_the_review_says_what_to_look_at(administrator, north, monkeypatch):
    User.objects.update(last_login=NOW)
    both = holder("both", "payment_officer", north)
    Grant.objects.create(user=both, role_id="payment_approver", area=north, starts_on=date(2026, 1, 1))
    Grant.objects.create(user=both, role_id="analyst", area=north, starts_on=date(2026, 1, 1))
    User.objects.filter(pk=both.pk).update(last_login=datetime(2025, 11, 1, tzinfo=UTC))
    quiet = holder("quiet", "auditor", north, starts_on=date(2025, 1, 1), ends_on=date(2026, 3, 10))
    rows = {(row.grant.user.username, row.grant.role_id): row.remarks for row in reviewing.review(administrator, on=ON)}
    told = " ".join(rows["both", "payment_officer"])
    assert "One person holds both" in told and "Has not signed in for 121 days." in told
    assert rows["both", "analyst"] == ("Has not signed in for 121 days.",)
    assert rows["quiet", "auditor"] == (
        "Has never signed in.", "Ends soon.", "Has not been reviewed for half a year.",
    )  # fmt: skip
    assert rows["root", "administrator"] == ("Holds everywhere, for every institution.",)
    granting.confirm_grant(quiet.grants.get(), by=administrator, at=NOW)
    rows = {row.grant.user.username: row.remarks for row in reviewing.review(administrator, on=ON)}
    assert "Has not been reviewed for half a year." not in rows["quiet"]
    with pytest.raises(errors.OwnGrant):
        granting.confirm_grant(administrator.grants.get(), by=administrator, at=NOW)
    local = holder("local", "administrator", north)
    assert {row.grant.user.username for row in reviewing.review(local, on=ON)} == {"both", "quiet", "local"}
    with pytest.raises(NotPermitted):
        reviewing.review(quiet, on=ON)


def test_an_installations_own_role(administrator, amina):
    allowed = ["registry.see_households", "registry.see_households"]
    role = granting.define_role("watcher", names={"en": "Watcher"}, allowed=allowed, by=administrator)
    assert (str(role), role.permissions) == ("Watcher", ["registry.see_households"])
    granting.grant(amina, role="watcher", area=None, by=administrator, on=ON)
    assert set(again(amina).places) == {"registry.see_households"}
    with pytest.raises(errors.UnknownPermission):
        granting.define_role("watcher", names={}, allowed=["registry.fly"], by=administrator)
    with pytest.raises(errors.ShippedRole):
        granting.define_role("auditor", names={}, allowed=[], by=administrator)
    Grant.objects.create(user=administrator, role=role, starts_on=ON)
    with pytest.raises(errors.HeldByOneself):
        granting.define_role("watcher", names={}, allowed=["benefits.approve"], by=administrator)


def test_the_shipped_roles_stand_in_the_registry(db, settings):
    shipped = dict(Role.objects.filter(is_shipped=True).values_list("code", "permissions"))
    assert shipped == {code: sorted(role["permissions"]) for code, role in settings.AYNI_ROLES.items()}
    assert (
        permissions.conflicts(shipped["payment_officer"]) == [frozenset({"benefits.approve", "benefits.release"})][:0]
    )


def test_an_account_is_made_with_a_role_by_somebody_else(administrator):
    made = accounts.add_user(
        "neema", name="Neema Ali", password=None, role="desk_officer", area=None, by=administrator, on=ON
    )
    assert made.grants.get().granted_by == administrator
