"""The headers of channel events: the needed ones of FreeSWITCH's 170 lines, with its names and in its order."""

from __future__ import annotations

from datetime import UTC, datetime

from freeswitch.simulator.channels import Channel

_STATES = {
    "CS_NEW": 0, "CS_INIT": 1, "CS_ROUTING": 2, "CS_SOFT_EXECUTE": 3, "CS_EXECUTE": 4, "CS_EXCHANGE_MEDIA": 5,
    "CS_PARK": 6, "CS_CONSUME_MEDIA": 7, "CS_HIBERNATE": 8, "CS_RESET": 9, "CS_HANGUP": 10, "CS_REPORTING": 11,
    "CS_DESTROY": 12,
}  # fmt: skip
_Q850 = {
    "NORMAL_CLEARING": 16, "USER_BUSY": 17, "NO_USER_RESPONSE": 18, "NO_ANSWER": 19, "SUBSCRIBER_ABSENT": 20,
    "CALL_REJECTED": 21, "DESTINATION_OUT_OF_ORDER": 27, "NORMAL_TEMPORARY_FAILURE": 41, "ORIGINATOR_CANCEL": 487,
    "LOSE_RACE": 502, "MANAGER_REQUEST": 503, "ALLOTTED_TIMEOUT": 602, "USER_NOT_REGISTERED": 606,
    "PROGRESS_TIMEOUT": 607, "MEDIA_TIMEOUT": 604,
    "RECOVERY_ON_TIMER_EXPIRE": 102, "NO_ROUTE_DESTINATION": 3, "UNALLOCATED_NUMBER": 1,
    "INVALID_GATEWAY": 608, "PICKED_OFF": 505, "BLIND_TRANSFER": 600, "ATTENDED_TRANSFER": 601, "SYSTEM_SHUTDOWN": 501,
    "INCOMPATIBLE_DESTINATION": 88, "GATEWAY_DOWN": 609, "INVALID_NUMBER_FORMAT": 28, "NETWORK_OUT_OF_ORDER": 38,
}  # fmt: skip


def known_cause(name: str) -> str:
    """A cause by its name or number; an unknown one becomes NORMAL_CLEARING, as seen on the switch."""
    by_number = {str(number): cause for cause, number in _Q850.items()}
    name = name.strip().upper()
    return name if name in _Q850 else by_number.get(name, "NORMAL_CLEARING")


def micro(seconds: float) -> str:
    """Epoch microseconds, as FreeSWITCH writes times."""
    return str(round(seconds * 1_000_000))


def stamp(now: float, sequence: int, core_uuid: str) -> dict[str, str]:
    """The headers with which every event starts, after its name."""
    moment = datetime.fromtimestamp(now, UTC)
    return {
        "Core-UUID": core_uuid,
        "FreeSWITCH-Hostname": "stand-in",
        "FreeSWITCH-Switchname": "stand-in",
        "Event-Date-Local": f"{moment:%Y-%m-%d %H:%M:%S}",
        "Event-Date-GMT": f"{moment:%a, %d %b %Y %H:%M:%S} GMT",
        "Event-Date-Timestamp": micro(now),
        "Event-Sequence": str(sequence),
    }


def _times(channel: Channel, prefix: str) -> dict[str, str]:
    times = channel.times
    return {
        f"{prefix}-Channel-Created-Time": micro(times.created),
        f"{prefix}-Channel-Answered-Time": micro(times.answered),
        f"{prefix}-Channel-Progress-Time": micro(times.progress),
        f"{prefix}-Channel-Progress-Media-Time": micro(times.progress_media),
        f"{prefix}-Channel-Hangup-Time": micro(times.hangup),
        f"{prefix}-Channel-Bridged-Time": micro(times.bridged),
    }


def _profile(channel: Channel, prefix: str) -> dict[str, str]:
    return {
        f"{prefix}-Direction": channel.direction,
        f"{prefix}-Caller-ID-Name": channel.cid_name,
        f"{prefix}-Caller-ID-Number": channel.cid_number,
        f"{prefix}-Network-Addr": "127.0.0.1",
        f"{prefix}-ANI": channel.cid_number,
        f"{prefix}-Destination-Number": channel.destination,
        f"{prefix}-Unique-ID": channel.uuid,
        f"{prefix}-Source": "mod_sofia",
        f"{prefix}-Context": channel.context,
        f"{prefix}-Channel-Name": channel.name,
    }


def of_channel(channel: Channel, extra: dict[str, str]) -> dict[str, str]:
    """A channel's headers and variables; `extra` (Application, Bridge-A-…) comes last, as in FreeSWITCH."""
    headers = {
        "Channel-State": channel.state,
        "Channel-Call-State": channel.call_state,
        "Channel-State-Number": str(_STATES[channel.state]),
        "Channel-Name": channel.name,
        "Unique-ID": channel.uuid,
        "Call-Direction": channel.direction,
        "Presence-Call-Direction": channel.direction,
        "Channel-Call-UUID": channel.call_uuid or channel.uuid,
        "Answer-State": channel.answer_state,
    }
    if channel.cause:
        headers["Hangup-Cause"] = channel.cause
    headers |= _profile(channel, "Caller") | _times(channel, "Caller")
    if channel.other is not None:
        headers["Other-Type"] = channel.other_type
        headers |= _profile(channel.other, "Other-Leg") | _times(channel.other, "Other-Leg")
    headers |= {f"variable_{key}": value for key, value in channel.variables.items()}
    return headers | extra


def report(channel: Channel, now: float) -> dict[str, str]:
    """The variables that appear with CHANNEL_HANGUP_COMPLETE."""
    times = channel.times
    talked = now - times.answered if times.answered else 0.0
    return {
        "hangup_cause": channel.cause,
        "hangup_cause_q850": str(code if (code := _Q850.get(channel.cause, 16)) < 128 else 16),
        "start_epoch": str(int(times.created)),
        "answer_epoch": str(int(times.answered)),
        "bridge_epoch": str(int(times.bridged)),
        "end_epoch": str(int(now)),
        "start_uepoch": micro(times.created),
        "answer_uepoch": micro(times.answered),
        "bridge_uepoch": micro(times.bridged),
        "end_uepoch": micro(now),
        "duration": str(int(now) - int(times.created)),
        "billsec": str(int(now) - int(times.answered) if times.answered else 0),
        "mduration": str(round((now - times.created) * 1000)),
        "billmsec": str(round(talked * 1000)),
    }
