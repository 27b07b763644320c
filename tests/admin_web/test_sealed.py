"""A confidential complaint (K8) is the discipline inspection's alone: every route and read is walked as every role."""

import io
import re
import zipfile
from typing import Any

import pytest

from hotline import rows
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import Post, Role, TicketEvent, TicketKind
from tests.builders import NOW, new_call, new_member, new_person, new_units

pytestmark = pytest.mark.house
MARK = "纪检绝密甲乙丙"
NUMBER = "13755554321"


@pytest.fixture
def town(head: Any) -> dict[str, Any]:
    """Somebody of every role, all of whom would see an ordinary ticket; and one confidential complaint of a call."""
    units = new_units(head)
    who = {role.value: new_person(login=role.value, role=role, site=head, extension=None) for role in Role}
    for name, post in (("handler", Post.HANDLER), ("unit_reviewer", Post.REVIEWER)):
        rows.Member.create(unit=units["civil"], person=who[name], post=post)
    new_member(units["civil"], login="another")
    call = new_call(agent=who["agent"], number=NUMBER)
    matter = Matter(
        TicketKind.COMPLAINT, MARK, f"{MARK}：法官收受礼品。", call=call.id, caller_name="匿名某", confidential=True,
        address="和平路一号",
    )  # fmt: skip
    number = open_ticket(matter, person=who["agent"].id, token="t", draft=None, now=NOW, client_ip="")
    act(number, TransitionRequest(TicketEvent.ACCEPT), who=actor(who["inspector"].id), now=NOW)
    return {"number": number, "who": who, "id": rows.Ticket.get().id, "units": units, "call": call.id}


def _paths(app: Any, town: dict[str, Any]) -> list[tuple[str, str]]:
    """Every page that can be read, its parts filled with what belongs to the complaint; searches look for it."""
    fill = {
        "number": town["number"], "call": town["call"], "ticket": town["id"], "clock": 1, "follow_up": 1, "person": 1,
        "key": "ticket:", "name": "f", "kind": "slip",
    }  # fmt: skip
    asked = {"words": MARK, "q": MARK, "text": MARK, "subject": MARK, "caller_number": NUMBER, "number": town["number"]}
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in ("static", "live.stream"):
            continue
        values = {name: fill.get(name, 1) for name in rule.arguments}
        found.append((rule.endpoint, adapter.build(rule.endpoint, values)))
        found.append((rule.endpoint, adapter.build(rule.endpoint, {**asked, **values})))
    return found


def _read(answer: Any) -> str:
    """What a page or the parts of a spreadsheet say."""
    if "spreadsheet" not in answer.headers["Content-Type"]:
        return str(answer.text)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return "".join(book.read(part).decode() for part in book.namelist())


@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.INSPECTOR])
def test_nobody_else_meets_it_on_any_page(role: str, app: Any, town: dict[str, Any], sign_in: Any) -> None:
    browser = sign_in(town["who"][role])
    typed = ('name="', 'value="')  # what the reader asked for himself stands in the search field
    read = 0
    for endpoint, path in _paths(app, town):
        answer = browser.get(path)
        text = _read(answer)
        for own in typed:
            text = text.replace(f"{own}{MARK}", "").replace(f"{own}{town['number']}", "")
        if "?" not in path:
            assert (role, endpoint, MARK in text) == (role, endpoint, False)
            assert (role, endpoint, town["number"] in text and answer.status_code == 200) == (role, endpoint, False)
        assert (role, endpoint, "法官收受礼品" in text) == (role, endpoint, False)
        read += answer.status_code == 200
    assert read > 5


@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.INSPECTOR])
def test_nobody_else_is_let_in(role: str, town: dict[str, Any], sign_in: Any) -> None:
    browser = sign_in(town["who"][role])
    number = town["number"]
    assert browser.get("/sealed").status_code == 403
    assert browser.get(f"/sealed/{number}").status_code == 403
    assert browser.post(f"/sealed/{number}/act", data={"event": "answer", "text": "x"}).status_code == 403
    assert browser.get(f"/tickets/{number}").status_code in (403, 404)
    assert browser.post(f"/tickets/{number}/act", data={"event": "note", "text": "x"}).status_code in (403, 404)
    assert rows.Ticket.get_by_id(town["id"]).state == "accepted"


def test_counts_do_not_tell_of_it(town: dict[str, Any], sign_in: Any) -> None:
    for role in ("supervisor", "leader", "dispatcher", "administrator"):
        html = sign_in(town["who"][role]).get("/work").text
        assert "<strong>1</strong>" not in html


def test_the_inspector_reads_acts_and_is_written_down(town: dict[str, Any], sign_in: Any) -> None:
    browser = sign_in(town["who"]["inspector"])
    assert MARK in browser.get("/sealed").text
    assert "法官收受礼品" in browser.get(f"/sealed/{town['number']}").text
    answer = browser.post(f"/sealed/{town['number']}/act", data={"event": "answer", "text": "已核查。"})
    assert answer.status_code == 303
    assert rows.Ticket.get_by_id(town["id"]).state == "closed"
    assert [look.what for look in rows.TicketLook.select().order_by(rows.TicketLook.id)] == ["open", "act"]
    assert "Discipline inspector" in browser.get(f"/sealed/{town['number']}").text


def test_what_is_written_elsewhere_names_nothing_of_it(town: dict[str, Any]) -> None:
    said = [
        *(row.object for row in rows.Audit.select()), *(row.ref for row in rows.Change.select()),
        *(str(row.data) for row in rows.Audit.select()),
    ]  # fmt: skip
    assert [one for one in said if MARK in one or town["number"] in one] == []


def test_an_inspector_of_another_site_sees_nothing(town: dict[str, Any], branch: Any, sign_in: Any) -> None:
    far = new_person(login="far", role=Role.INSPECTOR, site=branch)
    browser = sign_in(far)
    assert MARK not in browser.get("/sealed").text
    assert browser.get(f"/sealed/{town['number']}").status_code == 404


def test_the_recording_of_its_call_is_the_inspections(town: dict[str, Any], settings: Any, sign_in: Any) -> None:
    settings.recordings.mkdir()
    (settings.recordings / "c.wav").write_bytes(b"RIFF")
    made = rows.Recording.create(call=town["call"], kind="call", path="c.wav", state="kept", begun_at=NOW, seconds=3)
    for role in ("agent", "supervisor", "administrator"):
        browser = sign_in(town["who"][role])
        assert browser.get(f"/recordings/{made.id}").status_code == 404
        assert f"/recordings/{made.id}" not in browser.get(f"/calls/{town['call']}").text
    inspector = sign_in(town["who"]["inspector"])
    assert inspector.get(f"/sealed/{town['number']}/recordings/{made.id}").data == b"RIFF"
    assert inspector.get(f"/sealed/{town['number']}/recordings/{made.id + 1}").status_code == 404
    assert "listen" in [look.what for look in rows.TicketLook.select()]


def test_the_inspectors_read_on_their_page_who_is_one(town: dict[str, Any], sign_in: Any) -> None:
    admin = sign_in(town["who"]["administrator"])
    form = {"name": "新纪检", "role": "inspector", "site": "1", "language": "zh_CN"}
    alone = admin.post("/people/new", data=form | {"login": "newcomer"})
    assert (alone.status_code, "A second person consents to an inspector" in alone.text) == (422, True)
    assert admin.post("/people/new", data=form | {"login": "newcomer", "role": "agent"}).status_code == 200
    newcomer = rows.Person.get(rows.Person.login == "newcomer").id
    assert "another inspector or a leader" in admin.post(f"/people/{newcomer}", data=form, follow_redirects=True).text
    inspector = sign_in(town["who"]["inspector"])
    assert rows.Person.get_by_id(newcomer).role == "agent"
    assert inspector.post("/consents/1/grant").status_code == 303
    page = inspector.get("/sealed").text
    told = re.search(r"<li>(.*新纪检.*)</li>", page)
    assert told is not None
    assert re.sub(r"<[^>]+>|\s+", " ", told[1]).split() == [
        *("2026-11-20", "10:00", "新纪检", "Was", "made", "discipline", "inspector", "by"),
        town["who"]["inspector"].name,
    ]
    own = f"/people/{town['who']['administrator'].id}"
    answer = admin.post(own, data=form | {"role": "administrator", "duties": "inspector"})
    assert (answer.status_code, "Nobody changes his own roles" in answer.text) == (422, True)
    assert admin.get("/sealed").status_code == 403


def test_it_waits_for_an_answer_and_never_for_a_dispatch(town: dict[str, Any], sign_in: Any) -> None:
    browser = sign_in(town["who"]["inspector"])
    for path in ("/sealed", f"/sealed/{town['number']}"):
        page = browser.get(path).text
        assert (path, "To be answered" in page, "To be dispatched" in page) == (path, True, False)
