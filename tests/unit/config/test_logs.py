"""The log tells what went wrong and no values of people."""

import logging

import pytest
from django.db import DatabaseError, connection

from ayni.config.logs import Line


def line_of(error: BaseException) -> str:
    record = logging.LogRecord("a", logging.ERROR, "", 1, "work failed", (), (type(error), error, error.__traceback__))
    return Line("{message}", style="{").format(record)


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("text CHECK (length(told) < 3)", "CheckViolation: new row for relation"),
        ("integer", "InvalidTextRepresentation: invalid input syntax for type integer"),
    ],
)
def test_an_error_of_the_database_is_told_without_the_row(db, column, says):
    secret = "-".join(["lives", "with", "it"])  # put together here: a traceback tells the line as it is written
    with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE telling (told {column})")
        cursor.execute("INSERT INTO telling VALUES (%s)", [secret])
    assert secret in str(refused.value), "the database does say it"
    told = line_of(refused.value)
    assert secret not in told
    assert f"psycopg.errors.{says}" in told
    assert "django.db.utils." in told, "and what it led to"
    assert "in test_an_error_of_the_database_is_told_without_the_row" in told, "and where"


def test_another_error_is_told_whole():
    with pytest.raises(ValueError, match="two") as refused:
        raise ValueError("one\ntwo")
    assert line_of(refused.value).endswith("ValueError: one\ntwo")


def test_a_phones_key_in_an_address_is_not_told():
    told = logging.LogRecord(
        "a", logging.WARNING, "", 1, "Not Found: %s", ("/api/openrosa/key/a-Secret_1/x?y=1",), None
    )
    assert Line("{message}", style="{").format(told) == "Not Found: /api/openrosa/key/…/x?y=1"
