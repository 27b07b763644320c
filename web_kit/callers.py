"""The client's address behind trusted proxies; a proxy that nobody has named is told to the operator once."""

import ipaddress
import logging
from collections.abc import Iterable

from flask import Flask, g, request

from hotline.settings.addresses import address

MOST_WARNED = 1_000  # peers that are remembered; after that no further one is told


class Proxies:
    """The trusted proxies. X-Forwarded-For is evaluated from the right, up to the first untrusted address."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = [ipaddress.ip_network(one, strict=False) for one in networks]

    def trusts(self, peer: str) -> bool:
        """Whether this peer's word about the client is believed."""
        at = address(peer)
        return at is not None and any(at in one for one in self._networks if one.version == at.version)

    def client(self, peer: str, forwarded: str) -> str:
        """The address of the client; "unknown" if there is none."""
        at = peer
        for one in reversed(forwarded[-1000:].split(",") if forwarded else []):
            if not self.trusts(at) or address(one) is None:
                break
            at = one
        found = address(at)
        return "unknown" if found is None else str(found)


def start(app: Flask, networks: Iterable[str], setting: str, log: logging.Logger) -> None:
    """`g.client_ip` of each request. `setting`: where proxies are named, for the warning."""
    proxies, warned = Proxies(networks), set[str]()

    @app.before_request
    def find() -> None:
        peer, forwarded = request.remote_addr or "", request.headers.get("X-Forwarded-For", "")
        g.client_ip = proxies.client(peer, forwarded)
        if forwarded and not proxies.trusts(peer) and peer not in warned and len(warned) < MOST_WARNED:
            warned.add(peer)
            log.warning(
                "X-Forwarded-For from %s is not believed, because %s does not name it: if it is your proxy, name it "
                "there, or all who come through it count as one address", peer, setting,
            )  # fmt: skip
