"""The numbers and documents people have. A country writes its own: the form of each number and its check digit."""

from typing import Any

from django.utils.translation import gettext_lazy as _

#: `form` is what a number looks like, without spaces and dashes and in capitals; `check` a scheme of
#: ayni.kernel.check_digits (luhn, verhoeff, damm, mod97, mod11_2, mod37_2; weighted11 with the list `weights`; or a
#: function of the number). All may be left out where nothing certain is known; `example` is shown when one is wrong.
AYNI_IDENTIFIERS: dict[str, dict[str, Any]] = {
    "national_id": {"label": _("National identity card"), "form": r"[A-Z0-9]{5,20}"},
    "birth_certificate": {"label": _("Birth certificate"), "form": r"[A-Z0-9/]{3,30}"},
    "passport": {"label": _("Passport"), "form": r"[A-Z0-9]{5,12}"},
    "refugee_id": {"label": _("Refugee or asylum document"), "form": r"[A-Z0-9/]{4,30}"},
    "voter_card": {"label": _("Voter card"), "form": r"[A-Z0-9]{4,20}"},
    "driving_licence": {"label": _("Driving licence"), "form": r"[A-Z0-9]{4,20}"},
    "tax_number": {"label": _("Tax number"), "form": r"[A-Z0-9]{5,20}"},
    "health_insurance": {"label": _("Health insurance number"), "form": r"[A-Z0-9]{4,20}"},
    "school_number": {"label": _("School number"), "form": r"[A-Z0-9/]{2,20}"},
    "disability_card": {"label": _("Disability card"), "form": r"[A-Z0-9/]{3,20}"},
    "programme_number": {"label": _("Number in a programme"), "form": r"[A-Z0-9/]{2,30}"},
    "other": {"label": _("Other document"), "form": r".{2,60}"},
}
