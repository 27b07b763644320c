"""Whatever shows a citizen's number or name leaves an entry in the audit: every page is walked."""

import io
import wave
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from admin_web import looks as edge
from hotline import rows
from hotline.people.rules.looks import ONE_LOOK
from hotline.people.verbs import looks
from hotline.settings import Settings
from hotline.store.database import DatabaseAway
from hotline.words import RecordingKind, RecordingState, Role
from tests.builders import NOW, new_call, new_person, new_ticket

from .test_foreign import paths, town  # noqa: F401 - a house with one of each thing
from .test_forms import everybody  # noqa: F401

pytestmark = pytest.mark.unit
MOBILE, OTHER, LANDLINE, ABROAD, IDENTITY, NAME = (
    "13800001234", "13900001234", "057188889999", "+85291234567", "11010519491231002X", "欧阳克勤",
)  # fmt: skip
SECRETS = (MOBILE, OTHER, LANDLINE, ABROAD, IDENTITY, NAME)
# wake-ups without a number; a sheet to be filled in; the dictionary's subjects
EMPTY = {"live.stream", "people_file.template", "classes.sheet"}
FILES = ("audio/", "application/vnd", "application/pdf", "application/zip", "image/")


@pytest.fixture
def shown(town: dict[str, Any], settings: Settings) -> dict[str, Any]:  # noqa: F811
    """The house's things say the sample's numbers, in fields and in texts; its files are there."""
    rows.Call.update(name=NAME, number=MOBILE).execute()
    rows.CallBack.update(name=NAME).execute()
    rows.Contact.update(caller_name=NAME, caller_number=LANDLINE).execute()
    rows.Ticket.update(caller_name=NAME, caller_number=MOBILE, text=f"身份证{IDENTITY}，电话{OTHER}").execute()
    new_call(id="abroad", number=ABROAD, name=NAME, agent=town["agent"])
    folder = settings.recordings
    folder.mkdir(parents=True, exist_ok=True)
    with wave.open(str(folder / "c.wav"), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(b"\0\0" * 800)
    rows.Recording.create(
        call="c", kind=RecordingKind.CALL, path="c.wav", state=RecordingState.KEPT, begun_at=NOW, seconds=1
    )
    (settings.data / "exports").mkdir()
    (settings.data / "exports" / "1.xlsx").write_bytes(b"x")
    for person in (town["people"][Role.SUPERVISOR], town["people"][Role.ADMINISTRATOR]):
        rows.Export.create(person=person, state="done", asked_at=NOW, file="1.xlsx", rows=3, numbers=True)
    return town


def said(answer: Any) -> str:
    """The text of an answer, also inside a spreadsheet."""
    if answer.mimetype.startswith("application/vnd.openxml"):
        try:
            with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
                return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
        except zipfile.BadZipFile:
            return ""
    if answer.mimetype == "application/json":
        return str(answer.json)
    return str(answer.text) if answer.mimetype.startswith("text/") else ""


def unnoted(app: Flask, browser: Any, login: str, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(endpoint, what it showed) of each page that showed something and left no entry of this person."""
    for endpoint, path, _named in paths(app, "GET", given):
        if endpoint in EMPTY:
            continue
        rows.Look.delete().execute()
        last = rows.Audit.select().order_by(rows.Audit.id.desc()).first()
        answer = browser.get(path)
        if answer.status_code != 200:
            continue
        text = said(answer)
        found = [secret for secret in SECRETS if secret in text] or [
            answer.mimetype for kind in FILES if answer.mimetype.startswith(kind)
        ]
        mine = rows.Audit.select().where(rows.Audit.id > (last.id if last else 0), rows.Audit.who == login)
        heard = rows.Audit.select().where(rows.Audit.act == "listen", rows.Audit.who == login)
        if answer.mimetype.startswith("audio/") and heard.exists():
            continue  # who listens on is noted once
        if found and not mine.exists():
            yield endpoint, str(found)


@pytest.mark.parametrize("role", list(Role))
def test_every_page_that_shows_a_number_or_name_is_noted(
    app: Flask, shown: dict[str, Any], sign_in: Any, role: Role
) -> None:
    person = shown["people"][role]
    rows.Person.update(sees_numbers=True).where(rows.Person.id == person.id).execute()
    assert list(unnoted(app, sign_in(person), person.login, shown)) == []


def test_the_walk_finds_what_is_not_noted(
    app: Flask, shown: dict[str, Any], sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge, "looked", lambda *_given, **_more: None)
    person = shown["people"][Role.SUPERVISOR]
    found = {endpoint for endpoint, _what in unnoted(app, sign_in(person), person.login, shown)}
    assert {"calls.page", "calls.one", "ticket_list.page", "tickets.one", "call_backs.page", "nuisance.page"} <= found
    assert {"contacts.page", "contacts.one", "board.page", "ticket_list.fetch", "work.page"} <= found


def entries() -> list[tuple[str, str, dict[str, Any]]]:
    found = rows.Audit.select().where(rows.Audit.act == "see_personal").order_by(rows.Audit.id)
    return [(one.who, one.object, one.data) for one in found]


def test_looks_at_one_list_are_one_entry_with_a_count(
    app: Flask, supervisor: Any, agent: Any, sign_in: Any, clock: Any
) -> None:
    new_call(agent=agent, number=MOBILE, name=NAME), new_call(agent=agent, number=LANDLINE, name=NAME)
    browser = sign_in(supervisor)
    for path in ("/calls", "/calls?after=", "/calls", "/calls?tail=1234"):
        assert browser.get(path).status_code == 200
    what = {"shows": ["telephone", "name"], "by_what": []}
    narrow = {"rows": 1, "shows": ["telephone", "name"], "by_what": ["tail"]}
    first = [("supervisor", "page:/calls", {"rows": 2, **what}), ("supervisor", "page:/calls", narrow)]
    assert entries() == first
    assert looks.settle(clock.at) == 0
    assert looks.settle(clock.at + ONE_LOOK) == 2
    assert entries() == [*first, ("supervisor", "page:/calls", {"count": 3, "rows": 6})]
    assert [one.about for one in rows.Audit.select().where(rows.Audit.about.is_null(False))] == [
        rows.Audit.get(rows.Audit.act == "see_personal").id
    ]
    clock.forward(seconds=ONE_LOOK.total_seconds())
    browser.get("/calls")
    assert entries()[3:] == [("supervisor", "page:/calls", {"rows": 2, **what})]


def test_a_page_that_refreshes_itself_is_no_further_look(
    app: Flask, supervisor: Any, agent: Any, sign_in: Any, clock: Any
) -> None:
    new_call(agent=agent, number=MOBILE)
    browser = sign_in(supervisor)
    for _ in range(3):
        browser.get("/calls", headers={"X-Background": "1"})
    assert [row.times for row in rows.Look.select()] == [1]
    clock.forward(seconds=ONE_LOOK.total_seconds())
    browser.get("/calls", headers={"X-Background": "1"})
    assert [(row.times, row.begun_at) for row in rows.Look.select()] == [(1, clock.at)]


def test_another_address_is_another_entry(app: Flask, supervisor: Any, agent: Any, sign_in: Any) -> None:
    new_call(agent=agent, number=MOBILE)
    browser = sign_in(supervisor)
    browser.get("/calls")
    browser.get("/calls", environ_base={"REMOTE_ADDR": "10.0.0.9"})
    noted = [(one.client_ip, one.site) for one in rows.Audit.select().where(rows.Audit.act == "see_personal")]
    assert noted == [("127.0.0.1", supervisor.site_id), ("10.0.0.9", supervisor.site_id)]


def test_the_inspection_is_noted_without_the_complaint(app: Flask, head: Any, agent: Any, sign_in: Any) -> None:
    inspector = new_person(login="inspector", role=Role.INSPECTOR, site=head)
    ticket = new_ticket(opened_by=agent, confidential=True, caller_number=MOBILE, caller_name=NAME)
    assert sign_in(inspector).get(f"/sealed/{ticket.number}").status_code == 200
    assert [thing for _who, thing, _data in entries()] == ["ticket:*"]
    assert ticket.number not in str(entries())


def test_a_masked_number_is_no_look(app: Flask, agent: Any, sign_in: Any) -> None:
    new_call(agent=agent, number=MOBILE, name="")
    assert "138****1234" in sign_in(agent).get("/calls").text
    assert entries() == []


def test_nothing_is_shown_that_cannot_be_noted(
    app: Flask, supervisor: Any, agent: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_call(agent=agent, number=MOBILE)
    browser = sign_in(supervisor)

    def away(*_given: Any, **_more: Any) -> None:
        raise DatabaseAway("away")

    monkeypatch.setattr(edge, "looked", away)
    answer = browser.get("/calls")
    assert (answer.status_code, MOBILE in answer.text) == (503, False)


def test_the_audit_shows_the_page_with_its_address(
    app: Flask, supervisor: Any, agent: Any, administrator: Any, sign_in: Any
) -> None:
    call = new_call(agent=agent, number=MOBILE, name=NAME)
    sign_in(supervisor).get(f"/calls/{call.id}")
    text = sign_in(administrator).get("/audit?act=see_personal").text
    assert f'<a href="/calls/{call.id}">Page /calls/{call.id}</a>' in text
    assert "Whole telephone numbers" in text
    assert MOBILE not in text
