from datetime import date

from django.utils.translation import gettext as _

from ayni.commons.actions.errors import NotEverywhere, NotPermitted, OutsideArea, SameOfficer
from ayni.kernel.refusals import Refused

__all__ = ["NotEverywhere", "NotPermitted", "OutsideArea", "SameOfficer"]


class NotTheFirst(Refused):
    def __init__(self) -> None:
        super().__init__(_("There are users already: only an administrator can add another."))


class NameTaken(Refused):
    def __init__(self, username: str) -> None:
        super().__init__(_("The user name “%(username)s” is taken. Choose another.") % {"username": username})


class UnknownRole(Refused):
    def __init__(self, role: str, known: list[str]) -> None:
        super().__init__(
            _("There is no role “%(role)s”. The roles are: %(known)s.") % {"role": role, "known": ", ".join(known)}
        )


class BadPassword(Refused):
    def __init__(self, reasons: list[str]) -> None:
        super().__init__(_("This password cannot be used. %(reasons)s") % {"reasons": " ".join(reasons)})


class TokenTooLong(Refused):
    def __init__(self, days: int, most: int) -> None:
        super().__init__(
            _("A token may work for 1 to %(most)s days, not %(days)s. Make one for a shorter time and renew it.")
            % {"most": most, "days": days}
        )


class TooManyTokens(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(
            _("You already have %(most)s tokens that work. Revoke one that is no longer used first.") % {"most": most}
        )


class TokenTooWide(Refused):
    def __init__(self, beyond: list[str]) -> None:
        super().__init__(
            _("A token may do no more than its maker. You do not hold: %(beyond)s.") % {"beyond": ", ".join(beyond)}
        )


class TokenEnded(Refused):
    def __init__(self) -> None:
        super().__init__(_("This token no longer works. Make a new one."))


class NotYourToken(Refused):
    def __init__(self) -> None:
        super().__init__(_("This token belongs to somebody else. Only its owner may revoke it."))


class OwnGrant(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nobody gives, lends or confirms a role of their own. Ask another administrator."))


class NotYourGrant(Refused):
    def __init__(self) -> None:
        super().__init__(_("This role is not yours to lend or to take back."))


class LentOnly(Refused):
    def __init__(self) -> None:
        super().__init__(_("You have this role for a time only, from a colleague. What is lent cannot be lent on."))


class MayNotBeLent(Refused):
    def __init__(self, role: str) -> None:
        super().__init__(
            _("The role “%(role)s” manages users and cannot be lent. Ask another administrator.") % {"role": role}
        )


class LentTooLong(Refused):
    def __init__(self, last: date) -> None:
        super().__init__(
            _("A role is lent for a day at least, and until %(last)s at the latest. Choose a day between.")
            % {"last": last}
        )


class EndsBeforeItBegins(Refused):
    def __init__(self) -> None:
        super().__init__(_("The last day lies before the first. Choose a later one, or leave it empty."))


class GrantedAlready(Refused):
    def __init__(self, who: str, role: str) -> None:
        super().__init__(
            _("%(who)s has been given the role “%(role)s” for the same place from the same day already.")
            % {"who": who, "role": role}
        )


class Withdrawn(Refused):
    def __init__(self) -> None:
        super().__init__(_("This role has been withdrawn already."))


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Give a reason: whoever reviews this later will ask for it."))


class UnknownPermission(Refused):
    def __init__(self, unknown: list[str]) -> None:
        super().__init__(
            _("There is no permission “%(unknown)s”. `ayni users permissions` lists all of them.")
            % {"unknown": ", ".join(unknown)}
        )


class ShippedRole(Refused):
    def __init__(self, role: str) -> None:
        super().__init__(
            _("The role “%(role)s” comes with the system and changes with it. Make one of your own.") % {"role": role}
        )


class HeldByOneself(Refused):
    def __init__(self, role: str) -> None:
        super().__init__(
            _("You hold the role “%(role)s” yourself. Another administrator must change what it allows.")
            % {"role": role}
        )
