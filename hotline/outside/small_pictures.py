"""Small pictures of attached pictures, made in the maker's process and kept in memory: none lies on the disk in clear
where the attachments are encrypted."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from .apart import MAKER, TooMuch

log = logging.getLogger(__name__)
KEPT = 500  # of about ten kilobytes


@dataclass(slots=True)
class SmallPictures:
    """The small pictures asked for last, by the sha-256 of the whole ones; b"" for a file of which none can be made."""

    _kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)

    def of(self, sha256: str, read: Callable[[], bytes]) -> bytes:
        """`read` gives the file, if it must be made. Raises what `read` raises."""
        if sha256 not in self._kept:
            made = _made(read())
            self._kept[sha256] = made
        self._kept.move_to_end(sha256)
        found = self._kept[sha256]
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


def _made(data: bytes) -> bytes:
    try:
        return bytes(MAKER.ask("small_picture", data=data))
    except (TooMuch, RuntimeError) as error:
        log.warning("no small picture was made: %s", error)
        return b""
