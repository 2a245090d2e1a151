"""How payment cycles stand, and what the next step would do."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from ayni.benefits import lifecycle, models
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.kernel.lifecycles import verbs

NOTHING = Decimal(0)

#: Read together with a cycle.
TOLD_WITH = ("programme", "prepared_by", "approved_by", "countersigned_by", "released_by")


@dataclass(frozen=True)
class Tally:
    """So many lines, worth so much."""

    lines: int = 0
    amount: Decimal = NOTHING


@dataclass(frozen=True)
class Standing:
    """A cycle, and its lines by status as far as the reader may see."""

    cycle: models.PaymentCycle
    tallies: dict[str, Tally]


@dataclass(frozen=True)
class Effect:
    """What a cycle's next step would do, in numbers.

    `cash` is in the treasury now, `cash_after` when the cycle is released (negative: that much is missing), `committed`
    waits in other approved cycles. `carried` lines pay again what came back. `verbs` are the steps that are possible.
    """

    lines: int
    amount: Decimal
    households: int
    smallest: Decimal
    largest: Decimal
    without_payee: int
    at_cash_point: int
    carried: Tally
    cash: Decimal
    cash_after: Decimal
    committed: Decimal
    verbs: tuple[str, ...]


def cycles(reader: User) -> list[Standing]:
    """Every cycle, newest first. Its lines are counted within the reader's areas. Refuses: NotPermitted."""
    lines = _lines(reader)
    found: dict[int, dict[str, Tally]] = {}
    rows = lines.values("cycle", "status").annotate(lines=Count("id"), total=Sum("amount")).order_by()
    for row in rows:
        found.setdefault(row["cycle"], {})[row["status"]] = Tally(row["lines"], row["total"])
    every = models.PaymentCycle.objects.select_related(*TOLD_WITH)
    return [Standing(cycle, found.get(cycle.pk, {})) for cycle in every]


def cycle(id: int, *, reader: User) -> models.PaymentCycle:
    """One cycle. Refuses: NotPermitted. Raises PaymentCycle.DoesNotExist."""
    scoping.paths(reader, "benefits.see_payments")
    return models.PaymentCycle.objects.select_related(*TOLD_WITH).get(pk=id)


def tallies(cycle: models.PaymentCycle, *, reader: User) -> dict[str, Tally]:
    """Its lines by status, within the reader's areas; a status without lines is left out."""
    rows = _lines(reader).filter(cycle=cycle).values("status").annotate(lines=Count("id"), total=Sum("amount"))
    return {row["status"]: Tally(row["lines"], row["total"]) for row in rows.order_by("status")}


def effect(cycle: models.PaymentCycle) -> Effect:
    """What the next step of a cycle would do."""
    facts = cycle.lines.aggregate(
        households=Count("household", distinct=True),
        smallest=Min("amount"),
        largest=Max("amount"),
        at_cash_point=Count("id", filter=Q(account=models.CASH_POINT)),
        carried=Count("id", filter=Q(carries__isnull=False)),
        carried_amount=Sum("amount", filter=Q(carries__isnull=False)),
    )
    waiting = models.PaymentCycle.objects.filter(status=lifecycle.APPROVED).exclude(pk=cycle.pk)
    cash = models.Posting.objects.filter(account__code="treasury-cash").aggregate(cash=Sum("amount"))["cash"] or NOTHING
    return Effect(
        lines=cycle.lines_count,
        amount=cycle.amount,
        households=facts["households"],
        smallest=facts["smallest"] or NOTHING,
        largest=facts["largest"] or NOTHING,
        without_payee=cycle.without_payee,
        at_cash_point=facts["at_cash_point"],
        carried=Tally(facts["carried"], facts["carried_amount"] or NOTHING),
        cash=cash,
        cash_after=cash - cycle.amount,
        committed=waiting.aggregate(amount=Sum("amount"))["amount"] or NOTHING,
        verbs=verbs(lifecycle.CYCLE, cycle.status),
    )


def _lines(reader: User) -> QuerySet[models.PaymentLine]:
    paths = scoping.paths(reader, "benefits.see_payments")
    return scoping.within(models.PaymentLine.objects.all(), "household__area__path", paths)
