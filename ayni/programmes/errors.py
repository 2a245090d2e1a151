from collections.abc import Sequence

from django.utils.translation import gettext as _

from ayni.engines.rules.check import Problem
from ayni.kernel.refusals import Refused


class TextRefused(Refused):
    """A programme's text whose rules do not check; `problems` holds each with its line and column."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        listed = "\n".join(str(problem) for problem in self.problems)
        super().__init__(
            _("These rules cannot be run; put them right and try again.\n%(problems)s") % {"problems": listed}
        )


class UnknownTemplate(Refused):
    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(
            _("There is no programme template called “%(code)s”. There are: %(known)s.")
            % {"code": code, "known": ", ".join(known)}
        )


class UnknownProgramme(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("There is no programme called “%(code)s”. Look in the list of programmes.") % {"code": code})


class UnitChanged(Refused):
    def __init__(self, code: str, before: str, now: str) -> None:
        super().__init__(
            _(
                "The programme “%(code)s” is for each %(before)s, and this text is for each %(now)s. Whom a programme "
                "is for never changes: write it as a new programme with a code of its own."
            )
            % {"code": code, "before": before, "now": now}
        )


class TextTooLong(Refused):
    def __init__(self, length: int, most: int) -> None:
        super().__init__(
            _("This text has %(length)d characters and a programme's has at most %(most)d. Write fewer criteria.")
            % {"length": length, "most": most}
        )
