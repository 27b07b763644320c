"""The audit says of an order what became of it, and nothing more than that."""

import datetime as dt

import pytest

from hotline.callers.verbs import call_backs, talks
from hotline.calls.jobs.stuck import answer_orders
from hotline.calls.orders.claim import claim, finish
from hotline.calls.verbs import agents, flows, watching
from hotline.people.reads.audit import AuditFilter, page
from hotline.people.reads.parameters import quiet
from hotline.rows import Audit
from hotline.words import Presence
from tests.builders import NOW, stand

pytestmark = pytest.mark.unit
TEXT = "flow: court_12368\n"


def told():
    """Each act with its outcome, as the page has them, in the order of the acts."""
    noted = reversed(page(AuditFilter()).rows)
    return [(one.act, one.data["outcome"], one.data.get("refused")) for one in noted]


def publish(who, text=TEXT, at=NOW):
    return flows.publish("court_12368", text, "新导航", person=who.id, by=who.login, now=at, client_ip="")


@pytest.mark.parametrize(("refused", "after"), [(None, "done"), ("There are mistakes in the flow", "refused")])
def test_a_refused_publish_does_not_stand_as_one_that_was_done(administrator, refused, after):
    order = publish(administrator)
    assert told() == [("publish_flow", "asked", None)]
    finish(order, now=NOW, refused=refused)
    assert told() == [("publish_flow", after, refused)]
    first, further = list(Audit.select().order_by(Audit.id))
    assert (first.data["why"], first.data["outcome"]) == ("新导航", "asked")  # as it was written
    assert (further.about, further.who, further.object) == (first.id, "administrator", first.object)


def test_two_orders_of_one_moment_keep_their_own_outcomes(administrator):
    first, second = publish(administrator), publish(administrator, "flow: court_12368\nx: 1\n")
    finish(second, now=NOW)
    finish(first, now=NOW, refused="There are mistakes in the flow")
    assert [outcome for _, outcome, _ in told()] == ["refused", "done"]


def test_a_check_stands_nowhere(administrator):
    order = flows.check("court_12368", TEXT, "", person=administrator.id, by="administrator", now=NOW)
    finish(order, now=NOW)
    assert told() == []


def test_what_nobody_answers_is_refused_in_the_audit_too(administrator):
    publish(administrator)
    answer_orders(NOW + dt.timedelta(seconds=21))
    assert told() == [("publish_flow", "refused", "The telephone side did not answer; try again")]


def test_an_order_that_comes_too_late_is_refused_in_the_audit_too(administrator):
    publish(administrator)
    claim(claimant="x", now=NOW + dt.timedelta(seconds=31))
    assert told() == [("publish_flow", "refused", "The order came too late")]


def test_states_calls_and_listening_have_outcomes(agent, supervisor):
    stand(agent, Presence.TALKING, call="c")
    given = {"site": None, "by": supervisor.login, "now": NOW, "client_ip": ""}
    mine = {"by": agent.login, "now": NOW, "client_ip": ""}
    orders = [
        agents.force_state(agent.id, "away", "开会", **given),
        watching.watch(agent.id, "watch", supervisor=supervisor.id, **given),
        watching.watch(agent.id, "whisper", supervisor=supervisor.id, **given),
        watching.watch(agent.id, "take_over", supervisor=supervisor.id, **given),
        call_backs.dial("13800001234", agent.id, line=None, quiet=quiet(), **mine),
        talks.consult(agent.id, "number:13800001234", **mine),
    ]
    for n, order in enumerate(orders):
        finish(order, now=NOW, refused="no" if n % 2 else None)
    assert told() == [
        ("force_state", "done", None), ("watch", "refused", "no"), ("watch", "done", None),
        ("take_over", "refused", "no"), ("call_out", "done", None), ("call_out", "refused", "no"),
    ]  # fmt: skip
