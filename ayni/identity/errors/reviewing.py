"""Why a pair of records is not read, a run not begun, a threshold not set."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class NoSuchPair(Refused):
    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            _("Pair %(number)s is not there, or one of its records is out of your reach. Take the next one.")
            % {"number": number}
        )


class HeldByAnother(Refused):
    def __init__(self, who: str) -> None:
        self.who = who
        super().__init__(
            _("%(who)s is reading this pair now, so your answer was not kept. Take the next one.") % {"who": who}
        )


class AlreadyRead(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("You have read this pair. Somebody else reads it next, so that two people look. Take the next one.")
        )


class WhyMissing(Refused):
    """An answer that needs a reason has none."""

    def __init__(self, *, is_unsure: bool) -> None:
        self.is_unsure = is_unsure
        unsure = _("Say what you would need to know to be sure, so that whoever reads it next can find it out.")
        against = _("What is known speaks strongly for the other answer. Say why you see it otherwise.")
        super().__init__(unsure if is_unsure else against)


class NothingToTakeBack(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("There is no answer of yours to take back: you gave none, or somebody has acted on it since.")
        )


class OneRecord(Refused):
    def __init__(self) -> None:
        super().__init__(_("This is one and the same record. Choose the other record of this person."))


class MergedAway(Refused):
    """A record that was merged into another is not compared any more."""

    def __init__(self, code: str) -> None:
        self.record = code
        super().__init__(
            _("%(code)s was merged with another record already. Open it to see which; report that one instead.")
            % {"code": code}
        )


class LooksAlready(Refused):
    def __init__(self) -> None:
        super().__init__(_("The registry is being looked through already. Wait until that is done."))


class NothingLearnt(Refused):
    def __init__(self) -> None:
        super().__init__(_("No model of likeness is in force yet. Choose to learn one anew from the registry."))


class NotInOrder(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "“Different below” must not lie above “the same from on”,"
                " and the band read twice must end after it begins."
            )
        )


class NothingRead(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Nobody has read a sample yet, so the errors of these thresholds are not known."
                " Draw a sample and have it read first; until then every pair is read by officers."
            )
        )


class NothingToDraw(Refused):
    def __init__(self) -> None:
        super().__init__(_("There are no pairs to draw from. Look for people on record twice first."))
