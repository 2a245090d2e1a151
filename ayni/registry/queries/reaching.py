"""Where somebody's record lies, as far as whoever acts may know; and where the number of a merged one leads."""

from django.db import connection

from ayni.registry import errors, models


def path_of(household_id: int) -> str:
    """The path of a household's area; that of all areas for one which whoever acts does not reach."""
    found = models.Household.objects.filter(pk=household_id).values_list("area__path", flat=True).first()
    return found or "/"


def leads_to(person_id: int) -> int | None:
    """The record a record was merged into, whoever asks: a number, and nothing of anybody. None for one that holds."""
    if not 0 < person_id < 2**63:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_merged_into(%s)", [person_id])
        found: int | None = cursor.fetchone()[0]
        return found


def holds(person_id: int) -> None:
    """Refuse a record that was merged into another, whoever asks. Refuses: MergedInto."""
    into = leads_to(person_id)
    if into is not None:
        raise errors.MergedInto(models.Person(pk=person_id).code, into, models.Person(pk=into).code)
