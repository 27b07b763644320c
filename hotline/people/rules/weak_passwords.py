"""How much of a password must be guessed: common words, years, runs and repetitions count little. Pure."""

import itertools
from collections.abc import Set

LEAST = 7  # less than this is guessed soon
WORD_LEAST, WORD_MOST = 5, 20  # signs of a common word
BLOCK_LEAST = 3  # signs of a part that stands in the password before
_LEET = {"@": "a", "4": "a", "0": "o", "3": "e", "$": "s", "5": "s", "7": "t", "!": "i", "1": "il"}
_ROWS = (
    "`1234567890-=", "~!@#$%^&*()_+", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/",
)  # fmt: skip
_NEXT = {(a, b): way for row in _ROWS for pair in itertools.pairwise(row) for way, (a, b) in
         (("along", pair), ("back", pair[::-1]))}  # fmt: skip


def complaint(password: str, common: Set[str]) -> str | None:
    """What is wrong with it as a message id, or None."""
    if len(set(password)) < 4:
        return "A password has at least four different characters"
    if password.isdigit():
        return "A password must not be of digits alone: add letters"
    value, has_words = worth(password, common)
    if value < LEAST and has_words:
        return "This password is too common: take several words that do not belong together, or add signs at random"
    if value < LEAST:
        return "Signs that repeat or follow each other, such as aaaa, 1234 or qwerty, make no password: mix in others"
    return None


def worth(password: str, common: Set[str]) -> tuple[int, bool]:
    """The number of signs that a guesser must find, at most, and whether common words stand in it.

    A common word counts two, also with `@` for `a` and the like; a year one; a part that stands before once more one. A
    sign that goes on with a run (`aaa`, `abc`, `321`, `qwe`, `2wsx`) counts nothing."""
    text = password.lower()
    best: list[tuple[int, bool]] = [(0, False)] + [(len(text) + 1, False)] * len(text)
    for start in range(len(text)):
        spent, words = best[start]
        for end, cost, is_word in _steps(text, start, common):
            best[end] = min(best[end], (spent + cost, words or is_word))
    return best[-1]


def _steps(text: str, start: int, common: Set[str]) -> list[tuple[int, int, bool]]:
    """What can be taken from here: (end, cost, whether it is a common word)."""
    found = [(start + 1, 0 if _goes_on(text, start) else 1, False)]
    if text[start : start + 2] in ("19", "20") and text[start : start + 4].isdigit() and start + 4 <= len(text):
        found.append((start + 4, 1, False))
    for end in range(start + WORD_LEAST, min(start + WORD_MOST, len(text)) + 1):
        if is_common(text[start:end], common):
            found.append((end, 2, True))
    for end in range(start + BLOCK_LEAST, len(text) + 1):
        if text.find(text[start:end], 0, end - 1) < 0:
            break
        found.append((end, 1, False))
    return found


def is_common(word: str, common: Set[str]) -> bool:
    """Whether this is a common word, read plainly or with the letters that its signs stand for."""
    if word in common:
        return True
    if not any(sign in _LEET for sign in word) or not any(sign.isalpha() for sign in word):
        return False
    one, other = (
        "".join(_LEET.get(sign, sign)[which] if sign in _LEET else sign for sign in word) for which in (0, -1)
    )
    return one in common or other in common


def _goes_on(text: str, at: int) -> bool:
    """Whether the sign goes on with a run of at least two signs before it."""
    return at >= 2 and bool(_ways(text[at - 2], text[at - 1]) & _ways(text[at - 1], text[at]))


def _ways(one: str, other: str) -> set[str]:
    ways = {"same"} if one == other else set()
    if one.isalnum() and other.isalnum() and abs(ord(one) - ord(other)) == 1:
        ways.add("up" if ord(other) > ord(one) else "down")
    if (one, other) in _NEXT:
        ways.add(_NEXT[one, other])
    return ways
