"""A marker is planted as sensitive answers, and the whole story is run: it shows where it was opened, and nowhere else.

What is looked through: every page and every reading operation of the API for each of five roles, exports, the words of
commands, log lines at their most talkative, e-mail, an error with its page and its reports, the messages of background
work, sessions, every column of every table, and every file.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.signals import got_request_exception
from django.urls import reverse
from django.views.debug import ExceptionReporter
from typer.testing import CliRunner

from ayni.cli import administration, audit, chain, dictionary, keys, money, privacy, ready
from ayni.commons import acting
from ayni.commons.audit.models import Entry, Look
from ayni.commons.jobs.models import Work
from ayni.commons.sealing import actions as sealing
from ayni.commons.sealing import files, rotating
from ayni.registry import actions
from ayni.registry.actions import moving
from ayni.web.people import views
from tests.attacks import routes
from tests.contract.api import walk
from tests.pages import delivery
from tests.stories import marked
from tests.stories.marked import BEGINNINGS, CODE, LABEL, MARKER, Seen, Story, signed_in

#: What the embedded database says of itself; of another server it is not ours to read.
SERVER_LOG = Path(configured.AYNI_HOME) / "postgresql" / "log"
ROLES = ("district_officer", "auditor", "data_protection_officer", "analyst", "administrator")
#: Where the dictionary and the texts of rules tell which choices there are, of whomever.
OF_THE_DICTIONARY = re.compile(
    r"/dictionary/|/programmes/(versions|rules|workbench)/|^/api/v1/(dictionary|programmes)|openapi|^ayni dictionary"
)
#: The one place among the tables: the dictionary, with its choices.
TABLES_OF_CHOICES = re.compile(r'^"public"."registry_variable\w*"')
#: The one place of answers among the files: a snapshot's column that an approved rule reads; beside it its dictionary.
FILES_OF_CHOICES = re.compile(r"^snapshots/[^/]+/(persons/area_1=01/[\w-]+\.parquet: condition|dictionary\.yaml)$")


@pytest.fixture(autouse=True)
def installation(settings: Any, tmp_path: Path) -> Path:
    settings.AYNI_HOME = tmp_path / "home"
    settings.AYNI_HOME.mkdir()
    settings.AYNI_LIMITS = dict.fromkeys(settings.AYNI_LIMITS)
    settings.ADMINS = [("Root", "root@example.org")]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return Path(settings.AYNI_HOME)


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """Every line that anything logs, with its traceback."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def story(db: None, heard: io.StringIO, tmp_path: Path) -> Story:
    return marked.told(tmp_path / "survey")


def test_the_marker_is_where_it_was_opened_and_nowhere_else(
    story: Story, installation: Path, heard: io.StringIO, monkeypatch: Any
) -> None:
    seen, said_before = Seen(), _server_log()
    logging.getLogger("story").error("refused", exc_info=marked.refuse(story))
    pages = {role: _walk_pages(story, role, seen) for role in ROLES}
    operations = {role: _walk_api(story, role, seen) for role in ROLES}
    _walk_entries(story, seen)
    _fail(story, seen, monkeypatch)
    said = _give_commands(story, seen, monkeypatch)
    assert sealing.rotate_keys(by=story.users["administrator"]).key == "sealing.rotate/2"
    rotating.rewrite(delivery.Quiet())
    opened = _open(story, seen)
    for message in mail.outbox:
        seen.add(f"e-mail {message.subject}", str(message.message()))
    for work in Work.objects.all():
        seen.add(f"work {work.key}", f"{work.message}\n{work.result}\n{work.arguments}")
    for session in Session.objects.all():
        seen.add("session", str(session.get_decoded()))
    seen.add("log", heard.getvalue())
    seen.add("the database's log", _server_log().removeprefix(said_before))

    found = seen.places(but=OF_THE_DICTIONARY)
    assert opened - found.keys() == set(), "the opened answers show it"
    assert {where: around for where, around in found.items() if where not in opened} == {}

    tables = marked.columns()
    assert marked.in_tables(tables, (MARKER,)) == set()
    told = marked.in_tables(tables, (CODE, LABEL))
    assert {place for place in told if not TABLES_OF_CHOICES.search(place)} == set()
    read, places = marked.in_files(installation, (MARKER,))
    assert places == set()
    _read, places = marked.in_files(installation, (CODE, LABEL))
    assert {place for place in places if not FILES_OF_CHOICES.search(place)} == set()
    assert [place for place in places if place.endswith(": condition")], "a rule reads it from the snapshot"
    _look_at_snapshots(installation)

    for role, least in (("district_officer", 45), ("auditor", 45), ("data_protection_officer", 35)):
        assert pages[role][200] >= least, (role, pages[role])
        assert operations[role][200] >= 15, (role, operations[role])
    assert "RuntimeError" in heard.getvalue(), "what was logged was heard"
    assert mail.outbox, "an error was told by e-mail"
    counted = {
        "pages": {role: dict(count) for role, count in pages.items()},
        "operations": {role: dict(count) for role, count in operations.items()},
        "commands": said,
        "texts": len(seen.texts),
        "log lines": heard.getvalue().count("\n"),
        "e-mails": len(mail.outbox),
        "tables": len(tables),
        "columns": sum(map(len, tables.values())),
        "files": read,
    }
    print(counted)


def test_the_search_finds_what_is_in_the_open(story: Story, installation: Path) -> None:
    """The same marker as an answer that is not sensitive stands on a page, in the API, in a table and in a file."""
    seen, near = Seen(), story.delivered.place.near
    answers = actions.Answers({"remark": MARKER})
    actions.record_household_answers(near, answers, source="visit", on=marked.DAY, by=story.users["district_officer"])
    actions.take_snapshot(on=delivery.DAY, by=story.users["programme_manager"])
    Work.objects.update(message=base64.b64encode(f"for{MARKER}ever".encode()).decode())
    (installation / "told.txt").write_text(MARKER)
    client = signed_in(story.users["district_officer"])
    for place in (f"/people/households/{near.pk}/", f"/api/v1/people/households/{near.pk}"):
        assert seen.answer(place, client.get(place)) == 200
    assert len(seen.places(but=OF_THE_DICTIONARY)) == 2
    found = marked.in_tables(marked.columns(), (MARKER,))
    assert {'"public"."registry_householdfacts".values', '"public"."jobs_work".message'} <= found
    _read, places = marked.in_files(installation, (MARKER,))
    assert "told.txt" in places
    assert [place for place in places if place.endswith(": remark")], "a snapshot has what is not sensitive"
    list(moving.seal("household", ["remark"]))
    assert marked.in_tables(marked.columns(), (MARKER,)) == {'"public"."jobs_work".message'}, "sealed, it is gone"


def _server_log() -> str:
    return SERVER_LOG.read_text(errors="replace") if SERVER_LOG.exists() else ""


def _walk_pages(story: Story, role: str, seen: Seen) -> Counter[int]:
    """Every address there is, whatever the answer; how many answered how."""
    client, samples, counts = signed_in(story.users[role]), story.samples(), Counter[int]()
    for route in routes.routes():
        own = {"record": story.records["household"]} if route.name.endswith("household_sensitive") else {}
        address = route.address(samples | own)
        if route.name in ("web:copy_archive", "web:copy_print") and role == "district_officer":
            continue  # it was handed over to this officer, who opens it later
        counts[seen.answer(f"{address} as {role}", client.get(address))] += 1
    more = ["/dictionary/export/yaml/", "/privacy/record/export/json/"]
    more += [f"/people/?q={text}" for text in (*BEGINNINGS, "fatima")]
    more += [f"/administration/audit/?who={text}&subject={text}" for text in BEGINNINGS]
    for address in more:
        answer = client.get(address)
        counts[seen.answer(f"{address} as {role}", answer)] += 1
        found = answer.context and answer.context.get("found")
        assert not found or found.total == ("fatima" in address), address
    trial = {"text": marked.RULE, "unit": "person", "household": story.delivered.place.near.code}
    for name in ("web:workbench_check", "web:workbench_household", "web:workbench_try"):
        place = reverse(name)
        counts[seen.answer(f"{place} as {role}", client.post(place, trial, follow=True))] += 1
    assert all(status < 500 for status in counts), counts
    return counts


def _walk_api(story: Story, role: str, seen: Seen) -> Counter[int]:
    """Every operation that reads, with the requests that succeed for whoever may ask."""
    client, counts = signed_in(story.users[role]), Counter[int]()
    for operation in walk.operations():
        if operation.method == "GET":
            request = walk.SAMPLES[operation.id](story.land)
            answer = walk.ask(client, operation, request)
            counts[seen.answer(f"{walk.address(operation, request)} as {role}", answer)] += 1
    run = story.delivered.run.pk
    more = [f"people/search?q={text}" for text in (*BEGINNINGS, "fatima")]
    more += [f"decisions?run={run}&programme=care", f"dictionary/variables/person/condition?{role}"]
    for address in more:
        counts[seen.answer(f"/api/v1/{address} as {role}", client.get(f"/api/v1/{address}"))] += 1
    assert all(status < 500 for status in counts), counts
    return counts


def _walk_entries(story: Story, seen: Seen) -> None:
    """What the audit tells of everything that was done, and of every record it was done to."""
    client = signed_in(story.users["auditor"])
    for number in Entry.objects.values_list("id", flat=True):
        place = reverse("web:audit_entry", kwargs={"entry_id": number})
        assert seen.answer(place, client.get(place)) == 200
    for subject in Entry.objects.exclude(subject="").values_list("subject", flat=True).distinct().order_by("subject"):
        place = reverse("web:audit_record", kwargs={"subject": subject})
        assert seen.answer(place, client.get(place)) == 200


def _fail(story: Story, seen: Seen, monkeypatch: Any) -> None:
    """The page that opens the answers breaks when it has them: its error, reports and log are looked through."""
    reports: list[str] = []

    def report(sender: Any, request: Any, **_named: Any) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.extend([reporter.get_traceback_text(), reporter.get_traceback_html()])

    def broken(request: Any, template: str, shown: Any, **_named: Any) -> None:
        assert "opened" in shown
        raise RuntimeError("the page broke")

    got_request_exception.connect(report)
    with monkeypatch.context() as patched:
        patched.setattr(views, "render", broken)
        client = signed_in(story.users["district_officer"], raise_request_exception=False)
        place = f"/people/persons/{story.records['person']}/sensitive/"
        assert seen.answer("the page for an error", client.post(place, {"purpose": "complaint"})) == 500
    got_request_exception.disconnect(report)
    assert len(reports) == 2
    for text in reports:
        seen.add("the report of an error", text)


def _give_commands(story: Story, seen: Seen, monkeypatch: Any) -> int:
    monkeypatch.setattr(ready, "django", lambda: None)  # it is ready, and stays as it is
    monkeypatch.setattr(ready, "database", lambda: None)
    app = typer.Typer()
    for module in (chain, dictionary, keys, money, administration, audit, privacy):
        module.add_to(app)
    home, given = story.delivered.place.near.code, Counter[int]()
    lines = [
        *(f"search {text}" for text in BEGINNINGS),
        "search fatima",
        f"explain {home}",
        "payments",
        "ledger",
        "work",
    ]
    lines += ["audit search --limit 500", "audit search --looks --limit 500", "keys list", "privacy record"]
    for role in ROLES:
        for line in lines:
            with acting.apart():
                said = CliRunner().invoke(app, line.split(), env={"AYNI_AS": role, "COLUMNS": "200"})
            seen.add(f"ayni {line} as {role}", f"{said.output}\n{said.exception!r}")
            given[said.exit_code] += 1
    assert given[0] >= len(lines), given
    return given.total()


def _open(story: Story, seen: Seen) -> set[str]:
    """The places where it is opened: for a purpose, by screen and by API, and in the copy that is the person's own."""
    client, asked = signed_in(story.users["district_officer"]), {"purpose": "case_work", "words": "visit"}
    places = set()
    for kind, record in story.records.items():
        for place in (f"/people/{kind}s/{record}/sensitive/", f"/api/v1/people/{kind}s/{record}/sensitive"):
            answer = (
                client.post(place, json.dumps(asked), content_type="application/json")
                if place.startswith("/api")
                else client.post(place, asked)
            )
            assert seen.answer(f"opened {place}", answer) == 200
            assert answer.headers["Cache-Control"] == "no-store"
            places.add(f"opened {place}")
            seen.answer(f"{place} after", client.get(place))
    for name in ("copy_archive", "copy_print"):
        place = reverse(f"web:{name}", kwargs={"copy_id": story.copy.pk})
        assert seen.answer(f"opened {place}", client.get(place)) == 200
        places.add(f"opened {place}")
    assert Look.objects.filter(purpose="case_work: visit").count() == 4
    return places


def _look_at_snapshots(home: Path) -> None:
    """A snapshot tells which rule reads the column; it and the keys are open to nobody else."""
    for file in home.glob("snapshots/**/*"):
        assert file.stat().st_mode & 0o077 == 0, f"{file} is open to others"
    manifest = json.loads(next(home.glob("snapshots/*/manifest.json")).read_text())
    kept = {one["name"]: one for table in manifest["tables"].values() for one in table["columns"]}
    assert "care v1" in " ".join(kept["condition"]["read_by"])
    assert not {"illness", "feud"} & kept.keys()
    assert files.place().stat().st_mode & 0o077 == 0
