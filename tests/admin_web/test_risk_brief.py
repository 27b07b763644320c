"""The brief on the page and as papers: made from the risk view, the template is a clerk's, numbers stay masked."""

import io
from typing import Any

import docx
import openpyxl
import pytest

from hotline import rows
from hotline.reports.jobs import making
from hotline.words import Role
from tests.builders import new_member, new_person, new_site

from .test_risk import leader, tickets  # noqa: F401

pytestmark = pytest.mark.unit
MONTH = "span=month&day=2026-11-01"


def made(browser: Any, settings: Any, clock: Any) -> str:
    assert "Make the brief of this month" in browser.get(f"/figures/risk?{MONTH}").text
    answer = browser.post("/reports/new", data={"kind": "month", "day": "2026-11-01", "site": ""})
    assert making.make_next(settings.data / "reports", clock()) is True
    return str(answer.headers["Location"])


def test_the_brief_of_a_month(leader: Any, tickets: Any, sign_in: Any, settings: Any, clock: Any) -> None:  # noqa: F811
    browser = sign_in(leader)
    browser.post("/figures/risk/findings/grave/redone_twice/note", data={"text": "本月复核"})
    where = made(browser, settings, clock)
    assert f'href="{where}#risk"' in browser.get(f"/figures/risk?{MONTH}").text
    page = browser.get(where).text
    assert ("139****1230" in page, "本月复核" in page, "13900001230" in page) == (True, True, False)
    for shape, sign in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = browser.post(f"{where}/brief", data={"shape": shape})
        assert (answer.status_code, answer.data[: len(sign)]) == (200, sign)
    word = docx.Document(io.BytesIO(browser.post(f"{where}/brief", data={"shape": "docx"}).data))
    cells = [cell.text for table in word.tables for line in table.rows for cell in line.cells]
    assert {"Wages owed", "North end", "139****1230"} <= set(cells)
    assert any("本月复核" in one for one in cells)
    assert any("Farrington 1996" in one.text for one in word.paragraphs)
    for wrong in ("", "xlsx", "exe"):
        assert browser.post(f"{where}/brief", data={"shape": wrong}).status_code == 422


@pytest.mark.parametrize("role", [Role.UNIT_REVIEWER, Role.AGENT, Role.LEADER])
def test_who_does_not_get_it(role: Role, leader: Any, tickets: Any, sign_in: Any, settings: Any, clock: Any) -> None:  # noqa: F811
    where = made(sign_in(leader), settings, clock)
    if role is Role.UNIT_REVIEWER:
        who = new_member(tickets["civil"], role=role)
    else:
        who = new_person(role=role, site=new_site(code="branch", name="分院"))
    answer = sign_in(who).post(f"{where}/brief", data={"shape": "docx"})
    assert answer.status_code == (403 if role is Role.AGENT else 404)


def test_the_frozen_rows_as_a_sheet_are_those_rows_with_their_subjects(
    leader: Any,  # noqa: F811
    tickets: Any,  # noqa: F811
    sign_in: Any,
    settings: Any,
    clock: Any,
) -> None:
    rows.Ticket.update(subject="张三 13900001230 讨薪", caller_name="张三").execute()
    browser = sign_in(leader)
    where = made(browser, settings, clock)
    page = browser.get(f"{where}/rows/opened").text
    assert ("Rows: 8" in page, "讨薪" in page, "These rows as a sheet" in page) == (True, True, True)
    rows.Ticket.update(confidential=True).where(rows.Ticket.id == tickets["made"][0].id).execute()
    answer = browser.post(f"{where}/rows/opened/sheet", data={"part": "counted"})
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    first, about = book.worksheets
    lines = list(first.values)
    numbers = {line[1] for line in lines[1:]}
    assert (lines[0][:3], numbers) == (("Opened", "Ticket", "Subject"), {one.number for one in tickets["made"][1:]})
    assert not any("13900001230" in str(cell) or "张三" in str(cell) for line in lines for cell in line)
    told: dict[Any, Any] = {line[0]: line[1] for line in about.values}
    assert (told["Rows that were frozen"], told["Rows in this sheet"]) == (8, 7)
    assert (told["Rows that you may not see"], told["Rows that are gone or confidential by now"]) == (0, 1)
    assert rows.Audit.select().where(rows.Audit.act == "export_report").count() == 1
    assert browser.post(f"{where}/rows/opened/sheet", data={"part": "x"}).status_code == 404
    (settings.data / "reports" / rows.Report.get().file).unlink()
    assert browser.post(f"{where}/rows/opened/sheet", data={"part": "counted"}).status_code == 422
