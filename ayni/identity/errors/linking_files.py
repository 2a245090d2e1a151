"""Why files are not linked, or what linking found is not shown."""

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class NotToLink(Refused):
    """What was sent cannot be linked; the text says why and what to send."""


class LinkingNotWaiting(Refused):
    def __init__(self, linking: str, state: str) -> None:
        super().__init__(
            _("%(linking)s is in the state “%(state)s”, in which this cannot be done. Begin a new one.")
            % {"linking": linking, "state": state}
        )


class LinkingOfAnother(Refused):
    def __init__(self) -> None:
        super().__init__(_("Files are linked, opened and deleted by whoever sent them. Ask the officer who did."))
