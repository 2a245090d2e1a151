"""Changes of one person's record: death, correction, moving to another household, marriage, new answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import answers
from ayni.intake import errors
from ayni.intake.models import EvidenceKind as Shown
from ayni.intake.queries.changes import telling, wrong
from ayni.intake.queries.changes.ground import ANSWER
from ayni.intake.queries.changes.kinds import Difference, Field, Kind, Need, Subject
from ayni.registry import queries as registry
from ayni.registry.models import Relationship
from ayni.registry.queries import wording

SEXES = tuple(wording.SEXES.items())
RELATIONSHIPS = tuple((code, wording.RELATIONSHIPS[code]) for code in Relationship.values)
OTHERS = tuple((code, word) for code, word in RELATIONSHIPS if code != Relationship.HEAD)
NAMES = (
    Field("given_name", gettext_lazy("Given name"), is_required=False),
    Field("family_name", gettext_lazy("Family name"), is_required=False),
    Field("given_name_latin", gettext_lazy("Given name in Latin letters"), is_required=False),
    Field("family_name_latin", gettext_lazy("Family name in Latin letters"), is_required=False),
)
BORN = Field(
    "born",
    gettext_lazy("Born"),
    "partial_day",
    says=gettext_lazy("As far as it is known: 2026, 2026-07 or 2026-07-01"),
)


class Death(Kind):
    """A person has died: two officers check it, for it ends what the person receives."""

    code, of = "death", "person"
    days, is_grave = 7, True
    asks_day = gettext_lazy("Died on")
    evidence = (
        Shown.DEATH_CERTIFICATE,
        Shown.MEDICAL_NOTICE,
        Shown.COURT_ORDER,
        Shown.LEADER_LETTER,
        Shown.VISIT,
        Shown.OWN_WORD,
    )
    fields = (
        Field(
            "head",
            gettext_lazy("Who leads the household now"),
            "member",
            is_required=False,
            says=gettext_lazy("Needed when the person who died led it."),
        ),
    )

    def needs(self, subject: Subject) -> Iterator[Need]:
        assert subject.person_id
        for what in ("name", "born", "died_on", "household", "relationship"):
            yield Need("person", subject.person_id, what)

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        before = ground.get(f"person:{subject.person_id}:died_on")
        lines = [Difference(_("Died"), telling.day(before), telling.day(subject.happened_on))]
        if head := subject.proposed.get("head"):
            lines.append(Difference(_("Head of the household"), "", telling.person(head)))
        return lines


class Correction(Kind):
    """A name, the sex, the day of birth or the telephone number is wrong on record."""

    code, of = "correction", "person"
    fields = (
        *NAMES,
        Field("sex", gettext_lazy("Sex"), "choice", is_required=False, choices=SEXES),
        Field("born", gettext_lazy("Born"), "partial_day", is_required=False, says=BORN.says),
        Field("phone", gettext_lazy("Telephone"), is_required=False, most=20),
    )

    def judge(self, proposed: dict[str, Any], subject: Subject) -> None:
        if not proposed:
            raise errors.ProposalRefused([_("Nothing would change. Write at least one thing that is wrong.")])

    def needs(self, subject: Subject) -> Iterator[Need]:
        assert subject.person_id
        for name in subject.proposed:
            yield Need("person", subject.person_id, name)

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        labels = {field.name: field.label for field in self.fields}
        return [
            Difference(
                labels[name],
                telling.of_person(name, ground.get(f"person:{subject.person_id}:{name}")),
                telling.of_person(name, value),
            )
            for name, value in subject.proposed.items()
        ]


class PersonMove(Kind):
    """A person leaves the household and lives in another that is known, wherever it is."""

    code, of = "person_move", "person"
    leaves_area = True
    asks_day = gettext_lazy("Moved on")
    fields = (
        Field("household", gettext_lazy("Number of the household they live in now"), "household"),
        Field("relationship", gettext_lazy("Relationship to its head"), "choice", choices=OTHERS),
        Field(
            "head",
            gettext_lazy("Who leads the household they left"),
            "member",
            is_required=False,
            says=gettext_lazy("Needed when the person who moves led it."),
        ),
    )

    def needs(self, subject: Subject) -> Iterator[Need]:
        assert subject.person_id
        for what in ("name", "died_on", "household", "relationship"):
            yield Need("person", subject.person_id, what)

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        before = ground.get(f"person:{subject.person_id}:household")
        asked = subject.proposed
        was = ground.get(f"person:{subject.person_id}:relationship")
        return [
            Difference(_("Household"), telling.household(before), telling.household(asked["household"])),
            Difference(
                _("Relationship to the head"), telling.relationship(was), telling.relationship(asked["relationship"])
            ),
        ]


class Marriage(Kind):
    """Two people marry. Where they live changes only when it is asked for."""

    code, of = "marriage", "person"
    asks_day = gettext_lazy("Married on")
    evidence = (Shown.MARRIAGE_CERTIFICATE, Shown.COURT_ORDER, Shown.LEADER_LETTER, Shown.OWN_WORD)
    fields = (
        Field("spouse", gettext_lazy("Number of the person they marry"), "person"),
        Field(
            "joins",
            gettext_lazy("The person moves into the household of the one they marry"),
            "yes",
            is_required=False,
        ),
        Field("relationship", gettext_lazy("Relationship to its head"), "choice", is_required=False, choices=OTHERS),
        Field(
            "head",
            gettext_lazy("Who leads the household they left"),
            "member",
            is_required=False,
            says=gettext_lazy("Needed when the person who moves led it."),
        ),
    )

    def judge(self, proposed: dict[str, Any], subject: Subject) -> None:
        if proposed["spouse"] == subject.person_id:
            raise errors.ProposalRefused([_("Nobody marries themselves. Give the number of the other person.")])
        if proposed.get("joins") and not proposed.get("relationship"):
            raise errors.ProposalRefused([_("Say what the person will be to the head of that household.")])

    def needs(self, subject: Subject) -> Iterator[Need]:
        assert subject.person_id
        for who in (subject.person_id, subject.proposed["spouse"]):
            for what in ("name", "died_on", "household"):
                yield Need("person", who, what)

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        spouse = subject.proposed["spouse"]
        lines = [Difference(pgettext_lazy("kinship", "Spouse"), "", telling.person(spouse))]
        if subject.proposed.get("joins"):
            before = ground.get(f"person:{subject.person_id}:household")
            after = ground.get(f"person:{spouse}:household")
            lines.append(Difference(_("Household"), telling.household(before), telling.household(after)))
        return lines


class Facts(Kind):
    """New answers, as a source told them on a day. Sensitive ones are told on the record, where they are sealed."""

    fields = (Field("values", gettext_lazy("Answers"), "answers"),)
    asks_day = gettext_lazy("Told on")

    def judge(self, proposed: dict[str, Any], subject: Subject) -> None:
        words, problems = registry.dictionary(), []
        for name, value in proposed["values"].items():
            variable = words.get(self.of, name)
            if variable is None:
                problems.append(wrong.no_such_field(name, [words.nearest(self.of, name) or ""]))
            elif variable.sensitivity == "sensitive":
                problems.append(wrong.sensitive_answer(name))
            elif value is not None:
                try:
                    proposed["values"][name] = answers.kept(variable, value)
                except dictionaries.DictionaryError as error:
                    problems.append(str(error))
        if problems:
            raise errors.ProposalRefused(problems)

    def needs(self, subject: Subject) -> Iterator[Need]:
        subject_id = subject.person_id if self.of == "person" else subject.household_id
        assert subject_id
        for name in subject.proposed["values"]:
            yield Need(self.of, subject_id, f"{ANSWER}{name}")

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        words = registry.dictionary()
        subject_id = subject.person_id if self.of == "person" else subject.household_id
        return [
            telling.answer(words.get(self.of, name), name, ground.get(f"{self.of}:{subject_id}:{ANSWER}{name}"), value)
            for name, value in subject.proposed["values"].items()
        ]


class PersonFacts(Facts):
    code, of = "person_facts", "person"


class HouseholdFacts(Facts):
    code, of = "household_facts", "household"
