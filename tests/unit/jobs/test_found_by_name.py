"""The setting AYNI_JOBS and the modules say the same; so do AYNI_EXTRACTS and AYNI_SUBSCRIBERS."""

import importlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

import ayni
from ayni.commons.jobs import running
from ayni.commons.jobs.errors import UnknownWork
from ayni.commons.jobs.models import Status, Work

PACKAGE = Path(ayni.__file__).parent
SOURCES = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}


def name(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(("ayni", *(part for part in parts if part != "__init__")))


def test_every_kind_of_work_is_in_the_table():
    declared = {
        kind: name(path)
        for path, text in SOURCES.items()
        for kind in re.findall(r'^@running\.job\("(.+)"\)', text, re.M)
    }
    assert declared == settings.AYNI_JOBS


@pytest.mark.parametrize("kind", settings.AYNI_JOBS)
def test_a_kind_is_found(kind):
    assert running.function(kind).__module__ == settings.AYNI_JOBS[kind]


def test_every_module_of_published_tables_is_in_the_table():
    assert {name(path) for path, text in SOURCES.items() if "\n@declared.extract" in text} == set(
        settings.AYNI_EXTRACTS
    )
    for module in settings.AYNI_EXTRACTS:
        importlib.import_module(module)


@pytest.mark.parametrize(("event", "subscribers"), settings.AYNI_SUBSCRIBERS.items())
def test_events_and_subscribers_are_found(event, subscribers):
    assert isinstance(import_string(event), type)
    assert all(callable(import_string(subscriber)) for subscriber in subscribers)


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_with_the_known_ones():
    with pytest.raises(UnknownWork, match=r"no\.such.*snapshots\.take"):
        running.start("no.such", key="x", by=None)


@pytest.mark.django_db
def test_work_of_a_kind_that_is_gone_fails_with_a_sentence():
    work = Work.objects.create(key="old", kind="gone.away")
    running.run(work.pk)
    work.refresh_from_db()
    assert work.status == Status.FAILED
    assert "no background work called “gone.away”" in work.message


@pytest.mark.django_db
def test_a_module_is_imported_when_its_work_is_done(tmp_path, monkeypatch, settings):
    (tmp_path / "sowing.py").write_text(
        "from ayni.commons.jobs import running\n\n"
        "@running.job('field.sow')\ndef sow(progress, *, seeds):\n    return {'sown': seeds}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(running, "KINDS", dict(running.KINDS))
    settings.AYNI_JOBS = {"field.sow": "sowing"}
    work = running.start("field.sow", key="x", by=None, seeds=3)
    assert "field.sow" not in running.KINDS
    running.run(work.pk)
    work.refresh_from_db()
    assert (work.status, work.result) == (Status.DONE, {"sown": 3})
