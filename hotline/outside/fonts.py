"""Fonts of papers drawn as PDF: which are installed, which signs they have, and loading them into a PDF page."""

import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]
from fpdf import FPDF
from fpdf.errors import FPDFException

from hotline.ports import Refused

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it logs every table of every font
_UNREADABLE = (FPDFException, TTLibError, OSError, ValueError, IndexError)


def take(page: FPDF, fonts: Sequence[str], bold: Sequence[str], signs: set[str]) -> None:
    """Load the first font that exists; load the others only if it lacks one of the characters. Raises Refused."""
    there = installed(fonts)
    heavy = next((font for font in bold if _usable(font)), there[0])
    try:
        _add(page, "text", "", there[0])
        _add(page, "text", "B", heavy)
        lacking = {sign for sign in signs if not _has(page, sign)}
        more = [font for font in there[1:] if lacking]  # reading a font is slow: only if needed
        for number, font in enumerate(more):
            _add(page, f"more{number}", "", font)
    except _UNREADABLE as error:
        raise Refused("A font of papers.fonts cannot be used: %(font)s", font=there[0]) from error
    page.set_fallback_fonts(["text", *(f"more{number}" for number in range(len(more)))], exact_match=False)


def installed(fonts: Sequence[str]) -> list[str]:
    """The fonts that exist. Raises Refused if there is none."""
    there = [font for font in fonts if _usable(font)]
    if not there:
        raise Refused("No Chinese font is installed for PDF: install fonts-noto-cjk, or name one in papers.fonts; "
                      "the Word file can be had all the same")  # fmt: skip
    return there


def undrawn(text: str, fonts: Sequence[str]) -> frozenset[str]:
    """The signs of a text that no installed font has. Raises Refused, also if no font is installed."""
    left = frozenset(sign for sign in text if not sign.isspace())
    for font in installed(fonts):
        if not left:
            break
        try:
            left -= _signs(font, Path(font.partition("#")[0]).stat().st_mtime)
        except _UNREADABLE as error:
            raise Refused("A font of papers.fonts cannot be used: %(font)s", font=font) from error
    return left


@lru_cache(maxsize=8)
def _signs(font: str, _changed: float) -> frozenset[str]:
    """All signs of a font's character map; read anew if its file has changed."""
    file, _, number = font.partition("#")
    with TTFont(file, fontNumber=int(number or 0), lazy=True) as read:
        return frozenset(map(chr, read.getBestCmap() or {}))


def _has(page: FPDF, sign: str) -> bool:
    cmap = page.fonts["text"].cmap  # type: ignore[union-attr]
    return ord(sign) in cmap or sign.isspace()


def _usable(font: str) -> bool:
    return Path(font.partition("#")[0]).is_file()


def _add(page: FPDF, family: str, style: str, font: str) -> None:
    file, _, number = font.partition("#")
    page.add_font(family, style, file, collection_font_number=int(number or 0))
