"""Refusals about how often."""

from django.utils.translation import ngettext

from ayni.kernel.refusals import Refused


class TooMany(Refused):
    """`seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            ngettext(
                "This was asked too often in a short time. Wait %(seconds)s second, then try again.",
                "This was asked too often in a short time. Wait %(seconds)s seconds, then try again.",
                seconds,
            )
            % {"seconds": seconds}
        )
