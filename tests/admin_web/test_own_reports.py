"""The pages of own reports: chosen without code, previewed, kept, shared, copied, exported; numbers open their rows."""

import datetime as dt
import html
import io
import re
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest

from hotline import rows
from hotline.words import Outcome, Role, TicketState
from tests.builders import NOW, new_call, new_line, new_member, new_person, new_site, new_ticket, new_units

pytestmark = pytest.mark.unit
CHOSEN = {
    "rows": "day", "columns": "line", "figure": "entered", "period": "this_month", "chart": "stacked",
    "name": "每日来电", "about": "按线路",
}  # fmt: skip
LINKS = re.compile(r'<td class="n"><a href="([^"]+)">([^<]+)</a>')


@pytest.fixture
def house(db: Any) -> dict[str, Any]:
    """Two lines, an agent, and calls of three days; a leader, a colleague, a branch's leader, a unit's reviewer."""
    head, branch = new_site(), new_site(code="east", name="东区法院")
    units = new_units(head)
    lines = [new_line(site=head), new_line(code="east-line", name="东区线路", site=branch)]
    agent = new_person(login="agent", role=Role.AGENT, name="李敏", site=head)
    for n in range(7):
        new_call(
            at=NOW - dt.timedelta(days=n % 3), outcome=Outcome.TALKED.value, talking_at=NOW, queued_at=NOW,
            wait_seconds=10.0 + n, talk_seconds=60.0 + n, agent=agent, line=lines[n % 2].code,
        )  # fmt: skip
    new_call(at=NOW, outcome=Outcome.SILENT.value)
    for code in ("civil", "civil", "housing"):
        new_ticket(opened_by=agent, unit=units[code], state=TicketState.HANDLING)
    new_ticket(opened_by=agent, confidential=True)
    return {
        "leader": new_person(login="leader", role=Role.LEADER, site=head),
        "other": new_person(login="other", role=Role.LEADER, site=head),
        "branch": new_person(login="branch", role=Role.LEADER, site=branch),
        "reviewer": new_member(units["civil"], login="reviewer", role=Role.UNIT_REVIEWER),
        "agent": agent, "units": units, "lines": lines,
    }  # fmt: skip


@pytest.fixture
def browser(house: Any, sign_in: Any) -> Any:
    return sign_in(house["leader"])


def make(browser: Any, **changed: Any) -> str:
    """The path of a kept report."""
    answer = browser.post("/own-reports/new", data=CHOSEN | changed)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def opened(browser: Any, page: str) -> list[tuple[int, int]]:
    """Each number of the table that opens rows, with how many rows it opens."""
    found = []
    for href, text in LINKS.findall(page):
        listed = browser.get(html.unescape(href)).text
        told = re.search(r"Rows: (\d+)", listed)
        assert told is not None, href
        found.append((int(text.replace(",", "")), int(told[1])))
    return found


def test_a_report_is_chosen_previewed_kept_and_each_number_opens_as_many_rows(browser: Any) -> None:
    assert "No own report yet." in browser.get("/own-reports").text
    first = browser.get("/own-reports/new").text
    assert ("<svg" in first, "New own report" in first, 'data-own="/own-reports/preview"' in first) == (True,) * 3
    path = make(browser)
    page = browser.get(path).text
    assert ("每日来电" in page, "<title>Calls that entered · Day × Line" in page, "<desc>" in page) == (True,) * 3
    numbers = opened(browser, page)
    assert (len(numbers) > 8, [one for one in numbers if one[0] != one[1]]) == (True, [])
    assert numbers[-1] == (8, 8)  # all together, the silent call without a line too
    assert "每日来电" in browser.get("/own-reports").text


@pytest.mark.parametrize(
    "changed",
    [
        {"rows": "hour", "columns": "weekday", "chart": "none"},
        {"rows": "agent", "columns": "site", "chart": "stacked"},
        {"rows": "week", "columns": "", "chart": "line"},
        {"rows": "line", "columns": "", "chart": "bars", "figure": ["answered", "entered", "by_machine"]},
        {"rows": "unit", "columns": "kind", "figure": "opened", "chart": "stacked"},
        {"rows": "channel", "columns": "day", "figure": "opened", "chart": "none"},
        {"rows": "month", "columns": "line", "chart": "line", "period": "last_90"},
    ],
)
def test_each_number_of_other_divisions_opens_as_many_rows(browser: Any, changed: Any) -> None:
    numbers = opened(browser, browser.get(make(browser, **changed)).text)
    assert (bool(numbers), [one for one in numbers if one[0] != one[1]]) == (True, [])


def test_a_court_beside_those_below_it_opens_its_own_tickets_alone(browser: Any, house: Any) -> None:
    """Divided by units within one unit, what stands there itself is not told with what is below it."""
    units = house["units"]
    new_ticket(opened_by=house["agent"], unit=units["court"], state=TicketState.HANDLING)
    path = make(browser, rows="unit", columns="", figure="opened", chart="bars", unit=str(units["court"].id))
    page = browser.get(path).text
    assert "法院 itself" in page
    assert opened(browser, page) == [(2, 2), (1, 1), (3, 3)]


def test_shares_and_means_of_nothing_are_dashes_and_no_confidential_ticket_is_counted(browser: Any, house: Any) -> None:
    page = browser.get(make(browser, columns="", figure=["call_satisfied", "average_talk"], chart="line")).text
    assert (">0.00%" in page, "–" in page) == (False, True)
    tickets = browser.get(make(browser, name="t", rows="site", columns="", figure="opened", chart="none")).text
    assert opened(browser, tickets) == [(3, 3), (3, 3)]  # four were opened, and one of them is sealed


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"columns": "unit"}, "columns", "is not counted by “Unit"),
        ({"figure": "connect_rate", "columns": "line"}, "chart", "do not add up"),
        ({"period": "fixed", "first": "2026-11-20", "last": "2026-11-01"}, "last", "before the first one"),
        ({"line": "east-line"}, "line", "This filter leaves one"),
        ({"name": " "}, "name", "Write a name"),
        ({"role": "agent"}, "role", "Choose the roles from the list"),
    ],
)
def test_a_contradiction_is_told_beside_its_field_and_what_was_typed_stays(
    browser: Any, changed: Any, field: str, sentence: str
) -> None:
    answer = browser.post("/own-reports/new", data=CHOSEN | {"about": "dies bleibt"} | changed)
    assert answer.status_code == 422
    told = re.search(rf'data-wrong="{field}">([^<]*)<', answer.text)
    assert told is not None
    assert sentence in html.unescape(told[1])
    assert ('role="alert"' in answer.text, "dies bleibt" in answer.text) == (True, True)
    assert rows.OwnReport.select().count() == 0
    told_at_once = browser.get(f"/own-reports/preview?{urlencode(CHOSEN | changed)}").json["wrong"]
    assert field in ("name", "role") or sentence in told_at_once[field]


def test_the_address_says_what_is_chosen_so_that_a_reload_and_no_script_lose_nothing(browser: Any) -> None:
    page = browser.get(f"/own-reports/new?{urlencode(CHOSEN | {'role': 'leader'})}").text
    for chosen in ('value="day" selected', 'value="line" selected', 'value="entered" selected', 'value="每日来电"',
                   'value="stacked" selected', 'value="leader" checked', "按线路</textarea>"):  # fmt: skip
        assert chosen in page
    assert browser.get("/own-reports/new?rows=%00&figure=x&where=1").status_code == 200
    assert browser.get("/own-reports/preview").json["wrong"]["figure"] == "Choose at least one figure"


def test_of_two_tabs_the_later_one_is_told_and_loses_nothing(browser: Any) -> None:
    path = make(browser)
    first = CHOSEN | {"version": "1", "about": "the first"}
    second = CHOSEN | {"version": "1", "about": "the second"}
    assert browser.post(f"{path}/edit", data=first).status_code == 303
    refused = browser.post(f"{path}/edit", data=second)
    assert (refused.status_code, "changed meanwhile" in refused.text, "the second" in refused.text) == (422, True, True)
    assert "the first" in browser.get(path).text
    version = re.search(r'name="version" value="(\d+)"', refused.text)
    assert version is not None
    again = browser.post(f"{path}/edit", data=second | {"version": version[1]})
    assert (again.status_code, "the second" in browser.get(path).text) == (303, True)
    beside = browser.post(f"{path}/edit", data=second | {"do": "new", "name": "beside"})
    assert (beside.status_code, beside.headers["Location"] != path) == (303, True)
    browser.post(f"{path}/delete")
    gone = browser.post(f"{path}/edit", data=second | {"version": "3"})
    assert (gone.status_code, "not there any more" in gone.text, "the second" in gone.text) == (422, True, True)
    assert 'action="/own-reports/new"' in gone.text


def test_sharing_shows_the_choice_to_the_roles_of_the_site_and_each_his_own_rows(
    browser: Any, house: Any, sign_in: Any
) -> None:
    path = make(browser, role=["leader", "unit_reviewer"], rows="site", columns="", figure="opened", chart="none")
    calls = make(browser, name="calls", role=["unit_reviewer"], chart="none", agent=str(house["agent"].id))
    other, branch, reviewer = (sign_in(house[who]) for who in ("other", "branch", "reviewer"))
    assert opened(other, other.get(path).text) == [(3, 3), (3, 3)]
    shared = reviewer.get(path).text
    assert opened(reviewer, shared) == [(2, 2), (2, 2)]  # the tickets of his unit
    hidden = reviewer.get(calls)
    assert (hidden.status_code, "what you do not see" in hidden.text, "<table" in hidden.text) == (200, True, False)
    assert "李敏" not in hidden.text
    assert reviewer.post(f"{calls}/file").status_code == 422
    assert [branch.get(at).status_code for at in (path, calls, f"{path}/edit")] == [404] * 3
    assert "Change or share" not in shared
    assert reviewer.get(f"{path}/edit").status_code == 404
    assert [branch.post(f"{path}/{act}").status_code for act in ("copy", "file")] == [404, 404]
    assert branch.post(f"{path}/delete").status_code == 422
    assert sign_in(house["agent"]).get("/own-reports").status_code == 403


def test_a_filter_offers_a_reader_his_own_lines(house: Any, sign_in: Any) -> None:
    page = sign_in(house["branch"]).get("/own-reports/new").text
    assert ("东区线路" in page, "立案咨询" in page, "李敏" in page) == (True, False, False)
    unit = sign_in(house["reviewer"]).get("/own-reports/new").text
    assert ("Tickets opened" in unit, "Calls that entered" in unit, 'name="line"' in unit) == (True, False, False)


def test_the_sheet_holds_exactly_what_is_shown(browser: Any) -> None:
    path = make(browser, name="'=1+1'[]:*?/\\", columns="", figure=["entered", "average_talk", "call_satisfied"],
                chart="none")  # fmt: skip
    page = browser.get(path).text
    answer = browser.post(f"{path}/file")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    sheets: list[list[Any]] = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    table, chosen = sheets
    assert table[0] == ("Day", "Calls that entered", "Average talk time", "Satisfied callers")
    lines = {row[0]: row[1:] for row in table[1:]}
    names = re.findall(r'<th class="name" scope="row">([^<]+)</th>', page)
    assert list(lines) == names
    days = [value for name, value in lines.items() if name != "All together"]
    assert (sum(day[0] for day in days), lines["All together"]) == (8, (8, sum(range(60, 67)) / 7, "–"))
    assert lines["2026-11-18"] == (2, 63.5, "–")
    assert ("Report", "'=1+1'[]:*?/\\") in chosen
    assert rows.Audit.get(rows.Audit.act == "export_own_report").data == {"rows": len(days)}


def test_an_overview_is_filled_ordered_and_tells_what_is_gone(browser: Any, house: Any, sign_in: Any) -> None:
    assert "Nothing stands here yet" in browser.get("/overview").text
    made = [make(browser, name=f"report {n}", role="leader", chart="line") for n in range(2)]
    other = sign_in(house["other"])
    for path in made:
        answer = other.post("/overview/pin", data={"report": path.rsplit("/", 1)[1]})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/overview")
    page = other.get("/overview").text
    assert (page.index("report 0") < page.index("report 1"), page.count("<svg")) == (True, 2)
    assert "On your overview" in other.get(made[0]).text
    pins = [int(one) for one in re.findall(r'id="pin-(\d+)"', page)]
    assert other.post(f"/overview/{pins[1]}/move", data={"to": "up"}).status_code == 303
    page = other.get("/overview").text
    assert page.index("report 1") < page.index("report 0")
    browser.post(f"{made[0]}/delete")
    browser.post(f"{made[1]}/edit", data=CHOSEN | {"name": "report 1", "version": "1"})  # shared with nobody now
    page = other.get("/overview").text
    assert (page.count("it is not shared with you any more"), page.count("<svg")) == (2, 0)
    for one in pins:
        assert other.post(f"/overview/{one}/off").status_code == 303
    assert "Nothing stands here yet" in other.get("/overview").text
    for wrong in ("x", "99", "", "٣"):
        refused = other.post("/overview/pin", data={"report": wrong})
        assert (refused.status_code, "There is no such report" in refused.text) == (422, True)
    assert other.post("/overview/77/move").status_code == 422


def test_a_copy_is_ones_own_and_opens_to_be_changed(browser: Any, house: Any, sign_in: Any) -> None:
    path = make(browser, role="leader")
    other = sign_in(house["other"])
    answer = other.post(f"{path}/copy")
    assert answer.status_code == 303
    page = other.get(answer.headers["Location"]).text
    assert ("每日来电" in page, 'value="leader" checked' in page) == (True, False)


def test_the_list_goes_on_is_searched_and_says_when_nothing_fits(browser: Any, house: Any) -> None:
    for n in range(55):
        at = NOW - dt.timedelta(minutes=n)
        rows.OwnReport.create(person=house["leader"], name=f"r{n:02}", chosen={"rows": 7}, made_at=at, changed_at=at)
    page = browser.get("/own-reports").text
    assert ("r00" in page, "r54" in page) == (True, False)
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following is not None
    assert "r54" in browser.get(html.unescape(following[1])).text
    assert "No report fits" in browser.get("/own-reports?q=nothing&whose=shared").text
    assert browser.get("/own-reports?whose=nonsense&after=x").status_code == 200


def test_a_figure_page_leads_to_a_report_of_it(browser: Any) -> None:
    page = browser.get("/figures/entered?span=month&day=2026-11-20&by=line&agent=none").text
    href = re.search(r'href="(/own-reports/new[^"]+)"', page)
    assert href is not None
    made = browser.get(html.unescape(href[1])).text
    assert ('value="line" selected' in made, 'value="2026-11-30"' in made, "data-above" in made) == (True, True, False)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_both_languages_draw_every_page(house: Any, sign_in: Any, language: str) -> None:
    browser = sign_in(house["leader"], language)
    path = make(browser)
    browser.post("/overview/pin", data={"report": path.rsplit("/", 1)[1]})
    for at in ("/own-reports", "/own-reports/new", path, f"{path}/edit", "/overview", "/figures"):
        page = browser.get(at)
        assert (at, page.status_code, ("自定义报表" in page.text) == (language == "zh_CN")) == (at, 200, True)
