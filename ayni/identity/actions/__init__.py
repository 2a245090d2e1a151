"""Every change about who is one person."""

from ayni.identity.actions.cards import (
    ENDED_FOR,
    REPLACED_FOR,
    ask_for_sheet,
    end_card,
    forget_sheets,
    issue_card,
    make_sheet,
    replace_card,
    withdraw_card_key,
)

__all__ = [
    "ENDED_FOR",
    "REPLACED_FOR",
    "ask_for_sheet",
    "end_card",
    "forget_sheets",
    "issue_card",
    "make_sheet",
    "replace_card",
    "withdraw_card_key",
]
