"""Writes FreeSWITCH's configuration anew when an administrator adds or removes telephones."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import structlog

from hotline.calls.reads import roster
from hotline.store.changes import announce
from hotline.store.database import writing

log = structlog.get_logger()
TOPIC = "switch_conf"  # the controller then sends `reloadxml`


def refresh(file: Path, render: Callable[[list[str]], str], now: dt.datetime) -> bool:
    """Write `file` anew if the telephones have changed; `render` makes its text from their extensions.

    Does nothing if no FreeSWITCH of ours uses such a file. True: the file was written and announced.
    """
    if not file.exists():
        return False
    text = render([agent.extension for agent in roster.agents()])
    if text == file.read_text(encoding="utf-8"):
        return False
    beside = file.with_suffix(".new")
    beside.touch(mode=0o640)
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)
    with writing():
        announce(TOPIC, at=now)
    log.info("telephones_written", file=str(file))
    return True
