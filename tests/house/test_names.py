"""A public class name means one thing. Those that still stand in two modules are listed; the list may only shrink."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

pytestmark = pytest.mark.house
ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("hotline", "controller", "admin_web", "public_web", "web_kit", "freeswitch")
TWICE = """
Answer Bridge CallLeg Caller Case Change Channel Claimed Coming Condition Day Details Engine
Enquiries Entry Event Files HangUp Hold Hours Http Inquire Job Leg Lost MaskRecording Matter Member Message Move Mute
Note Parameter Place Play Position Program Queue Reader Recorder Recording RecordingDone Request Rule Said Shape
Shift SpecialDay Speech Stage Step Switch TalkOver Third Timers Times Transfer Trouble Unmute Waiting Waits
Watch WatchAs Watcher Wire
"""


def defined() -> dict[str, set[str]]:
    """Each public class name with the modules that define it; peewee's inner `Meta` is none."""
    found: dict[str, set[str]] = defaultdict(set)
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            if "migrations" in file.parts:
                continue
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].add(str(file.relative_to(ROOT)))
    return found


def test_a_name_stands_in_one_module_or_on_the_list() -> None:
    assert sorted(name for name, files in defined().items() if len(files) > 1) == sorted(TWICE.split())
