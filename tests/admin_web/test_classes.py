"""The page of official classes: map, see what is not mapped, out and in as a sheet."""

import io
from typing import Any

import openpyxl
import pytest

from hotline import rows
from hotline.words import Role
from tests.builders import new_person, new_ticket

pytestmark = pytest.mark.unit


@pytest.fixture
def topics(head: Any) -> Any:
    agent = new_person(role=Role.AGENT)
    made = [rows.Entry.create(kind="topic", code=f"0{n}", zh=f"事项{n}", en=f"Subject {n}", place=n) for n in (1, 2)]
    new_ticket(opened_by=agent, topic=made[1])
    return made


@pytest.fixture
def browser(topics: Any, sign_in: Any) -> Any:
    return sign_in(new_person(login="admin", role=Role.ADMINISTRATOR))


def sent(browser: Any, lines: list[list[Any]]) -> Any:
    book, out = openpyxl.Workbook(), io.BytesIO()
    page: Any = book.active
    for line in lines:
        page.append(line)
    book.save(out)
    return browser.post("/dictionary/classes/import", data={"file": (io.BytesIO(out.getvalue()), "x.xlsx")})


def test_subjects_are_mapped_and_the_figures_divided(browser: Any, sign_in: Any) -> None:
    page = browser.get("/dictionary/classes").text
    assert ("a sample and not official" in page, "Subjects that are not mapped: 2" in page) == (True, True)
    assert browser.post("/dictionary/classes", data={"topic": ["01", "02"], "code": ["01", ""]}).status_code == 303
    only = browser.get("/dictionary/classes?show=unmapped").text
    assert ("Subject 1" in only, "Subject 2" in only) == (False, True)
    leader = sign_in(new_person(role=Role.LEADER))
    told = leader.get("/figures/opened?span=month&day=2026-11-01&by=official").text
    assert "not mapped" in told
    browser.post("/dictionary/classes", data={"topic": ["02"], "code": ["0102"]})
    told = leader.get("/figures/opened?span=month&day=2026-11-01&by=official").text
    assert ("not mapped" in told, "Sample: enforcement" in told) == (False, True)
    assert "Rows: 1" in leader.get("/figures/opened/rows?span=month&day=2026-11-01&official=0102").text


def test_out_as_a_sheet_and_in_again(browser: Any) -> None:
    given: Any = openpyxl.load_workbook(io.BytesIO(browser.get("/dictionary/classes/sheet").data)).active
    lines = [list(line) for line in given.values]
    assert [lines[0][0], lines[0][2], lines[1][0], lines[2][4]] == ["Code", "Official code", "01", 1]
    lines[1][2] = "0101"
    assert sent(browser, lines).status_code == 303
    assert [(row.topic.code, row.code) for row in rows.TopicClass.select()] == [("01", "0101")]


@pytest.mark.parametrize(
    "lines",
    [
        [["x", "y"], ["01", "01"]], [["Code", "Official code"], ["01", "nothing"]],
        [["Code", "Official code"], ["99", "01"]], [["Code", "Official code"], ["01", "01"], ["01", "02"]],
        [["Code", "Official code"], ["01", "=1+1"]],
    ],
)  # fmt: skip
def test_a_sheet_that_is_refused_changes_nothing(browser: Any, lines: list[list[Any]]) -> None:
    answer = sent(browser, lines)
    assert (answer.status_code, 'role="alert"' in answer.text, rows.TopicClass.select().count()) == (422, True, 0)
    broken = browser.post("/dictionary/classes/import", data={"file": (io.BytesIO(b"no sheet"), "x.xlsx")})
    assert (broken.status_code, browser.post("/dictionary/classes/import", data={}).status_code) == (422, 422)
