"""An INVITE with Replaces names a call whose place somebody wants: he gets nothing, and the call goes on."""

from collections.abc import Iterator

import pytest

from hotline import rows
from hotline.calls.rules.order_kinds import Consult, Target, ThreeWay
from hotline.calls.rules.sentry import SENTRY
from scripts.py.live_house import Live, wait_for
from scripts.py.sipp import Phone

from .bare import CHALLENGE, Bare, api, digest

pytestmark = pytest.mark.live
THIEF = "13800078098"


def asked(live: Live, command: str) -> str:
    told = live.settings.switch
    return api(told.port, told.password, command)


@pytest.fixture
def guarded(live: Live) -> Live:
    """A house whose controller has posted the sentry."""
    wait_for(lambda: asked(live, f"uuid_exists {SENTRY}") == "true", 40, "the sentry is posted")
    return live


def names(live: Live, call: rows.Call) -> list[str]:
    """All ways to name a call: its dialog, its dialog without the right tags, its id, its own leg by its id."""
    dialog = asked(live, f"uuid_getvar {call.id} sip_call_id")
    tags = [asked(live, f"uuid_getvar {call.id} sip_{which}_tag") for which in ("to", "from")]
    right = f"{dialog};to-tag={tags[0]};from-tag={tags[1]}"
    return [right, f"{dialog};to-tag=x;from-tag=y", f"{call.id};to-tag=x;from-tag=y", f"{call.id};to-tag=x;a-leg=true"]


def unharmed(live: Live, call: rows.Call) -> None:
    """Somebody of the carrier's side names the call in each of the ways: he is hung up on, nothing happens to it."""
    state, before = there(call).state, [kind for kind, _ in live.facts(call.id)]
    for talk in names(live, call):
        thief = live.call("12368", THIEF, ends="wait", replaces=talk)
        assert thief.wait(60) == 0
    assert rows.Call.select().where(rows.Call.number == THIEF).count() == 0
    assert (there(call).state, there(call).ended_at) == (state, None)
    new = [kind for kind, _ in live.facts(call.id)][len(before) :]
    assert not {"trouble", "ended", "leg", "transferred"} & set(new)


def there(call: rows.Call) -> rows.Call:
    row: rows.Call = rows.Call.get_by_id(call.id)
    return row


def test_a_call_in_a_flow(guarded: Live) -> None:
    caller = guarded.call("12368", "13800078101")
    unharmed(guarded, guarded.at("13800078101", "main"))
    guarded.hang_up(caller)
    assert guarded.ended("13800078101").ended_by == "caller"


def test_a_waiting_call(guarded: Live) -> None:
    """The only agent is busy with another caller."""
    guarded.agent("1001", rings=0.3)
    guarded.ready("agent1")
    first = guarded.call("12345", "13800078100")
    guarded.talking("13800078100")
    caller = guarded.call("12345", "13800078102")
    call = guarded.row("13800078102")
    guarded.has(call, "queued")
    wait_for(lambda: there(call).answered_at, 20, "he hears music")
    unharmed(guarded, call)
    guarded.hang_up(caller)
    guarded.hang_up(first)
    assert guarded.ended("13800078102").outcome == "abandoned_queue"


def test_a_call_whose_agent_rings(guarded: Live) -> None:
    """An unanswered caller; then the agent picks up, and they talk."""
    phone = guarded.agent("1005", answers="told")
    guarded.ready("agent5")
    caller = guarded.call("12345", "13800078103")
    call = guarded.row("13800078103")
    guarded.has(call, "ringing")
    thief = guarded.call("12368", THIEF, ends="wait", replaces=names(guarded, call)[0])
    assert thief.wait(60) == 0
    guarded.tell(phone)
    guarded.talking("13800078103")
    guarded.hang_up(caller)
    assert guarded.ended("13800078103").outcome == "talked"


def test_a_talk_of_three_in_a_room(guarded: Live) -> None:
    """Without a sentry the stranger came into the room, heard and spoke."""
    guarded.agent("1005")
    guarded.agent("1001")
    guarded.ready("agent5")
    caller = guarded.call("12345", "13800078104")
    call = guarded.talking("13800078104")
    guarded.ready("agent1")
    colleague = rows.Person.get(rows.Person.login == "agent1").id
    assert guarded.order("agent5", Consult((Target(agent=colleague),))) is None
    guarded.has(call, "leg_answered")
    assert guarded.order("agent5", ThreeWay()) is None
    guarded.has(call, "three_way")
    wait_for(lambda: members(guarded, call) == 3, 10, "three are in the room")
    unharmed(guarded, call)
    assert members(guarded, call) == 3
    guarded.hang_up(caller)
    assert guarded.ended("13800078104").outcome == "talked"


def members(live: Live, call: rows.Call) -> int:
    return sum("sofia/" in line for line in asked(live, f"conference {call.id} list").splitlines())


def test_a_registered_telephone(guarded: Live) -> None:
    """He has a password, and knows the call's id from his page."""
    caller = guarded.call("12368", "13800078105")
    call = guarded.at("13800078105", "main")
    bare, who = Bare(guarded.settings.sip.agents_port), guarded.telephones["1002"]
    try:
        for talk in names(guarded, call):
            assert invite(bare, guarded.settings.sip.domain, talk, who.password).startswith("SIP/2.0 ")
    finally:
        bare.close()
    guarded.pause(1)
    assert there(call).ended_at is None
    guarded.hang_up(caller)
    assert guarded.ended("13800078105").ended_by == "caller"


def test_an_unknown_address(guarded: Live) -> None:
    """Both sides ask him for a password before they look at what he wants."""
    caller = guarded.call("12368", "13800078106")
    call = guarded.at("13800078106", "main")
    for port in (guarded.settings.sip.agents_port, guarded.settings.sip.trunk_port):
        bare = Bare(port, address="127.0.0.2")
        try:
            answers = {invite(bare, guarded.settings.sip.domain, talk).split()[1] for talk in names(guarded, call)}
        finally:
            bare.close()
        assert answers <= {"401", "403", "407"}
    assert there(call).ended_at is None
    guarded.hang_up(caller)
    assert guarded.ended("13800078106").ended_by == "caller"


def invite(bare: Bare, domain: str, talk: str, password: str = "") -> str:
    """Invite, with the password where it is asked for and known; the final answer."""
    uri = f"sip:1003@{domain}"
    more = (f"Contact: <sip:1002@{bare.address}:{bare.port}>", f"Replaces: {talk}")
    dialog = f"thief-{bare.port}-{bare.said}"
    here = f"IN IP4 {bare.address}"
    sdp = f"v=0\r\no=u 1 1 {here}\r\ns=-\r\nc={here}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n"
    answer = bare.ask("INVITE", "1002", domain, uri, *more, call=dialog, body=sdp)
    if password and answer.split()[1] in ("401", "407"):
        known = digest("INVITE", uri, "1002", password, dict(CHALLENGE.findall(answer)))
        kind = "Authorization" if answer.split()[1] == "401" else "Proxy-Authorization"
        answer = bare.ask("INVITE", "1002", domain, uri, *more, f"{kind}: {known}", call=dialog, body=sdp)
    return answer


@pytest.fixture
def unguarded(live: Live) -> Iterator[Live]:
    """As a switch is whose module is not there: nobody is joined to the sentry."""
    asked(live, "global_setvar signal_bond=")
    yield live
    asked(live, f"global_setvar signal_bond={SENTRY}")


def test_without_a_sentry_the_call_ends_and_its_story_says_why(unguarded: Live) -> None:
    unguarded.call("12345", "13800078107")
    call = unguarded.row("13800078107")
    unguarded.has(call, "recording")
    thief: Phone = unguarded.call("12368", THIEF, ends="wait", replaces=names(unguarded, call)[0])
    call = unguarded.ended("13800078107")
    assert ("trouble", {"what": "replaced", "detail": "ATTENDED_TRANSFER"}) in unguarded.facts(call.id)
    assert (call.cause, call.ended_by) == ("ATTENDED_TRANSFER", "system")
    assert thief.wait(120) == 0
