"""Encrypt every recording and attachment with the newest key of encryption.key_file: those of older keys, those that
are still plain, and those that could not be encrypted before. May be stopped and begun again, also while the house
runs; at the end it says how many are left. Exit 1 if some are left, 2 if it could not begin.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.progress import Progress

from hotline import settings
from hotline.calls.jobs.encrypting import Shelf, encrypt, recordings
from hotline.outside.keys import Keys, of, refusal
from hotline.ports import CannotRead
from hotline.quality.jobs import clips
from hotline.store import database
from hotline.tickets.jobs import files

BY = "scripts/rotate_encryption"
BATCH = 200
CANNOT = (settings.SettingsError, CannotRead, FileNotFoundError, ValueError, OSError, *database.AWAY)


def main() -> int:
    parser = argparse.ArgumentParser(prog=BY, description=__doc__)
    parser.add_argument("--settings", type=Path, help="a settings file, see settings.example.yml")
    parser.add_argument("--data", type=Path, help="where the database and the files are; default: var")
    parser.add_argument("--database", help="postgresql://user:password@host/name; default: the SQLite file in --data")
    parser.add_argument("--left", action="store_true", help="only say how many do not have the newest key")
    given = parser.parse_args()
    try:
        chosen = _settings(given)
        keys = of(chosen)
        made = database.attach(chosen.database_url)
        with made.connection_context():
            shelves = [recordings(chosen.recordings), files.shelf(chosen), clips.shelf(chosen)]
            done = 0 if given.left else _rotate(shelves, keys)
            left = sum(_others(shelf, keys).count() for shelf in shelves)
    except CANNOT as error:
        print(f"不能继续 / cannot go on: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已中断，再次运行即继续 / stopped: run it again to go on", file=sys.stderr)
        return 130
    print(f"已用最新密钥加密 {done} 个文件，剩余 {left} 个 / {done} files encrypted with the newest key, {left} left")
    return 1 if left else 0


def _settings(given: argparse.Namespace) -> settings.Settings:
    said: dict[str, Any] = {name: getattr(given, name) for name in ("data", "database") if getattr(given, name)}
    chosen = settings.load(given.settings, **said)
    file = Path(chosen.database_url.removeprefix("sqlite:///"))
    if chosen.database_url.startswith("sqlite:") and not file.is_file():
        raise FileNotFoundError(f"没有这个数据库 / there is no such database: {file}")
    if chosen.encryption.key_file is None:
        raise settings.SettingsError("encryption.key_file 未设置 / it is not set: there is nothing to encrypt with")
    if (wrong := refusal(chosen)) is not None:
        raise settings.SettingsError(wrong)
    return chosen


def _others(shelf: Shelf, keys: Keys) -> Any:
    """The rows that do not have the newest key."""
    return shelf.waiting(shelf.table.key_id != keys.newest().id)


def _rotate(shelves: Iterable[Shelf], keys: Keys) -> int:
    done = 0
    for shelf in shelves:
        name = str(shelf.table._meta.table_name)
        with Progress(disable=not sys.stdout.isatty(), transient=True) as shown:
            task = shown.add_task(name, total=_others(shelf, keys).count())
            below = None  # by id, so that what cannot be encrypted is tried once
            while rows := _some(shelf, keys, below):
                for row in rows:
                    done += _one(shelf, row, keys)
                    shown.advance(task)
                below = rows[-1].id
    return done


def _some(shelf: Shelf, keys: Keys, below: int | None) -> list[Any]:
    query = _others(shelf, keys)
    return list((query if below is None else query.where(shelf.table.id < below)).limit(BATCH))


def _one(shelf: Shelf, row: Any, keys: Keys) -> bool:
    try:
        good = encrypt(shelf, row, keys)
    except BlockingIOError:  # the jobs are at it
        return False
    if not good:
        print(f"未加密 / not encrypted: {shelf.table._meta.table_name} {row.id} {row.path}", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
