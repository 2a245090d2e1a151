"""Work in the background about who is one person."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.identity import actions, permissions, queries


@running.job("identity.make_cards")
def make_cards(progress: Progress, *, sheet: int) -> dict[str, Any]:
    """Give everybody of a sheet a card, and write the file to print."""
    by = progress.by
    asked = queries.sheet(sheet, reader=by)
    assert asked is not None, "a sheet is its own officer's"
    made = actions.make_sheet(asked, on=timezone.localdate(), at=timezone.now(), by=by)
    progress.tell(made.cards_made, made.cards_made)
    return {"sheet": made.pk, "cards": made.cards_made}


@running.job("identity.forget_files")
def forget_files(progress: Progress, *, on: str) -> dict[str, Any]:
    """Delete what was kept for a term that is over: sheets of cards, files that were linked and their results."""
    del on
    by, at = progress.by, timezone.now()
    found = {}
    if by.may(permissions.ISSUE_CARDS):
        found["sheets"] = actions.forget_sheets(by=by, at=at)
    return found
