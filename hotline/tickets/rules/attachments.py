"""Which files may come with a ticket (K1): kinds by name and by what stands in them, sizes, names that do no harm."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hotline.ports import Refused

MEGABYTE = 1024 * 1024
FILES_MOST = 60  # of one ticket
HEAD = 4096  # of a file's beginning that its kind is told from
NAME_MOST = 200
BYTES_MOST = 240  # of a name on a disk: most allow 255, and a browser may add " (1)"
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_NOT_ON_WINDOWS = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class FileKind:
    """`starts`: what a file of this kind begins with, at `at`; `members`: what a packed one holds."""

    type: str
    starts: tuple[bytes, ...] = ()
    at: int = 0
    members: tuple[str, ...] = ()
    inline: bool = False


_JPEG = FileKind("image/jpeg", (b"\xff\xd8\xff",), inline=True)
_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("application/pdf", (b"%PDF-",), inline=True),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": FileKind("image/png", (b"\x89PNG\r\n\x1a\n",), inline=True),
    "gif": FileKind("image/gif", (b"GIF87a", b"GIF89a"), inline=True),
    "doc": FileKind("application/msword", (_OLE,)),
    "xls": FileKind("application/vnd.ms-excel", (_OLE,)),
    "docx": FileKind(_OFFICE + "wordprocessingml.document", (_ZIP,), members=("[Content_Types].xml", "word/")),
    "xlsx": FileKind(_OFFICE + "spreadsheetml.sheet", (_ZIP,), members=("[Content_Types].xml", "xl/")),
    "txt": FileKind("text/plain"),
    "mp3": FileKind("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")),
    "wav": FileKind("audio/wav", (b"WAVE",), at=8),
    "amr": FileKind("audio/amr", (b"#!AMR",)),
    "mp4": FileKind("video/mp4", (b"ftyp",), at=4),
}
ACCEPT = ",".join(f".{ending}" for ending in KINDS)


def shown(given: str) -> str:
    """A name as it was given, without the signs that one does not see or that turn the writing round."""
    text = " ".join(_HIDDEN.sub("", given).split())
    if len(text) <= NAME_MOST:
        return text
    stem, dot, last = text.rpartition(".")
    return text[:NAME_MOST] if not dot or len(last) > 8 else f"{stem[: NAME_MOST - 1 - len(last)]}.{last}"


def saved_as(name: str) -> str:
    """A name under which any computer can keep it: no folders, no signs that Windows refuses, no device's name."""
    last = shown(name).replace("\\", "/").rpartition("/")[2]
    safe = _NOT_ON_WINDOWS.sub("_", last).strip(" .") or "file"
    if _DEVICE.fullmatch(safe):
        safe = f"_{safe}"
    stem, dot, end = safe.rpartition(".")
    if not dot:
        stem, end = safe, ""
    room = BYTES_MOST - len((dot + end).encode())
    return stem.encode()[: max(1, room)].decode(errors="ignore") + dot + end


def ending(name: str) -> str:
    """`pdf` of `判决书.PDF`; "" where there is none."""
    return saved_as(name).rpartition(".")[2].lower() if "." in saved_as(name) else ""


def kind_of(name: str) -> FileKind | None:
    return KINDS.get(ending(name))


def refusal(name: str, size: int, head: bytes, *, most: int) -> Refused | None:
    """Why a file is not taken, or None. `most`: megabytes of one file."""
    kind, name = kind_of(name), shown(name)
    if kind is None:
        return Refused("“%(name)s” cannot be taken: only %(kinds)s", name=name, kinds=", ".join(KINDS))
    if size == 0:
        return Refused("“%(name)s” is empty", name=name)
    if size > most * MEGABYTE:
        return Refused("“%(name)s” is too large: at most %(most)s MB a file", name=name, most=most)
    if not _fits(kind, head):
        return Refused("“%(name)s” is not what its name says: there is something else in it", name=name)
    return None


def packed_refusal(name: str, members: Collection[str]) -> Refused | None:
    """The same of what is packed in a file of the newer Office."""
    kind = kind_of(name)
    if kind is None or not kind.members:
        return None
    there = all(any(member.startswith(wanted) for member in members) for wanted in kind.members)
    if not there:
        return Refused("“%(name)s” is not what its name says: there is something else in it", name=shown(name))
    if any(member.lower().endswith("vbaproject.bin") for member in members):
        return Refused("“%(name)s” holds a program (macro): save it without and add it again", name=shown(name))
    return None


def room_refusal(sizes: Collection[int], more: int, *, most: int) -> Refused | None:
    """Whether one more still fits with those that are there. `most`: megabytes of all."""
    if len(sizes) >= FILES_MOST:
        return Refused("At most %(most)s files with one ticket", most=FILES_MOST)
    if sum(sizes) + more > most * MEGABYTE:
        return Refused("All files of a ticket together are at most %(most)s MB", most=most)
    return None


def held_back(*, hides_name: bool, for_unit: bool, with_form: bool) -> bool:
    """Whether a unit does not get a file: what came in with a matter whose bringer is withheld may name him. What the
    hotline adds afterwards it has looked at."""
    return hides_name and for_unit and with_form


def _fits(kind: FileKind, head: bytes) -> bool:
    if not kind.starts:
        return _is_text(head)
    return any(head[kind.at :].startswith(start) for start in kind.starts)


def _is_text(head: bytes) -> bool:
    """Text in UTF-8, GB 18030 or with the mark of UTF-16; a sign that is cut through at the end does no harm."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in head:
        return False
    for code in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(code)
            except UnicodeDecodeError:
                continue
            return True
    return False
