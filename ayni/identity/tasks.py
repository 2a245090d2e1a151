"""Work in the background about who is one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.access.models import User
from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.identity import actions, models, permissions, queries
from ayni.identity.actions import linking_files, looking
from ayni.identity.queries import exporting, runs
from ayni.kernel.refusals import Refused


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
    if by.may(permissions.LINK_FILES):
        found["linkings"] = actions.forget_old_linkings(on=timezone.localdate(at), at=at, by=by)
    return found


@running.job("identity.refresh")
def refresh(progress: Progress, *, on: str = "") -> dict[str, Any]:
    """Prepare everybody whose record changed for being found at the desk: daily, and after files were loaded."""
    del on
    return {"people": actions.refresh(progress.tell, by=progress.by)}


@running.job("identity.prepare_model")
def prepare_model(progress: Progress, *, model_id: int) -> dict[str, Any]:
    """Prepare everybody for a model that was approved; then it answers. Again after a crash it begins anew."""
    model = models.LinkageModel.objects.get(pk=model_id)
    if model.state != models.ModelState.PREPARING:
        return {"people": 0}
    return {"people": actions.prepare_all(model, progress.tell)}


@running.job("identity.link")
def link(progress: Progress, *, run: int) -> dict[str, Any]:
    """Look through the registry for people who are on record twice; again after a crash it begins anew."""
    by, found = progress.by, models.LinkageRun.objects.get(pk=run)
    if found.finished_at is None:
        found = look(found, by, Steps(progress.tell))
    return {"run": found.pk, "pairs": found.pairs}


@running.job("identity.follow_pairs")
def follow_pairs(progress: Progress, *, on: str = "") -> dict[str, Any]:
    """Let pairs be read where their people live now: daily."""
    del on
    by = progress.by
    return {"pairs": actions.follow_people(by=by) if by.may(permissions.LINK) else 0}


class Steps:
    """What is done, one after the other, as a bar that fills."""

    EVERY = 9

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell, self._done = tell, 0

    def __call__(self, _doing: str = "") -> None:
        self._done = min(self._done + 1, self.EVERY - 1)
        self._tell(self._done, self.EVERY)

    def end(self) -> None:
        self._tell(self.EVERY, self.EVERY)


def look(run: models.LinkageRun, by: User, step: Steps) -> models.LinkageRun:
    """One run from the records to the pairs that wait. Memory stays bounded: the engine spills to the run's folder."""
    from ayni.engines.linkage import linking  # the engines are for who computes

    place, meant = looking.folder(run), runs.meant(run)
    try:
        step("Writing the records")
        exporting.write(run.area, meant, place / "people.parquet")
        memory = getattr(settings, "AYNI_ENGINE_MEMORY", linking.MEMORY)
        asked = linking.Asked((str(place / "people.parquet"),), meant, place / "out", runs.model(run), memory=memory)
        found = linking.link(asked, step)
        step("Keeping the pairs")
        kept = actions.keep_found(run, found=found, out=place / "out", at=timezone.now(), by=by)
    finally:
        looking.tidy(run)
    step.end()
    return kept


@running.job("identity.link_files")
def link_files(progress: Progress, *, linking: int) -> dict[str, Any]:
    """Link files that an officer sent; again after a crash it begins anew."""
    asked = queries.linking(linking, reader=progress.by)
    assert asked is not None, "a linking is its own officer's"
    try:
        found = linking_files.run(asked, progress=progress, at=timezone.now())
    except Exception as error:
        unexpected = _("Something unexpected stopped it. Tell who runs the server.")
        linking_files.failed(asked, str(error) if isinstance(error, Refused) else unexpected)
        raise
    return {"linking": asked.pk, "records": found["records"], "people": found["people"]}
