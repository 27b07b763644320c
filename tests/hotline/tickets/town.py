"""A court with everybody whom a ticket meets, and short lines along which one is led."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hotline import rows
from hotline.clock import CHINA
from hotline.tickets.rules.guards import CITIZEN, CLOCK, TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import Post, Profile, Role, TicketEvent, TicketState, Way
from tests.builders import NOW, new_member, new_person, new_units

E = TicketEvent


def china(day: str, time: str = "17:30") -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day} {time}").replace(tzinfo=CHINA)


@dataclass
class Town:
    """A court with everybody who is needed; `now` goes on by hand."""

    units: dict[str, Any]
    who: dict[str, Any]
    now: dt.datetime = NOW

    def open(self, kind: str = "complaint", **given: Any) -> str:
        values = {"profile": Profile.COURT_12368, "caller_number": "13800001234", "caller_name": "张三"} | given
        matter = Matter(kind, "电梯停运", "小区电梯停运三天，请尽快维修。", **values)
        token = f"form-{rows.Ticket.select().count()}"
        return open_ticket(
            matter, person=self.who["dispatcher"].id, token=token, draft=None, now=self.now, client_ip=""
        )

    def do(self, number: str, event: TicketEvent, by: str, text: str = "按规定办理。", **given: Any) -> TicketState:
        who = {"citizen": CITIZEN, "clock": CLOCK}.get(by) or actor(self.who[by].id)
        return act(number, TransitionRequest(event, text=text, **given), who=who, now=self.now)

    def row(self, number: str) -> Any:
        return rows.Ticket.get(rows.Ticket.number == number)

    def later(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


def built(head: Any) -> Town:
    units = new_units(head)
    who = {
        "dispatcher": new_person(login="dispatcher", role=Role.DISPATCHER),
        "reviewer": new_person(login="reviewer", role=Role.HOTLINE_REVIEWER),
        "visitor": new_person(login="visitor", role=Role.FOLLOW_UP_CLERK),
        "leader": new_person(login="leader", role=Role.LEADER),
        "inspector": new_person(login="inspector", role=Role.INSPECTOR),
        "supervisor": new_person(login="supervisor", role=Role.SUPERVISOR),
        "civil": new_member(units["civil"], login="civil"),
        "civilhead": new_member(units["civil"], login="civilhead", role=Role.UNIT_REVIEWER, post=Post.REVIEWER),
        "housing": new_member(units["housing"], login="housing"),
        "courthead": new_member(units["court"], login="courthead", role=Role.UNIT_REVIEWER, post=Post.HEAD),
    }
    return Town(units, who)


def history(number: str) -> list[tuple[str, str, str, str]]:
    ticket = rows.Ticket.get(rows.Ticket.number == number)
    steps = rows.TicketStep.select().where(rows.TicketStep.ticket == ticket).order_by(rows.TicketStep.number)
    return [(step.event, step.old, step.new, step.by) for step in steps]


def to_civil(town: Town, **given: Any) -> str:
    number = town.open(**given)
    town.do(number, E.DISPATCH, "dispatcher", unit=town.units["civil"].id, way=Way.TRANSFER)
    return number


def handled(town: Town) -> str:
    number = to_civil(town)
    town.do(number, E.TAKE, "civil")
    return number


def answered(town: Town) -> str:
    number = handled(town)
    town.do(number, E.REPLY, "civil", "已派人维修，次日恢复。")
    town.do(number, E.UNIT_APPROVE, "civilhead")
    town.do(number, E.APPROVE, "reviewer")
    return number
