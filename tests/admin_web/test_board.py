"""The board on the web: lines, agents by site, alarms, the standard's figures, and a supervisor at a talk."""

import datetime as dt
import re
from html import unescape

import pytest

from admin_web.access import Reader
from admin_web.live import may_hear
from hotline.calls.orders.claim import claim
from hotline.calls.rules.order_kinds import TakeOver, Watch, WatchAs
from hotline.people.reads.people import Someone
from hotline.people.rules.permissions import MAY, Permission, may
from hotline.rows import Alarm, Audit, CallLeg, Order, Person, Position
from hotline.words import AlarmKind, CallState, Outcome, Presence, Reason, Role, WatchMode
from tests.builders import NOW, fact, new_call, new_line, new_person, stand

FIRST = (Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR)
pytestmark = pytest.mark.unit
SCRIPT = {"X-Requested-With": "fetch"}


def drawn(browser):
    return browser.get("/board/now").json["html"]["board"]


@pytest.fixture
def talk(agent):
    call = new_call(state=CallState.TALKING, agent=agent, talking_at=NOW, number="13911112222", line="filing")
    stand(agent, Presence.TALKING, call=call.id, reason=Reason.CALL_ANSWERED)
    return call


def test_an_empty_house(administrator, sign_in):
    html = sign_in(administrator, "zh_CN").get("/board").text
    for words in ("无人排队。", "七天平均接通率", "0 人中 0 人", "还没有线路", "–"):
        assert words in html


def test_agents_by_site_with_whom_they_talk_to(talk, agent, other_agent, supervisor, sign_in):
    new_line()
    stand(other_agent, Presence.AWAY, reason=Reason.MEAL)
    html = drawn(sign_in(supervisor))
    assert html.index("市中级法院") < html.index("王小兰") < html.index("东区法院") < html.index("李东")
    for words in ("13911112222", "张三", "立案咨询", "Answered", "Meal", f'href="/calls/{talk.id}"'):
        assert words in html


def test_an_agent_sees_masked_numbers_and_no_buttons(talk, agent, other_agent, sign_in):
    Alarm.create(kind="no_cover", ref="filing", site=None, since=NOW, data={"line": "立案"})
    html = drawn(sign_in(agent))
    assert ("139****2222" in html, "13911112222" in html) == (True, False)
    for words in ('form="watch"', 'form="take"', "data-force", "Alarms", 'href="/calls/call'):
        assert words not in html


def test_lines_as_they_stand(agent, supervisor, sign_in):
    line = new_line(hours={"workdays": ["09:00-12:00"]})
    html = drawn(sign_in(supervisor))
    for words in ("open until 12:00", "nobody on A or B", "load"):
        assert words in html
    Position.create(line=line, kind="A", person=agent)
    stand(agent, Presence.READY)
    new_call(state=CallState.QUEUED, queued_at=NOW - dt.timedelta(seconds=50), line="filing")
    html = drawn(sign_in(supervisor))
    assert ("nobody on A or B" in html, "covered" in html, "longest" in html) == (False, True, True)
    stamp = int((NOW - dt.timedelta(seconds=50)).timestamp() * 1000)
    assert html.count(f'data-since="{stamp}" data-late="40"') == 2  # in the queue and at the line


def test_each_line_has_its_day(supervisor, sign_in):
    for code in ("filing", "other", "quiet"):
        new_line(code=code)
    for line, waited in (("filing", 50.0), ("filing", 10.0), ("other", 10.0)):
        new_call(outcome=Outcome.TALKED, talking_at=NOW, queued_at=NOW, wait_seconds=waited, line=line)
    browser = sign_in(supervisor)
    html = drawn(browser)
    assert (html.count("1 of 2</b>"), html.count("1 of 1</b>"), "asked for no line" in html) == (1, 1, False)
    new_call(outcome=Outcome.SELF_SERVED)  # never left the menu: the lines and this one are all calls of the day
    assert "asked for no line (menu and self-service): 1<" in drawn(browser)


def test_figures_stand_with_their_limits_and_formulas(supervisor, sign_in):
    new_call(outcome=Outcome.TALKED, talking_at=NOW, queued_at=NOW, wait_seconds=44.0)
    new_call(outcome=Outcome.SILENT)
    new_call(outcome=Outcome.ABANDONED_QUEUE, queued_at=NOW, wait_seconds=10.0)
    html = drawn(sign_in(supervisor))
    for words in ("44.0", "under 15", "66.7%", "at least 90%", "1 of 2", "Waited at most 40 s", "Silent calls",
                  "seven days"):  # fmt: skip
        assert words in html
    assert html.count('class="figure bad"') == 4  # average answer, connect rate, waits, seven days


@pytest.mark.parametrize("role", [role for role in Role if may([role], Permission.WATCH_BOARD)])
def test_whoever_may_open_a_figure_lands_on_as_many_rows(head, sign_in, role):
    """All roles that see the board, all figures of it; whoever may not see figures has no links."""
    for n, outcome in enumerate([*Outcome, None, Outcome.ABANDONED_RINGING, Outcome.TALKED]):
        talked = NOW if outcome in (Outcome.TALKED, Outcome.ABANDONED_QUEUE) else None
        new_call(
            outcome=outcome, talking_at=talked, queued_at=NOW, wait_seconds=10.0 * n, site=head,
            direction="out" if n % 7 == 6 else "in",
        )  # fmt: skip
    browser = sign_in(new_person(role=role, site=head))
    tiles = re.findall(r'<a href="(/figures/[^"]+)"><span class="label">[^<]+</span><strong>([^<]+)<', drawn(browser))
    assert len(tiles) == (9 if may([role], Permission.SEE_FIGURES) else 0)
    for href, value in tiles:
        shown = browser.get(unescape(href))
        assert shown.status_code == 200
        count = re.search(r"Rows: (\d+)", shown.text)
        assert count is not None
        if value.partition(" / ")[0].isdigit():
            assert (href, count[1]) == (href, value.partition(" / ")[0])


def test_the_rate_of_the_day_and_of_the_week_agree_at_each_moment(supervisor, sign_in):
    browser = sign_in(supervisor)
    new_call(outcome=Outcome.SELF_SERVED)
    assert drawn(browser).count("100.0%") == 2
    new_call(outcome=Outcome.ABANDONED_QUEUE)
    assert drawn(browser).count("50.0%") == 2


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("waits_long", {"line": "filing"}, '等候过久</strong> <a href="/calls/7">立案咨询'),
        ("no_cover", {"line": "立案"}, "线路无人值守</strong> 立案"),
        ("recording", {"call": "c1", "why": "empty"}, '<a href="/calls/c1">文件为空'),
        ("recording", {"call": "c1", "why": "<b>"}, "&lt;b&gt;"),
        ("away_long", {"name": "王小兰", "reason": "meal"}, "示忙过久</strong> 王小兰 用餐"),
        ("calendar", {"year": 2027}, "工作日历待更新</strong> 2027"),
    ],
)
def test_alarms_in_words(supervisor, sign_in, kind, data, words):
    new_line()
    Alarm.create(kind=kind, ref="7", site=None, since=NOW, data=data)
    html = drawn(sign_in(supervisor, "zh_CN"))
    assert words in html
    Alarm.update(until=NOW).execute()
    assert "告警" not in drawn(sign_in(supervisor, "zh_CN"))


WATCHERS = [role for role, acts in MAY.items() if Permission.WATCH_BOARD in acts]


@pytest.mark.parametrize("role", WATCHERS)
def test_no_alarm_leads_to_a_page_that_its_reader_may_not_open(role, head, sign_in):
    data = {"call": "c1", "contact": 1, "url": "http://a", "line": "x"}
    for kind in AlarmKind:
        Alarm.create(kind=kind, ref="7", site=None, since=NOW, data=data)
    browser = sign_in(new_person(role=role, site=head))
    shown = re.search(r'<section class="card alarms.*?</section>', drawn(browser), re.DOTALL)
    links = re.findall(r'href="([^"]+)"', shown[0]) if shown else []
    assert [(href, code) for href in links if (code := browser.get(unescape(href)).status_code) == 403] == []


def test_a_supervisor_listens_whispers_barges_in_and_takes_over(talk, agent, supervisor, sign_in):
    browser = sign_in(supervisor)
    html = drawn(browser)
    for value in (f'value="watch:{agent.id}"', f'value="take_over:{agent.id}"'):
        assert value in html
    answer = browser.post("/board/watch", data={"act": f"watch:{agent.id}"}, headers=SCRIPT)
    assert answer.json == {"order": Order.get().id}
    leg = CallLeg.create(call=talk.id, leg="w", kind="supervisor", person=supervisor, dialled="1009", begun_at=NOW)
    html = drawn(browser)
    assert ("Your telephone rings: 王小兰" in html, html.count(" disabled")) == (True, 3)
    CallLeg.update(answered_at=NOW).where(CallLeg.id == leg.id).execute()
    fact(talk, 1, "watched", after=1, person=supervisor.id, mode="whisper")
    html = drawn(browser)
    assert "You whisper to 王小兰: the caller does not hear you" in html
    assert f'value="whisper:{agent.id}" id="w-whisper" data-key="Alt+W" aria-pressed="true"' in html
    assert f'value="watch:{agent.id}"' not in html
    for act in ("whisper", "barge", "listen", "stop", "take_over"):
        assert browser.post("/board/watch", data={"act": f"{act}:{agent.id}"}).status_code == 303
    assert [(c.person, c.command) for c in claim(claimant="x", now=NOW)] == [
        (supervisor.id, order)
        for order in (
            Watch(agent.id), WatchAs(agent.id, WatchMode.WHISPER), WatchAs(agent.id, WatchMode.BARGE),
            WatchAs(agent.id, WatchMode.LISTEN), WatchAs(agent.id, ""), TakeOver(agent.id),
        )
    ]  # fmt: skip
    assert [a.act for a in Audit.select().where(Audit.act.in_(("watch", "take_over"))).order_by(Audit.id)] == [
        *["watch"] * 5, "take_over",
    ]  # fmt: skip


def test_a_supervisor_without_a_telephone_is_told_so(talk, supervisor, agent, sign_in):
    Person.update(extension=None).where(Person.id == supervisor.id).execute()
    browser = sign_in(supervisor, "zh_CN")
    html = browser.get("/board").text
    assert ("您没有分机，不能监听或接管通话" in html, 'form="watch"' in html) == (True, False)
    refused = browser.post("/board/watch", data={"act": f"watch:{agent.id}"}, headers=SCRIPT)
    assert (refused.status_code, Order.select().count()) == (422, 0)


@pytest.mark.parametrize("act", ["", "watch", "watch:", "watch:x", "watch:" + "9" * 99, "dance:1", ":1", "<b>:1"])
def test_wishes_that_make_no_sense_order_nothing(talk, supervisor, sign_in, act):
    answer = sign_in(supervisor).post("/board/watch", data={"act": act}, headers=SCRIPT)
    assert (answer.status_code, Order.select().count()) == (422, 0)


def test_a_branch_listens_at_its_own_site_only(talk, agent, branch_supervisor, sign_in):
    browser = sign_in(branch_supervisor, "zh_CN")
    assert "王小兰" not in drawn(browser)
    answer = browser.post("/board/watch", data={"act": f"watch:{agent.id}"}, headers=SCRIPT)
    assert (answer.status_code, answer.json["error"], Order.select().count()) == (422, "该座席属于其他站点", 0)


def test_who_may_not_listen(talk, agent, other_agent, administrator, sign_in):
    for person in (agent, other_agent, administrator):
        browser = sign_in(person)
        assert 'form="watch"' not in browser.get("/board").text
        assert browser.post("/board/watch", data={"act": f"watch:{agent.id}"}).status_code == 403
    assert Order.select().count() == 0


def test_hostile_names_are_shown_and_never_run(supervisor, sign_in):
    new_call(state=CallState.QUEUED, queued_at=NOW, number="<script>x", line="<i>")
    new_line(name="<b>line")
    html = drawn(sign_in(supervisor))
    for raw in ("<script>x", "<b>line", "<i>"):
        assert raw not in html


def test_who_is_signed_off_is_told_before_he_tries(talk, supervisor, sign_in):
    browser = sign_in(supervisor, "zh_CN")
    assert "您尚未签入：置为空闲或示忙后才能监听。" in drawn(browser)
    stand(supervisor, Presence.AWAY)
    assert "您尚未签入" not in drawn(browser)


@pytest.mark.parametrize(("topic", "agent", "supervisor", "administrator"), [("alarms", 0, 1, 1), ("flows", 0, 0, 1)])
def test_who_hears_of_what(topic, agent, supervisor, administrator):
    for role, hears in zip(FIRST, (agent, supervisor, administrator), strict=True):
        who = Someone(1, "p", "n", role, 1, "head", "h", "1", False, "en", True, False, NOW)
        assert may_hear(Reader(who, head=True), topic) is bool(hears)


def test_an_alarm_is_acknowledged_by_who_sees_it(supervisor, agent, sign_in):
    alarm = Alarm.create(kind="calendar", ref="2027", site=None, since=NOW, data={"year": 2027}).id
    browser = sign_in(supervisor, "zh_CN")
    assert f'data-alarm="{alarm}"' in drawn(browser)
    assert browser.post("/board/alarms", data={"alarm": alarm, "remark": "<b>已通知"}).status_code == 303
    html = drawn(browser)
    assert (f'data-alarm="{alarm}"' in html, "已于 11-20 10:00 确认" in html, "&lt;b&gt;已通知" in html) == (
        False,
        True,
        True,
    )
    assert browser.post("/board/alarms", data={"alarm": alarm}, headers=SCRIPT).status_code == 422
    assert sign_in(agent).post("/board/alarms", data={"alarm": alarm}).status_code == 403
