"""Which period a programme pays, from the rules in force when it begins."""

from calendar import monthrange
from datetime import date

from ayni.benefits import errors, lifecycle, models
from ayni.engines.rules import definition
from ayni.programmes import lifecycle as programmes
from ayni.programmes.models import Programme, Version

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def frequency(programme: Programme, *, on: date) -> str:
    """How often it pays: month, quarter, year or once, by the rules in force on a day, else the first approved ones.

    Refuses: NoApprovedRules; NoMoneyInProgramme, for a waiver.
    """
    approved = Version.objects.filter(programme=programme, status=programmes.APPROVED)
    version = approved.in_force(on=on).first() or approved.order_by("in_force_from", "number").first()
    if version is None:
        raise errors.NoApprovedRules(str(programme))
    benefit = definition.load(version.text, where=str(version)).benefit
    if benefit.amount is None:
        raise errors.NoMoneyInProgramme(str(programme))
    return benefit.every


def period_end(every: str, start: date) -> date | None:
    """The first day after a period that starts on a day; None when it is paid once, and any period will do."""
    return _months_on(start, MONTHS[every]) if every in MONTHS else None


def next_period(programme: Programme, *, on: date) -> tuple[date, date]:
    """The period to compute next: after the last cycle, else the one that begins with the day's month."""
    last = (
        models.PaymentCycle.objects.filter(programme=programme)
        .exclude(status=lifecycle.CANCELLED)
        .order_by("-period_from")
        .first()
    )
    start = last.period_to if last else on.replace(day=1)
    return start, period_end(frequency(programme, on=start), start) or _months_on(start, 1)


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 28 February stands in for a 29th that is not there."""
    return _months_on(day, -12 * years)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
