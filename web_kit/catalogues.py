"""The Chinese texts, compiled: beside their source, or in the data folder where nothing may be written there.

A compiled catalogue bears the time of its source: one with another time is made anew, whichever of them is older.
"""

import io
import os
import sys
from pathlib import Path

from babel.messages import mofile, pofile

ROOT = Path(__file__).resolve().parents[1]


class NoCatalogue(Exception):
    """The Chinese texts can be compiled nowhere; the message says why."""


def ready(folder: Path, spare: Path) -> Path:
    """The folder that holds the compiled catalogues of `folder`; what is not compiled yet is compiled now."""
    why: Exception = FileNotFoundError(f"{folder}: *.po")
    for place in (folder, spare):
        try:
            if compiled(folder, place):
                return place.resolve()
        except (OSError, ValueError) as error:  # it may not be written; it is not UTF-8
            why = error
    raise NoCatalogue(f"中文界面文本无法编译 / the Chinese texts cannot be compiled: {why}")


def compiled(folder: Path, place: Path) -> int:
    """Compile into `place` what has changed since; how many catalogues there are."""
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
    new = made.with_suffix(f".{os.getpid()}.mo")  # two programs may begin at once: each sees a whole file
    try:
        with new.open("wb") as out:
            mofile.write_mo(out, catalogue)
        os.utime(new, ns=(time, time))
        new.replace(made)
    finally:
        new.unlink(missing_ok=True)


def main() -> None:
    """For scripts/_env. What cannot be written here, each web writes into its data folder when it starts."""
    for folder in sorted(ROOT.glob("*/translations")):
        try:
            compiled(folder, folder)
        except (OSError, ValueError) as error:
            print(f"中文界面文本未编译 / the Chinese texts are not compiled: {error}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
