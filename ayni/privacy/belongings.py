"""Where what people said and asked for goes when two records turn out to be one person's."""

from django.utils.translation import gettext_lazy as _

from ayni.commons import belongings

#: The last word of both counts, and a hold protects all that hangs on the person: words stay as they were said.
_SAID = ("privacy.Consent:append_only",)
belongings.moves("privacy.Consent.person", label=_("Consents"), ignoring=_SAID)
belongings.moves("privacy.Consent.given_by", label=_("Consents given for others"), ignoring=_SAID)
belongings.moves("privacy.DataCopy.person", label=_("Copies of their data"))
belongings.moves(
    "privacy.CorrectionRequest.person",
    label=_("Requests for correction"),
    ignoring=("privacy.CorrectionRequest:correction_request_stays",),
)
belongings.moves("privacy.LegalHold.person", label=_("Holds"))
belongings.stays(
    "privacy.Anonymised.person", because=_("The list of an anonymisation says which records it was about, for ever.")
)
