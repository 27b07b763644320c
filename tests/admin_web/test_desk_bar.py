"""The call bar: on every page of an agent, for nobody else; what it shows, what wrap-up offers, who is told what."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from hotline.calls.orders.claim import claim, finish
from hotline.calls.rules.flow_uses import OWN_USE, SURVEY, UNKNOWN
from hotline.calls.rules.order_kinds import MoreTime
from hotline.rows import AgentPage, FlowVersion, Offer, Order, Person, PresenceChange
from hotline.words import CallState, Presence, Reason
from tests.builders import NOW, new_call, new_line, new_ticket, stand

from .test_routes import FILL

pytestmark = pytest.mark.unit
FETCH = {"X-Requested-With": "fetch"}
SignIn = Callable[..., Any]  # a browser whose answers are read freely
THE_DESK = {"desk.page"}  # shows all of it itself
LEAST = 20  # pages that an agent can open, and that have the frame


def _pages(app: Flask) -> list[tuple[str, str]]:
    """(endpoint, path) of every GET route."""
    adapter = app.url_map.bind("localhost")
    return [
        (rule.endpoint, adapter.build(rule.endpoint, {name: FILL[name] for name in rule.arguments}))
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in ("static", "live.stream")
    ]


def test_every_page_of_an_agent_has_it(app: Flask, agent: Any, sign_in: SignIn) -> None:
    call = new_call(id=str(FILL["call"]), state=CallState.TALKING, agent=agent, talking_at=NOW)
    stand(agent, Presence.TALKING, call=call.id)
    new_ticket(opened_by=agent)
    browser, framed = sign_in(agent), {}
    for endpoint, path in _pages(app):
        answer = browser.get(path)
        if answer.mimetype != "text/html" or "<main id=" not in answer.text:
            continue
        framed[endpoint] = ('id="bar"' in answer.text, 'id="bar-hang-up"' in answer.text, "js/bar.js" in answer.text)
    assert set(framed) > THE_DESK
    assert {name: has for name, has in framed.items() if has != (name not in THE_DESK,) * 3} == {}
    assert len(framed) >= LEAST


def test_nobody_else_has_it(agent: Any, administrator: Any, sign_in: SignIn) -> None:
    assert 'id="bar"' not in sign_in(administrator).get("/calls").text
    assert sign_in(administrator).get("/bar").status_code == 403
    Person.update(extension=None).where(Person.id == agent.id).execute()
    assert 'id="bar"' not in sign_in(agent).get("/calls").text  # who has no telephone has no desk


def test_a_ringing_call_is_told_with_a_masked_number(agent: Any, sign_in: SignIn) -> None:
    call = new_call(state=CallState.OFFERING, line="filing", queued_at=NOW)
    Offer.create(call=call.id, number=1, person=agent, step="pool", offered_at=NOW)
    stand(agent, Presence.OFFERED, call=call.id, reason=Reason.CALL_OFFERED)
    browser = sign_in(agent, "zh_CN")
    told = browser.get("/bar").json
    assert (told["title"], told["ring"]) == (
        "振铃 138****1234", {"call": call.id, "text": "振铃 138****1234 · 张三 · filing"},
    )  # fmt: skip
    assert ("bar-answer" in told["html"], "13800001234" in told["html"]) == (True, False)
    assert browser.get("/desk/now").json["ring"] == told["ring"]
    assert "分配梯级</span> pool" not in browser.get("/desk").text
    assert "同站座席" in browser.get("/desk").text


@pytest.fixture
def wrapping(agent: Any) -> Any:
    call = new_call(agent=agent, talking_at=NOW - dt.timedelta(seconds=50), ended_at=NOW, outcome="talked")
    for n, (old, new, reason) in enumerate(
        (("offered", "talking", Reason.CALL_ANSWERED), ("talking", "wrap_up", Reason.CALL_ENDED))
    ):
        PresenceChange.create(
            uid=f"u{n}", person=agent, at=NOW - dt.timedelta(seconds=50 - 50 * n), old=old, new=new, reason=reason,
            by="system", call=call.id,
        )  # fmt: skip
    stand(agent, Presence.WRAP_UP, at=NOW, reason=Reason.CALL_ENDED, call=call.id, until=NOW + dt.timedelta(seconds=30))
    return call


def test_wrap_up_says_that_it_counts_and_what_follows(wrapping: Any, agent: Any, sign_in: SignIn) -> None:
    browser = sign_in(agent)
    for html in (browser.get("/bar").json["html"], browser.get("/desk/now").json["html"]["stand"]):
        assert ("data-until=" in html, "then Ready" in html, "60 s more" in html) == (True, True, True)
    order = browser.post("/desk/state", data={"order": "away:meal"}, headers=FETCH).json["order"]
    finish(order, now=NOW)
    assert "then Away" in browser.get("/bar").json["html"]


def test_wrap_up_is_prolonged_until_it_is_enough(wrapping: Any, agent: Any, sign_in: SignIn) -> None:
    browser = sign_in(agent)
    for _n in range(3):
        assert "order" in browser.post("/desk/wrap-up", headers=FETCH).json
    assert [one.command for one in claim(claimant="t", now=NOW)] == [MoreTime(60)] * 3
    assert 'disabled title="This wrap-up was prolonged' in browser.get("/bar").json["html"]
    assert browser.post("/desk/wrap-up", headers=FETCH).status_code == 422


def test_the_card_stays_in_wrap_up_and_in_the_paperwork(wrapping: Any, agent: Any, sign_in: SignIn) -> None:
    browser = sign_in(agent)
    for reason in (None, Reason.PAPERWORK):
        if reason is not None:
            PresenceChange.create(
                uid="u9", person=agent, at=NOW, old="wrap_up", new="away", reason=reason, by="agent", call=None
            )
            stand(agent, Presence.AWAY, at=NOW, reason=reason)
        pop = browser.get("/desk/now").json["html"]["pop"]
        assert ("138****1234" in pop, "c-judge" in pop, "c-nuisance" in pop) == (True, True, True)
    stand(agent, Presence.AWAY, at=NOW, reason=Reason.MEAL)
    assert "138****1234" not in browser.get("/desk/now").json["html"]["pop"]


def test_an_agent_whose_call_was_taken_reads_by_whom(
    wrapping: Any, agent: Any, supervisor: Any, sign_in: SignIn
) -> None:
    assert "has taken this call over" not in sign_in(agent).get("/desk").text
    type(wrapping).update(agent=supervisor).execute()
    Order.create(
        kind="take_over", person=supervisor, data={"agent": agent.id}, placed_by="s", placed_at=NOW, done_at=NOW
    )
    for path in ("/desk", "/calls"):
        assert f"{supervisor.name} has taken this call over" in sign_in(agent).get(path).text


def test_a_transfer_to_a_line_says_the_place(agent: Any, sign_in: SignIn) -> None:
    new_line(name="执行事务", code="enforcement")
    browser = sign_in(agent)
    order = browser.post("/desk/transfer", data={"to": "line:enforcement"}, headers=FETCH).json["order"]
    assert "said" not in browser.get(f"/desk/orders/{order}").json
    for n, state in enumerate((CallState.QUEUED, CallState.QUEUED, CallState.IN_FLOW)):
        new_call(
            state=state, line="enforcement", agent=agent, queued_at=NOW + dt.timedelta(seconds=n),
            talking_at=NOW + dt.timedelta(seconds=n),
        )  # fmt: skip
    finish(order, now=NOW)
    assert browser.get(f"/desk/orders/{order}").json["said"] == "Transferred to 执行事务, place 2 there"


@pytest.mark.parametrize("kind", ["agent", "number"])
def test_a_transfer_to_anybody_else_says_to_whom(kind: str, agent: Any, other_agent: Any, sign_in: SignIn) -> None:
    stand(other_agent, Presence.READY)
    to, name = f"person:{other_agent.id}", other_agent.name
    if kind == "number":
        to, name = "number:01062345678", "01062345678"
    browser = sign_in(agent)
    order = browser.post("/desk/transfer", data={"to": to}, headers=FETCH).json["order"]
    assert "said" not in browser.get(f"/desk/orders/{order}").json
    finish(order, now=NOW)
    assert browser.get(f"/desk/orders/{order}").json["said"] == f"Transferred to {name}"


def test_flows_that_are_not_for_callers_are_not_offered(agent: Any, sign_in: SignIn) -> None:
    from controller.flow_registry import UNKNOWN as OF_THE_CONTROLLER
    from hotline.follow_ups.verbs.follow_up_calls import SURVEY as OF_FOLLOW_UPS

    assert (UNKNOWN, SURVEY) == (OF_THE_CONTROLLER, OF_FOLLOW_UPS)
    for name in (*OWN_USE, "court_12368"):
        FlowVersion.create(name=name, version="v", title=f"flow {name}", text="", at=NOW, by="file", why="")
    browser = sign_in(agent)
    html = browser.get("/desk/choices?for=transfer").text
    assert [name in html for name in (*sorted(OWN_USE), "court_12368")] == [False, False, True]
    for name in OWN_USE:
        assert browser.post("/desk/transfer", data={"to": f"flow:{name}"}, headers=FETCH).status_code == 422


def test_an_offer_that_was_missed_is_named_to_the_page(agent: Any, sign_in: SignIn) -> None:
    browser = sign_in(agent)
    call = new_call(state=CallState.QUEUED)
    Offer.create(call=call.id, number=1, person=agent, step="A", offered_at=NOW, ended_at=NOW, result="no_answer")
    assert browser.get("/desk/now").json["missed"] == call.id
    Offer.update(result="answered").execute()
    assert browser.get("/desk/now").json["missed"] == ""


def test_a_page_shows_itself_for_its_own_person_only(app: Flask, agent: Any, supervisor: Any, sign_in: SignIn) -> None:
    browser = sign_in(agent)
    assert browser.post("/live/here", data={"person": agent.id}).json == {"here": True}
    assert browser.post("/live/here", data={"person": supervisor.id}).status_code == 409
    app.extensions["live"].keep()
    assert [(row.person_id, row.seen_at) for row in AgentPage.select()] == [(agent.id, NOW)]


def test_who_asks_for_a_state_by_a_page_has_one(app: Flask, agent: Any, sign_in: SignIn) -> None:
    sign_in(agent).post("/desk/state", data={"order": "ready"}, headers=FETCH)
    app.extensions["live"].keep()
    assert AgentPage.get().person_id == agent.id


def test_a_lost_page_is_told_to_the_agent_and_on_the_board(agent: Any, supervisor: Any, sign_in: SignIn) -> None:
    stand(agent, Presence.AWAY, reason=Reason.PAGE_LOST)
    assert "cut off or asleep" in sign_in(agent).get("/desk").text
    assert "Page lost" in sign_in(supervisor).get("/board").text


def test_the_script_names_the_hotline_that_was_dialled(agent: Any, sign_in: SignIn) -> None:
    call = new_call(state=CallState.TALKING, agent=agent, talking_at=NOW, profile="gov_12345", dialled="12345")
    stand(agent, Presence.TALKING, call=call.id)
    browser = sign_in(agent)
    html = browser.get("/desk").text
    assert ("您好！<span data-hotline>12345</span>！" in html, "12368</span>" in html) == (True, False)
    assert browser.get("/desk/now").json["hotline"] == "12345"


@pytest.mark.parametrize(("call_back", "begins"), [(None, "calling_out"), (7, "calling_back")])
def test_who_calls_has_an_opening_of_his_own(agent: Any, sign_in: SignIn, call_back: int | None, begins: str) -> None:
    call = new_call(
        state=CallState.TALKING, agent=agent, talking_at=NOW, direction="out", call_back=call_back, profile=""
    )
    stand(agent, Presence.TALKING, call=call.id)
    assert sign_in(agent).get("/desk/now").json["situation"] == begins


def test_an_administrator_exempts_who_has_only_a_telephone(agent: Any, administrator: Any, sign_in: SignIn) -> None:
    browser = sign_in(administrator)
    browser.post(f"/people/{agent.id}/without-page", data={"exempt": "1"})
    assert AgentPage.get().exempt
    assert 'name="exempt" value="1" checked' in browser.get(f"/people/{agent.id}").text
    assert sign_in(agent).post(f"/people/{agent.id}/without-page").status_code == 403
