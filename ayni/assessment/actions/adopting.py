"""Adopting the instruments that ship with the system, or this country's own."""

import hashlib
from pathlib import Path

import yaml

from ayni.assessment import errors, models, permissions, queries
from ayni.assessment.actions import written
from ayni.commons.access.models import User
from ayni.commons.actions import action

SHIPPED = Path(__file__).resolve().parent.parent / "instruments"


@action(permissions.ASSESS, says="adopted the shipped instruments", everywhere=True)
def adopt_instruments(*, by: User) -> list[models.Instrument]:
    """Make every shipped instrument this country's own; a text that was adopted before stays the version it is.

    Refuses: InstrumentRefused.
    """
    return [_adopted(path.stem, path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.yaml"))]


def _adopted(code: str, text: str) -> models.Instrument:
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = models.Instrument.objects.filter(code=code, digest=digest).first()
    if known is not None:
        return known
    read = written.read(code, text)
    if read.code != code:
        raise errors.InstrumentRefused(code, f"its file is called {code}.yaml and its code is {read.code}.")
    last = next((one for one in queries.instruments() if one.code == code), None)
    return models.Instrument.objects.create(
        code=code,
        version=last.version + 1 if last else 1,
        kind=written.kind(read),
        title=dict(yaml.safe_load(text).get("labels") or {}),
        definition=text,
        digest=digest,
    )
