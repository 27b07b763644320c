"""Which files a ticket may have (K1): allowed kinds (checked by name and by content), sizes, and safe names."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hotline.ports import Refused

MEGABYTE = 1024 * 1024
FILES_MOST = 60  # per ticket
HEAD = 4096  # bytes at a file's beginning by which its kind is checked
NAME_MOST = 200
BYTES_MOST = 240  # for a name on a disk: most disks allow 255, and a browser may add " (1)"
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_NOT_ON_WINDOWS = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class FileKind:
    """`starts`: bytes that a file of this kind has at offset `at`; `members`: entries that a ZIP of it must contain."""

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
    """The given name without characters that are invisible or change the writing direction."""
    text = " ".join(_HIDDEN.sub("", given).split())
    if len(text) <= NAME_MOST:
        return text
    stem, dot, last = text.rpartition(".")
    return text[:NAME_MOST] if not dot or len(last) > 8 else f"{stem[: NAME_MOST - 1 - len(last)]}.{last}"


def saved_as(name: str) -> str:
    """A name that any computer can save: no folders, no characters that Windows refuses, no device's name."""
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
    """`pdf` for `判决书.PDF`; "" if there is no ending."""
    return saved_as(name).rpartition(".")[2].lower() if "." in saved_as(name) else ""


def kind_of(name: str) -> FileKind | None:
    return KINDS.get(ending(name))


def refusal(name: str, size: int, head: bytes, *, most: int) -> Refused | None:
    """Why a file is refused, or None. `most`: megabytes per file."""
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
    """The same check for the entries of a ZIP-based Office file."""
    kind = kind_of(name)
    if kind is None or not kind.members:
        return None
    there = all(any(member.startswith(wanted) for member in members) for wanted in kind.members)
    if not there:
        return Refused("“%(name)s” is not what its name says: there is something else in it", name=shown(name))
    return None


def inside_refusal(name: str, wrong: str) -> Refused | None:
    """Why a file with this inside is refused, or None. `wrong`: the word of `hotline.outside.inside`."""
    match wrong:
        case "":
            return None
        case "macro":
            return Refused("“%(name)s” holds a program (macro): save it without and add it again", name=shown(name))
        case "script":
            return Refused(
                "“%(name)s” holds a program (script): print it into a new PDF and add that", name=shown(name)
            )
        case "many":
            return Refused("“%(name)s” has too many parts: save it anew and add it again", name=shown(name))
        case "locked":
            return Refused("“%(name)s” is locked with a password: save it without and add it again", name=shown(name))
        case _:
            return Refused("“%(name)s” is not what its name says: there is something else in it", name=shown(name))


def room_refusal(sizes: Collection[int], more: int, *, most: int) -> Refused | None:
    """Why one more file does not fit with the others, or None. `most`: megabytes of all files together."""
    if len(sizes) >= FILES_MOST:
        return Refused("At most %(most)s files with one ticket", most=FILES_MOST)
    if sum(sizes) + more > most * MEGABYTE:
        return Refused("All files of a ticket together are at most %(most)s MB", most=most)
    return None


def held_back(*, hides_name: bool, for_unit: bool, with_form: bool) -> bool:
    """Whether a unit does not get a file: a file sent with a form whose citizen is withheld may name the citizen. Files
    that the hotline adds later were checked by it."""
    return hides_name and for_unit and with_form


def _fits(kind: FileKind, head: bytes) -> bool:
    if not kind.starts:
        return _is_text(head)
    return any(head[kind.at :].startswith(start) for start in kind.starts)


def _is_text(head: bytes) -> bool:
    """Whether it is text in UTF-8, GB 18030 or UTF-16 with a byte order mark; a character may be cut off at the end."""
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
