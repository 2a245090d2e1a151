"""What the workbench shows: the text, what it means, and what trials of it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.commons.access.models import User
from ayni.enrolment import queries as enrolment
from ayni.kernel.refusals import Refused
from ayni.programmes import queries as programmes
from ayni.registry import queries as registry
from ayni.web import shares
from ayni.web.programmes import comparing
from ayni.web.programmes import forms as programme_forms
from ayni.web.workbench import completing, forms, written

FOUND_SHOWN = 8
#: A small programme that can be run anywhere.
EXAMPLE = (
    programme_forms.EMPTY.replace("its-name", "young-child")
    .replace('rule: ""', "rule: members.exists(m, age(m, on) < 5)")
    .replace('    says: {en: ""}\n', "")
)
RESULTS = (gettext_lazy("Would be admitted"), gettext_lazy("Would not be"), gettext_lazy("Would need information"))
MOVES = (
    pgettext_lazy("whom rules admit", "Gained"),
    pgettext_lazy("whom rules admit", "Lost"),
    gettext_lazy("Now need information"),
    gettext_lazy("Now decided: no"),
    gettext_lazy("Unchanged"),
)


@dataclass(frozen=True)
class Laid:
    """A table of counts for the page: its headings, and each line's counts with theirs; the totals come last."""

    headings: tuple[str, ...]
    lines: tuple[tuple[str, tuple[tuple[str, int | None], ...]], ...]


def laid(table: Any, headings: Sequence[Any]) -> Laid:
    named = tuple(map(str, (*headings, _("All"))))
    lines = tuple((row.label, tuple(zip(named, row.counts, strict=True))) for row in (*table.rows, table.total))
    return Laid(named, lines)


def begin(asked: Mapping[str, str], reader: User) -> dict[str, Any]:
    """What the page begins with: a trial's text, a version's, a programme's rules in force, or an example."""
    if "trial" in asked:
        trial = enrolment.trial(asked["trial"], reader)
        return {"text": trial.text, "unit": trial.unit, "against": asked.get("against") or _in_force(trial, reader)}
    version = None
    if asked.get("version", "").isdecimal():
        version = programmes.version(int(asked["version"]), reader)
    elif asked.get("programme"):
        version = programmes.programme(asked["programme"], reader).shown
    if version is None:
        return {"text": EXAMPLE, "unit": "household"}
    return {"text": version.text, "unit": programmes.definition(version).unit, "against": str(version.pk)}


def page(form: forms.WorkbenchForm, asked: Mapping[str, str], reader: User) -> dict[str, Any]:
    """The whole page; `asked` names the trial whose figures are shown, and the version they are compared with."""
    text, unit = form["text"].value() or "", form["unit"].value() or "household"
    understood = written.of(text, unit, reader)
    code = understood.definition.code if understood.definition else ""
    known = {listed.code for listed in programmes.programmes(reader)}
    return {
        "form": form,
        "written": understood,
        "words": completing.words(),
        "code": code if code in known else "",
        "may_try": reader.may("enrolment.try_rules"),
        "may_look": reader.may("registry.see_households") and reader.may("enrolment.see_runs"),
        "may_prepare": reader.may("programmes.prepare"),
        "in_force_from": programme_forms.begin(None)["in_force_from"],
        **(_tried(asked["trial"], asked.get("against", ""), reader) if "trial" in asked else {}),
    }


def household(form: forms.WorkbenchForm, chosen: str, reader: User) -> dict[str, Any]:
    """One household's answer; or those found, to choose from."""
    asked = form.cleaned_data["household"].strip()
    rows = [] if chosen else registry.search(asked, reader=reader, limit=FOUND_SHOWN).rows if asked else []
    homes = {row.household_id: row for row in rows if row.household_id is not None}
    if not chosen.isdecimal() and len(homes) != 1:
        return {"asked": asked or " ", "found": list(homes.values())}
    id = int(chosen) if chosen.isdecimal() else next(iter(homes))
    said = written.alone.read(form.cleaned_data["text"], form.cleaned_data["unit"])
    try:
        return {"one": enrolment.try_on(said, id, reader)}
    except Refused as refused:
        form.add_error(None, str(refused))
        return {}


def _tried(key: str, against: str, reader: User) -> dict[str, Any]:
    trial = enrolment.trial(key, reader)
    figures = enrolment.figures(trial, reader)
    version = programmes.version(int(against), reader) if against.isdecimal() else None
    beside = trial.beside(version.text) if version else ""
    work = trial.work(beside)
    shown = {
        "trial": trial,
        "snapshot": trial.snapshot,
        "figures": figures,
        "results": _bar(figures) if figures else None,
        "by_area": laid(figures.by_area, RESULTS) if figures else None,
        "by_sex": laid(figures.by_sex, RESULTS) if figures else None,
        "work": work,
        "is_waiting": work is not None and not work.is_over,
    }
    return shown | (_compared(trial, version, beside, reader) if version and figures else {})


def _compared(trial: enrolment.Trial, version: Any, beside: str, reader: User) -> dict[str, Any]:
    moves = enrolment.moves(trial, enrolment.trial(beside, reader), reader)
    return {
        "version": version,
        "moves": moves,
        "moved_by_area": laid(moves.by_area, MOVES) if moves else None,
        "moved_by_sex": laid(moves.by_sex, MOVES) if moves else None,
        "differences": written.differences(programmes.definition(version), trial.definition, reader),
        "change": comparing.change(version, trial.text),
    }


def _bar(figures: enrolment.Figures) -> shares.Share | None:
    """One bar of the results; none where a part of it is hidden."""
    eligible, ineligible, asked, _total = figures.total.counts
    if eligible is None or ineligible is None or asked is None:
        return None
    counts = type("Counts", (), {"eligible": eligible, "ineligible": ineligible, "needs_information": asked})
    return shares.of_results(counts)


def _in_force(trial: enrolment.Trial, reader: User) -> str:
    """The version in force of the programme being written, to compare with; empty for none."""
    listed = next((one for one in programmes.programmes(reader) if one.code == trial.definition.code), None)
    return str(listed.in_force.pk) if listed and listed.in_force else ""
