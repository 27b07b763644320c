"""Compare the pinned libraries with advisories; exit 1 if one is named. Left out, with a word, without a file of them.

Advisories are a file in the form of OSV: a ZIP of JSON files, or one JSON file with one or a list of them. Its path is
`TINGSU_ADVISORIES`; the file is fetched by who runs the build, and kept beside it, so that a verdict can be repeated.
"""

import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from scripts.py.sbom import Pinned, of_files, plain

FILES = ["requirements.txt", "requirements-dev.txt", "requirements-sms.txt"]
WHERE = "TINGSU_ADVISORIES"


def main() -> int:
    file = Path(os.environ.get(WHERE, ""))
    if not os.environ.get(WHERE):
        print(f"没有漏洞公告文件，略过 / no file of advisories ({WHERE}): the libraries are not compared with any")
        return 0
    if not file.is_file():
        print(f"{WHERE}: 没有此文件 / there is no such file: {file}")
        return 1
    pins, count, wrong = of_files(FILES), 0, []
    for advisory in read(file):
        count += 1
        wrong += [f"{one.name}=={one.version}: {advisory.get('id', '?')}" for one in pins if names(advisory, one)]
    print(*sorted(set(wrong)), sep="\n", end="\n" if wrong else "")
    print(f"{len(pins)} 个依赖，{count} 条公告 / {len(pins)} libraries, {count} advisories")
    return 1 if wrong else 0


def read(file: Path) -> Iterator[dict[str, Any]]:
    """The advisories of a file."""
    if not zipfile.is_zipfile(file):
        told = json.loads(file.read_text(encoding="utf-8"))
        yield from told if isinstance(told, list) else [told]
        return
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            if name.endswith(".json"):
                yield json.loads(packed.read(name))


def names(advisory: dict[str, Any], pin: Pinned) -> bool:
    """Whether an advisory that was not withdrawn names this version."""
    if advisory.get("withdrawn"):
        return False
    for affected in advisory.get("affected", ()):
        package = affected.get("package", {})
        if package.get("ecosystem") == "PyPI" and plain(package.get("name", "")) == pin.name:
            ranges = (one["events"] for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM")
            if pin.version in affected.get("versions", ()) or any(within(events, pin.version) for events in ranges):
                return True
    return False


def within(events: list[dict[str, str]], version: str) -> bool:
    """Whether a version lies in a range: behind `introduced`, before `fixed`, up to `last_affected`."""
    at, inside = _version(version), False
    for event in sorted(events, key=lambda one: _version(next(iter(one.values())))):
        ((what, when),) = event.items()
        border = _version(when)
        if what == "introduced" and at >= border:
            inside = True
        elif (what == "fixed" and at >= border) or (what == "last_affected" and at > border):
            inside = False
    return inside


def _version(text: str) -> Version:
    """A version; `0` and what is none stand before all others."""
    try:
        return Version(text)
    except InvalidVersion:
        return Version("0.dev0")


if __name__ == "__main__":
    sys.exit(main())
