"""People of the district who may be on record twice, for the pages that ask about them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from ayni.identity.models import Candidate, GroupMember, LinkageRun, Sample, Thresholds
from ayni.registry.models import Membership, Person
from tests.pages import district

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
REASONS = [
    {"of": "family", "found": "same", "weight": 5.1},
    {"of": "birth", "found": "same", "weight": 9.4},
    {"of": "given", "found": "letter", "weight": 3.3},
    {"of": "sex", "found": "different", "weight": -6.2},
]


def made(place: district.District, count: int = 6) -> dict[str, Any]:
    """A finished run, so many pairs within reach, one across the border, a group of three, proposed thresholds."""
    steward = place.users["data_steward"]
    run = LinkageRun.objects.create(
        learns=True, records=18, pairs=count, started_by=steward, started_at=AT, finished_at=AT,
        told={"new": count, "known": 0, "expected": 3.2, "unused": ["id_1: no two records differ in it"],
              "by_chance": [[0.0, 9, 0.02], [0.9, 4, 0.97]], "by_weight": [[-6, 5], [-1, 4], [4, 4]],
              "weights": [["given", "same", 6.1], ["given", "different", -3.4], ["birth", "same", 9.4]]},
    )  # fmt: skip
    people = list(Person.objects.filter(memberships__household=place.large).order_by("pk"))
    pairs = [pair(one, other, 0.3 + 0.05 * at, run=run) for at, (one, other) in enumerate(_twos(people, count))]
    father = Membership.objects.get(household=place.far).person
    across = pair(place.mother, father, 0.7, run=run)
    for who in people[:3]:
        GroupMember.objects.create(run=run, group="c1", person=who)
    sample = Sample.objects.create(
        seed=6, drawn_by=steward, drawn_at=AT,
        bands=[{"low": low, "high": high, "pairs": 100, "expected": (low + high) / 2}
               for low, high in ((0.01, 0.5), (0.5, 0.9), (0.9, 1.0))],
    )  # fmt: skip
    proposed = Thresholds.objects.create(
        same_from=0.99, different_below=0.05, second_from=0.2, second_below=0.8, second_share=0.1, seed=7,
        reason="Read in March", proposed_by=steward, proposed_at=AT,
        expected={"linked": 40, "set_aside": 90, "read": 70, "wrong": [1.0, 0.2, 3.0],
                  "missed": [2.0, 0.5, 5.0], "n": 60},
    )  # fmt: skip
    return {
        "pair": pairs[0].pk,
        "pairs": [one.pk for one in pairs],
        "across": across.pk,
        "run": run.pk,
        "sample": sample.pk,
        "thresholds": proposed.pk,
        "person": people[0].pk,
        "other": people[1].pk,
        "mother": place.mother.pk,
    }


def pair(one: Person, other: Person, chance: float | None, **more: Any) -> Candidate:
    """Two records that may be one person, as a run lays them down."""
    first, second = sorted((one.pk, other.pk))
    lived = dict(Membership.objects.filter(person__in=[first, second]).values_list("person", "household__area"))
    return Candidate.objects.create(
        one_id=first, other_id=second, one_area_id=lived[first], other_area_id=lived[second], source="run",
        chance=chance, weight=2.0, reasons=REASONS, priority=round(100 * (chance or 0)), **more,
    )  # fmt: skip


def hundred(place: district.District, count: int = 100) -> dict[str, Any]:
    """So many pairs of people who live alone in the officers' area."""
    names = ("Amina", "Fatou", "Issa", "Layla", "Chidi", "Maria", "Moussa", "Hawa", "Omar", "Ada")
    people = Person.objects.bulk_create(
        Person(
            source="hundred", source_key=f"{number}", given_name=names[number // 2 % 10],
            family_name=f"Diallo{number // 2 if number % 4 else number}", sex="female",
            born_from=date(1980, 1, 1 + number // 2 % 28), born_to=date(1980, 1, 1 + number // 2 % 28),
            registered_on=date(2026, 3, 1), registered_in=place.area,
        )
        for number in range(2 * count)
    )  # fmt: skip
    made = Candidate.objects.bulk_create(
        Candidate(
            one=people[2 * at], other=people[2 * at + 1], one_area=place.area, other_area=place.area, source="run",
            chance=0.9, weight=3.0, reasons=REASONS, priority=10_000 - at,
        )
        for at in range(count)
    )  # fmt: skip
    Thresholds.objects.create(
        same_from=1, different_below=0, second_from=0, second_below=0, second_share=0, seed=1, reason="Alone",
        state="approved", proposed_by=place.users["data_steward"], proposed_at=AT,
    )  # fmt: skip
    return {"pairs": [one.pk for one in made]}


def _twos(people: list[Person], count: int) -> list[tuple[Person, Person]]:
    return [(people[at], people[at + 1]) for at in range(count)]
