"""The day and the moment of these tests."""

from datetime import UTC, date, datetime

DAY = date(2026, 7, 1)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
