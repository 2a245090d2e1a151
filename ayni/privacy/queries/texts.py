"""Which purposes are in force."""

from __future__ import annotations

from datetime import date

from ayni.privacy import errors, lifecycle, models

STANDING = (lifecycle.APPROVED, lifecycle.RETIRED)


def in_force_all(on: date) -> list[models.Purpose]:
    """The purposes in force on a day, one version of each, by code."""
    newest = models.Purpose.objects.filter(status__in=STANDING, since__lte=on).order_by("code", "-version")
    return [one for one in newest.distinct("code") if one.status == lifecycle.APPROVED]


def in_force(code: str, *, on: date) -> models.Purpose:
    """One purpose on a day. Refuses: UnknownPurpose, saying which there are."""
    found = in_force_all(on)
    one = next((purpose for purpose in found if purpose.code == code), None)
    if one is None:
        raise errors.UnknownPurpose(code, [purpose.code for purpose in found])
    return one


def that_hold(purpose: models.Purpose, *, on: date) -> list[int]:
    """The versions of a purpose to which people may have agreed: since people had to be asked again."""
    versions = models.Purpose.objects.filter(
        code=purpose.code, version__lte=purpose.version, status__in=STANDING, since__lte=on
    ).order_by("-version")
    held = []
    for version in versions:
        held.append(version.pk)
        if version.asks_again:
            break
    return held
