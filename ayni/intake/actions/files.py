"""A file of people on its way into the registry: uploaded, mapped, checked; withdrawn or forgotten."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines.files import checking, describing, mapping, suggesting
from ayni.engines.files import errors as unreadable
from ayni.intake import lifecycle, models, permissions
from ayni.intake.actions.loading import Telling
from ayni.intake.queries import files as queries
from ayni.intake.queries import files_kept, files_known
from ayni.kernel import lifecycles

#: How long the content of a file is kept that waits, and of one that is in the registry or withdrawn.
KEPT_DAYS = 30


@action(permissions.LOAD, says="uploaded a file of people", unsaid=("content",), everywhere=True)
@sensitive_variables()
def upload(name: str, *, content: IO[bytes], by: User, on: date) -> models.FileLoad:
    """Keep a file, sealed, and look what it is; a mapping is proposed. A file that is no table is not kept.

    Refuses: FileUnreadable; KeyMissing, KeyWrong.
    """
    made = models.FileLoad(name=name[:200], uploaded_by=by, size=0, digest="")
    made.save()
    try:
        made.digest, made.size = files_kept.keep(made.pk, files_kept.CONTENT, content)
        _look(made, mapping.Mapping(source=_source(name, made), on=on, person={}), by)
    except BaseException:
        files_kept.forget(made.pk)
        raise
    made.save()
    return made


def _look(file: models.FileLoad, given: mapping.Mapping, by: User) -> None:
    """Describe the file, and propose a mapping."""
    with files_kept.opened(file) as path:
        told = checking.describe(path, given)
    known = files_known.known(by)
    told_of_it = asdict(told)
    samples = told_of_it.pop("samples")
    file.described = told_of_it
    files_kept.keep(file.pk, files_kept.SAMPLES, io.BytesIO(json.dumps(samples).encode()))
    proposed = suggesting.suggest(told, known.dictionary, source=given.source, on=given.on, areas=known.areas)
    file.mapping, file.source, file.observed_on = proposed.as_yaml(), proposed.source, proposed.on
    file.rows = told.rows or 0


def _source(name: str, file: models.FileLoad) -> str:
    """Under which name the people will be known: the file's, until somebody says better."""
    stem = name.rpartition("/")[2].partition(".")[0]
    return (stem or str(file))[: mapping.LONGEST_SOURCE]


@action(permissions.LOAD, says="chose another sheet of a file", everywhere=True)
def look_again(file: models.FileLoad, *, sheet: str, by: User) -> models.FileLoad:
    """Look at another sheet of a workbook. Refuses: WrongState, FileForgotten, FileUnreadable."""
    lifecycles.step(lifecycle.FILE, file.status, "map", what=str(file))
    given = mapping.Mapping(source=file.source, on=file.observed_on or file.uploaded_at.date(), person={}, sheet=sheet)
    _look(file, given, by)
    file.save()
    return file


@action(permissions.LOAD, says="mapped a file of people", unsaid=("text",), everywhere=True)
def map_columns(file: models.FileLoad, *, text: str, by: User) -> models.FileLoad:
    """Say which column is what: a mapping in YAML. Refuses: WrongState, FileUnreadable with every problem."""
    file.status = lifecycles.step(lifecycle.FILE, file.status, "map", what=str(file))
    given = mapping.read(text)
    columns = set(file.described.get("columns", ()))
    missing = [name for name in given.columns if name not in columns and not name.startswith(checking.HOMES)]
    if missing and given.sheet == file.described.get("sheet", ""):
        raise unreadable.FileUnreadable(
            [
                unreadable.Problem(f"The file has no column “{name}”.", unreadable.nearest(name, columns))
                for name in missing
            ]
        )
    file.mapping, file.source, file.observed_on = given.as_yaml(), given.source, given.on
    file.report, file.checked_at = {}, None
    file.save()
    return file


@action(permissions.LOAD, says="checked a file of people", everywhere=True)
def check(file: models.FileLoad, *, by: User, at: datetime, progress: Telling | None = None) -> models.FileLoad:
    """Read every row and hold it against the rules and the registry: nothing goes in. What is found is kept, sealed.

    Refuses: WrongState, FileForgotten, FileUnreadable.
    """
    status = lifecycles.step(lifecycle.FILE, file.status, "check", what=str(file))
    checked = examine(file, by=by, progress=progress)
    known = files_known.known(by)
    kept = checking.without_values(checked, queries.sensitive(checked.mapping, known))
    files_kept.keep(file.pk, files_kept.FINDINGS, io.BytesIO(kept.kept()))
    file.status, file.checked_at, file.rows = status, at, checked.rows
    file.report = {
        **checked.counts(),
        "found": [{"column": column, "code": code, "rows": count} for column, code, count in checked.by_code()],
        "aside": list(checked.aside),
    }
    file.save()
    return file


def examine(file: models.FileLoad, *, by: User, progress: Telling | None = None) -> checking.Checked:
    """The file, read and held against the registry; within a transaction, and nothing is kept."""
    given = mapping.read(file.mapping)
    known = files_known.known(by)  # before the staging: nothing else can be asked meanwhile
    total = file.rows

    def tell(rows: int) -> None:
        if progress is not None:
            progress.tell(min(rows, total or rows), max(total, rows + 1))

    if files_known.is_registry_empty():  # then there is nobody to be held against
        with files_kept.opened(file) as path:
            return checking.check(path, given, known, tell)
    with files_kept.opened(file) as path, files_known.asking() as also:
        checked = checking.check(path, given, known, tell, also)
    return files_known.held_against(checked, after=file.position)


@action(permissions.LOAD, says="withdrew a file of people", everywhere=True)
def withdraw(file: models.FileLoad, *, by: User, at: datetime) -> models.FileLoad:
    """Let a file go that was not loaded; its content is forgotten. Refuses: WrongState."""
    file.status = lifecycles.step(lifecycle.FILE, file.status, "withdraw", what=str(file))
    file.forgotten_at = at
    file.save()
    files_kept.forget(file.pk)
    return file


@action(permissions.LOAD, says="forgot the content of old files", everywhere=True)
def forget_old(*, by: User, at: datetime) -> list[int]:
    """Take away the content of files whose term is over; what is known of their rows stays in numbers."""
    days = getattr(settings, "AYNI_FILE_DAYS", KEPT_DAYS)
    old = models.FileLoad.objects.filter(forgotten_at=None, uploaded_at__lt=at - timedelta(days=days))
    numbers = list(old.exclude(status=lifecycle.LOADING).values_list("pk", flat=True))
    for number in numbers:
        files_kept.forget(number)
    models.FileLoad.objects.filter(pk__in=numbers).update(forgotten_at=at)
    return numbers


def samples(file: models.FileLoad) -> dict[str, list[str]]:
    """A few values of each column."""
    found: dict[str, Any] = json.loads(files_kept.read(file.pk, files_kept.SAMPLES))
    return found


def described(file: models.FileLoad) -> describing.Described:
    """What the file says of itself, as it was kept."""
    told = dict(file.described)
    for word in ("columns", "sheets"):
        told[word] = tuple(told.get(word, ()))
    return describing.Described(**told)
