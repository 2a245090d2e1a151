"""Files of people linked with themselves, with each other or with the registry: sent, mapped, linked, forgotten."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.identity import errors, models, permissions
from ayni.identity.models import LinkState
from ayni.identity.queries import kept
from ayni.identity.queries import linking_files as queries

STEPS = 7


@action(permissions.LINK_FILES, says="sent files of people to be linked", unsaid=("files",))
@sensitive_variables()
def send_files_to_link(
    purpose: str, *, files: Sequence[tuple[str, IO[bytes]]], with_registry: bool, on: date, at: datetime, by: User
) -> models.FileLinking:
    """Keep one file or two, sealed, and look what their columns may be. What is no table is not kept.

    Refuses: NotToLink, FileUnreadable; KeyMissing, KeyWrong.
    """
    if not purpose.strip():
        raise errors.NotToLink(_("Say what the files are linked for: it is kept with who did it."))
    if not 1 <= len(files) <= 2 or (with_registry and len(files) == 2):
        raise errors.NotToLink(_("Send one file or two; with the registry, one."))
    made = models.FileLinking.objects.create(
        names=[name[:200] for name, _file in files],
        with_registry=with_registry,
        purpose=purpose.strip()[:200],
        asked_by=by,
        asked_at=at,
        keep_until=on + timedelta(days=settings.AYNI_LINKED_FILE_DAYS),
    )
    try:
        for number, (_name, content) in enumerate(files, 1):
            kept.keep(queries.KIND, made.pk, f"file-{number}", content)
        made.described = [_described(made.pk, number) for number in range(1, len(files) + 1)]
        made.save(update_fields=["described"])
    except BaseException:
        kept.forget(queries.KIND, made.pk)
        raise
    return made


@action(permissions.LINK_FILES, says="linked files of people", unsaid=("columns",))
def start_linking(
    linking: models.FileLinking,
    *,
    columns: Sequence[Mapping[str, str]],
    told_on: Sequence[date | None],
    by: User,
    in_background: bool = True,
) -> models.FileLinking:
    """Have files linked by what their columns mean. Refuses: LinkingOfAnother, LinkingNotWaiting, NotEnough."""
    from ayni.engines.linking_files import columns as meanings  # an engine, for who links

    held = _own(linking, by)
    if held.state not in (LinkState.UPLOADED, LinkState.FAILED):
        raise errors.LinkingNotWaiting(str(held), str(held.get_state_display()))
    chosen = [meanings.Chosen(dict(one), day) for one, day in zip(columns, told_on, strict=True)]
    meanings.check(chosen)
    held.mappings = [
        {"columns": dict(one.columns), "told_on": one.told_on.isoformat() if one.told_on else None} for one in chosen
    ]
    held.state, held.message = LinkState.RUNNING, ""
    held.save(update_fields=["mappings", "state", "message"])
    if in_background:
        running.start("identity.link_files", key=f"linking/{held.pk}", by=by, linking=held.pk)
    return held


def run(linking: models.FileLinking, *, progress: Progress, at: datetime) -> dict[str, Any]:
    """Do the linking; what it found is kept, sealed. A part of the background work; done again, it begins anew."""
    from ayni.engines.linking_files import columns as meanings

    chosen = [
        meanings.Chosen(one["columns"], date.fromisoformat(one["told_on"]) if one["told_on"] else None)
        for one in linking.mappings
    ]
    folder = kept.folder(queries.KIND, linking.pk)
    if not folder.exists():
        raise errors.KeptNoLonger
    with tempfile.TemporaryDirectory(prefix="work-", dir=folder) as private:
        report = _linked(linking, chosen, Path(private), progress)
    done = models.FileLinking.objects.filter(pk=linking.pk, state=LinkState.RUNNING)
    if not done.update(state=LinkState.DONE, report=report, finished_at=at):
        kept.forget(queries.KIND, linking.pk)  # it was deleted meanwhile
    return report


def failed(linking: models.FileLinking, because: str) -> None:
    """Keep why it could not be done: its columns may be mapped anew. A part of the background work."""
    models.FileLinking.objects.filter(pk=linking.pk, state=LinkState.RUNNING).update(
        state=LinkState.FAILED, message=because
    )


@action(permissions.LINK_FILES, says="deleted linked files and what was found")
def forget_linking(linking: models.FileLinking, *, at: datetime, by: User) -> models.FileLinking:
    """Delete the files and everything found, now. Deleted already, nothing is done. Refuses: LinkingOfAnother."""
    held = _own(linking, by)
    kept.forget(queries.KIND, held.pk)
    if held.forgotten_at is None:
        held.state, held.forgotten_at = LinkState.FORGOTTEN, at
        held.save(update_fields=["state", "forgotten_at"])
    return held


@action(permissions.LINK_FILES, says="deleted linked files whose term was over")
def forget_old_linkings(*, on: date, at: datetime, by: User) -> int:
    """Delete the files and results whose term is over; who linked what and why stays."""
    old = models.FileLinking.objects.filter(forgotten_at=None, keep_until__lt=on)
    numbers = list(old.values_list("pk", flat=True))
    for number in numbers:
        kept.forget(queries.KIND, number)
    return models.FileLinking.objects.filter(pk__in=numbers).update(forgotten_at=at, state=LinkState.FORGOTTEN)


def _own(linking: models.FileLinking, by: User) -> models.FileLinking:
    held = models.FileLinking.objects.select_for_update().filter(pk=linking.pk, asked_by=by).first()
    if held is None:
        raise errors.LinkingOfAnother
    return held


def _described(number: int, place: int) -> dict[str, Any]:
    from ayni.engines.files import describing
    from ayni.engines.linking_files import columns

    with queries.opened(number, f"file-{place}") as path:
        told = describing.describe(path)
    guessed = columns.guess(told, list(settings.AYNI_IDENTIFIERS))
    return {"columns": list(told.columns), "guess": guessed, "rows": told.rows, "sheet": told.sheet}


def _linked(linking: models.FileLinking, chosen: Sequence[Any], place: Path, progress: Progress) -> dict[str, Any]:
    from ayni.engines.linkage import linking as engine
    from ayni.engines.linkage import reporting
    from ayni.engines.linking_files import columns, results, standard

    together = columns.together(chosen)
    files, counts = [], []
    for number, one in enumerate(chosen, 1):
        files.append(place / f"people-{number}.parquet")
        with queries.opened(linking.pk, f"file-{number}") as path:
            counts.append(standard.write(path, one, together, files[-1]))
    if linking.with_registry:
        files.append(place / "people-2.parquet")
        counts.append(queries.registry(sorted(together.identifiers), files[-1]))
    if not all(counts):
        raise errors.NotToLink(_("One of the two holds nobody. Look whether the file has rows, and what you may see."))
    steps = iter(range(1, STEPS))
    out = place / "out"
    asked = engine.Asked(tuple(str(file) for file in files), together, out, memory=settings.AYNI_ENGINE_MEMORY)
    run = engine.link(asked, lambda _doing: progress.tell(next(steps, STEPS - 1), STEPS))
    shown = out / queries.SHOWN
    joined = results.join(out, dict(enumerate(files, 1)), shown, memory=settings.AYNI_ENGINE_MEMORY)
    for part in (queries.SHOWN, queries.PAIRS, queries.CLUSTERS):
        with (out / part).open("rb") as found:
            kept.keep(queries.KIND, linking.pk, part, found)
    kept.keep(queries.KIND, linking.pk, queries.REPORT, io.BytesIO(reporting.page(run, out).encode()))
    return {
        "counts": counts,
        "records": run.records,
        "linked": run.linked,
        "people": run.people,
        "refused": run.refused,
        "unused": list(run.unused),
        "shown": joined,
        "thresholds": results.thresholds(out, run.expected),
    }
