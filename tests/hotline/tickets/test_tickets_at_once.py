"""Two people act on one ticket in the same breath: exactly one is first, on both databases."""

from typing import Any

import pytest

from hotline.ports import Refused
from hotline.reports.reads import unit_figures
from hotline.rows import Ticket, TicketStep
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket, repair
from hotline.tickets.verbs.units import dissolve_unit
from hotline.words import Profile, Role, TicketEvent, Way
from tests.builders import NOW, new_member, new_person, new_units
from tests.hotline.tickets.at_once import overtaken, together

pytestmark = pytest.mark.unit
E = TicketEvent


@pytest.fixture
def town(head: Any) -> dict[str, Any]:
    units = new_units(head)
    return {
        "dispatcher": new_person(login="dispatcher", role=Role.DISPATCHER), "unit": units["civil"].id,
        "housing": units["housing"].id,
        "one": new_member(units["civil"], login="one"), "other": new_member(units["civil"], login="other"),
    }  # fmt: skip


def opened(town: dict[str, Any], token: str) -> str:
    matter = Matter("complaint", "电梯停运", "三天没有维修。", profile=Profile.COURT_12368)
    return open_ticket(matter, person=town["dispatcher"].id, token=token, draft=None, now=NOW, client_ip="")


def stands(number: str) -> tuple[str, int | None, list[str]]:
    """State, unit, and what has happened in order."""
    row = Ticket.get(Ticket.number == number)
    steps = TicketStep.select().where(TicketStep.ticket == row.id).order_by(TicketStep.number)
    return row.state, row.unit_id, [step.event for step in steps]


def test_of_two_who_have_seen_the_same_one_is_first(town: dict[str, Any], database_url: str) -> None:
    late = "Somebody else has just acted on this ticket: look at it again, your text is kept"
    for turn in range(6):
        number = opened(town, f"t{turn}")
        act(
            number,
            TransitionRequest(E.DISPATCH, unit=town["unit"], way=Way.TRANSFER),
            who=actor(town["dispatcher"].id),
            now=NOW,
        )

        def send(who: str, event: TicketEvent, number: str = number) -> None:
            act(number, TransitionRequest(event, text="不属我庭"), who=actor(town[who].id), now=NOW, seen=2)

        told = together(lambda send=send: send("one", E.TAKE), lambda send=send: send("other", E.ASK_RETURN))  # type: ignore[misc]
        row = Ticket.get(Ticket.number == number)
        steps = TicketStep.select().where(TicketStep.ticket == row.id).order_by(TicketStep.number)
        assert (told, row.steps, [step.number for step in steps]) == ([late, "done"], 3, [1, 2, 3])
    assert unit_figures.problems() == []


def test_a_child_never_waits_for_a_parent_that_ended_meanwhile(town: dict[str, Any], database_url: str) -> None:
    """Either it is merged and taken up again with the parent's end, or it is told to choose another."""
    who = actor(town["dispatcher"].id)
    for turn in range(6):
        parent, child = opened(town, f"p{turn}"), opened(town, f"c{turn}")
        told = together(
            lambda child=child, parent=parent: act(child, TransitionRequest(E.MERGE, parent=parent), who=who, now=NOW),  # type: ignore[misc]
            lambda parent=parent: act(parent, TransitionRequest(E.WITHDRAW, text="已解决"), who=who, now=NOW),  # type: ignore[misc]
        )
        row = Ticket.get(Ticket.number == child)
        assert told in (["done", "done"], ["Choose an open ticket to merge it into", "done"])
        assert row.state == ("accepted" if told == ["done", "done"] else "registered")
        assert Ticket.get(Ticket.number == parent).state == "withdrawn"


def to_civil(town: dict[str, Any], token: str) -> str:
    number = opened(town, token)
    act(
        number,
        TransitionRequest(E.DISPATCH, unit=town["unit"], way=Way.TRANSFER),
        who=actor(town["dispatcher"].id),
        now=NOW,
    )
    return number


def dissolve(town: dict[str, Any], follower: int | None) -> int:
    return dissolve_unit(town["unit"], follower, by="x", now=NOW, client_ip="")


def test_a_unit_is_dissolved_while_it_takes_a_ticket(town: dict[str, Any], database_url: str) -> None:
    number = to_civil(town, "t")
    told = overtaken(
        lambda: act(number, TransitionRequest(E.TAKE), who=actor(town["one"].id), now=NOW),
        lambda: dissolve(town, town["housing"]),
    )
    steps = ["open", "dispatch", "take", "remove_unit"]
    assert (told, stands(number)) == (["done"], ("handling", town["housing"], steps))
    assert unit_figures.problems() == []


def test_a_unit_is_dissolved_while_a_ticket_goes_to_it(town: dict[str, Any], database_url: str) -> None:
    number = opened(town, "t")
    request = TransitionRequest(E.DISPATCH, unit=town["unit"], way=Way.TRANSFER)
    told = overtaken(
        lambda: act(number, request, who=actor(town["dispatcher"].id), now=NOW), lambda: dissolve(town, town["housing"])
    )
    assert (told, stands(number)) == (
        ["done"], ("dispatched", town["housing"], ["open", "dispatch", "remove_unit"]),
    )  # fmt: skip


def test_a_ticket_goes_to_a_unit_while_that_is_dissolved(town: dict[str, Any], database_url: str) -> None:
    number = opened(town, "t")
    request = TransitionRequest(E.DISPATCH, unit=town["unit"], way=Way.TRANSFER)
    told = overtaken(
        lambda: dissolve(town, None), lambda: act(number, request, who=actor(town["dispatcher"].id), now=NOW)
    )
    assert (told, stands(number)) == (["Choose a unit that works"], ("registered", None, ["open"]))


def test_a_child_is_written_on_while_its_parent_ends(town: dict[str, Any], database_url: str) -> None:
    who = actor(town["dispatcher"].id)
    child, parent = opened(town, "c"), opened(town, "p")
    act(child, TransitionRequest(E.MERGE, parent=parent), who=who, now=NOW)
    told = overtaken(
        lambda: act(child, TransitionRequest(E.NOTE, text="又来电"), who=who, now=NOW),
        lambda: act(parent, TransitionRequest(E.ANSWER, text="已修复。"), who=who, now=NOW),
    )
    assert (told, stands(child)) == (["done"], ("closed", None, ["open", "merge", "note", "close_child"]))
    assert unit_figures.problems() == []


def test_a_child_that_is_merged_while_its_parent_ends_ends_with_it(town: dict[str, Any], database_url: str) -> None:
    who = actor(town["dispatcher"].id)
    child, parent = opened(town, "c"), opened(town, "p")
    told = overtaken(
        lambda: act(child, TransitionRequest(E.MERGE, parent=parent), who=who, now=NOW),
        lambda: act(parent, TransitionRequest(E.ANSWER, text="已修复。"), who=who, now=NOW),
    )
    assert (told, stands(child)) == (["done"], ("closed", None, ["open", "merge", "close_child"]))


def test_two_that_are_merged_into_each_other_do_not_wait_for_ever(town: dict[str, Any], database_url: str) -> None:
    who = actor(town["dispatcher"].id)
    for turn in range(8):
        one, other = opened(town, f"a{turn}"), opened(town, f"b{turn}")
        told = together(
            lambda one=one, other=other: act(one, TransitionRequest(E.MERGE, parent=other), who=who, now=NOW),  # type: ignore[misc]
            lambda one=one, other=other: act(other, TransitionRequest(E.MERGE, parent=one), who=who, now=NOW),  # type: ignore[misc]
        )
        assert told in (
            ["Choose an open ticket to merge it into", "done"],
            ["Others are merged into this ticket: merge it the other way", "done"],
        )
        assert sorted(stands(number)[0] for number in (one, other)) == ["merged", "registered"]


def test_a_ticket_is_written_on_while_it_is_adopted(town: dict[str, Any], database_url: str) -> None:
    number = opened(town, "t")
    Ticket.update(holder=None).execute()
    who = actor(town["dispatcher"].id)
    told = overtaken(lambda: act(number, TransitionRequest(E.ACCEPT), who=who, now=NOW), lambda: repair.adopt(NOW))
    row = Ticket.get(Ticket.number == number)
    assert (told, row.state, row.steps, row.holder_id is None) == (["done"], "accepted", 2, False)


def test_a_note_by_another_refuses_no_act_and_an_act_does(town: dict[str, Any]) -> None:
    """The handler's page shows two steps; meanwhile somebody writes a note, then somebody takes the ticket."""
    number = opened(town, "noted")
    by = actor(town["dispatcher"].id)
    act(number, TransitionRequest(E.DISPATCH, unit=town["unit"], way=Way.TRANSFER), who=by, now=NOW, seen=1)
    act(number, TransitionRequest(E.NOTE, text="来电人又来电"), who=by, now=NOW)
    act(number, TransitionRequest(E.TAKE), who=actor(town["one"].id), now=NOW, seen=2)
    for seen in (2, 99):
        with pytest.raises(Refused, match="Somebody else has just acted"):
            act(
                number,
                TransitionRequest(E.ASK_RETURN, text="不属我庭"),
                who=actor(town["other"].id),
                now=NOW,
                seen=seen,
            )
    assert stands(number)[2] == ["open", "dispatch", "note", "take"]


PASSES = {  # what another may do while the handler writes his answer
    E.NOTE, E.URGE, E.SUPERVISE, E.RATE_SUPERVISION, E.MOVE_SUPERVISION, E.INSTRUCT, E.FOLLOW_UP_TRY, E.TAKE_SHARE,
    E.REPLY_SHARE, E.APPROVE_EXTENSION, E.REFUSE_EXTENSION, E.RECOMPUTE,
}  # fmt: skip


@pytest.mark.parametrize("meanwhile", list(TicketEvent))
def test_only_what_touches_the_answer_stops_who_writes_it(town: dict[str, Any], meanwhile: TicketEvent) -> None:
    number = opened(town, "meanwhile")
    by, handler = actor(town["dispatcher"].id), actor(town["one"].id)
    act(number, TransitionRequest(E.DISPATCH, unit=town["unit"], way=Way.TRANSFER), who=by, now=NOW)
    act(number, TransitionRequest(E.TAKE), who=handler, now=NOW)
    row = Ticket.get(Ticket.number == number)
    TicketStep.create(
        ticket=row, number=row.steps + 1, at=NOW, event=meanwhile.value, old=row.state, new=row.state, by="x", text=""
    )
    Ticket.update(steps=row.steps + 1).where(Ticket.id == row.id).execute()
    reply = TransitionRequest(E.REPLY, text="已修复。")
    if meanwhile in PASSES:
        act(number, reply, who=handler, now=NOW, seen=row.steps)
    else:
        with pytest.raises(Refused, match="Somebody else has just acted"):
            act(number, reply, who=handler, now=NOW, seen=row.steps)
    if meanwhile is E.URGE:  # the same act once more is looked at again
        with pytest.raises(Refused, match="Somebody else has just acted"):
            act(number, TransitionRequest(E.URGE), who=by, now=NOW, seen=row.steps)
