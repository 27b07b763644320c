"""Pictures of strangers become small ones in the maker's process; what is none, or too large, becomes none."""

import io
import os
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hotline.outside import small_picture, small_pictures
from hotline.outside.apart import Maker, TooMuch, WorkLimits
from hotline.outside.small_picture import SIDE, small
from hotline.outside.small_pictures import SmallPictures

pytestmark = pytest.mark.unit


def picture(kind: str, size: tuple[int, int], mode: str = "RGB", **given: Any) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, 1 if mode in ("1", "L", "P", "I;16") else None).save(written, kind, **given)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "LA"),
     ("GIF", "P")],
)  # fmt: skip
def test_a_picture_of_each_kind_is_a_small_jpeg(kind: str, mode: str) -> None:
    found = opened(small(picture(kind, (1200, 300), mode)))
    assert (found.format, found.mode, found.size) == ("JPEG", "RGB", (SIDE, SIDE // 4))


def test_what_is_turned_is_turned_and_nothing_else_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Zhang San"
    found = opened(small(picture("JPEG", (800, 400), exif=exif)))
    assert (found.size, dict(found.getexif()), "exif" in found.info) == ((SIDE // 2, SIDE), {}, False)


def test_what_is_no_picture_or_another_kind_is_none() -> None:
    bmp, tiff, webp = (picture(kind, (20, 20)) for kind in ("BMP", "TIFF", "WEBP"))
    for data in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"<svg/>", bmp, tiff, webp):
        assert small(data) == b""
    assert small(picture("PNG", (40, 40))[:-30]) == b""


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that claims side × side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def test_a_picture_that_claims_too_many_pixels_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "thumbnail", lambda *_given: pytest.fail("it was decoded"))
    for side in (8_000, 12_000, 60_000):
        assert small(bomb(side)) == b""


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a"]))
def test_no_bytes_break_it(data: bytes, head: bytes) -> None:
    assert small(head + data)[:3] in (b"", b"\xff\xd8\xff")


def test_it_is_made_once_in_the_other_process_and_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    maker, reads = Maker(WorkLimits(seconds=120.0)), list[int]()
    monkeypatch.setattr(small_pictures, "MAKER", maker)
    monkeypatch.setattr(small_pictures, "KEPT", 2)
    try:
        kept = SmallPictures()

        def read() -> bytes:
            reads.append(1)
            return picture("PNG", (400, 400))

        assert [opened(kept.of("a", read)).size for _ in range(3)] == [(SIDE, SIDE)] * 3
        assert (len(reads), maker._process is not None and maker._process.pid != os.getpid()) == (1, True)
        for name in "bca":
            kept.of(name, read)
        assert len(reads) == 4  # "a" had been let go
    finally:
        maker.stop()


def test_a_picture_that_takes_too_much_is_none_and_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Cut:
        def ask(self, work: str, **_given: Any) -> bytes:
            raise TooMuch(work)

    monkeypatch.setattr(small_pictures, "MAKER", Cut())
    kept, reads = SmallPictures(), list[int]()

    def read() -> bytes:
        reads.append(1)
        return b""

    assert [kept.of("a", read) for _ in range(2)] == [b"", b""]
    assert len(reads) == 1
    assert small_picture.PIXELS_MOST * 4 < 1024 * 1024 * 1024
