"""Keeping everybody prepared for the desk: the few who changed at once, all of them for a new model.

Whose record changed is marked by the database itself, whatever changed it. Preparing works in the scope of nobody's
area: what it reads comes by the database's own functions and is shown to nobody here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.engines.linkage import choosing, starting
from ayni.engines.linkage import desk as engine
from ayni.engines.linkage import model as written
from ayni.engines.linkage.desk import Told
from ayni.identity import models
from ayni.identity.queries import telling, weighing
from ayni.identity.queries.weighing import Desk

CHUNK = 2_000  # people prepared in one transaction
AT_ONCE = 100  # prepared before an applicant is looked for: whoever changed last
TELLING = 1_000  # so few people say little of how rare a name is
OUTGROWN = 4  # times as many people as the weights of elsewhere were made for
Tell = Callable[[int, int], None]


def prepare_changed(desks: Sequence[Desk], most: int) -> int:
    """Prepare those whose records changed, at most so many marks of it, the latest first; how many people it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT identity_take_stale(%s), clock_timestamp()", [most])
        people, at = cursor.fetchone()
        if people:
            told = list(telling.people(people))
            for desk in desks:
                _keep(desk, people, told, at)
    return len(people)


def count_waiting(most: int = 1_000_000) -> int:
    """How many marks wait, counted up to `most`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_count_stale(%s)", [most])
        return int(cursor.fetchone()[0])


def refresh(tell: Tell, *, by: User) -> int:
    """Prepare everybody whose record changed; how many. Where there is no model yet, the weights of elsewhere answer
    until one is learnt, and everybody is prepared for them. Keys that too many share are counted anew."""
    current = weighing.now()
    if weighing.coming() is None and (current is None or _is_outgrown(current)):
        return begin_with(tell, by=by)
    waiting, done = count_waiting(), 0
    tell(0, waiting)
    while desks := [one for one in (weighing.now(), weighing.coming()) if one is not None]:
        prepared = prepare_changed(desks, CHUNK)
        if not prepared:
            break
        done += prepared
        tell(min(done, waiting), waiting)
    if current is not None and done:
        count_keys(current.half)
    return done


def begin_with(tell: Tell, *, by: User) -> int:
    """Weights of elsewhere, for a registry that has learnt none: everybody is prepared for them, and they answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_kinds()")
        kinds = cursor.fetchone()[0]
    people = max(_estimate(), 1_000)
    columns = telling.columns(levels=Area.objects.aggregate(deepest=Max("level"))["deepest"] or 0, kinds=kinds)
    model = starting.model(tuple(engine.prepared(Told(), columns)), people)
    with transaction.atomic():
        row = models.LinkageModel.objects.create(
            version=next_version(), document=written.write(model), columns=telling.plain(columns), learnt_from="",
            learnt_on=timezone.localdate(), records=people, kept_by=by, state=models.ModelState.PREPARING,
        )  # fmt: skip
    return prepare_all(row, tell, counts_values=True)


def next_version() -> int:
    last = models.LinkageModel.objects.order_by("-version").values_list("version", flat=True).first()
    return (last or 0) + 1


def prepare_all(row: models.LinkageModel, tell: Tell, *, counts_values: bool = False) -> int:
    """Prepare everybody for a model while the one before answers; then it answers, and the one before is retired."""
    busy = models.LinkageModel.objects.filter(state=models.ModelState.ACTIVE).values_list("half", flat=True).first()
    row.half = 0 if busy == 1 else 1 if busy == 0 else row.half or 0
    row.prepared_at = None
    with transaction.atomic(), connection.cursor() as cursor:
        row.save(update_fields=["half", "prepared_at"])
        cursor.execute("SELECT identity_begin(%s)", [row.half])
    done, after, total = 0, 0, _estimate()
    desk = Desk(row)
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT identity_people(%s, %s), clock_timestamp()", [after, CHUNK])
            people, at = cursor.fetchone()
            if not people:
                break
            _keep(desk, people, list(telling.people(people)), at)
        after, done = people[-1], done + len(people)
        tell(min(done, max(total, done + 1) - 1), max(total, done + 1))
    _finish(row, done, desk, counts_values=counts_values)
    tell(max(done, 1), max(done, 1))
    return done


def count_keys(half: int) -> None:
    """Note anew which keys too many people share: nobody is looked for by them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_count_keys(%s, %s)", [half, choosing.largest(_estimate())])


def _finish(row: models.LinkageModel, done: int, desk: Desk, *, counts_values: bool) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT identity_finish(%s, %s)", [row.half, choosing.largest(done)])
        if counts_values and done >= TELLING:
            fields = weighing.frequent(desk.model)
            places = [desk.compared.index(field) + 1 for field in fields]
            cursor.execute("SELECT identity_count_values(%s, %s, %s, %s)", [row.half, row.pk, fields, places])
        at = timezone.now()
        models.LinkageModel.objects.filter(state=models.ModelState.ACTIVE).exclude(pk=row.pk).update(
            state=models.ModelState.RETIRED, retired_at=at
        )
        told: dict[str, Any] = {"records": max(done, 1)} if counts_values else {}
        models.LinkageModel.objects.filter(pk=row.pk).update(
            state=models.ModelState.ACTIVE, prepared_at=at, activated_at=row.activated_at or at, **told
        )


def _keep(desk: Desk, people: Sequence[int], told: Sequence[tuple[int, list[Told]]], at: datetime) -> None:
    """Keep these people as the model compares them: each once for each name that reads differently."""
    rows = [row for person, names in told for row in _rows(desk, person, names)]
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT identity_keep(%s, %s, %s::bigint[], %s::integer[], %s::text[], %s::text[], %s)",
            [desk.half, list(people), *map(list, columns), at],
        )


def _rows(desk: Desk, person: int, names: Sequence[Told]) -> list[tuple[int, int, str, str]]:
    rows: dict[str, tuple[int, int, str, str]] = {}
    for one in names:
        record = desk.prepared(one)
        text = desk.text(record)
        if text not in rows:
            rows[text] = person, len(rows), text, "{" + ",".join(map(str, desk.keys(record))) + "}"
    return list(rows.values())


def _is_outgrown(desk: Desk) -> bool:
    """Whether weights of elsewhere answer that were made for a much smaller registry."""
    row = models.LinkageModel.objects.get(pk=desk.pk)
    return not row.learnt_from and _estimate() > OUTGROWN * max(row.records, 1_000)


def _estimate() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'registry_person'::regclass")
        return int(cursor.fetchone()[0])
