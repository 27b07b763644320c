"""The call-back desk: the order in which tasks burn, filters, pages, who may do what, messages to listen to."""

import datetime as dt
import re

import pytest

from hotline.calls.orders.claim import claim
from hotline.calls.rules.call_ids import call_of
from hotline.calls.rules.order_kinds import CallOut
from hotline.rows import Audit, CallBack, CallBackCall, CallBackTry, Order, Recording
from tests.builders import NOW, new_call, new_line
from tests.there import found

pytestmark = pytest.mark.unit
FETCH = {"X-Requested-With": "fetch"}
EVIL = "<img src=x onerror=alert(1)>"
MINUTE = dt.timedelta(minutes=1)


def _task(n=1, **given):
    values = {
        "number": f"1380000{n:04d}", "profile": "court_12368", "reason": "queue", "state": "open", "call": f"c-{n}",
        "last_call": f"c-{n}", "created_at": NOW, "missed_at": NOW, "next_at": NOW,
    }  # fmt: skip
    return CallBack.create(**values | given)


def _numbers(html):
    """The masked numbers of the rows, in order."""
    return [found[-4:] for found in re.findall(r'<strong class="num">([\d*]+)</strong>', html)]


def test_nobody_waits(agent, sign_in):
    html = sign_in(agent).get("/call-backs").text
    assert ("Nobody waits to be called back" in html, "<table" in html) == (True, False)
    html = sign_in(agent).get("/call-backs?state=done").text
    assert "Nothing fits these filters" in html


def test_the_tasks_stand_as_they_burn(agent, sign_in):
    reasons = ("menu", "queue", "no_agent", "ringing", "message")
    for n, reason in enumerate(reasons, 1):
        _task(n, reason=reason)
    _task(6, reason="queue", created_at=NOW - MINUTE)
    _task(7, reason="asked", place_since=NOW - MINUTE, created_at=NOW - 60 * MINUTE)
    _task(8, reason="asked", place_since=NOW - 9 * MINUTE)
    _task(9, reason="asked", created_at=NOW - 5 * MINUTE)  # who has no place has waited since then
    _task(10, state="reached", done_at=NOW)
    html = sign_in(agent).get("/call-backs").text
    assert _numbers(html) == ["0008", "0009", "0007", "0005", "0004", "0003", "0006", "0002", "0001"]
    assert ("138****0008" in html, "13800000008" in html) == (True, False)


def test_a_row_says_all_that_is_known(agent, supervisor, other_agent, sign_in):
    new_line()
    task = _task(line="filing", calls=3, name="王芳", tries=1, next_at=NOW + 20 * MINUTE)
    CallBackTry.create(call_back=task, number=1, person=agent, at=NOW - 9 * MINUTE, result="busy", ended_at=NOW)
    CallBackTry.create(call_back=task, number=2, person=other_agent, at=NOW - 8 * MINUTE, result="no_pick_up")
    CallBackTry.create(call_back=task, number=3, person=agent, at=NOW)
    html = sign_in(supervisor).get("/call-backs").text
    for words in ("13800000001", "王芳", "立案咨询", "Gave up in the queue", "3 ×", "Busy", "李东",
                  "not before 11-20 10:20", "The agent did not pick up", "is being called",
                  "/calls/c-1", "To be called"):  # fmt: skip
        assert words in html, words


def test_filters_by_line_reason_state_and_person(agent, other_agent, sign_in):
    new_line()
    _task(1, line="filing")
    _task(2, reason="message")
    _task(3, state="taken", taken_by=agent)
    _task(4, state="taken", taken_by=other_agent)
    _task(5, state="closed", done_at=NOW, done_by=agent, note="空号")
    _task(6, state="given_up", done_at=NOW + MINUTE, done_by=other_agent)
    browser = sign_in(agent)

    def shown(query):
        return _numbers(browser.get(f"/call-backs?{query}").text)

    assert (shown("line=filing"), shown("reason=message")) == (["0001"], ["0002"])
    assert (shown("state=open"), shown("state=taken")) == (["0002", "0001"], ["0003", "0004"])
    assert (shown("mine=1"), shown("state=done"), shown("state=done&mine=1")) == (["0003"], ["0006", "0005"], ["0005"])
    assert shown("state=nonsense&reason=&line=") == ["0002", "0001", "0003", "0004"]
    assert shown("line=../../etc/passwd") == shown("reason=" + "x" * 3000) == []
    assert "空号" in browser.get("/call-backs?state=done").text


@pytest.mark.parametrize("sort", ["urgency", "oldest", "newest", "calls"])
def test_every_order_gives_every_task_once(agent, sign_in, sort):
    made = []
    for n in range(1, 121):
        reason = ("asked", "queue", "menu")[n % 3]
        times = {"created_at": NOW + (n % 7) * MINUTE, "missed_at": NOW + (n % 11) * MINUTE}
        made.append(_task(n, reason=reason, calls=1 + n % 5, **times))
    keys = {
        "urgency": lambda t: (("asked", "queue", "menu").index(t.reason), t.created_at, t.id),
        "oldest": lambda t: (t.created_at, t.id),
        "newest": lambda t: (-t.missed_at.timestamp(), t.id),
        "calls": lambda t: (-t.calls, t.created_at, t.id),
    }
    browser = sign_in(agent)
    path, seen = f"/call-backs?sort={sort}", []
    while path:
        html = browser.get(path).text
        seen += _numbers(html)
        further = re.search(r'rel="next" href="([^"]+)"', html)
        path = further[1].replace("&amp;", "&") if further else ""
    assert seen == [task.number[-4:] for task in sorted(made, key=keys[sort])]
    assert f'<option value="{sort}" selected>' in html


def test_at_night_only_who_asked_in_this_night_is_called_back(agent, sign_in, clock):
    clock.forward(hours=11)  # 21:00 in China
    now = NOW + dt.timedelta(hours=11)
    tonight = _task(1, reason="asked", missed_at=now - 5 * MINUTE, next_at=now - 5 * MINUTE)
    today = _task(2, reason="asked", missed_at=now - 90 * MINUTE)
    missed = _task(3, reason="queue", missed_at=now - 5 * MINUTE)
    browser = sign_in(agent)
    html = browser.get("/call-backs").text
    enabled = {n: " disabled" not in found(rf'id="call-{n}" class="ready"([^>]*)>', html) for n in (1, 2, 3)}
    assert (enabled, html.count("not before 11-21 08:00")) == ({1: True, 2: False, 3: False}, 2)
    assert "except those who asked to be called within these hours" in html
    answers = [browser.post(f"/call-backs/{t.id}/call", headers=FETCH).status_code for t in (tonight, today, missed)]
    assert (answers, Order.select().count()) == ([200, 422, 422], 1)


def _assigned(task):
    row = CallBack.get_by_id(task.id)
    return row.state, row.taken_by_id, row.taken_at


def test_a_supervisor_gives_tasks_to_people(supervisor, agent, other_agent, sign_in):
    new_line()
    task = _task(line="filing", state="taken", taken_by=supervisor)
    browser = sign_in(supervisor)
    html = browser.get("/call-backs?reason=queue").text
    own = found(rf'id="give-to-{task.id}"(.*)</select>', html)
    choices = re.findall(r'<option value="(\d+)"( selected)?>', own)
    assert {int(n): bool(on) for n, on in choices} == {supervisor.id: True, agent.id: False}  # none of another site
    back = "/call-backs?reason=queue"
    answer = browser.post(f"/call-backs/{task.id}/assign", data={"person": agent.id, "back": back})
    assert (answer.headers["Location"], _assigned(task)) == (back, ("taken", agent.id, NOW))
    assert "The call-back is with 王小兰 for half an hour" in browser.get(back).text
    notes = [(a.who, a.object, a.data) for a in Audit.select().where(Audit.act == "assign_call_back")]
    assert notes == [("supervisor", f"call_back:{task.id}", {"person": agent.id})]
    assert "Assign" not in sign_in(agent).get("/call-backs").text


def test_who_cannot_be_given_a_task_and_who_gives_none(supervisor, agent, other_agent, administrator, sign_in):
    new_line()
    task, done = _task(1, line="filing"), _task(2, state="reached", done_at=NOW)
    talking = _task(3, line="filing")
    made = new_call(state="dialling", direction="out", call_back=talking.id)
    CallBackTry.create(call_back=talking, number=1, person=agent, at=made.arrived_at, call=made.id)
    browser = sign_in(supervisor, "zh_CN")

    def refused(task, person):
        answer = browser.post(f"/call-backs/{task.id}/assign", data={"person": person}, headers=FETCH)
        return answer.status_code, (answer.json or {}).get("error")

    whom = "请选择本业务组有话机、可以回拨的人员"
    for nobody in ("", "x", "0", "99999999999999999999", other_agent.id, administrator.id):
        assert refused(task, nobody) == (422, whom), nobody
    assert refused(done, agent.id) == (422, "此回拨任务已结束：已联系上")
    assert refused(talking, agent.id) == (422, "正在呼叫，请勿重复拨打")
    assert browser.post("/call-backs/999/assign").status_code == 404
    for person in (agent, administrator):
        assert sign_in(person).post(f"/call-backs/{task.id}/assign", data={"person": agent.id}).status_code == 403
    assert _assigned(task) == ("open", None, None)


@pytest.mark.parametrize("query", ["after=~", "after=1~1", "after=1~9.9.9", "after=" + "9" * 40 + "~1", "after=1~x.y",
                                   "endpoint=x&_external=1&_scheme=javascript", "mine=%00&after=%00"])  # fmt: skip
def test_addresses_that_nobody_wrote(agent, sign_in, query):
    _task()
    answer = sign_in(agent).get(f"/call-backs?{query}")
    assert (answer.status_code, "javascript:" in answer.text) == (200, False)


def test_a_second_page_begins_where_the_first_ended(agent, sign_in):
    at = NOW - dt.timedelta(microseconds=333_333)
    for n in range(1, 121):
        reason = ("asked", "queue", "menu")[n % 3]
        _task(n, reason=reason, created_at=at + (n % 7) * MINUTE, place_since=at if n % 2 else None)
    browser = sign_in(agent)
    path, seen = "/call-backs?mine=", []
    while path:
        html = browser.get(path).text
        seen += _numbers(html)
        further = re.search(r'rel="next" href="([^"]+)"', html)
        path = further[1].replace("&amp;", "&") if further else ""
    assert (len(seen), len(set(seen))) == (120, 120)
    CallBack.update(state="closed", done_at=at).execute()
    first = browser.get("/call-backs?state=done").text
    address = found(r'rel="next" href="([^"]+)"', first).replace("&amp;", "&")
    second = browser.get(address).text
    assert ("state=done" in address, len(set(_numbers(first)) | set(_numbers(second)))) == (True, 100)


def test_a_branch_has_the_tasks_of_its_lines_and_those_of_no_line(other_agent, branch, sign_in):
    new_line()
    new_line(code="east_line", name="东线", site=branch)
    for n, line in enumerate(("filing", "east_line", None), 1):
        _task(n, line=line)
    browser = sign_in(other_agent)
    assert _numbers(browser.get("/call-backs").text) == ["0002", "0003"]
    assert 'id="badge-call-backs" aria-label="waiting">2<' in browser.get("/calls").text
    for act in ("take", "call", "close"):
        assert browser.post(f"/call-backs/1/{act}", data={"note": "x"}).status_code == 404
    assert (Order.select().count(), CallBack.get_by_id(1).state) == (0, "open")


def test_taking_calling_and_closing(agent, sign_in):
    task = _task(reason="asked", line="filing", name="王芳")
    browser = sign_in(agent)
    back = "/call-backs?reason=asked"
    assert browser.post(f"/call-backs/{task.id}/take", data={"back": back}).headers["Location"] == back
    assert 'class="mine"' in browser.get(back).text
    placed = browser.post(f"/call-backs/{task.id}/call", headers=FETCH).json
    assert placed == {"order": 1, "href": "/desk?order=1"}
    assert [(c.person, c.command) for c in claim(claimant="t", now=NOW)] == [
        (
            agent.id,
            CallOut("13800000001", "王芳", "filing", profile="court_12368", call_back=task.id, call=call_of(1, NOW)),
        )
    ]
    browser.post(f"/call-backs/{task.id}/close", data={"note": f"空号{EVIL}"})
    html = browser.get("/call-backs?state=done").text
    assert (CallBack.get_by_id(task.id).state, EVIL in html, "空号&lt;img" in html) == ("closed", False, True)
    assert "The call-back of 王芳 is closed" in html


def test_refusals_are_read_in_chinese(agent, other_agent, sign_in, clock):
    taken = _task(1, state="taken", taken_by=other_agent)
    over = _task(2, state="reached", done_at=NOW)
    odd = _task(3, number="anonymous")
    browser = sign_in(agent, "zh_CN")

    def refused(task, act, **data):
        answer = browser.post(f"/call-backs/{task.id}/{act}", data=data, headers=FETCH)
        assert answer.status_code == 422
        return answer.json["error"]

    assert refused(taken, "take") == "李东 正在处理此回拨任务"
    assert refused(over, "call") == "此回拨任务已结束：已联系上"
    assert refused(odd, "call") == "该号码无法拨打"
    assert refused(odd, "close", note=" ") == "请说明原因"
    clock.forward(hours=11)  # 21:00 in China
    browser = sign_in(agent, "zh_CN")
    assert refused(_task(4), "call") == "20:00 至 08:00 为免打扰时段，不得外呼"
    assert "为免打扰时段" in browser.get("/call-backs").text
    assert Order.select().count() == 0


def test_a_refusal_without_script_brings_the_reader_back(agent, sign_in):
    task = _task(state="closed", done_at=NOW)
    browser = sign_in(agent)
    answer = browser.post(f"/call-backs/{task.id}/take", data={"back": "/call-backs?mine=1"})
    assert answer.headers["Location"] == "/call-backs?mine=1"
    assert "This call-back is over: Closed" in browser.get("/call-backs").text
    evil = browser.post(f"/call-backs/{_task(2).id}/take", data={"back": "//evil.example"})
    assert evil.headers["Location"] == "/call-backs"


def test_the_list_is_drawn_anew_with_its_filters(agent, sign_in):
    _task(1, reason="message")
    _task(2)
    browser = sign_in(agent)
    html = browser.get("/call-backs?reason=message&after=").text
    pieces = found(r'data-pieces="([^"]+)"', html).replace("&amp;", "&")
    assert 'data-topics="call_backs parameters"' in html  # changed quiet hours are news, too
    told = browser.get(pieces).json
    assert (_numbers(told["html"]["tasks"]), told["badges"]) == (["0001"], {"call-backs": 2})


@pytest.fixture
def message(db, settings):
    task = _task(reason="message")
    call = new_call(id="c-1", outcome="message_left")
    CallBackCall.create(call=call.id, call_back=task)
    settings.recordings.mkdir()
    (settings.recordings / "m.wav").write_bytes(b"RIFF" + bytes(100))
    return task, Recording.create(call=call.id, kind="message", path="m.wav", state="kept", begun_at=NOW, seconds=12.0)


def test_who_calls_back_hears_the_message_and_it_is_written_down(message, agent, sign_in):
    task, row = message
    browser = sign_in(agent)
    path = f"/call-backs/{task.id}/messages/{row.id}"
    assert path in browser.get("/call-backs").text
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, "audio/wav", b"RIFF")
    assert browser.get(path, headers={"Range": "bytes=0-3"}).status_code == 206
    listened = Audit.select().where(Audit.act == "listen")
    assert {(a.who, a.object) for a in listened} == {("agent", f"recording:{row.id}")}


def test_no_other_sound_is_given_out(message, agent, sign_in):
    task, row = message
    talk = Recording.create(call="c-1", kind="call", path="t.wav", state="kept", begun_at=NOW)
    other = Recording.create(call="c-9", kind="message", path="m2.wav", state="kept", begun_at=NOW)
    browser = sign_in(agent)
    for recording in (talk.id, other.id, 999):
        assert browser.get(f"/call-backs/{task.id}/messages/{recording}").status_code == 404
    for path in ("../secrets/web", "gone.wav", "/etc/passwd", "..", ""):
        Recording.update(path=path).where(Recording.id == row.id).execute()
        assert browser.get(f"/call-backs/{task.id}/messages/{row.id}").status_code == 404
    assert Audit.select().where(Audit.act == "listen").count() == 0


def test_names_from_outside_cannot_harm_the_page(agent, sign_in):
    _task(name=EVIL, number=EVIL, line=EVIL, note=EVIL)
    html = sign_in(agent).get("/call-backs").text
    assert (EVIL in html, "&lt;img" in html) == (False, True)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_page_is_drawn_in_both_languages(agent, sign_in, language):
    _task(note="called again", state="closed", done_at=NOW)
    html = sign_in(agent, language).get("/call-backs?state=done").text
    assert ("来电人已再次来电并接通" if language == "zh_CN" else "Has called again and was talked to") in html


def test_administrators_call_nobody_back(administrator, message, sign_in):
    browser = sign_in(administrator)
    task, row = message
    for method, path in (("GET", ""), ("GET", "/now"), ("POST", f"/{task.id}/take"), ("POST", f"/{task.id}/call"),
                         ("POST", f"/{task.id}/close"), ("GET", f"/{task.id}/messages/{row.id}")):  # fmt: skip
        assert browser.open(f"/call-backs{path}", method=method).status_code == 403
    assert "badge-call-backs" not in browser.get("/people").text


def _states():
    return [(row.state, row.taken_by_id, row.note) for row in CallBack.select().order_by(CallBack.id)]


def test_many_are_closed_or_assigned_at_once(supervisor, agent, sign_in):
    first, second, third = (_task(n) for n in (1, 2, 3))
    browser = sign_in(supervisor)
    sent = {"numbers": [first.id, second.id, first.id], "event": "close", "note": "空号", "reason": "queue"}
    answer = browser.post("/call-backs/many", data=sent)
    assert answer.headers["Location"] == "/call-backs?reason=queue"
    browser.post("/call-backs/many", data={"numbers": [third.id], "event": "assign", "person": agent.id})
    assert _states() == [("closed", None, "空号"), ("closed", None, "空号"), ("taken", agent.id, "")]
    html = browser.get("/call-backs").text
    assert ("2 call-backs are done with" in html, "1 call-backs are assigned" in html) == (True, True)
    assert browser.get("/call-backs/many").headers["Location"] == "/call-backs"


def test_what_is_refused_stays_chosen_with_its_reason_and_text(supervisor, agent, sign_in):
    open_one, done = _task(1), _task(2, state="reached", done_at=NOW)
    browser = sign_in(supervisor)

    def sent(**data):
        answer = browser.post("/call-backs/many", data=data)
        return answer.status_code, answer.text

    status, html = sent(numbers=[], event="close", note="x")
    assert (status, "Choose at least one call-back" in html) == (422, True)
    status, html = sent(numbers=[open_one.id, done.id, 999], event="assign", person="", note="半句话")
    for words in (
        "Choose somebody who calls back for this line",
        "This call-back is over",
        "There is no such call-back",
    ):
        assert words in html, words
    assert (status, f'value="{open_one.id}" aria-label="13800000001" checked' in html) == (422, True)
    assert 'value="半句话"' in html
    status, html = sent(numbers=[open_one.id], event="close", note=" ")
    assert (status, "Say why" in html, _states()[0][0]) == (422, True, "open")
    assert sent(numbers=[open_one.id], event="nonsense")[0] == 422


def test_an_agent_closes_many_and_assigns_none(agent, other_agent, sign_in):
    tasks = [_task(1), _task(2)]
    browser = sign_in(agent)
    html = browser.get("/call-backs").text
    assert ('id="many-close"' in html, 'id="many-assign"' in html) == (True, False)
    data = {"numbers": [task.id for task in tasks], "event": "assign", "person": agent.id}
    answer = browser.post("/call-backs/many", data=data)
    assert (answer.status_code, "You may not assign call-backs (2 tasks)" in answer.text) == (422, True)
    browser.post("/call-backs/many", data=data | {"event": "close", "note": "重复"})
    assert [state for state, *_ in _states()] == ["closed", "closed"]
    assert 'id="many"' not in browser.get("/call-backs?state=done").text


def test_tasks_of_another_site_are_none_of_many(other_agent, branch, sign_in):
    new_line()
    task = _task(1, line="filing")
    data = {"numbers": [task.id], "event": "close", "note": "x"}
    answer = sign_in(other_agent).post("/call-backs/many", data=data)
    assert (answer.status_code, "There is no such call-back" in answer.text, _states()[0][0]) == (422, True, "open")
