"""What stands on a ticket's page beside its own words: appointments, merged tickets with their files, files by side and
act, the call of whoever registered it."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from admin_web import paper_making
from hotline import rows
from hotline.outside.stored import open_stored
from hotline.words import Role, TicketEvent
from tests.builders import NOW, new_call, new_person
from tests.hotline.tickets.town import Town, built, handled

pytestmark = pytest.mark.unit
E = TicketEvent
LATER = NOW + dt.timedelta(minutes=1)


@pytest.fixture
def town(head: Any) -> Town:
    return built(head)


def attach(ticket: Any, name: str, person: Any, *, token: str = "", type_: str = "image/png") -> Any:
    count = rows.Attachment.select().count()
    return rows.Attachment.create(
        ticket=ticket.id,
        name=name,
        type=type_,
        size=9,
        sha256="0",
        path=f"p{count}",
        at=LATER,
        person=person,
        token=token,
    )


def test_an_appointment_stands_on_the_ticket(town: Town, sign_in: Any) -> None:
    number = town.open(kind="appointment")
    page = sign_in(town.who["dispatcher"]).get(f"/tickets/{number}").text
    assert 'id="booked"' not in page
    rows.Appointment.create(
        ticket=town.row(number).id, kind="home", state="confirmed", day="2026-12-03", slot="09:00-10:00",
        place="人民路1号", reason="行动不便", at=NOW,
    )  # fmt: skip
    page = sign_in(town.who["dispatcher"]).get(f"/tickets/{number}").text
    assert [word in page for word in ('id="booked"', "2026-12-03", "09:00-10:00", "人民路1号", "行动不便")] == [
        True
    ] * 5


def test_the_parent_has_the_merged_ones_words_and_files(town: Town, sign_in: Any) -> None:
    parent, child, hidden = handled(town), town.open(), town.open(hides_name=True)
    rows.Ticket.update(text="夜里也停。").where(rows.Ticket.number == child).execute()
    photo = attach(town.row(child), "夜间.png", town.who["dispatcher"].id, token="f")
    secret = attach(town.row(hidden), "身份证.png", town.who["dispatcher"].id, token="g")
    for number in (child, hidden):
        town.do(number, E.MERGE, "dispatcher", parent=parent)
    page = sign_in(town.who["civil"]).get(f"/tickets/{parent}").text
    assert ("夜里也停。" in page, "夜间.png" in page, "身份证.png" in page) == (True, True, False)
    unit = sign_in(town.who["civil"])  # the file is gone from the disk: 303 says that it may be had
    assert [unit.get(f"/files/{one.id}").status_code for one in (photo, secret)] == [303, 404]
    other = sign_in(town.who["housing"])
    assert [other.get(f"/files/{one.id}").status_code for one in (photo, secret)] == [404, 404]


def test_files_stand_by_side_and_with_their_act(town: Town, sign_in: Any) -> None:
    number = handled(town)
    row = town.row(number)
    attach(row, "现场.png", town.who["dispatcher"].id, token="f")
    attach(row, "修好.png", town.who["civil"].id)
    attach(row, "表.docx", town.who["civil"].id, type_="application/msword")
    town.later(minutes=5)
    town.do(number, E.REPLY, "civil", "已修好，照片见附件。")
    page = sign_in(town.who["dispatcher"]).get(f"/tickets/{number}").text
    files = page[page.index('id="files"') :]
    ours, theirs = files[: files.index("From the units")], files[files.index("From the units") :]
    assert ("现场.png" in ours, "修好.png" in ours, "修好.png" in theirs, "表.docx" in theirs) == (
        True,
        False,
        True,
        True,
    )
    assert (E.OPEN.label("en") in ours, E.REPLY.label("en") in theirs) == (True, True)
    assert (ours.count("<img"), theirs.count("<img")) == (1, 1)
    assert page.index('class="history"') < page.index('id="files"')


def test_a_small_picture_is_one_reading_an_hour(town: Town, sign_in: Any, tmp_path: Path, monkeypatch: Any) -> None:
    photo = attach(town.row(handled(town)), "现场.png", town.who["dispatcher"].id, token="f")
    kept = tmp_path / "x.png"
    kept.write_bytes(b"PNG")
    monkeypatch.setattr(paper_making, "opened", lambda _path, _size: open_stored(kept))
    monkeypatch.setattr(paper_making, "small_picture", lambda _path, _size, _sha256: b"JPEG")
    browser = sign_in(town.who["dispatcher"])

    def readings() -> int:
        return int(rows.Audit.select().where(rows.Audit.act == "read_file").count())

    for _ in range(3):
        assert browser.get(f"/files/{photo.id}/small").status_code == 200
    assert readings() == 1
    browser.get(f"/files/{photo.id}?inline=1")
    assert readings() == 2


def test_who_registered_it_gets_to_the_call(town: Town, sign_in: Any, head: Any) -> None:
    mine, other = (new_person(login=login, role=Role.AGENT, site=head) for login in ("mine", "other"))
    call = new_call(agent=mine.id)
    number = town.open()
    rows.Ticket.update(call=call.id, opened_by=mine.id).where(rows.Ticket.number == number).execute()
    linked = [f"/calls/{call.id}" in sign_in(one).get(f"/tickets/{number}").text for one in (mine, other)]
    assert linked == [True, False]
