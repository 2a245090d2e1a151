"""Questionnaires and their versions, as officers and phones see them; and the keys of phones."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import md5

from django.db.models import Count, Q

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.engines.questionnaires import making
from ayni.intake import errors, lifecycle, models, permissions

SEEN = (permissions.SEE_FORMS, permissions.PREPARE_FORMS, permissions.APPROVE_FORMS)


def questionnaires(reader: User) -> list[models.Questionnaire]:
    """Every questionnaire with its versions, newest first. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.SEE_FORMS)
    return list(models.Questionnaire.objects.prefetch_related("versions__prepared_by").order_by("code"))


def version(version_id: int, *, reader: User) -> models.QuestionnaireVersion | None:
    """Refuses: NotPermitted."""
    scoping.paths(reader, permissions.SEE_FORMS)
    return (
        models.QuestionnaireVersion.objects.select_related(
            "questionnaire", "prepared_by", "approved_by", "published_by"
        )
        .filter(pk=version_id)
        .first()
    )


def waiting_versions(reader: User) -> list[models.QuestionnaireVersion]:
    """Drafts that this reader could approve, the oldest first."""
    if not reader.may(permissions.APPROVE_FORMS):
        return []
    drafts = models.QuestionnaireVersion.objects.filter(status=lifecycle.DRAFT).exclude(prepared_by=reader.pk)
    found = drafts.select_related("questionnaire").defer("workbook", "xform", "tree", "mapping", "report")
    return list(found.order_by("prepared_at"))


def offered(reader: User, *, all_versions: bool = False, form_id: str = "") -> list[models.QuestionnaireVersion]:
    """What phones are given: the last published version of each questionnaire, or every published one.

    Refuses: NotPermitted.
    """
    scoping.paths(reader, permissions.SUBMIT)
    found = (
        models.QuestionnaireVersion.objects.filter(status=lifecycle.PUBLISHED)
        .select_related("questionnaire")
        .annotate(files=Count("media"))
        .defer("workbook", "xform", "mapping", "report")
        .order_by("questionnaire__code", "-published_at", "-id")
    )
    if form_id:
        found = found.filter(questionnaire__code=form_id)
    rows: list[models.QuestionnaireVersion] = list(found)
    if all_versions:
        return rows
    return list({row.questionnaire_id: row for row in reversed(rows)}.values())[::-1]


def served(version_id: int, *, reader: User) -> models.QuestionnaireVersion:
    """A published version, for a phone. Refuses: NotPermitted, NoSuchQuestionnaire."""
    scoping.paths(reader, permissions.SUBMIT)
    found = (
        models.QuestionnaireVersion.objects.select_related("questionnaire")
        .filter(pk=version_id, status=lifecycle.PUBLISHED)
        .first()
    )
    if found is None:
        raise errors.NoSuchQuestionnaire(str(version_id))
    return found


@dataclass(frozen=True)
class Media:
    """A file that a form needs; `hash` names its contents."""

    name: str
    media_type: str
    hash: str
    content: bytes


def media(version: models.QuestionnaireVersion, *, reader: User) -> list[Media]:
    """The files of a form: those that were uploaded with it, and the list of the areas where the reader works."""
    found = [Media(row.name, row.media_type, row.hash, bytes(row.content)) for row in version.media.all()]
    if making.AREAS in version.tree.get("files", ()) and not any(one.name == making.AREAS for one in found):
        content = areas(reader)
        hash = f"md5:{md5(content, usedforsecurity=False).hexdigest()}"
        found.append(Media(making.AREAS, "text/csv", hash, content))
    return found


def areas(reader: User) -> bytes:
    """The areas in which forms may be sent, each with those it lies in, as a list of choices (name, label)."""
    paths = scoping.paths(reader, permissions.SUBMIT)
    found = Area.objects.order_by("path") if "/" in paths else Area.objects.within(paths).order_by("path")
    rows = list(found.values_list("code", "path", "level", "names"))
    named = {row[1]: Area(code=row[0], names=row[3]).name for row in _with_above(rows)}
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["name", "label", "level", "parent"])
    parents = {path for _code, path, _level, _names in rows for path in [_above(path)]}
    for code, path, level, _names in rows:
        if path not in parents:  # a household lives in the smallest area that is known
            lines.writerow([code, ", ".join(_line(path, named)), level, _above(path).strip("/").rpartition("/")[2]])
    return text.getvalue().encode()


def _with_above(rows: Sequence[tuple[str, str, int, dict[str, str]]]) -> list[tuple[str, str, int, dict[str, str]]]:
    """These areas and all that they lie in."""
    wanted = {upper for _code, path, _level, _names in rows for upper in _uppers(path)}
    more = Area.objects.filter(path__in=wanted - {row[1] for row in rows})
    return [*rows, *more.values_list("code", "path", "level", "names")]


def _uppers(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]


def _above(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def _line(path: str, named: dict[str, str]) -> list[str]:
    """From the smallest area outwards."""
    return [named[upper] for upper in reversed(_uppers(path)) if upper in named]


def device_keys(reader: User) -> list[models.DeviceKey]:
    """The keys that a user's phones have, and those they made for others, newest first."""
    return list(models.DeviceKey.objects.filter(Q(user=reader) | Q(made_by=reader)).select_related("user"))
