"""Every parameter can be understood on its page, and its default is a value that it may have."""

import datetime as dt
from typing import Any

import pytest

from hotline.people.reads.parameters import parameter, parameters_set
from hotline.people.rules.parameter_table import GROUPS, Parameter
from hotline.people.rules.parameters import ALL, BY_NAME, checked
from hotline.people.verbs.parameters import restore_default, set_parameters
from hotline.ports import Refused
from hotline.rows import Audit, Change
from hotline.rows import Parameter as ParameterRow
from tests.builders import NOW

pytestmark = pytest.mark.unit
BY: dict[str, Any] = {"by": "x", "now": NOW, "client_ip": ""}


def test_each_stands_in_one_group() -> None:
    assert len(BY_NAME) == len(ALL) == sum(len(group.parameters) for group in GROUPS)
    assert all(group.zh and group.en and group.parameters for group in GROUPS)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_each_has_labels_and_one_sentence_of_help_in_both_languages(one: Parameter) -> None:
    assert one.zh
    assert one.en.isascii()
    assert one.help_zh.endswith("。")
    assert one.help_zh.count("。") == 1
    assert len(one.help_zh) >= 20
    assert one.help_en.endswith(".")
    assert one.help_en.isascii()
    assert len(one.help_en.split()) >= 10


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_each_default_is_allowed(one: Parameter) -> None:
    assert checked(one.name, one.default) == one.default
    assert one.least < one.most


def test_a_default_is_restored_by_deleting_the_row(db: object) -> None:
    set_parameters({"keep.machine": 30}, **BY)
    assert (parameters_set()["keep.machine"].by, parameters_set()["keep.machine"].at) == ("x", NOW)
    assert restore_default("keep.machine", **BY | {"now": NOW + dt.timedelta(minutes=1)})
    assert (parameter("keep.machine"), ParameterRow.select().count(), parameters_set()) == (90, 0, {})
    notes = Audit.select().where(Audit.object == "parameter:keep.machine").order_by(Audit.id)
    assert [note.data for note in notes] == [{"before": 90, "after": 30}, {"before": 30, "after": 90}]
    assert Change.select().where(Change.topic == "parameters").count() == 2


def test_what_has_its_default_is_left_alone(db: object) -> None:
    assert not restore_default("keep.machine", **BY)
    assert Audit.select().count() == 0
    with pytest.raises(Refused, match="There is no such parameter"):
        restore_default("secret", **BY)


LISTS = {one.kind: one.name for one in ALL if one.kind in ("short", "whole", "beginnings", "codes")}


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("codes", "20，2001 A3\n30", "20 2001 A3 30"), ("codes", "", ""),
        ("beginnings", "138 0000 1234", "13800001234"), ("beginnings", "1380 1390", "1380 1390"),
        ("beginnings", "95、96\n0100", "95 96 0100"), ("whole", "0571-8765 4321", "057187654321"),
        ("whole", "138 0000 1234, 0571-87654321", "13800001234 057187654321"), ("short", "955 88", "95588"),
        ("short", "12345 12348", "12345 12348"), ("short", "", ""),
    ],
)  # fmt: skip
def test_a_number_with_blanks_is_one_entry_of_a_list(kind: str, written: str, kept: str) -> None:
    name = LISTS[kind]
    assert checked(name, written) == kept
    assert checked(name, kept) == kept
