"""Agreements limit which fields leave to whom; each transfer is recorded; the record of processing is current."""

import csv
import io
from datetime import date
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from ayni.commons.access.errors import SameOfficer
from ayni.commons.actions.errors import NotPermitted
from ayni.commons.directory.models import Institution
from ayni.privacy import actions, errors, models, queries
from ayni.privacy.actions import NewAgreement
from ayni.privacy.queries import sharing
from tests.unit.privacy.conftest import DAY, NOON

FIELDS = ("registry.person.given_name", "registry.person.sex", "household.floor")
DIGEST = sha256(b"what was sent").hexdigest()


@pytest.fixture
def agreement(approved, dpo, second):
    def make(*, approve=True, **changes):
        partner, _ = Institution.objects.get_or_create(code="health", defaults={"names": {"en": "Health"}})
        purpose = models.Purpose.objects.filter(code="study").first() or approved()
        given = {"code": "health-2026", "law": "Health Act", "starts_on": date(2026, 1, 1), "ends_on": date(2027, 1, 1)}
        new = NewAgreement(partner=partner, purpose=purpose, **{**given, "fields": FIELDS, **changes})
        made = actions.prepare_agreement(new, reason="They vaccinate", by=dpo)
        return actions.approve_paper(made, by=second, at=NOON) if approve else made

    return make


def test_only_what_is_named_may_leave(agreement):
    found = sharing.sharable(agreement(), ["registry.person.sex", "registry.person.phone"], on=DAY)
    assert found == {"registry.person.sex"}


def test_a_field_of_an_answer_leaves_when_all_it_is_made_from_may(agreement):
    queries.exchanges(
        "test.person",
        first=["registry.person.given_name"],
        name=["registry.person.given_name", "registry.person.phone"],
    )
    assert sharing.sharable(agreement(), queries.needed("test.person"), on=DAY) == {"first"}


def test_not_before_approval_not_suspended_not_after_its_end(agreement, second, dpo):
    draft = agreement(approve=False)
    with pytest.raises(errors.NotInForce):
        sharing.sharable(draft, FIELDS, on=DAY)
    with pytest.raises(SameOfficer):
        actions.approve_paper(draft, by=dpo, at=NOON)
    found = actions.approve_paper(draft, by=second, at=NOON)
    assert queries.agreement_for(found.partner, purpose="study", on=DAY) == found
    with pytest.raises(errors.NotInForce):
        sharing.sharable(found, FIELDS, on=date(2027, 1, 1))
    found = actions.suspend_paper(found, reason="A leak", by=dpo, at=NOON)
    with pytest.raises(errors.NotInForce):
        sharing.sharable(found, FIELDS, on=DAY)
    with pytest.raises(SameOfficer):
        actions.resume_paper(found, by=dpo, at=NOON)
    assert actions.resume_paper(found, by=second, at=NOON).is_in_force(DAY)


def test_whose_data_may_leave(agreement, say, people):
    found = agreement(areas=["N1"])
    say("h1-1", "given")
    say("h4-1", "given")
    assert [one.pk for one in sharing.people(found, on=DAY)] == [people["h1-1"].pk]


def test_each_transfer_is_recorded_for_ever(agreement, dpo, desk):
    found = agreement()
    sent = actions.record_transfer(found, fields=FIELDS[:2], rows=12, digest=DIGEST, by=dpo, at=NOON)
    assert (sent.rows, sent.fields) == (12, sorted(FIELDS[:2]))
    with pytest.raises(errors.NotAgreed, match="phone"):
        actions.record_transfer(found, fields=["registry.person.phone"], rows=1, digest=DIGEST, by=dpo, at=NOON)
    with pytest.raises(NotPermitted):
        actions.record_transfer(found, fields=FIELDS, rows=1, digest=DIGEST, by=desk, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        models.Transfer.objects.update(rows=0)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"fields": ("registry.person.shoe",)}, errors.UnknownFields),
        ({"fields": ()}, errors.UnknownFields),
        ({"areas": ("XX",)}, errors.UnknownFields),
        ({"programmes": ("none",)}, errors.UnknownFields),
        ({"ends_on": date(2025, 1, 1)}, errors.PeriodBackward),
    ],
)
def test_an_agreement_names_what_there_is(agreement, changes, refusal):
    with pytest.raises(refusal):
        agreement(**changes)


def test_the_record_of_processing_is_made_from_what_stands(agreement, dpo, desk):
    agreement()
    record = queries.processing(dpo, on=DAY)
    use = record.uses[0]
    assert (use.code, use.partners, use.keep_months) == ("study", ("Health",), 24)
    tables = {table.label: table for table in record.tables}
    assert (tables["registry.person"].privacy, tables["registry.person"].in_copy) == ("personal", "given")
    assert "Data-protection officer" in tables["registry.person"].read_by
    assert "Analyst" not in tables["registry.person"].read_by
    assert {one.name for one in record.without_purpose} == {"person.hiv"}
    assert next(one for one in record.variables if one.name == "household.floor").purposes == ("study",)
    rows = list(csv.DictReader(io.StringIO(record.as_csv().removeprefix("\ufeff"))))
    assert {row["kind"] for row in rows} == {"purpose", "table", "variable"}
    assert record.as_data()["uses"][0]["basis"] == "The person agrees"
    with pytest.raises(NotPermitted):
        queries.processing(desk, on=DAY)
