"""Where what intake holds on somebody goes when two records turn out to be one person's."""

from django.utils.translation import gettext_lazy as _

from ayni.commons import belongings

#: A change that waits is to be made to the record that holds; what it is about is guarded against officers, not this.
belongings.moves(
    "intake.ChangeRequest.person", label=_("Changes"), ignoring=("intake.ChangeRequest:changerequest_stays",)
)
belongings.stays(
    "intake.QualityFinding.person", because=_("It was found of the record as it stood then; the next check looks anew.")
)
