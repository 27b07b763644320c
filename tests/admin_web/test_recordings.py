"""Recordings as a whole, and taking one away: with a reason, from where one may, written down first."""

import datetime as dt
import hashlib

import pytest

from hotline.rows import Audit, Parameter, Purge, Recording
from hotline.words import Outcome
from tests.builders import NOW, new_call

pytestmark = pytest.mark.unit
BYTES = b"RIFF" + bytes(200)


@pytest.fixture
def recording(agent, settings):
    settings.recordings.mkdir()
    (settings.recordings / "a.wav").write_bytes(BYTES)
    call = new_call(agent=agent, outcome=Outcome.TALKED)
    sum_ = hashlib.sha256(BYTES).hexdigest()
    return Recording.create(
        call=call.id, kind="call", path="a.wav", state="kept", begun_at=NOW, size=204, sha256=sum_, seconds=5
    )


def taken():
    return [(a.who, a.object, a.data, a.client_ip) for a in Audit.select().where(Audit.act == "download")]


def test_a_recording_is_taken_away_for_a_reason(recording, supervisor, sign_in):
    browser = sign_in(supervisor)
    assert f'action="/recordings/{recording.id}/download"' in browser.get(f"/calls/{recording.call}").text
    answer = browser.post(f"/recordings/{recording.id}/download", data={"why": "当事人申请"})
    assert (answer.status_code, answer.data, answer.mimetype) == (200, BYTES, "audio/wav")
    assert "attachment; filename=20261120-call-" in answer.headers["Content-Disposition"]
    told = {"call": recording.call, "why": "当事人申请"}
    assert taken() == [("supervisor", f"recording:{recording.id}", told, "127.0.0.1")]
    html = browser.get(f"/calls/{recording.call}").text
    assert "Downloaded a recording: 当事人申请" in html


@pytest.mark.parametrize("why", ["", "   ", "\u200b"])
def test_without_a_reason_nothing_is_given(recording, supervisor, sign_in, why):
    back = f"/calls/{recording.call}"
    browser = sign_in(supervisor, "zh_CN")
    answer = browser.post(f"/recordings/{recording.id}/download", data={"why": why, "back": back})
    assert (answer.status_code, answer.headers["Location"], taken()) == (303, back, [])
    assert "notice refused" in browser.get(back).text


def test_who_may_not_take_it_away(recording, agent, other_agent, branch_supervisor, sign_in):
    html = sign_in(agent).get(f"/calls/{recording.call}").text
    assert (f"/recordings/{recording.id}" in html, "/download" in html) == (True, False)
    for person, status in ((agent, 403), (other_agent, 403), (branch_supervisor, 404)):
        path = f"/recordings/{recording.id}/download"
        assert sign_in(person).post(path, data={"why": "x"}).status_code == status
    assert sign_in(branch_supervisor).post("/recordings/999/download", data={"why": "x"}).status_code == 404
    assert taken() == []


@pytest.mark.parametrize(("state", "words"), [("purged", "Its time was over"), ("failed", "The recording failed")])
def test_what_is_not_there_is_said_and_not_given(recording, supervisor, sign_in, state, words):
    Recording.update(state=state, error="empty").execute()
    browser = sign_in(supervisor)
    html = browser.get(f"/calls/{recording.call}").text
    assert words in html
    for nothing in ("<audio", "/download", "file is missing"):
        assert nothing not in html
    assert browser.post(f"/recordings/{recording.id}/download", data={"why": "x"}).status_code == 303
    assert browser.get(f"/recordings/{recording.id}").status_code == 404
    assert taken() == []


def test_the_sum_that_was_taken_is_shown(recording, supervisor, sign_in):
    assert recording.sha256 in sign_in(supervisor).get(f"/calls/{recording.call}").text


def test_nothing_yet(administrator, sign_in):
    html = sign_in(administrator).get("/recordings").text
    for words in ("Nothing was recorded yet", "None failed", "Nothing was purged yet", "730", "365"):
        assert words in html


def test_what_is_kept_what_failed_and_what_was_purged(recording, administrator, sign_in):
    Recording.create(call="c2", kind="message", path="b.wav", state="purged", begun_at=NOW, size=100, sha256="x")
    Recording.create(call="c3", kind="call", path="c.wav", state="failed", begun_at=NOW, error="<b>disk")
    Parameter.create(name="keep.machine", value=7, at=NOW, by="x")
    Purge.create(at=NOW, kind="machine", files=12, bytes=5_000_000, data={"days": 7})
    Purge.create(at=NOW, kind="of old", files=1, bytes=0, data={})
    html = sign_in(administrator).get("/recordings").text
    for words in ("204 B<", "100 B<", "1 of the kept ones", "&lt;b&gt;disk", "5.0 MB", "7 days", "default 90",
                  'href="/calls/c3"', "Self-service", "of old"):  # fmt: skip
        assert words in html


@pytest.mark.parametrize(("count", "older"), [(1, False), (3, False), (51, True)])
def test_failures_come_page_by_page(administrator, sign_in, count, older):
    for n in range(count):
        at = NOW - dt.timedelta(minutes=n)
        Recording.create(call=f"call-{n}", kind="call", path=f"{n}.wav", state="failed", begun_at=at, error="empty")
    browser = sign_in(administrator, "zh_CN")
    html = browser.get("/recordings").text
    assert (html.count("文件为空"), 'rel="next"' in html) == (min(count, 50), older)
    if older:
        href = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert "call-50" in browser.get(href).text
    assert "文件为空" in browser.get("/recordings?after=nonsense").text


def test_who_may_not_see_them(agent, supervisor, sign_in):
    assert {sign_in(person).get("/recordings").status_code for person in (agent,)} == {403}
    assert sign_in(supervisor).get("/recordings").status_code == 200
