import json

import pyarrow.parquet as pq
import pytest
from django.utils import translation

from ayni.assessment import actions, errors, models, queries
from ayni.assessment.queries import plain, results, rounds
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.audit.models import Look
from ayni.registry.errors import NoSuchHousehold
from tests.unit.assessment import written
from tests.unit.enrolment import world
from tests.unit.enrolment.world import DAY


@pytest.fixture
def people(places):
    """(writer, adopter, runs, sees figures)"""
    return (*written.officers(), world.officer("manager", "programme_manager"), world.officer("sees", "analyst"))


@pytest.fixture
def families(places):
    """Thirty homes in the north, thirty in the south; those in the south lack light, two in three an even floor."""
    found = []
    for place in range(60):
        south = place >= 30
        answers = {"floor": "earth" if place % 3 else "cement", "electricity": not south, "rooms": 1}
        if place == 59:
            del answers["electricity"]
        found.append(world.household(places["S1" if south else "N1"], f"h{place}", [{}] * (1 + place % 2), **answers))
    return found


def assessed(people, **more):
    writer, adopter, manager, _reader = people
    instrument = written.adopted(written.LACKS, writer=writer, adopter=adopter)
    return actions.assess(instrument, world.snapshot(manager), by=manager, **more)


def test_an_instrument_of_any_method_is_applied_and_its_figures_are_told_apart(people, families):
    made = assessed(people, groups=["area_1", "sex_of_head"])
    shown = results.result(made.pk, people[3])
    of = {
        (one.name, one.of.get("area_1"), one.of.get("k")): one for one in shown.figures if "sex_of_head" not in one.of
    }
    # Odd places have two members. In the north who has a floor of earth is deprived in one of two, and so poor.
    north = [1 + place % 2 for place in range(30)]
    poor = sum(size for place, size in enumerate(north) if place % 3)
    assert of["H", "N", 0.5].value == pytest.approx(poor / sum(north))
    assert of["H", "S", 0.5].value == pytest.approx(1.0)
    assert of["H", None, 0.5].n == 59
    assert shown.assessment.groups == ("area_1", "sex_of_head")
    assert shown.sample["is_survey"] is False
    assert made.figures["kind"] == "measure" and made.instrument.kind == "measure"


def test_asked_for_again_it_is_the_same_and_more_groups_are_added(people, families):
    made = assessed(people)
    again = actions.assess(made.instrument, made.snapshot, by=people[2])
    assert (again.pk, again.made_at) == (made.pk, made.made_at)
    more = actions.assess(made.instrument, made.snapshot, by=people[2], groups=["area_1"])
    assert more.pk == made.pk and more.groups == ["area_1"]
    assert models.Finding.objects.filter(assessment=made).count() == 60
    with pytest.raises(errors.GroupUnknown, match="region"):
        actions.assess(made.instrument, made.snapshot, by=people[2], groups=["region"])


def test_each_household_has_what_was_found_of_it_and_what_is_unknown(people, families):
    made = assessed(people)
    first, last = (models.Finding.objects.get(household=families[place]) for place in (1, 59))
    assert (float(first.value), first.band, first.details) == (0.5, "1", {"found": ["floor"], "unknown": []})
    assert (last.value, last.details) == (None, {"found": ["floor"], "unknown": ["light"]})
    table = pq.read_table(f"{made.folder}/units.parquet").to_pylist()
    assert len(table) == 60 and table[0]["is_light"] == 0.0
    assert models.Score.objects.filter(assessment=made).count() == 59
    assert queries.score_files(made.snapshot)["lacks"].exists()


def test_a_survey_weighs_and_who_was_not_drawn_is_scored_all_the_same(people, places):
    for place in range(40):
        world.household(
            places["N1"],
            f"s{place}",
            [{}],
            floor="earth" if place % 4 else "cement",
            electricity=True,
            survey_weight=10.0 + place,
            survey_stratum=f"s{place % 2}",
            survey_psu=f"p{place // 4}-{place % 2}",
        )
    outside = world.household(places["S1"], "outside", [{}], floor="earth", electricity=False)
    made = assessed(people)
    sample = made.figures["sample"]
    assert (sample["is_survey"], sample["households"], sample["strata"], sample["clusters"]) == (True, 40, 2, 20)
    weights = [10.0 + place for place in range(40)]
    shares = sum(weight for place, weight in enumerate(weights) if place % 4) / sum(weights)
    found = {one.name: one for one in results.result(made.pk, people[3]).figures if set(one.of) == {"k"}}
    assert found["H"].value == pytest.approx(shares)
    assert found["H"].se > 0
    assert float(models.Finding.objects.get(household=outside).value) == 1.0


def test_figures_need_their_permission_and_those_of_few_are_hidden(people, families, places):
    made = assessed(people, groups=["area_1"])
    with pytest.raises(NotPermitted):
        results.result(made.pk, world.officer("desk", "desk_officer", places["N"]))
    header, first, *_rest = results.result_csv(made.pk, people[3]).splitlines()
    assert header.startswith("figure,") and header.endswith("value,se,low,high,n,thin,hidden")
    assert len(first.split(",")) == len(header.split(","))


def test_small_groups_are_emptied_everywhere(people, places):
    for place in range(31):
        area = places["S1" if place >= 28 else "N1"]
        world.household(area, f"f{place}", [{}], floor="earth", electricity=True)
    made = assessed(people, groups=["area_1"])
    figures = results.result(made.pk, people[3]).figures
    south = [one for one in figures if one.of.get("area_1") == "S"]
    assert south and all(one.is_hidden and one.value is None and one.n is None for one in south)


def test_rounds_are_compared_with_the_error_of_what_they_share(people, families, places):
    first = assessed(people)
    for place, home in enumerate(families[:30]):
        if place % 3 and place < 15:
            world.models.HouseholdFacts.objects.filter(household=home).update(
                values={"floor": "cement", "electricity": True, "rooms": 1}
            )
    second = actions.assess(first.instrument, world.snapshot(people[2], on=DAY.replace(year=2027)), by=people[2])
    found = rounds.compared(first.pk, second.pk, people[3])
    assert found.is_same_version and found.differs == ()
    together = {one.name: one for one in found.changes if one.how == "together" and not one.of}
    change = together["is_floor"]
    assert change.says == "The floor is of earth"
    assert change.difference == pytest.approx(change.after - change.before) and change.difference < 0
    independent = next(one for one in found.changes if one.name == "H" and one.how == "independent")
    # The same households were seen twice: what they share makes the change surer than two samples would.
    assert together["band=1"].se < independent.se
    assert [one.assessment.id for one in rounds.rounds("lacks", people[3])] == [second.pk, first.pk]


def test_rounds_of_two_instruments_are_not_compared(people, families):
    made = assessed(people)
    other = written.adopted(written.LACKS.replace("code: lacks", "code: other"), writer=people[0], adopter=people[1])
    second = actions.assess(other, made.snapshot, by=people[2])
    with pytest.raises(errors.NotComparable):
        rounds.compared(made.pk, second.pk, people[3])


def test_a_households_page_says_it_in_plain_words_in_the_readers_language(people, families, places):
    assessed(people)
    worker = world.officer("worker", "social_worker", places["S"])
    with translation.override("fr"):
        told = plain.of_household(families[59].pk, worker)
    assert [one.text for one in told.assessed[0].found] == ["Le sol est en terre"]
    assert [one.text for one in told.assessed[0].unknown] == ["Il n’y a pas d’électricité"]
    told = plain.of_household(families[58].pk, worker)
    assert "counts as poor" in told.assessed[0].conclusion
    assert not any(character.isdigit() and "2026" not in said for said in told.assessed[0].sure for character in said)
    past = plain.past(families[58].pk, "lacks", worker)
    assert (past[0].found, past[0].unknown) == (2, 0)


def test_a_household_is_seen_in_ones_areas_and_the_look_is_recorded(people, families, places):
    assessed(people)
    worker = world.officer("worker", "social_worker", places["S"])
    plain.of_household(families[40].pk, worker)
    assert Look.objects.filter(reader_id=worker.pk, subject=f"registry.household:{families[40].pk}").exists()
    with pytest.raises((OutsideArea, NoSuchHousehold)):
        plain.of_household(families[0].pk, worker)
    with pytest.raises(NotPermitted):
        plain.of_household(families[0].pk, people[3])


SECRET = written.LACKS.replace("code: lacks", "code: secret").replace(
    "!household.electricity", "members.exists(m, m.disability)"
)


def test_what_rests_on_sensitive_answers_is_in_no_table_and_opened_for_a_purpose(people, places):
    home = world.household(places["N1"], "home", [{"disability": True}], floor="earth")
    for place in range(30):
        world.household(places["N1"], f"o{place}", [{"disability": False}], floor="cement")
    made = actions.assess(
        written.adopted(SECRET, writer=people[0], adopter=people[1]), world.snapshot(people[2]), by=people[2]
    )
    assert made.is_sensitive
    assert not models.Finding.objects.exists() and not models.Score.objects.exists()
    assert "secret" not in queries.score_files(made.snapshot)
    worker = world.officer("worker", "social_worker", places["N"])
    assert plain.of_household(home.pk, worker).kept_apart == ("What homes lack",)
    opened = queries.household_apart(home.pk, "secret", reader=worker, purpose="case_work")
    assert [one.name for one in opened.assessed.found] == ["floor", "light"]
    assert Look.objects.filter(reader_id=worker.pk, purpose="case_work").exists()
    with pytest.raises(NotPermitted):
        desk = world.officer("desk", "desk_officer", places["N"])
        queries.household_apart(home.pk, "secret", reader=desk, purpose="case_work")
    with pytest.raises(errors.NothingSensitive):
        queries.household_apart(home.pk, "lacks", reader=worker, purpose="case_work")


def test_details_are_the_same_for_the_same_pattern_and_json(people, families):
    made = assessed(people)
    rows = pq.read_table(f"{made.folder}/units.parquet", columns=["details"])["details"].to_pylist()
    assert {tuple(json.loads(row)) for row in rows} == {("found", "unknown")}
