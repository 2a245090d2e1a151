"""Starting an eligibility run."""

import hashlib
from collections.abc import Iterable
from datetime import date

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.enrolment import errors, models, permissions
from ayni.programmes import queries as programmes
from ayni.programmes.models import Version
from ayni.snapshots.models import Snapshot


@action(permissions.START, says="started an eligibility run", everywhere=True)
def start_run(snapshot: Snapshot, *, by: User, on: date) -> models.Run:
    """Decide every unit of a snapshot by the versions in force on a day; the deciding itself runs behind.

    The same snapshot, day and versions again are the run that is there.
    Refuses: NothingInForce.
    """
    versions = programmes.in_force(on)
    if not versions:
        raise errors.NothingInForce(on)
    run, is_new = models.Run.objects.get_or_create(
        snapshot=snapshot, on=on, digest=_digest(versions), defaults={"asked_by": by}
    )
    if is_new:
        run.versions.set(versions)
    running.start("enrolment.decide", key=f"enrolment.decide/{run.pk}", by=by, run=run.pk)
    return run


def _digest(versions: Iterable[Version]) -> str:
    named = sorted(f"{version.programme.code} {version.number} {version.digest}" for version in versions)
    return hashlib.sha256("\n".join(named).encode()).hexdigest()
