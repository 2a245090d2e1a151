from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class InstrumentRefused(Refused):
    """An instrument that cannot be used as written, or not on this dictionary; `problems` have a line each."""

    def __init__(self, code: str, reason: str, problems: Sequence[Any] = ()) -> None:
        self.instrument, self.problems = code, tuple(problems)
        super().__init__(_("The instrument “%(code)s” cannot be used: %(reason)s") % {"code": code, "reason": reason})


class CannotAssess(Refused):
    """The data of a snapshot do not allow an instrument to be estimated."""

    def __init__(self, code: str, snapshot: str, reason: str) -> None:
        super().__init__(
            _("“%(code)s” could not be estimated on the snapshot %(snapshot)s: %(reason)s")
            % {"code": code, "snapshot": snapshot, "reason": reason}
        )


class NotAdopted(Refused):
    def __init__(self, code: str, known: list[str]) -> None:
        super().__init__(
            _("There is no instrument called “%(code)s”. There are: %(known)s. Adopt the shipped instruments first.")
            % {"code": code, "known": ", ".join(known) or "-"}
        )


class NotInForce(Refused):
    """Only an adopted version is applied: what it finds decides about people."""

    def __init__(self, instrument: str, status: str) -> None:
        super().__init__(
            _("%(instrument)s is %(status)s; only an adopted version is applied. Have it reviewed and adopted first.")
            % {"instrument": instrument, "status": status}
        )


class SomebodyWrites(Refused):
    """Two do not write the same instrument at once."""

    def __init__(self, code: str, who: str) -> None:
        super().__init__(
            _(
                "There is a version of “%(code)s” by %(who)s that is not adopted yet. Ask them to finish it or to "
                "retire it, or copy the instrument under a code of your own."
            )
            % {"code": code, "who": who}
        )


class CodeTaken(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("There is an instrument called “%(code)s” already. Choose another code.") % {"code": code})


class UnitFixed(Refused):
    def __init__(self, code: str, before: str, now: str) -> None:
        super().__init__(
            _(
                "“%(code)s” is about each %(before)s, and this text is about each %(now)s: results of its versions "
                "could not be compared. Write it under a code of its own."
            )
            % {"code": code, "before": before, "now": now}
        )


class NoSuchAssessment(Refused):
    def __init__(self, what: str) -> None:
        super().__init__(_("There is no assessment %(what)s. Look in the list of assessments.") % {"what": what})


class NotComparable(Refused):
    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            _("%(one)s and %(other)s are not rounds of one instrument. Choose two assessments by the same one.")
            % {"one": one, "other": other}
        )


class GroupUnknown(Refused):
    """A way to tell people apart that this snapshot does not know."""

    def __init__(self, group: str, known: Sequence[str], reason: str = "") -> None:
        super().__init__(
            _("Figures cannot be told apart by “%(group)s”. %(reason)s There are: %(known)s.")
            % {"group": group, "known": ", ".join(known) or "-", "reason": reason}
        )


class UnknownNeed(Refused):
    def __init__(self, need: str, known: Sequence[str]) -> None:
        super().__init__(
            _("There is no need called “%(need)s”. There are: %(known)s.")
            % {"need": need, "known": ", ".join(known) or "-"}
        )


class UnknownAnswer(Refused):
    """A programme, a service or a kind of place that there is not."""

    def __init__(self, kind: str, code: str, known: Sequence[str]) -> None:
        super().__init__(
            _("There is no %(kind)s called “%(code)s”. There are: %(known)s.")
            % {"kind": kind, "code": code, "known": ", ".join(known) or "-"}
        )


class AnswerThere(Refused):
    def __init__(self, need: str, code: str) -> None:
        super().__init__(
            _("It is said already that “%(code)s” answers “%(need)s”, or somebody has proposed it.")
            % {"need": need, "code": code}
        )


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say why, in a few words: whoever wrote this will read it."))


class NothingSensitive(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(
            _("What “%(code)s” finds is not kept apart, or it has not been applied: look at the household's own page.")
            % {"code": code}
        )
