"""People from a sheet: the template, the report, the confirmation, the passwords shown once; and what is no sheet."""

import base64
import html
import io
from typing import Any

import openpyxl
import pytest

from hotline.rows import Audit, Person
from tests.builders import new_units
from tests.there import found

pytestmark = pytest.mark.unit
HEAD = ("登录名", "姓名", "角色", "电话", "备注")


@pytest.fixture
def browser(administrator, sign_in):
    return sign_in(administrator)


def book(*rows: Any) -> bytes:
    made: Any = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def upload(browser: Any, data: bytes, name: str = "people.xlsx") -> Any:
    return browser.post("/people/import", data={"file": (io.BytesIO(data), name)})


def fields(page: str) -> dict[str, str]:
    return {name: html.unescape(found(rf'name="{name}" value="([^"]*)"', page)) for name in ("rows", "seen")}


def test_the_template_comes_back_as_it_is_with_a_row_filled_in(browser, head):
    new_units(head)
    answer = browser.get("/people/import/template")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert sheet.sheetnames == ["People", "Explanations"]
    assert [cell.value for cell in sheet["People"][1]] == [
        "Login", "Name", "Role", "Further roles", "Site", "Telephone", "Unit", "Post", "Sees whole numbers", "Language",
    ]  # fmt: skip
    assert sheet["People"].max_row == 1  # the example stands on the second sheet, so that nobody imports it
    sheet["People"].append(["new", "新人", "Agent", None, "市中级法院", "1005", "民事庭", "Handler", "No", "中文"])
    out = io.BytesIO()
    sheet.save(out)
    report = upload(browser, out.getvalue())
    assert (report.status_code, "Import 1 people" in report.text, 'id="refused"' in report.text) == (200, True, False)


def test_a_report_writes_nothing_and_names_each_row(browser, agent):
    page = upload(
        browser,
        book(
            HEAD,
            ("new", "新人", "座席员", 1005.0, "x"),
            ("agent", "王大兰"),
            ("bad", "坏", "国王"),
            ("other", "甲", "agent", "１００１"),
        ),
    )
    assert page.status_code == 200
    for words in ("Will be created <strong>1</strong>", "Will be changed <strong>1</strong>",
                  "Refused <strong>2</strong>", "There is no role “国王”", "The telephone 1001 belongs to 王大兰",
                  "Columns that are not read: 备注",
                  "1005</td>"):  # fmt: skip
        assert words in page.text, words
    assert sorted(p.login for p in Person.select()) == ["administrator", "agent"]


def test_the_report_shows_all_that_a_person_gets(browser, agent, head):
    new_units(head)
    heads = ("登录名", "姓名", "角色", "兼任角色", "单位", "岗位", "查看完整号码")
    page = upload(
        browser, book(heads, ("new", "新人", "座席员", "派单员，回访员", "民事庭", "经办人", "是"), ("agent", "王大兰"))
    )
    rows = [row for row in page.text.split("<tr>") if 'class="cell"' in row]
    said = {login: next(row for row in rows if f">{login}</td>" in row) for login in ("new", "agent")}
    for words in ("市中级法院", "Dispatcher, Return-visit clerk", "民事庭 Handler", "sees whole numbers"):
        assert words in said["new"], words
        assert words == "市中级法院" or words not in said["agent"], words


def test_a_confirmed_sheet_is_written_and_the_passwords_are_shown_once(browser, agent, caplog):
    rows = [("new", "+新人", "座席员", "1005"), ("bad", "坏", "国王")]
    given = fields(upload(browser, book(HEAD, *rows)).text)
    done = browser.post("/people/import/confirm", data=given)
    assert (done.status_code, "Created: 1 · changed: 0 · refused: 1" in done.text) == (200, True)
    sheet: Any = openpyxl.load_workbook(io.BytesIO(base64.b64decode(found(r'base64,([^"]+)"', done.text)))).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:2] for row in told] == [["Name", "Login"], ["+新人", "new"]]
    assert sheet["A2"].data_type == "s"
    password = told[1][2]
    assert browser.post("/login", data={"login": "new", "password": password}).status_code == 303
    assert [password in text for text in (str(list(Audit.select().dicts())), caplog.text, done.text)] == [False] * 3
    assert done.headers["Cache-Control"] == "no-store"


def test_a_second_click_makes_nobody_twice_and_the_report_stays(browser, agent):
    given = fields(upload(browser, book(HEAD, ("new", "新人", "座席员", "1005"))).text)
    assert browser.post("/people/import/confirm", data=given).status_code == 200
    again = browser.post("/people/import/confirm", data=given)
    assert (again.status_code, "Something has changed since the report was made" in again.text) == (422, True)
    assert ("base64," in again.text, "Rows that change nothing" in again.text) == (False, True)
    assert Person.select().where(Person.login == "new").count() == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"login,name", "This is no Excel workbook"),
        (book(("说明",)), "There is no row of headings like that of the template"),
        (book(("Login", "Role"), ("a", "b")), "The sheet has no column Name"),
        (book(HEAD), "There is no row below the headings"),
        (book(HEAD, *[(f"p{n}", "甲", "agent") for n in range(1001)]), "The sheet has more than 1000 rows"),
    ],
)
def test_what_is_no_sheet_of_people_gets_a_sentence(browser, data, why):
    answer = upload(browser, data)
    assert (answer.status_code, why in answer.text, 'role="alert"' in answer.text) == (422, True, True)


def test_no_file_and_too_much_of_a_file_get_a_sentence(browser):
    assert "Choose the sheet first" in browser.post("/people/import").text
    answer = upload(browser, b"x" * 3_000_000)
    assert (answer.status_code, "a sheet of people has at most 2 MB" in answer.text) == (413, True)


@pytest.mark.parametrize(
    "rows", ["", "x", "[]", "1", "[1]", "[[1,2,3,4]]", '[[2,{"king":"x"},"",""]]', "[" * 3000, "[[NaN,{},1,1]]"]
)
def test_a_forged_report_is_refused(browser, rows):
    answer = browser.post("/people/import/confirm", data={"rows": rows, "seen": "x"})
    assert (answer.status_code, "The report is not whole any more: choose the sheet again" in answer.text) == (
        422,
        True,
    )


def test_hostile_words_of_a_sheet_are_shown_as_words(browser):
    evil = "<script>alert(1)</script>%(x)s{{7*7}}"
    page = upload(browser, book(HEAD, (evil, evil, evil, evil), ("ok", evil, "agent")))
    assert (page.status_code, "<script>alert(1)" in page.text, "49" in page.text.split("<main")[1][:2000]) == (
        200,
        False,
        False,
    )


def test_six_hundred_seats_are_imported(browser):
    people = [(f"seat{n:03d}", f"座席{n:03d}", "座席员", f"{2000 + n}") for n in range(600)]
    given = fields(upload(browser, book(HEAD, *people)).text)
    done = browser.post("/people/import/confirm", data=given)
    assert "Created: 600 · changed: 0 · refused: 0" in done.text
    assert Person.select().where(Person.login.startswith("seat")).count() == 600


def test_who_may_not_import(agent, supervisor, sign_in):
    for one in (agent, supervisor):
        browser = sign_in(one)
        answers = [browser.get("/people/import"), browser.get("/people/import/template"), upload(browser, book(HEAD)),
                   browser.post("/people/import/confirm")]  # fmt: skip
        assert [answer.status_code for answer in answers] == [403] * 4
