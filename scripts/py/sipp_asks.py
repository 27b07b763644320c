"""Moves for sipp: what somebody asks within a talk besides ending it, and the answer that he waits for; and what his
carrier can: no telephone-event, or PCMU alone."""

from scripts.py.sipp import SDP, VIA

KEYLESS = "\n".join(line for line in SDP.replace("AVP 8 96", "AVP 8").splitlines() if ":96" not in line)
PCMU = SDP.replace("RTP/AVP 8", "RTP/AVP 0").replace("8 PCMA", "0 PCMU")
CALLED = "From:[$to];tag=[pid]s[call_number]\nTo:[$from]"


def caller_asks(
    number: str, name: str, method: str, answer: int, *, place: int = 2, more: str = "", body: str = ""
) -> str:
    """As the caller of this number. `more`: further headers, each with its line's end; `place`: the request's number,
    above that of the one before it."""
    return _asks(method, answer, _calling(number, name), place, more, body)


def called_asks(method: str, answer: int, *, place: int = 2, more: str = "") -> str:
    """The same for somebody who was called."""
    return _asks(method, answer, CALLED, place, more)


def caller_offers(number: str, name: str, direction: str, *, place: int = 2) -> str:
    """A further INVITE of the caller: `sendonly` puts the other side on hold, `sendrecv` takes it off or refreshes."""
    return _offers(_calling(number, name), direction, place)


def called_offers(direction: str, *, place: int = 2) -> str:
    """The same of somebody who was called."""
    return _offers(CALLED, direction, place)


def key(number: str, name: str, digit: str, *, place: int = 2) -> str:
    """A key as INFO, for a carrier that sends keys so."""
    more, body = "Content-Type: application/dtmf-relay\n", f"Signal={digit}\nDuration=160\n"
    return caller_asks(number, name, "INFO", 200, place=place, more=more, body=body)


def _calling(number: str, name: str) -> str:
    return f'From: "{name}" <sip:{number}@[local_ip]:[local_port]>;tag=[pid]c[call_number]\nTo:[$peer]'


def _asks(method: str, answer: int, parties: str, place: int, more: str, body: str = "") -> str:
    return f'<send>{_request(method, parties, place, more, body)}</send><recv response="{answer}"/>'


def _offers(parties: str, direction: str, place: int) -> str:
    more = "Content-Type: application/sdp\n"
    invite = _request("INVITE", parties, place, more, f"{SDP}\na={direction}")
    answer = '<recv response="100" optional="true"/><recv response="200"/>'
    return f"<send>{invite}</send>{answer}<send>{_request('ACK', parties, place)}</send>"


def _request(method: str, parties: str, place: int, more: str = "", body: str = "") -> str:
    length = f"[len]\n\n{body}" if body else "0\n\n"
    return (
        f"<![CDATA[\n{method} [next_url] SIP/2.0\n{VIA}\n{parties}\nCall-ID: [call_id]\nCSeq: {place} {method}\n"
        f"Contact: <sip:[local_ip]:[local_port]>\nMax-Forwards: 70\n{more}Content-Length: {length}\n]]>"
    )
