"""Why something is not done with areas and places. Each text says what happened, why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.kernel.refusals import Refused


class ParentUnknown(Refused):
    def __init__(self, code: str, parent: str) -> None:
        super().__init__(
            f"The area {code} is said to lie in {parent}, which is not known. "
            "Give the upper area first, or correct its code."
        )


class AreaMoved(Refused):
    def __init__(self, code: str, parent: str) -> None:
        where = f"in {parent}" if parent else "at the top"
        super().__init__(
            f"The area {code} is known elsewhere in the tree, and here it is said to lie {where}. "
            "A code never changes its meaning: correct the file, or give the new area a code of its own."
        )


class CodeUnfit(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(
            f"The area code “{code}” cannot be used: a code is up to 32 characters, without a slash. "
            "Correct it in the file."
        )


class CodeTwice(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(
            _("The code “%(code)s” is given twice, and not for the same. Give each its own.") % {"code": code}
        )


class CodeTaken(Refused):
    def __init__(self, code: str, holder: str) -> None:
        super().__init__(
            _("The code “%(code)s” is that of %(holder)s. A code is never given a second time: choose another.")
            % {"code": code, "holder": holder}
        )


class TooDeep(Refused):
    def __init__(self, code: str, most: int) -> None:
        super().__init__(
            _("The area %(code)s would lie too deep: areas nest at most %(most)s levels, with codes of 250 letters.")
            % {"code": code, "most": most}
        )


class UnknownArea(Refused):
    def __init__(self, code: str, nearest: Sequence[str] = ()) -> None:
        told = _("There is no area with the code “%(code)s”.") % {"code": code}
        if nearest:
            told += " " + _("Did you mean %(nearest)s?") % {"nearest": ", ".join(nearest)}
        super().__init__(told)


class AreaEnded(Refused):
    """An area that was merged or divided; what it became is named."""

    def __init__(self, code: str, until: date, became: Sequence[str]) -> None:
        super().__init__(
            _("The area %(code)s ended on %(day)s and became %(became)s. Use what it became.")
            % {"code": code, "day": until.isoformat(), "became": ", ".join(became) or "?"}
        )


class CircleOfAreas(Refused):
    def __init__(self, code: str, parent: str) -> None:
        super().__init__(
            _("%(code)s cannot lie in %(parent)s, which lies in it. Choose an area outside it.")
            % {"code": code, "parent": parent}
        )


class LevelsDiffer(Refused):
    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(
            _("%(codes)s are not of one level. Areas of one level are merged; to put one into another, transfer it.")
            % {"codes": ", ".join(codes)}
        )


class ParentMissing(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(
            _("The areas that are merged lie in different ones. Say in which of them %(code)s will lie.")
            % {"code": code}
        )


class TooFewAreas(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("A merger joins two areas or more, and a division makes two or more of one. Name all of them.")
        )


class ChildrenLeft(Refused):
    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(
            ngettext(
                "%(codes)s lies in the area that is divided. Say in which of the new areas it will lie.",
                "%(codes)s lie in the area that is divided. Say for each in which of the new areas it will lie.",
                len(codes),
            )
            % {"codes": ", ".join(codes[:20])}
        )


class NothingChanges(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nothing would be different. Change something, or leave it as it is."))


class DayTooEarly(Refused):
    def __init__(self, code: str, since: date) -> None:
        super().__init__(
            _("%(code)s stands as it is since %(day)s: a change of it takes effect on a later day.")
            % {"code": code, "day": since.isoformat()}
        )


class NotYet(Refused):
    def __init__(self, day: date) -> None:
        super().__init__(_("This takes effect on %(day)s. Approve it on that day or later.") % {"day": day.isoformat()})


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say why, in a sentence: whoever asks later will read it."))


class NotYours(Refused):
    def __init__(self, what: str) -> None:
        super().__init__(_("%(what)s was proposed by somebody else: only they can take it back.") % {"what": what})


class NotDivided(Refused):
    def __init__(self, code: str, target: str) -> None:
        super().__init__(
            _("%(code)s did not become %(target)s. Choose one of the areas that it became.")
            % {"code": code, "target": target}
        )


class NamesMissing(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("Give %(code)s a name in one language at least.") % {"code": code or "?"})


class PeriodBackward(Refused):
    def __init__(self) -> None:
        super().__init__(_("The last day is before the first. Correct one of them."))


class UnknownPlace(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("There is no place or institution with the code “%(code)s”.") % {"code": code})


class PlaceInUse(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("%(code)s has places of its own that are still open. Close them first.") % {"code": code})


class FileUnread(Refused):
    """A file as a whole cannot be read."""
