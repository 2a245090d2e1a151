"""The words of the dictionary, in the reader's language."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

ENTITIES = {
    "household": gettext_lazy("Household"),
    "person": gettext_lazy("Person"),
    "area": gettext_lazy("Area"),
}
TYPES = {
    "boolean": pgettext_lazy("type of an answer", "Yes or no"),
    "integer": pgettext_lazy("type of an answer", "Whole number"),
    "decimal": pgettext_lazy("type of an answer", "Number"),
    "text": pgettext_lazy("type of an answer", "Text"),
    "date": pgettext_lazy("type of an answer", "Day"),
    "partial_date": pgettext_lazy("type of an answer", "Day, month or year"),
    "choice": pgettext_lazy("type of an answer", "One of a list"),
    "many_choice": pgettext_lazy("type of an answer", "Some of a list"),
    "location": pgettext_lazy("type of an answer", "Place on the map"),
}
SENSITIVITIES = {
    "public": pgettext_lazy("how private an answer is", "Public"),
    "personal": pgettext_lazy("how private an answer is", "Personal"),
    "sensitive": pgettext_lazy("how private an answer is", "Sensitive"),
}
MISSING = {
    "unknown": pgettext_lazy("instead of an answer", "Not known"),
    "refused": pgettext_lazy("instead of an answer", "Refused"),
    "not_applicable": pgettext_lazy("instead of an answer", "Does not apply"),
}
KINDS = {
    "added": pgettext_lazy("a variable", "New"),
    "changed": pgettext_lazy("a variable", "Changed"),
    "removed": pgettext_lazy("a variable", "Retired"),
}
TONES = {"added": "good", "changed": "info", "removed": "warn"}
USES = {
    "programme": gettext_lazy("Programme"),
    "instrument": gettext_lazy("Instrument"),
    "indicator": gettext_lazy("Indicator"),
}
FIELDS = {
    "type": gettext_lazy("Type"),
    "labels": gettext_lazy("Label"),
    "choices": gettext_lazy("Choices"),
    "unit": gettext_lazy("Unit"),
    "minimum": gettext_lazy("Least"),
    "maximum": gettext_lazy("Most"),
    "sensitivity": gettext_lazy("How private"),
    "question": gettext_lazy("Question"),
    "source": gettext_lazy("Source"),
    "missing": gettext_lazy("Instead of an answer"),
}
IN_LANGUAGE = re.compile(r"(?P<word>[a-z]+) \((?P<language>[^)]+)\)")
OF_CHOICE = re.compile(r"label of (?P<code>.+) \((?P<language>[^)]+)\)")


def field(word: str) -> str:
    """What a part of a declaration is called: "Label (fr)", "Label of earth (fr)"."""
    if found := OF_CHOICE.fullmatch(word):
        return _("Label of “%(code)s” (%(language)s)") % found.groupdict()
    if found := IN_LANGUAGE.fullmatch(word):
        return f"{FIELDS.get(found['word'], found['word'])} ({found['language']})"
    return str(FIELDS.get(word, word))


def said(word: str, text: str) -> str:
    """A value of a declaration as it is read."""
    if word == "type":
        return str(TYPES.get(text, text))
    if word == "sensitivity":
        return str(SENSITIVITIES.get(text, text))
    if word == "missing":
        return ", ".join(str(MISSING.get(kind, kind)) for kind in text.split(", ") if kind)
    return text
