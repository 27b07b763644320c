"""Callers and agents for sipp, put together from moves; each is a scenario file and a process."""

import contextlib
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
OFFERED = 101  # FreeSWITCH's payload type for keys, where it calls
VIA = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]"


def press(keys: str) -> str:
    """RFC 2833 keys, one after the other."""
    return f'<nop><action><exec play_dtmf="{keys}"/></action></nop>{pause(0.5 * len(keys))}'


def press_called(keys: str, folder: Path, *, first: int = 0) -> str:
    """Keys of somebody who was called: with the payload type that the switch has offered, which `press` cannot send.

    Each key is a file of packets; `first` counts the keys of a call that were pressed before."""
    moves = ""
    for place, key in enumerate(keys, first):
        event = "0123456789*#".index(key)
        file = folder / f"key{event}_{place}.pcap"
        file.write_bytes(_packets(event, place))
        moves += f'<nop><action><exec play_pcap_audio="{file}"/></action></nop>{pause(0.5)}'
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


def _request(method: str, number: int, from_: str, body: str = "", more: str = "", target: str = "[next_url]") -> str:
    to = "<sip:[service]@[remote_ip]:[remote_port]>" if method in ("INVITE", "CANCEL") else "[peer]"
    to_line = f"To: {to}" if to != "[peer]" else "[last_To:]"
    content = f"Content-Type: application/sdp\nContent-Length: [len]\n\n{body}" if body else "Content-Length: 0\n\n"
    return (
        f"<![CDATA[\n{method} {target} SIP/2.0\n{VIA}\nFrom: {from_};tag=[pid]c[call_number]\n{to_line}\n"
        f"Call-ID: [call_id]\nCSeq: {number} {'ACK' if method == 'ACK' else method}\n"
        f"Contact: <sip:caller@[local_ip]:[local_port]>\nMax-Forwards: 70\n{more}{content}\n]]>"
    )


INVITED = "sip:[service]@[remote_ip]:[remote_port]"


def caller(number: str, name: str, moves: str, *, ends: str = "bye") -> str:
    """A caller who is answered, does `moves`, then hangs up (`bye`), is hung up on (`wait`), or gives up ringing
    (`cancel`: `moves` come before any answer)."""
    shown = name.replace("]]>", "")
    from_ = f'"{shown}" <sip:{number}@[local_ip]:[local_port]>'
    invite = f'<send retrans="500">{_request("INVITE", 1, from_, SDP, target=INVITED)}</send>'
    if ends == "cancel":  # sipp numbers branches by element: INVITE 0, 100, 180, pause, CANCEL 4, 200, 487, ACK 7
        cancel = _request("CANCEL", 1, from_, target=INVITED).replace("[branch]", "[branch-4]")
        ack = _request("ACK", 1, from_, target=INVITED).replace("[branch]", "[branch-7]")
        rings = '<recv response="100" optional="true"/><recv response="180"/>' + moves
        ended = f'<send>{cancel}</send><recv response="200"/><recv response="487"/><send>{ack}</send>'
        return HEAD + invite + rings + ended + "</scenario>\n"
    answered = (
        '<recv response="100" optional="true"/><recv response="180" optional="true"/>'
        '<recv response="183" optional="true"/><recv response="200" rrs="true"/>'
        f"<send>{_request('ACK', 1, from_)}</send>"
    )
    if ends == "bye":
        end = f'<send retrans="500">{_request("BYE", 2, from_)}</send><recv response="200"/>'
    else:
        end = '<recv request="BYE" timeout="120000"/>' + _reply("200 OK")
    return HEAD + invite + answered + moves + end + "</scenario>\n"


def _reply(line: str, body: str = "", tag: str = "") -> str:
    content = f"Content-Type: application/sdp\nContent-Length: [len]\n\n{body}" if body else "Content-Length: 0\n\n"
    to = "[last_To:]" + (";tag=[pid]s[call_number]" if tag else "")
    return (
        f"<send><![CDATA[\nSIP/2.0 {line}\n[last_Via:]\n[last_From:]\n{to}\n[last_Call-ID:]\n[last_CSeq:]\n"
        f"Contact: <sip:[local_ip]:[local_port];transport=[transport]>\n{content}\n]]></send>"
    )


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


def agent(*, rings: float = 0.3, answers: str = "answer", moves: str = "", ends: str = "wait") -> str:
    """A telephone: rings, then answers (and does `moves`; hangs up with `ends="bye"`), is busy, rejects or ignores."""
    invited = '<recv request="INVITE" crlf="true"/>'
    if answers == "busy":
        return HEAD + invited + _reply("486 Busy Here", tag="y") + '<recv request="ACK"/></scenario>\n'
    ringing = invited + _reply("180 Ringing", tag="y") + pause(rings)
    if answers == "reject":
        return HEAD + ringing + _reply("603 Decline", tag="y") + '<recv request="ACK"/></scenario>\n'
    if answers == "ignore":
        cancelled = '<recv request="CANCEL" timeout="60000"/>' + _reply("200 OK", tag="y")
        return HEAD + invited + _reply("180 Ringing", tag="y") + cancelled + "</scenario>\n"
    picked = _reply("200 OK", SDP, tag="y") + '<recv request="ACK"/>' + moves
    if ends == "bye":
        bye = (
            f"<send><![CDATA[\nBYE [next_url] SIP/2.0\n{VIA}\n[$from]\n[$to]\nCall-ID: [call_id]\nCSeq: 9 BYE\n"
            "Max-Forwards: 70\nContent-Length: 0\n\n]]></send>"
        )
        catch = (
            '<recv request="INVITE" crlf="true" rrs="true"><action>'
            '<ereg regexp=".*" search_in="hdr" header="From:" assign_to="f"/>'
            '<ereg regexp=".*" search_in="hdr" header="To:" assign_to="t"/></action></recv>'
        )
        bye = bye.replace("[$from]", "From:[$t];tag=[pid]s[call_number]").replace("[$to]", "To:[$f]")
        return HEAD + catch + ringing.removeprefix(invited) + picked + bye + '<recv response="200"/></scenario>\n'
    return HEAD + ringing + picked + '<recv request="BYE" timeout="120000"/>' + _reply("200 OK") + "</scenario>\n"


@dataclass
class Sipp:
    """Starts sipp processes in `folder`, and ends all of them with `close`."""

    folder: Path
    media: int  # the first of 1,900 ports for voices
    address: str = "127.0.0.1"
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    count: int = 0

    def start(self, scenario: str, *more: str, port: int, to: str = "", calls: int = 1) -> subprocess.Popen[bytes]:
        self.count += 1
        file = self.folder / f"scenario{self.count}.xml"
        file.write_bytes(scenario.encode("utf-8"))
        command = [
            "sipp", "-sf", str(file), "-i", self.address, "-p", str(port), "-m", str(calls), "-nostdin", "-nd", "-aa",
            "-mp", str(self.media + self.count * 20 % 1900), *more, *([to] if to else []),
        ]  # fmt: skip
        out = (self.folder / f"sipp{self.count}.log").open("wb")
        process = subprocess.Popen(command, cwd=self.folder, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        out.close()
        self.running.append(process)
        return process

    def close(self) -> None:
        for process in self.running:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()
        self.running.clear()
