"""The query code inside: after registering, and on the ticket's page; and where links in messages lead."""

from typing import Any

import pytest

from hotline.calls.jobs import alarms
from hotline.people.reads.parameters import public_base_url, stand_on
from hotline.people.rules.parameters import checked, only_here
from hotline.people.verbs.parameters import set_parameters
from hotline.rows import Alarm, PublicKey, Ticket
from hotline.settings import load
from hotline.words import Role, TicketState
from tests.builders import NOW, new_member, new_person, new_ticket, new_units

pytestmark = pytest.mark.unit
FORM = {"kind": "complaint", "subject": "电梯停运", "text": "三天了", "token": "t1", "channel": "letter"}


@pytest.fixture
def dispatcher(db: Any) -> Any:
    return new_person(role=Role.DISPATCHER, sees_numbers=True)


@pytest.mark.parametrize("beside", [{"caller_number": "13800001234"}, {"caller_name": "张三"}, {}])
def test_after_registering_the_code_is_told_if_anybody_can_ask_with_it(
    dispatcher: Any, sign_in: Any, beside: dict[str, str]
) -> None:
    html = sign_in(dispatcher, "zh_CN").post("/intake", data=FORM | beside, follow_redirects=True).text
    row = Ticket.get()
    told = f"已登记，工单编号 {row.number}。请告知来电人查询码：{row.code}"
    assert (told in html, "来电人今后无法查询" in html) == (bool(beside), not beside)


def test_of_a_confidential_one_no_code_is_told(dispatcher: Any, sign_in: Any) -> None:
    html = sign_in(dispatcher).post("/intake", data=FORM | {"confidential": "1"}, follow_redirects=True).text
    assert ("Registered and passed on" in html, Ticket.get().code in html) == (True, False)


def test_the_last_four_signs_of_the_identity_number_are_kept_and_not_the_number(dispatcher: Any, sign_in: Any) -> None:
    sign_in(dispatcher).post("/intake", data=FORM | {"identity": "11010519491231002x"})
    row = Ticket.get()
    kept = str(list(Ticket.select().dicts())) + str(list(PublicKey.select().dicts()))
    assert (row.identity_tail, "11010519491231002" in kept, len(PublicKey.get().key)) == ("002X", False, 64)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "with the last four digits of his number"),
        ({"caller_number": "", "identity_tail": "002X"}, "with the last four signs of his identity number"),
        ({"caller_number": "", "caller_name": "张三"}, "with his full name"),
        ({"caller_number": ""}, "of no use yet"),
    ],
)
def test_the_page_says_with_what_the_code_is_used(dispatcher: Any, sign_in: Any, given: Any, says: str) -> None:
    ticket = new_ticket(opened_by=dispatcher, code="12345678", **given)
    html = sign_in(dispatcher).get(f"/tickets/{ticket.number}").text
    assert ('id="query-code">12345678<' in html, says in html) == (True, True)


def test_who_may_not_see_the_number_or_answers_for_a_unit_sees_no_code(dispatcher: Any, sign_in: Any) -> None:
    units = new_units(dispatcher.site)
    ticket = new_ticket(
        opened_by=dispatcher, code="12345678", state=TicketState.HANDLING, unit=units["civil"], holder=units["civil"]
    )
    handler = new_member(units["civil"], sees_numbers=True)
    leader = new_person(role=Role.LEADER, sees_numbers=False)
    for person in (handler, leader):
        page = sign_in(person).get(f"/tickets/{ticket.number}")
        assert (page.status_code, "12345678" in page.text) == (200, False)


# ---- where links lead


@pytest.fixture
def back_to_the_settings() -> Any:
    yield
    stand_on(public_base_url=load().public_address)


def test_links_follow_the_parameter_else_the_settings(db: Any, back_to_the_settings: Any) -> None:
    stand_on(public_base_url=load(public={"host": "0.0.0.0", "port": 8569}).public_address)
    assert public_base_url() == "http://127.0.0.1:8569"
    set_parameters({"public.base_url": "https://12368.example.cn/"}, by="x", now=NOW, client_ip="")
    assert public_base_url() == "https://12368.example.cn"
    set_parameters({"public.base_url": ""}, by="x", now=NOW, client_ip="")
    assert public_base_url() == "http://127.0.0.1:8569"


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8369", True), ("http://localhost:8369", True), ("http://[::1]:8369", True),
        ("http://0.0.0.0", True), ("", True), ("https://12368.example.cn", False), ("http://10.1.2.3:8369", False),
    ],
)  # fmt: skip
def test_an_address_that_only_this_machine_can_open(db: Any, url: str, here: bool) -> None:
    assert only_here(url) is here
    alarms.watch(NOW, waits_seconds=40, away_minutes=30, also=alarms.links(NOW, url))
    told = [(alarm.kind, alarm.ref) for alarm in Alarm.select()]
    assert told == ([("links", url)] if here and url else [])
    alarms.watch(NOW, waits_seconds=40, away_minutes=30)
    assert Alarm.select().where(Alarm.until.is_null()).count() == 0


def test_an_address_may_be_empty_and_nothing_else_may_be_no_address() -> None:
    assert checked("public.base_url", "") == ""
    with pytest.raises(ValueError, match="https"):
        checked("public.base_url", "12368.example")


def test_the_page_of_parameters_and_the_board_say_so(
    administrator: Any, supervisor: Any, sign_in: Any, back_to_the_settings: Any
) -> None:
    sentence = "短信中的链接目前指向 http://127.0.0.1:8369，只能在本机打开。请填写群众可以访问的网址。"
    browser = sign_in(administrator, "zh_CN")
    assert sentence in browser.get("/parameters").text
    Alarm.create(kind="links", ref="x", site=None, since=NOW, data={"url": "http://127.0.0.1:8369"})
    board = sign_in(supervisor, "zh_CN").get("/board").text
    assert ("短信链接打不开" in board, "http://127.0.0.1:8369 只能在本机打开" in board) == (True, True)
    set_parameters({"public.base_url": "https://12368.example.cn"}, by="x", now=NOW, client_ip="")
    assert "只能在本机打开" not in browser.get("/parameters").text
