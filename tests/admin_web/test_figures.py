"""The pages of figures and reports: numbers that open into as many rows, sheets that add up, who may see what."""

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest

from hotline import rows
from hotline.reports.jobs import making
from hotline.words import Outcome, Role, TicketState
from tests.builders import NOW, new_call, new_line, new_member, new_person, new_site, new_ticket, new_units

pytestmark = pytest.mark.unit
MONTH = "span=month&day=2026-11-20"


@pytest.fixture
def leader(head: Any) -> Any:
    return new_person(login="leader", role=Role.LEADER)


@pytest.fixture
def calls(head: Any) -> list[Any]:
    """Three talked, one given up, one refused, on two days of November."""
    line, agent = new_line(), new_person(login="agent", role=Role.AGENT, name="李敏")
    made = [
        new_call(
            id=f"c{n}", at=NOW - dt.timedelta(days=n % 2), outcome=Outcome.TALKED.value, talking_at=NOW, queued_at=NOW,
            wait_seconds=10.0 + n, talk_seconds=60.0, line=line.code, agent=agent, number="13800001234",
        )
        for n in range(3)
    ]  # fmt: skip
    made.append(
        new_call(
            id="c3", at=NOW, outcome=Outcome.ABANDONED_QUEUE.value, queued_at=NOW, wait_seconds=60.0, line=line.code
        )
    )
    return [*made, new_call(id="c4", at=NOW, outcome=Outcome.REFUSED.value)]


def test_a_figure_opens_into_as_many_rows_and_a_sheet_of_exactly_these(leader: Any, calls: Any, sign_in: Any) -> None:
    browser = sign_in(leader)
    overview = browser.get(f"/figures?{MONTH}").text
    assert "Average answer time" in overview
    assert "seconds from asking for a person" in overview
    one = browser.get(f"/figures/plain_connect_rate?{MONTH}").text
    assert re.search(r'class="great">75.00%', one)
    page = browser.get(f"/figures/plain_connect_rate/rows?part=counted&{MONTH}").text
    assert "Rows: 3" in page
    assert ("138****1234" in page, "13800001234" in page) == (True, False)
    assert "Rows: 1" in browser.get(f"/figures/plain_connect_rate/rows?part=nuisance&{MONTH}").text
    form = {"part": "among", "span": "month", "day": "2026-11-20"}
    answer = browser.post("/figures/plain_connect_rate/sheet", data=form)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    told: list[Any] = list(sheet.iter_rows(values_only=True))
    column = told[0].index("Connect rate (of all calls)")
    assert (len(told) - 1, sum(row[column] for row in told[1:])) == (4, 3)
    assert rows.Audit.get(rows.Audit.act == "export_figure").data == {"part": "among", "rows": 4}


def test_a_figure_is_divided_drawn_and_narrowed(leader: Any, calls: Any, sign_in: Any) -> None:
    browser = sign_in(leader)
    page = browser.get(f"/figures/entered?{MONTH}&by=day").text
    assert "<svg" in page
    assert re.findall(r"<td class=\"name\"[^>]*><a [^>]*>([^<]+)</a>", page) == ["2026-11-19", "2026-11-20"]
    day = browser.get("/figures/entered/rows?part=counted&span=day&day=2026-11-19").text
    assert "Rows: 1" in day
    assert "Rows: 3" in browser.get(f"/figures/entered/rows?part=counted&{MONTH}&agent={calls[0].agent.id}").text
    narrowed = browser.get(f"/figures?{MONTH}&agent={calls[0].agent.id}").text
    assert "李敏" in narrowed


def test_working_time_or_all_time_is_chosen_beside_the_period(leader: Any, calls: Any, sign_in: Any) -> None:
    """Four calls at ten on a Thursday and a Friday: the line works until nine on the one, until noon on the other."""
    hours = {"workdays": ["08:00-09:00"], "friday": ["08:00-12:00"]}
    rows.Line.update(hours=hours).execute()
    browser = sign_in(leader)
    page = browser.get(f"/figures?{MONTH}&working=1").text
    assert re.search(r'<option value="1" selected>In working time</option>', page)
    assert "Tickets opened" not in page  # a ticket knows no line's hours
    for working, count in (("", 4), ("&working=1", 3), ("&working=0", 1)):
        assert f"Rows: {count}" in browser.get(f"/figures/entered/rows?part=counted&{MONTH}{working}").text
        form = {"part": "counted", "span": "month", "day": "2026-11-20", "working": working[-1:]}
        sheet = openpyxl.load_workbook(io.BytesIO(browser.post("/figures/entered/sheet", data=form).data)).worksheets[0]
        assert sheet.max_row - 1 == count
    parts = browser.get(f"/figures/entered?{MONTH}&by=working").text
    assert re.findall(r"<td class=\"name\"[^>]*><a [^>]*>([^<]+)</a>", parts) == [
        "In working time",
        "Outside working time",
    ]
    own = "rows=working&figure=entered&period=fixed&first=2026-11-01&last=2026-11-30&chart=bars&working=1"
    page = browser.get(f"/own-reports/new?{own}").text
    assert re.search(r'name="working".*?<option value="1" selected', page, re.DOTALL)


@pytest.mark.parametrize(
    "typed",
    ["span=nonsense", "day=2026-13-45", "by=nothing", "unit=x", "agent=-1",
     "span=free&since=2026-12-01&until=2026-11-01", "hour=25:00", "week=abc", "site=99999999999999",
     "span=free&since=1900-01-01&until=2099-12-31", "weekday=8"],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_the_rest_is_shown(leader: Any, sign_in: Any, typed: str) -> None:
    for path in ("/figures", "/figures/entered", "/figures/entered/rows"):
        answer = sign_in(leader).get(f"{path}?{typed}")
        assert (answer.status_code, 'refused" role="alert">' in answer.text) == (200, True), (path, typed)


def test_no_such_figure_part_or_check(leader: Any, sign_in: Any) -> None:
    browser = sign_in(leader)
    paths = ("/figures/nothing", "/figures/entered/rows?part=nothing", "/figures/balance/nothing",
             "/figures/nothing/rows",
             "/reports/99", "/figures/time_ready?line=x", "/figures/entered/rows?unit=1")  # fmt: skip
    assert {path: browser.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    assert browser.post("/figures/entered/sheet", data={"part": "nothing"}).status_code == 404


def test_an_empty_house_shows_dashes(leader: Any, sign_in: Any) -> None:
    page = sign_in(leader).get(f"/figures?{MONTH}").text
    assert (">0.00%" in page, "–" in page, "✕" in page) == (False, True, False)
    assert "Nothing in this period." in sign_in(leader).get(f"/figures/entered?{MONTH}&by=agent").text


def test_a_unit_sees_figures_of_its_tickets_alone_and_agents_none(calls: Any, sign_in: Any) -> None:
    units, who = new_units(), rows.Person.get(rows.Person.login == "agent")
    for code in ("civil", "civil", "housing"):
        new_ticket(opened_by=who, unit=units[code], state=TicketState.HANDLING)
    reviewer = new_member(units["civil"], login="reviewer", role=Role.UNIT_REVIEWER)
    browser = sign_in(reviewer)
    page = browser.get(f"/figures?{MONTH}").text
    assert ("Tickets opened" in page, "Average answer time" in page) == (True, False)
    assert "Rows: 2" in browser.get(f"/figures/opened/rows?{MONTH}").text
    closed = ("/figures/entered", "/figures/balance/calls", "/reports/1", "/reports")
    assert [browser.get(path).status_code for path in closed] == [404] * 4
    assert sign_in(who).get("/figures").status_code == 403


def test_a_report_is_asked_for_made_published_corrected_and_taken_along(
    leader: Any, calls: Any, sign_in: Any, clock: Any, tmp_path: Any
) -> None:
    clock.at = dt.datetime(2026, 12, 2, 1, tzinfo=dt.UTC)
    browser = sign_in(leader)
    assert "No report yet" in browser.get("/reports").text
    refused = browser.post("/reports/new", data={"kind": "month", "day": "yesterday"})
    assert (refused.status_code, "Choose what the report is about" in refused.text) == (422, True)
    asked = browser.post("/reports/new", data={"kind": "month", "day": "2026-11-20", "site": ""})
    path = asked.headers["Location"]
    assert browser.get(f"{path}/now").json == {"state": "waiting", "busy": True}
    assert browser.post(f"{path}/file", data={"shape": "pdf"}).status_code == 422
    assert making.make_next(tmp_path / "reports", clock.at)
    page = browser.get(path).text
    assert ("Balance checks" in page, "75.00%" in page, "disabled" in page.split("Publish")[0][-300:]) == (
        True,
        True,
        False,
    )
    book = openpyxl.load_workbook(io.BytesIO(browser.post(f"{path}/file", data={"shape": "xlsx"}).data))
    values = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert (values["Calls that entered"], values["Connect rate (of all calls)"]) == (4, 0.75)
    assert browser.post(f"{path}/publish").status_code == 303
    new_call(id="late", at=NOW, outcome=Outcome.SILENT.value)
    assert "Say why" in browser.post(f"{path}/correct", data={"why": " "}).text
    second = browser.post(f"{path}/correct", data={"why": "late call"}).headers["Location"]
    assert making.make_next(tmp_path / "reports", clock.at)
    page = browser.get(second).text
    assert ("late call" in page, "What changed against the version before" in page) == (True, True)
    assert "75.00%" in browser.get(path).text  # what was published stays


def test_a_figure_of_a_report_leads_to_its_frozen_rows_and_beside_them_to_those_of_now(
    leader: Any, calls: Any, sign_in: Any, clock: Any, settings: Any
) -> None:
    clock.at = dt.datetime(2026, 12, 2, 1, tzinfo=dt.UTC)
    browser = sign_in(leader)
    path = browser.post("/reports/new", data={"kind": "month", "day": "2026-11-20"}).headers["Location"]
    assert making.make_next(settings.data / "reports", clock.at)
    rows.Call.delete().where(rows.Call.id == "c3").execute()
    page = browser.get(path).text
    assert f'href="{path}/rows/entered"' in page
    assert "as it stands now" in page
    frozen = browser.get(f"{path}/rows/entered").text
    assert ("Rows: 4" in frozen, "1 of these rows are gone" in frozen, "138****1234" in frozen) == (True, True, True)
    beside = re.findall(r'href="(/figures/entered/rows[^"]+)"', frozen)
    assert "Rows: 3" in browser.get(beside[0].replace("&amp;", "&")).text
    agent = calls[0].agent
    assert f'href="{path}/rows/answered?agent={agent.id}"' in page
    narrowed = browser.get(f"{path}/rows/answered?agent={agent.id}").text
    assert ("Rows: 3" in narrowed, "李敏" in narrowed) == (True, True)
    assert "Rows: 1" in browser.get(f"{path}/rows/plain_connect_rate?part=nuisance").text
    gone = ("entered?part=nothing", "nothing", "entered?agent=99", "entered?line=%00", "average_answer?part=broken")
    assert [browser.get(f"{path}/rows/{one}").status_code for one in gone] == [404] * len(gone)
    next((settings.data / "reports").iterdir()).unlink()
    missing = browser.get(f"{path}/rows/entered")
    assert (missing.status_code, "is missing" in missing.text) == (422, True)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_a_report_sees_its_rows_and_nobody_else(
    leader: Any, calls: Any, sign_in: Any, clock: Any, settings: Any, role: Role
) -> None:
    clock.at = dt.datetime(2026, 12, 2, 1, tzinfo=dt.UTC)
    path = sign_in(leader).post("/reports/new", data={"kind": "month", "day": "2026-11-20"}).headers["Location"]
    assert making.make_next(settings.data / "reports", clock.at)
    who = sign_in(new_person(role=role))
    assert who.get(f"{path}/rows/entered").status_code == who.get(path).status_code
    branch = sign_in(new_person(role=role, site=new_site(code="east", name="东区法院")))
    assert branch.get(f"{path}/rows/entered").status_code in (403, 404)


@pytest.mark.parametrize(("shape", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_report_is_a_paper_that_a_clerk_may_edit(
    leader: Any, calls: Any, sign_in: Any, clock: Any, tmp_path: Any, shape: str, begins: bytes
) -> None:
    clock.at = dt.datetime(2026, 12, 2, 1, tzinfo=dt.UTC)
    browser = sign_in(leader, "zh_CN")
    path = browser.post("/reports/new", data={"kind": "quarter", "day": "2026-11-20"}).headers["Location"]
    assert making.make_next(tmp_path / "reports", clock.at)
    answer = browser.post(f"{path}/file", data={"shape": shape})
    assert (answer.status_code, answer.data[: len(begins)]) == (200, begins)
