"""Who is enrolled twice in a programme since two records of theirs were merged: the later enrolment waits.

It is done as the answer to news, in the name of the officer who merged them, and undone when the records are parted.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ayni.commons import acting
from ayni.commons.audit import queries as audit
from ayni.commons.audit import recording
from ayni.enrolment import lifecycle, models
from ayni.identity.actions import moving_rows
from ayni.identity.models import Merge
from ayni.identity.permissions import MERGE
from ayni.kernel import lifecycles

TABLE = "enrolment_enrolment"


def suspend(merge_id: int) -> list[int]:
    """Suspend the later of two enrolments in one programme; the keys of those. Told twice, it is done once."""
    merge = Merge.objects.select_related("merged_by").get(pk=merge_id)
    with acting.throughout(merge.merged_by, "people"), transaction.atomic():
        if not merge.stands or merge.rows.filter(table=TABLE, follows=True).exists():
            return []
        later = [one for one in _later(merge) if one.status == lifecycle.ENROLLED]
        moving_rows.write_down(merge, TABLE, ("status", "reason"), [one.pk for one in later], follows=True)
        for one in later:
            one.status = lifecycles.step(lifecycle.ENROLMENT, one.status, "suspend", what="This enrolment")
            one.reason = _reason(merge)
            one.save(update_fields=["status", "reason"])
        _tell(merge, later, "suspended an enrolment of somebody registered twice", merge.merged_by)
    return [one.pk for one in later]


def resume(merge_id: int) -> list[int]:
    """Let those enrolments go on that waited for nothing else; the keys of those."""
    merge = Merge.objects.select_related("parted_by").get(pk=merge_id)
    by = merge.parted_by
    assert by is not None
    with acting.throughout(by, "people"), transaction.atomic():
        before = {row.key: row.before or {} for row in merge.rows.filter(table=TABLE, follows=True)}
        waiting = models.Enrolment.objects.select_for_update().filter(
            pk__in=before, status=lifecycle.SUSPENDED, reason__contains=merge.code
        )
        resumed = list(waiting)
        for one in resumed:
            one.status = lifecycles.step(lifecycle.ENROLMENT, one.status, "resume", what="This enrolment")
            one.reason = before[one.pk]["reason"]
            one.save(update_fields=["status", "reason"])
        _tell(merge, resumed, "resumed an enrolment, as two records were parted", by)
    return [one.pk for one in resumed]


def _reason(merge: Merge) -> str:
    """What the household is told; by the merge's code it is known again in any language."""
    return _("Registered twice (%(merge)s).") % {"merge": merge.code}


def _later(merge: Merge) -> Iterable[models.Enrolment]:
    """All enrolments but the first that stand in one programme: a person's own, and those of a household that was
    closed because it was registered twice."""
    active = models.Enrolment.objects.active().select_for_update().order_by("starts_on", "pk")
    first: dict[tuple[int, bool], models.Enrolment] = {}
    closed = set(
        merge.rows.filter(table="registry_household", before__has_key="closed_on").values_list("key", flat=True)
    )
    homes = Q(person=None, household__in=[*closed, merge.household_id or 0])
    for one in active.filter(homes | Q(person__in=[merge.kept_id, merge.absorbed_id])):
        place = one.programme_id, one.person_id is None
        if place not in first:
            first[place] = one
        elif one.person_id is None and first[place].household_id in closed and one.household_id not in closed:
            yield first[place]  # nobody lives there any more
            first[place] = one
        else:
            yield one


def _tell(merge: Merge, found: Iterable[models.Enrolment], says: str, by: object) -> None:
    subjects = [audit.subject_of(one) for one in found]
    recording.entries(subjects, actor=by, permission=MERGE, facts={"says": says, "merge": merge.code})
