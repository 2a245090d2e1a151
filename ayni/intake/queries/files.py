"""Files of people on their way into the registry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.engines.files import checking, mapping, rejecting
from ayni.intake import errors, models, permissions
from ayni.intake.queries import files_kept, files_known
from ayni.registry import permissions as registry_permissions


def files(*, reader: User, limit: int = 50, offset: int = 0) -> tuple[list[models.FileLoad], int]:
    """The newest first, and how many there are. Refuses: NotPermitted."""
    scoping.check(reader, permissions.LOAD, "/")  # a file names people of anywhere
    found = models.FileLoad.objects.select_related("uploaded_by", "loaded_by", "undone_by").order_by("-id")
    return list(found[offset : offset + limit]), found.count()


def file(number: int, *, reader: User) -> models.FileLoad:
    """Refuses: NotPermitted, NoSuchFile."""
    scoping.check(reader, permissions.LOAD, "/")  # a file names people of anywhere
    found = models.FileLoad.objects.select_related("uploaded_by", "loaded_by", "undone_by").filter(pk=number).first()
    if found is None:
        raise errors.NoSuchFile(number)
    return found


def loaded_before(file: models.FileLoad) -> list[models.FileLoad]:
    """Files of the same content that are in the registry or on their way."""
    same = models.FileLoad.objects.filter(digest=file.digest).exclude(pk=file.pk)
    return list(same.filter(status__in=("loading", "loaded")).order_by("-id"))


def known_mappings(*, reader: User, limit: int = 20) -> list[models.FileLoad]:
    """Files whose mapping can be used again, the latest of each source."""
    scoping.check(reader, permissions.LOAD, "/")  # a file names people of anywhere
    found = models.FileLoad.objects.exclude(mapping="").order_by("source", "-id").distinct("source")
    return sorted(found, key=lambda one: -one.pk)[:limit]


def findings(file: models.FileLoad, *, code: str = "", limit: int, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
    """Some of what was found, and how many there are; none when the file was not checked."""
    if not files_kept.place(file.pk, files_kept.FINDINGS).exists():
        return [], 0
    return rejecting.page(files_kept.read(file.pk, files_kept.FINDINGS), code=code, limit=limit, offset=offset)


@contextmanager
def rejected(file: models.FileLoad, *, reader: User) -> Iterator[Iterator[list[str]]]:
    """The rows that stayed out, as lines: a header, then each with why. Refuses: FileForgotten, NotChecked.

    Columns of sensitive answers are in them for whoever may see those everywhere.
    """
    if not file.checked_at:
        raise errors.NotChecked(str(file))
    given = mapping.read(file.mapping)
    known = files_known.known(reader)
    hidden = () if "/" in reader.where(registry_permissions.SEE_SENSITIVE) else sensitive(given, known)
    found = rejecting.found(files_kept.read(file.pk, files_kept.FINDINGS))
    with files_kept.opened(file) as path:
        yield rejecting.rows(path, checking.describe(path, given), found, gettext, hidden)


def sensitive(given: mapping.Mapping, known: Any) -> list[str]:
    """Columns from which sensitive answers are read."""
    return [
        one.column
        for entity, fields in given.answers.items()
        for name, one in fields.items()
        if (variable := known.dictionary.get(entity, name)) is not None and variable.sensitivity == "sensitive"
    ]


def as_file(path: Path) -> str:
    """The name of a file for people, without where it was."""
    return path.name[:200]
