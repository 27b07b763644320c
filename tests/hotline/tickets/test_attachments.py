"""Files are added to a form or a ticket, taken back, swept; no row without its file and no file without its row."""

import datetime as dt
import io
import os

import pytest

from hotline.outside.file_store import Files
from hotline.people.verbs import parameters
from hotline.ports import Refused
from hotline.rows import Attachment, Audit
from hotline.tickets.reads import files as queries
from hotline.tickets.rules.attachments import MEGABYTE
from hotline.tickets.verbs import attachments
from hotline.tickets.verbs.attachments import Coming
from hotline.tickets.verbs.life import Matter, open_ticket
from hotline.words import Role
from tests.builders import NOW, new_person, new_ticket
from tests.there import there

pytestmark = pytest.mark.unit
PDF = b"%PDF-1.7 x"


@pytest.fixture
def store(tmp_path):
    return Files(tmp_path / "attachments")


def on_disk(store):
    return sorted(f"{file.parent.name}/{file.name}" for file in store.folder.rglob("*") if file.is_file())


def add(store, person, name="证据.pdf", data=PDF, now=NOW, **to):
    coming = Coming(name, io.BytesIO(data), **to)
    return attachments.add(coming, store, person=person.id, now=now, client_ip="10.0.0.1")


def opened(person, token="form-1", **given):
    matter = Matter("complaint", "电梯停运", "停了三天", files=token, **given)
    return open_ticket(matter, person=person.id, token=token, draft=None, now=NOW, client_ip="")


def deeds():
    return [(row.act, row.object, row.data) for row in Audit.select().order_by(Audit.id) if row.act != "open_ticket"]


def kept(file):
    return there(queries.one(file))


def test_a_file_goes_with_its_form(agent, store):
    first = add(store, agent, token="form-1")
    assert [(row.id, row.name, row.ticket) for row in queries.of_form("form-1", agent.id)] == [(first, "证据.pdf", "")]
    number = opened(agent)
    row = kept(first)
    assert (row.ticket, row.size, row.type, row.who) == (number, len(PDF), "application/pdf", "王小兰")
    assert queries.of_form("form-1", agent.id) == ()
    assert on_disk(store) == [row.path]


def test_a_file_that_comes_after_its_form_was_sent_goes_to_the_ticket(agent, store):
    number = opened(agent)
    assert kept(add(store, agent, token="form-1")).ticket == number


def test_a_file_for_a_ticket_is_written_down(agent, store):
    ticket = new_ticket(opened_by=agent)
    add(store, agent, number=ticket.number)
    assert deeds() == [("attach", f"ticket:{ticket.number}", {"size": len(PDF)})]


def test_of_a_confidential_one_the_audit_does_not_say_which(agent, store):
    inspector = new_person(login="inspector", role=Role.INSPECTOR)
    file = add(store, inspector, number=new_ticket(opened_by=agent, confidential=True).number)
    attachments.read(file, person=inspector.id, now=NOW, client_ip="")
    assert deeds() == [("attach", "ticket:*", {"size": len(PDF)}), ("read_file", "ticket:*", {})]


@pytest.mark.parametrize(
    ("name", "data", "to"),
    [
        ("a.exe", b"MZ", {"token": "t"}), ("a.pdf", b"MZ", {"token": "t"}), ("a.pdf", b"", {"token": "t"}),
        ("a.docx", b"PK\x03\x04broken", {"token": "t"}), ("a.pdf", PDF, {"token": ""}),
        ("a.pdf", PDF, {"token": "t" * 65}), ("a.pdf", PDF, {"number": "no-such"}),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_neither_row_nor_file(agent, store, name, data, to):
    with pytest.raises(Refused):
        add(store, agent, name, data, **to)
    assert (Attachment.select().count(), on_disk(store), deeds()) == (0, [], [])


def test_the_sizes_are_parameters(agent, administrator, store):
    parameters.set_parameters({"file.most_mb": 1}, by=administrator.login, now=NOW, client_ip="")
    add(store, agent, data=PDF.ljust(MEGABYTE, b" "), token="t")
    with pytest.raises(Refused) as refused:
        add(store, agent, data=PDF.ljust(MEGABYTE + 1, b" "), token="t")
    assert refused.value.sentence() == "“证据.pdf” is too large: at most 1 MB a file"
    parameters.set_parameters({"file.ticket_mb": 1}, by=administrator.login, now=NOW, client_ip="")
    with pytest.raises(Refused) as refused:
        add(store, agent, token="t")
    assert refused.value.sentence() == "All files of a ticket together are at most 1 MB"
    assert len(on_disk(store)) == 1


def test_one_takes_back_only_ones_own_and_only_before_it_is_sent(agent, store):
    file, sent = add(store, agent, token="a"), add(store, agent, token="form-1")
    opened(agent)
    other = new_person()
    for one, token, who in ((file, "a", other), (file, "b", agent), (file, "", agent), (sent, "form-1", agent)):
        with pytest.raises(Refused, match="cannot be taken back"):
            attachments.drop(one, token, store, person=who.id)
    attachments.drop(file, "a", store, person=agent.id)
    assert [row.id for row in Attachment.select()] == [sent]
    assert on_disk(store) == [kept(sent).path]


def test_somebody_elses_token_shows_and_takes_nothing(agent, store):
    other = new_person()
    file = add(store, other, token="form-1")
    assert queries.of_form("form-1", agent.id) == ()
    opened(agent)
    assert kept(file).ticket == ""


def test_sweeping_forgets_forms_that_were_never_sent_and_adopts_what_came_late(agent, store):
    old = NOW - dt.timedelta(days=31)
    never, late = add(store, agent, token="x", now=old), add(store, agent, token="form-1", now=old)
    young = add(store, agent, token="y", now=NOW - dt.timedelta(days=29))
    number = opened(agent, token="form-2")
    Attachment.update(token="form-2").where(Attachment.id == late).execute()
    orphan = store.put(io.BytesIO(PDF), most=100, check=lambda kept: None).path
    for path in on_disk(store):
        os.utime(store.folder / path, ((NOW - dt.timedelta(days=2)).timestamp(),) * 2)
    assert attachments.sweep(store, NOW) == 2
    assert [(row.id, row.ticket) for row in (kept(late), kept(young))] == [(late, number), (young, "")]
    assert (queries.one(never), orphan in on_disk(store), len(on_disk(store))) == (None, False, 2)


def test_a_unit_does_not_get_what_may_name_the_bringer(agent, store):
    ticket = new_ticket(opened_by=agent, token="form-1", hides_name=True)
    add(store, agent, token="form-1")
    after = add(store, agent, number=ticket.number)
    shown = [queries.of_ticket(ticket.id, hides_name=True, for_unit=unit) for unit in (True, False)]
    assert [([row.id for row in one.rows], one.held_back) for one in shown] == [([after], 1), ([after - 1, after], 0)]
