from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ayni.commons.actions.errors import NotPermitted
from ayni.kernel.refusals import Refused

__all__ = ["NotPermitted", "OutsideArea", "SameOfficer"]


class OutsideArea(Refused):
    def __init__(self, permission: str, who: str) -> None:
        super().__init__(
            _("%(who)s has “%(permission)s”, but not in this area. Ask the officer of that area.")
            % {"who": who, "permission": permission}
        )


#: The sentence for each pair of steps, whole, so that other languages can build it their own way.
_SAME_OFFICER = {
    ("prepared", "approves"): gettext_noop(
        "%(who)s has prepared this and so may not be the one who approves it. Another officer must do this step."
    ),
    ("computed", "approves"): gettext_noop(
        "%(who)s has computed this and so may not be the one who approves it. Another officer must do this step."
    ),
    ("approved", "releases"): gettext_noop(
        "%(who)s has approved this and so may not be the one who releases it. Another officer must do this step."
    ),
    ("released", "rules on"): gettext_noop(
        "%(who)s has released this and so may not be the one who rules on it. Another officer must do this step."
    ),
}
#: For a pair that has no sentence of its own yet; the two words stay in English.
_SAME_OFFICER_OTHERWISE = gettext_noop(
    "%(who)s has %(before)s this and so may not be the one who %(now)s it. Another officer must do this step."
)


class SameOfficer(Refused):
    """Separation of duties: one person did the step before."""

    def __init__(self, who: str, before: str, now: str) -> None:
        self.who = who
        told = _SAME_OFFICER.get((before, now), _SAME_OFFICER_OTHERWISE)
        super().__init__(_(told) % {"who": who, "before": before, "now": now})


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
