"""The chain of a demonstration, step by step. Each step ends in the same state however often it is begun again."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ayni.assessment import actions as assessment
from ayni.assessment import queries as assessments
from ayni.assessment.queries import answered
from ayni.benefits import actions as benefits
from ayni.benefits import queries as payments
from ayni.benefits.errors import NothingToPay
from ayni.cli import officers, processes, serving, waiting
from ayni.cli.errors import NotEmpty
from ayni.commons.access.models import User
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.engines.surveys import mapping, parts
from ayni.enrolment import actions as enrolment
from ayni.enrolment import queries as enrolments
from ayni.intake import queries as intake
from ayni.programmes import actions as programmes
from ayni.programmes import queries as programme_queries
from ayni.snapshots import queries as snapshots

CASH = ("child-grant", "old-age-pension", "disability-allowance", "poverty-transfer")
TEMPLATES = (*CASH, "school-fee-waiver")
#: Which programme answers a need of the shipped catalogue.
ANSWERS = {"income": "poverty-transfer", "schooling": "school-fee-waiver", "disability_support": "disability-allowance"}
LATE_SECONDS = "0.5"  # how late the demonstration's provider may answer


@dataclass(frozen=True)
class Wish:
    """What was asked for; the same wish again goes on where it was."""

    survey: str | None
    households: int
    seed: int
    on: str


class Chain:
    """One demonstration in one home."""

    def __init__(self, wish: Wish, home: Path, ours: processes.Processes) -> None:
        self.wish, self.home, self.ours = wish, home, ours
        self.kept = home / "demonstration.json"
        self.seconds: dict[str, float] = {}
        self.survey: parts.Mapping | None = None

    def run(self) -> None:
        """Every step that is not done yet. Refuses: NotEmpty, when the registry holds other people."""
        self._check_empty()
        self._start_processes()
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("survey", self._survey),
            ("officers", self._officers),
            ("load", self._load),
            ("rules", self._rules),
            ("snapshot", self._snapshot),
            ("assess", self._assess),
            ("decide", self._decide),
            ("review", self._review),
            ("needs", self._needs),
            ("pay", self._pay),
            ("report", self._report),
        )
        for name, step in steps:
            began = time.monotonic()
            step()
            self.seconds.setdefault(name, round(time.monotonic() - began, 3))
            self._keep()

    @property
    def on(self) -> date:
        """The day everything is decided on: the survey's own."""
        return self.survey.interviewed_on if self.survey else date.fromisoformat(self.wish.on)

    @property
    def folder(self) -> Path:
        return Path(self.wish.survey) if self.wish.survey else self.home / "country"

    def _check_empty(self) -> None:
        ours = None
        if self.kept.exists():
            kept = json.loads(self.kept.read_text())
            if kept["wish"] != asdict(self.wish):
                raise NotEmpty(str(self.home))
            self.seconds, ours = kept["seconds"], kept["survey"]
        if any(load.survey != ours for load in intake.loads()):
            raise NotEmpty(str(self.home))

    def _start_processes(self) -> None:
        port = processes.free_port(0)
        provider = ["-m", "ayni.exchange.mobile_money.simulator", "--port", str(port)]
        provider += ["--state", str(self.home / "provider.sqlite")]
        self.ours.start("provider", [*provider, "--seed", str(self.wish.seed), "--delay", LATE_SECONDS])
        processes.wait_for_port(port, self.ours.children["provider"])
        self.ours.environment["AYNI_PROVIDER_URL"] = f"http://127.0.0.1:{port}"
        serving.start_worker(self.ours)

    def _survey(self) -> None:
        if self.wish.survey is None and "survey" not in self.seconds:
            from ayni.engines.samples import country  # once; who goes on does without its arrays

            country.write(self.folder, self.wish.households, self.wish.seed, self.on)
        self.survey = mapping.find(self.folder)
        self._keep()  # whose people these are, before the first of them is in the registry

    def _officers(self) -> None:
        officers.appoint(self.home, self.on)

    def _load(self) -> None:
        self._work("intake.load", "load", "steward", "Loading the survey", folder=str(self.folder))

    def _rules(self) -> None:
        manager, approver = officers.officer("manager"), officers.officer("approver")
        assessment.adopt_instruments(by=manager)
        assessment.adopt_needs(by=manager)
        for code in TEMPLATES:
            version = programmes.adopt_template(code, by=manager, in_force_from=self.on.replace(day=1))
            if version.status == "draft":
                programmes.approve(version, by=approver, at=_now())

    def _snapshot(self) -> None:
        work = self._work("snapshots.take", "snapshot", "manager", "Taking a snapshot", on=self.on.isoformat())
        self.snapshot = snapshots.snapshot(work.result["version"])

    def _assess(self) -> None:
        for one in assessments.instruments():
            chosen = {"instrument": one.pk, "snapshot": self.snapshot.pk}
            self._work("assessment.assess", f"assess/{one.code}", "manager", f"Assessing: {one.code}", **chosen)

    def _decide(self) -> None:
        run = enrolment.start_run(self.snapshot, by=officers.officer("manager"), on=self.on)
        self._wait(f"enrolment.decide/{run.pk}", "Deciding every household")
        self.run_id = run.pk

    def _review(self) -> None:
        by = officers.officer("district")
        found = enrolments.run(self.run_id, reader=by)
        for version in found.versions if found.is_latest else ():
            enrolment.accept_all(found.run, version, by=by, at=_now(), starts_on=self.on.replace(day=1))

    def _needs(self) -> None:
        """What people need, and which programme answers it, as one officer proposes and another approves."""
        manager, approver = officers.officer("manager"), officers.officer("approver")
        told = {one.need for one in answered.answers(manager)}
        for need, programme in ANSWERS.items():
            if need not in told:
                found = assessment.propose_answer(need, kind="programme", code=programme, by=manager)
                assessment.approve_answer(found, by=approver, at=_now())
        catalogue = assessments.needs_in_force()
        assert catalogue is not None, "it was adopted with the instruments"
        chosen = {"instrument": catalogue.pk, "snapshot": self.snapshot.pk}
        self._work("assessment.assess", "assess/needs", "manager", "Finding what people need", **chosen)

    def _pay(self) -> None:
        payer, treasurer = officers.officer("payments"), officers.officer("treasury")
        benefits.adopt_accounts(by=treasurer)
        cycles = [cycle for code in CASH if (cycle := self._cycle(code, payer)) is not None]
        for cycle in cycles:
            self._release(cycle, payer, treasurer)
        for cycle in cycles:
            self._wait(f"send/{cycle.pk}", f"Sending: {cycle.programme}")
            self._wait(f"collect/{cycle.pk}", f"Hearing from the provider: {cycle.programme}")

    def _cycle(self, code: str, payer: User) -> Any:
        """The programme's one cycle, computed when it is not there; None when nobody is owed anything."""
        there = [found.cycle for found in payments.cycles(payer) if found.cycle.programme.code == code]
        if there:
            return there[0]
        programme = programme_queries.programme(code, reader=payer).shown.programme
        start, end = payments.next_period(programme, on=self.on)
        try:
            return benefits.compute(programme, period_from=start, period_to=end, by=payer)
        except NothingToPay:
            return None

    def _release(self, cycle: Any, payer: User, treasurer: User) -> None:
        if cycle.status == "computed":
            cycle = benefits.approve(cycle, by=treasurer, on=self.on, at=_now())
        if cycle.status == "approved":
            warrant = f"demonstration {cycle.programme.code}"
            benefits.fund(cycle.amount, by=treasurer, on=self.on, warrant=warrant)
            benefits.release(cycle, by=payer, on=self.on, at=_now())

    def _report(self) -> None:
        work = self._work("snapshots.take", "report", "manager", "Taking the report's snapshot", on=self.on.isoformat())
        snapshot = work.result["snapshot"]
        self._work("monitoring.compute", "indicators", "manager", "Computing the indicators", snapshot=snapshot)

    def _work(self, kind: str, name: str, username: str, title: str, /, **arguments: object) -> Work:
        running.start(kind, key=f"demonstration/{name}", by=officers.officer(username), **arguments)
        return self._wait(f"demonstration/{name}", title)

    def _wait(self, key: str, title: str) -> Work:
        return waiting.until_done(key, title, meanwhile=self.ours.watch)

    def _keep(self) -> None:
        survey = self.survey.survey if self.survey else None
        kept = {"wish": asdict(self.wish), "survey": survey, "seconds": self.seconds}
        new = self.kept.with_suffix(".new")
        new.write_text(json.dumps(kept, indent=2))
        new.replace(self.kept)


def _now() -> datetime:
    return datetime.now(UTC)
