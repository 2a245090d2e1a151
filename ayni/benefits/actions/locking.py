"""One officer at a time: the row as it is now, held until the transaction ends."""

from ayni.benefits import models
from ayni.programmes.models import Programme


def locked(cycle: models.PaymentCycle) -> models.PaymentCycle:
    """The cycle as it stands now, whatever the caller saw before."""
    return models.PaymentCycle.objects.select_for_update(of=("self",)).select_related("programme").get(pk=cycle.pk)


def alone(programme: Programme) -> None:
    """Let one cycle of a programme be computed at a time."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def feed(provider: str) -> models.Feed:
    """The provider's feed: whatever it told is applied by one transaction at a time."""
    models.Feed.objects.get_or_create(provider=provider)
    return models.Feed.objects.select_for_update().get(provider=provider)
