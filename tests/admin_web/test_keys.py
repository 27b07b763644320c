"""Keys of a ticket's page: an act has its own key, whatever else is offered, and no key means two things."""

import re
from typing import Any

import pytest

from admin_web.ticket_forms import FORMS, KEYS, VERBS
from hotline import rows
from hotline.tickets.verbs.life import Matter, open_ticket
from hotline.words import CallState, Post, Presence, Profile, Reason, Role, TicketState
from tests.builders import NOW, new_call, new_member, new_person, new_units, stand

pytestmark = pytest.mark.unit
_KEYED = re.compile(r'<(?:button|a|input)[^>]*?data-key="([^"]+)"[^>]*>')
_ACT = re.compile(r'data-window="w-([a-z_]+)" data-key="([^"]+)"')
BAR = {f"Alt+{sign}" for sign in "1AHPMWJTQO"}  # the telephone's, and the way through a list


def test_every_act_has_a_key_of_its_own_and_none_of_the_call_bars() -> None:
    assert len(set(KEYS.values())) == len(KEYS)
    assert set(KEYS.values()) & BAR == set()
    assert set(KEYS) <= set(FORMS) <= set(VERBS)


@pytest.fixture
def ticket(head: Any) -> Any:
    units = new_units(head)
    writer = new_person(login="writer", role=Role.DISPATCHER)
    matter = Matter("complaint", "电梯停运", "三天。", caller_number="13800001234", profile=Profile.COURT_12368)
    open_ticket(matter, person=writer.id, token="t", draft=None, now=NOW, client_ip="")
    row = rows.Ticket.get()
    row.unit = units["civil"]
    row.save()
    return row


@pytest.mark.parametrize("role", list(Role))
def test_no_key_means_two_things_in_any_state_for_any_role(role: Role, ticket: Any, sign_in: Any) -> None:
    if role in (Role.HANDLER, Role.UNIT_REVIEWER):
        post = Post.REVIEWER if role is Role.UNIT_REVIEWER else Post.HANDLER
        who = new_member(ticket.unit, login="who", role=role, post=post)
    else:
        who = new_person(login="who", role=role)
    call = new_call(state=CallState.TALKING, number="13800001234", at=NOW, talking_at=NOW)
    rows.Offer.create(call=call.id, number=1, person=who, step="A", offered_at=NOW, answered_at=NOW)
    browser, walked = sign_in(who), 0
    for state in TicketState:
        rows.Ticket.update(state=state, handler=who if state is TicketState.HANDLING else None).execute()
        for presence in (Presence.AWAY, Presence.TALKING, Presence.WRAP_UP):
            stand(who, presence, at=NOW, call=call.id, reason=Reason.CALL_OFFERED)
            page = browser.get(f"/tickets/{ticket.number}?panel=open")
            if page.status_code != 200:
                continue
            keys = _KEYED.findall(page.text)
            assert len(keys) == len(set(keys)), (state, presence, sorted(keys))
            assert [(act, key) for act, key in _ACT.findall(page.text) if KEYS[act] != key] == []
            walked += 1
    assert walked == 3 * len(TicketState) or browser.get(f"/tickets/{ticket.number}").status_code in (403, 404)
