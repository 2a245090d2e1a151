"""A small registry: two regions, a few families, the officers who work there."""

from datetime import UTC, date, datetime, time

from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Area
from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import Choice, Variable
from ayni.programmes import actions as programmes
from ayni.registry import actions as registry
from ayni.registry import models
from ayni.registry import queries as registry_queries
from ayni.registry.actions import moving
from ayni.registry.queries import sealed
from ayni.snapshots.models import Snapshot

DAY = date(2026, 6, 1)
START = date(2020, 1, 1)

DICTIONARY = dictionaries.Dictionary(
    [
        Variable(
            "floor",
            "household",
            "choice",
            labels={"en": "Floor", "fr": "Sol"},
            choices=(Choice("earth", {"en": "Earth", "fr": "Terre"}), Choice("cement", {"en": "Cement"})),
        ),
        Variable("rooms", "household", "integer", labels={"en": "Rooms"}),
        Variable("electricity", "household", "boolean", labels={"en": "Electricity"}),
        Variable("survey_weight", "household", "decimal"),
        Variable("survey_stratum", "household", "text"),
        Variable("survey_psu", "household", "text"),
        Variable("consumption_per_person", "household", "decimal", labels={"en": "Consumption"}),
        Variable("disability", "person", "boolean", labels={"en": "Disability"}, sensitivity="sensitive"),
    ]
)

CHILD_GRANT = """
programme: child-grant
title: {en: Child grant, fr: Allocation pour enfants}
unit: person
legal_basis: Child Benefit Act 2024, s. 4
criteria:
  - name: young
    rule: age(person, on) < 5
    says: {en: The child is under five, fr: L’enfant a moins de cinq ans}
benefit: {amount: 300, every: month, currency: LCU}
"""

HOUSING = """
programme: housing
title: {en: Housing support}
unit: household
criteria:
  - name: earth-floor
    rule: household.floor == "earth"
    says: {en: The floor is of earth}
  - name: crowded
    rule: household.rooms < 3
    says: {en: There are fewer than three rooms}
benefit:
  amount: 100 * members.count(m, age(m, on) < 18) + 50.255
  every: quarter
  currency: LCU
"""

DISABILITY = """
programme: disability
title: {en: Disability allowance}
unit: person
criteria:
  - name: disabled
    rule: person.disability
    says: {en: The person has a disability}
benefit: {waiver: Bus fares, every: year, says: {en: No bus fares for the year}}
"""


def areas() -> dict[str, Area]:
    found = {}
    for code in ("N", "S"):
        top = Area.objects.create(code=code, level=1, path=f"/{code}/", names={"en": f"Region {code}"})
        below = Area.objects.create(
            code=f"{code}1", level=2, parent=top, path=f"/{code}/{code}1/", names={"en": f"District {code}1"}
        )
        found |= {code: top, f"{code}1": below}
    return found


def dictionary() -> None:
    models.Variable.objects.bulk_create(
        models.Variable.declaring(variable, version=1, position=place, since=START)
        for place, variable in enumerate(DICTIONARY)
    )


def officer(name: str, role: str, area: Area | None = None) -> User:
    user = User.objects.create(username=name, first_name=name.capitalize())
    Grant.objects.create(user=user, role_id=role, area=area, starts_on=START)
    return user


def household(area: Area, key: str, members: list[dict], **answers: object) -> models.Household:
    """A family; each member a dict of `born` (a day) and answers. The first is the head."""
    home = models.Household.objects.create(area=area, source="test", source_key=key, registered_on=START)
    if answers:
        models.HouseholdFacts.objects.create(household=home, source="test", observed_on=START, values=answers)
        seal("household")
    for number, given in enumerate(members, start=1):
        member(home, number, **given)
    return home


def member(home: models.Household, number: int, *, born: date | None = None, **answers: object) -> models.Person:
    person = models.Person.objects.create(
        source="test",
        source_key=f"{home.source_key}/{number}",
        given_name=f"Person{number}",
        family_name=home.source_key.capitalize(),
        born_from=born,
        born_to=born,
        registered_on=START,
    )
    models.Membership.objects.create(
        person=person,
        household=home,
        number=number,
        relationship="head" if number == 1 else "child",
        period=(START, None),
    )
    if answers:
        models.PersonFacts.objects.create(person=person, source="test", observed_on=START, values=answers)
        seal("person")
    return person


def seal(entity: str) -> None:
    """What was put in as it is stands as it would if an officer had told it."""
    names = sealed.names(registry_queries.dictionary(), entity)
    list(moving.seal(entity, sorted(names)))


def programme(text: str, manager: User, approver: User):
    version = programmes.prepare(text, by=manager, in_force_from=START)
    return programmes.approve(version, by=approver, at=noon(START))


def snapshot(by: User, *, on: date = DAY) -> Snapshot:
    return registry.take_snapshot(on=on, by=by)


def noon(day: date):
    return datetime.combine(day, time(12), UTC)
