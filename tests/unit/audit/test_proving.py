"""What was removed, changed, moved or cut off is found; nothing is found in an honest audit."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from ayni.commons.audit import models, proving, recording, sealing
from tests.unit.audit.conftest import linked

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.AYNI_HOME = tmp_path
    monkeypatch.delenv(sealing.VARIABLE, raising=False)


def kinds() -> list[str]:
    return [one.kind for one in proving.verdict().findings]


def entries() -> list[int]:
    return list(models.Entry.objects.order_by("id").values_list("id", flat=True))


def test_nothing_is_found_in_an_honest_audit(officer, write):
    write(5)
    recording.look(officer, reader=officer, under="registry.see_households", purpose="asked at the desk")
    recording.listing("export", reader=officer, under="benefits.see_payments", asked={"cycle": 1}, rows=7)
    sealing.seal(at=AT)
    write(2)
    verdict = proving.verdict()
    assert verdict.findings == ()
    assert (verdict.holds, verdict.links, verdict.seals) == (True, 9, 1)


def test_a_removed_row_is_found(write, tampered):
    write(5)
    third = entries()[2]
    tampered("DELETE FROM audit_entry WHERE id = %s", third)
    (found,) = proving.verdict().findings
    assert (found.kind, found.log, found.record, found.number) == ("removed", "entry", third, 3)
    assert found.from_at <= found.to_at
    assert "removed" in found.says


EDITS = {
    "actor": "actor_id = (SELECT id FROM access_user WHERE username = 'auditor')",
    "action": "action = 'registry.admit'",
    "subject": "subject = 'registry.household:2'",
    "facts": """facts = facts || '{"says": "did nothing"}'""",
    "changes": """changes = '{"status": ["open", "closed"]}'""",
    "road": "road = 'command'",
    "address": "address = '10.0.0.2'",
    "authority": "authority = '[]'",
    "request": "request = gen_random_uuid()",
}


@pytest.mark.parametrize("field", EDITS)
def test_an_edit_of_any_field_is_found(field, write, auditor, tampered):
    write(5)
    third = entries()[2]
    tampered(f"UPDATE audit_entry SET {EDITS[field]} WHERE id = %s", third)
    (found,) = proving.verdict().findings
    assert (found.kind, found.log, found.record, found.number) == ("changed", "entry", third, 3)


def test_every_field_of_an_entry_has_such_a_test():
    named = {field.name for field in models.Entry._meta.concrete_fields}
    assert named - EDITS.keys() == {"id", "at"}  # below: with another number or time a row is not where its link says


@pytest.mark.parametrize("edit", ["at = at - interval '1 second'", "id = id + 1000", "at = at - interval '1 year'"])
def test_a_row_with_another_time_or_number_is_found(edit, write, tampered):
    write(3)
    tampered(f"UPDATE audit_entry SET {edit} WHERE id = %s", entries()[1])
    assert kinds() == ["removed", "unlinked"]


LOOK_EDITS = {
    "reader": "reader_id = (SELECT id FROM access_user WHERE username = 'auditor')",
    "kind": "kind = 'list'",
    "subject": "subject = 'registry.household:2'",
    "purpose": "purpose = 'none'",
    "asked": """asked = '{"a": 1}'""",
    "rows": "rows = 3",
    "road": "road = 'command'",
    "address": "address = '10.0.0.2'",
    "authority": "authority = '[]'",
    "request": "request = gen_random_uuid()",
}


@pytest.mark.parametrize("field", LOOK_EDITS)
def test_an_edit_of_any_field_of_a_look_is_found(field, officer, auditor, tampered):
    for _time in range(2):
        recording.look(officer, reader=officer, under="registry.see_households")
    tampered(f"UPDATE audit_look SET {LOOK_EDITS[field]} WHERE id = (SELECT max(id) FROM audit_look)")
    assert kinds() == ["changed"]


def test_every_field_of_a_look_has_such_a_test():
    assert {field.name for field in models.Look._meta.concrete_fields} - LOOK_EDITS.keys() == {"id", "at"}


def test_two_rows_in_each_others_place_are_found(write, tampered):
    write(5)
    second, third = entries()[1:3]
    values = "actor_id, action, subject, facts, changes, road, address, authority, request"
    tampered(
        f"UPDATE audit_entry e SET ({values}) = (SELECT {values} FROM audit_entry o WHERE o.id = %s + %s - e.id)"
        " WHERE id IN (%s, %s)",
        *(second, third, second, third),
    )
    found = proving.verdict().findings
    assert [(one.kind, one.record) for one in found] == [("changed", second), ("changed", third)]


def test_two_links_in_each_others_place_are_found(write, tampered):
    write(5)
    tampered("UPDATE audit_link SET number = 5 - number WHERE number IN (2, 3)")
    assert kinds() == ["changed", "changed", "changed"]  # the two, and the one after


def test_a_row_and_its_link_taken_out_are_found(write, tampered):
    write(5)
    tampered("DELETE FROM audit_entry WHERE id = %s", entries()[2])
    tampered("DELETE FROM audit_link WHERE number = 3")
    (found,) = proving.verdict().findings
    assert (found.kind, found.number) == ("gap", 3)


def test_links_numbered_anew_over_a_gap_are_found(write, tampered):
    write(5)
    tampered("DELETE FROM audit_entry WHERE id = %s", entries()[2])
    tampered("DELETE FROM audit_link WHERE number = 3")
    tampered("UPDATE audit_link SET number = number - 1 WHERE number > 3")
    assert kinds() == ["changed", "short"]


def test_the_beginning_taken_out_is_found(write, tampered):
    write(5)
    tampered("DELETE FROM audit_entry WHERE id = ANY(%s)", entries()[:2])
    tampered("DELETE FROM audit_link WHERE number <= 2")
    (found,) = proving.verdict().findings
    assert (found.kind, found.number) == ("gap", 1)


def cut_tail(tampered: Any, keep: int) -> None:
    tampered("DELETE FROM audit_entry WHERE id = ANY(%s)", entries()[keep:])
    tampered("DELETE FROM audit_link WHERE number > %s", keep)


def test_a_tail_cut_off_is_found(write, tampered):
    write(5)
    cut_tail(tampered, 3)
    (found,) = proving.verdict().findings
    assert (found.kind, found.number) == ("short", 4)
    assert found.from_at < found.to_at


def test_everything_taken_out_is_found(write, tampered):
    write(5)
    cut_tail(tampered, 0)
    assert kinds() == ["short"]


def test_a_changed_head_is_found(write, tampered):
    write(5)
    tampered("UPDATE audit_chain SET digest = sha256('')")
    assert kinds() == ["head"]
    tampered("UPDATE audit_chain SET number = 4")
    assert kinds() == ["head"]
    tampered("DELETE FROM audit_chain")
    assert kinds() == ["head"]


def test_a_tail_cut_off_with_its_head_put_right_is_found_by_the_seal(write, tampered):
    write(5)
    sealing.seal(at=AT)
    write(1)
    cut_tail(tampered, 3)
    tampered("UPDATE audit_chain SET number = 3, digest = (SELECT digest FROM audit_link WHERE number = 3)")
    (found,) = proving.verdict().findings
    assert (found.kind, found.number, found.to_at) == ("seal", 5, AT)
    tampered("DELETE FROM audit_seal")
    assert kinds() == ["seal"], "the file beside the database still has it"


def test_a_chain_written_anew_is_found_by_a_seal_that_was_carried_away(write, tampered, settings, tmp_path):
    away = tmp_path / "away.jsonl"
    write(5)
    sealing.seal(at=AT, to=away)
    tampered("TRUNCATE audit_entry, audit_link, audit_chain, audit_seal")
    (tmp_path / sealing.SEALS_FILE).unlink()
    write(5)
    assert kinds() == []
    carried = sealing.read(away)
    assert [one.kind for one in proving.verdict(seals=carried).findings] == ["seal"]


def test_a_seal_that_was_written_anew_is_found(write):
    write(5)
    made = sealing.seal(at=AT)
    told = json.loads(made.text)
    chain, (number, _digest) = next(iter(told["heads"].items()))
    told["heads"][chain] = [number, "00" * 32]
    forged = sealing.Signed(json.dumps(told), made.signature)
    assert [one.kind for one in proving.verdict(seals=[forged]).findings] == ["signature"]
    assert not sealing.Signed(made.text, b64encode(b"x" * 64).decode()).is_genuine
    assert not sealing.Signed(made.text, "no base64").is_genuine


def test_a_row_put_in_behind_the_databases_back_is_found(write, tampered):
    write(2)
    tampered("INSERT INTO audit_entry (actor_id, action, subject, facts) SELECT id, 'x', '', '{}' FROM access_user")
    assert kinds() == ["unlinked"]


def test_what_is_newer_than_a_time_is_proved_alone(write, tampered):
    write(3)
    tampered("UPDATE audit_entry SET at = at - interval '40 days'")
    tampered("UPDATE audit_link SET at = at - interval '40 days'")
    write(3)
    lately = datetime.now(UTC) - timedelta(days=1)
    assert proving.verdict(since=lately).findings == ()
    tampered("UPDATE audit_entry SET subject = 'x' WHERE id = %s", entries()[0])
    assert proving.verdict(since=lately).findings == ()
    tampered("UPDATE audit_entry SET subject = 'x' WHERE id = %s", entries()[4])
    assert [one.number for one in proving.verdict(since=lately).findings] == [5]


@pytest.mark.parametrize("table", ["entry", "look", "link", "chain", "seal"])
@pytest.mark.parametrize("change", ["DELETE FROM audit_{}", "TRUNCATE audit_{} CASCADE"])
def test_the_database_refuses_to_take_rows_away(table, change, officer, write):
    write(1)
    recording.look(officer, reader=officer, under="registry.see_households")
    sealing.seal(at=AT)
    linked()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        run(change.format(table))


@pytest.mark.parametrize(
    "change",
    [
        "entry SET subject = ''",
        "look SET purpose = ''",
        "link SET digest = ''",
        "chain SET number = 0",
        "seal SET text = ''",
    ],
)
def test_the_database_refuses_to_change_rows(change, officer, write):
    write(1)
    recording.look(officer, reader=officer, under="registry.see_households")
    sealing.seal(at=AT)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        run(f"UPDATE audit_{change}")


def test_the_database_refuses_to_empty_a_month(write):
    write(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'audit_months'")
        months = [name for (name,) in cursor.fetchall()]
    assert len(months) > 3 * 12
    for month in months:
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            run(f"TRUNCATE audit_months.{month}")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_day_is_sealed_once(officer):
    first = sealing.seal_when_due(AT)
    assert first is not None and sealing.seal_when_due(AT + timedelta(hours=23)) is None
    assert sealing.seal_when_due(AT + timedelta(hours=24)) is not None
    assert models.Seal.objects.count() == 2
