"""Where what was found of people goes when two records turn out to be one person's."""

from django.utils.translation import gettext_lazy as _

from ayni.commons import belongings

belongings.stays(
    "assessment.Finding.person", because=_("It was found of the record as it stood; the next assessment is of one.")
)
