"""The risk view: its lines open into their rows, numbers are masked, confidential tickets are nowhere."""

import datetime as dt
import re
from typing import Any

import pytest

from hotline import rows
from hotline.words import Role
from tests.builders import NOW, new_member, new_person, new_site, new_ticket, new_units

pytestmark = pytest.mark.unit
WEEK = "span=week&day=2026-11-16"
SAID = 'class="notice refused" role="alert">'


@pytest.fixture
def leader(head: Any) -> Any:
    return new_person(login="leader", role=Role.LEADER)


@pytest.fixture
def tickets(head: Any) -> dict[str, Any]:
    """Ten weeks without, then eight about pay in the north: six of one telephone; and one that is confidential."""
    agent, civil = new_person(login="agent", role=Role.AGENT), new_units()["civil"]
    pay = rows.Entry.create(kind="topic", code="0101", zh="欠薪", en="Wages owed", place=1)
    north = rows.Entry.create(kind="place", code="n", zh="城北", en="North end", place=1)
    new_ticket(opened_by=agent, at=NOW - dt.timedelta(weeks=12), unit=civil)
    made = [
        new_ticket(opened_by=agent, topic=pay, place=north, caller_number=f"1390000123{max(0, n - 5)}", unit=civil)
        for n in range(8)
    ]
    new_ticket(opened_by=agent, topic=pay, place=north, caller_number="13900001230", confidential=True, number="S-1")
    return {"made": made, "civil": civil}


def test_what_rises_opens_into_as_many_rows(leader: Any, tickets: Any, sign_in: Any) -> None:
    browser = sign_in(leader)
    page = browser.get(f"/figures/risk?{WEEK}").text
    rising = page.split('id="rising"')[1].split("</section>")[0]
    assert ("Wages owed" in rising, "North end" in rising, "<svg" in page) == (True, True, True)
    links = re.findall(r'href="([^"]*/rows[^"]*)">(\d+)<', page)
    assert len(links) >= 8
    for href, count in links:
        assert f"Rows: {count}" in browser.get(href.replace("&amp;", "&")).text, href


def test_one_caller_is_masked_and_opens_without_his_number_in_the_address(
    leader: Any, tickets: Any, sign_in: Any
) -> None:
    browser = sign_in(leader)
    page = browser.get(f"/figures/risk?{WEEK}").text
    [(href, count)] = re.findall(r'href="(/figures/risk/callers/[^"]*)">(\d+)<', page)
    assert (count, "139****1230" in page, "13900001230" in page, "13900001230" in href) == ("6", True, False, False)
    listed = browser.get(href.replace("&amp;", "&")).text
    assert ("Rows: 6" in listed, "S-1" in listed) == (True, False)
    paths = [f"/figures/risk/callers/{number}?{WEEK}" for number in ("S-1", "nothing", "%27 OR 1=1")]
    number = tickets["made"][0].number
    paths.append(f"/figures/risk/callers/{number}?span=week&day=2026-01-01")
    assert [browser.get(path).status_code for path in paths] == [404] * 4
    branch = new_person(login="away", role=Role.LEADER, site=new_site(code="branch", name="分院"))
    assert sign_in(branch).get(f"/figures/risk/callers/{number}?{WEEK}").status_code == 404


def test_a_unit_sees_its_own_and_no_callers(tickets: Any, sign_in: Any) -> None:
    reviewer = new_member(tickets["civil"], login="reviewer", role=Role.UNIT_REVIEWER)
    browser = sign_in(reviewer)
    page = browser.get(f"/figures/risk?{WEEK}").text
    assert ("North end" in page, "139****1230" in page, 'id="repeaters"' in page) == (True, False, False)
    assert browser.get(f"/figures/risk/callers/{tickets['made'][0].number}?{WEEK}").status_code == 404


def test_an_empty_house_says_what_is_missing(leader: Any, sign_in: Any) -> None:
    page = sign_in(leader).get("/figures/risk").text
    assert "at least 6 are needed, there are 0" in page
    assert ("No matter of so many persons" in page, "Nobody brought so many" in page, "<svg" in page) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    "typed",
    ["span=year", "span=<b>", "day=2026-13-45", "day=1800-01-01", "chance=2", "least=1", "least=-5", "many=1e9"],
)
def test_what_cannot_be_read_is_said(leader: Any, tickets: Any, sign_in: Any, typed: str) -> None:
    answer = sign_in(leader).get(f"/figures/risk?{typed}")
    assert (answer.status_code, SAID in answer.text, "<b>" in answer.text) == (200, True, False)


def test_edges_of_the_calendar(leader: Any, tickets: Any, sign_in: Any) -> None:
    for day in ("2000-01-01", "2100-12-31"):
        for span in ("week", "month"):
            assert sign_in(leader).get(f"/figures/risk?span={span}&day={day}").status_code == 200
