"""Remove files that belong to no ticket: of forms that were never sent, or left on the disk by a stop; and where they
lie, for those who encrypt them."""

import datetime as dt

import structlog

from hotline.calls.jobs.encrypting import Shelf
from hotline.outside.file_store import Files
from hotline.settings import Settings
from hotline.tickets.reads.files import READY
from hotline.tickets.rows import Attachment
from hotline.tickets.verbs import attachments

log = structlog.get_logger()


def sweep(chosen: Settings, now: dt.datetime) -> int:
    """Remove them; return how many there were."""
    gone = attachments.sweep(Files(chosen.attachments), now)
    if gone:
        log.info("files_swept", count=gone)
    return gone


def shelf(chosen: Settings) -> Shelf:
    """The attachments."""
    files = Files(chosen.attachments)
    return Shelf(Attachment, chosen.attachments, lambda row: files.where(row.path), READY)
