"""Hours on the web: the year, special days of a site or of all, and when a line works."""

import datetime as dt

import pytest

from admin_web.pages.hours import form, said, year
from hotline.rows import Audit, Change, Line, SpecialDay
from hotline.workdays.rules import hours_read
from hotline.workdays.rules.calendar import Calendar, Day
from hotline.workdays.rules.hours import Closed, Open
from tests.builders import NOW, new_line

pytestmark = pytest.mark.unit
SAVE, WORK = "/hours/days", {"kind": "workday", "name": "加班"}


@pytest.fixture
def prompts(app, settings, tmp_path):
    folder = tmp_path / "sounds"
    folder.mkdir()
    (folder / "court.closed.wav").touch()
    app.config["TINGSU"] = settings.model_copy(update={"sounds": folder})


@pytest.fixture
def browser(administrator, prompts, sign_in):
    return sign_in(administrator)


def day(**given):
    return {"day": "2026-12-31", "site": "", "name": "年终", "kind": "own", "spans": "09:00-12:00"} | given


def test_a_special_day_is_made_changed_and_removed(browser, branch):
    assert browser.post(SAVE, data=day(prompt="court.closed")).headers["Location"] == "/hours?year=2026"
    row = SpecialDay.get()
    assert (row.day, row.site_id, row.name, row.spans, row.prompt) == (
        "2026-12-31", None, "年终", ["09:00-12:00"], "court.closed",
    )  # fmt: skip
    html = browser.get("/hours?year=2026").text
    assert 'class="c-special"' in html
    assert html.count("年终") >= 2  # in the year and in the list
    shown = browser.get(f"/hours?year=2026&change={row.id}").text
    for value in ('value="09:00-12:00"', 'value="court.closed"', 'value="年终"', 'value="own" checked'):
        assert value in shown
    browser.post(SAVE, data=day(entry=row.id, site=branch.id, kind="closed", name="搬迁"))
    row = SpecialDay.get()
    assert (row.site_id, row.spans, row.name) == (branch.id, [], "搬迁")
    browser.post(SAVE, data=day(entry=row.id) | WORK)
    assert SpecialDay.get().spans is None
    browser.post(f"/hours/days/{row.id}/remove", data={"year": "2026"})
    assert SpecialDay.select().count() == 0
    assert [a.act for a in Audit.select().where(Audit.object == f"special_day:{row.id}")] == ["edit_special_day"] * 4
    assert [c.ref for c in Change.select().where(Change.topic == "roster")] == ["day:2026-12-31"] * 4


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"day": "yesterday"}, "请选择日期"),
        ({"name": " "}, "请填写"),
        ({"spans": ""}, "请填写当天的工作时间"),
        ({"spans": "9-12"}, "时间请写作09:00-12:00，多个时段用逗号分开：9-12"),
        ({"spans": "8:00-晚上1点"}, "时间请写作09:00-12:00"),
        ({"spans": "09:00-12:00, 11:00-13:00"}, "这些时段互相重叠：09:00-12:00, 11:00-13:00"),
        ({"prompt": "../secret"}, "没有提示音 ../secret"),
        ({"site": "999"}, "请选择站点"),
    ],
)
def test_what_cannot_be_is_refused_in_chinese_and_stays_as_typed(administrator, prompts, sign_in, given, why):
    answer = sign_in(administrator, "zh_CN").post(SAVE, data=day(**given))
    assert (answer.status_code, why in answer.text, 'id="day-form"' in answer.text) == (422, True, True)
    assert SpecialDay.select().count() == 0


def test_a_day_is_special_once_for_everybody_and_once_for_a_site(browser, branch):
    for site in ("", "", branch.id, branch.id):
        browser.post(SAVE, data=day(site=site))
    assert sorted(str(row.site_id) for row in SpecialDay.select()) == sorted(["None", str(branch.id)])
    assert "is a special day already" in browser.post(SAVE, data=day()).text


def test_a_branch_sets_its_own_days_and_sees_those_of_everybody(branch_supervisor, branch, head, prompts, sign_in):
    for site, name in ((None, "全院"), (head, "本院"), (branch, "东区")):
        SpecialDay.create(day="2026-12-31", site=site, name=name, spans=[])
    browser = sign_in(branch_supervisor)
    html = browser.get("/hours?year=2026").text
    assert ("全院" in html, "东区" in html, "本院" in html) == (True, True, False)
    rows = {row.name: row.id for row in SpecialDay.select()}
    for name in ("全院", "本院"):
        browser.post(f"/hours/days/{rows[name]}/remove", data={})
        assert browser.post(SAVE, data=day(entry=rows[name], site=branch.id)).status_code == 422
    assert browser.post(SAVE, data=day(day="2026-12-30")).status_code == 422
    assert browser.post(SAVE, data=day(day="2026-12-30", site=branch.id)).status_code == 303
    browser.post(f"/hours/days/{rows['东区']}/remove", data={})
    assert {(row.day, row.name) for row in SpecialDay.select()} == {
        ("2026-12-31", "全院"), ("2026-12-31", "本院"), ("2026-12-30", "年终"),
    }  # fmt: skip


@pytest.mark.parametrize(("count", "words"), [(0, "No special day in this year"), (1, "<small>1<"), (3, "<small>3<")])
def test_the_year_with_none_one_and_some(browser, count, words):
    for n in range(count):
        SpecialDay.create(day=f"2026-12-0{n + 1}", site=None, name="x", spans=[])
    assert words in browser.get("/hours").text


@pytest.mark.parametrize("asked", ["", "abc", "1", "9" * 30, "-5", "3000", "<i>"])
def test_a_year_that_makes_no_sense_is_this_year(browser, asked):
    assert "Hours and days 2026" in browser.get("/hours", query_string={"year": asked}).text


def test_a_year_without_a_table_is_provisional(browser):
    assert "are provisional" in browser.get("/hours?year=2090").text
    assert "are provisional" not in browser.get("/hours?year=2026").text


def test_hostile_names_are_shown_and_never_run(browser):
    browser.post(SAVE, data=day(name="<script>x</script>"))
    assert "<script>x" not in browser.get("/hours?year=2026").text


def test_the_hours_of_a_line_are_changed_and_shown(supervisor, prompts, sign_in):
    line = new_line()
    browser = sign_in(supervisor)
    given = {
        "workdays": "9:00 - 12:00， 13:30至17:30",
        "friday": "-",
        "saturday": "10：00-11：00",
        "night_service": "1",
    }
    assert browser.post(f"/hours/lines/{line.id}", data=given).status_code == 303
    assert Line.get().hours == {
        "workdays": ["09:00-12:00", "13:30-17:30"], "friday": [], "saturday": ["10:00-11:00"], "night_service": True,
    }  # fmt: skip
    html = browser.get(f"/hours/lines/{line.id}").text
    for words in ("09:00-12:00, 13:30-17:30", 'name="friday" value="-"', "opens Sat 10:00", "night service"):
        assert words in html
    assert [a.act for a in Audit.select().where(Audit.object == f"line:{line.id}")] == ["edit_hours"]
    browser.post(f"/hours/lines/{line.id}", data={"always": "1"})
    assert Line.get().hours is None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "请填写工作日的工作时间"),
        ({"workdays": "12:00-09:00"}, "结束时间须晚于开始时间"),
        ({"workdays": "8:00-9:00", "friday": "8:00-9:00, 8:30-10:00"}, "这些时段互相重叠"),
    ],
)
def test_hours_that_cannot_be_are_refused_in_chinese(supervisor, prompts, sign_in, given, why):
    line = new_line()
    answer = sign_in(supervisor, "zh_CN").post(f"/hours/lines/{line.id}", data=given)
    assert (answer.status_code, why in answer.text, "workdays." in answer.text) == (422, True, False)
    assert Line.get().hours is None


def test_who_may_not(agent, branch_supervisor, sign_in):
    line = new_line()
    for path in ("/hours", f"/hours/lines/{line.id}"):
        assert sign_in(agent).get(path).status_code == 403
    assert sign_in(agent).post(SAVE, data=day()).status_code == 403
    other = sign_in(branch_supervisor)
    assert other.get(f"/hours/lines/{line.id}").status_code == 404
    assert other.post(f"/hours/lines/{line.id}", data={"always": "1"}).status_code == 404
    assert other.get("/hours/lines/999").status_code == 404


# ---- words


@pytest.mark.parametrize(
    ("date", "kind"),
    [("2026-11-20", "workday"), ("2026-11-21", "weekend"), ("2026-10-01", "holiday"), ("2026-10-10", "make_up")],
)
def test_what_a_day_is(date, kind):
    assert year.kind(Calendar().day(dt.date.fromisoformat(date))) == kind
    free = Day(dt.date(2026, 11, 18), workday=False, why="override", name="", provisional=False)
    assert year.kind(free) == "holiday"


def test_hours_go_through_the_form_and_come_back():
    for hours in (
        None,
        {"always": True, "workdays": ["09:00-12:00"]},
        {"workdays": ["09:00-12:00"], "weekend": ["10:00-11:00"], "holidays": ["10:00-11:00"], "night_service": True},
        {"workdays": ["09:00-12:00"], "friday": [], "sunday": ["10:00-11:00"]},
    ):
        again = form.hours(form.typed(hours))
        assert again == hours
        if again is not None:
            hours_read.read(again)


def test_closed_and_midnight_as_people_write_them():
    told = form.hours({"workdays": "8:00-晚上12点", "weekend": "休", "friday": "休息", "sunday": "8点-24点"})
    assert told == {"workdays": ["08:00-24:00"], "weekend": [], "friday": [], "sunday": ["08:00-24:00"]}


def test_hours_in_words(app):
    with app.test_request_context():
        from flask import g

        g.now = NOW
        local = NOW.astimezone(dt.timezone(dt.timedelta(hours=8)))
        assert said.days("") == ""
        assert said.days("135") == "周一 周三 周五"
        assert said.days("12357") == "周一–周三 周五 周日"
        assert said.spans(()) == "休息"
        assert said.spans(((540, 720), (810, 1050))) == "09:00–12:00, 13:30–17:30"
        assert said.opening(Open(local + dt.timedelta(hours=1)), NOW) == "工作中，至 11:00"
        assert said.opening(Closed("lunch", local + dt.timedelta(days=3)), NOW) == "休息：午休；周一 10:00 上班"
        assert (
            said.opening(Closed("holiday", local + dt.timedelta(days=9)), NOW) == "休息：节假日；2026-11-29 10:00 上班"
        )
        assert said.opening(Closed("night", None), NOW) == "休息：夜间"
