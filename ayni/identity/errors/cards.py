"""Why a card is not given out, ended or checked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class HasCard(Refused):
    def __init__(self, name: str, serial: str) -> None:
        super().__init__(
            _("%(name)s has a card already: %(serial)s. If it was lost or is damaged, replace it; else end it first.")
            % {"name": name, "serial": serial}
        )


class CardEnded(Refused):
    def __init__(self, serial: str) -> None:
        super().__init__(_("Card %(serial)s has ended already, and nothing of it is changed.") % {"serial": serial})


class OfficeMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say which office gives the card: its name stands on it."))


class NoCardTo(Refused):
    """Nobody of those asked for lacks a card."""

    def __init__(self) -> None:
        super().__init__(
            _("Everybody who was asked for has a card already. Choose another area, or print single cards again.")
        )


class CardKeyBad(Refused):
    def __init__(self, where: str) -> None:
        super().__init__(
            _(
                "The key in %(where)s is not one for cards: it must be 32 bytes in base64. Put the right one back, or "
                "make a new one with: ayni card key --new"
            )
            % {"where": where}
        )


class CardKeyWithdrawn(Refused):
    def __init__(self, key: str) -> None:
        super().__init__(
            _("The key %(key)s that cards are signed with was withdrawn. Make a new one with: ayni card key --new")
            % {"key": key}
        )


class CardKeyUnknown(Refused):
    def __init__(self, key: str) -> None:
        super().__init__(_("No key of cards has the id %(key)s. `ayni card key` lists them.") % {"key": key})


class CardKeyGiven(Refused):
    def __init__(self, variable: str) -> None:
        super().__init__(
            _("The key is given in %(variable)s: put the new one there, and start the servers again.")
            % {"variable": variable}
        )
