"""Instruments, assessments and needs, for those requests that need one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.utils import timezone

from ayni.assessment.actions import units
from ayni.assessment.models import Assessment, Instrument, NeedAnswer
from tests.unit.assessment import written


def draft(land: Any, status: str = "draft") -> int:
    """An instrument that somebody else wrote, as far as it should be."""
    code = "lacks" if status == "adopted" else f"lacks-{status}"
    found = Instrument.objects.filter(code=code).first()
    if found is None:
        done = {"adopted_by": land.approver, "adopted_at": timezone.now()} if status == "adopted" else {}
        text = written.LACKS.replace("code: lacks", f"code: {code}")
        found = _instrument(land, code, text, "measure", status, done)
    return int(found.pk)


def assessment(land: Any, version: int = 1) -> int:
    """What an instrument of any method found of a snapshot."""
    instrument = Instrument.objects.filter(code="made", version=version).first()
    if instrument is None:
        done = {"adopted_by": land.approver, "adopted_at": timezone.now()}
        text = written.LACKS.replace("code: lacks", "code: made").replace("k: 1/2", f"k: {version}/2")
        instrument = _instrument(land, "made", text, "measure", "adopted", done, version)
    given = {"value": 0.4, "se": 0.02, "low": 0.36, "high": 0.44, "n": 300, "degrees": 40, "design_effect": 1.4}
    figures = [{"figure": "H", "of": {"k": 0.5}, **given, "thin": ""}]
    sample = {"is_survey": True, "weighted": 300, "clusters": 42}
    told = {"kind": "measure", "figures": figures, "sample": sample, "left_out": {"unknown": 3}, "notes": ["k is 1/2."]}
    found, _is_new = Assessment.objects.get_or_create(
        instrument=instrument, snapshot=land.run.snapshot, defaults={"figures": told, "folder": ""}
    )
    return int(found.pk)


def apart(land: Any) -> str:
    """An instrument whose results of units rest on sensitive answers; its code."""
    found = Instrument.objects.filter(code="apart").first()
    if found is None:
        done = {"adopted_by": land.approver, "adopted_at": timezone.now()}
        text = written.LACKS.replace("code: lacks", "code: apart")
        found = _instrument(land, "apart", text, "measure", "adopted", done)
        folder = Path(settings.AYNI_HOME) / "assessments" / "apart"
        homes = np.array(sorted(home.pk for home in land.homes.values()))
        flags = {"floor": np.ones(len(homes))}
        columns = {"household_id": homes, "value": np.ones(len(homes)), "details": units.details(flags)}
        units.write(columns, folder)
        figures = {"kind": "measure", "figures": [], "sample": {}}
        Assessment.objects.create(
            instrument=found, snapshot=land.run.snapshot, figures=figures, folder=str(folder), is_sensitive=True
        )
    return "apart"


def needs(land: Any) -> str:
    """A catalogue of needs in force; a need of it."""
    if not Instrument.objects.filter(kind="needs").exists():
        done = {"adopted_by": land.approver, "adopted_at": timezone.now()}
        _instrument(land, "needs", written.NEEDS, "needs", "adopted", done)
    return "housing"


def answer(land: Any, status: str = "proposed") -> int:
    """That a programme answers a need, proposed by somebody else."""
    code = "housing" if status == "proposed" else "child-grant"
    given = {"need": needs(land), "kind": "programme", "code": code, "status": status}
    return int(NeedAnswer.objects.get_or_create(**given, defaults={"proposed_by": land.manager})[0].pk)


def _instrument(
    land: Any, code: str, text: str, kind: str, status: str, done: dict[str, Any], version: int = 1
) -> Instrument:
    given = {"title": {"en": code}, "definition": text, "digest": f"{code}-{version}", "method": kind_of(kind)}
    return Instrument.objects.create(
        code=code, version=version, kind=kind, status=status, written_by=land.manager, **given, **done
    )


def kind_of(kind: str) -> str:
    return "needs" if kind == "needs" else "mpi"
