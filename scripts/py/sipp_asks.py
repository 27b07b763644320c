"""Moves for sipp: what somebody asks within a talk besides ending it, and the answer that he waits for."""

from scripts.py.sipp import VIA


def caller_asks(number: str, name: str, method: str, answer: int, *, place: int = 2, more: str = "") -> str:
    """As the caller of this number. `more`: further headers, each with its line's end; `place`: the request's number,
    above that of the one before it."""
    parties = f'From: "{name}" <sip:{number}@[local_ip]:[local_port]>;tag=[pid]c[call_number]\nTo:[$peer]'
    return _asks(method, answer, parties, place, more)


def called_asks(method: str, answer: int, *, place: int = 2, more: str = "") -> str:
    """The same for somebody who was called."""
    return _asks(method, answer, "From:[$to];tag=[pid]s[call_number]\nTo:[$from]", place, more)


def _asks(method: str, answer: int, parties: str, place: int, more: str) -> str:
    return (
        f"<send><![CDATA[\n{method} [next_url] SIP/2.0\n{VIA}\n{parties}\nCall-ID: [call_id]\nCSeq: {place} {method}\n"
        f"Contact: <sip:[local_ip]:[local_port]>\nMax-Forwards: 70\n{more}Content-Length: 0\n\n]]></send>"
        f'<recv response="{answer}"/>'
    )
