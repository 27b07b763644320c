"""Drafts: as typed, one a form, nobody else's."""

import datetime as dt

import pytest

from hotline.people.verbs.drafts import (
    COUNT_MOST,
    MOST,
    TOTAL_MOST,
    KeptDraft,
    clear_draft,
    drafts_of,
    load_draft,
    save_draft,
)
from hotline.ports import Refused
from hotline.rows import Draft
from tests.builders import NOW

pytestmark = pytest.mark.unit


def test_a_draft_is_kept_as_typed_and_overwritten(agent):
    save_draft(agent.id, "ticket:c1", {"subject": " 半句", "text": "a\n b "}, now=NOW)
    later = NOW + dt.timedelta(seconds=1)
    assert save_draft(agent.id, "ticket:c1", {"subject": " 半句话", "text": "a\n b "}, now=later) is True
    assert load_draft(agent.id, "ticket:c1") == KeptDraft("ticket:c1", {"subject": " 半句话", "text": "a\n b "}, later)


def test_drafts_are_their_owners_alone(agent, other_agent):
    save_draft(agent.id, "ticket:c1", {"subject": "我的", "text": ""}, now=NOW)
    assert load_draft(other_agent.id, "ticket:c1") is None
    clear_draft(other_agent.id, "ticket:c1")
    assert [kept.key for kept in drafts_of(agent.id)] == ["ticket:c1"]


def test_a_blank_form_is_no_draft(agent):
    save_draft(agent.id, "ticket:c1", {"subject": "x", "text": ""}, now=NOW)
    assert save_draft(agent.id, "ticket:c1", {"subject": " ", "text": "", "kind": "consult"}, now=NOW) is False
    assert Draft.select().count() == 0


def test_drafts_are_listed_newest_first(agent):
    for n in range(3):
        save_draft(agent.id, f"ticket:c{n}", {"subject": "x", "text": ""}, now=NOW + dt.timedelta(seconds=n))
    assert [kept.key for kept in drafts_of(agent.id)] == ["ticket:c2", "ticket:c1", "ticket:c0"]


@pytest.mark.parametrize(("key", "text"), [("", "x"), ("a b", "x"), ("k" * 101, "x"), ("ok", "字" * 120_001)])
def test_what_cannot_be_kept(agent, key, text):
    with pytest.raises(Refused):
        save_draft(agent.id, key, {"subject": "", "text": text}, now=NOW)
    assert Draft.select().count() == 0


def test_a_person_has_so_many_drafts_and_goes_on_with_those_that_there_are(agent, other_agent):
    for n in range(COUNT_MOST):
        save_draft(agent.id, f"ticket:{n}", {"text": "x"}, now=NOW)
    with pytest.raises(Refused, match="no room for another"):
        save_draft(agent.id, "ticket:more", {"text": "x"}, now=NOW)
    assert save_draft(agent.id, "ticket:0", {"text": "xy"}, now=NOW)
    assert save_draft(other_agent.id, "ticket:more", {"text": "x"}, now=NOW)
    clear_draft(agent.id, "ticket:7")
    assert save_draft(agent.id, "ticket:more", {"text": "x"}, now=NOW)
    assert Draft.select().where(Draft.person == agent.id).count() == COUNT_MOST


def test_all_drafts_of_a_person_together_are_bounded(agent):
    text = "字" * (MOST - 10)
    for n in range(TOTAL_MOST // MOST):
        save_draft(agent.id, f"ticket:{n}", {"text": text}, now=NOW)
    with pytest.raises(Refused, match="no room for another"):
        save_draft(agent.id, "ticket:more", {"text": text}, now=NOW)
    assert save_draft(agent.id, "ticket:0", {"text": "x"}, now=NOW)
    assert save_draft(agent.id, "ticket:more", {"text": text}, now=NOW)
