"""What the writer and the reader of an XLSForm must agree on."""

import babel

#: Question types of an XLSForm for the dictionary's types. A choice adds the name of its list.
QUESTION_TYPES = {
    "boolean": "select_one yes_no",
    "integer": "integer",
    "decimal": "decimal",
    "text": "text",
    "date": "date",
    "partial_date": "text",
    "choice": "select_one",
    "many_choice": "select_multiple",
    "location": "geopoint",
}
YES_NO = "yes_no"
YES_NO_LABELS = {
    "yes": {"en": "Yes", "fr": "Oui", "ar": "نعم"},
    "no": {"en": "No", "fr": "Non", "ar": "لا"},
}
PARTIAL_DATE = "regex(., '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$')"
PARTIAL_DATE_MESSAGE = "Write YYYY, YYYY-MM or YYYY-MM-DD."

#: Columns of ours, for what an XLSForm has no word for.
OWN = ("unit", "sensitivity", "missing", "source", "since", "version")
SHORT = "short_label"  # the dictionary's label, where the form's label is the whole question

#: How each entity's questions are grouped: (begin, name, end).
GROUPS = {
    "household": ("begin_group", "household", "end_group"),
    "person": ("begin_repeat", "person", "end_repeat"),
    "area": ("begin_group", "area", "end_group"),
}


def heading(word: str, language: str) -> str:
    """A column's name for one language, as `label::French (fr)`."""
    try:
        told = babel.Locale.parse(language).english_name
    except (babel.UnknownLocaleError, ValueError):
        told = None
    return f"{word}::{told} ({language})" if told else f"{word}::{language}"
