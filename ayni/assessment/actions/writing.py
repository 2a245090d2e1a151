"""Writing an instrument: a draft that its writer may change until another officer has reviewed it."""

from __future__ import annotations

import hashlib
from typing import Any

import yaml

from ayni.assessment import errors, lifecycle, models, permissions
from ayni.assessment.actions import written
from ayni.assessment.queries import catalogue, spelled
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel import lifecycles
from ayni.registry import queries as registry

#: Methods whose texts from before had no `method`, and are applied as they were.
BEFORE = {"mpi": models.Kind.DEPRIVATION, "pmt": models.Kind.PROXY_MEANS}


@action(permissions.WRITE, says="wrote an instrument", unsaid=("text",), everywhere=True)
def write_instrument(text: str, *, by: User) -> models.Instrument:
    """Write a new instrument, or the next version of one: the text itself says which. One's own draft is replaced.

    The text of a version that is there already is that version.
    Refuses: SpecRefused, with the line; InstrumentRefused, whose `problems` are the rules that do not check by the
    dictionary; SomebodyWrites; UnitFixed.
    """
    return _written(text, by=by)


@action(permissions.WRITE, says="copied an instrument", everywhere=True)
def copy_instrument(instrument: models.Instrument, *, by: User, code: str) -> models.Instrument:
    """Begin an instrument of one's own from another's text. Refuses: CodeTaken, and what `write_instrument` refuses."""
    if models.Instrument.objects.filter(code=code).exclude(status=lifecycle.RETIRED).exists():
        raise errors.CodeTaken(code)
    if not spelled.CODE.fullmatch(code):
        spelled.read(f"code: {yaml.safe_dump(code).strip()}")
    return _written(_recoded(instrument.definition, code), by=by, copied_from=instrument)


@action(permissions.WRITE, says="discarded a draft of an instrument", everywhere=True)
def discard_instrument(instrument: models.Instrument, *, by: User) -> models.Instrument:
    """Give up one's own draft. Refuses: SomebodyWrites, for another's; WrongState."""
    found = locked(instrument)
    if found.written_by_id != by.pk:
        raise errors.SomebodyWrites(found.code, str(found.written_by))
    lifecycles.step(((lifecycle.DRAFT, "discard", lifecycle.RETIRED),), found.status, "discard", what=str(found))
    found.status, found.retired_by = lifecycle.RETIRED, by
    found.save(update_fields=["status", "retired_by"])
    return found


def locked(instrument: models.Instrument) -> models.Instrument:
    found: models.Instrument = (
        models.Instrument.objects.select_for_update(of=("self",)).select_related("written_by").get(pk=instrument.pk)
    )
    return found


def checked(text: str) -> spelled.Written:
    """A text that can be read, with rules that check by the dictionary now.

    Of a catalogue of needs a rule may ask what this country does not: that need is then not asked.
    """
    read = spelled.read(text)
    if read.method == spelled.NEEDS:
        catalogue.read(text, f"{read.code}.yaml")
        return read
    if "method" not in read.spec:
        written.read(read.code, text)
    problems = spelled.problems(read, registry.dictionary())
    if problems:
        raise errors.InstrumentRefused(read.code, "; ".join(map(str, problems)), problems)
    return read


def kind_of(read: spelled.Written) -> str:
    if read.method == spelled.NEEDS:
        return models.Kind.NEEDS
    return models.Kind.MEASURE if "method" in read.spec else BEFORE[read.method]


def _written(text: str, *, by: User, copied_from: models.Instrument | None = None) -> models.Instrument:
    read = checked(text)
    versions = models.Instrument.objects.select_for_update(of=("self",)).filter(code=read.code).order_by("-version")
    known = list(versions.select_related("written_by"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    same = next((one for one in known if one.digest == digest and one.status != lifecycle.RETIRED), None)
    if same is not None:
        return same
    given: dict[str, Any] = {
        "kind": kind_of(read),
        "method": read.method,
        "unit": read.unit,
        "title": dict(read.labels),
        "definition": text,
        "digest": digest,
    }
    if known and known[0].unit != read.unit and any(one.status == lifecycle.ADOPTED for one in known):
        raise errors.UnitFixed(read.code, known[0].unit, read.unit)
    opened = next((one for one in known if one.status in (lifecycle.DRAFT, lifecycle.REVIEWED)), None)
    if opened is not None:
        return _replaced(opened, given, by)
    number = known[0].version + 1 if known else 1
    return models.Instrument.objects.create(
        code=read.code, version=number, status=lifecycle.DRAFT, written_by=by, copied_from=copied_from, **given
    )


def _replaced(opened: models.Instrument, given: dict[str, Any], by: User) -> models.Instrument:
    if opened.written_by_id != by.pk or opened.status != lifecycle.DRAFT:
        raise errors.SomebodyWrites(opened.code, str(opened.written_by))
    for name, value in given.items():
        setattr(opened, name, value)
    opened.save(update_fields=list(given))
    return opened


def _recoded(text: str, code: str) -> str:
    """The same text under another code; comments and order stay."""
    lines = text.splitlines()
    place = next((number for number, line in enumerate(lines) if line.startswith("code:")), None)
    if place is None:
        return f"code: {code}\n{text}"
    lines[place] = f"code: {code}"
    return "\n".join(lines) + "\n"
