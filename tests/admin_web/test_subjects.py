"""The page of one person's data: looked up, exported, erased with a second person; and who may not."""

import datetime as dt
import json
import zipfile
from typing import Any

import pytest

from hotline import rows
from hotline.settings import Settings, secret
from hotline.subjects.jobs import erasing, exporting
from hotline.subjects.rules.erasing import Shortest
from hotline.tickets.jobs import exports
from hotline.words import Role
from tests.builders import NOW, new_call, new_person, new_ticket

pytestmark = pytest.mark.unit
NUMBER, NAME = "13912345678", "欧阳克勤"
OLD = NOW - dt.timedelta(days=1500)
WHO = {"number": "139 1234 5678", "identity": "", "name": NAME}


@pytest.fixture
def leader(head: Any) -> Any:
    return new_person(login="leader", role=Role.LEADER, site=head)


@pytest.fixture
def history(agent: Any) -> None:
    new_call(agent=agent, at=OLD, ended_at=OLD, number=NUMBER, name=NAME)
    new_ticket(
        opened_by=agent,
        at=OLD,
        closed_at=OLD,
        state="closed",
        caller_number=NUMBER,
        caller_name=NAME,
        text=f"请回{NUMBER}",
    )
    new_ticket(opened_by=agent, at=OLD, state="closed", caller_number=NUMBER, confidential=True, text="保密")


def carry_out(settings: Settings) -> int:
    key = secret(settings.data, "identity")
    return erasing.one_round(settings.recordings, key, lambda: Shortest(180, 1095, 365), NOW)


def noted(act: str) -> list[tuple[str, str]]:
    return [(one.who, one.object) for one in rows.Audit.select().where(rows.Audit.act == act)]


def test_what_is_held_is_shown_by_kind(history: None, administrator: Any, sign_in: Any) -> None:
    browser = sign_in(administrator)
    text = browser.post("/personal-data/find", data=WHO).text
    assert 'Tickets as the caller</td><td class="n" data-label="Rows">1<' in text
    assert "139****5678" in text
    assert noted("find_person") == [("administrator", "number:5678")]
    other = browser.post("/personal-data/find", data=WHO | {"name": "别人"})
    assert "holds nothing" in other.text
    wrong = browser.post("/personal-data/find", data={"number": "", "identity": "", "name": NAME})
    assert (wrong.status_code, "a name alone" in wrong.text) == (422, True)


def test_an_erasure_needs_a_second_person_and_leaves_a_report(
    history: None, administrator: Any, leader: Any, sign_in: Any, settings: Settings
) -> None:
    asking, consenting = sign_in(administrator), sign_in(leader)
    assert asking.post("/personal-data/erase", data=WHO | {"reason": " "}).status_code == 422
    assert asking.post("/personal-data/erase", data=WHO | {"reason": "本人到窗口提出"}).status_code == 303
    assert carry_out(settings) == 0
    assert asking.post("/personal-data/1/grant").status_code == 403
    text = consenting.get("/personal-data").text
    assert ("139****5678 欧***" in text, NUMBER in text) == (True, False)
    consenting.post("/personal-data/1/grant")
    consenting.post("/personal-data/1/refuse")
    assert carry_out(settings) == 1
    assert carry_out(settings) == 0
    row = rows.Erasure.get()
    assert (row.state, row.subject, row.decided_by, row.number) == ("done", {}, "leader", "2026-0001")
    assert row.report["erased"] == {"call": 1, "ticket": 1}
    report = sign_in(administrator, "zh_CN").get("/personal-data/1").text
    assert ("2 条记录删去了此人的号码和姓名" in report, NUMBER in report, NAME in report) == (True, False, False)
    ticket = rows.Ticket.get(rows.Ticket.confidential == False)  # noqa: E712
    assert (ticket.caller_number, ticket.caller_name, ticket.text) == ("", "", "请回［已删除］")
    assert rows.Ticket.get(rows.Ticket.confidential == True).caller_number == NUMBER  # noqa: E712
    assert (noted("ask_erasure"), noted("give_consent"), noted("erase_person")) == (
        [("administrator", "erasure:1")], [("leader", "erasure:1")], [("jobs", "erasure:1")],
    )  # fmt: skip


def test_texts_with_the_name_alone_are_offered_and_erased_when_ticked(
    history: None, agent: Any, administrator: Any, leader: Any, sign_in: Any, settings: Settings
) -> None:
    for n, text in enumerate((f"{NAME}来访", f"另一位{NAME}")):
        rows.Draft.create(person=agent, key=f"d{n}", fields={"text": text}, saved_at=NOW)
    browser = sign_in(administrator)
    text = browser.post("/personal-data/find", data=WHO).text
    assert ('value="draft:1"' in text, "另一位欧阳克勤" in text) == (True, True)
    assert (
        browser.post("/personal-data/erase", data=WHO | {"reason": "本人", "also": ["draft:1; x"]}).status_code == 422
    )
    strange = browser.post("/personal-data/erase", data=WHO | {"reason": "本人", "name": "别人"})
    assert (strange.status_code, "does not go with the number" in strange.text) == (422, True)
    assert browser.post("/personal-data/erase", data=WHO | {"reason": "本人", "also": ["draft:1"]}).status_code == 303
    consenting = sign_in(leader)
    assert "with 1 texts that hold the name alone" in consenting.get("/personal-data").text
    consenting.post("/personal-data/1/grant")
    assert carry_out(settings) == 1
    assert [row.fields["text"] for row in rows.Draft.select().order_by(rows.Draft.id)] == [
        "［已删除］来访", f"另一位{NAME}",
    ]  # fmt: skip
    assert rows.Erasure.get().subject == {}


def test_who_got_his_password_from_who_asks_is_no_second_person(
    history: None, administrator: Any, leader: Any, sign_in: Any, settings: Settings, clock: Any
) -> None:
    """The administrator gave the leader a new password, signed in as the leader and consented to his own request."""
    asking = sign_in(administrator)
    asking.post("/personal-data/erase", data=WHO | {"reason": "本人"})
    assert asking.post(f"/people/{leader.id}/password").status_code == 200
    rows.Person.update(password_hash=leader.password_hash, must_change=False).where(
        rows.Person.id == leader.id
    ).execute()
    consenting = sign_in(leader)
    for answer in ("grant", "refuse"):
        told = consenting.post(f"/personal-data/1/{answer}", follow_redirects=True).text
        assert "has changed your own account within seven days" in told
    assert (rows.Erasure.get().state, carry_out(settings)) == ("open", 0)
    other = sign_in(new_person(login="other", role=Role.LEADER, site=leader.site_id))
    other.post("/personal-data/1/grant")
    assert rows.Erasure.get().state == "granted"


def test_a_refused_or_old_request_is_forgotten(
    history: None, administrator: Any, leader: Any, sign_in: Any, settings: Settings, clock: Any
) -> None:
    asking, consenting = sign_in(administrator), sign_in(leader)
    for _ in range(2):
        asking.post("/personal-data/erase", data=WHO | {"reason": "本人"})
    consenting.post("/personal-data/1/refuse")
    assert (rows.Erasure.get_by_id(1).state, rows.Erasure.get_by_id(1).subject) == ("refused", {})
    clock.forward(days=8)
    assert "Too old" in sign_in(administrator).get("/personal-data").text
    sign_in(leader).post("/personal-data/2/grant")
    assert rows.Erasure.get_by_id(2).state == "open"
    assert carry_out(settings) == 0


def test_the_export_has_all_but_what_is_confidential(
    history: None, administrator: Any, sign_in: Any, settings: Settings, clock: Any
) -> None:
    browser = sign_in(administrator)
    rows.Draft.create(
        person=administrator,
        key="d",
        fields={"text": f"{NAME}来访，邻居13800001234"},
        saved_at=NOW,
    )
    browser.post("/personal-data/export", data=WHO | {"also": ["draft:1"]})
    key, folder = secret(settings.data, "identity"), exports.folder_of(settings)

    def person(row: Any, path: Any, now: dt.datetime) -> int:
        return exporting.write(row, path, now, secret=key, recordings=settings.recordings)

    exports.one_round(folder, "head", clock, lambda: False, {"subject": person})
    row = rows.Export.get()
    assert (row.state, row.rows, row.query) == ("done", 3, {})
    answer = browser.get("/tickets/exports/1")
    assert answer.headers["Content-Disposition"].endswith(".zip")
    with zipfile.ZipFile(folder / row.file) as packed:
        told = json.loads(packed.read("data.json"))
        page = packed.read("index.html").decode()
    assert {kind: len(found) for kind, found in told.items()} == {"calls": 1, "tickets": 1, "others": 1}
    assert told["others"][0]["passages"] == [f"{NAME}来访，邻居138****1234"]
    assert told["tickets"][0]["text"] == f"请回{NUMBER}"
    assert ("保密" in str(told), "保密" in page, NAME in page) == (False, False, True)


def test_who_may_not(history: None, supervisor: Any, leader: Any, sign_in: Any, branch: Any) -> None:
    assert sign_in(supervisor).get("/personal-data").status_code == 403
    assert sign_in(leader).post("/personal-data/find", data=WHO).status_code == 403
    branch_admin = new_person(login="badmin", role=Role.ADMINISTRATOR, site=branch)
    assert sign_in(branch_admin).get("/personal-data").status_code == 403
