"""Saved views: one's own under names, shared with the site, and read whatever was kept."""

from typing import Any

import pytest

from hotline import rows
from hotline.ports import Refused
from hotline.tickets.reads.views import View, view
from hotline.tickets.reads.views import views as seen
from hotline.tickets.rules.query import Sort, TicketQuery
from hotline.tickets.verbs import views
from hotline.words import TicketKind
from tests.builders import NOW, new_person

pytestmark = pytest.mark.unit
QUERY = TicketQuery(kind=TicketKind.COMPLAINT, urgent=True)


def create(person: Any, name: str = "急件") -> int:
    return views.create(name, QUERY, sort=Sort.BURNS, person=person.id, now=NOW)


def test_a_view_is_kept_and_read(agent: Any) -> None:
    one = create(agent, "  急 \u202e 件 ")
    assert seen(agent.id) == [View(one, "急 件", QUERY, Sort.BURNS, False, True, "王小兰")]
    views.rename(one, "急件", person=agent.id)
    views.replace(one, TicketQuery(words="电梯"), sort=Sort.NEWEST, person=agent.id, now=NOW)
    assert view(one, agent.id) == View(one, "急件", TicketQuery(words="电梯"), Sort.NEWEST, False, True, "王小兰")
    views.delete(one, person=agent.id)
    assert seen(agent.id) == []


def test_who_sees_it(agent: Any, supervisor: Any, other_agent: Any) -> None:
    one, own = create(agent), create(supervisor, "督办")
    assert [v.id for v in seen(supervisor.id)] == [own]
    views.share(one, shared=True, person=agent.id)
    assert [(v.id, v.mine, v.owner) for v in seen(supervisor.id)] == [(own, True, "赵班长"), (one, False, "王小兰")]
    assert (seen(other_agent.id), view(one, other_agent.id)) == ([], None)
    views.share(one, shared=False, person=agent.id)
    assert view(one, supervisor.id) is None


def test_what_a_left_person_shared_is_not_offered(agent: Any, supervisor: Any) -> None:
    views.share(create(agent), shared=True, person=agent.id)
    rows.Person.update(active=False).where(rows.Person.id == agent.id).execute()
    assert seen(supervisor.id) == []


def test_nobody_changes_anothers(agent: Any, supervisor: Any) -> None:
    one = create(agent)
    views.share(one, shared=True, person=agent.id)
    for verb in (
        lambda: views.rename(one, "我的", person=supervisor.id),
        lambda: views.share(one, shared=False, person=supervisor.id),
        lambda: views.delete(one, person=supervisor.id),
        lambda: views.replace(one, TicketQuery(), sort=Sort.DUE, person=supervisor.id, now=NOW),
        lambda: views.delete(one + 1, person=agent.id),
    ):
        with pytest.raises(Refused, match="This view is not yours"):
            verb()
    assert [(v.name, v.shared, v.query) for v in seen(agent.id)] == [("急件", True, QUERY)]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("  ", "Give the view a name"), ("名" * 65, "A name has at most"), ("急件", "You have a view of this name")],
)
def test_names(agent: Any, name: str, sentence: str) -> None:
    create(agent)
    two = create(agent, "另一个")
    for verb in (lambda: create(agent, name), lambda: views.rename(two, name, person=agent.id)):
        with pytest.raises(Refused, match=sentence):
            verb()
    assert {v.name for v in seen(agent.id)} == {"急件", "另一个"}


def test_a_name_may_stay_and_another_have_it(agent: Any, supervisor: Any) -> None:
    one = create(agent)
    views.rename(one, "急件", person=agent.id)
    create(supervisor)
    assert [v.name for v in seen(agent.id)] == ["急件"]


def test_only_so_many(agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "VIEWS_MOST", 1)
    create(agent)
    with pytest.raises(Refused, match="You keep"):
        create(agent, "另一个")


@pytest.mark.parametrize("kept", [None, [], "x", {"query": 1}, {"query": {"kind": "gone", "unit": []}, "sort": {}}])
def test_what_is_broken_asks_for_nothing(agent: Any, kept: Any) -> None:
    row = rows.SavedView.create(person=agent, name="旧", query=kept if kept is not None else {}, at=NOW)
    assert view(row.id, agent.id) == View(row.id, "旧", TicketQuery(), Sort.NEWEST, False, True, "王小兰")


def test_views_go_with_their_person(head: Any) -> None:
    person = new_person(site=head)
    create(person)
    rows.Person.delete().where(rows.Person.id == person.id).execute()
    assert rows.SavedView.select().count() == 0
