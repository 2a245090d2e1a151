"""Who hears which news: each kind of event, and the functions that answer it."""

AYNI_SUBSCRIBERS: dict[str, tuple[str, ...]] = {
    "ayni.benefits.events.CycleReleased": ("ayni.exchange.mobile_money.subscribers.send_released_cycle",),
}
