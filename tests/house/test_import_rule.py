"""Each contract of the import rule is broken on purpose, in a copy, and must be found out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.house
ROOT = Path(__file__).resolve().parents[2]
PLANTED = {
    "Words, clock, ports and settings stand alone": ("hotline/ports.py", "import gevent"),
    "Rules are pure": ("hotline/rules/privacy.py", "import hotline.clock"),
    "Records know rules and words": ("hotline/records/changes.py", "import hotline.desk.tickets"),
    "Rows are met through records": ("controller/door.py", "import peewee"),
    "Other systems are reached": ("hotline/outside/speech.py", "import hotline.records.rows"),
    "The door back to the switch": ("hotline/orders/claim.py", "import hotline.desk.tickets"),
    "Verbs know rules": ("hotline/desk/tickets.py", "import hotline.jobs.stuck"),
    "Jobs know no page": ("hotline/jobs/stuck.py", "import flask"),
    "The switch's language": ("controller/switch/events.py", "import controller.calls.state"),
    "greenswitch is met": ("controller/switch/commands.py", "import greenswitch"),
    "Calls, flows and queue decide": ("controller/calls/session.py", "import hotline.records.rows"),
    "The controller's door claims": ("controller/door.py", "import hotline.orders.place"),
    "Pages know verbs": ("admin_web/pages/health/views.py", "import hotline.records.rows"),
    "Web and controller never meet": ("admin_web/live.py", "import controller.shelf"),
    "The stand-in switch knows": ("freeswitch/simulator/core.py", "import hotline.clock"),
    "The page for citizens": ("public_web/views.py", "import hotline.records.rows"),
    "What puts parts together": ("controller/ivr/flow.py", "import controller.wiring"),
}


def test_every_contract_is_found_out_when_broken(tmp_path: Path) -> None:
    for package in ("hotline", "controller", "admin_web", "public_web", "freeswitch"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for name, line in PLANTED.values():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    linter = Path(sys.executable).parent / "lint-imports"
    told = subprocess.run([linter, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)$", told.stdout, re.MULTILINE))
    assert (told.returncode, len(verdicts), len(PLANTED)) == (1, len(PLANTED), len(PLANTED)), told.stdout[-2000:]
    kept = [name for name in PLANTED if not any(v == "BROKEN" and k.startswith(name) for k, v in verdicts.items())]
    assert kept == []
