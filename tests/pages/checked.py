"""The small district once its data were checked, twice, and with households that are to be asked again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from ayni.intake.actions import quality, recertification
from ayni.intake.models import Recertification
from ayni.registry import actions as registry
from tests.pages import district

DAY = date(2026, 3, 2)
LATE = date(2028, 7, 1)  # two years and the grace after the day they were told


def made(place: district.District) -> dict[str, Any]:
    """Two checks, a schedule in force that has opened what is due and late, and one to be approved."""
    steward, dpo = place.users["data_steward"], place.users["data_protection_officer"]
    first, second = (registry.take_snapshot(on=on, by=steward) for on in (DAY, DAY + timedelta(days=30)))
    quality.check_quality(first, by=steward)
    quality.check_quality(second, by=steward)
    names = {"en": "Every two years", "ar": "كل سنتين"}
    new = recertification.NewSchedule("two-years", 24, names)
    kept = recertification.prepare_schedule(new, reason="The law, article 9", by=steward)
    kept = recertification.approve_schedule(kept, at=datetime(2026, 3, 3, 9, tzinfo=UTC), by=dpo)
    recertification.open_recertifications(kept, second, on=LATE, by=steward)
    other = recertification.NewSchedule("earth-floor", 12, {"en": "Poor dwellings"}, 'household.floor == "earth"')
    draft = recertification.prepare_schedule(other, reason="The programme's own rules", by=steward)
    due = Recertification.objects.filter(household=place.near).first()
    assert due is not None
    return {"due": due.pk, "draft": draft.pk, "schedule": kept.pk}
