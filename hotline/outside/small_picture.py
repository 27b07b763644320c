"""A small picture of a picture that somebody attached. Runs in the maker's process."""

import io
import warnings

from PIL import Image, ImageOps

SIDE = 192  # pixels of the longer side: twice what the page shows
PIXELS_MOST = 50_000_000
FORMATS = ("JPEG", "PNG", "GIF")  # nothing else is decoded, whatever the bytes say
_PLAIN = ("RGB", "RGBA", "L", "LA")


def small(data: bytes) -> bytes:
    """A JPEG of the (first) picture, without anything else that the file tells, such as where it was taken. "" in bytes
    for what is no such picture, or one of too many pixels."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > PIXELS_MOST:
                return b""
            opened.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG is decoded no larger than is needed
            picture = opened if opened.mode in _PLAIN else opened.convert("RGBA")
            picture.thumbnail((SIDE, SIDE))
            return _written(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return b""


def _written(picture: Image.Image) -> bytes:
    """As a JPEG; what is transparent becomes white."""
    seen = picture.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, "JPEG", quality=80)
    return written.getvalue()
