"""Files that belong to no ticket: of forms that were never sent, and what a stop left on the disk."""

import datetime as dt

import structlog

from hotline.outside.file_store import Files
from hotline.settings import Settings
from hotline.tickets.verbs import attachments

log = structlog.get_logger()


def sweep(chosen: Settings, now: dt.datetime) -> int:
    """Remove them; how many there were."""
    gone = attachments.sweep(Files(chosen.attachments), now)
    if gone:
        log.info("files_swept", count=gone)
    return gone
