"""Compare every kept recording with the sha-256 taken at its end: prints a line for each that is gone, was changed or
cannot be read, and writes the check into the audit. Exit 1 if there is one, 2 if the check could not be made.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from rich.progress import track

from hotline import clock, settings
from hotline.calls.jobs import retention
from hotline.calls.jobs.retention import Fault
from hotline.calls.reads.recordings import sealed
from hotline.calls.verbs.recordings import note_check
from hotline.outside.keys import Keys, of, refusal
from hotline.store import database
from hotline.words import FileTrouble

WORDS = {one.value: f"{one.zh} / {one.en}" for one in FileTrouble}
BY = "scripts/check_recordings"


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/check_recordings", description=__doc__)
    parser.add_argument("--settings", type=Path, help="a settings file, see settings.example.yml")
    parser.add_argument("--data", type=Path, help="where database and recordings are; default: var")
    parser.add_argument("--database", help="postgresql://user:password@host/name; default: the SQLite file in --data")
    given = parser.parse_args()
    try:
        chosen = _settings(given)
        made = database.attach(chosen.database_url)
        with made.connection_context():
            faults, checked = _check(chosen.recordings, of(chosen))
            note_check(checked, len(faults), by=BY, now=clock.now())
    except (settings.SettingsError, FileNotFoundError, ValueError, *database.AWAY) as error:
        print(f"不能核验 / cannot check: {error}", file=sys.stderr)
        return 2
    print(f"已核验 {checked} 个录音，{len(faults)} 个有问题 / {checked} recordings checked, {len(faults)} not in order")
    return 1 if faults else 0


def _settings(given: argparse.Namespace) -> settings.Settings:
    said: dict[str, Any] = {name: getattr(given, name) for name in ("data", "database") if getattr(given, name)}
    chosen = settings.load(given.settings, **said)
    file = Path(chosen.database_url.removeprefix("sqlite:///"))
    if chosen.database_url.startswith("sqlite:") and not file.is_file():
        raise FileNotFoundError(f"没有这个数据库 / there is no such database: {file}")
    if (wrong := refusal(chosen)) is not None:
        raise settings.SettingsError(wrong)
    return chosen


def _check(folder: Path, keys: Keys) -> tuple[list[Fault], int]:
    faults, checked = [], 0
    rows = track(
        retention.check(folder, keys),
        description="recordings",
        total=sealed(),
        disable=not sys.stdout.isatty(),
        transient=True,
    )
    for row, fault in rows:
        checked += 1
        if fault is not None:
            faults.append(fault)
            print(f"{row.path}: {WORDS.get(fault.what, fault.what)}（{fault.call}）", flush=True)
    return faults, checked


if __name__ == "__main__":
    sys.exit(main())
