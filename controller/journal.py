"""Facts go to disk first: an append-only file that survives a controller crash and a database outage."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROTATE_BYTES = 8 * 1024 * 1024


class Journal:
    """One file per run and ROTATE_BYTES, one line per fact. A line cut short by a crash is skipped on reading."""

    def __init__(self, folder: Path, run: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._run, self._number = folder, run, 0
        self._left_behind = sorted(folder.glob("*.jsonl"))
        self._full: list[Path] = []
        self._size = 0
        self._handle = -1
        self._file = self._open()

    def _open(self) -> Path:
        self._number += 1
        file = self._folder / f"{self._run}-{self._number:06d}.jsonl"
        self._handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return file

    def write(self, line: dict[str, Any]) -> None:
        """Append and flush to the kernel, so that a killed controller loses nothing. Raises OSError."""
        data = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        if self._size >= ROTATE_BYTES:
            os.close(self._handle)
            self._full.append(self._file)
            self._file, self._size = self._open(), 0
        self._size += os.write(self._handle, data)

    def left_behind(self) -> Iterator[dict[str, Any]]:
        """Lines of earlier runs that may not be in the database yet."""
        for file in self._left_behind:
            yield from _lines(file)

    def drop_left_behind(self) -> None:
        """Delete earlier runs' files: their lines are in the database."""
        for file in self._left_behind:
            file.unlink(missing_ok=True)
        self._left_behind = []

    def full(self) -> list[Path]:
        """This run's files that are complete (no longer written to)."""
        return list(self._full)

    def drop(self, files: list[Path]) -> None:
        """Delete these files: all their lines are in the database."""
        for file in files:
            file.unlink(missing_ok=True)
            self._full.remove(file)

    def set_aside(self, line: dict[str, Any]) -> Path:
        """Keep a line that the database rejects, for a person to look at; it is not replayed."""
        file = self._folder / "set-aside.txt"
        with file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
        return file

    def close(self, *, done: bool) -> None:
        """Close the file. `done`: everything is in the database, so delete it."""
        os.close(self._handle)
        if done:
            self.drop(self.full())
            self._file.unlink(missing_ok=True)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open("rb") as lines:
        for line in lines:
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                yield value
