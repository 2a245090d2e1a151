"""Why something that was sent is not taken."""

from ayni.kernel.refusals import Refused


class NotTaken(Refused):
    """The text says what is wrong with it and what to send instead."""
