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
from ayni.identity.actions.checking import Answer, Applicant, Match, check_applicant, tell_apart, written
from ayni.identity.actions.learning import activate_model, keep_model
from ayni.identity.actions.limiting import approve_thresholds, draw_sample, propose_thresholds, reject_thresholds
from ayni.identity.actions.linking_files import (
    forget_linking,
    forget_old_linkings,
    send_files_to_link,
    start_linking,
)
from ayni.identity.actions.looking import follow_people, keep_found, look_for_doubles
from ayni.identity.actions.merging import Pair, merge_households, merge_people, part_people
from ayni.identity.actions.preparing import prepare_all, prepare_changed, refresh
from ayni.identity.actions.reading import ask_again, needs_reason, read_pair, report_same, take_back, take_pair
from ayni.identity.actions.registering import answer_apart, answer_same, answers, register_checked, unanswered
from ayni.identity.actions.verifying import (
    ask_about_area,
    ask_verification,
    record_no_answer,
    record_verification_answer,
)

__all__ = [
    "ENDED_FOR",
    "REPLACED_FOR",
    "Answer",
    "Applicant",
    "Match",
    "Pair",
    "activate_model",
    "answer_apart",
    "answer_same",
    "answers",
    "approve_thresholds",
    "ask_about_area",
    "ask_again",
    "ask_for_sheet",
    "ask_verification",
    "check_applicant",
    "draw_sample",
    "end_card",
    "follow_people",
    "forget_linking",
    "forget_old_linkings",
    "forget_sheets",
    "issue_card",
    "keep_found",
    "keep_model",
    "look_for_doubles",
    "make_sheet",
    "merge_households",
    "merge_people",
    "needs_reason",
    "part_people",
    "prepare_all",
    "prepare_changed",
    "propose_thresholds",
    "read_pair",
    "record_no_answer",
    "record_verification_answer",
    "refresh",
    "register_checked",
    "reject_thresholds",
    "replace_card",
    "report_same",
    "send_files_to_link",
    "start_linking",
    "take_back",
    "take_pair",
    "tell_apart",
    "unanswered",
    "withdraw_card_key",
    "written",
]
