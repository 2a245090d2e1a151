"""Texts of instruments, and the officers who write and adopt them."""

from datetime import UTC, datetime

from ayni.assessment import actions
from tests.unit.enrolment import world

AT = datetime(2026, 6, 2, 9, tzinfo=UTC)

LACKS = """
code: lacks
method: mpi
labels: {en: What homes lack, fr: Ce qui manque aux logements}
k: 1/2
dimensions:
  - name: dwelling
    indicators:
      - name: floor
        labels: {en: The floor is of earth, fr: Le sol est en terre}
        rule: household.floor == "earth"
  - name: light
    indicators:
      - name: light
        labels: {en: There is no electricity, fr: Il n’y a pas d’électricité}
        rule: "!household.electricity"
"""

NEEDS = """
code: needs
method: needs
labels: {en: Needs}
needs:
  - name: housing
    urgency: soon
    labels: {en: Housing, fr: Logement}
    says: {en: The floor is of earth, fr: Le sol est en terre}
    rule: household.floor == "earth"
  - name: small_children
    unit: person
    urgency: now
    labels: {en: Small children}
    says: {en: A child is under five}
    rule: age(person, on) < 5
  - name: disability
    unit: person
    urgency: soon
    labels: {en: Disability}
    says: {en: Somebody has a disability}
    rule: person.disability
  - name: food
    urgency: now
    labels: {en: Food}
    says: {en: There is not enough to eat}
    rule: household.meals < 2
  - name: light
    urgency: later
    labels: {en: Light}
    indicator: lacks/light
"""


def adopted(text, *, writer, adopter):
    """An instrument that one officer wrote, and another reviewed and adopted."""
    draft = actions.write_instrument(text, by=writer)
    return actions.adopt_instrument(actions.review_instrument(draft, by=adopter, at=AT), by=adopter, at=AT)


def officers():
    """Who writes, and who adopts."""
    return world.officer("writes", "analyst"), world.officer("adopts", "programme_approver")
