"""The site's virus scanner: run once for each file, before the file is stored."""

import logging
import subprocess
from collections.abc import Sequence
from pathlib import Path

from hotline.ports import Refused

log = logging.getLogger(__name__)
CLEAN, INFECTED = 0, 1


def look(command: Sequence[str], file: Path, *, seconds: float) -> None:
    """Returns if the file is clean or no scanner is set. Raises Refused for an infected file, and for one that could
    not be scanned: unchecked files are not stored."""
    if not command:
        return
    words = [word.replace("{file}", str(file)) for word in command]
    try:
        done = subprocess.run(  # noqa: S603 - the administrator's own words, no shell
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        log.error("a file could not be looked at for viruses: %s", type(error).__name__)
        raise _unchecked() from error
    if done.returncode == INFECTED:
        raise Refused("The virus scanner does not let this file in")
    if done.returncode != CLEAN:
        log.error("the virus scanner ended with %s", done.returncode)
        raise _unchecked()


def _unchecked() -> Refused:
    return Refused("This file could not be checked for viruses: try again, or tell the administrator")
