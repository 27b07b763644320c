"""Compiles the Chinese texts: next to their source, or in the data folder if that is not writable.

A compiled catalogue has its source's mtime; if they differ (older or newer), it is compiled again.
"""

import io
import os
import sys
from pathlib import Path

from babel.messages import mofile, pofile

ROOT = Path(__file__).resolve().parents[1]


class NoCatalogue(Exception):
    """No folder to compile the Chinese texts into; the message says why."""


def ready(folder: Path, spare: Path) -> Path:
    """The folder with the compiled catalogues of `folder`; compiles what is missing."""
    why: Exception = FileNotFoundError(f"{folder}: *.po")
    for place in (folder, spare):
        try:
            if compiled(folder, place):
                return place.resolve()
        except (OSError, ValueError) as error:  # not writable; not UTF-8
            why = error
    raise NoCatalogue(f"中文界面文本无法编译 / the Chinese texts cannot be compiled: {why}")


def compiled(folder: Path, place: Path) -> int:
    """Compile changed catalogues into `place`; returns the number of all catalogues."""
    sources = list(folder.glob("*/LC_MESSAGES/*.po"))
    for source in sources:
        made = place / source.relative_to(folder).with_suffix(".mo")
        if not _fits(made, source):
            _compile(source, made)
    return len(sources)


def _fits(made: Path, source: Path) -> bool:
    return made.is_file() and os.access(made, os.R_OK) and made.stat().st_mtime_ns == source.stat().st_mtime_ns


def _compile(source: Path, made: Path) -> None:
    time, text = source.stat().st_mtime_ns, io.BytesIO(source.read_bytes())
    catalogue = pofile.read_po(text, locale=source.parts[-3])
    made.parent.mkdir(parents=True, exist_ok=True)
    new = made.with_suffix(f".{os.getpid()}.mo")  # two programs may start at once: each must see a whole file
    try:
        with new.open("wb") as out:
            mofile.write_mo(out, catalogue)
        os.utime(new, ns=(time, time))
        new.replace(made)
    finally:
        new.unlink(missing_ok=True)


def main() -> None:
    """For scripts/_env. If this folder is not writable, each web compiles into its data folder at start."""
    for folder in sorted(ROOT.glob("*/translations")):
        try:
            compiled(folder, folder)
        except (OSError, ValueError) as error:
            print(f"中文界面文本未编译 / the Chinese texts are not compiled: {error}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
