"""From where a request comes."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str:
    """The address that knocks; of version 6 its network, since one subscriber has all of it.

    Behind AYNI_PROXIES reverse proxies it is what the outermost of them wrote; what stands before it was written by
    whoever asks, and is not believed.
    """
    told = str(request.META.get("REMOTE_ADDR", ""))
    if settings.AYNI_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if len(hops) >= settings.AYNI_PROXIES:
            told = hops[-settings.AYNI_PROXIES]
    try:
        address = ip_address(told)
    except ValueError:
        return "unknown"
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
