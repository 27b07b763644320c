"""A random day of tickets: a court with people of every role, tickets led to where they stand, and anything tried."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from hotline import rows
from hotline.follow_ups import jobs as follow_up_jobs
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import follow_ups
from hotline.people.rules.permissions import may
from hotline.ports import Refused
from hotline.tickets.jobs import urging
from hotline.tickets.rules import life as ticket_life
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.payloads import (
    PAYLOADS,
    AttemptMade,
    CitizenAnswer,
    Correction,
    Dissolved,
    Grounded,
    PartMeant,
    Payload,
)
from hotline.tickets.verbs import units as unit_verbs
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.values.quiet_hours import Quiet
from hotline.words import FollowUpChannel, Post, Profile, Role, TicketEvent, TicketState, Way
from tests.builders import NOW, new_member, new_person, new_units

E, S = TicketEvent, TicketState
QUIET = Quiet(dt.time(20), dt.time(8))
KINDS = ("consult", "complaint", "report", "help")
MOSTLY = ("fits",) * 12  # most of what people do makes sense
DEEDS = (*MOSTLY, "wild", "wild", "wild", "open", "said", "said", "missed", "time", "time", "night", "dissolve")


@dataclass(frozen=True, slots=True)
class Try:
    """One thing that somebody tries; what it means hangs on what there is then."""

    deed: str
    a: int
    b: int
    c: int
    d: int


TRIES = st.builds(
    Try, st.sampled_from(DEEDS), st.integers(0, 23), st.integers(0, 59), st.integers(0, 11), st.integers(0, 29)
)
# a short line that leads a new ticket to where a day may begin: what is done, and by whom
HANDLED = ((E.DISPATCH, "dispatcher"), (E.TAKE, "civil-handler"))
READ = (*HANDLED, (E.REPLY, "civil-handler"), (E.UNIT_APPROVE, "civil-head"))
VISITED = (*READ, (E.APPROVE, "hotline_reviewer"))
CLOSED = (*VISITED, (E.FOLLOW_UP_GIVE_UP, "visit_clerk"))
REVIEWED = (*CLOSED, (E.ASK_REVIEW, "dispatcher"), (E.UPHOLD, "court-head"))
LEADS: dict[str, tuple[tuple[TicketEvent, str], ...]] = {
    "handled": HANDLED,
    "replied": READ[:-1],
    "paused": (*HANDLED, (E.PAUSE, "hotline_reviewer")),
    "extension": (*HANDLED, (E.ASK_EXTENSION, "civil-handler")),
    "returned": (*HANDLED, (E.ASK_RETURN, "civil-handler")),
    "read": READ,
    "supervised": (*HANDLED, (E.SUPERVISE, "supervisor"), *READ[2:]),
    "visited": VISITED,
    "closed": CLOSED,
    "reopened": (*CLOSED, (E.REOPEN, "hotline_reviewer")),
    "supervised_late": (*VISITED, (E.INSTRUCT, "leader"), (E.FOLLOW_UP_GIVE_UP, "visit_clerk")),
    "under_review": (*CLOSED, (E.ASK_REVIEW, "dispatcher")),
    "under_rereview": (*REVIEWED, (E.ASK_REREVIEW, "dispatcher")),
    "merged": (*HANDLED, (E.MERGE, "dispatcher")),
    "refused": ((E.REFUSE, "dispatcher"),),
    "withdrawn": (*HANDLED, (E.WITHDRAW, "dispatcher")),
}


def of_seed(dice: random.Random) -> Try:
    return Try(dice.choice(DEEDS), *(dice.randrange(below) for below in (24, 60, 12, 30)))


ENDS = {E.WITHDRAW, E.REFUSE, E.ANSWER, E.REOPEN, E.MERGE, E.UNMERGE, E.ASK_RETURN, E.CLOSE_CHILD}
UNTRIED = (E.NOTE, E.RECOMPUTE, E.REMOVE_UNIT, E.MOVE_SUPERVISION)
_WAYS = (None, Way.TRANSFER, Way.OWN, Way.JOINT, Way.ASSIGN)


def payload_of(
    event: TicketEvent, *, ref: int | None = None, ground: str = "",
    said: tuple[bool | None, bool | None, int | None] = (None, None, None),
) -> Payload | None:  # fmt: skip
    """What the event needs, made of these."""
    kinds: dict[type[Payload], Payload] = {
        Grounded: Grounded(ground), PartMeant: PartMeant(ref), Dissolved: Dissolved(ref),
        AttemptMade: AttemptMade(ground), Correction: Correction((("subject", f"更正{ground}{ref}"),)),
        CitizenAnswer: CitizenAnswer(said, ground),
    }  # fmt: skip
    kind = PAYLOADS.get(event)
    return None if kind is None else kinds[kind]


class Day:
    """A court with people of every role, some tickets, and a clock that goes on."""

    def __init__(self) -> None:
        self.now = NOW
        self.units = {name: unit.id for name, unit in new_units().items()}
        self.people = {role.value: new_person(login=role.value, role=role) for role in Role}
        for code in ("civil", "enforcement", "housing", "court", "hotline"):
            unit = rows.Unit.get_by_id(self.units[code])
            self.people[f"{code}-handler"] = new_member(unit, login=f"{code}-handler")
            self.people[f"{code}-head"] = new_member(
                unit, login=f"{code}-head", role=Role.UNIT_REVIEWER, post=Post.HEAD
            )
        self.count = 0
        for confidential in (False, False, True):
            self.open(confidential=confidential)

    def open(self, kind: str = "complaint", *, confidential: bool = False, at_once: bool = False) -> None:
        self.count += 1
        number = ("13800001234", "", "057212345")[self.count % 3]
        matter = Matter(
            "consult" if at_once else kind, "电梯停运", "三天没有维修。", close_at_once=at_once, caller_number=number,
            confidential=confidential and not at_once,
            profile=(Profile.COURT_12368, Profile.GOV_12345)[self.count % 2],
        )  # fmt: skip
        clerk = self.people["dispatcher"].id
        open_ticket(matter, person=clerk, token=f"t{self.count}", draft=None, now=self.now, client_ip="")

    def lead(self, line: str) -> None:
        """A new ticket is led along a line to where it stands. Raises Refused where a unit of the line is no more."""
        self.open()
        ticket = rows.Ticket.select().order_by(rows.Ticket.id.desc()).get()
        first = rows.Ticket.select().order_by(rows.Ticket.id).get()
        for event, by in LEADS[line]:
            request = TransitionRequest(
                event, text="按规定办理。", unit=self.units["civil"], way=Way.TRANSFER, half_days=2,
                parent=first.number, payload=payload_of(event, ground="01"),
            )  # fmt: skip
            act(ticket.number, request, who=actor(self.people[by].id), now=self.now)

    def carry_out(self, one: Try) -> None:
        getattr(self, f"_{one.deed}")(one)

    def _fits(self, one: Try) -> None:
        """An event that fits the state, by one whose role may do it, with arguments that make sense."""
        ticket = self._ticket(one)
        state = TicketState(ticket.state)
        fitting = [event for event in ticket_life.events(state) if event not in UNTRIED]
        moving = [event for event in fitting if ticket_life.after(state, event) is not state]
        onward = [event for event in moving if event not in ENDS]
        choice = (onward if one.d % 5 else moving if one.d % 3 else fitting) or fitting or [E.NOTE]
        event = choice[one.b % len(choice)]
        move = ticket_life.move(state, event)
        able = [who for who in self.people.values() if move is not None and may(who.roles, move.act)]
        near = self._near(ticket, event)
        who = next((one for one in able if one.login in near), able[one.c % len(able)]) if one.d % 4 else able[
            one.c % len(able)
        ]  # fmt: skip
        act(ticket.number, self._command(ticket, event, one), who=actor(who.id), now=self.now, seen=ticket.steps)

    def _near(self, ticket: Any, event: TicketEvent) -> set[str]:
        """The people of the unit that has the word, by whom it is likely to be done."""
        units = {ticket.unit_id, ticket.holder_id}
        if event in (E.TAKE_SHARE, E.REPLY_SHARE):
            units = {share.unit_id for share in rows.TicketShare.select().where(rows.TicketShare.ticket == ticket.id)}
        elif event in (E.UPHOLD, E.OVERTURN):
            units = {ticket.holder_id}
        codes = {unit.code for unit in rows.Unit.select().where(rows.Unit.id.in_([u for u in units if u]))}
        last = "head" if event in (E.UNIT_APPROVE, E.UPHOLD, E.OVERTURN, E.UNIT_SEND_BACK) else "handler"
        return {f"{code}-{last}" for code in codes}

    def _command(self, ticket: Any, event: TicketEvent, one: Try) -> TransitionRequest:
        way = (None, Way.TRANSFER, Way.OWN, Way.JOINT)[one.d % 4]
        working = ["civil", "enforcement", "housing", "court"]
        unit = self.units["hotline"] if way is Way.OWN else self.units[working[one.c % 4]]
        others = (self.units[working[(one.c + 1) % 4]],) if way is Way.JOINT else ()
        parents = rows.Ticket.select().where(
            rows.Ticket.id != ticket.id, rows.Ticket.parent.is_null(), rows.Ticket.confidential == False,  # noqa: E712
        )  # fmt: skip
        parent = [row.number for row in parents.order_by(rows.Ticket.id)] or [""]
        shares = rows.TicketShare.select().where(
            rows.TicketShare.ticket == ticket.id, rows.TicketShare.state.in_(["open", "taken"])
        )
        share = shares.first()
        return TransitionRequest(
            event, text="按规定办理。", unit=unit, others=others, way=way, half_days=1 + one.c,
            parent=parent[one.c % len(parent)], rating=1 + one.c % 5, person=rows.Member.get().person_id,
            payload=payload_of(
                event, ground="01", ref=share.id if share and "share" in event else None,
                said=(True, one.c % 2 == 0, 3),
            ),
        )  # fmt: skip

    def _wild(self, one: Try) -> None:
        """Anything, by anybody, with anything."""
        number = self._ticket(one).number if one.d != 1 else "none"
        people = list(self.people.values())
        event = list(TicketEvent)[(one.b * 7 + one.d) % len(TicketEvent)]
        request = TransitionRequest(
            event, text=("", " ", "写", "长" * 501, "长" * 20_001)[one.c % 5], unit=(None, 0, one.c, 999)[one.d % 4],
            others=((), (one.c,), (1, 1), (999,))[one.c % 4], way=_WAYS[one.d % 5],
            half_days=(-1, 0, 3, 10**6)[one.c % 4],
            person=one.c, parent=("", "none", number)[one.d % 3], rating=(None, 0, 3, 6)[one.d % 4],
            payload=payload_of(
                event, ref=(None, 0, one.c, 10**6)[one.c % 4], ground=("", "01", "99")[one.d % 3],
                said=(None, None, 9),
            ),
        )  # fmt: skip
        if event is E.OPEN or event in (E.CORRECT,):
            raise Refused("There is nothing to correct")
        act(number, request, who=actor(people[one.b % len(people)].id), now=self.now)

    def _open(self, one: Try) -> None:
        self.open(KINDS[one.c % 4], confidential=one.d % 3 == 0, at_once=one.d % 4 == 1)

    def _said(self, one: Try) -> None:
        follow_up = self._follow_up(one)
        yes_or_no = (None, True, False)
        said = Said(yes_or_no[one.b % 3], yes_or_no[one.c % 3], satisfied=(None, 1, 5, 6)[one.d % 4])
        more = one.d % 2 == 0
        if one.c % 2:
            follow_ups.by_token(
                follow_up.token, said, "没有解决" if one.b % 2 else "", way=FollowUpChannel.WEB, now=self.now,
                wants_more=more, client_ip="",
            )  # fmt: skip
        else:
            clerk = actor(self.people["visit_clerk"].id)
            follow_ups.answered(
                follow_up.id, said, "没有解决", who=clerk, way=FollowUpChannel.CALL, now=self.now, wants_more=more
            )

    def _missed(self, one: Try) -> None:
        follow_up, clerk = self._follow_up(one), self.people["visit_clerk"]
        if one.c % 2:
            follow_ups.give_up(follow_up.id, who=actor(clerk.id), now=self.now)
        else:
            follow_ups.not_reached(follow_up.id, "busy", person=clerk.id, now=self.now)

    def _time(self, one: Try) -> None:
        self.now += dt.timedelta(hours=1 + one.b)

    def _night(self, one: Try) -> None:
        """Some days go by; what time does is done in the morning."""
        day = (self.now + dt.timedelta(days=1 + one.c)).date()
        self.now = dt.datetime.combine(day, dt.time(1, 30), dt.UTC)
        follow_up_jobs.ask(self.now)
        follow_up_jobs.settle(self.now)
        urging.urge(self.now, QUIET)
        if one.d % 3 == 0:
            typhoon = day + dt.timedelta(days=1 + one.b)
            rows.SpecialDay.create(day=typhoon.isoformat(), name="台风", spans=[])
        urging.reckon_again(self.now)
        follow_up_jobs.give_up(self.now)

    def _dissolve(self, one: Try) -> None:
        codes = ["civil", "enforcement", "housing", "court"]
        unit, follower = self.units[codes[one.c % 4]], self.units[codes[one.b % 4]] if one.d % 3 else None
        unit_verbs.dissolve_unit(unit, follower, by="administrator", now=self.now, client_ip="")

    def _ticket(self, one: Try) -> Any:
        """Half of the tries are at the last three, which were led furthest."""
        known = list(rows.Ticket.select().order_by(rows.Ticket.id))
        return known[-1 - one.a % 3] if one.a < 12 else known[one.a % len(known)]

    def _follow_up(self, one: Try) -> Any:
        known = list(rows.FollowUp.select().order_by(rows.FollowUp.id))
        if not known:
            raise Refused("There is no such visit")
        return known[-1 - one.a % len(known)]
