"""Which sound files are ours: `.made.json` beside them, id → sha-256 of the text and of the file that was made from it.

A file that is not as we made it is a studio's.
"""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

NAME = ".made.json"


class Made:
    """What was made in a folder, as it stands now; a list that cannot be read says that nothing there is ours."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            read = json.loads((folder / NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            read = {}
        self.entries: dict[str, Any] = read if isinstance(read, dict) else {}

    def is_due(self, name: str, what: object, *, spoken: bool) -> bool:
        """Whether a prompt is to be made: it is missing, or ours and out of date. `spoken`: speech can be had."""
        if not (self._folder / f"{name}.wav").exists():
            return True
        entry = self._entry(name)
        if entry is None or not self._is_ours(name, entry):
            return False
        return entry.get("text") != sha_of_text(what) or (spoken and entry.get("stand_in") is True)

    def doubts(self, prompts: dict[str, Any]) -> list[str]:
        """Studio files that took the place of ours and whose text has changed since: somebody should listen."""
        told = []
        for name, what in prompts.items():
            entry = self._entry(name)
            file = self._folder / f"{name}.wav"
            if entry is None or not file.exists() or self._is_ours(name, entry):
                continue
            if entry.get("text") != sha_of_text(what):
                told.append(
                    f"{file}: 录音室文件，文字已改，请核对 / a studio's file whose text has changed: listen to it"
                )
        return told

    def _entry(self, name: str) -> dict[str, Any] | None:
        entry = self.entries.get(name)
        return entry if isinstance(entry, dict) else None

    def _is_ours(self, name: str, entry: dict[str, Any]) -> bool:
        return entry.get("file") == sha_of_file(self._folder / f"{name}.wav")


def note(folder: Path, name: str, what: object, *, stand_in: bool) -> None:
    """Write down that a prompt was made; `stand_in`: as a tone, for want of an engine."""
    entries = Made(folder).entries  # read again: another program may have made some meanwhile
    entries[name] = {"text": sha_of_text(what), "file": sha_of_file(folder / f"{name}.wav")}
    if stand_in:
        entries[name]["stand_in"] = True
    handle, beside = tempfile.mkstemp(prefix=NAME, dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(entries, out, ensure_ascii=False, indent=1, sort_keys=True)
    Path(beside).replace(folder / NAME)


def sha_of_text(what: object) -> str:
    """Of a text or a recipe."""
    return hashlib.sha256(json.dumps(what, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def sha_of_file(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
