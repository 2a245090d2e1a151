"""Refusals about the provider: what happened, why, and what to do next."""

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class ProviderNotSet(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "No payment provider is set, so nothing was sent. "
                "Whoever runs this server gives its address in AYNI_PROVIDER_URL; then start sending again."
            )
        )


class ProviderSecretNotSet(Refused):
    """A provider on another machine is believed only with a secret that both hold."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            _(
                "Nothing was sent: the answers of the payment provider at %(address)s could come from anybody. "
                "Whoever runs this server agrees on a secret with the provider and gives it in AYNI_PROVIDER_SECRET."
            )
            % {"address": address}
        )


class ProviderForged(Refused):
    """The answer is not signed with the secret, or is the answer to another request."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            _(
                "The answer that came from %(address)s is not signed by the payment provider, or is an old one sent "
                "again. Nothing was recorded from it. Tell whoever runs this server: somebody may stand between."
            )
            % {"address": address}
        )


class ProviderUnreachable(Refused):
    """It did not answer, or answered that it cannot now, as often as it was tried."""

    def __init__(self, address: str, tries: int, last: str) -> None:
        self.address, self.tries, self.last = address, tries, last
        super().__init__(
            _(
                "The payment provider at %(address)s did not take the request in %(tries)s tries (%(last)s). "
                "What it accepted before is recorded, and nothing is lost or sent twice. "
                "When it works again, start this again: it goes on where it stopped."
            )
            % {"address": address, "tries": tries, "last": last}
        )


class ProviderRefused(Refused):
    """It understood, and will not do it: trying again would not help."""

    def __init__(self, address: str, said: str) -> None:
        self.address, self.said = address, said
        super().__init__(
            _(
                "The payment provider at %(address)s refused the request: %(said)s "
                "Nothing of it was paid. Clear this with the provider, then start again."
            )
            % {"address": address, "said": said}
        )


class ProviderUnclear(Refused):
    """Its answer is not in the form that was agreed."""

    def __init__(self, address: str, found: str) -> None:
        self.address, self.found = address, found
        super().__init__(
            _(
                "The answer of the payment provider at %(address)s is not as agreed: %(found)s "
                "Nothing was recorded from it. Clear this with the provider, then start again."
            )
            % {"address": address, "found": found}
        )


class StillWaiting(Refused):
    """The time to wait for answers is over."""

    def __init__(self, cycle_id: int, *, due: int, sent: int, total: int) -> None:
        self.cycle_id, self.due, self.sent, self.total = cycle_id, due, sent, total
        super().__init__(
            _(
                "Of the %(total)s payments of cycle %(cycle)s, %(sent)s have no answer yet and %(due)s are not sent. "
                "The provider answers in its own time and nothing is lost. Collect again later."
            )
            % {"cycle": cycle_id, "due": due, "sent": sent, "total": total}
        )
