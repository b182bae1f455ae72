"""Says from which address a request comes, behind proxies too."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the client as far as our own proxies vouch for it; "" where it is none.

    Each of the `PROXIES` appends the address it was asked from to `X-Forwarded-For`; whatever stands before
    those was written by the client. An IPv6 address stands for its network: a household has 2^64 of them.
    """
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    chain = [*told, request.META.get("REMOTE_ADDR", "")]
    proxies: int = settings.PROXIES
    return plain(chain[max(-1 - proxies, -len(chain))])


def plain(text: str) -> str:
    """An address in its one spelling, without port; "" where it is none."""
    text = text.removeprefix("[").partition("]")[0] if text.startswith("[") else text
    if text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((int(address), 64), strict=False))
    return str(address)
