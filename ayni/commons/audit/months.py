"""The months that entries, looks and links are kept by. A row of a month that has no table yet is kept all the same."""

from django.db import connection

AHEAD = 12


def ahead(months: int = AHEAD) -> int:
    """Make the tables of this month and of those to come; how many were new. The application may ask for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_make_months(%s)", [months])
        return int(cursor.fetchone()[0])
