"""What is inside a file that somebody attaches: its parts, and programs that it would run. Runs in the maker's process.

It is looked at what Office and PDF readers act on, not at names: content types and relationships of an Office file, the
directory of an OLE file, the names of actions in a PDF, also where they are written as `#4aavaScript` or packed.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

PARTS_MOST = 2000
TEXT_MOST = 4 * 1024 * 1024  # bytes of a part that is read as XML
UNPACKED_MOST = 128 * 1024 * 1024
HEADING_MOST, BLOCK = 2048, 16 * 1024  # bytes before a packed stream that say what it is; bytes unpacked at a time
OLE, ZIP, PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK", b"%PDF-"
MACRO, SCRIPT, MANY, LOCKED, BROKEN = "macro", "script", "many", "locked", "broken"
_OLE_MACRO = {"macros", "_vba_project_cur", "_vba_project", "vba"}
_OLE_LOCKED = {"encryptedpackage", "encryptioninfo"}
_OF_MACRO = ("macroenabled", "vbaproject", "vbadata", "macrosheet")
_FAR = re.compile(r"(?:https?|ftps?):|[\\/]{2}|file:(?:[\\/]{2}(?![\\/])|[\\/]{4})", re.IGNORECASE)
_STREAM = re.compile(rb"stream\r?\n")


def _pdf_name(name: bytes) -> bytes:
    """A pattern of a PDF's name, each sign plain or as `#` and its number."""
    return b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (sign, sign, sign) for sign in name)


_PDF_ACTS = re.compile(b"|".join(_pdf_name(name) for name in (b"JavaScript", b"Launch")))
_PDF_OBJECTS = re.compile(_pdf_name(b"ObjStm"))


@dataclass(frozen=True, slots=True)
class Inside:
    """`parts`: names in an archive; `wrong`: `macro`, `script`, `many` parts, `locked`, `broken`; "" for nothing."""

    parts: tuple[str, ...] = ()
    wrong: str = ""


def look(file: Path) -> Inside:
    """What is inside the file. Raises OSError."""
    with file.open("rb") as opened:
        head = opened.read(1024)
    if head.startswith(ZIP):
        return _of_zip(file)
    if head.startswith(OLE):
        return Inside(wrong=_of_ole(file.read_bytes()))
    return Inside(wrong=_of_pdf(file.read_bytes()) if PDF in head else "")


def _of_zip(file: Path) -> Inside:
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            names = tuple(part.filename for part in parts[:PARTS_MOST])
            if len(parts) > PARTS_MOST:
                return Inside(names, MANY)
            return Inside(names, MACRO if any(_runs(packed, part) for part in parts) else "")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error, etree.LxmlError):
        return Inside(wrong=BROKEN)


def _runs(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part of an Office file is a program, or says that one is there."""
    name = part.filename.lower().replace("\\", "/")
    if "vbaproject" in name or "vbadata" in name:
        return True
    with packed.open(part) as opened:
        if name == "[content_types].xml" or name.endswith(".rels"):
            return any(_names_a_program(one) for one in _attributes(opened.read(TEXT_MOST + 1)))
        if opened.read(len(OLE)) == OLE:
            return _of_ole(OLE + opened.read(UNPACKED_MOST)) == MACRO
    return False


def _attributes(text: bytes) -> Iterator[Any]:
    """The attributes of each element. Raises ValueError for what no Office program writes."""
    if len(text) > TEXT_MOST or b"<!DOCTYPE" in text.replace(b"\0", b""):
        raise ValueError("no part of an Office file")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return (element.attrib for element in etree.fromstring(text, parser).iter(etree.Element))


def _names_a_program(attributes: Any) -> bool:
    """A content type or relationship of macros, or a template that is fetched from elsewhere, with macros perhaps."""
    kinds = f"{attributes.get('ContentType', '')} {attributes.get('Type', '')}".lower()
    far = "attachedtemplate" in kinds and _FAR.match(attributes.get("Target", "").strip())
    return bool(far) or any(word in kinds for word in _OF_MACRO)


def _of_ole(data: bytes) -> str:
    """By its directory. Its entries have 128 bytes and stand at multiples of 128; all that look like one are read, so
    that no table of sectors can hide one."""
    found = set()
    for at in range(512, len(data) - 127, 128):
        length = int.from_bytes(data[at + 64 : at + 66], "little")
        if 2 < length <= 64 and data[at + 66] in (1, 2, 5):
            found.add(data[at : at + length - 2].decode("utf-16-le", "replace").lower())
    return MACRO if found & _OLE_MACRO else LOCKED if found & _OLE_LOCKED else ""


def _of_pdf(data: bytes) -> str:
    """Whether it has an action that runs something, in the open or in a packed stream of objects."""
    if _PDF_ACTS.search(data):
        return SCRIPT
    left = UNPACKED_MOST
    for begin in _STREAM.finditer(data):
        if not _PDF_OBJECTS.search(data, max(0, begin.start() - HEADING_MOST), begin.start()):
            continue
        text = _unpacked(memoryview(data), begin.end(), left)
        if _PDF_ACTS.search(text):
            return SCRIPT
        left -= len(text)
        if left <= 0:
            return MANY
    return ""


def _unpacked(data: memoryview, begin: int, most: int) -> bytes:
    """What is packed from here on, as far as it can be read; no more than a block beyond `most`."""
    unpack, text = zlib.decompressobj(), bytearray()
    for at in range(begin, len(data), BLOCK):
        try:
            text += unpack.decompress(data[at : at + BLOCK])
        except zlib.error:
            break
        if unpack.eof or len(text) >= most:
            break
    return bytes(text)
