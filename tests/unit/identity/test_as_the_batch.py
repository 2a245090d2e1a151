"""The desk and the batch over the whole registry: the same pairs, the same weights, chances and reasons."""

from __future__ import annotations

import json
from datetime import date

import duckdb
import pytest
from django.db import connection

from ayni.commons import acting
from ayni.commons.access.models import Grant
from ayni.commons.actions.errors import NotEverywhere, SameOfficer
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.engines.linkage import linking
from ayni.identity import actions, errors
from ayni.identity.models import Frequency, LinkageModel, ModelState
from ayni.identity.queries import exporting, telling, weighing
from ayni.registry.models import Person
from tests.unit.engines.linkage import conftest as generated
from tests.unit.identity import deskside
from tests.unit.registry import valley

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    """Some hundred people of whom one in five is on record twice, in two regions."""
    land = valley.Valley()
    areas = [land.hill, land.coast]
    rows = [row for row, _ in generated.people(500, seed=11)]
    Person.objects.bulk_create(
        Person(
            source="made", source_key=str(number), given_name=row["given"], family_name=row["family"],
            born_from=date.fromisoformat(row["born"]), born_to=date.fromisoformat(row["born"]),
            sex={"f": "female", "m": "male"}[row["sex"]], phone=row["phone"] or "", registered_on=valley.TODAY,
            registered_in=areas[int(row["district"][1:]) % 2],
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    return land


@pytest.fixture
def batch(country, tmp_path):
    """A run over the registry's own export: the mapping, and where its files are."""
    with acting.as_user(country.steward):
        meant = exporting.columns()
        exporting.write(None, meant, tmp_path / "people.parquet")
    run = linking.link(linking.Asked((str(tmp_path / "people.parquet"),), meant, tmp_path / "out"))
    return meant, tmp_path / "out", run


def keep(batch, by):
    meant, out, run = batch
    with duckdb.connect() as one:
        rows = one.execute(f"SELECT * FROM '{out / 'frequencies.parquet'}'").fetchall()
    told = {"learnt_from": "the registry", "learnt_on": valley.TODAY, "records": run.records, "pairs": run.scored}
    document = (out / "model.json").read_text()
    return actions.keep_model(document, columns=telling.plain(meant), frequencies=rows, by=by, **told)


def linker():
    return valley.officer("linker", None, role="data_steward")


@pytest.fixture
def answering(batch, country):
    """The model kept by one officer, approved by another, and everybody prepared for it."""
    model = keep(batch, linker())
    approved = actions.activate_model(model, by=valley.officer("approver", None, role="programme_approver"))
    assert approved.state == ModelState.PREPARING
    running.run(Work.objects.get(kind="identity.prepare_model").pk)
    return LinkageModel.objects.get(pk=model.pk)


def pairs(batch):
    with duckdb.connect() as one:
        return one.execute(
            f'SELECT CAST("left" AS INT), CAST("right" AS INT), weight, score FROM \'{batch[1] / "pairs.parquet"}\''
        ).fetchall()


def test_the_desk_finds_every_pair_of_the_batch_with_its_weight_and_chance(batch, answering, country):
    assert answering.state == ModelState.ACTIVE
    assert Frequency.objects.filter(model=answering).exists()
    expected = pairs(batch)
    assert len(expected) > 80
    with acting.as_user(country.steward):
        desk = weighing.now()
        told = dict(telling.people([pk for left, right, *_ in expected for pk in (left, right)]))
        for left, right, weight, chance in expected:
            for one, other in ((left, right), (right, left)):
                found = {likely.person_id: likely.weighed for likely in desk.likely(told[one], 3_000, 0.005)}
                assert other in found, "a pair that a batch brings together is a candidate at the desk"
                assert found[other].weight == pytest.approx(weight, abs=1e-9)
                assert found[other].chance == pytest.approx(chance, abs=1e-9)


def test_what_is_passed_over_early_is_below_the_limit(batch, answering, country):
    with acting.as_user(country.steward):
        desk = weighing.now()
        told = dict(telling.people(list(Person.objects.values_list("pk", flat=True)[:40])))
        for names in told.values():
            every = desk.likely(names, 3_000, 1e-9)
            few = desk.likely(names, 3_000, 0.5)
            assert few == [one for one in every if one.weighed.chance >= 0.5]


def test_the_model_before_answers_until_everybody_is_prepared(batch, country):
    deskside.prepare(country.steward)
    with acting.as_user(country.steward):
        before = weighing.now()
    model = keep(batch, linker())
    actions.activate_model(model, by=valley.officer("approver", None, role="programme_approver"))
    with acting.as_user(country.steward):
        assert weighing.now().pk == before.pk
        running.run(Work.objects.get(kind="identity.prepare_model").pk)
        assert weighing.now().pk == model.pk
    assert LinkageModel.objects.get(pk=before.pk).state == ModelState.RETIRED
    with pytest.raises(errors.ModelDecided):
        actions.activate_model(model, by=valley.officer("another", None, role="programme_approver"))


def test_who_kept_a_model_does_not_approve_it(batch, country):
    model = keep(batch, linker())
    both = model.kept_by
    Grant.objects.create(user=both, role_id="programme_approver", starts_on=date(2020, 1, 1))
    with pytest.raises(SameOfficer):
        actions.activate_model(model, by=type(both).objects.get(pk=both.pk))


def test_what_is_no_model_is_refused(batch, country):
    meant, out, _ = batch
    by = linker()
    given = {"frequencies": [], "learnt_from": "x", "learnt_on": valley.TODAY, "records": 1, "pairs": 1}
    with pytest.raises(errors.ModelUnreadable):
        actions.keep_model("{}", columns=telling.plain(meant), by=by, **given)
    bare = json.loads((out / "model.json").read_text())
    bare["columns"] = [*bare["columns"], "other_1"]
    with pytest.raises(errors.ModelUnreadable):
        actions.keep_model(json.dumps(bare), columns=telling.plain(meant), by=by, **given)


def test_a_model_is_for_the_whole_country(batch, country):
    near = valley.officer("near", country.hill, role="data_steward")
    with pytest.raises(NotEverywhere):
        keep(batch, near)


def test_keys_that_too_many_share_are_not_looked_for(country):
    deskside.prepare(country.steward)
    with acting.as_user(country.steward), connection.cursor() as cursor:
        desk = weighing.now()
        told = dict(telling.people([Person.objects.earliest("pk").pk]))
        (names,) = told.values()
        before = desk.likely(names, 3_000, 1e-6)
        cursor.execute("SELECT identity_count_keys(%s, %s)", [desk.half, 1])
        assert cursor.fetchone()[0] > 0
        assert len(desk.likely(names, 3_000, 1e-6)) < len(before)
