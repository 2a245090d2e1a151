"""Sending released cycles and collecting the answers: work that may be killed at any moment and started again."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from ayni.benefits import actions, queries
from ayni.commons.jobs import progress as jobs_progress
from ayni.commons.jobs import running
from ayni.exchange.mobile_money import errors
from ayni.exchange.mobile_money.client import Client

BATCH = 500
PAGE = 1000
SECONDS_TO_WAIT = 600
PAUSES = (0.1, 0.2, 0.5, 1.0)  # between looks into a feed with nothing new, growing


@running.job("mobile_money.send")
def send(progress: jobs_progress.Progress, *, cycle: int) -> dict[str, Any]:
    """Have the provider accept every line of a released cycle, then begin to collect its answers.

    A line is marked after the provider has accepted it. Between the two the work may die: so the first thing done is to
    ask the provider which of the next lines it has, and these are marked and not asked for again.
    """
    by, chosen = progress.by, queries.released(cycle)
    left, sent = queries.unanswered(chosen), 0
    with Client(settings.AYNI_PROVIDER_URL, secret=settings.AYNI_PROVIDER_SECRET) as client:
        for orders in _batches(chosen):
            references = [order.reference for order in orders]
            known = set(client.accepted(references)) if not sent else set()
            new = [order for order in orders if order.reference not in known]
            accepted = [*known, *(client.send(new) if new else [])]
            marked = actions.record_sent(chosen, accepted, by=by, on=timezone.localdate())
            if not marked:
                raise errors.ProviderUnclear(client.address, "it accepted none of the payments it was given.")
            sent += marked
            progress.tell(left.total - left.due + sent, left.total)
    running.start("mobile_money.collect", key=f"collect/{cycle}", by=by, cycle=cycle)
    return {"sent": sent}


@running.job("mobile_money.collect")
def collect(progress: jobs_progress.Progress, *, cycle: int, seconds: float = SECONDS_TO_WAIT) -> dict[str, Any]:
    """Read the provider's notices until every line of a cycle is answered, and settle it.

    Refuses: StillWaiting, when the time is over before; it can be started again at any time.
    """
    by, chosen = progress.by, queries.released(cycle)
    until = timezone.now() + timedelta(seconds=seconds)
    with Client(settings.AYNI_PROVIDER_URL, secret=settings.AYNI_PROVIDER_SECRET) as client:
        for left in _listening(client, chosen, by):
            progress.tell(left.total - left.due - left.sent, left.total)
            if not left.due and not left.sent:
                break
            if timezone.now() > until:
                raise errors.StillWaiting(cycle, due=left.due, sent=left.sent, total=left.total)
    settled = queries.released(cycle)
    if settled.status == "released":
        actions.settle(settled, by=by)
    return {"answered": left.total}


def _batches(cycle: Any) -> Iterator[list[queries.Order]]:
    """The next lines to send, until there are none."""
    while orders := queries.unsent(cycle, limit=BATCH):
        yield orders


def _listening(client: Client, cycle: Any, by: Any) -> Iterator[queries.Unanswered]:
    """Read on in the feed, page by page; between pages, what is still unanswered, counted once a second at most while
    the pages are full. Rests when nothing is new."""
    quiet, counted = 0, time.monotonic()
    yield queries.unanswered(cycle)
    while True:
        after = queries.cursor()
        page = client.notices(after, limit=PAGE)
        if page.notices:
            actions.receive(page.notices, by=by, on=timezone.localdate(), after=after, cursor=page.cursor)
            quiet = 0
        else:
            time.sleep(PAUSES[min(quiet, len(PAUSES) - 1)])
            quiet += 1
        if quiet or len(page.notices) < PAGE or time.monotonic() - counted > 1:
            counted = time.monotonic()
            yield queries.unanswered(cycle)
