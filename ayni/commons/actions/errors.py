from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ayni.commons.audit.errors import NotPermitted
from ayni.kernel.refusals import Refused

__all__ = ["NotEverywhere", "NotPermitted", "OutsideArea", "SameOfficer"]


class NotEverywhere(NotPermitted):
    code = "not_permitted"

    def __init__(self, permission: str, who: str) -> None:
        self.permission, self.who = permission, who
        Refused.__init__(self, _("This concerns all areas at once, and your role holds in some only."))


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
    ("prepared", "rejects"): gettext_noop(
        "%(who)s has prepared this and so may not be the one who rejects it. Another officer must do this step."
    ),
    ("approved", "countersigns"): gettext_noop(
        "%(who)s has approved this and so may not be the one who countersigns it. Another officer must do this step."
    ),
    ("prepared", "countersigns"): gettext_noop(
        "%(who)s has prepared this and so may not be the one who countersigns it. Another officer must do this step."
    ),
    ("countersigned", "releases"): gettext_noop(
        "%(who)s has countersigned this and so may not be the one who releases it. Another officer must do this step."
    ),
    ("approved", "releases"): gettext_noop(
        "%(who)s has approved this and so may not be the one who releases it. Another officer must do this step."
    ),
    ("lodged", "decides on"): gettext_noop(
        "%(who)s has written this down and so may not be the one who decides on it. Another officer must do this step."
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
