"""The page of seats: needed and on duty, its calls, its sheet, and what cannot be read."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from hotline import rows
from hotline.words import Outcome, Role
from tests.builders import NOW, new_call, new_line, new_member, new_person, new_site, new_units

pytestmark = pytest.mark.unit
SAID = 'class="notice refused" role="alert">'
LAST_WEEK = NOW - dt.timedelta(days=7)


@pytest.fixture
def leader(head: Any) -> Any:
    return new_person(login="leader", role=Role.LEADER)


@pytest.fixture
def calls(head: Any) -> Any:
    line, agent = new_line(), new_person(login="agent", role=Role.AGENT)
    for _n in range(8):
        new_call(
            at=LAST_WEEK, queued_at=LAST_WEEK, talking_at=LAST_WEEK, wait_seconds=5.0, talk_seconds=240.0,
            outcome=Outcome.TALKED.value, line=line.code, agent=agent,
        )  # fmt: skip
    for n, (minutes, new) in enumerate([(-20, "ready"), (10, "off")]):
        at = LAST_WEEK + dt.timedelta(minutes=minutes)
        rows.PresenceChange.create(uid=f"u{n}", person=agent, at=at, old="off", new=new, reason="by_hand", by="x")
    return line


def test_seats_open_into_their_calls_and_a_sheet(leader: Any, calls: Any, sign_in: Any) -> None:
    browser = sign_in(leader)
    page = browser.get("/figures/seats?weeks=1")
    assert (page.status_code, "Erlang C" in page.text, "<svg" in page.text, "▼" in page.text) == (200, True, True, True)
    href = next(part.split('"')[0] for part in page.text.split('href="') if "/figures/asked_person/rows" in part)
    assert "Rows: 8" in browser.get(href.replace("&amp;", "&")).text
    answer = browser.post("/figures/seats/sheet", data={"weeks": "1", "patience": "120"})
    told: list[Any] = list(openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert len(told) == 1 + rows.Audit.get(rows.Audit.act == "export_figure").data["rows"]
    assert sum(row[2] for row in told[1:]) == 8
    assert "Erlang A" in browser.get("/figures/seats?patience=120").text
    of_line = browser.get(f"/figures/seats?line={calls.code}").text
    assert "Who is on duty is known for a site" in of_line


def test_a_word_that_the_page_does_not_know_is_said(leader: Any, sign_in: Any) -> None:
    browser = sign_in(leader)
    for typed, told in (("percent=200", "percent=200"), ("share=200", "200"), ("weeks=0", ": 0<")):
        page = browser.get(f"/figures/seats?{typed}").text
        assert (SAID in page, told in page.split(SAID)[1][:200]) == (True, True), typed
    assert SAID not in browser.get("/figures/seats?share=90&weeks=2").text


def test_an_empty_house_says_that_nothing_can_be_worked_out(leader: Any, sign_in: Any) -> None:
    browser = sign_in(leader)
    assert "no seats can be worked out" in browser.get("/figures/seats").text
    refused = browser.post("/figures/seats/sheet", data={})
    assert (refused.status_code, SAID in refused.text) == (422, True)
    assert not rows.Audit.select().where(rows.Audit.act == "export_figure").exists()


@pytest.mark.parametrize(
    "typed",
    ["weeks=0", "weeks=99999999999", "share=100", "share=<b>", "seconds=-1", "shrinkage=100", "patience=0",
     "patience=1e9", "site=x", "line=%27%22--", "weekday=8", "weeks=%00"],
)  # fmt: skip
def test_what_cannot_be_read_is_said(leader: Any, calls: Any, sign_in: Any, typed: str) -> None:
    answer = sign_in(leader).get(f"/figures/seats?{typed}")
    assert (answer.status_code, SAID in answer.text, "<b>" in answer.text) == (
        200,
        typed != "weeks=%00",
        False,
    )


def test_full_width_digits_are_digits(leader: Any, calls: Any, sign_in: Any) -> None:
    page = sign_in(leader).get("/figures/seats?weeks=２&share=９０").text
    assert ('value="2"' in page, 'value="90"' in page, SAID in page) == (True, True, False)


def test_a_branch_sees_its_own_lines_and_a_unit_none(calls: Any, sign_in: Any) -> None:
    branch = new_site(code="branch", name="分院")
    other = new_person(login="away", role=Role.LEADER, site=branch)
    page = sign_in(other).get(f"/figures/seats?line={calls.code}").text
    assert ("no seats can be worked out" in page, SAID in page, calls.name in page) == (True, True, False)
    reviewer = new_member(new_units()["civil"], login="reviewer", role=Role.UNIT_REVIEWER)
    assert sign_in(reviewer).get("/figures/seats").status_code == 404
    assert "/figures/seats" not in sign_in(reviewer).get("/figures").text
