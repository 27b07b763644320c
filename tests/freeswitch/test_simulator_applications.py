"""Applications on one leg: nesting, breaks, keys, recordings — as watched on FreeSWITCH 1.10.12."""

from __future__ import annotations

import pytest

from freeswitch.simulator.callers import CallerAct
from freeswitch.simulator.recorded import RecordingDone

from .switch_bench import Bench

pytestmark = pytest.mark.unit


def test_a_call_comes_in_parks_and_is_answered_with_its_recording() -> None:
    bench = Bench()
    uuid = bench.call(answered=False)
    assert bench.do(uuid, "answer") == "+OK"
    assert bench.story() == [
        "0 A EXECUTE answer",
        "0 A ANSWER",
        "0 A EXECUTE record_session",
        "0 A RECORD_START",
        "0 A DONE record_session _none_",
        "0 A DONE answer _none_",
    ]


def test_a_call_says_what_the_dialplan_set() -> None:
    bench = Bench()
    uuid = bench.call(did="12399", answered=False)
    assert bench.api(f"uuid_getvar {uuid} ts_profile") == "unknown"
    assert bench.api(f"uuid_getvar {uuid} ts_dialled") == "12399"
    assert bench.api(f"uuid_getvar {uuid} nothing") == "_undef_"


def test_a_second_playback_is_nested_and_the_first_goes_on_afterwards() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "playback", "long6.wav", tag="P1")
    bench.wait(1)
    bench.do(uuid, "playback", "short2.wav", tag="P2")
    assert bench.story(9) == [
        "0 A EXECUTE playback",
        "0 A PLAYBACK_START long6.wav",
        "1 A EXECUTE playback",
        "1 A PLAYBACK_START short2.wav",
        "3 A PLAYBACK_STOP short2.wav done",
        "3 A DONE playback FILE PLAYED",
        "8 A PLAYBACK_STOP long6.wav done",
        "8 A DONE playback FILE PLAYED",
    ]


def test_event_lock_queues_instead_of_nesting() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "playback", "a2.wav", tag="P1", event_lock="true")
    bench.do(uuid, "playback", "b3.wav", tag="P2", event_lock="true")
    assert bench.story(6) == [
        "0 A EXECUTE playback",
        "0 A PLAYBACK_START a2.wav",
        "2 A PLAYBACK_STOP a2.wav done",
        "2 A DONE playback FILE PLAYED",
        "2 A EXECUTE playback",
        "2 A PLAYBACK_START b3.wav",
        "5 A PLAYBACK_STOP b3.wav done",
        "5 A DONE playback FILE PLAYED",
    ]


def test_break_ends_the_whole_pile_but_music_only_starts_over() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "endless_playback", "music5.wav")
    bench.do(uuid, "playback", "a6.wav")
    bench.do(uuid, "playback", "b6.wav")
    bench.events()
    bench.wait(1)
    assert bench.api(f"uuid_break {uuid}") == "+OK\n"
    assert bench.story() == [
        "1 A PLAYBACK_STOP b6.wav break",
        "1 A DONE playback FILE PLAYED",
        "1 A PLAYBACK_STOP a6.wav break",
        "1 A DONE playback FILE PLAYED",
        "1 A PLAYBACK_STOP music5.wav break",
        "1 A PLAYBACK_START music5.wav",
    ]


def test_break_all_forgets_what_was_queued() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "playback", "a2.wav", event_lock="true")
    bench.do(uuid, "playback", "b2.wav")
    bench.events()
    bench.api(f"uuid_break {uuid} all")
    assert bench.story(5) == ["0 A PLAYBACK_STOP a2.wav break", "0 A DONE playback FILE PLAYED"]


def test_hanging_up_says_the_pile_from_the_top_and_the_response_sticks() -> None:
    bench = Bench()
    uuid = bench.call(CallerAct("hang_up", seconds=5))
    bench.do(uuid, "endless_playback", "music9.wav")
    bench.events()
    assert bench.story(6) == [
        "5 A HANGUP NORMAL_CLEARING",
        "5 A PLAYBACK_STOP music9.wav done",
        "5 A DONE endless_playback PLAYBACK ERROR",
        "5 A UNPARK",
        "5 A DONE park PLAYBACK ERROR",
        "5 A RECORD_STOP 5000",
        "5 A HANGUP_COMPLETE recv_bye",
        "5 A DESTROY",
    ]


def test_an_unanswered_caller_cancels() -> None:
    bench = Bench()
    bench.call(CallerAct("hang_up", seconds=1), answered=False)
    assert bench.story(2) == [
        "1 A HANGUP ORIGINATOR_CANCEL",
        "1 A UNPARK",
        "1 A DONE park _none_",
        "1 A HANGUP_COMPLETE recv_cancel",
        "1 A DESTROY",
    ]


def test_missing_files_and_unknown_applications() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "playback", "missing1.wav")
    assert bench.story() == ["0 A EXECUTE playback", "0 A DONE playback FILE NOT FOUND"]
    bench.do(uuid, "nosuchapp", "x")
    assert bench.story()[0] == "0 A HANGUP DESTINATION_OUT_OF_ORDER"
    assert bench.do(uuid, "playback", "a1.wav") == f"-ERR invalid session id [{uuid}]"


def test_only_the_star_ends_a_file_unless_terminators_say_otherwise() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "playback", "a9.wav")
    bench.events()
    bench.api(f"uuid_recv_dtmf {uuid} 1#")
    assert bench.story() == ["0 A DTMF 1", "0 A DTMF #"]
    bench.api(f"uuid_recv_dtmf {uuid} *")
    assert bench.story() == ["0 A DTMF *", "0 A PLAYBACK_STOP a9.wav break", "0 A DONE playback FILE PLAYED"]
    assert bench.api(f"uuid_getvar {uuid} playback_terminator_used") == "*"
    bench.do(uuid, "set", "playback_terminators=1")
    bench.do(uuid, "playback", "a9.wav")
    bench.events()
    bench.api(f"uuid_recv_dtmf {uuid} 1")
    assert bench.story()[1] == "0 A PLAYBACK_STOP a9.wav break"


def test_a_caller_presses_after_the_prompt_it_waits_for_in_order() -> None:
    bench = Bench()
    uuid = bench.call(
        CallerAct("press", "after", prompt="menu", keys="12"), CallerAct("press", "during", prompt="menu", keys="3")
    )
    bench.do(uuid, "playback", "menu2.wav")
    bench.events()
    assert bench.story(3) == [
        "2 A PLAYBACK_STOP menu2.wav done",
        "2 A DONE playback FILE PLAYED",
        "2.5 A DTMF 1",
        "2.8 A DTMF 2",
    ]
    bench.do(uuid, "playback", "menu2.wav")
    assert "3.5 A DTMF 3" in bench.story(1)


def test_playing_before_the_answer_is_early_media() -> None:
    bench = Bench()
    uuid = bench.call(answered=False)
    bench.do(uuid, "ring_ready")
    bench.do(uuid, "playback", "a1.wav")
    assert bench.story() == [
        "0 A EXECUTE ring_ready",
        "0 A PROGRESS",
        "0 A DONE ring_ready _none_",
        "0 A PROGRESS_MEDIA",
        "0 A EXECUTE playback",
        "0 A PLAYBACK_START a1.wav",
    ]


@pytest.mark.parametrize(
    ("does", "ends", "variables"),
    [
        ((), 5.0, ("true", "0")),
        ((CallerAct("speak", "answered", 2.0),), 2.3, ("false", "10")),
        ((CallerAct("speak", "answered"),), 0.3, ("false", "10")),
        ((CallerAct("speak", "answered", 2.0, lasts=0.0),), 5.0, ("true", "0")),
    ],
)
def test_the_silent_call_test(does: tuple[CallerAct, ...], ends: float, variables: tuple[str, str]) -> None:
    bench = Bench()
    uuid = bench.call(*does)
    bench.do(uuid, "detect_audio", "300 10 5000")
    bench.events()
    assert bench.story(6) == [f"{ends:g} A DONE detect_audio _none_"]
    assert bench.api(f"uuid_getvar {uuid} detect_audio_timeout") == variables[0]
    assert bench.api(f"uuid_getvar {uuid} detect_audio_hits") == variables[1]


def test_a_message_ends_with_the_star_and_is_reported() -> None:
    bench = Bench()
    uuid = bench.call(
        CallerAct("speak", "during", prompt="message", lasts=2.0), CallerAct("press", "at", 3.0, keys="*")
    )
    bench.do(uuid, "record", "message.wav 30")
    bench.events()
    assert bench.story(4) == ["3 A DTMF *", "3 A RECORD_STOP 3000", "3 A DONE record _none_"]
    assert bench.done == [RecordingDone("message.wav", 3.0, ((0.0, 2.0),), ())]


def test_a_message_has_a_limit_and_a_bad_path_costs_the_call() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "record", "m.wav 3 200 0")
    bench.events()
    assert bench.story(4) == ["3 A RECORD_STOP 3000", "3 A DONE record _none_"]
    bench.do(uuid, "record", "/proc/nope/m.wav 3")
    assert bench.story()[:3] == [
        "4 A EXECUTE record",
        "4 A HANGUP DESTINATION_OUT_OF_ORDER",
        "4 A DONE record _none_",
    ]


def test_the_session_recording_knows_who_was_to_be_heard_and_what_was_masked() -> None:
    bench = Bench()
    uuid = bench.call(CallerAct("speak", "answered", 1.0, lasts=6.0))
    bench.do(uuid, "playback", "menu2.wav")
    bench.wait(3)
    path = f"rec/{uuid}.wav"
    assert bench.api(f"uuid_record {uuid} mask {path}") == "+OK Success\n"
    bench.wait(2)
    assert bench.api(f"uuid_record {uuid} unmask {path}") == "+OK Success\n"
    bench.wait(5)
    bench.api(f"uuid_kill {uuid}")
    assert bench.done == [RecordingDone(path, 10.0, ((1.0, 3.0), (5.0, 7.0)), ((0.0, 2.0),))]


def test_uuid_record_says_what_freeswitch_says() -> None:
    bench = Bench()
    uuid = bench.call()
    assert bench.api(f"uuid_record {uuid} start /proc/x.wav") == "-ERR Cannot record session!\n"
    assert bench.api(f"uuid_record {uuid} stop /nope.wav") == "-ERR Cannot stop record session!\n"
    assert bench.api(f"uuid_record {uuid} mask /nope.wav") == "-ERR Cannot mask recording session!\n"
    assert bench.api("uuid_record nobody start x.wav") == "-ERR Cannot locate session!\n"
    assert bench.api(f"uuid_record {uuid} start b.wav") == "+OK Success\n"
    assert bench.api(f"uuid_record {uuid} stop b.wav") == "+OK Success\n"


def test_arguments_are_expanded_and_loops_repeat() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "set", "file=a1.wav")
    bench.do(uuid, "playback", "${file}", loops="2")
    assert bench.story(3)[2:] == [
        "0 A EXECUTE playback",
        "0 A PLAYBACK_START a1.wav",
        "1 A PLAYBACK_STOP a1.wav done",
        "1 A DONE playback FILE PLAYED",
        "1 A EXECUTE playback",
        "1 A PLAYBACK_START a1.wav",
        "2 A PLAYBACK_STOP a1.wav done",
        "2 A DONE playback FILE PLAYED",
    ]


def test_streams_have_their_length() -> None:
    bench = Bench()
    uuid = bench.call()
    for arg in ("silence_stream://500", "tone_stream://%(200,300,440);loops=1", "file_string://a1.wav!b2.wav"):
        bench.do(uuid, "playback", arg, event_lock="true")
    ends = [line for line in bench.story(9) if " DONE " in line]
    assert ends == [
        "0.5 A DONE playback FILE PLAYED",
        "1 A DONE playback FILE PLAYED",
        "4 A DONE playback FILE PLAYED",
    ]


def test_transfer_unwinds_and_enters_the_dialplan_again() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.do(uuid, "endless_playback", "m9.wav")
    bench.events()
    assert bench.api(f"uuid_transfer {uuid} 12368") == "+OK\n"
    assert bench.story() == [
        "0 A PLAYBACK_STOP m9.wav done",
        "0 A DONE endless_playback PLAYBACK ERROR",
        "0 A UNPARK",
        "0 A DONE park PLAYBACK ERROR",
        "0 A EXECUTE park",
        "0 A PARK",
    ]
    bench.do(uuid, "transfer", "'playback:bye1.wav,hangup:USER_BUSY' inline")
    assert "1 A HANGUP USER_BUSY" in bench.story(2)
