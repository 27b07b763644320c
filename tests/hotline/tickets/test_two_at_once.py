"""Of two who act on one thing at once the second is told, and nothing is done twice: another transaction has committed
after the row was read, as it can on PostgreSQL. Here it is the same transaction, so its write goes with the refused
one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from hotline import rows
from hotline.callers.reads import call_backs as call_back_reads
from hotline.callers.verbs import call_backs, contacts
from hotline.ports import Refused
from hotline.store.unchanged import as_read
from hotline.tickets.reads import sight
from hotline.tickets.verbs import appointments, disputes
from hotline.words import Role
from tests.builders import NOW, new_line, new_person, new_ticket

pytestmark = pytest.mark.unit
BY: dict[str, Any] = {"by": "agent", "now": NOW, "client_ip": ""}


def after(module: Any, name: str, then: Callable[[], Any], monkeypatch: Any) -> None:
    """What another one does as soon as the row was read."""
    real = getattr(module, name)

    def read(*given: Any, **named: Any) -> Any:
        found = real(*given, **named)
        then()
        return found

    monkeypatch.setattr(module, name, read)


@pytest.fixture
def task(head: Any) -> Any:
    new_line()
    return rows.CallBack.create(
        number="13800001234", name="", line="filing", profile="court_12368", reason="queue", state="open", call="c",
        last_call="c", created_at=NOW, missed_at=NOW, next_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("way", ["take", "assign", "close"])
def test_a_call_back(task: Any, head: Any, way: str, monkeypatch: Any) -> None:
    me = new_person(login="me", role=Role.SUPERVISOR, site=head, extension="1009")
    other = new_person(login="other", role=Role.AGENT, site=head, extension="1010")
    taken = rows.CallBack.update(state="taken", taken_by=other.id)
    after(call_backs, "_open", lambda: taken.execute(), monkeypatch)
    monkeypatch.setattr(call_back_reads, "callers_of", lambda _line: [me])
    acts = {
        "take": lambda: call_backs.take(task.id, me.id, **BY),
        "assign": lambda: call_backs.assign(task.id, me.id, person=me.id, **BY),
        "close": lambda: call_backs.close(task.id, "不再需要", person=me.id, **BY),
    }
    with pytest.raises(Refused, match="Somebody else has just changed this"):
        acts[way]()
    row = rows.CallBack.get()
    assert (row.state, row.taken_by_id, rows.Audit.select().count()) == ("open", None, 0)


def test_a_contact(agent: Any, head: Any, monkeypatch: Any) -> None:
    judge = rows.Judge.create(chamber=rows.Chamber.create(site=head, name="民事庭"), name="何静")
    contact = rows.Contact.create(
        judge=judge, urgent=False, state="open", text="x", caller_number="13800001234", site=head, opened_by=agent,
        opened_at=NOW, due_at=NOW,
    )  # fmt: skip
    after(contacts, "_open", lambda: rows.Contact.update(state="closed", reply="先").execute(), monkeypatch)
    with pytest.raises(Refused, match="Somebody else has just changed this"):
        contacts.close(contact.id, "replied", "后", person=agent.id, **BY)
    assert (rows.Contact.get().state, rows.Contact.get().reply) == ("open", "")


def test_a_dispute(head: Any, monkeypatch: Any) -> None:
    me = new_person(login="me", role=Role.DISPATCHER, site=head)
    dispute = rows.Dispute.create(
        ticket=new_ticket(opened_by=me), state="found", level="high", at=NOW, rule="r", hits=[]
    )
    after(sight, "seen", lambda: rows.Dispute.update(state="confirmed").execute(), monkeypatch)
    with pytest.raises(Refused, match="Somebody else has just changed this"):
        disputes.dismiss(dispute.id, "无", person=me.id, now=NOW)
    assert (rows.Dispute.get().state, rows.Audit.select().count()) == ("found", 0)


def test_an_appointment_is_confirmed_once_and_one_message_goes_out(head: Any, monkeypatch: Any) -> None:
    me = new_person(login="me", role=Role.DISPATCHER, site=head)
    made = rows.Appointment.create(
        ticket=new_ticket(opened_by=me), kind="holiday", state="asked", day="2026-12-05", slot="09:00-10:00",
        place="大厅", person=me, at=NOW,
    )  # fmt: skip
    after(sight, "seen", lambda: rows.Appointment.update(state="cancelled").execute(), monkeypatch)
    with pytest.raises(Refused, match="Somebody else has just changed this"):
        appointments.move(made.id, "confirmed", person=me.id, now=NOW)
    assert (rows.Appointment.get().state, rows.Notice.select().count()) == ("asked", 0)


def test_a_row_as_it_was_read(task: Any) -> None:
    """With a column that is empty, and with one that has a value."""
    read = rows.CallBack.get()
    new = dt.timedelta(hours=1) + NOW
    assert rows.CallBack.update(next_at=new).where(as_read(read, "state", "taken_by")).execute() == 1
    rows.CallBack.update(state="closed").execute()
    assert rows.CallBack.update(next_at=NOW).where(as_read(read, "state", "taken_by")).execute() == 0
    assert rows.CallBack.update(next_at=NOW).where(as_read(read, "taken_by")).execute() == 1
