"""Opening tickets: numbers, double clicks, whose call it is, how long a text may be."""

import datetime as dt
import threading

import pytest

from hotline.people.verbs.drafts import load_draft, save_draft
from hotline.ports import Refused
from hotline.rows import Audit, Change, Draft, Offer, Ticket
from hotline.store.database import database
from hotline.tickets.reads.tickets import is_open
from hotline.tickets.verbs.life import Matter, open_ticket
from hotline.words import Presence, TicketKind, TicketState
from tests.builders import NOW, new_call, stand
from tests.there import there

pytestmark = pytest.mark.unit
MATTER = Matter(TicketKind.CONSULT, "咨询立案", "需要哪些材料？")


def _open(person, matter=MATTER, token="t1", now=NOW, draft=None):
    return open_ticket(matter, person=person.id, token=token, draft=draft, now=now, client_ip="10.0.0.1")


def test_a_ticket_without_a_call(agent):
    number = _open(
        agent, Matter("consult", " 咨询\n立案 ", "a\r\nb\x00", caller_number="13900001111", caller_name="李")
    )
    row = Ticket.get()
    assert (number, row.number, row.subject, row.text) == ("20261120-01-0001",) * 2 + ("咨询 立案", "a\nb")
    assert (row.caller_number, row.caller_name, row.call, row.state) == ("13900001111", "李", None, "registered")
    assert (row.opened_by_id, row.site_id, row.opened_at) == (agent.id, agent.site_id, NOW)
    assert [(a.act, a.object) for a in Audit.select()] == [("open_ticket", "ticket:20261120-01-0001")]
    assert ("tickets", number) in [(c.topic, c.ref) for c in Change.select()]


def test_numbers_count_for_each_site_and_chinese_day(agent, other_agent):
    before_midnight = dt.datetime(2026, 11, 20, 15, 59, 59, tzinfo=dt.UTC)
    told = [
        _open(agent, token="a", now=before_midnight),
        _open(agent, token="b", now=before_midnight),
        _open(agent, token="c", now=before_midnight + dt.timedelta(seconds=1)),
        _open(other_agent, token="d", now=before_midnight),
    ]
    assert told == ["20261120-01-0001", "20261120-01-0002", "20261121-01-0001", "20261120-02-0001"]


def test_the_same_form_twice_opens_one_ticket_and_wastes_no_number(agent):
    assert _open(agent) == _open(agent)
    assert _open(agent, token="t2") == "20261120-01-0002"
    assert Ticket.select().count() == 2


def test_many_at_once_get_different_numbers(agent, database_url):
    """Threads with their own connections, as the requests of many agents; every second form is sent twice."""
    told, wrong = [], []

    def send(token):
        try:
            with database.connection_context():
                told.append((token, _open(agent, token=token)))
        except Exception as error:  # noqa: BLE001 - a thread would keep it to itself
            wrong.append(error)

    threads = [threading.Thread(target=send, args=(f"t{n // 2}",)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(set(told)) == 8
    assert sorted(t.number for t in Ticket.select()) == [f"20261120-01-{n:04d}" for n in range(1, 9)]


def test_a_ticket_of_a_call_takes_the_callers_number(agent):
    call = new_call(agent=agent)
    _open(agent, Matter("complaint", "投诉", "", call=call.id, caller_number="forged"))
    row = Ticket.get()
    assert (row.call, row.caller_number, row.caller_name) == (call.id, "13800001234", "张三")


def test_a_call_is_mine_when_it_is_offered_or_stands_on_my_telephone(agent, other_agent):
    call = new_call()
    with pytest.raises(Refused) as refused:
        _open(agent, Matter("consult", "x", "", call=call.id))
    assert refused.value.code == "This call is not yours"
    stand(agent, Presence.OFFERED, call=call.id)
    assert _open(agent, Matter("consult", "x", "", call=call.id), token="1")
    Offer.create(call=call.id, number=1, person=other_agent, step="A", offered_at=NOW)
    assert _open(other_agent, Matter("consult", "x", "", call=call.id), token="2")
    assert Ticket.select().where(Ticket.call == call.id).count() == 2


def test_a_consultation_is_closed_at_once(agent):
    _open(agent, Matter("consult", "x", "", close_at_once=True))
    assert Ticket.get().state == TicketState.CLOSED_AT_ONCE


@pytest.mark.parametrize(
    ("matter", "why"),
    [
        (Matter("gossip", "x", ""), "Choose what kind of matter it is"),
        (Matter("consult", " \x01 ", ""), "Write a subject"),
        (Matter("consult", "字" * 203, ""), "The subject is too long: leave out 3 characters"),
        (Matter("consult", "x", "字" * 100_001), "The text is too long: leave out 1 characters"),
        (Matter("complaint", "x", "", close_at_once=True), "Only a consultation can be closed in the call"),
        (Matter("consult", "x", "", call="nowhere"), "There is no such call"),
    ],
)
def test_what_is_no_ticket(agent, matter, why):
    with pytest.raises(Refused) as refused:
        _open(agent, matter)
    assert (refused.value.sentence(), Ticket.select().count()) == (why, 0)


def test_a_hundred_thousand_signs_are_fine(agent):
    _open(agent, Matter("consult", "字" * 200, "字" * 100_000))
    assert (len(Ticket.get().subject), len(Ticket.get().text)) == (200, 100_000)


def test_the_draft_goes_with_the_ticket_and_does_not_come_back(agent):
    save_draft(agent.id, "ticket:", {"subject": "咨", "text": "", "token": "t1"}, now=NOW, sent=is_open)
    _open(agent, draft="ticket:")
    again = {"subject": "咨询", "text": "", "token": "t1"}
    assert save_draft(agent.id, "ticket:", again, now=NOW, sent=is_open) is False
    assert (load_draft(agent.id, "ticket:"), Draft.select().count()) == (None, 0)


def test_a_refused_ticket_keeps_the_draft(agent):
    save_draft(agent.id, "ticket:", {"subject": "", "text": "很多字"}, now=NOW)
    with pytest.raises(Refused):
        _open(agent, Matter("consult", "", "很多字"), draft="ticket:")
    assert there(load_draft(agent.id, "ticket:")).fields == {"subject": "", "text": "很多字"}
