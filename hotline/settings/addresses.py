"""Addresses in settings: networks of proxies and carriers, and whether only this machine reaches an address."""

import ipaddress


def network(text: str) -> str:
    """The same text if it is a network. Raises ValueError with a sentence in both languages."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        example = "10.0.0.0/24"
        raise ValueError(f"“{text[:60]}”不是网段，例如 {example} / this is no network such as {example}") from error
    return text


def only_here(host: str) -> bool:
    """Whether a program that listens on this address is reached from this machine alone; "" listens on all."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address, an IPv4 one also where it is written as IPv6; None if it is none."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped if mapped is not None else found


def counted(text: str) -> str:
    """The address as tries are counted: an IPv6 client as its /64, since one client owns all of it."""
    found = address(text)
    if found is None:
        return "unknown"
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
