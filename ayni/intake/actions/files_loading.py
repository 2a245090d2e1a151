"""Loading a checked file, a portion of rows at a time, each in one transaction; and undoing it as a whole.

A job that is killed goes on after the last portion that is in. Portions are cut by the file alone, so the end is the
same as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from ayni.commons import acting
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.actions.errors import SameOfficer
from ayni.engines.dictionary import Dictionary
from ayni.engines.files import checking, mapping, portions, tidying
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.actions.files import examine
from ayni.intake.actions.loading import Telling
from ayni.intake.queries import files_kept, files_known
from ayni.kernel import lifecycles
from ayni.registry.actions import admitting, renewing, taking_back

PORTION = 100_000  # rows
TWO_OFFICERS = 10_000  # rows: more are loaded by another officer than the one who uploaded them


def load(file: models.FileLoad, *, by: User, at: datetime, progress: Telling | None = None) -> models.FileLoad:
    """Load a checked file, or go on where loading was stopped. Each portion is in for good once it is told.

    Refuses: WrongState, SameOfficer, NothingToLoad, FileForgotten; what registry.admit refuses.
    """
    file = begin(file, by=by, at=at)
    with acting.as_user(by), files_kept.opened(file) as path:
        with transaction.atomic():
            checked = examine(file, by=by)
            is_first = file.position == 0 and files_known.is_registry_empty()
        known = files_known.known(by)
        size = checked.rows if is_first else PORTION
        for number, (first, last) in enumerate(portions.rows_of(checked, size)):
            if last > file.position:
                came = _Came(file, path, checked, known, number, first, last)
                file = load_portion(file, came=came, by=by)
            if progress is not None:
                progress.tell(last, checked.rows + 1)
        return finish(file, checked=checked, by=by, at=at)


@action(permissions.LOAD, says="began to load a file of people", everywhere=True)
def begin(file: models.FileLoad, *, by: User, at: datetime) -> models.FileLoad:
    """Say that a file is to be loaded: from here on its mapping stands.

    Refuses: WrongState; SameOfficer, when a large file is loaded by who uploaded it; NothingToLoad.
    """
    file = models.FileLoad.objects.select_for_update().get(pk=file.pk)
    status = lifecycles.step(lifecycle.FILE, file.status, "load", what=str(file))
    if file.rows > getattr(settings, "AYNI_FILE_TWO_OFFICERS", TWO_OFFICERS) and file.uploaded_by_id == by.pk:
        raise SameOfficer(str(by), "uploaded", "loads")
    if file.status == lifecycle.CHECKED:
        if not file.report.get("new") and not file.report.get("updated"):
            raise errors.NothingToLoad(str(file))
        file.status, file.loaded_by, file.loaded_at = status, by, at
        file.save()
    return file


class _Came:
    """Some rows of a file as the registry takes them: the same however often they are read."""

    def __init__(
        self,
        file: models.FileLoad,
        path: Path,
        checked: checking.Checked,
        known: tidying.Known,
        number: int,
        first: int,
        last: int,
    ) -> None:
        self.file, self.path, self.checked, self.known = file, path, checked, known
        self.number, self.first, self.last = number, first, last
        self.mapping: mapping.Mapping = checked.mapping
        self._homes: list[bytes] = []
        self._changed: list[bytes] = []

    def read(self) -> list[bytes]:
        """The persons' lines; with them the households' and the changed persons'."""
        people = []
        for chunk in portions.chunks(self.path, self.checked, self.known, self.first, self.last):
            keys = chunk.homes_keys
            new = set(keys) - files_known.known_households(self.mapping.source, keys)
            self._homes.append(portions.household_lines(chunk.homes, new))
            self._changed.append(portions.person_lines(chunk.changed))
            people.append(portions.person_lines(chunk.people))
        return people

    def incoming(self) -> admitting.Incoming:
        people = self.read()
        return admitting.Incoming(households=self._some(self._homes), persons=self._some(people), kinship=())

    def changed(self) -> list[bytes]:
        return list(self._some(self._changed))

    def _some(self, chunks: list[bytes]) -> Iterator[bytes]:
        return (chunk for chunk in chunks if chunk)


@action(permissions.LOAD, says="loaded rows of a file of people", unsaid=("came",), everywhere=True)
def load_portion(file: models.FileLoad, *, came: _Came, by: User) -> models.FileLoad:
    """Bring some rows of a file into the registry, all or none of them.

    Refuses: WrongState, when another job has brought them; what registry.admit refuses.
    """
    file = models.FileLoad.objects.select_for_update().get(pk=file.pk)
    lifecycles.step(lifecycle.FILE, file.status, "finish", what=str(file))
    if file.position >= came.last:
        return file
    given, (began_at, changed_at) = came.mapping, _moments()
    admitting.admit(
        came.incoming(),
        Dictionary(()),
        source=given.source,
        on=given.on,
        by=by,
        joins=file.position > 0 or came.number > 0 or _has_people(),
    )
    numbers = admitting.admitted()
    changed = came.changed()
    renewed = renewing.renew(changed, source=given.source, on=given.on, by=by) if changed else []
    models.FilePortion.objects.create(
        file=file,
        number=came.number,
        first_row=came.first,
        last_row=came.last,
        households=numbers.households,
        persons=numbers.persons,
        changed=renewed,
        began_at=began_at,
        changed_at=changed_at,
    )
    file.position = came.last
    file.save(update_fields=["position"])
    return file


def _moments() -> list[datetime]:
    """Now, and when the transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp(), now()")
        return list(cursor.fetchone())


def _has_people() -> bool:
    return not files_known.is_registry_empty()


TIES = "person text, relative text, kind text"
TIE = """
    WITH tied AS (
        INSERT INTO registry_kinship (person_id, relative_id, kind)
        SELECT p.id, r.id, t.kind FROM ties t
        JOIN registry_person p ON p.source = %(source)s AND p.source_key = t.person
        JOIN registry_person r ON r.source = %(source)s AND r.source_key = t.relative
        WHERE NOT EXISTS (
            SELECT FROM registry_kinship k WHERE k.person_id = p.id AND k.relative_id = r.id AND k.kind = t.kind)
        RETURNING id)
    SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM tied
"""


@action(permissions.LOAD, says="finished loading a file of people", unsaid=("checked",), everywhere=True)
def finish(file: models.FileLoad, *, checked: checking.Checked, by: User, at: datetime) -> models.FileLoad:
    """Tie those who are kin, once everybody is in, and say that the file is loaded. Refuses: WrongState."""
    file = models.FileLoad.objects.select_for_update().get(pk=file.pk)
    file.status = lifecycles.step(lifecycle.FILE, file.status, "finish", what=str(file))
    began_at, changed_at = _moments()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS ties")
        cursor.execute(f"CREATE TEMPORARY TABLE ties ({TIES}) ON COMMIT DROP")
        with cursor.copy("COPY ties FROM STDIN (FORMAT csv)") as copy:
            for chunk in portions.kin_lines(checked):
                copy.write(chunk)
        cursor.execute(TIE, {"source": checked.mapping.source})
        ties = cursor.fetchone()[0]
        if ties or file.portions.count() > 1:  # what came into an empty registry at once is known already
            cursor.execute("SELECT registry_analyse()")
    last = checked.rows
    models.FilePortion.objects.create(
        file=file,
        number=file.portions.count(),
        first_row=last,
        last_row=last,
        kinship=ties,
        began_at=began_at,
        changed_at=changed_at,
    )
    file.loaded_at = at
    file.save()
    return file


@action(permissions.LOAD, says="undid the loading of a file of people", everywhere=True)
def undo(file: models.FileLoad, *, reason: str, by: User, at: datetime) -> models.FileLoad:
    """Take away exactly what came with a file, and put back what it changed. All or nothing.

    Refuses: WrongState; BuiltUpon, with what was done since with those people.
    """
    file = models.FileLoad.objects.select_for_update().get(pk=file.pk)
    file.status = lifecycles.step(lifecycle.FILE, file.status, "undo", what=str(file))
    given = mapping.read(file.mapping)
    made = [
        taking_back.Made(
            source=given.source,
            on=given.on,
            began_at=one.began_at,
            changed_at=one.changed_at,
            at=one.at,
            households=one.households,
            persons=one.persons,
            changed=one.changed,
            kinship=one.kinship,
        )
        for one in file.portions.order_by("number")
    ]
    if made:
        file.report["undone"] = taking_back.take_back(made, by=by)
    file.undone_by, file.undone_at, file.reason = by, at, reason
    file.save()
    return file
