"""Questions about who may be one person."""

from ayni.identity.queries.card_keys import renew as renew_card_key
from ayni.identity.queries.card_printing import pair as card_pair
from ayni.identity.queries.card_printing import sheet_text
from ayni.identity.queries.card_printing import square as card_square
from ayni.identity.queries.cards import card, cards_of, ended_list, holder, last_office, public_keys, sheet, sheets
from ayni.identity.queries.cards import present as present_card

__all__ = [
    "card",
    "card_pair",
    "card_square",
    "cards_of",
    "ended_list",
    "holder",
    "last_office",
    "present_card",
    "public_keys",
    "renew_card_key",
    "sheet",
    "sheet_text",
    "sheets",
]
