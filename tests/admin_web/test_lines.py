"""Lines on the web: the ladder with all its fields, shifts, skills, and the preview of the hours."""

import datetime as dt
import re

import pytest
from werkzeug.datastructures import MultiDict

from admin_web.pages.lines import form
from hotline.calls.reads.lines import one_line
from hotline.calls.rules.roster import RosterStep
from hotline.calls.verbs.lines import Plan
from hotline.rows import Audit, Line, Position, Skill, SpecialDay
from hotline.words import AuditAction
from tests.builders import new_line, new_site
from tests.there import there

pytestmark = pytest.mark.unit


@pytest.fixture
def browser(administrator, sign_in):
    return sign_in(administrator)


def typed(**given):
    base = {
        "code": "new_line", "name": "新线", "whom": ["A", "", "pool"], "seconds": ["10", "", "30"],
        "load": ["", "", "2.5"], "skip": ["1"], "ring_seconds": "12", "wrap_up_seconds": "0", "most_waiting": "20",
        "announce_seconds": "60", "needs": "dialect:2，english", "shown_number": "0571-12368", "tests_silence": "1",
        "active": "1",
    }  # fmt: skip
    return base | given


def test_a_line_is_made_staffed_and_changed(browser, agent, head):
    assert browser.post("/lines/new", data=typed(site=head.id)).headers["Location"] == "/lines/1"
    row = Line.get()
    assert row.ladder == [
        {"whom": "A", "seconds": 10, "skip": True, "sites": [], "load": 0},
        {"whom": "pool", "seconds": 30, "skip": False, "sites": [], "load": 2.5},
    ]
    kept = (row.needs, row.most_waiting, row.announce_seconds, row.tests_silence, row.shown_number)
    assert kept == ({"dialect": 2, "english": 1}, 20, 60, True, "057112368")
    assert "Nobody on A" in browser.get("/lines").text
    browser.post("/lines/1/positions", data={"kind": "A", "person": agent.id})
    html = browser.get("/lines").text
    assert ("Nobody on A" in html, "Nobody on B" in html, "A position 10 s → Same-site pool 30 s" in html) == (
        False, True, True,
    )  # fmt: skip
    browser.post(f"/lines/1/positions/{Position.get().id}/free")
    assert Position.select().count() == 0
    wrong = browser.post("/lines/1", data=typed(seconds=["999", "", "30"]))
    assert (wrong.status_code, "Step 1 lasts 5 to 600 seconds" in wrong.text, 'value="999"' in wrong.text) == (
        422, True, True,
    )  # fmt: skip


def test_a_form_that_is_saved_as_it_is_changes_nothing(browser, head, branch):
    ladder = [
        {"whom": "B", "seconds": 15, "skip": False, "sites": [], "load": 0},
        {"whom": "branch", "seconds": 20, "skip": True, "sites": ["east"], "load": 1.5},
        {"whom": "callback", "seconds": 0, "skip": True, "sites": [], "load": 0},
    ]
    line = new_line(ladder=ladder, needs={"方言": 3})
    view = there(one_line(line.id))
    plan = Plan(view.name, view.ladder, view.ring_seconds, view.wrap_up_seconds, needs=view.needs)
    sent = MultiDict(
        [("name", plan.name), ("needs", form.shown(plan.needs)), ("active", "1"), ("ring_seconds", "15"),
         ("wrap_up_seconds", "30"), ("most_waiting", "0"), ("announce_seconds", "0")]
    )  # fmt: skip
    for place, rung in enumerate(form.rows(plan), 1):
        sent.add("whom", rung.whom)
        sent.add("seconds", str(int(rung.seconds) or ""))
        sent.add("load", str(rung.load or ""))
        if rung.skip_if_none:
            sent.add("skip", str(place))
        for site in rung.sites:
            sent.add(f"sites-{place}", site)
    assert browser.post(f"/lines/{line.id}", data=sent).status_code == 303
    assert one_line(line.id) == view


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"whom": ["person"]}, "第 1 级只能是 A 岗、B 岗、同站座席、分院座席或回拨"),
        ({"whom": ["branch"]}, "第 1 级为分院座席，请选择站点"),
        ({"whom": ["branch"], "sites-1": "moon"}, "第 1 级：moon 不是其他站点"),
        ({"whom": ["callback", "A"], "seconds": ["0", "9"]}, "第 1 级转回拨，其后不能再有梯级"),
        ({"load": ["many"]}, "第 1 级：每名座席排队人数为 0 至 100，0 为不限"),
        ({"whom": []}, "排队梯级应有 1 至 8 级"),
        ({"needs": "dialect:9"}, "技能级别为 1 至 5"),
        ({"most_waiting": "-3"}, "最多排队人数为 0 至 1000，0 为不限"),
        ({"announce_seconds": "3"}, "播报排位间隔为 15 至 600 秒，0 为不播"),
    ],
)
def test_what_cannot_be_is_refused_in_chinese_and_stays_as_typed(administrator, sign_in, given, why):
    line = new_line()
    answer = sign_in(administrator, "zh_CN").post(f"/lines/{line.id}", data=typed(**given))
    assert (answer.status_code, why in answer.text, 'value="新线"' in answer.text) == (422, True, True)
    assert Line.get().name == "立案咨询"


def test_hostile_words_are_shown_and_never_run(browser, head):
    answer = browser.post(
        "/lines/new", data=typed(site=head.id, name="<script>x</script>", needs="<b>:1", code='"><i>')
    )
    assert answer.status_code == 422
    for raw in ("<script>x", "<b>:1", '"><i>'):
        assert raw not in answer.text
    assert browser.post("/lines/new", data={"whom": ["A"] * 500}).status_code == 422
    assert browser.post("/lines/1/positions", data={"person": "9" * 400}).status_code == 303


def test_a_shift_is_given_and_shown(browser, agent, head):
    line = new_line()
    given = {"kind": "A", "person": agent.id, "days": ["1", "2", "3", "5"], "begins": "08:30", "ends": "11:30"}
    assert browser.post(f"/lines/{line.id}/positions", data=given).status_code == 303
    html = browser.get(f"/lines/{line.id}").text
    assert "Mon–Wed Fri 08:30–11:30" in html
    assert "● 王小兰" in html
    browser.post(f"/lines/{line.id}/positions", data=given | {"begins": "23:00", "back": f"/lines/{line.id}"})
    assert "○ 王小兰" in browser.get(f"/lines/{line.id}").text
    browser.post(f"/lines/{line.id}/positions", data=given | {"begins": "8", "back": f"/lines/{line.id}"})
    assert "Write a time as 08:00" in browser.get(f"/lines/{line.id}").text


def test_the_preview_says_today_and_the_days_to_come(browser, head, clock):
    line = new_line(hours={"workdays": ["09:00-12:00", "13:30-17:30"], "friday": ["09:00-12:00"]})
    html = browser.get(f"/lines/{line.id}").text
    assert "open until 12:00" in html
    assert "2026-11-20 Fri 09:00–12:00" in html
    SpecialDay.create(day="2026-11-24", site=None, name="停电", spans=[])
    clock.forward(hours=3)
    html = browser.get(f"/lines/{line.id}").text
    assert "closed: Night; opens Mon 09:00" in html
    assert "停电" in html
    clock.at = dt.datetime(2026, 4, 3, 2, tzinfo=dt.UTC)
    html = browser.get(f"/lines/{line.id}").text
    for words in ("2026-04-04", "清明", "2026-05-01", "2026-05-09", "open until 12:00"):
        assert words in html
    assert "清明" not in browser.get(f"/lines/{new_line(code='always').id}").text


def test_hours_that_somebody_wrote_by_hand_and_wrongly_are_told(browser, head):
    line = new_line(hours={"workdays": ["nine to five"]})
    html = browser.get(f"/lines/{line.id}").text
    assert "The hours cannot be read: hours.workdays.0" in html
    assert 'value="nine to five"' in html


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_with_none_one_and_some(browser, count):
    for n in range(count):
        new_line(code=f"line_{n}")
    html = browser.get("/lines").text
    assert (html.count("open day and night"), "No lines yet" in html) == (count, count == 0)


def test_skills_are_set_in_a_table(browser, agent, supervisor, other_agent):
    assert "No line needs a skill yet" in browser.get("/skills").text
    new_line(needs={"dialect": 2, "english": 1})
    Skill.create(person=other_agent, code="english", level=3)
    given = {
        "code": ["dialect", "english"],
        "person": [agent.id, supervisor.id],
        f"{agent.id}-0": "4",
        f"{agent.id}-1": "",
    }
    answer = browser.post("/skills", data=given, follow_redirects=True)
    assert "Skills changed: 王小兰" in answer.text
    assert {(s.person_id, s.code, s.level) for s in Skill.select()} == {
        (agent.id, "dialect", 4),
        (other_agent.id, "english", 3),
    }
    assert [a.act for a in Audit.select().where(Audit.act == AuditAction.EDIT_SKILLS)] == ["edit_skills"]
    assert "Nothing was changed" in browser.post("/skills", data=given, follow_redirects=True).text
    browser.post("/skills", data=given | {f"{agent.id}-0": "77"})
    assert Skill.get(Skill.person == agent).level == 4


def test_others_may_neither_see_nor_change_lines(agent, supervisor, sign_in):
    line = new_line()
    for person in (agent, supervisor):
        browser = sign_in(person)
        assert {browser.get(path).status_code for path in ("/lines", f"/lines/{line.id}", "/skills")} == {403}
        assert browser.post(f"/lines/{line.id}", data=typed()).status_code == 403
    assert Line.get().name == "立案咨询"


def test_branch_sites_to_choose_from_are_the_others(browser, head):
    new_site(code="east", name="东区法院")
    html = browser.get(f"/lines/{new_line().id}").text
    assert 'value="east"' in html
    assert 'name="sites-1" value="head"' not in html


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", {}),
        (" dialect ", {"dialect": 1}),
        ("a:2、b：3；c", {"a": 2, "b": 3, "c": 1}),
        ("a:x", {"a": 0}),
        (":", {"": 0}),
    ],
)
def test_skills_as_they_are_typed(given, told):
    assert form.needs(given) == told


def test_a_row_in_which_nobody_is_chosen_is_no_step():
    sent = MultiDict([("whom", ""), ("whom", "B"), ("seconds", "5"), ("seconds", "9"), ("skip", "1"), ("skip", "2")])
    assert form.ladder(sent) == (RosterStep("B", 9, skip_if_none=True),)


def test_nobody_is_preselected_for_a_position_and_who_has_one_is_told(agent, administrator, sign_in):
    line = new_line()
    Position.create(line=line, kind="A", person=agent)
    page = sign_in(administrator).get(f"/lines/{line.id}").text
    selects = re.findall(r'<select name="person".*?</select>', page, re.S)
    assert selects
    for select in selects:
        assert "required" in select
        assert re.search(r'<option value="">–</option>', select)
        assert f"{agent.name} {agent.extension} · " in select
