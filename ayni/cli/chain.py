"""From a snapshot to decisions: assess, decide, explain."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from ayni.assessment import actions as assessment
from ayni.assessment import queries as assessments
from ayni.assessment.queries import results
from ayni.cli import acting, waiting
from ayni.commons.jobs import queries as jobs
from ayni.commons.jobs import running
from ayni.enrolment import actions as enrolment
from ayni.enrolment import queries as enrolments
from ayni.kernel.refusals import Refused
from ayni.registry import queries as people
from ayni.snapshots import queries as snapshots

NEEDS = "needs"
MARKS = {True: "✓", False: "✗", None: "?"}

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="For which day.")]
Version = Annotated[str, typer.Option("--snapshot", help="A snapshot's version; else the last one.")]


class NoSnapshot(Refused):
    def __init__(self) -> None:
        super().__init__("There is no such snapshot. Take one first: ayni snapshot --on 2026-06-30 --as manager")


def add_to(app: typer.Typer) -> None:
    for command in (assess, decide, search, explain):
        app.command()(command)


def assess(
    code: Annotated[str, typer.Argument(help="An instrument's code, such as mpi or pmt; needs for what people need")],
    version: Version = "",
    by: acting.As = "",
    group: Annotated[list[str] | None, typer.Option(help="Tell figures apart, as area_1 or sex_of_head.")] = None,
) -> None:
    """Apply an instrument to a snapshot: figures for the population, a result for each household or person."""
    officer = acting.officer(by)
    assessment.adopt_instruments(by=officer)
    instrument = _needs(officer) if code == NEEDS else assessments.instrument(code)
    with waiting.bar() as shown:
        telling = waiting.Telling(shown, "Assessing")
        made = assessment.assess(instrument, _snapshot(version), by=officer, groups=group or [], progress=telling)
    for name in ("H", "A", "M0", "r2", "n"):
        if name in made.figures:
            typer.echo(f"{name}: {made.figures[name]}")
    if "figures" in made.figures:
        for one in results.result(made.pk, officer).figures:
            of = ", ".join(f"{key} {value}" for key, value in one.of.items())
            said = "hidden: too few" if one.is_hidden else one.value
            typer.echo(f"{one.name}{f' ({of})' if of else ''}: {said}")


def _needs(officer: Any) -> Any:
    """The catalogue in force; the shipped one where there is none."""
    return assessments.needs_in_force() or assessment.adopt_needs(by=officer)


def decide(on: Day, version: Version = "", by: acting.As = "") -> None:
    """Decide every household and person of a snapshot by the programmes in force."""
    officer = acting.officer(by)
    run = enrolment.start_run(_snapshot(version), by=officer, on=on.date())
    work = jobs.work(f"enrolment.decide/{run.pk}")
    with waiting.console.status("Deciding"):
        running.run(work.pk)  # here and now; a worker that has it already is waited for
    waiting.until_done(work.key, "Deciding")
    table = Table("Programme", "Unit", "Eligible", "Not eligible", "Needs information")
    for found in enrolments.run(run.pk, reader=officer).programmes:
        counts = (found.eligible, found.ineligible, found.needs_information)
        table.add_row(found.title, found.unit, *(f"{count:,}" for count in counts))
    waiting.console.print(table)


def search(text: str, by: acting.As = "", limit: int = 20) -> None:
    """Find people and households: names in any order, codes, telephone numbers."""
    page = people.search(text, reader=acting.officer(by), limit=limit, offset=0)
    for row in page.rows:
        typer.echo("  ".join(filter(None, (row.code, row.household_code, row.name, row.name_latin, row.area_name))))
    typer.echo(f"{page.total:,} found")


def explain(household: Annotated[str, typer.Argument(help="Such as H00000012")], by: acting.As = "") -> None:
    """Why a household and its members receive a programme, or not."""
    officer = acting.officer(by)
    for found in enrolments.for_household(int(household.lstrip("Hh") or 0), officer):
        typer.echo(f"{found.title}: {found.person or household}: {found.sentence}")
        for criterion in found.criteria:
            typer.echo(f"  {MARKS[criterion.met]} {criterion.says}")


def _snapshot(version: str) -> Any:
    found = snapshots.snapshot(version) if version else snapshots.latest()
    if found is None:
        raise NoSnapshot()
    return found
