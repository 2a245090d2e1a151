"""What the page says of a card that was checked: a heading, and what to do."""

from django.utils.translation import gettext_lazy as _

#: By the state of `ayni.kernel.cards.checking`: the tone, the heading, what it means.
SAYS = {
    "valid": ("good", _("The card is genuine and counts"), _("Compare the name and the person before you.")),
    "expired": ("warn", _("The card is genuine but expired"), _("Its last day is over. An office gives a new one.")),
    "ended": (
        "harm",
        _("The card counts no longer"),
        _("It was lost, replaced or taken back. Do not accept it; send whoever shows it to an office."),
    ),
    "tampered": (
        "harm",
        _("The card is not genuine"),
        _("What it says is not what was signed: it was changed, or made by somebody else. Tell an office."),
    ),
    "unknown_key": (
        "harm",
        _("The card is not signed by us"),
        _("It is of another system, or forged. If you loaded this page long ago, load it again and try once more."),
    ),
    "withdrawn_key": (
        "harm",
        _("The card is signed with a key that was withdrawn"),
        _("Nobody knows who made it. An office gives a new card."),
    ),
    "foreign": ("plain", _("This is no code of a card of ours"), _("Scan the square code on the back of the card.")),
    "letters": (
        "plain",
        _("The code holds a letter that no code has"),
        _("Codes hold the letters A–Z and the digits 2–7 only. Scan it again."),
    ),
    "truncated": ("plain", _("A part of the code is missing"), _("Scan or copy the whole of it.")),
    "too_long": ("plain", _("There is more than one code here"), _("Scan one card at a time.")),
    "damaged": ("plain", _("The code was not read rightly"), _("Scan it again, in better light.")),
}
