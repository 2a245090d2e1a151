"""Refusals about a household that is being written down."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.kernel.refusals import Refused


class NobodyYet(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nobody is written down yet. Begin with the head of the household."))


class PlaceMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("It is not said yet where the household lives. Choose its area."))


class HalfWritten(Refused):
    """People of whom a page was begun and not kept."""

    def __init__(self, many: int) -> None:
        super().__init__(
            ngettext(
                "%(many)s person is half written down. Finish that page, or leave them out, and then register.",
                "%(many)s people are half written down. Finish these pages, or leave them out, and then register.",
                many,
            )
            % {"many": many}
        )


class DraftDone(Refused):
    def __init__(self, household: str) -> None:
        super().__init__(
            _("This household is registered already: it is %(household)s. Open its record to change anything.")
            % {"household": household}
        )


class DraftOfAnother(Refused):
    def __init__(self) -> None:
        super().__init__(_("Another officer is writing this household down. Ask them, or begin anew."))


class NoSuchDraft(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("There is no such unfinished registration of yours. It may be registered or discarded; look in My work.")
        )
