"""Keys of names with brackets or titles are made anew after the migration; all others stay."""

import importlib
from typing import Any

import pytest

from hotline import rows
from hotline.citizens.keys import keep_keys
from hotline.citizens.rules.public import person_key
from hotline.store.database import database
from tests.builders import new_ticket

pytestmark = pytest.mark.unit
NAMES = ("张三先生", "张三（委托人）", "张三(本人)", "张三", "阿卜杜拉·买买提")


def test_they_are_marked_and_made_anew(agent: Any) -> None:
    tickets = [new_ticket(opened_by=agent, caller_name=name, identity_hash="h") for name in NAMES]
    for ticket in tickets:
        rows.PublicKey.create(ticket=ticket, key="old", name_key="", steps=ticket.steps)
    importlib.import_module("hotline.store.migrations.0036_names_without_titles").up(None, database.obj)
    assert [row.steps == -1 for row in rows.PublicKey.select().order_by(rows.PublicKey.ticket)] == [True] * 3 + [
        False
    ] * 2
    assert keep_keys("s") == 3
    keys = [row.key for row in rows.PublicKey.select().order_by(rows.PublicKey.ticket)]
    assert keys == [person_key("s", "h", "张三")] * 3 + ["old"] * 2
