from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class UnknownIndicator(Refused):
    def __init__(self, code: str, known: Iterable[str]) -> None:
        names = sorted(known)
        close = get_close_matches(code, names, n=1, cutoff=0.5)
        super().__init__(
            _("There is no indicator called “%(code)s”. The nearest is %(nearest)s.")
            % {"code": code, "nearest": ", ".join(close or names)}
        )
