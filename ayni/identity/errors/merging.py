from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class SameRecord(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("%(code)s is one record. Name two records to merge.") % {"code": code})


class AlreadyMerged(Refused):
    def __init__(self, code: str, into: str) -> None:
        super().__init__(
            _("%(code)s was merged into %(into)s already. Work with %(into)s.") % {"code": code, "into": into}
        )


class SaidAlone(Refused):
    """Separation of duties: who merges is another officer than who said that two records are one."""

    def __init__(self, who: str) -> None:
        super().__init__(
            _(
                "No other officer than %(who)s has said that the two records are the same person. Ask one who knows "
                "them to say so first: “Is registered twice” on the page of either record, or when the pair is read."
            )
            % {"who": who}
        )


class MergeReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say why: the reason stays on record, and is shown to whoever looks for the other record."))


class SpeaksAgainst(Refused):
    """Something certain says that the two are two persons."""

    def __init__(self, why: Sequence[str]) -> None:
        self.why = tuple(why)
        super().__init__(
            _("These speak for two persons: %(why)s. If they are one all the same, say why although.")
            % {"why": " ".join(why).rstrip(".")}
        )


class HomeUnknown(Refused):
    def __init__(self, homes: Sequence[str]) -> None:
        super().__init__(
            _("The two records live in %(homes)s. Say in which of these households the person lives.")
            % {"homes": " · ".join(homes)}
        )


class LeftWithoutHead(Refused):
    """The household that is left would have nobody at its head."""

    def __init__(self, household: str, left: Sequence[str]) -> None:
        self.left = tuple(left)
        super().__init__(
            _(
                "Household %(household)s would have no head. Left in it: %(left)s. Merge them too if they are "
                "registered twice, or name the new head."
            )
            % {"household": household, "left": ", ".join(left)}
        )


class NotPickable(Refused):
    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            _("“%(name)s” cannot be picked. What can be: %(known)s.") % {"name": name, "known": ", ".join(known)}
        )


class DiesByMerging(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s lives in a household on record. Merge the two without the day of death, then record the death.")
            % {"name": name}
        )


class PairsOverlap(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("%(code)s is in two of these pairs. Name each person once.") % {"code": code})


class AlreadyParted(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("%(code)s was taken back already; the two records stand apart.") % {"code": code})


class MergedSince(Refused):
    def __init__(self, code: str, into: str, later: str) -> None:
        super().__init__(
            _("%(code)s was itself merged into %(into)s since. Take that merge (%(later)s) back first.")
            % {"code": code, "into": into, "later": later}
        )


class MovedHomeSince(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "Where %(name)s lives was changed since the merge, and both homes cannot hold. Take back that change "
                "first (see the history of the household), then part the records."
            )
            % {"name": name}
        )


class CannotBePutBack(Refused):
    def __init__(self, what: str) -> None:
        super().__init__(
            _(
                "%(what)s cannot be put back: what was recorded since stands in the way. Nothing was changed. Look at "
                "both records and take back what was recorded since."
            )
            % {"what": what}
        )


class DidNotCome(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” did not come to the record since the merge, and so cannot be given to the other.")
            % {"name": name}
        )


class NoSuchMerge(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("There is no merge %(code)s in your areas.") % {"code": code})
