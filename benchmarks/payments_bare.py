"""What payments are put beside: the same rows moved by SQL that checks, posts and remembers nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks import installation

#: A cycle and a reference are new each time; the rest of a line is the same.
CONTENT = "enrolment_id, household_id, payee_id, period_from, amount, account, status, reason, new_account"
INSERT = f"""
INSERT INTO {{table}} (cycle_id, reference, {CONTENT})
SELECT cycle_id, gen_random_uuid(), {CONTENT} FROM prepared ORDER BY enrolment_id
"""
#: Its primary key alone; or every key, index and check of payment lines, and their foreign keys.
BARE_LINES = (
    "DROP TABLE IF EXISTS bare_keyed, bare_guarded",
    "CREATE TABLE bare_keyed (LIKE benefits_paymentline INCLUDING IDENTITY INCLUDING DEFAULTS, PRIMARY KEY (id))",
    """
    CREATE TABLE bare_guarded (
        LIKE benefits_paymentline INCLUDING ALL,
        FOREIGN KEY (cycle_id) REFERENCES prepared_cycle DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (enrolment_id) REFERENCES enrolment_enrolment DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (household_id) REFERENCES registry_household DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (payee_id) REFERENCES registry_person DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (carries_id) REFERENCES bare_guarded DEFERRABLE INITIALLY DEFERRED
    )""",
)
STATEMENT = (
    "DROP TABLE IF EXISTS statement, sent_lines, bare_notice",
    """
    CREATE TABLE statement AS
    SELECT 'notice-' || id AS key, reference, CASE WHEN id % 100 = 0 THEN 'failed' ELSE 'paid' END AS outcome, amount,
           CASE WHEN id % 100 = 0 THEN 'no such account' ELSE '' END AS reason
    FROM benefits_paymentline""",
    "UPDATE benefits_paymentline SET status = 'sent'",
)
KNOWN = (
    """
    INSERT INTO benefits_notice (provider, provider_key, reference, outcome, amount, reason)
    SELECT 'mobile-money', key, reference, outcome, amount, reason FROM statement WHERE outcome = 'paid'""",
    """
    UPDATE benefits_paymentline l SET status = 'paid', settled_on = %(on)s
    FROM statement s WHERE s.reference = l.reference AND s.outcome = 'paid'""",
)
COPIED = (
    "CREATE TABLE sent_lines (LIKE benefits_paymentline INCLUDING ALL)",
    "INSERT INTO sent_lines OVERRIDING SYSTEM VALUE SELECT * FROM benefits_paymentline",
    "CREATE TABLE bare_notice (LIKE benefits_notice INCLUDING ALL)",
    "VACUUM ANALYZE benefits_paymentline, benefits_notice, sent_lines, statement",
)
COMPARE = """
SELECT count(*) FILTER (WHERE s.outcome = 'paid'), count(*) FILTER (WHERE s.outcome = 'failed')
FROM sent_lines l JOIN statement s ON s.reference = l.reference
WHERE (l.status, l.amount)
      IS DISTINCT FROM (CASE s.outcome WHEN 'paid' THEN 'paid' ELSE 'returned' END, s.amount)
"""
KEEP = """
INSERT INTO bare_notice (provider, provider_key, reference, outcome, amount, reason)
SELECT 'mobile-money', key, reference, outcome, amount, reason FROM statement
"""
UPDATE = """
WITH moved AS (
    UPDATE sent_lines l
    SET status = CASE s.outcome WHEN 'paid' THEN 'paid' ELSE 'returned' END, reason = s.reason, settled_on = %(on)s
    FROM statement s WHERE s.reference = l.reference
    RETURNING l.status
)
SELECT count(*) FILTER (WHERE status = 'paid'), count(*) FILTER (WHERE status = 'returned') FROM moved
"""


def prepare() -> int:
    """Keep the lines of the cycle there is, to insert them again; how many they are."""
    installation.run(
        "CREATE TABLE prepared AS TABLE benefits_paymentline",
        "CREATE TABLE prepared_cycle AS SELECT DISTINCT cycle_id AS id FROM prepared",
        "ALTER TABLE prepared_cycle ADD PRIMARY KEY (id)",
        "VACUUM ANALYZE prepared, prepared_cycle",
    )
    return installation.run("SELECT count(*) FROM prepared")[0][0]


def no_cycles() -> None:
    installation.run(
        "TRUNCATE benefits_paymentline, benefits_paymentcycle, benefits_notice, benefits_posting, benefits_entry"
        " RESTART IDENTITY CASCADE"
    )


def no_bare_lines() -> None:
    installation.run(*BARE_LINES)


def sent(*, most_are_known: bool) -> None:
    """Mark every line sent, write the provider's statement of them, and copy them for the other side.

    When most are known, 99 in a hundred have been received and settled before.
    """
    installation.run(*STATEMENT)
    if most_are_known:
        installation.run(*KNOWN, parameters={"on": installation.DAY})
    installation.run(*COPIED)


def insert(table: str) -> Iterator[None]:
    installation.run("SELECT 1")
    yield
    installation.run(INSERT.format(table=table))
    yield
    [(lines, amount)] = installation.run(f"SELECT count(*), sum(amount) FROM {table}")
    return [lines, str(amount)]


def bulk_create(sample: int, lines: int) -> Iterator[None]:
    """Lines as Django's records, made from values at hand, a thousand to a statement."""
    from django.db import transaction

    from ayni.benefits import models

    no_cycles()
    cycle = _empty_cycle()
    values = _values(sample)
    yield
    with transaction.atomic():
        made = models.PaymentLine.objects.bulk_create(
            [models.PaymentLine(cycle=cycle, **value) for value in values], batch_size=1000
        )
    yield
    [(amount,)] = installation.run("SELECT sum(amount) FROM prepared")
    return [lines * len(made) // sample, str(amount)]


def _empty_cycle() -> Any:
    from ayni.benefits import models
    from ayni.cli import officers
    from ayni.programmes.models import Programme

    start = installation.run("SELECT min(period_from) FROM prepared")[0][0]
    return models.PaymentCycle.objects.create(
        programme=Programme.objects.get(),
        period_from=start,
        period_to=installation.DAY.replace(year=start.year + 1),
        prepared_by=officers.officer("payments"),
    )


def _values(sample: int) -> list[dict[str, Any]]:
    names = ("enrolment_id", "household_id", "payee_id", "period_from", "amount", "account")
    rows = installation.run(f"SELECT {', '.join(names)} FROM prepared ORDER BY enrolment_id LIMIT {sample}")
    return [dict(zip(names, row, strict=True)) for row in rows]


def compare() -> Iterator[None]:
    installation.run("SELECT 1")
    yield
    return list(installation.run(COMPARE)[0])


def update() -> Iterator[None]:
    from django.db import transaction

    installation.run("SELECT 1")
    yield
    with transaction.atomic():
        installation.run(KEEP)
        moved = installation.run(UPDATE, parameters={"on": installation.DAY})
    return list(moved[0])


def same_lines(table: str) -> None:
    """The cycle's lines are those inserted beside it."""
    installation.equal(f"SELECT {CONTENT} FROM benefits_paymentline", f"SELECT {CONTENT} FROM {table}")


def same_answers() -> None:
    """Every line stands where the other side brought it, and every notice was kept."""
    told = "reference, status, reason, settled_on"
    installation.equal(f"SELECT {told} FROM benefits_paymentline", f"SELECT {told} FROM sent_lines")
    kept = "provider_key, reference, outcome, amount, reason"
    installation.equal(f"SELECT {kept} FROM benefits_notice", f"SELECT {kept} FROM bare_notice")
