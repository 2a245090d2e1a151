"""Questions about who may be one person."""

from ayni.identity.queries.card_keys import renew as renew_card_key
from ayni.identity.queries.card_printing import pair as card_pair
from ayni.identity.queries.card_printing import sheet_text
from ayni.identity.queries.card_printing import square as card_square
from ayni.identity.queries.cards import card, cards_of, ended_list, holder, last_office, public_keys, sheet, sheets
from ayni.identity.queries.cards import present as present_card
from ayni.identity.queries.linking_files import linking, linkings
from ayni.identity.queries.merging import home, in_reach, led_by, merge, merged_here, merges, parting
from ayni.identity.queries.merging import plan as merge_plan
from ayni.identity.queries.models_kept import frequencies, linkage_model, linkage_models, mapping
from ayni.identity.queries.reviewing import open_pairs, pair_of, said_same, same_counts
from ayni.identity.queries.verifying import others_with, questions_of
from ayni.identity.queries.verifying import waiting as questions_waiting
from ayni.identity.queries.verifying import written as question_written

__all__ = [
    "card",
    "card_pair",
    "card_square",
    "cards_of",
    "ended_list",
    "frequencies",
    "holder",
    "home",
    "in_reach",
    "last_office",
    "led_by",
    "linkage_model",
    "linkage_models",
    "linking",
    "linkings",
    "mapping",
    "merge",
    "merge_plan",
    "merged_here",
    "merges",
    "open_pairs",
    "others_with",
    "pair_of",
    "parting",
    "present_card",
    "public_keys",
    "question_written",
    "questions_of",
    "questions_waiting",
    "renew_card_key",
    "said_same",
    "same_counts",
    "sheet",
    "sheet_text",
    "sheets",
]
