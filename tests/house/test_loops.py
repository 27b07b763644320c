"""What runs for ever is watched: each endless loop, greenlet and thread of the programs is known, with its guard."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.house
ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("hotline", "controller", "admin_web", "public_web", "web_kit", "freeswitch")
MODULES = [file for name in PACKAGES for file in sorted((ROOT / name).rglob("*.py")) if "migrations" not in file.parts]

# Loops without an end, by function. `forever` keeps a loop alive; the others end, or are a step of `forever`.
ENDLESS = {
    "hotline/loops.py:forever": "the helper itself",
    "hotline/store/changes.py:wait": "ends after its seconds",
    "hotline/follow_ups/jobs.py:*": "ends with its rows",
    "hotline/tickets/verbs/life/opening.py:*": "ends at the first free number",
    "hotline/outside/pdf.py:*": "ends with its rows of a table",
    "admin_web/live.py:_watch": "a step of `forever`",
    "controller/__main__.py:_watch": "a step of `forever`",
    "controller/__main__.py:_begin": "ends when the database answers; another failure ends the program, non-zero",
    "hotline/reports/jobs/making.py:step": "a step of `forever`",
    "freeswitch/simulator/server.py:_drive": "catches and logs what each turn raises",
}
# What is started beside the main line, by function.
STARTED = {
    "hotline/messages/jobs/sending.py:__init__": "`forever`",
    "hotline/tickets/jobs/exports.py:__init__": "`forever`",
    "hotline/reports/jobs/making.py:__init__": "`forever`",
    "admin_web/__main__.py:main": "`forever`",
    "admin_web/live.py:start": "`forever`",
    "controller/__main__.py:run": "`forever`; the links end the program when they fail, non-zero",
    "controller/__main__.py:_beside": "one answer; its failure is the answer",
    "controller/__main__.py:_in_greenlet": "one answer; its failure is the answer",
    "controller/__main__.py:__init__": "one order's end (`apart`)",
    "controller/switch/esl.py:connect": "a part that fails ends the connection, and `Links.run` makes a new one",
    "controller/timers.py:arm": "one ring; its failure is logged",
    "freeswitch/simulator/__main__.py:main": "the day; its failure ends the program, non-zero",
    "freeswitch/simulator/server.py:start": "the clock, see ENDLESS",
    "freeswitch/simulator/server.py:stop": "one goodbye",
    "freeswitch/simulator/listener.py:__init__": "the writer of one client; it ends with the client",
    "web_kit/serving.py:server": "the server's own greenlets, one for each connection",
}
STARTS = {"spawn", "spawn_later", "Thread", "start_new_thread"}


def _places(wanted):
    """`file:function` of each node of the programs that `wanted` accepts."""
    found = set()
    for file in MODULES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        name = str(file.relative_to(ROOT))

        def walk(node, inside, name=name):
            for child in ast.iter_child_nodes(node):
                within = child.name if isinstance(child, ast.FunctionDef) else inside
                if wanted(child):
                    found.add(f"{name}:{within}")
                walk(child, within, name)

        walk(tree, "")
    return found


def _is_endless(node):
    return isinstance(node, ast.While) and (
        (isinstance(node.test, ast.Constant) and bool(node.test.value)) or "is_set" in ast.unparse(node.test)
    )


def _starts(node):
    return (
        (isinstance(node, ast.Attribute | ast.Name) and getattr(node, "attr", getattr(node, "id", "")) in STARTS)
        or (isinstance(node, ast.keyword) and node.arg == "spawn")
    ) and not isinstance(getattr(node, "ctx", None), ast.Store)


def _unknown(places, known):
    return sorted(p for p in places if p not in known and f"{p.partition(':')[0]}:*" not in known)


def _gone(places, known):
    files = {place.partition(":")[0] for place in places}
    return sorted(k for k in known if k not in places and not (k.endswith(":*") and k[:-2] in files))


def test_every_endless_loop_is_known():
    places = _places(_is_endless)
    assert (_unknown(places, ENDLESS), _gone(places, ENDLESS)) == ([], [])


def test_whatever_is_started_is_known():
    places = _places(_starts)
    assert (_unknown(places, STARTED), _gone(places, STARTED)) == ([], [])


def test_no_program_uses_peewees_context_whose_list_a_close_throws_away():
    once = {"hotline/citizens/link.py", "hotline/citizens/views.py"}  # at the start, before anything else runs
    used = {str(f.relative_to(ROOT)) for f in MODULES if "connection_context()" in f.read_text(encoding="utf-8")}
    assert used == once
