"""The words for what is wrong with a form or a filled-in form. Neither tells an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ayni.commons import languages
from ayni.engines.questionnaires.tree import Form

PROBLEMS: Mapping[str, Any] = {
    "unreadable": _("The form cannot be read as the questionnaire it names."),
    "unknown_field": _("The questionnaire has no question “%(name)s”; what was written there is kept, and not used."),
    "required": _("An answer is required, and there is none."),
    "wrong_type": _("The answer is not of the kind that is asked for (%(type)s)."),
    "too_long": _("The answer is longer than %(most)s letters."),
    "constraint": _("The answer is not possible here."),
    "not_a_choice": _("The answer is not one of the choices."),
    "not_relevant": _("The question does not apply here, so its answer is not used."),
    "too_many": _("%(count)s entries are more than the %(most)s that a form may have; the others are not read."),
    "not_checked": _("Only a phone can work out a condition of this question, so it was not checked here."),
    "clock": _(
        "The day of the interview, %(day)s, is far from %(came)s, when the form came: is the phone's clock right?"
    ),
    "no_area": _("The form does not say in which area the household lives."),
    "no_such_area": _("There is no area with the code that was given."),
    "outside_area": _("The area lies outside the areas of the officer who sent the form."),
    "no_such_household": _("There is no household with the number that was given, or it lies in another area."),
    "no_such_person": _("There is no person with the number that was given, or they live in another area."),
    "empty_member": _("Member %(number)s has no name."),
    "bad_number": _("A member's number is not a whole number."),
    "number_twice": _("Two members have the number %(number)s."),
    "no_such_member": _("There is no other member with the number %(number)s."),
    "nobody": _("The form names no member of the household."),
    "heads": _("%(count)s members are named as the head of the household; name exactly one."),
    "bad_birth": _("The day, year or age cannot be read as a birth."),
    "born_later": _("Somebody would be born after the day of the interview."),
    "not_in_dictionary": _("The answer does not fit the variable %(name)s of the dictionary."),
    "contradiction": _("A form with the same number came before, and says something else."),
    "version_unknown": _("The version “%(version)s” of the questionnaire was never given out."),
    "version_retired": _("The version “%(version)s” of the questionnaire is retired."),
    "likely_registered": _(
        "The head is very likely registered already: %(who)s. Look at both. Apply the form if it is somebody else; "
        "refuse it if it is the same person."
    ),
    "replaces_applied": _("This is a later edit of %(number)s, which was applied already."),
    "parent_younger": _("Member %(number)s is told as a parent of somebody who is not younger than they are."),
    "parent_circle": _("Member %(number)s would be among their own forebears: correct who is whose parent."),
    "person_twice": _("Two members are told as the same person on record."),
    "dead_member": _("Somebody on record as dead is told as a member on a day after their death."),
    "picture_not_kept": _("The picture “%(name)s” stays with the form and is not in the record. %(text)s"),
    "not_processed": _("An unexpected error stopped the check of this form. Nothing was applied: apply it again."),
    "registry": "%(text)s",
}
FINDINGS: Mapping[str, Any] = {
    "twice": _("Two questions become %(becomes)s; the other is %(other)s. Keep one."),
    "in_another_repeat": _("It should become %(becomes)s, but stands in a repeat that is not of members."),
    "unknown_word": _("The registry has no place named “%(word)s”. See the manual for the words of “becomes”."),
    "word_elsewhere": _("“%(word)s” is told in the other part of the form: of the household, or of each member."),
    "wrong_question": _("“%(word)s” cannot be told by a question of the type %(type)s."),
    "unknown_variable": _("The dictionary has no variable %(name)s. %(nearest)s"),
    "of_another": _("%(name)s is asked where the form speaks of a %(entity)s."),
    "wrong_type": _("%(name)s is %(wanted)s in the dictionary, and cannot be told by the type %(type)s."),
    "strange_choices": _("%(name)s does not know these choices: %(choices)s."),
    "no_area": _("No question says in which area the household lives (“area”)."),
    "no_members": _("The form has no repeat in which the members of the household are told."),
    "no_word": _("No question for each member becomes “%(word)s”."),
    "no_birth": _("No question tells when a member was born (“born_on”, “born_in” or “age”)."),
    "checked_by_phones_only": _("Its %(word)s can only be worked out by a phone, and is not checked again here."),
    "untranslated": _("%(count)s texts are missing in the language %(language)s."),
    "stays_in_the_form": _("Its answers are kept with the form, and not in the registry."),
    "said": "%(text)s",
}


def problem_text(problem: Mapping[str, Any], form: Form | None) -> str:
    """A problem: the form's own message where it has one; with the question when `form` is given."""
    facts = {**problem.get("facts", {})}
    own = languages.text(facts.get("messages") or {})
    told = own or _told(PROBLEMS, problem["code"], facts)
    label = _label(form, problem.get("question", "")) if form else ""
    return f"{label}: {told}" if label else told


def finding_text(finding: Mapping[str, Any]) -> str:
    """What the check of a form found."""
    facts = {**finding.get("facts", {})}
    if finding["code"] == "unknown_variable":
        nearest = facts.get("nearest")
        facts["nearest"] = gettext("Did you mean “%(name)s”?") % {"name": nearest} if nearest else ""
    return _told(FINDINGS, finding["code"], facts).strip()


def _told(words: Mapping[str, Any], code: str, facts: Mapping[str, Any]) -> str:
    try:
        return str(words.get(code, code)) % dict(facts)
    except (KeyError, ValueError):
        return code


def _label(form: Form, path: str) -> str:
    language = (get_language() or "en").partition("-")[0]
    item = next((one for one in form.items if one.path == path), None)
    if item is None:
        return ""
    return item.labels.get(language) or next(iter(item.labels.values()), item.name)
