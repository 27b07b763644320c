"""Walk the audit's chain: prints a line for each entry that was changed, removed or inserted, compares with the heads
that were told outside, and notes the check in the audit. Exit 1 if something is wrong, 2 if it could not be checked.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from hotline import clock, settings
from hotline.people.jobs.audit_chain import archive, chain
from hotline.people.reads import audit_chain
from hotline.people.reads.audit_chain import ChainCheck
from hotline.people.reads.parameters import parameter
from hotline.people.rules.audit_chain import ChainFault
from hotline.people.verbs.audit import note_check
from hotline.store import database

WORDS = {
    "changed": "被改动（或它的前一条）/ was changed, or the one before it",
    "removed": "被删除 / was removed",
    "inserted": "事后插入 / was inserted later",
    "other": "与外送链头不符 / does not fit the head told outside",
}
BY = "scripts/check_audit"
CANNOT = (settings.SettingsError, FileNotFoundError, ValueError, OSError, *database.AWAY)


def main() -> int:
    given = _arguments()
    try:
        chosen = _settings(given)
        made = database.attach(chosen.database_url)
        with made.connection_context():
            if given.find:
                return _find(chosen, given.find)
            if given.archive:
                return _archive(chosen)
            file = given.heads or chosen.audit.heads_file
            done = audit_chain.check(chosen.old_audit, audit_chain.heads_of(file) if file is not None else {})
            note_check(checked=done.entries, faults=len(done.faults) + len(done.files), by=BY, now=clock.now())
    except CANNOT as error:
        print(f"不能核验 / cannot check: {error}", file=sys.stderr)
        return 2
    return _tell(done)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=BY, description=__doc__)
    parser.add_argument("--settings", type=Path, help="a settings file, see settings.example.yml")
    parser.add_argument("--data", type=Path, help="where the database and files of old entries are; default: var")
    parser.add_argument("--database", help="postgresql://user:password@host/name; default: the SQLite file in --data")
    parser.add_argument("--heads", type=Path, help="the file with heads; default: audit.heads_file of the settings")
    parser.add_argument("--find", metavar="WORDS", help="print old entries, no longer in the database, with all words")
    parser.add_argument("--archive", action="store_true", help="move old entries into a file now, as the jobs do")
    return parser.parse_args()


def _settings(given: argparse.Namespace) -> settings.Settings:
    said: dict[str, Any] = {name: getattr(given, name) for name in ("data", "database") if getattr(given, name)}
    chosen = settings.load(given.settings, **said)
    file = Path(chosen.database_url.removeprefix("sqlite:///"))
    if chosen.database_url.startswith("sqlite:") and not file.is_file():
        raise FileNotFoundError(f"没有这个数据库 / there is no such database: {file}")
    return chosen


def _find(chosen: settings.Settings, words: str) -> int:
    for line in audit_chain.found(chosen.old_audit, words):
        print(line)
    return 0


def _archive(chosen: settings.Settings) -> int:
    now = clock.now()
    chain(now)
    moved = archive(chosen.old_audit, parameter("keep.audit"), now)
    print(f"已归档 {moved} 条 / {moved} entries archived")
    return 0


def _tell(done: ChainCheck) -> int:
    for file in done.files:
        print(f"归档文件有问题 / archive not in order: {file}")
    for fault in done.faults:
        print(f"{_named(fault)}: {WORDS[fault.what]}")
    count = len(done.faults) + len(done.files)
    print(
        f"已核验 {done.entries} 条，{count} 个问题，{done.waiting} 条待入链，比对外送链头 {done.heads} 个 / "
        f"{done.entries} entries checked, {count} not in order, {done.waiting} wait for their place, "
        f"{done.heads} heads compared"
    )
    return 1 if count else 0


def _named(fault: ChainFault) -> str:
    entry = f"audit {fault.entry} " if fault.entry else ""
    return f"{entry}(#{fault.place})" if fault.place else entry.strip()


if __name__ == "__main__":
    sys.exit(main())
