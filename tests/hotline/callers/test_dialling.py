"""No way out of the house leads abroad, to a satellite, to a premium service: every way, every kind, every writing."""

import ast
import dataclasses
import datetime as dt
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from controller.agent_requests import AgentRequests
from controller.ivr import keyed
from controller.switch import port
from controller.switch.commands import Commands, Unsafe
from hotline import rows
from hotline.callers import jobs
from hotline.callers.verbs import call_backs, contacts, talks
from hotline.calls.orders.claim import Claimed
from hotline.calls.reads import dialling as kept
from hotline.calls.rules import order_kinds
from hotline.calls.rules.dialling import WAYS, NumberPlan, WayOut, complaint
from hotline.calls.rules.order_kinds import CallOut, Consult, Target, Transfer
from hotline.follow_ups.verbs import follow_ups
from hotline.ports import Refused
from hotline.store.database import database
from hotline.values.quiet_hours import Quiet
from hotline.values.reach import Reach
from hotline.values.telephone import canonical
from hotline.words import Outcome, Party, Role
from tests.builders import NOW, new_call, new_person, new_ticket
from tests.hotline.values.test_reach import LEADS, writings

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[3]
NIGHT = dt.datetime(2026, 11, 20, 19, 0, tzinfo=dt.UTC)  # three in the morning in China
BY: dict[str, Any] = {"by": "agent", "client_ip": "10.0.0.1"}
HOUSE = BY | {"by": "house"}
GONE_THROUGH, BARRED = "gone through", "barred"
SENTENCES = {
    Reach.SHORT: "This short number is not on the list of those that are called: ask an administrator to list it",
    Reach.SERVICE: "This short number is not on the list of those that are called: ask an administrator to list it",
    Reach.EMERGENCY: complaint(Reach.EMERGENCY),
    Reach.PREMIUM: "This number costs extra: it is not called from here",
    Reach.SATELLITE: "Satellite numbers are not called from here: the call is too dear",
    Reach.ABROAD: "Numbers of other countries are not called from here: write instead",
    Reach.NONE: "This is no number that can be called",
}
Walk = Callable[[Any, str, dt.datetime], object]


# ---- each way, as a person, a caller or a flow goes it. It returns, or raises Refused


def _call_back(agent: Any, number: str, now: dt.datetime) -> object:
    task = rows.CallBack.create(
        number=number, profile="court_12368", reason="queue", state="open", call="c", last_call="c", created_at=now,
        missed_at=now, next_at=now,
    )  # fmt: skip
    return call_backs.call(task.id, agent.id, now=now, quiet=Quiet(), **BY)


def _judge(agent: Any, number: str) -> Any:
    """A judge whose number came into the directory before it was asked about."""
    chamber = rows.Chamber.create(site=agent.site, name=f"庭{rows.Chamber.select().count()}")
    return rows.Judge.create(chamber=chamber, name="刘志明", telephone=number)


def _contact(agent: Any, now: dt.datetime, **given: Any) -> Any:
    judge = given.pop("judge", None) or _judge(agent, "")
    values = {"state": "open", "site": agent.site, "opened_by": agent, "opened_at": now, "due_at": now}
    return rows.Contact.create(judge=judge, **values | {"caller_number": "13800001234"} | given)


def _call_contact(agent: Any, number: str, now: dt.datetime) -> object:
    row = _contact(agent, now, caller_number=number)
    return call_backs.dial(row.caller_number, agent.id, line=None, now=now, quiet=Quiet(), contact=row.id, **BY)


def _follow_up(agent: Any, number: str, now: dt.datetime) -> object:
    ticket = new_ticket(opened_by=agent, state="visiting", caller_number=number)
    row = rows.FollowUp.create(ticket=ticket, round=0, state="open", planned_at=now, next_at=now, token=str(ticket.id))
    type(agent).update(duties=[Role.FOLLOW_UP_CLERK.value]).where(type(agent).id == agent.id).execute()
    return follow_ups.call(row.id, agent.id, now=now, quiet=Quiet(), **BY)


def _rung(urgent: bool) -> Walk:
    def walk(agent: Any, number: str, now: dt.datetime) -> object:
        return contacts.ring(
            _contact(agent, now, judge=_judge(agent, number), urgent=urgent).id, agent.id, now=now, **BY
        )

    return walk


def _directory(agent: Any, number: str, now: dt.datetime) -> object:
    chamber = rows.Chamber.create(site=agent.site, name=f"庭{rows.Chamber.select().count()}")
    return contacts.save_judge(
        None, contacts.JudgeForm(chamber.id, "刘志明", mobile=number), now=now, **BY | {"by": "house"}
    )


def _keyed(agent: Any, number: str, now: dt.datetime) -> object:
    if keyed.read("telephone", number) is None:
        raise Refused(BARRED)
    return None


def _missed(agent: Any, number: str, now: dt.datetime) -> object:
    new_call(number=number, outcome=Outcome.ABANDONED_QUEUE, direction="in", at=now, ended_at=now)
    if not jobs.collect(now):
        raise Refused(BARRED)
    task = rows.CallBack.select().order_by(rows.CallBack.id.desc()).get_or_none()
    if task is None or kept.plan().complaint(task.number) is not None:
        raise Refused(BARRED)  # no task, or one that says why it is not called
    return None


def _flow(agent: Any, number: str, now: dt.datetime) -> object:
    return _over_the_trunk(port.Bridge("c1", "t1", canonical(number) or number, 20, outside=True))


def _over_the_trunk(ask: port.Ask) -> object:
    try:
        return _told(Commands("/r"), ask)
    except Unsafe as error:
        raise Refused(str(error)) from error


def _told(commands: Commands, ask: port.Ask) -> str:
    commands.plan = kept.plan()
    return commands.of(ask)


def _trunk(agent: Any, number: str, now: dt.datetime) -> object:
    """An order's row that no verb of ours has written, at the controller's door; and the command behind it."""
    number = canonical(number) or number
    wanted: list[order_kinds.Command] = [CallOut(number)]
    wanted += [shape((Target(number, outside=True, party=Party.OUTSIDE),)) for shape in (Consult, Transfer)]
    refused = [_at_the_door(one) for one in wanted]
    assert len(set(refused)) == 1
    asks = (port.CallCaller("c1", number, 20), port.CallLeg("c1", "c1-t", number, 20, outside=True))
    for ask in asks:
        try:
            _over_the_trunk(ask)
        except Refused:
            assert refused[0] is not None
        else:
            assert refused[0] is None
    if refused[0] is not None:
        raise Refused(refused[0])
    return None


class Went(Exception):
    """The door has passed an order on."""


class _Nobody:
    """Who is asked by a request that the door has let pass."""

    def __getattr__(self, name: str) -> Any:
        raise Went


def _at_the_door(command: order_kinds.Command) -> str | None:
    nobody: Any = _Nobody()
    door, told = AgentRequests(nobody, nobody, nobody), list[str | None]()
    door.plan = kept.plan()
    try:
        door.do(Claimed(1, 1, "x", command), told.append)
    except Went:
        return None
    return told[0]


WALK: dict[WayOut, Walk] = {
    WayOut.CALL_BACK: _call_back,
    WayOut.CONTACT: _call_contact,
    WayOut.FOLLOW_UP: _follow_up,
    WayOut.CONSULT: lambda agent, number, now: talks.consult(agent.id, f"number:{number}", now=now, **BY),
    WayOut.TRANSFER: lambda agent, number, now: talks.transfer(agent.id, f"number:{number}", now=now, **BY),
    WayOut.JUDGE: _rung(urgent=False),
    WayOut.URGENT_JUDGE: _rung(urgent=True),
    WayOut.DIRECTORY: _directory,
    WayOut.KEYED: _keyed,
    WayOut.MISSED: _missed,
    WayOut.FLOW: _flow,
    WayOut.TRUNK: _trunk,
}
WITHOUT_ROWS = {WayOut.KEYED, WayOut.FLOW, WayOut.TRUNK}
SILENT = {
    WayOut.KEYED,
    WayOut.MISSED,
}  # nobody is there to read a sentence: another number is asked for, or no task made


def _undone(way: WayOut, agent: Any, number: str) -> str:
    """The outcome; nothing of it stays in the rows."""
    with database.atomic() as walk:
        told = _outcome(way, agent, number)
        walk.rollback()
    return told


def _outcome(way: WayOut, agent: Any, number: str, now: dt.datetime = NOW) -> str:
    before = rows.Order.select().count()
    try:
        WALK[way](agent, number, now)
    except Refused as refused:
        assert rows.Order.select().count() == before
        return refused.sentence()
    return GONE_THROUGH


@pytest.fixture
def agent(agent: Any) -> Any:
    """Everybody may call as often as this walk needs."""
    for name in ("person_hour", "number_day", "house_hour"):
        rows.Parameter.create(name=f"dialling.{name}", value=100_000, at=NOW, by="x")
    return agent


def _expected(way: WayOut, leads: Reach, number: str) -> set[str]:
    """What the walk may come to. A number that is none is "no judge" or "no judge's telephone" to the directory."""
    if leads is Reach.HOME or (leads is Reach.SHORT and canonical(number) in ("12345", "12368", "057112345")):
        return {GONE_THROUGH} if way is not WayOut.KEYED or leads is Reach.HOME else {BARRED}
    if leads is Reach.SHORT and WAYS[way].extensions and len(canonical(number)) <= 6:
        return {GONE_THROUGH}  # a telephone of the house
    if way in SILENT:
        return {BARRED}
    if leads is not Reach.NONE:
        return {SENTENCES[leads]}
    none = {SENTENCES[leads], "No telephone of this judge or the chamber is known", "Choose whom to ring"}
    typed = "This is no telephone number: a mobile has 11 digits, a landline its area code before it"
    return none | ({typed, GONE_THROUGH} if way is WayOut.DIRECTORY else set())  # a judge may have no telephone


@pytest.mark.parametrize("way", WayOut)
def test_every_way_with_every_kind_of_number_in_every_writing(agent: Any, way: WayOut) -> None:
    """A new way is not in the table of walks and fails here; a new kind of number is in no list of LEADS."""
    assert set(LEADS) == set(Reach)
    wrong = []
    for leads, numbers in LEADS.items():
        few = numbers if way in WITHOUT_ROWS else numbers[:3]  # where rows are written; `test_reach` has them all
        made = few if leads is Reach.NONE else tuple(written for one in few for written in writings(one))
        for written in dict.fromkeys(made):
            told = _undone(way, agent, written)
            told = SENTENCES.get(leads, told) if "may not stand in a command" in told else told
            if told not in _expected(way, leads, written):
                wrong.append((leads.value, written, told))
    assert wrong == []


def test_each_way_has_its_walk_and_its_rule() -> None:
    assert set(WALK) == set(WAYS) == set(WayOut)


# ---- nothing else leads out


def test_no_order_and_no_command_leads_out_beside_these() -> None:
    """The orders and asks that hold a number are those that the door and the commands look at."""
    numbers = {"number", "to", "dialled", "outside"}
    orders = {one for one in order_kinds.OF if numbers & {f.name for f in dataclasses.fields(one)}}
    assert orders == {CallOut, Consult, Transfer}
    asks = {one for one in typing.get_args(port.Ask) if numbers & {f.name for f in dataclasses.fields(one)}}
    assert asks == {port.Bridge, port.CallLeg, port.CallCaller}


def test_orders_for_outside_are_made_where_the_policy_is_asked() -> None:
    """A further module that makes such an order belongs into the walk above."""
    made = set()
    for file in (ROOT / "hotline").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            outside = any(key.arg == "outside" for key in call.keywords) or len(call.args) > 1
            if name == "CallOut" or (name == "Target" and outside):
                made.add(file.relative_to(ROOT / "hotline" / "callers" / "verbs").as_posix())
    assert made == {"call_backs.py", "contacts.py", "talks.py"}
    for name in made:
        assert "dialling.allow(" in (ROOT / "hotline" / "callers" / "verbs" / name).read_text(encoding="utf-8")


# ---- the house's lists


def test_the_house_lists_what_it_calls_and_what_it_never_calls() -> None:
    plan = NumberPlan(frozenset({"95588", "110", "16899999999"}), ("0898", "170", "+852"), frozenset())
    told = {
        number: plan.complaint(number) is None
        for number in (
            "95588",
            "057195588",
            "110",
            "16899999999",
            "13800001234",
            "089866668888",
            "17012345678",
            "12345",
        )
    }
    assert told == {
        "95588": True, "057195588": True, "110": True, "16899999999": False, "13800001234": True,
        "089866668888": False, "17012345678": False, "12345": False,
    }  # fmt: skip


def test_a_premium_number_is_never_called_whatever_is_listed() -> None:
    everything = frozenset(canonical(one) for numbers in LEADS.values() for one in numbers)
    plan = NumberPlan(everything)
    for leads in (Reach.PREMIUM, Reach.SATELLITE, Reach.ABROAD, Reach.NONE):
        for number in LEADS[leads]:
            assert plan.complaint(number) == SENTENCES[leads]


# ---- quiet hours


@pytest.mark.parametrize("way", [way for way in WayOut if WAYS[way].quiet])
def test_at_night_no_way_leads_to_a_citizen(agent: Any, way: WayOut) -> None:
    assert _outcome(way, agent, "13800001234", NIGHT) == "Nobody is called between 20:00 and 08:00"


def test_an_urgent_judge_a_post_on_duty_and_a_service_number_are_called_at_night(agent: Any) -> None:
    rows.Parameter.create(name="dialling.on_duty", value="057188886666", at=NOW, by="x")
    assert _outcome(WayOut.URGENT_JUDGE, agent, "13700001111", NIGHT) == GONE_THROUGH
    for number in ("0571-88886666", "12345"):
        assert _outcome(WayOut.TRANSFER, agent, number, NIGHT) == GONE_THROUGH
    assert _outcome(WayOut.TRANSFER, agent, "0571-88886667", NIGHT) != GONE_THROUGH


# ---- how much


def test_a_number_is_called_so_often_a_day(agent: Any) -> None:
    rows.Parameter.update(value=3).where(rows.Parameter.name == "dialling.number_day").execute()
    told = [
        _outcome(way, agent, "13800001234")
        for way in (WayOut.CONSULT, WayOut.TRANSFER, WayOut.CONTACT, WayOut.FOLLOW_UP)
    ]
    assert told == [GONE_THROUGH] * 3 + ["This number was called 3 times today: try again tomorrow"]
    assert _outcome(WayOut.CONSULT, agent, "13800001235") == GONE_THROUGH
    tomorrow = NOW + dt.timedelta(days=1)
    assert _outcome(WayOut.CONSULT, agent, "13800001234", tomorrow) == GONE_THROUGH


def test_the_house_calls_so_often_an_hour_and_judges_in_need_are_rung_still(agent: Any) -> None:
    rows.Parameter.update(value=2).where(rows.Parameter.name == "dialling.house_hour").execute()
    other = new_person(name="王磊", extension="1009", site=agent.site)
    assert [_outcome(WayOut.CONSULT, who, f"1380000123{n}") for n, who in enumerate((agent, other, agent))] == [
        GONE_THROUGH, GONE_THROUGH, "The house has made 2 calls within the hour; wait a little",
    ]  # fmt: skip
    assert _outcome(WayOut.JUDGE, agent, "13700001111") != GONE_THROUGH
    assert _outcome(WayOut.URGENT_JUDGE, agent, "13700001111") == GONE_THROUGH
    later = NOW + dt.timedelta(hours=1, seconds=1)
    assert _outcome(WayOut.CONSULT, agent, "13800001234", later) == GONE_THROUGH


def test_a_ladder_of_telephones_is_one_call(agent: Any) -> None:
    chamber = rows.Chamber.create(site=agent.site, name="民事庭", telephone="0571-88886666")
    judge = rows.Judge.create(chamber=chamber, name="刘志明", telephone="88886667", mobile="13700001111")
    talks.consult(agent.id, f"judge:{judge.id}", now=NOW, **BY)
    assert rows.Dialled.select().count() == 3
    assert kept.made(agent.id, "13700001111", NOW).person_hour == kept.of_house(NOW) == 1


def test_one_bad_number_of_a_judge_does_not_bar_the_others(agent: Any) -> None:
    chamber = rows.Chamber.create(site=agent.site, name="民事庭", telephone="6100")
    judge = rows.Judge.create(chamber=chamber, name="刘志明", telephone="+85221234567", mobile="13700001111")
    talks.consult(agent.id, f"judge:{judge.id}", now=NOW, **BY)
    assert [one["dialled"] for one in rows.Order.get().data["to"]] == ["13700001111", "6100"]


# ---- a forged caller


@pytest.mark.parametrize("number", LEADS[Reach.SATELLITE] + LEADS[Reach.PREMIUM] + ("95588", "110"))
def test_one_ring_from_a_forged_number_makes_no_task(db: object, number: str) -> None:
    new_call(number=number, outcome=Outcome.ABANDONED_QUEUE, direction="in", at=NOW, ended_at=NOW)
    jobs.collect(NOW)
    assert rows.CallBack.select().count() == 0


def test_who_calls_from_abroad_or_leaves_a_message_gets_a_task_that_is_not_called(agent: Any) -> None:
    for number, outcome in (("+85221234567", Outcome.ABANDONED_QUEUE), ("0088213000000", Outcome.MESSAGE_LEFT)):
        new_call(number=number, outcome=outcome, direction="in", at=NOW, ended_at=NOW)
    jobs.collect(NOW)
    tasks = list(rows.CallBack.select().order_by(rows.CallBack.id))
    told = []
    for task in tasks:
        with pytest.raises(Refused) as refused:
            call_backs.call(task.id, agent.id, now=NOW, quiet=Quiet(), **BY)
        told.append(refused.value.code)
    assert told == [SENTENCES[Reach.ABROAD], SENTENCES[Reach.SATELLITE]]
    assert (rows.Order.select().count(), rows.Dialled.select().count()) == (0, 0)
