"""The desk: the pop, the orders, the form and its drafts."""

import datetime as dt

import pytest

from hotline.calls.orders.claim import claim, finish
from hotline.calls.rules.order_kinds import Answer, SetPresence
from hotline.rows import Draft, Offer, Order, Person, Ticket
from hotline.words import CallState, Presence, Reason
from tests.builders import NOW, new_call, stand
from tests.there import found

pytestmark = pytest.mark.unit
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def ringing(agent, settings):
    call = new_call(state=CallState.OFFERING, path=["welcome", "[2]", "guide"], flow="court_12368", queued_at=NOW)
    Offer.create(call=call.id, number=1, person=agent, step="A", offered_at=NOW)
    stand(agent, Presence.OFFERED, call=call.id, reason=Reason.CALL_OFFERED)
    (settings.flows / "court_12368.yml").write_text(
        "nodes:\n  welcome: {kind: menu, title: 主菜单, title_en: Main menu}\n  guide: {kind: play, title: 诉讼指南}\n",
        encoding="utf-8",
    )
    return call


def _token(html):
    return found(r'name="token" value="([^"]+)"', html)


def test_the_pop_stands_there_before_the_call_is_picked_up(ringing, agent, sign_in):
    told = sign_in(agent).get("/desk/now").json
    assert (told["call"], told["state"], told["title"]) == (ringing.id, "offered", "Ringing 138****1234")
    pop = told["html"]["pop"]
    assert "138****1234" in pop
    assert "13800001234" not in pop
    assert "Main menu › key 2 › 诉讼指南" in pop
    assert "It rings" in told["html"]["phone"]


def test_numbers_are_whole_for_those_who_may_see_them(ringing, agent, sign_in):
    Person.update(sees_numbers=True).execute()
    assert "13800001234" in sign_in(agent).get("/desk").text


def test_the_simulated_telephone_is_there_only_with_the_stand_in(app, settings, ringing, agent, sign_in):
    app.config["TINGSU"] = settings.model_copy(update={"stand_in": False})
    told = sign_in(agent).get("/desk/now").json
    assert told["html"]["phone"].strip() == ""


def test_buttons_become_orders(agent, sign_in, now):
    browser = sign_in(agent)
    order = browser.post("/desk/state", data={"order": "away:meal"}, headers=FETCH).json["order"]
    assert browser.post("/desk/control", data={"order": "answer"}).headers["Location"] == "/desk"
    assert [c.command for c in claim(claimant="x", now=now)] == [SetPresence(Presence.AWAY, Reason.MEAL), Answer()]
    assert browser.get(f"/desk/orders/{order}").json == {"done": False, "refused": ""}


def test_a_refused_order_is_read_in_ones_language_and_by_oneself_only(agent, supervisor, sign_in, now):
    browser = sign_in(agent, "zh_CN")
    order = browser.post("/desk/control", data={"order": "hold"}, headers=FETCH).json["order"]
    finish(order, now=now, refused="The order came too late")
    assert browser.get(f"/desk/orders/{order}").json == {"done": True, "refused": "操作已过时，未执行"}
    assert sign_in(supervisor).get(f"/desk/orders/{order}").status_code == 404


def test_what_may_not_be_ordered_is_said(agent, sign_in):
    browser = sign_in(agent)
    answer = browser.post("/desk/state", data={"order": "away:"}, headers=FETCH)
    assert (answer.status_code, answer.json) == (422, {"error": "Choose a reason for being away"})
    assert browser.post("/desk/state", data={"order": "away:"}).status_code == 303
    assert "Choose a reason for being away" in browser.get("/desk").text
    assert Order.select().count() == 0


def test_a_draft_survives_a_reload_with_its_token(ringing, agent, sign_in):
    browser = sign_in(agent)
    token = _token(browser.get("/desk").text)
    fields = {"subject": "咨询<b>", "text": "第一行\n第二行", "kind": "complaint", "token": token, "call": ringing.id}
    assert browser.put(f"/desk/draft/ticket:{ringing.id}", json=fields).json == {"kept": True, "at": "10:00:00"}
    html = browser.get("/desk").text
    assert 'value="咨询&lt;b&gt;"' in html
    assert "第一行\n第二行</textarea>" in html
    assert '<option value="complaint" selected>' in html
    assert _token(html) == token
    assert "Unfinished" in html


def test_a_ticket_is_opened_once_however_often_it_is_sent(ringing, agent, sign_in):
    browser = sign_in(agent)
    form = {"kind": "consult", "subject": "咨询", "text": "x", "call": ringing.id, "close_at_once": "1"}
    form["token"] = _token(browser.get("/desk").text)
    browser.put(f"/desk/draft/ticket:{ringing.id}", json={**form})
    first = browser.post("/desk/tickets", data=form, headers=FETCH).json
    again = browser.post("/desk/tickets", data=form)
    told = f"Registered under 20261120-01-0001. Query code for the citizen: {Ticket.get().code}"
    assert first == {"number": "20261120-01-0001", "href": "/tickets/20261120-01-0001", "said": told}
    assert again.headers["Location"] == first["href"]
    row = Ticket.get()
    assert (row.caller_number, row.state, row.opened_by_id) == ("13800001234", "closed_at_once", agent.id)
    assert (Ticket.select().count(), Draft.select().count()) == (1, 0)
    assert first["number"] in browser.get("/desk/now").json["html"]["pop"]


def test_a_refused_ticket_comes_back_as_typed(agent, sign_in):
    form = {
        "kind": "complaint",
        "subject": "很长" * 150,
        "text": "都在",
        "token": "t",
        "call": "",
        "close_at_once": "1",
    }
    answer = sign_in(agent).post("/desk/tickets", data=form)
    assert answer.status_code == 422
    assert "The subject is too long: leave out 100 characters" in answer.text
    assert "很长" * 150 in answer.text
    assert "都在</textarea>" in answer.text


def test_a_hundred_thousand_signs_pass_the_door(agent, sign_in):
    form = {"kind": "consult", "subject": "长", "text": "字" * 100_000, "token": "t", "call": ""}
    assert sign_in(agent).post("/desk/tickets", data=form).status_code == 303
    assert len(Ticket.get().text) == 100_000


def test_too_much_is_413_in_words(agent, sign_in):
    answer = sign_in(agent).post("/desk/tickets", data={"text": "x" * 3_000_000})
    assert (answer.status_code, "This is too much at once" in answer.text) == (413, True)


@pytest.mark.parametrize(
    "body", ["[]", '{"a": 1}', "null", "nonsense", "[" * 200_000, '{"text": "\\ud800"}', '{"a":' + "9" * 5000 + "}"]
)
def test_a_draft_that_is_none(agent, sign_in, body):
    answer = sign_in(agent).put("/desk/draft/ticket:", data=body, content_type="application/json")
    assert (answer.status_code, Draft.select().count()) == (400, 0)


def test_wrap_up_counts_down_and_can_be_cut_short(agent, sign_in):
    stand(agent, Presence.WRAP_UP, until=NOW + dt.timedelta(seconds=30))
    html = sign_in(agent).get("/desk/now").json["html"]["stand"]
    assert f'data-until="{int((NOW.timestamp() + 30) * 1000)}"' in html
    assert "Ready now" in html


def test_a_silent_controller_is_shown(agent, sign_in):
    assert "no sign of life" in sign_in(agent).get("/desk/now").json["html"]["stand"]


def test_one_without_a_telephone_is_told_so(head, sign_in):
    from tests.builders import new_person

    assert "You have no telephone" in sign_in(new_person()).get("/desk").text
