"""The page of a follow-up: the call by a click, how it goes, and what is said where there is no telephone."""

import datetime as dt
from typing import Any

import pytest

from hotline.calls.orders.claim import claim
from hotline.calls.rules.call_ids import call_of
from hotline.calls.rules.order_kinds import CallOut, HangUp, Target, Transfer
from hotline.rows import CallLeg, FollowUp, FollowUpTry, Order, Person
from hotline.words import CallState, Outcome, Role, TicketState
from tests.builders import NOW, new_call, new_person, new_site, new_ticket

pytestmark = pytest.mark.unit
FETCH = {"Accept": "application/json", "X-Requested-With": "fetch"}


@pytest.fixture
def clerk(db: Any) -> Any:
    return new_person(login="visitor", name="蒋回访", role=Role.FOLLOW_UP_CLERK, extension="1010")


@pytest.fixture
def follow_up(clerk: Any) -> Any:
    ticket = new_ticket(
        opened_by=clerk, state=TicketState.FOLLOWING_UP, caller_number="13800138000", caller_name="张三"
    )
    return FollowUp.create(ticket=ticket, round=0, state="open", planned_at=NOW, next_at=NOW, token="w")


def orders() -> list[Any]:
    return [(one.person, one.command) for one in claim(claimant="t", now=NOW)]


def shown(browser: Any, follow_up: Any) -> str:
    html: str = browser.get(f"/visits/{follow_up.id}/now").json["html"]["visit-call"]
    return html


def test_a_click_orders_the_call_which_is_the_visits_from_then_on(clerk: Any, follow_up: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)
    assert "Call the citizen" in browser.get(f"/visits/{follow_up.id}").text
    placed = browser.post(f"/visits/{follow_up.id}/call", headers=FETCH)
    assert placed.json == {"order": 1}
    call = call_of(1, NOW)
    assert orders() == [(clerk.id, CallOut("13800138000", "张三", call=call))]
    assert [(one.number, one.call, one.result) for one in FollowUpTry.select()] == [(1, call, "")]
    assert "The call is being placed" in shown(browser, follow_up)


def test_it_is_shown_how_the_call_goes(clerk: Any, follow_up: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)
    browser.post(f"/visits/{follow_up.id}/call")
    call = new_call(id=call_of(1, NOW), state=CallState.DIALLING, direction="out", agent=clerk)
    leg = CallLeg.create(call=call.id, leg="a", kind="agent", dialled="1010", begun_at=NOW)
    said = [shown(browser, follow_up)]
    CallLeg.update(answered_at=NOW).where(CallLeg.id == leg.id).execute()
    said.append(shown(browser, follow_up))
    for state in (CallState.TALKING, CallState.IN_FLOW):
        type(call).update(state=state, talking_at=NOW).where(type(call).id == call.id).execute()
        said.append(shown(browser, follow_up))
    type(call).update(state=CallState.ENDED, ended_at=NOW, outcome=Outcome.REACHED).execute()
    said.append(shown(browser, follow_up))
    words = ("rings: pick up", "The citizen's telephone rings", "Talking", "The voice survey", "has ended:")
    assert [[word in html for word in words] for html in said] == [
        [place == stage for place in range(5)] for stage in range(5)
    ]
    buttons = ("follow_ups-call", "follow_ups-survey", "follow_ups-hang_up")
    assert [[f'id="{one}"' in html for one in buttons] for html in said] == [
        [False, False, True], [False, False, True], [False, True, True], [False, False, False], [True, False, False],
    ]  # fmt: skip
    assert browser.post(f"/visits/{follow_up.id}/answer", data={"solved": "yes", "handled": "yes"}).status_code == 303
    assert FollowUp.get().call == call.id


def test_a_refused_order_is_told_to_the_clerk_alone(clerk: Any, follow_up: Any, agent: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)
    browser.post(f"/visits/{follow_up.id}/call")
    Order.update(done_at=NOW, refused="Your telephone is not registered").execute()
    assert "The call was not made: Your telephone is not registered</span>" in shown(browser, follow_up)
    assert browser.get("/desk/orders/1").json == {"done": True, "refused": "Your telephone is not registered"}
    assert sign_in(agent).get("/desk/orders/1").status_code == 404


def test_survey_and_hang_up_are_orders_of_the_running_call(clerk: Any, follow_up: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)
    assert browser.post(f"/visits/{follow_up.id}/survey", headers=FETCH).status_code == 422
    browser.post(f"/visits/{follow_up.id}/call")
    orders()
    new_call(id=call_of(1, NOW), state=CallState.TALKING, direction="out", agent=clerk, talking_at=NOW)
    assert browser.post(f"/visits/{follow_up.id}/survey", headers=FETCH).json == {"order": 2}
    assert browser.post(f"/visits/{follow_up.id}/hang-up", headers=FETCH).json == {"order": 3}
    assert orders() == [(clerk.id, Transfer((Target(flow="visit"),))), (clerk.id, HangUp())]
    again = browser.post(f"/visits/{follow_up.id}/call", headers=FETCH)
    assert (again.status_code, again.json["error"]) == (422, "This call is being made already")


def test_without_a_telephone_it_is_said_whom_to_ask(clerk: Any, follow_up: Any, sign_in: Any) -> None:
    Person.update(extension=None).where(Person.id == clerk.id).execute()
    browser = sign_in(clerk)
    html = browser.get(f"/visits/{follow_up.id}").text
    assert ("You have no telephone: ask the administrator" in html, "Call the citizen" in html) == (True, False)
    refused = browser.post(f"/visits/{follow_up.id}/call", headers=FETCH)
    assert (refused.status_code, refused.json["error"]) == (422, "You have no telephone: ask the administrator")
    assert Order.select().count() == 0


def test_nobody_is_called_at_night(clerk: Any, follow_up: Any, sign_in: Any, clock: Any) -> None:
    clock.at = NOW + dt.timedelta(hours=13)
    refused = sign_in(clerk).post(f"/visits/{follow_up.id}/call", headers=FETCH)
    assert (refused.status_code, Order.select().count()) == (422, 0)


def test_who_may_not_visit_sees_and_calls_nothing(clerk: Any, follow_up: Any, agent: Any, sign_in: Any) -> None:
    browser = sign_in(agent)
    codes = [browser.get(f"/visits/{follow_up.id}/now").status_code]
    codes += [browser.post(f"/visits/{follow_up.id}/{act}").status_code for act in ("call", "survey", "hang-up")]
    elsewhere = new_person(role=Role.FOLLOW_UP_CLERK, extension="1011", site=new_site(code="east", name="东庭"))
    codes += [
        sign_in(elsewhere).post(f"/visits/{follow_up.id}/{act}").status_code for act in ("call", "survey", "hang-up")
    ]
    assert codes == [403] * 4 + [404] * 3
    assert Order.select().count() == 0
