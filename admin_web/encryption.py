"""How far recordings and attachments are encrypted, for the self-check."""

from hotline.calls.reads import encryption
from hotline.calls.reads.encryption import EncryptionCounts
from hotline.outside import keys
from hotline.settings import Settings
from hotline.tickets.reads import files
from hotline.words import FileTrouble


def state(chosen: Settings) -> EncryptionCounts | FileTrouble | None:
    """The files by how they lie on the disk, or why the keys cannot be used; None where no key file is set."""
    known = keys.of(chosen)
    trouble = known.trouble()
    if not known.on or trouble is not None:
        return trouble
    newest = known.newest().id
    return encryption.recordings(newest) + files.encryption(newest)
