"""The words for what a file can be, and for what a column can be."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES = {
    "uploaded": (pgettext_lazy("a file", "Say which column is what"), "warn"),
    "mapped": (pgettext_lazy("a file", "Waits to be checked"), "warn"),
    "checked": (pgettext_lazy("a file", "Checked, not loaded"), "info"),
    "loading": (pgettext_lazy("a file", "Being loaded"), "info"),
    "loaded": (pgettext_lazy("a file", "In the registry"), "good"),
    "undone": (pgettext_lazy("a file", "Taken back"), "plain"),
    "withdrawn": (pgettext_lazy("a file", "Withdrawn"), "plain"),
}

TARGETS = {
    "person.key": _("Key of the person"),
    "person.household": _("Key of the household"),
    "person.number": _("Number in the household"),
    "person.relationship": _("Relationship to the head"),
    "person.name": _("Full name"),
    "person.given_name": _("Given name"),
    "person.family_name": _("Family name"),
    "person.given_name_latin": _("Given name in Latin letters"),
    "person.family_name_latin": _("Family name in Latin letters"),
    "person.sex": _("Sex"),
    "person.born": _("Date of birth"),
    "person.age": _("Age in years"),
    "person.died": _("Date of death"),
    "person.phone": _("Telephone"),
    "person.area": _("Area"),
    "person.mother": _("Key of the mother"),
    "person.father": _("Key of the father"),
    "person.spouse": _("Key of the husband or wife"),
    "person.part_of": _("Key of the larger household"),
    "person.identifier": _("Number of an identity document"),
}
ORDERS = (
    ("", _("The year, or the name of the month, tells")),
    ("day", _("The day: 27/12/2023")),
    ("month", _("The month: 12/27/2023")),
    ("year", _("The year: 2023/12/27")),
)
CALENDARS = (
    ("gregorian", _("Gregorian")),
    ("solar_hijri", _("Solar Hijri (Persian)")),
    ("islamic", _("Islamic (Hijri)")),
    ("ethiopian", _("Ethiopian")),
    ("indian", _("Indian national")),
    ("gregorian solar_hijri", _("Gregorian, else Solar Hijri")),
    ("gregorian ethiopian", _("Gregorian, else Ethiopian")),
    ("gregorian islamic", _("Gregorian, else Islamic")),
)
KNOWN = (
    ("refuse", _("Their rows stay out and are listed")),
    ("skip", _("Their rows are passed over")),
    ("update", _("What the file tells is written into their record")),
)
ALIKE = (
    ("load", _("They go in as new people, and are listed to be looked at")),
    ("skip", _("Their rows are passed over")),
)
KINDS = {
    "csv": _("Text (CSV)"),
    "xlsx": _("Excel workbook"),
    "stata": "Stata",
    "spss": "SPSS",
    "parquet": "Parquet",
}
