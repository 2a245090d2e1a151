"""Adopting the instruments that ship with the system, or this country's own."""

import hashlib
from pathlib import Path

import yaml

from ayni.assessment import errors, models, permissions
from ayni.assessment.actions import written
from ayni.assessment.queries import catalogue
from ayni.commons.access.models import User
from ayni.commons.actions import action

SHIPPED = Path(__file__).resolve().parent.parent / "instruments"
NEEDS = SHIPPED.parent / "needs"


@action(permissions.ASSESS, says="adopted the shipped instruments", everywhere=True)
def adopt_instruments(*, by: User) -> list[models.Instrument]:
    """Make every shipped instrument this country's own; a text that was adopted before stays the version it is.

    Refuses: InstrumentRefused.
    """
    return [_adopted(path.stem, path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.yaml"))]


@action(permissions.ASSESS, says="adopted the shipped catalogue of needs", everywhere=True)
def adopt_needs(*, by: User) -> models.Instrument:
    """Make the shipped catalogue of needs this country's own. A need that its dictionary does not ask is not asked.

    Refuses: SpecRefused.
    """
    path = NEEDS / "needs.yaml"
    text = path.read_text(encoding="utf-8")
    catalogue.read(text, path.name)
    known = _known("needs", text)
    return known or _created("needs", text, models.Kind.NEEDS)


def _adopted(code: str, text: str) -> models.Instrument:
    known = _known(code, text)
    if known is not None:
        return known
    read = written.read(code, text)
    if read.code != code:
        raise errors.InstrumentRefused(code, f"its file is called {code}.yaml and its code is {read.code}.")
    return _created(code, text, written.kind(read))


def _known(code: str, text: str) -> models.Instrument | None:
    """The version that has this text, whatever became of it."""
    return models.Instrument.objects.filter(code=code, digest=_digest(text)).order_by("version").first()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _created(code: str, text: str, kind: str) -> models.Instrument:
    last = models.Instrument.objects.filter(code=code).order_by("-version").first()
    return models.Instrument.objects.create(
        code=code,
        version=last.version + 1 if last else 1,
        kind=kind,
        method=models.METHOD_OF[models.Kind(kind)],
        title=dict(yaml.safe_load(text).get("labels") or {}),
        definition=text,
        digest=_digest(text),
    )
