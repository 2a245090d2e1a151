"""What was kept for a term and is kept no longer."""

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class KeptNoLonger(Refused):
    def __init__(self) -> None:
        super().__init__(_("This file is deleted, its term is over or somebody deleted it before. Make it anew."))
