"""Joining a caller with an agent: the order of events in every ending, as watched on FreeSWITCH 1.10.12."""

from __future__ import annotations

import json

import pytest

from freeswitch.simulator.callers import Caller, CallerAct
from freeswitch.simulator.channels import Phone

from .switch_bench import Bench

pytestmark = pytest.mark.unit


def test_music_bridge_talk_and_the_agent_hangs_up() -> None:
    bench = Bench(Phone("1001", ring_seconds=1, talk_seconds=2))
    uuid = bench.call()
    bench.do(uuid, "endless_playback", "music6.wav")
    bench.wait(1)
    bench.events()
    bench.do(uuid, "bridge", "user/1001", tag="BR")
    assert bench.story(9) == [
        "1 A EXECUTE bridge",
        "1 B CREATE",
        "1 B ORIGINATE",
        "1.02 B PROGRESS",
        "2 B ANSWER",
        "2 A BRIDGE",
        "4 B HANGUP NORMAL_CLEARING",
        "4 B HANGUP_COMPLETE recv_bye",
        "4 A UNBRIDGE",
        "4 A DONE bridge _none_",
        "4 B DESTROY",
        "9 A PLAYBACK_STOP music6.wav done",
        "9 A PLAYBACK_START music6.wav",
    ]


def test_hangup_after_bridge_takes_the_caller_too() -> None:
    bench = Bench(Phone("1001", ring_seconds=1, talk_seconds=2))
    uuid = bench.call()
    bench.do(uuid, "set", "hangup_after_bridge=true")
    bench.do(uuid, "bridge", "user/1001")
    story = bench.story(9)
    assert story[story.index("3 A UNBRIDGE") :] == [
        "3 A UNBRIDGE",
        "3 A HANGUP NORMAL_CLEARING",
        "3 A DONE bridge _none_",
        "3 A UNPARK",
        "3 A DONE park _none_",
        "3 A RECORD_STOP 3000",
        "3 A HANGUP_COMPLETE send_bye",
        "3 A DESTROY",
        "3 B DESTROY",
    ]


def test_the_caller_hangs_up_in_the_talk() -> None:
    bench = Bench(Phone("1001", ring_seconds=1, talk_seconds=60))
    uuid = bench.call(CallerAct("hang_up", "talking", 2.0))
    bench.do(uuid, "bridge", "user/1001")
    story = bench.story(9)
    assert story[story.index("3 A HANGUP NORMAL_CLEARING") :] == [
        "3 A HANGUP NORMAL_CLEARING",
        "3 B HANGUP NORMAL_CLEARING",
        "3 B HANGUP_COMPLETE send_bye",
        "3 B DESTROY",
        "3 A UNBRIDGE",
        "3 A DONE bridge _none_",
        "3 A UNPARK",
        "3 A DONE park _none_",
        "3 A RECORD_STOP 3000",
        "3 A HANGUP_COMPLETE recv_bye",
        "3 A DESTROY",
    ]


def test_the_caller_hangs_up_while_it_rings() -> None:
    bench = Bench(Phone("1001", kind="human"))
    uuid = bench.call(CallerAct("hang_up", "ringing", 1.0))
    bench.do(uuid, "bridge", "user/1001")
    bench.events()
    assert bench.story(3) == [
        "0.02 B PROGRESS",
        "1 A HANGUP NORMAL_CLEARING",
        "1 B HANGUP ORIGINATOR_CANCEL",
        "1 B HANGUP_COMPLETE send_cancel",
        "1 B DESTROY",
        "1 A DONE bridge _none_",
        "1 A UNPARK",
        "1 A DONE park _none_",
        "1 A RECORD_STOP 1000",
        "1 A HANGUP_COMPLETE recv_bye",
        "1 A DESTROY",
    ]


@pytest.mark.parametrize(
    ("answer", "at", "cause", "who"),
    [
        ("busy", 0.02, "USER_BUSY", "recv_refuse"),
        ("reject", 1.0, "CALL_REJECTED", "recv_refuse"),
        ("ignore", 5.0, "NO_ANSWER", "send_cancel"),
    ],
)
def test_an_agent_who_does_not_answer_gives_the_caller_back(answer: str, at: float, cause: str, who: str) -> None:
    bench = Bench(Phone("1001", ring_seconds=1, answer=answer))
    uuid = bench.call()
    bench.do(uuid, "bridge", "{originate_timeout=5}user/1001", tag="BR")
    story = [line for line in bench.story(9) if "PROGRESS" not in line]
    assert story == [
        "0 A EXECUTE bridge",
        "0 B CREATE",
        "0 B ORIGINATE",
        f"{at:g} B HANGUP {cause}",
        f"{at:g} B HANGUP_COMPLETE {who}",
        f"{at:g} A DONE bridge _none_",
        f"{at:g} B DESTROY",
    ]
    assert bench.api(f"uuid_getvar {uuid} originate_disposition") == cause
    assert bench.api(f"uuid_getvar {uuid} last_bridge_hangup_cause") == cause


@pytest.mark.parametrize(
    ("target", "cause"), [("user/1001", "USER_NOT_REGISTERED"), ("user/1999", "SUBSCRIBER_ABSENT")]
)
def test_a_telephone_that_is_not_there_makes_no_leg(target: str, cause: str) -> None:
    bench = Bench(Phone("1001", answer="unregistered"))
    uuid = bench.call()
    bench.do(uuid, "bridge", target)
    assert bench.story() == ["0 A EXECUTE bridge", "0 A DONE bridge _none_"]
    assert bench.api(f"uuid_getvar {uuid} originate_disposition") == cause


def test_without_continue_on_fail_the_call_is_lost() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "set", "continue_on_fail=false")
    bench.events()
    bench.do(uuid, "bridge", "user/1999")
    assert bench.story()[:3] == ["0 A EXECUTE bridge", "0 A HANGUP SUBSCRIBER_ABSENT", "0 A DONE bridge _none_"]


def test_one_after_the_other_and_all_together() -> None:
    bench = Bench(Phone("1001", answer="busy"), Phone("1002", ring_seconds=1), Phone("1003", ring_seconds=2))
    uuid = bench.call()
    bench.do(uuid, "bridge", "user/1001|user/1002,user/1003")
    bench.events()
    assert bench.story(3) == [
        "0.02 B HANGUP USER_BUSY",
        "0.02 B HANGUP_COMPLETE recv_refuse",
        "0.02 C CREATE",
        "0.02 C ORIGINATE",
        "0.02 D CREATE",
        "0.02 D ORIGINATE",
        "0.02 B DESTROY",
        "0.04 C PROGRESS",
        "0.04 D PROGRESS",
        "1.02 C ANSWER",
        "1.02 D HANGUP LOSE_RACE",
        "1.02 D HANGUP_COMPLETE send_cancel",
        "1.02 D DESTROY",
        "1.02 A BRIDGE",
    ]


def test_a_human_telephone_rings_until_it_is_told_to_talk() -> None:
    bench = Bench(Phone("1001", kind="human"))
    uuid = bench.call()
    bench.do(uuid, "bridge", "user/1001")
    bench.wait(10)
    leg = next(event.get("Unique-ID") for event in bench.events() if event.name == "CHANNEL_ORIGINATE")
    assert bench.api("uuid_phone_event nobody talk") == "-ERR Operation failed\n"
    assert bench.api(f"uuid_phone_event {leg} talk") == "+OK Success\n"
    assert bench.story() == ["10 B ANSWER", "10 A BRIDGE"]
    assert bench.api(f"uuid_kill {leg}") == "+OK\n"
    assert bench.api(f"uuid_kill {leg}") == "-ERR No such channel!\n"
    assert bench.story()[:4] == [
        "10 B HANGUP NORMAL_CLEARING",
        "10 B HANGUP_COMPLETE send_bye",
        "10 A UNBRIDGE",
        "10 A DONE bridge _none_",
    ]


def test_a_telephone_in_a_call_is_busy_and_a_person_can_hang_up_or_refuse() -> None:
    bench = Bench(Phone("1001", kind="human"))
    first, second = bench.call(), bench.call()
    bench.do(first, "bridge", "user/1001")
    assert bench.switch.phones.answer("1001") is True
    bench.do(second, "bridge", "user/1001")
    bench.wait(1)
    assert bench.api(f"uuid_getvar {second} originate_disposition") == "USER_BUSY"
    assert bench.switch.phones.hang_up("1001") is True
    assert bench.switch.phones.hang_up("1001") is False
    bench.do(second, "bridge", "user/1001")
    assert bench.switch.phones.hang_up("1001") is True
    assert bench.api(f"uuid_getvar {second} originate_disposition") == "CALL_REJECTED"


def test_bridging_answers_the_caller_and_starts_the_recording_first() -> None:
    bench = Bench(Phone("1001", ring_seconds=1))
    uuid = bench.call(answered=False)
    bench.do(uuid, "bridge", "user/1001")
    assert bench.story(2)[4:] == [
        "1 B ANSWER",
        "1 A ANSWER",
        "1 A EXECUTE record_session",
        "1 A RECORD_START",
        "1 A DONE record_session _none_",
        "1 A BRIDGE",
    ]


def test_the_legs_name_each_other() -> None:
    bench = Bench(Phone("1001", ring_seconds=1))
    uuid = bench.call()
    bench.do(uuid, "bridge", "user/1001")
    bench.wait(2)
    events = {event.name: event for event in bench.events()}
    created, bridged = events["CHANNEL_CREATE"], events["CHANNEL_BRIDGE"]
    leg = created.get("Unique-ID")
    assert [created.get(h) for h in ("Other-Type", "Other-Leg-Unique-ID", "Call-Direction")] == [
        "originator",
        uuid,
        "outbound",
    ]
    assert [created.get(h) for h in ("variable_dialed_user", "Caller-Destination-Number")] == ["1001", "1001"]
    assert [bridged.get(h) for h in ("Bridge-A-Unique-ID", "Bridge-B-Unique-ID", "Other-Leg-Unique-ID")] == [
        uuid,
        leg,
        leg,
    ]
    calls = json.loads(bench.api("show calls as json"))
    assert [(row["uuid"], row["b_uuid"]) for row in calls["rows"]] == [(uuid, leg)]
    assert json.loads(bench.api("show channels as json"))["row_count"] == 2


def test_the_fallback_rings_the_telephones_and_is_said_when_cancelled() -> None:
    bench = Bench(Phone("1001", ring_seconds=1, talk_seconds=2))
    kept = bench.call(answered=False)
    bench.switch.call_in(Caller("13900000000", "李四", "12368"), bench.now)
    assert bench.api(f"sched_del {kept}") == "+OK Deleted: 0\n"
    bench.events()
    names = [line.split(" ", 2)[2] for line in bench.story(9)]
    assert names[:2] == ["UNPARK", "DONE park _none_"]
    assert [name for name in names if name in ("BRIDGE", "UNBRIDGE")] == ["BRIDGE", "UNBRIDGE"]
    assert names[-2:] == ["DESTROY", "DESTROY"]
    assert bench.api(f"uuid_exists {kept}") == "true"


def test_the_fallback_with_nobody_says_a_sentence() -> None:
    bench = Bench()
    uuid = bench.switch.call_in(Caller("13900000000", "李四", "12368"), bench.now)
    bench.events()
    story = bench.story(4)
    assert bench.api(f"uuid_getvar {uuid} ts_fallback") == "true"  # who looks now leaves it to the fallback
    story += bench.story(5)
    assert story[2:] == [
        "3 A EXECUTE answer",
        "3 A ANSWER",
        "3 A EXECUTE record_session",
        "3 A RECORD_START",
        "3 A DONE record_session _none_",
        "3 A DONE answer _none_",
        "3 A EXECUTE set",
        "3 A DONE set _none_",
        "3 A EXECUTE playback",
        "3 A PLAYBACK_START closed2.wav",
        "5 A PLAYBACK_STOP closed2.wav done",
        "5 A DONE playback FILE PLAYED",
        "5 A EXECUTE hangup",
        "5 A HANGUP NO_ANSWER",
        "5 A DONE hangup _none_",
        "5 A RECORD_STOP 2000",
        "5 A HANGUP_COMPLETE send_bye",
        "5 A DESTROY",
    ]


def test_originate_in_the_background_and_uuid_bridge() -> None:
    bench = Bench(Phone("1001", ring_seconds=1, talk_seconds=60))
    uuid = bench.call()
    reply = bench.switch.command("bgapi originate {origination_uuid=leg-1}user/1001 &park()\nJob-UUID: J1", bench.now)
    assert reply.text == "+OK Job-UUID: J1"
    bench.wait(2)
    events = bench.events()
    assert [e.body for e in events if e.name == "BACKGROUND_JOB"] == ["+OK leg-1\n"]
    assert bench.api(f"uuid_bridge {uuid} leg-1") == "+OK leg-1\n"
    assert bench.story() == [
        "2 B UNPARK",
        "2 B DONE park _none_",
        "2 A UNPARK",
        "2 A DONE park _none_",
        "2 A BRIDGE",
    ]
    bench.api("uuid_kill leg-1")
    assert [line for line in bench.story() if "HANGUP " in line] == [
        "2 B HANGUP NORMAL_CLEARING",
        "2 A HANGUP NORMAL_CLEARING",
    ]


def test_originate_says_why_not() -> None:
    bench = Bench(Phone("1004", answer="unregistered"))
    assert bench.api("originate user/1004 &park()") == "-ERR USER_NOT_REGISTERED\n"
    assert bench.api("originate user/1999 &park()") == "-ERR SUBSCRIBER_ABSENT\n"
    assert bench.api("originate") == (
        "-USAGE: <call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] "
        "[<cid_name>] [<cid_num>] [<timeout_sec>]\n"
    )


def test_who_is_reached_does_not_give_up_waiting_any_more() -> None:
    bench = Bench(Phone("1001", ring_seconds=1, talk_seconds=60))
    uuid = bench.call(CallerAct("hang_up", "waiting", 5.0), CallerAct("hang_up", "talking", 20.0))
    bench.do(uuid, "endless_playback", "music9.wav")
    bench.wait(1)
    bench.do(uuid, "bridge", "user/1001")
    bench.wait(15)
    assert bench.api(f"uuid_exists {uuid}") == "true"
    bench.wait(10)
    assert bench.api(f"uuid_exists {uuid}") == "false"


def test_a_break_while_it_rings_reaches_the_music_afterwards() -> None:
    bench = Bench(Phone("1001", ring_seconds=2, answer="reject"))
    uuid = bench.call()
    bench.do(uuid, "endless_playback", "music9.wav")
    bench.do(uuid, "bridge", "user/1001")
    bench.wait(1)
    bench.events()
    bench.api(f"uuid_break {uuid}")
    assert [line for line in bench.story(3) if " A " in line] == [
        "2 A DONE bridge _none_",
        "2 A PLAYBACK_STOP music9.wav break",
        "2 A PLAYBACK_START music9.wav",
    ]


def test_a_leg_times_out_by_whole_seconds_of_the_epoch() -> None:
    bench = Bench(Phone("1001", answer="ignore"))
    uuid = bench.call()
    bench.wait(0.4)
    bench.do(uuid, "bridge", "[leg_timeout=2]user/1001")
    assert [line for line in bench.story(5) if "HANGUP " in line] == ["3 B HANGUP ALLOTTED_TIMEOUT"]
    bench.do(uuid, "bridge", "{originate_timeout=2}user/1001")
    assert [line for line in bench.story(5) if "HANGUP " in line] == ["7 C HANGUP NO_ANSWER"]


def test_park_after_bridge_parks_anew_and_a_held_channel_is_unheld_first() -> None:
    bench = Bench(Phone("1001", ring_seconds=1, talk_seconds=1))
    uuid = bench.call()
    bench.do(uuid, "set", "park_after_bridge=true")
    bench.do(uuid, "bridge", "user/1001")
    story = bench.story(3)
    assert story[story.index("2 A DONE bridge _none_") : -1] == [
        "2 A DONE bridge _none_",
        "2 A UNPARK",
        "2 A DONE park _none_",
        "2 A EXECUTE park",
        "2 A PARK",
    ]
    bench.api(f"uuid_hold {uuid}")
    bench.api(f"uuid_kill {uuid}")
    assert bench.story()[:3] == ["3 A HOLD", "3 A UNHOLD", "3 A HANGUP NORMAL_CLEARING"]


def test_a_transfer_out_of_a_talk_hangs_the_agent_up() -> None:
    bench = Bench(Phone("1001", ring_seconds=1, talk_seconds=60))
    uuid = bench.call()
    bench.do(uuid, "bridge", "user/1001")
    bench.wait(2)
    bench.events()
    bench.api(f"uuid_transfer {uuid} 12368")
    assert [line for line in bench.story() if "DESTROY" not in line] == [
        "2 B HANGUP NORMAL_CLEARING",
        "2 B HANGUP_COMPLETE send_bye",
        "2 A UNBRIDGE",
        "2 A DONE bridge _none_",
        "2 A UNPARK",
        "2 A DONE park _none_",
        "2 A EXECUTE park",
        "2 A PARK",
    ]


def test_a_file_can_be_played_to_the_agent_alone() -> None:
    bench = Bench(Phone("1001", ring_seconds=1, talk_seconds=60))
    uuid = bench.call()
    bench.do(uuid, "bridge", "user/1001")
    bench.wait(2)
    leg = next(event.get("Unique-ID") for event in bench.events() if event.name == "CHANNEL_ORIGINATE")
    bench.do(leg, "playback", "whisper2.wav")
    assert bench.story(3) == [
        "2 B EXECUTE playback",
        "2 B PLAYBACK_START whisper2.wav",
        "4 B PLAYBACK_STOP whisper2.wav done",
        "4 B DONE playback FILE PLAYED",
    ]
