"""Events a second on one core: our reader and parser beside greenswitch's own, on the same bytes, in the same run."""

import io
import time
from collections.abc import Callable

from greenswitch import InboundESL

from controller.switch.esl import Reader
from controller.switch.events import Event, heard

HEADERS = 170  # a SIP call's event on FreeSWITCH 1.10.12 has so many, and some 7 KB
CHUNK = 64 * 1024
NAMES = ("CHANNEL_PARK", "CHANNEL_ANSWER", "CHANNEL_PROGRESS", "CHANNEL_BRIDGE", "CHANNEL_EXECUTE_COMPLETE",
         "CHANNEL_HANGUP_COMPLETE", "DTMF", "RECORD_START", "RECORD_STOP")  # fmt: skip
RUNS = 5


def stream(count: int) -> bytes:
    """Events as they come over the socket, of the size and shape of FreeSWITCH's."""
    return b"".join(_event(n, NAMES[n % len(NAMES)]) for n in range(count))


def _event(number: int, name: str) -> bytes:
    uuid = f"{number:08x}-1111-2222-3333-444455556666"
    lines = [
        f"Event-Name: {name}", "Core-UUID: 3b0e8d0c-0000-4000-8000-000000000000", "FreeSWITCH-Hostname: switch",
        f"Event-Date-Timestamp: {1_795_395_600_000_000 + number}", "Event-Calling-File: switch_channel.c",
        f"Unique-ID: {uuid}", "Call-Direction: inbound", "Answer-State: answered", "Channel-State: CS_EXECUTE",
        "Caller-Caller-ID-Name: %E5%BC%A0%E4%B8%89", "Caller-Caller-ID-Number: 13800001234",
        "Caller-Destination-Number: 12368", "Other-Leg-Unique-ID: 99999999-1111-2222-3333-444455556666",
        "Hangup-Cause: NORMAL_CLEARING", "DTMF-Digit: 5", "Application: playback", "Application-UUID: 7",
        "Application-Response: FILE%20PLAYED",
    ]  # fmt: skip
    lines += [f"variable_sip_some_setting_{n}: value%20{n}%3Bof%3Dsuch" for n in range(HEADERS - len(lines) - 6)]
    lines += [
        "variable_ts_profile: court_12368", "variable_ts_dialled: 12368", "variable_record_ms: 12340",
        "variable_sip_hangup_disposition: recv_bye", "variable_originate_disposition: SUCCESS",
        "Record-File-Path: /var/lib/recordings/a.wav",
    ]  # fmt: skip
    body = ("\n".join(lines) + "\n\n").encode()
    return f"Content-Length: {len(body)}\nContent-Type: text/event-plain\n\n".encode() + body


def ours(data: bytes) -> int:
    count = 0

    def block(kind: bytes, headers: bytes, body: bytes) -> None:
        nonlocal count
        heard(Event(body))
        count += 1

    reader, source = Reader(block), io.BytesIO(data)
    while chunk := source.read(CHUNK):
        reader.feed(chunk)
    return count


def theirs(data: bytes) -> int:
    """greenswitch reads its socket's file; here that file is memory. Its handlers are left out, our parsing is not."""
    link = InboundESL("", 0, "")
    link.sock_file, link.connected = io.BytesIO(data), True
    link.receive_events()
    return int(link._esl_event_queue.qsize())


def _rate(read: Callable[[bytes], int], data: bytes, count: int) -> float:
    begun = time.process_time()
    got = read(data)
    spent = time.process_time() - begun
    assert got == count, (got, count)
    return count / spent


def run(count: int) -> int:
    data = stream(count)
    few = stream(max(1, count // 10))
    print(f"{count} events of {len(data) / count / 1024:.1f} KB and {HEADERS} headers; CPU time; best of {RUNS} runs")
    mine = max(_rate(ours, data, count) for _ in range(RUNS))
    other = max(_rate(theirs, few, max(1, count // 10)) for _ in range(RUNS))
    print(f"  听诉 / ours        {mine:>10,.0f} events/s   read, cut, looked up and made a value")
    print(f"  greenswitch       {other:>10,.0f} events/s   read and cut")
    print(f"  ratio             {mine / other:>10.1f} x")
    return 0
