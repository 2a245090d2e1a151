from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class InstrumentRefused(Refused):
    """An instrument that cannot be used as written, or not on this dictionary."""

    def __init__(self, code: str, reason: str) -> None:
        self.instrument = code
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
