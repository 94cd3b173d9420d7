from ipaddress import IPv6Address, ip_address

from django.conf import settings


def client_address(request) -> str:
    """The client's IPv4 address, or the /64 network of its IPv6 address, which one household has.

    Behind `TRUSTED_PROXY_COUNT` proxies it is what the outermost of them wrote into
    X-Forwarded-For; a client can forge whatever precedes that. Empty if unknown.
    """
    forwarded = [part for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part]
    hops = settings.TRUSTED_PROXY_COUNT
    address = forwarded[-hops] if 0 < hops <= len(forwarded) else request.META.get("REMOTE_ADDR")
    try:
        address = ip_address((address or "").strip())
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped.exploded if address.ipv4_mapped else address.exploded[:19]
    return address.exploded
