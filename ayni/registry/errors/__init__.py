from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.kernel.refusals import Refused


class TypeChanged(Refused):
    """A variable that is known with another type."""

    def __init__(self, name: str, known: str, given: str) -> None:
        self.name = name
        super().__init__(
            _(
                "The variable %(name)s is %(known)s in the dictionary, and here it is %(given)s. Answers already kept "
                "would no longer be readable. Give the new variable another name in the mapping."
            )
            % {"name": name, "known": known, "given": given}
        )


class AreasUnknown(Refused):
    def __init__(self, codes: list[str]) -> None:
        shown = ", ".join(codes[:5]) + (", …" if len(codes) > 5 else "")
        super().__init__(
            _(
                "These areas are not in the directory: %(areas)s. A household must live in a known area. "
                "Add the areas first."
            )
            % {"areas": shown}
        )


class SourceKnown(Refused):
    def __init__(self, source: str, count: int) -> None:
        super().__init__(
            ngettext(
                "%(count)s of these households or persons was admitted before from the source “%(source)s”, and nobody "
                "is registered twice. Leave it out, or name the source differently if it is another one.",
                "%(count)s of these households or persons were admitted before from the source “%(source)s”, and "
                "nobody is registered twice. Leave them out, or name the source differently if it is another one.",
                count,
            )
            % {"count": count, "source": source}
        )


class NotOneHead(Refused):
    def __init__(self, heads: int) -> None:
        nobody = _(
            "In this household nobody is named as its head. Name exactly one, for payments and letters go to the head."
        )
        several = ngettext(
            "In this household %(heads)s person is named as its head. "
            "Name exactly one, for payments and letters go to the head.",
            "In this household %(heads)s people are named as its head. "
            "Name exactly one, for payments and letters go to the head.",
            heads,
        )
        super().__init__(several % {"heads": heads} if heads else nobody)


class BornLater(Refused):
    def __init__(self, who: str, born: date, on: date) -> None:
        super().__init__(
            _("%(who)s would be born on %(born)s, after %(on)s, the day this is recorded. Check the day of birth.")
            % {"who": who, "born": born, "on": on}
        )


class YoungerParent(Refused):
    def __init__(self, parent: str, child: str, kind: str) -> None:
        told = (
            _(
                "%(parent)s cannot be the mother of %(child)s: the mother would be younger than the child, or less "
                "than ten years older. Check both days of birth, or name somebody else."
            )
            if kind == "mother"
            else _(
                "%(parent)s cannot be the father of %(child)s: the father would be younger than the child, or less "
                "than ten years older. Check both days of birth, or name somebody else."
            )
        )
        super().__init__(told % {"parent": parent, "child": child})


class NoSuchMember(Refused):
    """A place in a list that was sent: no record that is out of sight, and told as it is."""

    code = "member_not_listed"

    def __init__(self, number: int) -> None:
        super().__init__(
            _("There is no member number %(number)s in this household. Use a number from the list of members.")
            % {"number": number}
        )


class NothingToCorrect(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(_("The record of %(who)s already says this: nothing was changed.") % {"who": who})


class NoSuchHousehold(Refused):
    def __init__(self, household_id: int) -> None:
        super().__init__(
            _("There is no household %(code)s. Check the number, or search by name.") % {"code": f"H{household_id:08d}"}
        )


class NoSuchPerson(Refused):
    def __init__(self, person_id: int) -> None:
        super().__init__(
            _("There is no person %(code)s. Check the number, or search by name.") % {"code": f"P{person_id:08d}"}
        )


class ListHasNoName(Refused):
    def __init__(self) -> None:
        super().__init__(_("A saved list needs a name, so that you find it again."))


class TooManyLists(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(_("You keep %(most)s lists already. Drop one that you no longer need.") % {"most": most})


class UnknownVariable(Refused):
    def __init__(self, entity: str, name: str, nearest: str | None = None) -> None:
        told = _("The dictionary has no variable %(entity)s.%(name)s.") % {"entity": entity, "name": name}
        hint = _("Did you mean “%(name)s”?") % {"name": nearest} if nearest else _("Look in the list of variables.")
        super().__init__(f"{told} {hint}")


class UnknownChange(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(
            _("There is no proposed change number %(number)s. Look in the list of changes.") % {"number": number}
        )


class ToldTwice(Refused):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _("This change speaks twice of %(names)s. Say once what is to become of each variable.")
            % {"names": ", ".join(names)}
        )


class NoChange(Refused):
    def __init__(self) -> None:
        super().__init__(_("The dictionary already says all of this: there is nothing to change."))


class AnswersInUse(Refused):
    """A choice, or a kind of missing answer, that answers on record use; `counts` says how many of each."""

    def __init__(self, name: str, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        listed = ", ".join(f"{code} ({count})" for code, count in counts.items())
        super().__init__(
            _(
                "These cannot be taken away from %(name)s, for answers on record use them: %(listed)s. Keep them, and "
                "leave them out of the form instead."
            )
            % {"name": name, "listed": listed}
        )


class WouldBreak(Refused):
    """A change after which rules could no longer be run; `uses` says which, where and why."""

    def __init__(self, uses: Sequence[object]) -> None:
        self.uses: tuple[Any, ...] = tuple(uses)
        listed = "\n".join(str(use) for use in self.uses)
        super().__init__(
            _(
                "Rules use what this would change, and could no longer be run. Write new versions of them first.\n"
                "%(listed)s"
            )
            % {"listed": listed}
        )


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("A reason is needed, for whoever asks later. Write one or two sentences."))


class NotYet(Refused):
    def __init__(self, since: date) -> None:
        super().__init__(
            _("This change is to hold from %(since)s on. Approve it on that day or later.") % {"since": since}
        )


class AnswerRefused(Refused):
    """Answers that do not fit the dictionary, each with its reason."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(
            _("These answers do not fit the dictionary; nothing was recorded.\n%(problems)s")
            % {"problems": "\n".join(problems)}
        )


class NotYours(Refused):
    def __init__(self, what: str) -> None:
        super().__init__(
            _("%(what)s was proposed by somebody else, and only they can take it back. You may reject it instead.")
            % {"what": what}
        )


class PurposeMissing(Refused):
    """Sensitive answers are opened for a purpose, or not at all."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(
            _("Sensitive answers are opened only for a purpose, which is recorded. Choose one: %(known)s.")
            % {"known": ", ".join(known)}
        )


class WordsTooLong(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(_("Say it in at most %(most)s characters.") % {"most": most})


class MoveUnfinished(Refused):
    """The class of a variable has changed, and its answers are on their way."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "A change of the dictionary made answers sensitive or took that back, and they are still being moved "
                "(%(key)s). Wait until that work is done, under Insight, and begin again."
            )
            % {"key": key}
        )


class AnswersSealed(Refused):
    """Nobody looks into everybody's sensitive answers to see whether a choice is used."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "Sensitive answers are kept, and they are not opened to see whether %(name)s is among them. So its "
                "type stays, and choices and kinds of missing answer can only be added. Declare a new variable instead."
            )
            % {"name": name}
        )


class TwoHeads(Refused):
    def __init__(self, household: str, head: str) -> None:
        super().__init__(
            _(
                "%(household)s is led by %(head)s on that day already, and a household has one head at a time. Say "
                "what "
                "else this person is to the head, or name the new head instead of the present one."
            )
            % {"household": household, "head": head}
        )


class SeveralHeads(Refused):
    """Households of a file that are led by more than one person each."""

    def __init__(self, households: Sequence[str], count: int) -> None:
        listed = ", ".join(households) + (", …" if count > len(households) else "")
        super().__init__(
            _(
                "In these households several people are named as the head: %(households)s. A household has one head at "
                "a time: say what the others are to the head, or leave it out."
            )
            % {"households": listed}
        )


class NewHeadNeeded(Refused):
    def __init__(self, household: str) -> None:
        super().__init__(
            _(
                "%(household)s would be left without its head. Say who of those who stay leads it from that day on; "
                "it may be a child."
            )
            % {"household": household}
        )


class NotAMember(Refused):
    def __init__(self, who: str, household: str) -> None:
        super().__init__(
            _("%(who)s does not live in %(household)s on that day. Choose somebody who does, or another day.")
            % {"who": who, "household": household}
        )


class LivesElsewhere(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(
            _(
                "%(who)s usually lives in a household on that day already, and nobody usually lives in two. Move them "
                "from there, or record this home as one they share."
            )
            % {"who": who}
        )


class HasDied(Refused):
    def __init__(self, who: str, on: date | None) -> None:
        super().__init__(
            _(
                "%(who)s has died (%(on)s): nothing new can begin for them. If that is a mistake, correct the record "
                "of the death first."
            )
            % {"who": who, "on": on}
        )


class DiedEarlier(Refused):
    def __init__(self, who: str, since: date) -> None:
        super().__init__(
            _(
                "%(who)s is on record as living in a household from %(since)s on, after that day of death. Check the "
                "day, or correct where they lived first."
            )
            % {"who": who, "since": since}
        )


class BeforeItBegan(Refused):
    def __init__(self, since: date) -> None:
        super().__init__(
            _("What would end began on %(since)s, and cannot end before. Check the day.") % {"since": since}
        )


class DayToCome(Refused):
    def __init__(self, day: date) -> None:
        super().__init__(_("%(day)s has not come yet. Record it on that day or later.") % {"day": day})


class AlreadyEnded(Refused):
    def __init__(self, what: str) -> None:
        super().__init__(_("%(what)s has ended already: nothing was changed.") % {"what": what})


class HouseholdClosed(Refused):
    def __init__(self, household: str) -> None:
        super().__init__(
            _(
                "%(household)s is not open on that day: its record was closed, or it was registered later. Choose "
                "another household or another day."
            )
            % {"household": household}
        )


class WithinItself(Refused):
    def __init__(self, household: str) -> None:
        super().__init__(
            _("%(household)s cannot be part of itself or of one of its own parts. Name another household.")
            % {"household": household}
        )


class OwnKin(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(_("%(who)s cannot be their own relative. Name somebody else.") % {"who": who})


class KinKnown(Refused):
    def __init__(self, who: str, kind: str) -> None:
        super().__init__(
            _("This tie of %(who)s is on record already (%(kind)s). End the other one first if it no longer holds.")
            % {"who": who, "kind": kind}
        )


class UnknownIdentifier(Refused):
    def __init__(self, type: str, known: Sequence[str]) -> None:
        super().__init__(
            _("There is no type of number called “%(type)s”. Choose one of these: %(known)s.")
            % {"type": type, "known": ", ".join(known)}
        )


class WrongNumber(Refused):
    """A number that cannot be one of its type; the number itself is not told."""

    def __init__(self, label: str, *, is_check: bool, example: str = "") -> None:
        told = (
            _(
                "This cannot be a number of the type “%(label)s”: its check digit is wrong. Copy it again, digit by "
                "digit."
            )
            if is_check
            else _("This cannot be a number of the type “%(label)s”: it has another form. Copy it again.")
        )
        looks = _("A right one looks like this: %(example)s") % {"example": example} if example else ""
        super().__init__(f"{told % {'label': label}} {looks}".rstrip())


class IdentifierHeld(Refused):
    def __init__(self, label: str) -> None:
        super().__init__(
            _(
                "Another living person holds this number (%(label)s), and it is verified. Two people cannot: look "
                "whether "
                "they are the same person, or keep the number here as told until its issuer has said whose it is."
            )
            % {"label": label}
        )


class WrongPhone(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This cannot be a telephone number. Write it with the code of its country, such as +254 712 345 678, "
                "and "
                "count its digits."
            )
        )


class InAnInstitution(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(
            _("%(who)s lives in an institution on that day already. Record when they left it first.") % {"who": who}
        )


class MovedAway(Refused):
    """A household that lived here and now lives out of the reader's areas."""

    def __init__(self, code: str, on: date, because: str) -> None:
        self.on, self.because = on, because
        told = _("%(code)s moved to another area on %(on)s. Its record is with the offices there.") % {
            "code": code,
            "on": on,
        }
        super().__init__(f"{told} {because}".strip())


class MergedInto(Refused):
    """A record that was merged into another, which holds for both."""

    def __init__(self, code: str, into: int, into_code: str) -> None:
        self.into = into
        super().__init__(
            _("%(code)s was merged into %(into)s: both are the same person. Work with %(into)s.")
            % {"code": code, "into": into_code}
        )


class NothingContradicts(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("That source told nothing of %(name)s on that day. Look at the answers again, and choose one of them.")
            % {"name": name}
        )


class NotResolvedHere(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "Answers to %(name)s are sensitive and kept sealed: which one holds is not decided here. Record the "
                "right "
                "answer anew, with how sure it is."
            )
            % {"name": name}
        )


class BuiltUpon(Refused):
    """What a file brought cannot be taken back: other work stands on it."""

    def __init__(self, later: Mapping[str, int]) -> None:
        self.later = dict(later)
        listed = ", ".join(f"{table} {count:,}" for table, count in later.items())
        super().__init__(
            _(
                "Other work stands on the people who came with this file: %(listed)s. Take that back first, or correct"
                " the people one by one."
            )
            % {"listed": listed}
        )
