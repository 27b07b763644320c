"""The files of evidence: encrypted with the others, swept where no row names them, erased with a person's data."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from hotline.calls.jobs.encrypting import Shelf
from hotline.outside.file_store import Files
from hotline.quality.rows import EvidenceClip
from hotline.settings import Settings
from hotline.store.database import writing

LEFT = dt.timedelta(hours=1)  # a younger file may be one whose row is being written


def shelf(chosen: Settings) -> Shelf:
    """The clips, to be encrypted like recordings and attachments."""
    files = Files(chosen.evidence)
    return Shelf(EvidenceClip, chosen.evidence, lambda row: files.where(row.path), EvidenceClip.sha256 != "")


def sweep(chosen: Settings, now: dt.datetime) -> int:
    """Remove files that no row names; gives how many."""
    return Files(chosen.evidence).sweep(_known, now - LEFT)


def drop_of(recordings: Collection[int], folder: Path) -> int:
    """Erase the clips of recordings, files and rows; gives how many. Raises OSError; then the rest stays."""
    rows = list(EvidenceClip.select().where(EvidenceClip.recording.in_(list(recordings))))
    for row in rows:
        with writing():
            EvidenceClip.delete().where(EvidenceClip.id == row.id).execute()
            (folder / row.path).unlink(missing_ok=True)
    return len(rows)


def _known(paths: Collection[str]) -> set[str]:
    return {row.path for row in list(EvidenceClip.select().where(EvidenceClip.path.in_(list(paths))))}
