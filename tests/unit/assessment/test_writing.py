import pytest
from django.db import IntegrityError, transaction

from ayni.assessment import actions, errors, models
from ayni.assessment.queries import differences, spelled
from ayni.assessment.queries.instruments import listed, record, waiting
from ayni.commons.access.errors import NotPermitted
from ayni.commons.actions.errors import SameOfficer
from ayni.commons.audit.models import Entry
from ayni.kernel.lifecycles import WrongState
from tests.unit.assessment import written
from tests.unit.assessment.written import AT
from tests.unit.enrolment import world


@pytest.fixture
def officers(places):
    return written.officers()


def test_a_draft_is_reviewed_and_adopted_by_another_officer(officers):
    writer, adopter = officers
    draft = actions.write_instrument(written.LACKS, by=writer)
    assert (draft.status, draft.version, draft.method, draft.kind, draft.unit) == (
        "draft",
        1,
        "mpi",
        "measure",
        "household",
    )
    with pytest.raises(WrongState):
        actions.adopt_instrument(draft, by=adopter, at=AT)
    reviewed = actions.review_instrument(draft, by=adopter, at=AT, note="Fit")
    adopted = actions.adopt_instrument(reviewed, by=adopter, at=AT)
    assert (adopted.status, adopted.adopted_by, adopted.note) == ("adopted", adopter, "Fit")
    assert Entry.objects.filter(action="assessment.adopt").count() == 2
    assert record("lacks", writer).shown.adopted_by == str(adopter)


def test_who_wrote_neither_reviews_nor_adopts_whatever_roles_they_hold(officers):
    writer, adopter = officers
    both = world.officer("both", "analyst")
    world.Grant.objects.create(user=both, role_id="programme_approver", starts_on=world.START)
    both = type(both).objects.get(pk=both.pk)
    draft = actions.write_instrument(written.LACKS, by=both)
    with pytest.raises(SameOfficer):
        actions.review_instrument(draft, by=both, at=AT)
    reviewed = actions.review_instrument(draft, by=adopter, at=AT)
    with pytest.raises(SameOfficer):
        actions.adopt_instrument(reviewed, by=both, at=AT)
    with pytest.raises(NotPermitted):
        actions.adopt_instrument(reviewed, by=writer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Instrument.objects.filter(pk=reviewed.pk).update(adopted_by=both, status="adopted")


def test_a_draft_is_its_writers_and_the_next_version_comes_after_an_adopted_one(officers):
    writer, adopter = officers
    other = world.officer("other", "analyst")
    draft = actions.write_instrument(written.LACKS, by=writer)
    changed = written.LACKS.replace("k: 1/2", "k: 1")
    again = actions.write_instrument(changed, by=writer)
    assert (again.pk, again.definition) == (draft.pk, changed)
    with pytest.raises(errors.SomebodyWrites, match="Writes"):
        actions.write_instrument(written.LACKS, by=other)
    actions.adopt_instrument(actions.review_instrument(again, by=adopter, at=AT), by=adopter, at=AT)
    second = actions.write_instrument(written.LACKS, by=other)
    assert (second.version, second.status) == (2, "draft")
    assert actions.write_instrument(changed, by=other).pk == draft.pk
    shown = listed(writer)[0]
    assert (shown.in_force.version, shown.open.version) == (1, 2)
    assert waiting(adopter)[0].id == second.pk


def test_it_is_given_back_with_a_reason_discarded_and_retired(officers):
    writer, adopter = officers
    draft = actions.write_instrument(written.LACKS, by=writer)
    reviewed = actions.review_instrument(draft, by=adopter, at=AT)
    with pytest.raises(errors.ReasonMissing):
        actions.return_instrument(reviewed, by=adopter, note=" ")
    returned = actions.return_instrument(reviewed, by=adopter, note="The floor is asked of the yard")
    assert (returned.status, returned.reviewed_by) == ("draft", None)
    assert actions.discard_instrument(returned, by=writer).status == "retired"
    # The same text can be begun again once its draft is discarded.
    anew = written.adopted(written.LACKS, writer=writer, adopter=adopter)
    assert anew.version == 2
    assert actions.retire_instrument(anew, by=adopter, at=AT, note="Replaced").status == "retired"
    with pytest.raises(errors.NotInForce):
        actions.assess(
            anew, world.snapshot(world.officer("m", "programme_manager")), by=world.User.objects.get(username="m")
        )


def test_a_copy_is_a_draft_of_ones_own(officers):
    writer, adopter = officers
    first = written.adopted(written.LACKS, writer=writer, adopter=adopter)
    copy = actions.copy_instrument(first, by=writer, code="ours")
    assert (copy.code, copy.status, copy.copied_from, copy.version) == ("ours", "draft", first, 1)
    assert spelled.read(copy.definition).code == "ours"
    with pytest.raises(errors.CodeTaken):
        actions.copy_instrument(first, by=writer, code="lacks")
    with pytest.raises(spelled.SpecRefused, match="small letters"):
        actions.copy_instrument(first, by=writer, code="Ours!")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("code: a\n method: mpi\n", 2, "not YAML"),
        ("code: a\nmethod: mpi\nlabels: &x {en: A}\nnotes: [*x, *x]\n", 4, "said once for several places"),
        ("- a\n", 1, "begins with `code:`"),
        ("method: mpi\n", 1, "small letters"),
        ("code: a\nmethod: mip\n", 2, "Did you mean “mpi”"),
        ("code: a\nmethod: mpi\nunit: village\n", 3, "household or person"),
        ("code: a\nmethod: mpi\nregistry: {weights: people}\n", 3, "Known here: weight"),
        ("code: a\nmethod: mpi\nregistry: {weight: heads}\n", 3, "people or units"),
        ("code: a\nmethod: mpi\nregistry: {by: sex}\n", 3, "list of names"),
        ("code: a\nmethod: mpi\nlabels: [a]\n", 3, "by language"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_with_its_line_and_what_to_do(officers, text, line, says):
    with pytest.raises(spelled.SpecRefused, match=says) as refused:
        actions.write_instrument(text, by=officers[0])
    assert refused.value.line == line


def test_a_rule_that_does_not_check_is_told_with_its_line_and_the_nearest_name(officers):
    text = written.LACKS.replace("household.floor", "household.flor")
    with pytest.raises(errors.InstrumentRefused, match=r"Line 11: .*floor") as refused:
        actions.write_instrument(text, by=officers[0])
    assert [one.line for one in refused.value.problems] == [11]
    assert not models.Instrument.objects.exists()


def test_the_unit_of_an_instrument_in_force_stays(officers):
    writer, adopter = officers
    written.adopted(written.LACKS, writer=writer, adopter=adopter)
    with pytest.raises(errors.UnitFixed):
        actions.write_instrument(written.LACKS.replace("method: mpi", "method: mpi\nunit: person"), by=writer)


def test_differences_of_versions_are_told_in_words():
    after = written.LACKS.replace("k: 1/2", "k: 1").replace('floor == "earth"', 'floor != "cement"')
    after = after.replace("      - name: light\n", "      - name: dark\n")
    found = differences.between(written.LACKS, after)
    assert [one.says for one in found if one.kind == "changed"] == [
        "k was “1/2” and is “1”.",
        "dwelling › The floor is of earth › rule"
        ' was “household.floor == "earth"” and is “household.floor != "cement"”.',
    ]
    assert [(one.kind, one.after or one.before) for one in found if one.kind != "changed"] == [
        ("added", "!household.electricity"),
        ("removed", "!household.electricity"),
    ]
    assert differences.between(written.LACKS, "# a comment\n" + written.LACKS) == ()
