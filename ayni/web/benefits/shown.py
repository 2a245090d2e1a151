"""What the pages of payments show, put together from the domain's answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ayni.benefits import queries
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.jobs import queries as jobs
from ayni.enrolment import queries as enrolment
from ayni.programmes import queries as programmes
from ayni.web import shares, statuses
from ayni.web.paging import Paging

TONES = {"due": "plain", "sent": "info", "paid": "good", "returned": "harm"}
ORDER = ("paid", "sent", "due", "returned", "reissued", "carried", "dropped")


@dataclass(frozen=True)
class Step:
    """One hand a cycle goes through: done by somebody at a moment, the one to take now, or a later one."""

    label: str
    state: str
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Payable:
    """A programme that pays money, and how many receive it now (None when no run has decided)."""

    code: str
    title: str
    enrolled: int | None


@dataclass(frozen=True)
class Asked:
    """A cycle to be computed: the programme, the period proposed, who receives it now, the cycle before."""

    programme: Any
    period: dict[str, date]
    enrolled: int | None
    last: queries.Standing | None


def cycles(reader: User, page: Paging) -> tuple[list[Any], int]:
    """A page of the cycles, each with its payments by state as one bar; and how many there are."""
    found = queries.cycles(reader)
    rows = found[page.offset : page.offset + page.limit]
    return [(one.cycle, _share(one.tallies)) for one in rows], len(found)


def payable(reader: User) -> list[Payable]:
    """Programmes in force whose benefit is money."""
    enrolled = _enrolled(reader)
    return [
        Payable(one.code, one.title, enrolled.get(one.code))
        for one in programmes.programmes(reader)
        if one.in_force and programmes.definition(one.in_force).benefit.amount is not None
    ]


def to_compute(code: str, reader: User, on: date) -> Asked:
    """Refuses: UnknownProgramme, NoApprovedRules, NoMoneyInProgramme."""
    programme = programmes.programme(code, reader).shown.programme
    start, end = queries.next_period(programme, on=on)
    last = next((one for one in queries.cycles(reader) if one.cycle.programme == programme), None)
    period = {"period_from": start, "period_to": end}
    return Asked(programme, period, _enrolled(reader).get(code), last)


def of_cycle(cycle_id: int, reader: User) -> dict[str, Any]:
    """A cycle's page, without its lines."""
    cycle = queries.cycle(cycle_id, reader=reader)
    tallies = queries.tallies(cycle, reader=reader)
    works = [work for name in ("send", "collect") if (work := jobs.work(f"{name}/{cycle.pk}"))]
    under_way = cycle.status == "released" and not any(work.status == "failed" for work in works)
    return {
        "cycle": cycle,
        "tallies": [(state, tallies[state]) for state in ORDER if state in tallies],
        "share": _share(tallies),
        "effect": queries.effect(cycle),
        "steps": _steps(cycle),
        "works": [(work, _work_title(work.kind)) for work in works],
        "stopped": next((work for work in works if work.status == "failed"), None),
        "is_under_way": under_way and any(not work.is_over for work in works),
        "entries": queries.entries(cycle),
        "sees_everywhere": reader.where("benefits.see_payments") == ("/",),
    }


def of_step(cycle_id: int, reader: User, verb: str) -> dict[str, Any]:
    """The page of one step of a cycle: what it would do, and whether this officer may take it."""
    permission = {"cancel": "compute", "settle": "reconcile", "countersign": "approve"}.get(verb, verb)
    scoping.paths(reader, f"benefits.{permission}")
    cycle = queries.cycle(cycle_id, reader=reader)
    effect = queries.effect(cycle)
    before = {
        "approve": {cycle.prepared_by_id},
        "countersign": {cycle.prepared_by_id, cycle.approved_by_id},
        "release": {cycle.approved_by_id, cycle.countersigned_by_id},
    }.get(verb, set())
    return {
        "cycle": cycle,
        "effect": effect,
        "is_possible": cycle.waits_for_countersigning if verb == "countersign" else verb in effect.verbs,
        "is_own": reader.pk in before,
        "is_short": effect.cash_after < 0,
    }


def of_line(line_id: int, reader: User) -> dict[str, Any]:
    """One payment with all that was told of it, and what its cycle moved in the ledger."""
    line = queries.line(line_id, reader=reader)
    return {
        "line": line,
        "notices": queries.told(line),
        "entries": queries.entries(line.cycle),
        "may_reconcile": reader.may("benefits.reconcile"),
    }


def books() -> dict[str, Any]:
    """The trial balance, and every statement with what was expected and what was found."""
    accounts, statements = queries.trial_balance(), queries.proof()
    return {
        "accounts": accounts,
        "total": sum((account.balance for account in accounts), Decimal(0)),
        "statements": statements,
        "wrong": [one for one in statements if not one.holds],
    }


def funded(amount: Decimal) -> dict[str, Decimal]:
    """What the treasury's account holds now, and after money was received."""
    held = {account.code: account.balance for account in queries.trial_balance()}
    cash = held.get("treasury-cash", Decimal(0))
    return {"cash": cash, "after": cash + amount}


def _share(tallies: dict[str, queries.Tally]) -> shares.Share:
    return shares.of(
        [
            (str(statuses.shown(state)[0]), tallies[state].lines, TONES.get(state, "plain"))
            for state in ORDER
            if state in tallies
        ]
    )


def _steps(cycle: Any) -> list[Step]:
    """The hands a cycle goes through, as far as it has come."""
    computed = Step(_("Computed"), "done", str(cycle.prepared_by), cycle.prepared_at)
    if cycle.status == "cancelled":
        return [computed, Step(_("Cancelled"), "done")]
    past = ("computed", "approved", "released", "settled").index(cycle.status)
    hands = [
        (_("Approved"), past >= 1, cycle.approved_by, cycle.approved_at),
        (_("Sent to the provider"), past >= 2, cycle.released_by, cycle.released_at),
        (_("Settled"), past >= 3, None, None),
    ]
    second = cycle.countersigned_by
    if second or cycle.waits_for_countersigning:
        hands.insert(1, (_("Countersigned"), second is not None, second, cycle.countersigned_at))
    done = sum(is_done for _label, is_done, _who, _at in hands)
    states = ["done"] * done + ["now"] + ["later"] * len(hands)
    later = [
        Step(label, state, str(who or ""), at) for state, (label, _done, who, at) in zip(states, hands, strict=False)
    ]
    return [computed, *later]


def _work_title(kind: str) -> str:
    titles = {"mobile_money.send": _("Sending the payments"), "mobile_money.collect": _("Collecting the answers")}
    return titles.get(kind, kind)


def _enrolled(reader: User) -> dict[str, int]:
    last = enrolment.latest() if reader.may("enrolment.see_runs") else None
    return {counts["code"]: counts["enrolled"] for counts in enrolment.summary(last)} if last else {}
