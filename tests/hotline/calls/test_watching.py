"""Supervisors at an agent's talk: each wish is an order for their own telephone and stands in the audit."""

import pytest

from hotline.calls.orders.claim import claim
from hotline.calls.rules.order_kinds import TakeOver, Watch, WatchAs
from hotline.calls.verbs.watching import watch
from hotline.ports import Refused
from hotline.rows import Audit, Order, Person
from hotline.words import Presence, WatchMode
from tests.builders import stand

pytestmark = pytest.mark.unit


@pytest.fixture
def talk(agent):
    stand(agent, Presence.TALKING, call="c1")
    return agent


def ask(who, agent, act, now, site=None):
    return watch(agent, act, supervisor=who.id, site=site, by=who.login, now=now, client_ip="10.0.0.1")


def test_every_wish_rings_the_supervisors_own_telephone(talk, supervisor, now):
    for act in ("watch", "whisper", "barge", "listen", "stop", "take_over"):
        ask(supervisor, talk.id, act, now)
    assert [(c.person, c.command) for c in claim(claimant="x", now=now)] == [
        (supervisor.id, Watch(talk.id)),
        (supervisor.id, WatchAs(talk.id, WatchMode.WHISPER)),
        (supervisor.id, WatchAs(talk.id, WatchMode.BARGE)),
        (supervisor.id, WatchAs(talk.id, WatchMode.LISTEN)),
        (supervisor.id, WatchAs(talk.id, "")),
        (supervisor.id, TakeOver(talk.id)),
    ]
    notes = [(a.act, a.object, a.data["how"], a.data["call"], a.client_ip) for a in Audit.select().order_by(Audit.id)]
    assert notes[0] == ("watch", f"person:{talk.id}", "watch", "c1", "10.0.0.1")
    assert notes[-1] == ("take_over", f"person:{talk.id}", "take_over", "c1", "10.0.0.1")


def test_what_is_refused_orders_nothing(talk, supervisor, other_agent, administrator, now):
    stand(other_agent, Presence.TALKING, call="c2")
    stand(supervisor, Presence.TALKING, call="c3")
    for who, agent, act, site, why in (
        (supervisor, talk.id, "record", None, "There is no such order"),
        (supervisor, supervisor.id, "watch", None, "This is your own call"),
        (supervisor, 999, "watch", None, "Choose an agent"),
        (supervisor, other_agent.id, "watch", supervisor.site_id, "This agent belongs to another site"),
        (talk, other_agent.id, "watch", None, "You may not listen to calls"),
        (administrator, talk.id, "watch", None, "You may not listen to calls"),
    ):
        with pytest.raises(Refused) as refused:
            ask(who, agent, act, now, site)
        assert refused.value.sentence() == why
    for state in (Presence.READY, Presence.WRAP_UP):
        stand(talk, state)
        with pytest.raises(Refused, match="This agent has no call"):
            ask(supervisor, talk.id, "watch", now)
    Person.update(extension=None).where(Person.id == supervisor.id).execute()
    with pytest.raises(Refused, match="You have no telephone"):
        ask(supervisor, talk.id, "watch", now)
    assert (Order.select().count(), Audit.select().count()) == (0, 0)
