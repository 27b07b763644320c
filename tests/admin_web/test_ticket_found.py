"""A ticket is found by every writing of its number; what cannot be searched says so; a refused form leads back."""

from typing import Any

import pytest

from hotline import rows
from hotline.tickets.rows import search
from hotline.tickets.verbs.life import Matter, open_ticket
from hotline.words import Profile, Role
from tests.builders import NOW, new_person, new_ticket, new_units

pytestmark = pytest.mark.unit


@pytest.fixture
def town(head: Any) -> dict[str, Any]:
    new_units(head)
    return {"dispatcher": new_person(login="dispatcher", role=Role.DISPATCHER), "agent": new_person(login="agent")}


def opened(town: dict[str, Any]) -> list[str]:
    matter = Matter("complaint", "电梯停运", "三天没有维修。", caller_number="13800001234", profile=Profile.COURT_12368)
    token = f"t{rows.Ticket.select().count()}"
    return [open_ticket(matter, person=town["dispatcher"].id, token=token, draft=None, now=NOW, client_ip="")]


def test_another_writing_of_a_number_leads_to_the_one_address(town: Any, sign_in: Any) -> None:
    number = opened(town)[0]
    day, site, count = number.split("-")
    browser = sign_in(town["dispatcher"])
    for other in (
        f"{day}{site}{count}",
        f"{day}—{site}—{count}",
        f"{day}/{site}/{count}",
        f"《{number}》",
        f"工单{number}",
    ):
        answer = browser.get(f"/tickets/{other}?panel=accept")
        assert (other, answer.status_code, answer.location) == (other, 302, f"/tickets/{number}?panel=accept")
        page = browser.get("/tickets", query_string={"q": other})
        assert f"/tickets/{number}" in page.text
    assert [browser.get(f"/tickets/{no}").status_code for no in ("20991231010001", "13800001234")] == [302, 404]
    assert browser.get("/tickets/20991231-01-0001").status_code == 404
    merged = browser.post(
        f"/tickets/{opened(town)[0]}/act", data={"event": "merge", "parent": f"No.{day} {site} {count}"}
    )
    assert (merged.status_code, rows.Ticket.select().where(rows.Ticket.parent.is_null(False)).count()) == (303, 1)


@pytest.mark.parametrize(("typed", "told"), [("😀", True), ("？！", True), ("电梯😀", False), ("地铁", False)])
def test_a_search_for_what_is_not_searched_says_so(typed: str, told: bool, town: Any, sign_in: Any) -> None:
    number = opened(town)[0]
    rows.Ticket.update(subject="电梯😀停运").execute()
    page = sign_in(town["dispatcher"]).get("/tickets", query_string={"q": typed}).text
    found = typed == "电梯😀"
    assert ("are not searched" in page, number in page, "No ticket fits." in page) == (told, found, typed == "地铁")


def test_the_page_of_a_refused_form_leads_back_to_its_list_or_to_itself(town: Any, sign_in: Any) -> None:
    browser = sign_in(town["dispatcher"])
    refused = browser.post("/work/many", data={"event": "accept", "panel": "accept"})
    assert (refused.status_code, 'name="back" value="/work?panel=accept"' in refused.text) == (422, True)
    again = browser.get("/work/many")
    assert (again.status_code, again.location) == (303, "/work")
    asked = sign_in(town["agent"]).post("/enquiries", data={"kind": "ticket", "code": "20991231-01-0009"})
    assert (asked.status_code, 'name="back" value="/enquiries"' in asked.text) == (422, True)


def test_an_unknown_number_reads_as_one_of_another_site(agent: Any, branch: Any, sign_in: Any) -> None:
    theirs = new_ticket(opened_by=new_person(site=branch))
    browser = sign_in(agent, "zh_CN")
    pages = [browser.get(f"/tickets/{number}") for number in ("20991231-01-0001", theirs.number, "x")]
    assert [page.status_code for page in pages] == [404, 404, 404]
    for page in pages:
        assert ("没有这个编号的工单" in page.text, "在工单列表中查找" in page.text) == (True, True)


def test_a_search_says_how_many_it_found(town: Any, sign_in: Any) -> None:
    for _n in range(3):
        new_ticket(opened_by=town["dispatcher"], subject="电梯停运")
    rows_of = list(rows.Ticket.select())
    for row in rows_of:
        search.index(row)
    browser = sign_in(town["dispatcher"])
    page = browser.get("/tickets?q=电梯停运").text
    assert (f"{len(rows_of)} tickets" in page, "use the conditions above" in page) == (True, True)
    assert "0 tickets" in browser.get("/tickets?q=没有的事").text
