"""What is counted when a citizen asks: the code in its channel, the person, the address and its networks. Pure."""

import datetime as dt
import hmac
import ipaddress
from enum import StrEnum

from hotline.people.rules.login import Limits

HALF_HOUR = dt.timedelta(minutes=30)
CODE = Limits(3, HALF_HOUR)  # of a code in one channel
CALLER = Limits(9, HALF_HOUR)  # of an address, a telephone, an agent, a browser that has proved itself: three codes
IDENTITY = Limits(9, HALF_HOUR)  # of an identity number, with whatever names
ASKS = Limits(30, HALF_HOUR)  # how often one address may ask for a message
WIDER = {56: 3, 48: 9}  # an IPv6 network that holds more clients may fail so many times more often
PROOF_DIGITS = 6
PROOF_TRIES = 5
PROOF_LASTS = dt.timedelta(minutes=10)
PROOFS_A_DAY = 3  # messages for one ticket
PROVED_LASTS = dt.timedelta(hours=12)  # how long the address lock does not meet a browser that has proved itself


class AskedBy(StrEnum):
    """Where a citizen asks. A code's wrong tries in one lock nothing in another."""

    WEB = "web"
    PHONE = "phone"
    DESK = "desk"


def of_code(code: str, channel: AskedBy, *, own: bool = False) -> tuple[str, Limits]:
    """`own`: the telephone that calls is the ticket's own; strangers' tries do not lock it."""
    return f"{channel}:{'own:' if own else ''}ticket:{code[:32]}", CODE


def of_who(who: str, limits: Limits = CALLER, *, kind: str = "caller") -> list[tuple[str, Limits]]:
    """`who`: an address as it is counted (`2001:db8::/64`), a telephone number, an agent or a proved browser."""
    counts = [(f"{kind}:{who[:64]}", limits)]
    for length, factor in WIDER.items():
        if (wider := _around(who, length)) is not None:
            counts.append((f"{kind}:{wider}", Limits(limits.tries * factor, limits.lock)))
    return counts


def proof_hash(key: str, mark: str, digits: str) -> str:
    """What is kept of the digits of a message, keyed: a million could be tried from a copied table."""
    return hmac.new(key.encode(), f"proof:{mark}:{digits}".encode(), "sha256").hexdigest()


def _around(who: str, length: int) -> str | None:
    try:
        network = ipaddress.ip_network(who)
    except ValueError:
        return None
    return str(network.supernet(new_prefix=length)) if network.version == 6 and network.prefixlen > length else None
