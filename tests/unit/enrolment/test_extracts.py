from ayni.enrolment import actions
from ayni.snapshots import opening
from tests.unit.enrolment import world
from tests.unit.enrolment.world import DAY


def rows(snapshot, table, *columns):
    with opening.open(snapshot) as opened:
        return opened.table(table).select(*columns).order_by(*columns).to_pyarrow().to_pylist()


def test_enrolments_and_decisions_are_published(decided, programmes, everywhere, manager):
    actions.accept_all(decided, programmes["child-grant"], by=everywhere, at=world.noon(DAY), starts_on=DAY)
    taken = world.snapshot(manager)
    assert rows(taken, "enrolments", "area_1", "programme", "amount", "status") == [
        {"area_1": "N", "programme": "child-grant", "amount": 300.0, "status": "enrolled"},
        {"area_1": "S", "programme": "child-grant", "amount": 300.0, "status": "enrolled"},
    ]
    found = rows(taken, "decisions", "programme", "result", "status")
    assert len(found) == 12
    assert found[1] == {"programme": "child-grant", "result": "eligible", "status": "accepted"}


def test_what_begins_later_is_not_published_yet(decided, programmes, everywhere, manager):
    later = world.date(2026, 7, 1)
    actions.accept_all(decided, programmes["child-grant"], by=everywhere, at=world.noon(DAY), starts_on=later)
    assert rows(world.snapshot(manager), "enrolments", "id") == []
    assert len(rows(world.snapshot(manager, on=later), "enrolments", "id")) == 2
