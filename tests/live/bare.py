"""A telephone that says whatever the test wants: plain SIP over one UDP socket, with the password's digest."""

import hashlib
import re
import socket
from dataclasses import dataclass, field

from scripts.py.pace import patient

CHALLENGE = re.compile(r'(realm|nonce)="([^"]*)"')


def digest(method: str, uri: str, user: str, password: str, challenge: dict[str, str]) -> str:
    """The answer to a challenge, as RFC 2617 has it without qop."""

    def hashed(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    secret, what = hashed(f"{user}:{challenge['realm']}:{password}"), hashed(f"{method}:{uri}")
    response = hashed(f"{secret}:{challenge['nonce']}:{what}")
    return (
        f'Digest username="{user}", realm="{challenge["realm"]}", nonce="{challenge["nonce"]}", uri="{uri}", '
        f'response="{response}", algorithm=MD5'
    )


@dataclass
class Bare:
    """`to`: the port of the switch that it talks to."""

    to: int
    address: str = "127.0.0.1"
    wire: socket.socket = field(default_factory=lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    said: int = 0

    def __post_init__(self) -> None:
        self.wire.bind((self.address, 0))

    @property
    def port(self) -> int:
        port: int = self.wire.getsockname()[1]
        return port

    def close(self) -> None:
        self.wire.close()

    def send(self, text: str) -> None:
        self.wire.sendto(text.encode("latin-1"), ("127.0.0.1", self.to))

    def hears(self, seconds: float) -> str:
        """The next message; "" if none comes within `seconds`."""
        self.wire.settimeout(seconds)
        try:
            return self.wire.recv(65535).decode("latin-1")
        except TimeoutError:
            return ""

    def hears_request(self, method: str, seconds: float) -> str:
        """The next request of this kind, whatever else comes before it; "" if none does."""
        while heard := self.hears(seconds):
            if heard.startswith(f"{method} "):
                return heard
        return ""

    def refuse(self, request: str, line: str = "486 Busy Here", *headers: str) -> None:
        """Answer a request, as somebody who is busy if nothing else is said."""
        wanted = ("via:", "from:", "to:", "call-id:", "cseq:")
        kept = [line for line in request.split("\r\n") if line.lower().startswith(wanted)]
        tagged = [f"{line};tag=busy" if line.lower().startswith("to:") else line for line in kept]
        self.send("\r\n".join([f"SIP/2.0 {line}", *tagged, *headers, "Content-Length: 0", "", ""]))

    def ask(self, method: str, user: str, domain: str, uri: str, *headers: str, call: str = "", body: str = "") -> str:
        """Send a request, with an SDP or without, and give the final answer's text."""
        self.said += 1
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.address}:{self.port};rport;branch=z9hG4bK-{self.port}-{self.said}",
            f"From: <sip:{user}@{domain}>;tag=bare{self.port}", f"To: <sip:{user}@{domain}>",
            f"Call-ID: {call or f'bare-{self.port}'}", f"CSeq: {self.said} {method}", "Max-Forwards: 70", *headers,
            *(["Content-Type: application/sdp"] if body else []), f"Content-Length: {len(body)}", "", body,
        ]  # fmt: skip
        self.send("\r\n".join(lines))
        while answer := self.hears(patient(5)):
            if answer.startswith("SIP/2.0 ") and not answer.startswith("SIP/2.0 1"):
                return answer
        raise AssertionError(f"no answer to {method}")

    def register(self, user: str, domain: str, password: str, contact: str, *headers: str) -> str:
        """Register with the password; the first line of the last answer."""
        uri, wanted = f"sip:{domain}", (f"Contact: {contact}", "Expires: 600", *headers)
        answer = self.ask("REGISTER", user, domain, uri, *wanted)
        if answer.startswith("SIP/2.0 401"):
            known = digest("REGISTER", uri, user, password, dict(CHALLENGE.findall(answer)))
            answer = self.ask("REGISTER", user, domain, uri, *wanted, f"Authorization: {known}")
        return answer.splitlines()[0].removeprefix("SIP/2.0 ")


def api(port: int, password: str, command: str) -> str:
    """The switch's answer to an `api` command."""
    with socket.create_connection(("127.0.0.1", port), timeout=patient(20)) as link:
        file = link.makefile("rwb")

        def block() -> dict[str, str]:
            lines = iter(lambda: file.readline().decode().rstrip("\n"), "")
            return dict(line.split(": ", 1) for line in lines)

        block()
        file.write(f"auth {password}\n\napi {command}\n\n".encode())
        file.flush()
        block()
        return file.read(int(block()["Content-Length"])).decode().strip()
