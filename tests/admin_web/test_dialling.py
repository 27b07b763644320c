"""What a person reads where a number is not called: at the click, on the lists, in the parameters, as an alarm."""

import datetime as dt
from typing import Any

import pytest

from hotline.calls.jobs import alarms
from hotline.rows import Alarm, CallBack, Chamber, Contact, Dialled, Judge, Order, Parameter
from hotline.words import CallState, Presence
from tests.builders import NOW, new_call, stand

pytestmark = pytest.mark.unit
FETCH = {"X-Requested-With": "fetch"}
SATELLITE = "0088213000000"
DEAR = "Satellite numbers are not called from here: the call is too dear"
BAD_NUMBERS = (SATELLITE, "00870123456789", "16899999999", "96812345", "110", "+85221234567", "95588")


@pytest.fixture
def judge(head: Any) -> Any:
    chamber = Chamber.create(site=head, name="民事庭", telephone="6100")
    return Judge.create(chamber=chamber, name="刘志明", telephone="6101")


@pytest.fixture
def talking(agent: Any) -> Any:
    call = new_call(state=CallState.TALKING, agent=agent, talking_at=NOW)
    stand(agent, Presence.TALKING, call=call.id)
    return call


def test_a_judges_matter_is_no_way_to_call_a_satellite(agent: Any, judge: Any, sign_in: Any) -> None:
    """Written down with a number of the world, then called: the words are kept, the call is refused with why."""
    browser = sign_in(agent)
    form = {"judge": judge.id, "caller_number": SATELLITE, "text": "请回电"}
    assert browser.post("/contacts/new", data=form).status_code == 303
    contact = Contact.get()
    assert DEAR in browser.get(f"/contacts/{contact.id}").text
    answer = browser.post(f"/contacts/{contact.id}/call", headers=FETCH)
    assert (answer.status_code, DEAR in answer.text, Order.select().count()) == (422, True, 0)


@pytest.mark.parametrize("number", BAD_NUMBERS)
@pytest.mark.parametrize("way", ["consult", "transfer"])
def test_nobody_is_asked_in_from_such_a_number(agent: Any, talking: Any, sign_in: Any, way: str, number: str) -> None:
    answer = sign_in(agent).post(f"/desk/{way}", data={"to": f"number:{number}"}, headers=FETCH)
    assert (answer.status_code, Order.select().count(), Dialled.select().count()) == (422, 0, 0)


def test_the_directory_takes_no_such_number(administrator: Any, judge: Any, sign_in: Any) -> None:
    for number in BAD_NUMBERS:
        form = {"chamber": judge.chamber_id, "name": "刘志明", "mobile": number, "active": "1"}
        answer = sign_in(administrator).post(f"/judges/{judge.id}", data=form)
        assert (answer.status_code, Judge.get_by_id(judge.id).mobile) == (422, "")


def test_a_task_that_is_not_called_says_why_and_can_be_closed(agent: Any, sign_in: Any) -> None:
    task = CallBack.create(
        number="+85221234567", profile="court_12368", reason="queue", state="open", call="c-1", last_call="c-1",
        created_at=NOW, missed_at=NOW, next_at=NOW,
    )  # fmt: skip
    browser = sign_in(agent)
    html = browser.get("/call-backs").text
    assert "Numbers of other countries are not called from here" in html
    assert f'<button id="call-{task.id}" class="ready" disabled>' in html
    assert browser.post(f"/call-backs/{task.id}/call", headers=FETCH).status_code == 422
    assert browser.post(f"/call-backs/{task.id}/close", data={"note": "已发信"}).status_code == 303


def test_the_house_lists_its_numbers(administrator: Any, sign_in: Any) -> None:
    browser = sign_in(administrator)
    form = {"name": "dialling.listed", "dialling.listed": "１２３４５、95588\n110"}
    assert browser.post("/parameters", data=form).status_code == 303
    assert Parameter.get(Parameter.name == "dialling.listed").value == "12345 95588 110"
    html = browser.get("/parameters").text
    assert ">12345 95588 110</textarea>" in html
    answer = browser.post("/parameters", data=form | {"dialling.listed": "12345 0088213000000 <b>"})
    assert (answer.status_code, "“0088213000000” does not fit in this list" in answer.text) == (422, True)
    assert "12345 0088213000000 &lt;b&gt;</textarea>" in answer.text
    assert Parameter.get(Parameter.name == "dialling.listed").value == "12345 95588 110"


def test_the_limit_of_the_house_is_an_alarm_until_it_is_over(agent: Any, supervisor: Any, sign_in: Any) -> None:
    order = Order.create(kind="call_out", person=agent, placed_by="x", placed_at=NOW)
    Dialled.create(order=order, person=agent, number="13800001234", at=NOW)

    def watch(at: dt.datetime, most: int) -> tuple[int, int]:
        return alarms.watch(at, waits_seconds=60, away_minutes=60, also=alarms.dialling(at, most))

    assert watch(NOW, 2) == (0, 0)
    assert watch(NOW, 1) == (1, 0)
    assert Alarm.get().data == {"calls": 1}
    html = sign_in(supervisor).get("/board").text
    assert "The limit of calls is reached" in html
    assert "1 calls within the hour" in html
    assert watch(NOW + dt.timedelta(minutes=61), 1) == (0, 1)
