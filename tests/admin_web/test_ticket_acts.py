"""What the page of a ticket offers: each act of the reader's role and of the ticket's state has its button, or a
disabled one with the reason; a review that nobody can decide is told when it is asked, and given to another unit."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from admin_web.ticket_forms import FORMS, VERBS
from hotline import rows
from hotline.people.reads.scope import Scope
from hotline.people.rules.permissions import may
from hotline.ports import Refused
from hotline.tickets.reads import reviews
from hotline.tickets.rules import life as ticket_life
from hotline.tickets.rules.guards import GUARDS, IDLE, TransitionRequest
from hotline.tickets.rules.life import ActorRelation
from hotline.tickets.verbs.life import act, actor, judged, offered
from hotline.words import Post, Role, TicketEvent, TicketState, Way
from tests.builders import NOW, new_member
from tests.hotline.tickets.town import Town, answered, built, handled, to_civil

pytestmark = pytest.mark.unit
E, S = TicketEvent, TicketState
R = ActorRelation
OF_THE_HOTLINE = {R.HOTLINE, R.READER}
OF_THE_UNIT = {R.UNIT, R.READER}


@pytest.fixture
def town(head: Any) -> Town:
    return built(head)


def replied(town: Town) -> str:
    number = handled(town)
    town.do(number, E.REPLY, "civil", "已修好。")
    return number


def closed(town: Town) -> str:
    number = answered(town)
    town.do(number, E.FOLLOW_UP_GIVE_UP, "visitor")
    return number


def joint(town: Town) -> str:
    number = town.open()
    others = (town.units["housing"].id,)
    town.do(number, E.DISPATCH, "dispatcher", unit=town.units["civil"].id, others=others, way=Way.JOINT)
    town.do(number, E.TAKE, "civil")
    return number


def after(event: TicketEvent, by: str) -> Callable[[Town], str]:
    """A ticket in hand, and one act on it."""

    def made(town: Town) -> str:
        number = handled(town)
        town.do(number, event, by)
        return number

    return made


def reviewing(town: Town) -> str:
    number = closed(town)
    town.do(number, E.ASK_REVIEW, "dispatcher", "不服。")
    return number


MADE: dict[str, Callable[[Town], str]] = {
    "registered": Town.open, "dispatched": to_civil, "handling": handled, "joint": joint,
    "paused": after(E.PAUSE, "reviewer"), "urged": after(E.URGE, "dispatcher"), "replied": replied,
    "returning": after(E.ASK_RETURN, "civil"), "closed": closed, "under review": reviewing,
}  # fmt: skip
READERS = ("dispatcher", "reviewer", "supervisor", "leader", "civil", "civilhead", "courthead")


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("reader", READERS)
def test_each_act_is_offered_or_disabled_with_a_reason(name: str, reader: str, town: Town, sign_in: Any) -> None:
    number = MADE[name](town)
    row, who = town.row(number), actor(town.who[reader].id)
    told = judged(row, who, NOW)
    page = sign_in(town.who[reader]).get(f"/tickets/{number}").text
    assert {event for event in told if told[event] is None} == set(offered(row, who, NOW))
    for event, against in told.items():
        if event not in FORMS:
            continue
        live = f'data-window="w-{event}"' in page
        why = re.search(rf'id="why-{event}">([^<]+)<', page)
        assert (event, live, why is None) == (event, against is None, against is None)
    seats = OF_THE_HOTLINE if reader in ("dispatcher", "reviewer", "supervisor", "leader") else set()
    roles = town.who[reader].roles
    belonging = {
        event for event in ticket_life.events(TicketState(row.state))
        if (move := ticket_life.move(TicketState(row.state), event)) and move.seat in seats and _may(roles, move.act)
    }  # fmt: skip
    assert belonging <= set(told)


def _may(roles: Any, act_: Any) -> bool:
    return may(roles, act_)


@pytest.mark.parametrize(
    ("name", "reader", "event", "said"),
    [("joint", "civil", E.REPLY, "Wait for the answer of 住建局, or release it"),
     ("paused", "civil", E.REPLY, "The clock of this ticket stands: let it go on first"),
     ("urged", "reviewer", E.URGE, "This ticket has been urged today already"),
     ("handling", "reviewer", E.RESUME, "The clock of this ticket does not stand")],
)  # fmt: skip
def test_the_reason_is_read(name: str, reader: str, event: TicketEvent, said: str, town: Town, sign_in: Any) -> None:
    page = sign_in(town.who[reader]).get(f"/tickets/{MADE[name](town)}").text
    assert found_why(page, event) == said


def found_why(page: str, event: TicketEvent) -> str:
    found = re.search(rf'id="why-{event}">([^<]+)<', page)
    return found[1] if found else ""


def test_who_wrote_the_answer_reads_that_another_passes_it(town: Town, sign_in: Any) -> None:
    number = handled(town)
    both = new_member(town.units["civil"], login="both", role=Role.UNIT_REVIEWER, post=Post.HEAD)
    act(number, TransitionRequest(E.REPLY, text="已修好。"), who=actor(both.id), now=NOW)
    page = sign_in(both).get(f"/tickets/{number}").text
    assert found_why(page, E.UNIT_APPROVE) == "Somebody else must pass what you have written yourself"


def test_idle_guards_are_guards() -> None:
    assert set(GUARDS) >= IDLE


def test_a_review_that_nobody_can_decide_is_told_and_given_to_another_unit(town: Town, sign_in: Any) -> None:
    number = closed(town)
    rows.Member.delete().where(rows.Member.person == town.who["courthead"].id).execute()
    desk = sign_in(town.who["dispatcher"])
    assert "where nobody can decide it" in desk.get(f"/tickets/{number}").text
    assert "Reviews nobody can decide" not in desk.get("/work").text
    town.do(number, E.ASK_REVIEW, "dispatcher", "不服。")
    assert reviews.undecidable(Scope()) == {town.row(number).id}
    assert "Reviews nobody can decide" in desk.get("/work").text
    assert number in desk.get("/work?panel=undecidable").text
    page = desk.get(f"/tickets/{number}").text
    assert ('id="undecidable"' in page, f">{VERBS[E.REDIRECT_REVIEW]}" in page) == (True, True)
    due = town.row(number).burns_at
    for unit, sentence in (
        (town.units["court"].id, "Choose another unit"), (town.units["civil"].id, "Choose another unit"),
        (town.units["housing"].id, "Nobody of this unit"), (999, "Choose a unit that works"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            town.do(number, E.REDIRECT_REVIEW, "dispatcher", "无人可决定。", unit=unit)
    judge = new_member(town.units["enforcement"], login="judge", role=Role.UNIT_REVIEWER, post=Post.HEAD)
    with pytest.raises(Refused):
        act(number, TransitionRequest(E.UPHOLD, text="维持。"), who=actor(judge.id), now=NOW)
    town.do(number, E.REDIRECT_REVIEW, "dispatcher", "无人可决定。", unit=town.units["enforcement"].id)
    assert (reviews.undecidable(Scope()), town.row(number).burns_at) == (frozenset(), due)
    notice = rows.Notice.get(rows.Notice.template == "review_given")
    assert notice.number == town.units["enforcement"].telephone
    act(number, TransitionRequest(E.UPHOLD, text="维持。"), who=actor(judge.id), now=NOW)
    assert town.row(number).state == "closed"


def test_who_made_the_decision_is_no_judge_of_it(town: Town) -> None:
    number = closed(town)
    step = rows.TicketStep.event == "unit_approve"
    rows.TicketStep.update(person=town.who["courthead"].id).where(step).execute()
    town.do(number, E.ASK_REVIEW, "dispatcher", "不服。")
    assert reviews.undecidable(Scope()) == {town.row(number).id}
    rows.Member.create(unit=town.units["court"], person=town.who["civilhead"], post=Post.HEAD)
    assert reviews.undecidable(Scope()) == frozenset()
