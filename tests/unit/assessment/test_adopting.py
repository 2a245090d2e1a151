import pytest

from ayni.assessment import actions, errors, models, queries
from ayni.assessment.actions import adopting, written
from ayni.commons.access.errors import NotPermitted
from tests.unit.enrolment import world


def test_the_shipped_instruments_are_adopted_once(manager):
    first = actions.adopt_instruments(by=manager)
    assert [(one.code, one.version, one.kind) for one in first] == [
        ("mpi", 1, "deprivation"),
        ("pmt", 1, "proxy_means"),
    ]
    assert actions.adopt_instruments(by=manager) == first
    assert queries.titles()["pmt"] == "Proxy means test"


def test_another_text_is_the_next_version(manager, tmp_path, monkeypatch):
    actions.adopt_instruments(by=manager)
    changed = (adopting.SHIPPED / "mpi.yaml").read_text().replace("k: 1/3", "k: 1/2")
    (tmp_path / "mpi.yaml").write_text(changed)
    monkeypatch.setattr(adopting, "SHIPPED", tmp_path)
    assert actions.adopt_instruments(by=manager)[0].version == 2
    assert queries.instrument("mpi").version == 2
    assert models.Instrument.objects.filter(code="mpi").count() == 2


def test_adopting_needs_its_permission(places):
    with pytest.raises(NotPermitted):
        actions.adopt_instruments(by=world.officer("noor", "district_officer"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code: [", "not readable YAML|expected"),
        ("- a\n- list", "empty or a list"),
        ("code: mpi\nk: 2\ndimensions: [{name: d, indicators: [{name: i, rule: 'true'}]}]", "k is 2"),
    ],
)
def test_a_text_that_is_no_instrument_is_refused(text, says):
    with pytest.raises(errors.InstrumentRefused, match=says):
        written.read("mpi", text)


def test_an_unknown_instrument_is_answered_with_the_known(manager):
    actions.adopt_instruments(by=manager)
    with pytest.raises(errors.NotAdopted, match="mpi, pmt"):
        queries.instrument("mip")
