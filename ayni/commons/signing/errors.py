from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class NotYourself(Refused):
    def __init__(self) -> None:
        super().__init__(_("You cannot do this to your own account. Ask another administrator."))


class AccountClosed(Refused):
    def __init__(self, username: str) -> None:
        super().__init__(_("The account “%(username)s” is closed. Open it again first.") % {"username": username})


class NotAPerson(Refused):
    def __init__(self, username: str) -> None:
        super().__init__(
            _("“%(username)s” is another system, not a person: it has a client id and a secret, and no password.")
            % {"username": username}
        )


class LinkSpent(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("This link no longer works: it was used, it is too old, or a newer one was made. Ask an administrator.")
        )


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say why: it is kept with what you do."))


class NoFactors(Refused):
    def __init__(self, username: str) -> None:
        super().__init__(_("“%(username)s” has no second factor to remove.") % {"username": username})


class NotAPartner(Refused):
    def __init__(self, username: str) -> None:
        super().__init__(
            _("“%(username)s” is no service account. Make one for the partner system first.") % {"username": username}
        )
