"""The words for kinds of places, institutions and changes, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PLACES = {
    "office": _("Office"),
    "registration_desk": _("Registration desk"),
    "pay_point": _("Pay point"),
    "health_facility": _("Health facility"),
    "school": _("School"),
    "outreach": _("Mobile team"),
    "home": _("Residential home"),
    "other": pgettext_lazy("kind of place", "Another"),
}
INSTITUTIONS = {
    "ministry": _("Ministry"),
    "agency": _("Agency"),
    "local_government": _("Local government"),
    "ngo": _("Non-governmental organisation"),
    "international": _("International organisation"),
    "provider": _("Payment provider"),
    "residential": _("Residential institution"),
    "other": pgettext_lazy("kind of institution", "Another"),
}
CHANGES = {
    "merge": _("Merger"),
    "divide": _("Division"),
    "transfer": _("Transfer"),
    "rename": _("New name"),
}
SEXES = {"": _("Everybody"), "female": _("Women and girls"), "male": _("Men and boys")}
