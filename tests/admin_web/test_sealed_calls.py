"""A call that brought a confidential complaint (K8) cannot be told from another one whose recording is held back."""

import io
import re
import zipfile
from typing import Any

import pytest

from hotline import rows
from hotline.calls.jobs.recordings import seal
from hotline.ports import Refused
from hotline.tickets.verbs import sealed
from hotline.tickets.verbs.life import Matter, open_ticket
from hotline.words import Role, TicketKind
from tests.builders import NOW, new_call, new_person, new_units

pytestmark = pytest.mark.house
OTHERS = [role.value for role in Role if role is not Role.INSPECTOR]


@pytest.fixture
def two(head: Any, tmp_path: Any) -> dict[str, Any]:
    """Somebody of every role, and two calls of one agent that differ in nothing but that one brought a complaint."""
    new_units(head)
    who = {role.value: new_person(login=role.value, role=role, site=head, extension=None) for role in Role}
    given = {"agent": who["agent"], "answered_at": NOW, "talk_seconds": 75.0, "ended_at": NOW}
    calls = [new_call(id=f"call-{name}-0", **given) for name in ("sealed", "plainx")]
    for call in calls:
        sound = {"state": "kept", "begun_at": NOW, "seconds": 75.0, "sha256": "ab" * 32, "size": 9, "held_back": True}
        rows.Recording.create(call=call.id, kind="call", path=f"{call.id}.wav", **sound)
        for seq, kind in enumerate(("arrived", "recording", "recorded"), 1):
            rows.CallEvent.create(call=call.id, seq=seq, at=NOW, kind=kind, data={})
    rows.Recording.update(held_back=False).where(rows.Recording.call == calls[0].id).execute()  # its lot was not drawn
    matter = Matter(
        TicketKind.COMPLAINT, "收礼", "法官收受礼品。", call=calls[0].id, caller_number="13800001234", confidential=True
    )
    number = open_ticket(matter, person=who["agent"].id, token="t", draft=None, now=NOW, client_ip="")
    return {"who": who, "calls": [call.id for call in calls], "number": number}


def masked(answer: Any, call: str, recording: int) -> tuple[int, str]:
    """Status and text without what must differ: the call's id and its recording's, times, and words made anew."""
    if "spreadsheet" in answer.headers["Content-Type"]:
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            text = "".join(book.read(part).decode() for part in sorted(book.namelist()) if "docProps" not in part)
    else:
        text = answer.text
    text = text.replace(call, "CALL")
    text = re.sub(rf"(recordings?[/-]|messages/|why-){recording}\b", r"\1N", text)
    return answer.status_code, re.sub(r'(csrf[^>]*(?:value|content)=")[^"]*|(nonce=")[^"]*|\d\d:\d\d:\d\d', r"\1", text)


@pytest.mark.parametrize("role", OTHERS)
def test_every_page_of_the_one_is_the_page_of_the_other(role: str, app: Any, two: dict[str, Any], sign_in: Any) -> None:
    browser = sign_in(two["who"][role])
    adapter = app.url_map.bind("localhost")
    rules = [rule for rule in app.url_map.iter_rules() if {"call", "recording", "task"} & rule.arguments]
    assert {"calls.one", "calls.listen", "calls.download"} <= {rule.endpoint for rule in rules}
    read = 0
    for rule in rules:
        method = "GET" if "GET" in rule.methods else "POST"
        answers = []
        for recording, call in enumerate(two["calls"], 1):
            known = {"call": call, "recording": recording, "number": two["number"]}
            path = adapter.build(rule.endpoint, {name: known.get(name, 1) for name in rule.arguments}, method=method)
            answers.append(masked(browser.open(path, method=method, data={"why": "x"}), call, recording))
        assert (rule.endpoint, answers[0]) == (rule.endpoint, answers[1])
        read += answers[0][0] == 200
    assert read >= (role in ("agent", "supervisor", "administrator"))


@pytest.mark.parametrize("role", OTHERS)
def test_lists_files_and_searches_hold_both_alike(role: str, two: dict[str, Any], sign_in: Any) -> None:
    browser = sign_in(two["who"][role])
    for path in ("/calls", "/recordings", "/audit", "/calls?sort=talked", "/board", "/figures", "/tickets"):
        answer = browser.get(path)
        text = answer.text
        found = [text.count(call) for call in two["calls"]]
        assert (path, found[0]) == (path, found[1])
        assert (path, "保密件" in text and path == "/audit") == (path, False)
        lines = [re.sub(r"\s+", " ", line) for line in text.splitlines() if any(call in line for call in two["calls"])]
        told = {line.replace(two["calls"][0], "CALL").replace(two["calls"][1], "CALL") for line in lines}
        assert (path, len(told)) == (path, min(len(lines), 1)) or len(lines) == 1
    file = browser.post("/calls/export", data={})
    if file.status_code == 200:
        with zipfile.ZipFile(io.BytesIO(file.data)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        cells = [re.sub(r' r="[A-Z]+\d+"| spans="[^"]*"', "", row) for row in re.findall(r"<row.*?</row>", sheet)]
        assert cells[1].partition("<c")[2] == cells[2].partition("<c")[2]


def test_the_inspection_sees_the_whole_number_and_releases_what_is_no_complaint(
    two: dict[str, Any], sign_in: Any
) -> None:
    secret, plain = two["calls"]
    browser = sign_in(two["who"]["inspector"], "en")
    page = browser.get(f"/sealed/{two['number']}").text
    assert ("13800001234" in page, "138****1234" in page) == (True, False)
    refused = browser.post("/sealed/release", data={"call": secret})
    assert (refused.status_code, "its recording stays with the inspection" in refused.text) == (422, True)
    assert browser.post("/sealed/release", data={"call": "none"}).status_code == 422
    assert browser.post("/sealed/release", data={"call": f" {plain} "}).status_code == 303
    assert [row.held_back for row in rows.Recording.select().order_by(rows.Recording.id)] == [False, False]
    assert rows.Audit.select().where(rows.Audit.act == "release_recording").count() == 1
    others = sign_in(two["who"]["supervisor"], "en")
    told = "Recorded, and not released on this page"
    assert [told in others.get(f"/calls/{call}").text for call in two["calls"]] == [True, False]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_releases(role: str, two: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        sealed.release(two["calls"][1], two["who"][role].id, now=NOW, client_ip="")
    assert rows.Recording.select().where(rows.Recording.held_back == True).count() == 1  # noqa: E712


@pytest.mark.parametrize(("percent", "drawn"), [(0, {False}), (100, {True})])
def test_the_lot_is_drawn_when_the_file_is_closed(db: Any, tmp_path: Any, percent: int, drawn: set[bool]) -> None:
    for n in range(5):
        (tmp_path / f"{n}.wav").write_bytes(b"x" * 32_100)
        rows.Recording.create(call=new_call().id, kind="call", path=f"{n}.wav", state="kept", begun_at=NOW, seconds=1.0)
    assert seal(tmp_path, NOW, held_percent=percent) == 5
    assert {row.held_back for row in rows.Recording.select()} == drawn
