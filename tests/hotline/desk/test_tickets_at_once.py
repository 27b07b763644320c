"""Two people act on one ticket in the same breath: exactly one is first, on both databases."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from hotline.desk.tickets import Matter, act, actor, open_ticket
from hotline.ports import Refused
from hotline.records.database import database
from hotline.records.queries import unit_figures
from hotline.records.rows import Ticket, TicketStep
from hotline.rules.ticket_guards import Wish
from hotline.words import Profile, Role, TicketEvent, Way
from tests.builders import NOW, new_member, new_person, new_units

pytestmark = pytest.mark.unit
E = TicketEvent


@pytest.fixture
def town(head: Any) -> dict[str, Any]:
    units = new_units(head)
    return {
        "dispatcher": new_person(login="dispatcher", role=Role.DISPATCHER), "unit": units["civil"].id,
        "one": new_member(units["civil"], login="one"), "other": new_member(units["civil"], login="other"),
    }  # fmt: skip


def opened(town: dict[str, Any], token: str) -> str:
    matter = Matter("complaint", "电梯停运", "三天没有维修。", profile=Profile.COURT_12368)
    return open_ticket(matter, person=town["dispatcher"].id, token=token, draft=None, now=NOW, address="")


def together(*verbs: Callable[[], object]) -> list[str]:
    """Each in a thread with its own connection, all let go at once; what each came to."""
    told: list[str] = []
    gate = threading.Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> None:
        with database.connection_context():
            gate.wait(20)
            try:
                verb()
                told.append("done")
            except Refused as error:
                told.append(error.code)
            except Exception as error:  # noqa: BLE001 - a thread would keep it to itself
                told.append(repr(error))

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(told)


def test_of_two_who_have_seen_the_same_one_is_first(town: dict[str, Any], database_url: str) -> None:
    late = "Somebody else has just acted on this ticket: look at it again, your text is kept"
    for turn in range(6):
        number = opened(town, f"t{turn}")
        act(number, Wish(E.DISPATCH, unit=town["unit"], way=Way.TRANSFER), who=actor(town["dispatcher"].id), now=NOW)

        def send(who: str, event: TicketEvent, number: str = number) -> None:
            act(number, Wish(event, text="不属我庭"), who=actor(town[who].id), now=NOW, seen=2)

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
            lambda child=child, parent=parent: act(child, Wish(E.MERGE, parent=parent), who=who, now=NOW),  # type: ignore[misc]
            lambda parent=parent: act(parent, Wish(E.WITHDRAW, text="已解决"), who=who, now=NOW),  # type: ignore[misc]
        )
        row = Ticket.get(Ticket.number == child)
        assert told in (["done", "done"], ["Choose an open ticket to merge it into", "done"])
        assert row.state == ("accepted" if told == ["done", "done"] else "registered")
        assert Ticket.get(Ticket.number == parent).state == "withdrawn"
