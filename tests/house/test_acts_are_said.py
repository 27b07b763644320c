"""Whoever presses a button learns that it was done: each act of a page says so, or its answer shows it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit
PAGES = Path(__file__).parents[2] / "admin_web" / "pages"
SAYS = {"flash", "done"}
SHOWN = {  # the answer itself is what was asked for, or the page that follows shows the new state at once
    "assessment.as_sheet",
    "audit.export", "calls.export", "calls.download", "figures.as_sheet", "own_reports.as_file", "reports.rows_sheet",
    "reports.as_file", "reports.brief", "subjects.find", "subjects.export", "enquiries.ask", "people.look",
    "people.confirm", "second_factor.begin", "second_factor.confirm", "second_factor.renew", "wall.make",
    "reports.ask", "reports.correct", "tickets.ask_export", "files.drop",
    "flows.save_draft", "flows.go_back", "login.leave", "login.speak", "notices.take",
    # orders to the telephone side: the page waits for its answer and shows it
    "board.force", "board.watch", "call_backs.call", "contacts.ring", "contacts.call", "desk.script", "desk.consult",
    "desk.transfer", "desk.state", "desk.prolong", "desk.control", "follow_ups.call", "follow_ups.survey",
    "follow_ups.hang_up",
    # forms that are kept while one writes
    "desk.clear_draft", "desk.open_ticket",
}  # fmt: skip


def acts() -> Iterator[tuple[str, set[str]]]:
    """Each act of a page (`folder.function`), and the names that it and its file's own functions call."""
    for path in sorted(PAGES.glob("*/*.py")):
        found = {one.name: one for one in ast.parse(path.read_text("utf-8")).body if isinstance(one, ast.FunctionDef)}
        for name, one in found.items():
            if any("blueprint.post" in ast.unparse(mark) for mark in one.decorator_list):
                yield f"{path.parent.name}.{name}", _called(one, found, set())


def _called(one: ast.FunctionDef, found: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    names = {node.func.id for node in ast.walk(one) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    names |= {node.id for node in ast.walk(one) if isinstance(node, ast.Name) and node.id in found}
    for name in (names & set(found)) - seen - {one.name}:
        names |= _called(found[name], found, seen | {one.name})
    return names


def test_each_act_says_that_it_was_done() -> None:
    silent = {name for name, called in acts() if not called & SAYS}
    assert silent - SHOWN == set(), "say it (flash), or write here how its answer shows it"


def test_the_list_of_those_that_show_it_is_not_longer_than_needed() -> None:
    assert SHOWN - {name for name, called in acts() if not called & SAYS} == set()
