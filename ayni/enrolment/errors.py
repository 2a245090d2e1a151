from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class NothingInForce(Refused):
    def __init__(self, on: date) -> None:
        super().__init__(
            _("No programme is in force on %(on)s, so there is nothing to decide. Have a programme approved first.")
            % {"on": on}
        )


class Superseded(Refused):
    """A later run has decided since; its answer counts."""

    def __init__(self, run: int, later: int) -> None:
        self.later = later
        super().__init__(
            _("Run %(run)s has been overtaken: run %(later)s decided with newer answers. Review that one.")
            % {"run": run, "later": later}
        )


class NotDecided(Refused):
    def __init__(self, run: int) -> None:
        super().__init__(_("Run %(run)s is still deciding. Wait until it is done.") % {"run": run})


class AnswersMissing(Refused):
    """Unknown is not yes either: the answers come first."""

    def __init__(self, who: str, answers: str) -> None:
        super().__init__(
            _("%(who)s cannot be accepted yet: answers are missing (%(answers)s). Ask for them; the next run decides.")
            % {"who": who, "answers": answers}
        )


class AlreadyEnrolled(Refused):
    def __init__(self, who: str, programme: str) -> None:
        super().__init__(
            _("%(who)s is enrolled in %(programme)s already. Nobody is enrolled in the same programme twice.")
            % {"who": who, "programme": programme}
        )


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("A reason is needed: the household has a right to know it. Write one or two sentences."))


class BeforeStart(Refused):
    def __init__(self, starts_on: date, on: date) -> None:
        super().__init__(
            _("This enrolment starts on %(starts_on)s and cannot end on %(on)s, before that. Choose a later day.")
            % {"starts_on": starts_on, "on": on}
        )


class NotFound(Refused):
    """No such record, or none in the reader's areas: the two are told alike on purpose."""

    def __init__(self) -> None:
        super().__init__(_("We could not find this in the areas you work in. Look in the list again."))


class NothingToTryOn(Refused):
    def __init__(self) -> None:
        super().__init__(_("There is no snapshot to try rules on. Take one first, under Insight."))


class SinglesOut(Refused):
    """A trial counts people; it is no way to ask about one of them."""

    def __init__(self) -> None:
        super().__init__(
            _("A trial cannot ask for one household or person by its number (id). Take that out of the rule.")
        )


class UnitsDiffer(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "One of these is for each household and the other for each person, so they cannot be compared. Choose "
                "rules for the same unit."
            )
        )


class AsksSensitive(Refused):
    """A rule's result would tell an answer that this reader may not see."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _(
                "You may not see sensitive answers here, so rules that ask for them cannot be tried on a household: "
                "%(names)s."
            )
            % {"names": ", ".join(names)}
        )
