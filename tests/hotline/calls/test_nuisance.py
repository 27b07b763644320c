"""Nuisance numbers: listed for a time, appealed, answered, lifted; what a desk and a flow are told."""

import datetime as dt
from typing import Any

import pytest

from hotline.callers.reads import callers
from hotline.calls.reads.nuisance import NuisanceHit, marked
from hotline.calls.verbs.nuisance import DAYS_MOST, add, answer, appeal
from hotline.ports import Refused
from hotline.rows import Audit, Nuisance
from tests.builders import NOW
from tests.there import there

pytestmark = pytest.mark.unit
NO_NUMBER = "This is no telephone number: a mobile has 11 digits, a landline its area code before it"
BY: dict[str, Any] = {"by": "supervisor", "now": NOW, "client_ip": "10.0.0.1"}


def _add(person, number="13800001234", reason="辱骂", days=30, *, refused=False):
    return add(number, reason, days, refused=refused, person=person.id, **BY)


def test_a_number_is_listed_for_so_many_days(supervisor):
    entry = _add(supervisor, " 138-0000 1234 ", "辱骂\n座席", 30, refused=True)
    row = Nuisance.get_by_id(entry)
    assert (row.number, row.reason, row.refused, row.by_id) == ("13800001234", "辱骂座席", True, supervisor.id)
    assert row.until - row.at == dt.timedelta(days=30)
    assert marked("13800001234", NOW) == NuisanceHit(True, "辱骂座席", NOW + dt.timedelta(days=30))
    assert marked("13800001234", NOW + dt.timedelta(days=30)) is None
    assert callers.known("13800001234", NOW)["nuisance"] == "refused"
    assert [(a.act, a.object) for a in Audit.select()] == [("add_nuisance", f"nuisance:{entry}")]


@pytest.mark.parametrize(
    ("number", "reason", "days", "why"),
    [("", "x", 1, "Write the number"), (" - ", "x", 1, "Write the number"), ("13800001234", " ", 1, "Say why"),
     ("anonymous", "x", 1, "A withheld number is nobody: it cannot be listed"), ("<b>", "x", 1, NO_NUMBER),
     ("1" * 21, "x", 1, NO_NUMBER),
     ("13800001234", "x", 0, "A number is listed for 1 to %(most)s days"),
     ("13800001234", "x", -1, "A number is listed for 1 to %(most)s days"),
     ("13800001234", "x", DAYS_MOST + 1, "A number is listed for 1 to %(most)s days")],
)  # fmt: skip
def test_what_cannot_be_listed(supervisor, number, reason, days, why):
    with pytest.raises(Refused) as refused:
        _add(supervisor, number, reason, days)
    assert (refused.value.code, Nuisance.select().count()) == (why, 0)


def test_an_appeal_is_answered_and_the_number_stays_or_goes(supervisor):
    entry = _add(supervisor)
    appeal(entry, "弄错了", **BY)
    answer(entry, "经核实无误", lift=False, person=supervisor.id, **BY)
    row = Nuisance.get_by_id(entry)
    assert (row.appeal, row.appealed_at, row.answer, row.lifted_at) == ("弄错了", NOW, "经核实无误", None)
    answer(entry, "改为解除", lift=True, person=supervisor.id, **BY)
    row = Nuisance.get_by_id(entry)
    assert (row.answer, row.lifted_at, row.lifted_by_id) == ("改为解除", NOW, supervisor.id)
    assert marked("13800001234", NOW) is None


def test_what_is_over_cannot_be_appealed(supervisor):
    entry = _add(supervisor, days=1)
    late = BY | {"now": NOW + dt.timedelta(days=1)}
    for act in (
        lambda: appeal(entry, "x", **late),
        lambda: answer(entry, "x", lift=True, person=supervisor.id, **late),
        lambda: appeal(999, "x", **BY),
    ):
        with pytest.raises(Refused, match="This number is not listed any more"):
            act()
    with pytest.raises(Refused, match="Write what the caller says"):
        appeal(entry, " ", **BY)
    with pytest.raises(Refused, match="Say why"):
        answer(entry, "", lift=True, person=supervisor.id, **BY)


def test_a_refusing_entry_goes_before_a_mark(supervisor):
    _add(supervisor, reason="标记")
    _add(supervisor, reason="拒接", refused=True)
    assert there(marked("13800001234", NOW)).reason == "拒接"
    assert (marked("", NOW), callers.known("", NOW)["nuisance"]) == (None, "no")


@pytest.mark.parametrize("written", ["138 0000 1234", "+8613800001234", "１３８００００１２３４", "86-138-0000-1234"])
def test_a_number_stands_on_the_list_once_however_it_is_written(supervisor, written):
    _add(supervisor, refused=True)
    for refused in (True, False):
        with pytest.raises(Refused, match="on the list already"):
            _add(supervisor, written, refused=refused)
    assert Nuisance.select().count() == 1


def test_two_numbers_are_listed_one_by_one(supervisor):
    with pytest.raises(Refused, match="Write one number"):
        _add(supervisor, "13800001234、13900001234")
    assert Nuisance.select().count() == 0


def test_a_number_that_was_listed_twice_is_lifted_wholly(supervisor):
    _add(supervisor, reason="标记")
    entry = _add(supervisor, reason="拒接", refused=True)
    answer(entry, "解除", lift=True, person=supervisor.id, **BY)
    assert marked("13800001234", NOW) is None
    assert [row.lifted_by_id for row in Nuisance.select()] == [supervisor.id] * 2


@pytest.mark.parametrize(
    ("number", "refused", "told"),
    [
        ("110", True, "This is the number of a public service"),
        ("12345", True, "This is the number of a public service"),
        ("0086 12368", True, "This is the number of a public service"),
        ("110", False, None),
        ("95013123456", True, None),  # robots call from such numbers
        ("anonymous", True, "A withheld number is nobody"),
        ("0000000000", False, "A withheld number is nobody"),
        ("", True, "Write the number"),
    ],
)
def test_which_numbers_can_be_listed(supervisor, number, refused, told):
    try:
        _add(supervisor, number, "骚扰", 3, refused=refused)
        said = None
    except Refused as error:
        said = error.sentence()
    assert (said or "").startswith(told or "")
    assert (said is None) == (told is None)
