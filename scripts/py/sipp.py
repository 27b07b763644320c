"""Callers and agents for sipp, put together from moves; each is a scenario file and a process.

Who is `told` does nothing by the clock: he writes in his log that he waits, then he waits for a word of the test. A
word is a SIP request MESSAGE with the Call-ID of the talk; its Subject says what is to be done.
"""

import contextlib
import socket
import struct
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

HEAD = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<scenario name="s">\n'
# sipp sends RFC 2833 keys with payload type 96, whatever the SDP says
SDP = """v=0
o=u 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 96
a=rtpmap:8 PCMA/8000
a=rtpmap:96 telephone-event/8000
a=fmtp:96 0-16"""
MEDIA_PORTS, MEDIA_STEP, OFFERED = 1900, 20, 101  # the last: FreeSWITCH's payload type for keys, where it calls
VIA = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]"
GO_ON, HANG_UP, WAITS, BETWEEN_KEYS = "go on", "hang up", "waits", 0.5


def press(keys: str) -> str:
    """RFC 2833 keys, one after the other."""
    return f'<nop><action><exec play_dtmf="{keys}"/></action></nop>{pause(BETWEEN_KEYS * len(keys))}'


def press_called(keys: str, folder: Path, *, first: int = 0) -> str:
    """Keys of somebody who was called: with the payload type that the switch has offered, which `press` cannot send.

    Each key is a file of packets; `first` counts the keys of a call that were pressed before."""
    moves = ""
    for place, key in enumerate(keys, first):
        event = "0123456789*#".index(key)
        file = folder / f"key{event}_{place}.pcap"
        file.write_bytes(_packets(event, place))
        moves += f'<nop><action><exec play_pcap_audio="{file}"/></action></nop>{pause(BETWEEN_KEYS)}'
    return moves


def _packets(event: int, place: int) -> bytes:
    """An RFC 4733 event of 160 ms as a capture of RTP packets: one each 20 ms, the last one three times."""
    captured = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    steps = [*range(1, 9), 8, 8]
    for n, step in enumerate(steps):
        over = n >= len(steps) - 3
        marked = 0x80 if n == 0 else 0
        sequence, moment = 1000 + place * 50 + n, 160_000 + place * 16_000
        rtp = struct.pack("!BBHII", 0x80, marked | OFFERED, sequence, moment, 0x1DEA)
        data = rtp + struct.pack("!BBH", event, 10 | (0x80 if over else 0), step * 160)
        udp = struct.pack("!HHHH", 5000, 5000, 8 + len(data), 0) + data
        ip = struct.pack("!BBHHHBBHII", 0x45, 0, 20 + len(udp), n, 0, 64, 17, 0, 0x7F000001, 0x7F000001) + udp
        frame = bytes(12) + b"\x08\x00" + ip
        captured += struct.pack("<IIII", 0, n * 20_000, len(frame), len(frame)) + frame
    return captured


def pause(seconds: float) -> str:
    return f'<pause milliseconds="{int(seconds * 1000)}"/>'


def speak(sound: Path) -> str:
    """Send an 8 kHz A-law file again and again."""
    return f'<nop><action><exec rtp_stream="{sound},-1,8"/></action></nop>'


def told(more: str = "", where: str = "") -> str:
    """Wait for a word of the test; `more` is done with it, `where` says what comes next."""
    waits = f'<nop><action><log message="{WAITS} [call_id]"/></action></nop>'
    gone = '<recv request="BYE" optional="true" next="gone"/>' if where else ""
    return f'{waits}{gone}<recv request="MESSAGE" {where}><action>{more or _kept("go", "Subject:")}</action></recv>'


def _kept(name: str, header: str) -> str:
    return f'<ereg regexp=".*" search_in="hdr" header="{header}" assign_to="{name}"/>'


def _till_the_end(bye: str) -> str:
    """Press keys when told, hang up when told, or be hung up on."""
    words = (
        f'<ereg regexp="{HANG_UP}" search_in="hdr" header="Subject:" assign_to="over"/>'
        '<ereg regexp="press ([0-9*#]+) ([0-9]+)" search_in="hdr" header="Subject:" assign_to="word,keys,length"/>'
        '<todouble assign_to="milliseconds" variable="length"/>'
    )
    return (
        f'<label id="told"/>{told(words, """next="over" test="over" """)}'
        '<nop><action><exec play_dtmf="[$keys]"/></action></nop><pause variable="milliseconds" next="told"/>'
        f'<label id="over"/>{bye}<recv response="200" next="end"/>'
        f'<label id="gone"/>{_reply("200 OK")}<label id="end"/><Reference variables="word"/>'
    )


def pressing(keys: str) -> str:
    """The word to press these keys."""
    return f"press {keys} {int(1000 * BETWEEN_KEYS * len(keys))}"


def _content(body: str) -> str:
    return f"Content-Type: application/sdp\nContent-Length: [len]\n\n{body}" if body else "Content-Length: 0\n\n"


def _request(method: str, number: int, from_: str, body: str = "", more: str = "", target: str = "[next_url]") -> str:
    to = "To: <sip:[service]@[remote_ip]:[remote_port]>" if method in ("INVITE", "CANCEL") else "To:[$peer]"
    return (
        f"<![CDATA[\n{method} {target} SIP/2.0\n{VIA}\nFrom: {from_};tag=[pid]c[call_number]\n{to}\n"
        f"Call-ID: [call_id]\nCSeq: {number} {'ACK' if method == 'ACK' else method}\n"
        f"Contact: <sip:caller@[local_ip]:[local_port]>\nMax-Forwards: 70\n{more}{_content(body)}\n]]>"
    )


INVITED = "sip:[service]@[remote_ip]:[remote_port]"


def caller(number: str, name: str, moves: str = "", *, ends: str = "bye", replaces: str = "", sdp: str = SDP) -> str:
    """A caller who is answered, does `moves`, then hangs up (`bye`), is hung up on (`wait`), does what it is told
    (`told`), or gives up ringing when it is told (`cancel`: `moves` come before any answer). `replaces`: the talk whose
    place he wants (RFC 3891); `sdp`: what his carrier can."""
    shown = name.replace("]]>", "")
    from_ = f'"{shown}" <sip:{number}@[local_ip]:[local_port]>'
    more = f"Replaces: {replaces}\n" if replaces else ""
    invite = f'<send retrans="500">{_request("INVITE", 1, from_, sdp, more, INVITED)}</send>'
    if ends == "cancel":  # one transaction, one branch: sipp would number it by element
        asked = (invite, *(_request(method, 1, from_, target=INVITED) for method in ("CANCEL", "ACK")))
        invite, cancel, ack = (text.replace("[branch]", "z9hG4bK-[pid]-[call_number]-i") for text in asked)
        refused = f'<recv response="487"><action>{_kept("peer", "To:")}</action></recv>'
        ended = f'<send>{cancel}</send><recv response="200"/>{refused}<send>{ack}</send>'
        rings = '<recv response="100" optional="true"/><recv response="180"/>'
        return HEAD + invite + rings + moves + told() + ended + '<Reference variables="go"/></scenario>\n'
    answered = (
        '<recv response="100" optional="true"/><recv response="180" optional="true"/>'
        '<recv response="183" optional="true"/>'
        f'<recv response="200" rrs="true"><action>{_kept("peer", "To:")}</action></recv>'
        f"<send>{_request('ACK', 1, from_)}</send>"
    )
    bye = f'<send retrans="500">{_request("BYE", 90, from_)}</send>'
    ways = {"bye": f'{bye}<recv response="200"/>', "wait": HUNG_UP_ON, "told": _till_the_end(bye)}
    used = '<Reference variables="go"/>' if told() in moves else ""
    return HEAD + invite + answered + moves + ways[ends] + used + "</scenario>\n"


def _reply(line: str, body: str = "", tag: str = "") -> str:
    to = "[last_To:]" + (";tag=[pid]s[call_number]" if tag else "")
    return (
        f"<send><![CDATA[\nSIP/2.0 {line}\n[last_Via:]\n[last_From:]\n{to}\n[last_Call-ID:]\n[last_CSeq:]\n"
        f"Contact: <sip:[local_ip]:[local_port];transport=[transport]>\n{_content(body)}\n]]></send>"
    )


HUNG_UP_ON = '<recv request="BYE" timeout="120000"/>' + _reply("200 OK")


def register(
    extension: str,
    domain: str,
    expires: int = 3600,
    *,
    at: int | str = "[local_port]",
    answer: str = "[authentication]",
) -> str:
    """Register a telephone with its digest password (given with -ap); `expires=0` takes it out. `at`: its port."""

    def request(number: int, more: str) -> str:
        return (
            f"<send><![CDATA[\nREGISTER sip:{domain} SIP/2.0\n{VIA}\nFrom: <sip:{extension}@{domain}>;tag=[pid]r\n"
            f"To: <sip:{extension}@{domain}>\nCall-ID: [call_id]\nCSeq: {number} REGISTER\n"
            f"Contact: <sip:{extension}@[local_ip]:{at}>\nExpires: {expires}\nMax-Forwards: 70\n{more}"
            "Content-Length: 0\n\n]]></send>"
        )

    challenged = '<recv response="401" auth="true"/>'
    return HEAD + request(1, "") + challenged + request(2, f"{answer}\n") + '<recv response="200"/></scenario>\n'


def agent(*, rings: float = 0.3, answers: str = "answer", early: str = "", moves: str = "", ends: str = "wait",
          to: str = "") -> str:  # fmt: skip
    """A telephone: rings, does `early`, answers (by itself, or after it is `told`; `early`: 183 without 180), is busy,
    rejects, ignores, or sends elsewhere (302, `to`). Then it does `moves` and waits for the end, or is `told`."""
    kept = {"via": "Via:", "from": "From:", "to": "To:", "cseq": "CSeq:"}
    catch = "".join(_kept(name, header) for name, header in kept.items())
    names = ",".join((*kept, "go")) if told() in moves + early or answers == "told" else ",".join(kept)
    invited = f'<recv request="INVITE" crlf="true" rrs="true"><action>{catch}</action></recv>'
    end = f'<Reference variables="{names}"/></scenario>\n'
    ringing, over = invited + _says("180 Ringing"), '<recv request="ACK"/>'
    if answers == "busy":
        return HEAD + invited + _says("486 Busy Here") + over + end
    if answers == "reject":
        return HEAD + ringing + pause(rings) + _says("603 Decline") + over + end
    if answers == "moved":
        return HEAD + ringing + _says("302 Moved Temporarily", contact=to) + over + end
    if answers == "early":
        ringing = invited + _says("183 Session Progress", SDP)
    if answers == "ignore":
        cancelled = '<recv request="CANCEL"/>' + _reply("200 OK", tag="y")
        return HEAD + ringing + cancelled + end
    bye = (
        f'<send retrans="500"><![CDATA[\nBYE [next_url] SIP/2.0\n{VIA}\nFrom:[$to];tag=[pid]s[call_number]\n'
        "To:[$from]\nCall-ID: [call_id]\nCSeq: 90 BYE\nMax-Forwards: 70\nContent-Length: 0\n\n]]></send>"
    )
    picked = early + (told() if answers == "told" else "") + pause(rings) + _says("200 OK", SDP) + over + moves
    return HEAD + ringing + picked + {"wait": HUNG_UP_ON, "told": _till_the_end(bye)}[ends] + end


def _says(line: str, body: str = "", contact: str = "<sip:[local_ip]:[local_port];transport=[transport]>") -> str:
    """An answer to the INVITE, whatever has come since."""
    return (
        f"<send><![CDATA[\nSIP/2.0 {line}\nVia:[$via]\nFrom:[$from]\nTo:[$to];tag=[pid]s[call_number]\n"
        "Call-ID: [call_id]\nCSeq:[$cseq]\n"
        f"Contact: {contact}\n{_content(body)}\n]]></send>"
    )


class Phone(subprocess.Popen[bytes]):
    """A running sipp: its port, its log, and how many words it has been told."""

    port: int
    log: Path
    told: int = 0

    def waits(self) -> str:
        """The Call-ID of the talk in which it waits for a word it has not been told yet; "" while it does not."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        calls = [line.split()[1] for line in lines if line.startswith(f"{WAITS} ")]
        return calls[-1] if len(calls) > self.told else ""

    def hears(self, word: str, call: str) -> None:
        self.told += 1
        lines = (
            f"MESSAGE sip:phone@127.0.0.1:{self.port} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK-told-{self.pid}-{self.told}", "Max-Forwards: 70",
            "From: <sip:test@127.0.0.1>;tag=test", "To: <sip:phone@127.0.0.1>", f"Call-ID: {call}",
            f"CSeq: {self.told} MESSAGE", f"Subject: {word}", "Content-Length: 0", "", "",
        )  # fmt: skip
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.sendto("\r\n".join(lines).encode(), ("127.0.0.1", self.port))

    def listens(self) -> bool:
        """Whether it has opened its port, or ended."""
        taken = Path("/proc/net/udp").read_text().split()
        return f"0100007F:{self.port:04X}" in taken or self.poll() is not None


def _is_free(address: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
        try:
            tried.bind((address, port))
        except OSError:
            return False
    return True


@dataclass
class Sipp:
    """Starts sipp processes in `folder`, and ends all of them with `close`."""

    folder: Path
    media: int  # the first of MEDIA_PORTS ports for voices
    address: str = "127.0.0.1"
    running: list[Phone] = field(default_factory=list)
    count: int = 0
    media_used: int = 0

    def start(self, scenario: str, *more: str, port: int, to: str = "", calls: int = 1) -> Phone:
        self.count += 1
        file = self.folder / f"scenario{self.count}.xml"
        file.write_bytes(scenario.encode("utf-8"))
        log = file.with_suffix(".said")
        command = [
            "sipp", "-sf", str(file), "-i", self.address, "-p", str(port), "-m", str(calls), "-nostdin", "-nd", "-aa",
            "-mp", str(self._media_port()), "-trace_logs", "-log_file", str(log), *more,
            *([to] if to else []),
        ]  # fmt: skip
        with (self.folder / f"sipp{self.count}.log").open("wb") as out:
            process = Phone(command, cwd=self.folder, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        process.port, process.log = port, log
        self.running.append(process)
        return process

    def _media_port(self) -> int:
        """The next ports for a voice that nobody has: another run's callers or its switch may have taken them, and sipp
        ends where it cannot have its ports."""
        for _ in range(MEDIA_PORTS // MEDIA_STEP):
            self.media_used = (self.media_used + MEDIA_STEP) % MEDIA_PORTS
            port = self.media + self.media_used
            if all(_is_free(self.address, port + more) for more in range(4)):
                return port
        raise RuntimeError(f"no free ports for voices from {self.media} to {self.media + MEDIA_PORTS}")

    def close(self) -> None:
        for process in self.running:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()
        self.running.clear()
