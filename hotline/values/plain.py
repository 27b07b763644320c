"""Text as typed, made plain: width, compatibility forms, digits of other scripts, private signs of GB 18030. Pure."""

import unicodedata

_ROW = (*range(0x50, 0x7F), *range(0x80, 0xA1))  # the second bytes of GB 18030's row FE, kept as U+E815 … U+E864
_NEWER = dict(zip(
    (0xE816, 0xE817, 0xE818, 0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE831, 0xE832, 0xE83B, 0xE843, 0xE854, 0xE855, 0xE864),
    (0x20087, 0x20089, 0x200CC, 0x9FB4, 0x9FB5, 0x9FB6, 0x9FB7, 0x215D7, 0x9FB8, 0x2298F, 0x9FB9, 0x9FBA, 0x241FE,
     0x9FBB), strict=True,
))  # fmt: skip
_PRIVATE = {0xE815 + place: bytes((0xFE, byte)).decode("gb18030") for place, byte in enumerate(_ROW)} | {
    private: chr(sign) for private, sign in _NEWER.items()
}
_DASHES = dict.fromkeys(map(ord, "\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u2796\u30fc\u301c"), "-")
SAID = "〇零○一二三四五六七八九幺"  # digits said one by one
_SAID_DIGITS = str.maketrans(SAID, "0001234567891")
_INVISIBLE = {
    ord(sign): None for sign in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066"
    "\u2067\u2068\u2069\ufe00\ufe0e\ufe0f\u034f\u180e"
} | dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(9), *range(14, 32), 127))  # fmt: skip


def standard(text: str) -> str:
    """Replace the private signs of GB 18030 by the characters that Unicode has for them; leave all else as it is."""
    return text.translate(_PRIVATE)


def plain(text: str) -> str:
    """The text in one form: NFKC, digits of any script as 0–9, private signs by their characters, nothing invisible."""
    kept = unicodedata.normalize("NFKC", standard(text)).translate(_INVISIBLE)
    return kept if kept.isascii() else "".join(_digit(sign) for sign in kept)


def dashed(text: str) -> str:
    """Every dash, hyphen and minus sign of plain text as the hyphen of a keyboard."""
    return text.translate(_DASHES)


def with_digits(text: str) -> str:
    """Each character by which a digit is said as that digit, sign for sign."""
    return text.translate(_SAID_DIGITS)


def _digit(sign: str) -> str:
    if sign.isascii() or not sign.isdecimal():
        return sign
    return str(unicodedata.digit(sign))
