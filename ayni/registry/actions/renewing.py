"""Changing many known persons at once, as a file tells of them: what it tells is laid over what stood."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.registry import permissions
from ayni.registry.actions import admitting
from ayni.registry.queries import sealed, variables

STAGE = """
    key text PRIMARY KEY, household text, number integer, relationship text, sex text, born_from date, born_to date,
    given_name text, family_name text, given_name_latin text, family_name_latin text, answers jsonb"""
PHONE = "left(regexp_replace(coalesce(s.answers ->> 'phone_number', ''), '[^0-9+]', '', 'g'), 20)"
TOLD = {
    **{
        name: f"coalesce(nullif(s.{name}, ''), p.{name})"
        for name in ("given_name", "family_name", "given_name_latin", "family_name_latin", "sex")
    },
    "born_from": "coalesce(s.born_from, p.born_from)",
    "born_to": "coalesce(s.born_to, p.born_to)",
    "phone": f"coalesce(nullif({PHONE}, ''), p.phone)",
}
CHANGE = f"""
    UPDATE registry_person p SET {", ".join(f"{name} = {said}" for name, said in TOLD.items())}
    FROM staged_changes s
    WHERE p.source = %(source)s AND p.source_key = s.key AND p.merged_into_id IS NULL
        AND ({", ".join(f"p.{name}" for name in TOLD)}) IS DISTINCT FROM ({", ".join(TOLD.values())})
"""  # noqa: S608 columns
ANSWER = """
    INSERT INTO registry_personfacts (source, observed_on, values, person_id)
    SELECT DISTINCT ON (coalesce(p.merged_into_id, p.id))
        %(source)s, %(on)s::date, jsonb_strip_nulls(s.answers) - %(secret)s::text[], coalesce(p.merged_into_id, p.id)
    FROM staged_changes s JOIN registry_person p ON p.source = %(source)s AND p.source_key = s.key
    WHERE jsonb_strip_nulls(s.answers) - %(secret)s::text[] <> '{}'
    ORDER BY coalesce(p.merged_into_id, p.id), p.merged_into_id NULLS FIRST
    ON CONFLICT (person_id, source, observed_on) DO UPDATE
    SET values = registry_personfacts.values || excluded.values
"""
KNOWN = """
    SELECT coalesce(array_agg(DISTINCT coalesce(p.merged_into_id, p.id)), '{}') FROM staged_changes s
    JOIN registry_person p ON p.source = %(source)s AND p.source_key = s.key
"""


@action(permissions.CORRECT, says="renewed persons from a file", everywhere=True)
def renew(lines: Iterable[bytes], *, source: str, on: date, by: User) -> list[int]:
    """Lay what a file tells over the persons that its source brought before; the numbers of those it names.

    Of a record that was merged into another the answers are told of that one, and its own values stay. A cell that
    tells nothing changes nothing. Sensitive answers of known persons are not taken this way. `lines` are
    CSV in the columns that `admit` takes for persons.
    """
    secret = sorted(sealed.names(variables.dictionary(), "person"))
    given: dict[str, Any] = {"source": source, "on": on, "secret": secret}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_changes")
        cursor.execute(f"CREATE TEMPORARY TABLE staged_changes ({STAGE}) ON COMMIT DROP")
        with cursor.copy(
            f"COPY staged_changes ({', '.join((*admitting.PERSON, 'answers'))}) FROM STDIN (FORMAT csv)"
        ) as copy:
            for chunk in lines:
                copy.write(chunk)
        cursor.execute(CHANGE, given)
        cursor.execute(ANSWER, given)
        cursor.execute(KNOWN, given)
        return list(cursor.fetchone()[0])
