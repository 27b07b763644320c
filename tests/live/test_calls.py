"""Real calls: menu, queue, agents of every temper, recordings, the fallback and forged names."""

import subprocess

import pytest

from hotline import clock, rows, settings
from hotline.calls.rules.order_kinds import SetPresence
from hotline.jobs import __main__ as jobs
from hotline.outside import switch_conf
from hotline.words import Presence, Reason
from scripts.py.live_house import Live, wait_for
from scripts.py.pace import patient

from .conftest import LONG_GREETING

pytestmark = pytest.mark.live


def kinds(live: Live, call: rows.Call) -> list[str]:
    return [kind for kind, _ in live.facts(call.id)]


def begun(live: Live, call: rows.Call, kind: str) -> None:
    """Wait until something of this kind is being recorded."""
    wait_for(
        lambda: any(fact == "recording" and data["kind"] == kind for fact, data in live.facts(call.id)),
        20, f"a recording of the {kind}",
    )  # fmt: skip


def test_caller_presses_0_and_talks_to_the_a_position(live: Live) -> None:
    live.agent("1001", rings=0.5)
    live.ready("agent1")
    caller = live.call("12368", "13800010001")
    live.at("13800010001", "main")
    live.press(caller, "0")
    live.talking("13800010001")
    live.hang_up(caller)
    call = live.ended("13800010001")
    assert (call.outcome, call.ended_by, call.line, call.path) == (
        "talked", "caller", "filing", ["welcome", "main", "[0]", "person"],
    )  # fmt: skip
    assert rows.Person.get_by_id(call.agent_id).login == "agent1"


def test_keys_typed_during_the_announcement_are_taken_by_the_menu(live: Live) -> None:
    """At this number the greeting is long enough to press a key in it."""
    phone = live.agent("1001")
    live.ready("agent1")
    caller = live.call(LONG_GREETING, "13800010002")
    live.at("13800010002", "welcome")
    live.press(caller, "0")
    live.talking("13800010002")
    live.hang_up(phone)
    call = live.ended("13800010002")
    path = ["welcome", "main", "[0]", "person", "survey", "goodbye"]
    assert (call.outcome, call.ended_by, call.path) == ("talked", "agent", path)


def test_a_does_not_answer_b_is_busy_and_the_pool_answers(live: Live) -> None:
    live.agent("1005", answers="ignore")
    live.agent("1006", answers="busy")
    live.agent("1001")
    live.ready("agent5", "agent6", "agent1")
    caller = live.call("12345", "13800010003")
    live.talking("13800010003")
    live.hang_up(caller)
    call = live.ended("13800010003", 60)
    offers = [(o.step, o.result) for o in rows.Offer.select().where(rows.Offer.call == call.id).order_by(rows.Offer.id)]
    assert offers == [("A", "no_answer"), ("B", "busy"), ("pool", "answered")]
    states = {
        rows.Person.get_by_id(s.person_id).login: (s.state, s.reason)
        for s in rows.AgentState.select().where(rows.AgentState.state == "away")
    }
    assert states == {"agent5": ("away", "no_answer"), "agent6": ("away", "telephone_busy")}


def test_agent_rejects_and_the_caller_gives_up_in_the_message(live: Live) -> None:
    live.agent("1005", answers="reject")
    live.ready("agent5")
    caller = live.call("12345", "13800010004")
    live.at("13800010004", "call_back")
    live.press(caller, "3")  # no call-back, but a message
    live.at("13800010004", "message")
    live.hang_up(caller)
    call = live.ended("13800010004")
    assert (call.outcome, call.ended_by) == ("no_agent", "caller")
    assert [o.result for o in rows.Offer.select().where(rows.Offer.call == call.id)] == ["rejected"]


def test_caller_gone_while_ringing_leaves_the_agent_ready(live: Live) -> None:
    live.agent("1005", answers="ignore")
    live.ready("agent5")
    caller = live.call("12345", "13800010005", ends="cancel")
    live.has(live.row("13800010005"), "ringing")
    live.tell(caller)
    call = live.ended("13800010005")
    assert (call.outcome, call.ended_by) == ("abandoned_ringing", "caller")
    person = rows.Person.get(rows.Person.login == "agent5")
    state = rows.AgentState.get_by_id(person.id)
    assert (state.state, state.reason) == ("ready", "caller_gone")


def test_unregistered_telephone_cannot_be_made_ready(live: Live) -> None:
    refused = live.order("agent4", SetPresence(Presence.READY, Reason.BY_HAND))
    assert refused == "Your telephone is not registered"


def test_unknown_number_is_told_so_and_written_down(live: Live) -> None:
    live.call("55555", "13800010006")
    call = live.ended("13800010006")
    assert (call.outcome, call.dialled, call.profile) == ("unknown_number", "55555", "unknown")


@pytest.mark.parametrize(
    "name",
    ["x%0AUnique-ID: evil2%0AHangup-Cause: FAKED", "' , {a=b}| ${status}", "^^:y ${uuid_kill} $${domain}", "张三😀龘"],
)
def test_forged_names_stay_names(live: Live, name: str) -> None:
    number = f"138000200{abs(hash(name)) % 90 + 10}"
    caller = live.call("12368", number, name=name)
    live.at(number, "welcome")
    live.hang_up(caller)
    call = live.ended(number)
    assert (call.outcome, call.ended_by, call.cause) == ("abandoned_menu", "caller", "NORMAL_CLEARING")
    assert "\n" not in call.name
    assert rows.Call.select().where(rows.Call.id == "evil2").count() == 0


def test_number_of_200_characters_and_an_anonymous_caller(live: Live) -> None:
    for number, kept, name in (("9" * 200, "9" * 64, "caller"), ("anonymous", "anonymous", "Anonymous")):
        caller = live.call("12368", number, name=name)
        live.at(kept, "welcome")
        live.hang_up(caller)
        assert live.ended(kept).outcome == "abandoned_menu"


def test_message_is_kept_and_ends_with_the_hash_key(live: Live) -> None:
    caller = live.call("12345", "13800010007")
    live.at("13800010007", "call_back")
    live.press(caller, "3")  # no call-back, but a message
    call = live.at("13800010007", "message")
    begun(live, call, "message")
    live.pause(2)
    live.press(caller, "#")
    call = live.ended("13800010007", 60)
    message = rows.Recording.get(rows.Recording.call == call.id, rows.Recording.kind == "message")
    assert (call.outcome, call.ended_by, message.state) == ("message_left", "system", "kept")
    wait_for(lambda: (live.settings.recordings / message.path).stat().st_size > 15_000, 5, "the message is on disk")


def test_controller_stopped_while_talking_lets_the_call_be_and_takes_it_over_again(live: Live) -> None:
    live.agent("1005")
    live.ready("agent5")
    caller = live.call("12345", "13800010008")
    call = live.talking("13800010008")
    live.stop_controller()
    live.start_controller()
    live.has(call, "adopted")
    live.hang_up(caller)
    call = live.ended("13800010008")
    assert (call.outcome, call.ended_by) == ("talked", "caller")
    assert "adopted" in kinds(live, call)


def test_without_a_controller_the_dialplan_brings_the_caller_to_a_person(live: Live) -> None:
    phone = live.agent("1001")
    live.stop_controller()
    caller = live.call("12368", "13800010009")
    live.hang_up(phone)  # once it has answered
    assert (phone.wait(patient(40)), caller.wait(patient(40))) == (0, 0)


def test_switch_starts_without_an_error_in_its_log(live: Live) -> None:
    log = (live.settings.data / "freeswitch" / "log" / "freeswitch.log").read_text(encoding="utf-8", errors="replace")
    start = log.split("call_arrived")[0].splitlines()
    assert [line for line in start if "[ERR]" in line] == []


def test_telephone_added_by_the_administrator_can_register(live: Live) -> None:
    site = rows.Site.get()
    rows.Person.create(
        login="newcomer", name="新人", role="agent", site=site, extension="1077", password_hash="-",
        created_at=clock.now(),
    )  # fmt: skip
    jobs._telephones(live.settings, clock.now())
    key = settings.secret(live.settings.data, "telephones")
    live.telephones["1077"] = switch_conf.telephone("1077", key)
    port = next(live.ports)

    def registers() -> bool:
        try:
            live.register("1077", port=port)
        except (AssertionError, subprocess.TimeoutExpired):
            return False
        return True

    assert wait_for(registers, 20, "the new telephone registers")
