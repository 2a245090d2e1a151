from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class UnknownPurpose(Refused):
    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(
            _("There is no purpose “%(code)s” in force. In force are: %(known)s.")
            % {"code": code, "known": ", ".join(known) or "—"}
        )


class NoSuchRecord(Refused):
    def __init__(self) -> None:
        super().__init__(_("There is no such record that you may see. Check the number."))


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("A reason is needed, for whoever asks later. Write one or two sentences."))


class UnknownFields(Refused):
    """Names of tables, columns or variables that do not exist."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            _("These are no tables, columns or variables of the registry: %(names)s. Take their names from the lists.")
            % {"names": ", ".join(names)}
        )


class NotYours(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody else prepared this, and only they can take it back. You may reject it instead."))


class NeedsGuardian(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(
            _("%(who)s is a child: the mother, father, guardian or caregiver must agree. Choose who did.")
            % {"who": who}
        )


class NotGuardian(Refused):
    def __init__(self, who: str, child: str) -> None:
        super().__init__(
            _("%(who)s is not on record as somebody who may speak for %(child)s. Record the kinship first.")
            % {"who": who, "child": child}
        )


class NotHead(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(
            _("%(who)s is not the head of a household on that day, and so speaks only for themselves.") % {"who": who}
        )


class WitnessMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("What is only said needs a witness. Write the witness's name."))


class NothingToWithdraw(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nothing was agreed to here, so there is nothing to take back. Record a refusal instead."))


class LiesAhead(Refused):
    def __init__(self, on: date) -> None:
        super().__init__(_("The day %(on)s has not come yet. Write the day on which it was said.") % {"on": on})


class CopyExpired(Refused):
    def __init__(self, expired_on: date) -> None:
        super().__init__(
            _("This request expired on %(day)s, as nobody came for the copy. Record a new one.") % {"day": expired_on}
        )


class IdentityMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Write how you made sure who this is: which document, or who vouches."))


class NotHandedToYou(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Only the officer who handed this copy over can open it, within a day. Record a new request.")
        )


class AnswerMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say what was done, or why not: the person is told."))


class UnknownCorrection(Refused):
    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(_("The record has no %(words)s to correct.") % {"words": ", ".join(words)})


class SensitiveCorrection(Refused):
    """The right answer would stand in the open until somebody decides."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            _(
                "“%(variable)s” is sensitive: its right answer is not written into a request. "
                "Write down what is wrong as “Something else”, without the answer."
            )
            % {"variable": variable}
        )


class UnknownOccasion(Refused):
    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(
            _("There is no occasion “%(code)s” to count from. There are: %(known)s.")
            % {"code": code, "known": ", ".join(known)}
        )


class TableKept(Refused):
    """A table that is never made anonymous, or of which nobody said how."""

    def __init__(self, table: str, reason: str) -> None:
        self.table = table
        super().__init__(_("%(table)s cannot be in a schedule. %(reason)s") % {"table": table, "reason": reason})


class NotEverywhere(Refused):
    code = "outside_area"

    def __init__(self) -> None:
        super().__init__(_("This concerns all areas at once, and your role holds in some only."))


class NobodyDue(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nobody's data are due under this schedule today: there is nothing to do."))


class NotInForce(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(
            _("%(code)s is not in force: nothing may be done under it. See whether it is over.") % {"code": code}
        )


class NotAgreed(Refused):
    """Fields that an agreement does not name."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(
            _("The agreement does not name these: %(fields)s. Leave them out, or agree on them first.")
            % {"fields": ", ".join(fields)}
        )


class PeriodBackward(Refused):
    def __init__(self) -> None:
        super().__init__(_("The last day lies before the first. Put the two days right."))
