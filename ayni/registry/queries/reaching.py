"""Where somebody's record lies, as far as whoever acts may know."""

from ayni.registry import models


def path_of(household_id: int) -> str:
    """The path of a household's area; that of all areas for one which whoever acts does not reach."""
    found = models.Household.objects.filter(pk=household_id).values_list("area__path", flat=True).first()
    return found or "/"
