from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ayni.benefits import actions, errors, models, queries
from ayni.benefits.actions import ledger
from ayni.commons.access.errors import NotPermitted
from tests.unit.benefits.world import TODAY


@pytest.fixture
def books(who):
    actions.adopt_accounts(by=who.approver)
    return models.Account.objects.in_bulk(field_name="code")


def entry(who, reference="e"):
    return models.Entry.objects.create(reference=reference, on=TODAY, memo="", posted_by=who.approver)


def check():
    """Run the checks that wait for the end of the transaction now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def balances():
    return {balance.code: balance.balance for balance in queries.trial_balance()}


def test_the_chart_is_adopted_once(who):
    actions.adopt_accounts(by=who.approver)
    actions.adopt_accounts(by=who.approver)
    assert [balance.code for balance in queries.trial_balance()] == [
        "treasury-cash",
        "at-provider",
        "due-to-people",
        "appropriation",
        "social-transfers",
    ]


def test_money_received_is_cash_and_an_appropriation(who, books):
    actions.fund(Decimal("1000.50"), by=who.approver, on=TODAY)
    assert balances()["treasury-cash"] == Decimal("1000.50") == -balances()["appropriation"]
    check()


def test_a_warrant_told_twice_is_one(who, books):
    first = actions.fund(500, by=who.approver, on=TODAY, warrant="W-7")
    assert actions.fund(500, by=who.approver, on=TODAY, warrant="W-7") == first
    assert balances()["treasury-cash"] == 500
    with pytest.raises(errors.PostedDifferently, match=r"500\.00 and not 600\.00"):
        actions.fund(600, by=who.approver, on=TODAY, warrant="W-7")


@pytest.mark.parametrize("amount", [0, -1, Decimal("0.004")])
def test_nothing_is_no_money(who, books, amount):
    with pytest.raises(errors.AmountNotPositive):
        actions.fund(amount, by=who.approver, on=TODAY)


def test_without_accounts_nothing_can_be_recorded(who):
    with pytest.raises(errors.AccountsMissing, match="Adopt the chart"):
        actions.fund(1, by=who.approver, on=TODAY)


def test_only_who_may_record_money_does(who, books):
    with pytest.raises(NotPermitted):
        actions.fund(1, by=who.preparer, on=TODAY)


def test_a_reference_is_posted_once(who, books):
    facts = {"debit": "treasury-cash", "credit": "appropriation", "amount": Decimal(1), "memo": "", "on": TODAY}
    ledger.post("once", by=who.approver, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.post("once", by=who.approver, **facts)


def test_what_does_not_balance_is_refused_by_the_database(who, books):
    models.Posting.objects.create(entry=entry(who), account=books["treasury-cash"], amount=Decimal("0.01"))
    with pytest.raises(DatabaseError, match="does not balance"):
        check()


def test_an_entry_without_postings_is_refused_by_the_database(who, books):
    entry(who)
    with pytest.raises(DatabaseError, match="has no postings"):
        check()


def test_bulk_roads_are_checked_too(who, books):
    one, two = entry(who, "1"), entry(who, "2")
    with connection.cursor() as cursor:
        with cursor.copy("COPY benefits_posting (entry_id, account_id, amount) FROM STDIN") as copy:
            for made in (one, two):
                copy.write_row((made.pk, books["treasury-cash"].pk, "5.00"))
                copy.write_row((made.pk, books["appropriation"].pk, "-5.00"))
        check()
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "INSERT INTO benefits_posting (entry_id, account_id, amount) "
            "SELECT id, %s, 1 FROM benefits_entry WHERE reference = '2'",
            [books["treasury-cash"].pk],
        )
    with pytest.raises(DatabaseError, match=f"entry {two.pk} does not balance"):
        check()


@pytest.mark.parametrize("change", ["UPDATE benefits_posting SET amount = 2", "DELETE FROM benefits_posting"])
def test_what_is_posted_stays(who, books, change):
    actions.fund(1, by=who.approver, on=TODAY)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), connection.cursor() as cursor:
        cursor.execute(change)
