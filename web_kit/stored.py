"""Hands out a stored file, whole or in ranges, from whatever opens it: plain or encrypted on the disk."""

import contextlib
from typing import BinaryIO, Protocol, cast

from flask import Response, request, send_file


class Stored(Protocol):
    """See `hotline.outside.stored.OpenedFile`."""

    plain_size: int
    modified: float

    def seek(self, to: int, whence: int = 0, /) -> int: ...
    def read(self, most: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


def hand_out(stored: Stored, mimetype: str, *, download_name: str | None = None) -> Response:
    """The file as an answer (200, 206, 304, 416); `download_name`: to be saved under it. What the browser gets first is
    read before the answer begins: raises CannotRead, and the file is closed. What fails later breaks the answer off."""
    try:
        stored.seek(_begin(stored.plain_size))
        stored.read(1)
        stored.seek(0)
        answer = send_file(
            cast(BinaryIO, stored), mimetype=mimetype, as_attachment=download_name is not None,
            download_name=download_name, conditional=False, etag=False, max_age=0, last_modified=stored.modified,
        )  # fmt: skip
        answer.content_length = stored.plain_size
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=stored.plain_size)
        return answer
    except BaseException:
        stored.close()
        raise


def _begin(size: int) -> int:
    """Where the part begins that is asked for."""
    with contextlib.suppress(ValueError, TypeError):
        found = request.range.range_for_length(size) if request.range is not None else None
        return found[0] if found else 0
    return 0
