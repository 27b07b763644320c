"""Calls on the web: lists, who sees what, recordings with ranges, and that listening is written down."""

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest

from hotline.clock import CHINA
from hotline.rows import Audit, CallLeg, Offer, Recording
from hotline.words import Fact, Outcome
from tests.builders import NOW, fact, new_call, new_line, new_ticket

pytestmark = pytest.mark.unit
BYTES = bytes(range(256)) * 4


@pytest.fixture
def talked(agent):
    new_line()
    call = new_call(agent=agent, line="filing", outcome=Outcome.TALKED, path=["welcome", "[1]"], flow="court_12368")
    told = (
        (Fact.ARRIVED, 0, {"dialled": "12368"}),
        (Fact.KEY, 3, {"key": "1"}),
        (Fact.QUEUED, 5, {"line": "filing"}),
        (Fact.OFFERED, 6, {"offer": 1, "agent": agent.id, "whom": "A"}),
        (Fact.OFFER_ENDED, 9, {"agent": agent.id, "result": "answered"}),
        (Fact.TALKING, 9, {"agent": agent.id}),
        (Fact.TROUBLE, 20, {"what": "recording", "detail": "disk"}),
        (Fact.ENDED, 60, {"outcome": "talked", "by": "caller", "cause": "X"}),
    )
    for seq, (kind, after, data) in enumerate(told, 1):
        fact(call, seq, kind, after=after, **data)
    Offer.create(call=call.id, number=1, person=agent, step="A", offered_at=NOW, result="answered")
    return call


@pytest.fixture
def recording(talked, settings):
    settings.recordings.mkdir()
    (settings.recordings / "a.wav").write_bytes(BYTES)
    return Recording.create(call=talked.id, kind="call", path="a.wav", state="kept", begun_at=NOW)


@pytest.mark.parametrize(("count", "shown", "older"), [(0, 0, False), (1, 1, False), (3, 3, False), (51, 50, True)])
def test_the_list_with_none_one_some_and_more_than_a_page(supervisor, sign_in, count, shown, older):
    for _ in range(count):
        new_call()
    html = sign_in(supervisor).get("/calls").text
    assert (html.count("13800001234"), "Older" in html, "No calls yet" in html) == (shown, older, count == 0)


def test_the_second_page_keeps_the_filters(supervisor, sign_in):
    for _ in range(51):
        new_call()
    new_call(number="999")
    browser = sign_in(supervisor)
    html = browser.get("/calls?tail=1234").text
    href = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "tail=1234" in href
    assert browser.get(href).text.count("13800001234") == 1


def test_filters_that_make_no_sense_show_everything_or_nothing(supervisor, sign_in):
    new_call()
    browser = sign_in(supervisor)
    assert "13800001234" in browser.get("/calls?since=yesterday&until=2026-99-99&agent=x&after=~").text
    assert "No call fits these filters" in browser.get("/calls?outcome=nonsense").text
    assert "No call fits these filters" in browser.get("/calls?since=2026-11-21").text
    assert "13800001234" in browser.get("/calls?since=2026-11-20&until=2026-11-20").text


@pytest.mark.parametrize(
    ("page", "numbers"), [("/calls", ("least", "longest")), ("/recordings", ("least", "most"))]
)  # fmt: skip
def test_a_filter_that_cannot_be_read_is_told(administrator, sign_in, page, numbers):
    browser = sign_in(administrator)
    for name, typed in [
        *((name, "about ten") for name in numbers),
        ("since", "yesterday"),
        ("until", "2026-02-30"),
        ("tail", "张三"),
    ]:
        html = browser.get(page, query_string={name: f"{typed}<b>"}).text
        assert "nothing is filtered by it" in html, name
        assert f"{typed}&lt;b&gt;" in html, name
    crossed = browser.get(page, query_string={"since": "2026-12-01", "until": "2026-11-01"}).text
    assert "The first day is after the last one" in crossed

    for good in ({}, {"since": "2026/11/22", numbers[0]: " 3 "}, {"until": ""}):
        assert "nothing is filtered by it" not in browser.get(page, query_string=good).text, good


@pytest.mark.parametrize("span", ["opened", "due", "closed"])
def test_the_days_of_a_query_for_tickets_are_told_as_well(supervisor, sign_in, span):
    browser = sign_in(supervisor)
    for name in (f"{span}_from", f"{span}_to"):
        assert (
            "nothing is filtered by it: 2026-13-01" in browser.get("/tickets", query_string={name: "2026-13-01"}).text
        )
    crossed = {f"{span}_from": "2026-12-05", f"{span}_to": "2026-12-01"}
    assert "The first day is after the last one" in browser.get("/tickets", query_string=crossed).text
    assert "The first day" not in browser.get("/tickets", query_string={f"{span}_from": "2026-12-05"}).text


def test_a_tail_of_the_nuisance_list_that_is_none_is_told(supervisor, sign_in):
    browser = sign_in(supervisor)
    assert "nothing is filtered by it: abc" in browser.get("/nuisance?tail=abc").text
    assert "nothing is filtered" not in browser.get("/nuisance?tail=12").text


def test_an_agent_sees_own_calls_masked_and_cannot_probe_a_number(talked, agent, sign_in):
    new_call(number="13955556666")
    browser = sign_in(agent)
    html = browser.get("/calls").text
    assert ("138****1234" in html, "139" in html, "13800001234" in html) == (True, False, False)
    assert "138****1234" in browser.get("/calls?tail=99991234").text  # only the last four digits count


def test_a_branch_sees_its_own_calls_and_nothing_else(talked, branch_supervisor, sign_in):
    browser = sign_in(branch_supervisor)
    assert "No calls yet" in browser.get("/calls").text
    assert browser.get(f"/calls/{talked.id}").status_code == 404


def test_one_call_is_told_in_words(talked, agent, supervisor, sign_in):
    new_ticket(opened_by=agent, call=talked.id, subject="立案")
    html = sign_in(supervisor).get(f"/calls/{talked.id}").text
    for words in (
        "60.0 s",
        "Talk begins",
        "王小兰 · A position",
        "王小兰 · Answered",
        "recording disk",
        "Talked to an agent · ended by: Caller",
        "立案咨询",
        "There is no recording of this call",
    ):
        assert words in html
    assert html.count('<rect class="ph-talking"') >= 1


@pytest.mark.parametrize(
    ("state", "path", "words"),
    [("running", "a.wav", "being recorded now"), ("failed", "a.wav", "The recording failed: disk full"),
     ("kept", "gone.wav", "The file is missing"), ("kept", "../web", "The file is missing")],
)  # fmt: skip
def test_a_recording_that_cannot_be_heard_says_why(talked, settings, supervisor, sign_in, state, path, words):
    settings.recordings.mkdir()
    row = Recording.create(call=talked.id, kind="call", path=path, state=state, begun_at=NOW, error="disk full")
    browser = sign_in(supervisor)
    assert words in browser.get(f"/calls/{talked.id}").text
    assert browser.get(f"/recordings/{row.id}").status_code == 404
    assert Audit.select().where(Audit.act == "listen").count() == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh_CN", "录音失败：交换机未能开始录音"), ("en", "The recording failed: the switch did not begin")],
)
def test_a_failed_recording_says_why_in_the_readers_language(talked, supervisor, sign_in, language, words):
    Recording.create(call=talked.id, kind="call", path="a.wav", state="failed", begun_at=NOW, error="not_begun")
    page = " ".join(sign_in(supervisor, language).get(f"/calls/{talked.id}").text.split())
    assert words in page.replace("： ", "：")


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        (None, 200, BYTES),
        ("bytes=0-9", 206, BYTES[:10]),
        ("bytes=1000-", 206, BYTES[1000:]),
        ("bytes=-4", 206, BYTES[-4:]),
    ],
)
def test_a_recording_is_served_whole_or_in_ranges(recording, agent, sign_in, asked, status, body):
    answer = sign_in(agent).get(f"/recordings/{recording.id}", headers={"Range": asked} if asked else {})
    assert (answer.status_code, answer.data, answer.mimetype) == (status, body, "audio/wav")
    assert answer.headers["Accept-Ranges"] == "bytes"
    if status == 206:
        assert answer.headers["Content-Range"].endswith("/1024")


def test_a_range_beyond_the_end_is_416(recording, agent, sign_in):
    answer = sign_in(agent).get(f"/recordings/{recording.id}", headers={"Range": "bytes=5000-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */1024")


def test_listening_is_written_down_with_who_when_and_where(recording, talked, agent, supervisor, sign_in):
    browser = sign_in(agent)
    for asked in ("bytes=0-9", "bytes=10-"):
        browser.get(f"/recordings/{recording.id}", headers={"Range": asked})
    notes = [(a.who, a.object, a.client_ip, a.at, a.data) for a in Audit.select().where(Audit.act == "listen")]
    assert notes == [("agent", f"recording:{recording.id}", "127.0.0.1", NOW, {"call": talked.id})]
    assert "Who listened" in sign_in(supervisor).get(f"/calls/{talked.id}").text


def test_others_may_not_listen(recording, other_agent, branch_supervisor, sign_in):
    for person in (other_agent, branch_supervisor):
        assert sign_in(person).get(f"/recordings/{recording.id}").status_code == 404
    assert Audit.select().where(Audit.act == "listen").count() == 0


def test_a_link_out_of_the_folder_is_not_followed(talked, settings, agent, sign_in, tmp_path):
    settings.recordings.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    for path in ("../secret.txt", str(tmp_path / "secret.txt"), "link.wav"):
        row = Recording.create(call=talked.id, kind="call", path=path, state="kept", begun_at=NOW)
        if path == "link.wav":
            (settings.recordings / path).symlink_to(tmp_path / "secret.txt")
        assert sign_in(agent).get(f"/recordings/{row.id}").status_code == 404


@pytest.mark.parametrize("count", [0, 1, 3, 51])
def test_tickets_with_none_one_some_and_more_than_a_page(agent, supervisor, sign_in, count):
    for _ in range(count):
        new_ticket(opened_by=agent)
    html = sign_in(supervisor).get("/tickets").text
    assert (html.count("咨询立案材料"), "Further" in html) == (min(count, 50), count > 50)


def test_a_ticket_shows_its_text_as_typed_and_is_not_for_everybody(agent, other_agent, sign_in):
    ticket = new_ticket(opened_by=agent, text="<script>alert(1)</script>\n第二行", call=new_call(agent=agent).id)
    html = sign_in(agent).get(f"/tickets/{ticket.number}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n第二行" in html
    assert sign_in(other_agent).get(f"/tickets/{ticket.number}").status_code == 404


@pytest.fixture
def long_call(agent, supervisor, other_agent):
    """A call with a judge, a supervisor, a transfer and a survey."""
    new_line()
    call = new_call(
        agent=agent, line="filing", outcome=Outcome.TALKED, satisfaction=4, flow="court_12368", call_back=12,
        flow_version="9f3a01bc22de",
    )  # fmt: skip
    told: tuple[tuple[Fact, float, dict[str, Any]], ...] = (
        (Fact.ARRIVED, 0, {"dialled": "12368"}),
        (Fact.FLOW, 1, {"flow": "court_12368", "version": "9f3a01bc22de"}),
        (Fact.PLACE, 2, {"position": 3, "seconds": 90}),
        (Fact.TESTED, 3, {"voice": True}),
        (Fact.LEG, 4, {"leg": "l1", "party": "judge", "person": None, "dialled": "13755556666", "name": "刘志明"}),
        (Fact.LEG_ENDED, 5, {"leg": "l1", "result": "no_answer"}),
        (Fact.LEG, 6, {"leg": "w1", "party": "supervisor", "person": supervisor.id, "dialled": "1009", "name": ""}),
        (Fact.WATCHED, 7, {"person": supervisor.id, "mode": "whisper"}),
        (Fact.TRANSFERRED, 8, {"agent": agent.id, "to": other_agent.id, "name": "", "dialled": "2001"}),
        (Fact.TRANSFERRED, 9, {"agent": agent.id, "to": None, "name": "", "dialled": "057188889999"}),
        (Fact.SCRIPT, 10, {"agent": agent.id, "script": "noisy"}),
        (Fact.CALL_BACK, 11, {"number": "13766667777", "line": "filing", "since": 0, "priority": 0}),
        (Fact.FOUND, 12, {"what": "case", "why": "found"}),
        (Fact.SURVEY, 13, {"score": 4}),
        (Fact.SURVEY, 13, {"score": 1, "asks": "solved"}),
        (Fact.SURVEY, 13, {"score": 5, "asks": "again"}),
        (Fact.FOUND, 14, {}),
        (Fact.LEG_ENDED, 15, {"leg": "unknown", "result": "gone away"}),
    )
    for seq, (kind, after, data) in enumerate(told, 1):
        fact(call, seq, kind, after=after, **data)
    leg = {"call": call.id, "begun_at": NOW}
    CallLeg.create(leg="l1", kind="judge", dialled="13755556666", name="刘志明", result="no_answer", **leg)
    CallLeg.create(leg="w1", kind="supervisor", dialled="1009", person=supervisor, answered_at=NOW, **leg)
    return call


def test_a_long_call_is_told_with_everybody_in_it(long_call, supervisor, sign_in):
    html = sign_in(supervisor).get(f"/calls/{long_call.id}").text
    for words in (
        "4 of 5", "Is it solved? No", "To be handled again? Yes",
        "9f3a01bc22de", "3 · 1:30", "a voice", "Judge 刘志明 13755556666 · No answer",
        "Supervisor 赵班长 1009", "赵班长 · Whisper to the agent", "王小兰 → 李东", "王小兰 → 057188889999", "Noisy",
        "13766667777 立案咨询",
        "case found", "gone away", "Others in the call <small>2</small>",
    ):  # fmt: skip
        assert words in html


def test_numbers_of_others_are_masked_and_extensions_are_not(long_call, agent, sign_in):
    html = sign_in(agent).get(f"/calls/{long_call.id}").text
    for number in ("13755556666", "057188889999", "13766667777"):
        assert number not in html
    for shown in ("137****6666", "057*****9999", "137****7777", "1009", "12368"):
        assert shown in html


def test_a_call_that_we_made_says_so(agent, sign_in):
    call = new_call(agent=agent, direction="out", outcome=Outcome.REACHED)
    html = sign_in(agent, "zh_CN").get(f"/calls/{call.id}").text
    assert ("<dt>呼出</dt>" in html, "通话中的其他人" in html, "满意度" in html) == (True, False, False)


def test_names_that_addresses_are_built_by_are_no_filters(supervisor, sign_in):
    for _ in range(60):
        new_call()
    answer = sign_in(supervisor).get("/calls?endpoint=x&_anchor=y&_external=1&tail=1234")
    further = answer.text.split('rel="next" href="')[1].split('"')[0]
    assert (answer.status_code, "endpoint" in further, "tail=1234" in further) == (200, False, True)


HEADINGS = (
    "Arrived", "Number", "Name", "Direction", "Line", "Agent", "Outcome", "Waited (s)", "Talked (s)", "Satisfaction",
    "Talk began", "Ended", "Tickets", "Recording",
)  # fmt: skip


def _sheet(answer):
    book: Any = openpyxl.load_workbook(io.BytesIO(answer.data))
    return list(book.active.iter_rows(values_only=True))


def test_the_list_shows_what_came_of_a_call(talked, agent, supervisor, sign_in):
    ticket = new_ticket(opened_by=agent, call=talked.id)
    secret = new_ticket(opened_by=agent, call=talked.id, confidential=True)
    Recording.create(call=talked.id, kind="message", path="m.wav", state="kept", begun_at=NOW)
    Recording.create(call=talked.id, kind="call", path="a.wav", state="failed", begun_at=NOW)
    new_call(direction="out", satisfaction=4)
    html = sign_in(supervisor, "zh_CN").get("/calls").text
    told = (
        f'/tickets/{ticket.number}"' in html,
        secret.number in html,
        html.count(">失败<"),
        html.count("呼出</span>"),
    )
    assert told == (True, False, 1, 1)


def test_calls_by_length_and_direction_in_every_order(supervisor, sign_in):
    lengths = {"a": 30.0, "b": 61.0, "c": 300.0, "d": None}
    for n, (name, seconds) in enumerate(lengths.items()):
        at = NOW + dt.timedelta(minutes=n)
        new_call(
            id=name,
            name=f"N{name}",
            talk_seconds=seconds,
            wait_seconds=10 - n,
            at=at,
            direction="out" if name == "b" else "in",
        )
    browser = sign_in(supervisor)
    for query, found in (
        ("", "dcba"), ("sort=oldest", "abcd"), ("sort=talked", "cbad"), ("sort=waited", "abcd"),
        ("sort=nonsense", "dcba"),
        ("least=1", "cb"), ("longest=1", "ba"), ("least=2&longest=5", "c"), ("least=x&longest=-1", "dcba"),
        ("direction=out", "b"), ("direction=in&sort=talked", "cad"),
    ):  # fmt: skip
        html = browser.get(f"/calls?{query}").text
        assert "".join(re.findall(r"<td data-label=\"Name\">N(.)</td>", html)) == found, query


def test_a_heading_asks_for_its_order_and_keeps_the_filters(supervisor, sign_in):
    new_call(talk_seconds=90)
    html = sign_in(supervisor).get("/calls?least=1&sort=talked").text
    assert html.count('aria-sort="descending"') == 1
    assert "/calls?least=1&amp;sort=waited" in html
    assert '<input type="hidden" name="sort" value="talked">' in html  # of the filters' form
    assert 'aria-sort="ascending"' in sign_in(supervisor).get("/calls?sort=oldest").text


def test_the_list_as_a_file_holds_what_the_page_shows_and_is_noted(talked, agent, supervisor, sign_in):
    new_ticket(opened_by=agent, call=talked.id, number="T1")
    new_call(name="=1+1", number="anonymous", direction="out", at=NOW - dt.timedelta(days=1))
    new_call(line="other", number="13955556666")
    Recording.create(call=talked.id, kind="call", path="a.wav", state="kept", begun_at=NOW)
    browser = sign_in(supervisor)
    answer = browser.post("/calls/export", data={"tail": "1234", "sort": "oldest"})
    rows = _sheet(answer)
    assert rows[0] == HEADINGS
    assert [(r[1], r[2], r[3], r[4], r[5], r[12], r[13]) for r in rows[1:]] == [
        ("13800001234", "张三", "Incoming", "立案咨询", "王小兰", "T1", "Kept")
    ]
    assert rows[1][0] == NOW.astimezone(CHINA).replace(tzinfo=None)
    everything = _sheet(browser.post("/calls/export", data={}))
    assert [row[2] for row in everything[1:]] == ["张三", "张三", "=1+1"]
    assert everything[3][1] == "Number withheld"
    notes = [(a.who, a.object, a.data) for a in Audit.select().where(Audit.act == "export_calls").order_by(Audit.id)]
    assert notes == [
        ("supervisor", "calls", {"rows": 1, "by_what": ["tail"], "whole": True}),
        ("supervisor", "calls", {"rows": 3, "by_what": [], "whole": True}),
    ]


def test_too_many_calls_for_a_file_are_said_and_the_filters_stay(supervisor, sign_in, monkeypatch):
    for _ in range(3):
        new_call()
    monkeypatch.setattr("admin_web.pages.calls.views.ROWS_MOST", 2)
    answer = sign_in(supervisor).post("/calls/export", data={"tail": "1234"})
    assert (answer.status_code, "at most 2 calls: choose fewer days" in answer.text) == (422, True)
    assert 'value="1234"' in answer.text
    assert Audit.select().where(Audit.act == "export_calls").count() == 0


def test_who_may_take_calls_along(talked, agent, branch_supervisor, sign_in):
    refused = sign_in(agent).post("/calls/export")
    assert (refused.status_code, "You may not export calls" in refused.text) == (422, True)
    assert "Export to Excel" not in sign_in(agent).get("/calls").text
    assert _sheet(sign_in(branch_supervisor).post("/calls/export"))[1:] == []
