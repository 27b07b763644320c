"""A house whose telephones speak TLS and SRTP alone, and whose carrier has an account: nothing in clear is answered, no
talk begins in clear, and neither side's password opens the other."""

import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scripts.py import live_house as switch
from scripts.py.pace import PACE, patient

from .bare import CHALLENGE, Bare, api, digest

pytestmark = pytest.mark.live
LENGTH = re.compile(rb"Content-Length: ([0-9]+)")


def _certificates(home: Path) -> None:
    folder = home / "certificates"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=tingsu.local",
         "-keyout", folder / "key.pem", "-out", folder / "cafile.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "agent.pem").write_bytes((folder / "cafile.pem").read_bytes() + (folder / "key.pem").read_bytes())


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[switch.Live]:
    program, reason = switch.program_or_reason()
    if program is None or shutil.which("openssl") is None:
        pytest.skip(reason or "no openssl on this machine")
    live = switch.start(
        tmp_path_factory.mktemp("sealed"), program, prepare=_certificates,
        trunk={"username": "house", "password": "carrier-word", "proxy": "127.0.0.1:9", "allow": ["127.0.0.1/32"]},
        sip={"tls": True, "tls_only": True, "srtp": True, "agents_port": _free_pair()},
    )  # fmt: skip
    try:
        yield live
    finally:
        live.close()


def _free_pair() -> int:
    """A free port with a free one above it."""
    for first in range(switch.BLOCK + 3000, switch.BLOCK + 3900, 2):
        with socket.socket() as one, socket.socket() as two:
            try:
                one.bind(("127.0.0.1", first))
                two.bind(("127.0.0.1", first + 1))
            except OSError:
                continue
            return first
    raise RuntimeError("no free ports")


class Sealed:
    """A telephone on one TLS connection."""

    def __init__(self, live: switch.Live) -> None:
        context = ssl.create_default_context(cafile=live.folder / "data/freeswitch/certificates/cafile.pem")
        context.check_hostname = False
        plain = socket.create_connection(("127.0.0.1", live.settings.sip.agents_port + 1), timeout=patient(10))
        self.link, self.said = context.wrap_socket(plain), 0
        self.port: int = self.link.getsockname()[1]

    def hears(self) -> str:
        text = b""
        while b"\r\n\r\n" not in text:
            more = self.link.recv(65535)
            if not more:
                return ""
            text += more
        body = int(LENGTH.findall(text)[0]) + text.index(b"\r\n\r\n") + 4 - len(text)
        while body > 0:
            more = self.link.recv(body)
            text, body = text + more, body - len(more)
        return text.decode("latin-1")

    def answer(self, request: str, body: str) -> None:
        """200 with this body."""
        wanted = ("via:", "from:", "call-id:", "cseq:")
        kept = [line for line in request.split("\r\n") if line.lower().startswith(wanted)]
        to = next(line for line in request.split("\r\n") if line.lower().startswith("to:"))
        lines = (
            "SIP/2.0 200 OK", *kept, f"{to};tag=sealed", f"Contact: <sip:x@127.0.0.1:{self.port};transport=tls>",
            "Content-Type: application/sdp", f"Content-Length: {len(body)}", "", body,
        )  # fmt: skip
        self.link.sendall("\r\n".join(lines).encode())

    def invite(self, live: switch.Live, user: str, to: str, password: str, body: str) -> str:
        """Call somebody with this body; the first line of the first answer after the password that says how it goes."""
        domain, known, uri = live.settings.sip.domain, "", f"sip:{to}@{live.settings.sip.domain}"
        for said in (1, 2):
            lines = (
                f"INVITE {uri} SIP/2.0",
                f"Via: SIP/2.0/TLS 127.0.0.1:{self.port};rport;branch=z9hG4bK-i{said}",
                f"From: <sip:{user}@{domain}>;tag=i", f"To: <{uri}>", f"Call-ID: i{self.port}", f"CSeq: {said} INVITE",
                "Max-Forwards: 70", f"Contact: <sip:{user}@127.0.0.1:{self.port};transport=tls>",
                *([known] if known else []), "Content-Type: application/sdp", f"Content-Length: {len(body)}", "", body,
            )  # fmt: skip
            self.link.sendall("\r\n".join(lines).encode())
            while (answer := self.hears()).startswith("SIP/2.0 100"):
                pass
            challenge = dict(CHALLENGE.findall(answer))
            if challenge:
                known = f"Proxy-Authorization: {digest('INVITE', uri, user, password, challenge)}"
        return answer.splitlines()[0]

    def register(self, live: switch.Live, user: str, password: str) -> str:
        domain, known, answer = live.settings.sip.domain, "", ""
        for self.said in (1, 2):
            lines = (
                f"REGISTER sip:{domain} SIP/2.0",
                f"Via: SIP/2.0/TLS 127.0.0.1:{self.port};rport;branch=z9hG4bK-t{self.said}",
                f"From: <sip:{user}@{domain}>;tag=t", f"To: <sip:{user}@{domain}>", f"Call-ID: t{self.port}",
                f"CSeq: {self.said} REGISTER", "Max-Forwards: 70",
                f"Contact: <sip:{user}@127.0.0.1:5061;transport=tls>",
                "Expires: 600", *([known] if known else []), "Content-Length: 0", "", "",
            )  # fmt: skip
            self.link.sendall("\r\n".join(lines).encode())
            answer = self.hears()
            challenge = dict(CHALLENGE.findall(answer))
            if challenge:
                told = digest("REGISTER", f"sip:{domain}", user, password, challenge)
                known = f"Authorization: {told}"
        return answer.splitlines()[0]


def test_the_plain_port_is_closed(sealed: switch.Live) -> None:
    bare = Bare(sealed.settings.sip.agents_port)
    bare.send("OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK-1\r\nContent-Length: 0\r\n\r\n")
    assert bare.hears(1.0 * PACE) == ""
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", sealed.settings.sip.agents_port), timeout=5)
    bare.close()


def test_a_telephone_is_rung_over_its_connection_with_keys_for_its_voice(sealed: switch.Live) -> None:
    phone, told = Sealed(sealed), sealed.settings.switch
    assert phone.register(sealed, "1001", sealed.telephones["1001"].password) == "SIP/2.0 200 OK"
    with ThreadPoolExecutor() as beside:
        answer = beside.submit(api, told.port, told.password, "originate {originate_timeout=3}user/1001 &park()")
        invite = phone.hears()
        answer.result()
    assert invite.startswith("INVITE sip:1001@127.0.0.1")
    offer = [line for line in invite.splitlines() if line.startswith(("m=audio", "a=crypto"))]
    assert "RTP/SAVP" in offer[0]
    assert [line for line in offer if line.startswith("m=")] == offer[:1]
    assert any("AES" in line and "inline:" in line for line in offer[1:])


CLEAR = "v=0\r\no=u 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n"
KEYED = CLEAR.replace("RTP/AVP", "RTP/SAVP") + (
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n"
)


@pytest.mark.parametrize(("answer", "joined"), [(CLEAR, False), (KEYED, True)], ids=["clear", "keyed"])
def test_a_telephone_that_answers_in_clear_is_hung_up_on(sealed: switch.Live, answer: str, joined: bool) -> None:
    """It is rung with keys for its voice; whatever it answers, no talk begins without them."""
    phone, told = Sealed(sealed), sealed.settings.switch
    assert phone.register(sealed, "1002", sealed.telephones["1002"].password) == "SIP/2.0 200 OK"
    with ThreadPoolExecutor() as beside:
        done = beside.submit(api, told.port, told.password, "originate {originate_timeout=5}user/1002 &park()")
        phone.answer(phone.hears(), answer)
        said = done.result()
    assert said.startswith("+OK") == joined
    requests = [phone.hears().split(" ")[0] for _ in range(1 if joined else 2)]
    assert requests == (["ACK"] if joined else ["ACK", "BYE"])
    api(told.port, told.password, "hupall")


@pytest.mark.parametrize(("offer", "refused"), [(CLEAR, True), (KEYED, False)], ids=["clear", "keyed"])
def test_a_telephone_that_calls_in_clear_is_refused(sealed: switch.Live, offer: str, refused: bool) -> None:
    """488 is about its voice; with keys it comes as far as the colleague, who is not there."""
    phone, told = Sealed(sealed), sealed.settings.switch
    assert phone.register(sealed, "1001", sealed.telephones["1001"].password) == "SIP/2.0 200 OK"
    final = phone.invite(sealed, "1001", "1006", sealed.telephones["1001"].password, offer)
    api(told.port, told.password, "hupall")
    assert (final.split()[1] == "488") == refused


def _invites(live: switch.Live, user: str, password: str, realm: str) -> str:
    """A call from an address that the trunk does not trust, with this password; the first line of the answer to it."""
    bare, uri = Bare(live.settings.sip.trunk_port, "127.0.0.2"), "sip:12368@127.0.0.1"
    contact = f"Contact: <sip:x@127.0.0.2:{bare.port}>"
    try:
        answer = bare.ask("INVITE", user, realm, uri, contact)
        challenge = dict(CHALLENGE.findall(answer))
        assert (answer.split()[1], challenge["realm"]) == ("407", f"trunk.{live.settings.sip.domain}")
        known = digest("INVITE", uri, user, password, challenge | {"realm": realm})
        return bare.ask("INVITE", user, realm, uri, contact, f"Proxy-Authorization: {known}").splitlines()[0]
    finally:
        bare.close()


def test_the_carriers_password_is_good_for_its_own_side_alone(sealed: switch.Live) -> None:
    trunk, domain = sealed.settings.trunk, sealed.settings.sip.domain
    let_in = _invites(sealed, trunk.username, trunk.password, f"trunk.{domain}")
    assert let_in.split()[1] not in ("403", "407")  # without a body it is no call, but its password was right
    assert _invites(sealed, trunk.username, "wrong", f"trunk.{domain}").split()[1] == "403"
    assert Sealed(sealed).register(sealed, trunk.username, trunk.password) == "SIP/2.0 403 Forbidden"


def test_a_telephones_password_lets_nobody_in_at_the_carriers_side(sealed: switch.Live) -> None:
    password, domain = sealed.telephones["1001"].password, sealed.settings.sip.domain
    for realm in (domain, f"trunk.{domain}"):
        assert _invites(sealed, "1001", password, realm).split()[1] == "403"
