"""Who may read what the programs write: its owner and his group; secrets its owner alone; others nothing."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

MASK = 0o027  # what no file or folder of ours allows: the group to write, others anything
SECRET_MASK = 0o077
OURS = (
    "recordings", "exports", "attachments", "journal", "log", "audit", "speech", "freeswitch", "translations",
    "quiet_day.yml", "tingsu.db", "tingsu.db-wal", "tingsu.db-shm",
)  # fmt: skip  # in the data folder
SECRETS = ("secrets", "settings.yml")


def too_open(data: Path) -> Iterator[tuple[Path, int]]:
    """What in the data folder allows more than it should, with the mode that it should have: the folder itself and what
    the programs write there. What somebody else has put there is left alone, and so are links."""
    found = [(data, MASK)]
    found += [(one, MASK) for name in OURS for one in _below(data / name)]
    found += [(one, SECRET_MASK) for name in SECRETS for one in _below(data / name)]
    for path, mask in found:
        try:
            mode = path.lstat().st_mode
        except OSError:
            continue  # gone meanwhile
        if not stat.S_ISLNK(mode) and mode & mask:
            yield path, stat.S_IMODE(mode) & ~mask


def doors(data: Path) -> list[Path]:
    """Of these the first things behind which the others stand: the data folder, what lies directly in it, the secrets.
    For pages, which cannot look through a million recordings."""
    near = [data, *(data / name for name in (*OURS, *SECRETS)), *(data / "secrets").glob("*")]
    found = []
    for path in near:
        mask = SECRET_MASK if path != data and path.relative_to(data).parts[0] in SECRETS else MASK
        try:
            mode = path.lstat().st_mode
        except OSError:
            continue
        if not stat.S_ISLNK(mode) and mode & mask:
            found.append(path)
    return found


def mend(data: Path) -> tuple[int, list[Path]]:
    """Take away what is too much: how many were mended, and which belong to somebody else and could not be."""
    mended, left = 0, []
    for path, mode in list(too_open(data)):
        try:
            path.chmod(mode)
            mended += 1
        except OSError:
            left.append(path)
    return mended, left


def _below(top: Path) -> Iterator[Path]:
    if top.is_symlink() or not top.exists():
        return
    yield top
    if top.is_dir():
        for folder, folders, files in os.walk(top):
            yield from (Path(folder) / name for name in (*folders, *files))
