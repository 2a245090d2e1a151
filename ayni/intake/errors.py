from collections.abc import Sequence

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class SurveyUnreadable(Refused):
    """The files or the mapping must be put right before anything can be read."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(str(problem) for problem in problems)
        super().__init__("\n".join(self.problems))


class ProposalRefused(Refused):
    """What is proposed cannot be a change."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(str(problem) for problem in problems)
        super().__init__(" ".join(self.problems))


class NoSuchChange(Refused):
    def __init__(self, change: int) -> None:
        super().__init__(_("There is no change request with the number %(number)s here.") % {"number": change})


class EvidenceNeeded(Refused):
    def __init__(self, kind: str, possible: Sequence[str]) -> None:
        super().__init__(
            _("%(kind)s: say what was shown. It can be: %(possible)s.")
            % {"kind": kind, "possible": _(", ").join(possible)}
        )


class NotYetHappened(Refused):
    def __init__(self, day: object) -> None:
        super().__init__(_("%(day)s is still to come. Ask for the change when it has happened.") % {"day": day})


class GroundChanged(Refused):
    """The record is no longer as it was when the request was made."""

    def __init__(self, changed: Sequence[str]) -> None:
        self.changed = tuple(changed)
        super().__init__(
            _(
                "The record has changed since this was asked for: %(what)s. Look at the change again as it would be"
                " now, and confirm it, or reject it."
            )
            % {"what": _(", ").join(changed)}
        )


class ReasonNeeded(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say why, in words that the person understands."))


class AnotherLevel(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(
            _("%(who)s has rejected this before. The appeal is for another officer to decide.") % {"who": who}
        )


class TooLate(Refused):
    def __init__(self, until: object) -> None:
        super().__init__(_("This was possible until %(until)s. Make a new request instead.") % {"until": until})


class NoCounter(Refused):
    def __init__(self, kind: str, why: str) -> None:
        super().__init__(_("%(kind)s: this is not taken back by itself. %(why)s") % {"kind": kind, "why": why})


class TooManyPapers(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(_("A request holds at most %(most)s files. Put several pages into one PDF.") % {"most": most})


class NothingToApprove(Refused):
    def __init__(self) -> None:
        super().__init__(_("None of these can be approved by you now. The list says what each is waiting for."))


class AcceptanceRefused(Refused):
    """A rule for accepting changes must be put right first."""


class NoSuchRule(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(_("There is no rule with the number %(number)s.") % {"number": number})
