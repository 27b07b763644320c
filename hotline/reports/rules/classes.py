"""To which official class a subject of the house belongs: its own, or that of the nearest subject above it. Pure."""

from collections.abc import Mapping, Sequence

CODE_HEADINGS = ("编码", "Code")
CLASS_HEADINGS = ("官方分类编码", "Official code")


def class_of(topic: int, own: Mapping[int, str], parents: Mapping[int, int | None]) -> str:
    """The code, "" for a subject that is not mapped.

    >>> class_of(3, {1: "01", 2: "02"}, {3: 2, 2: 1, 1: None}), class_of(4, {}, {4: None})
    ('02', '')
    """
    seen: set[int] = set()
    now: int | None = topic
    while now is not None and now not in seen:
        if now in own:
            return own[now]
        seen.add(now)
        now = parents.get(now)
    return ""


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row of a sheet names the two columns that are read."""
    return place_of(cells, CODE_HEADINGS) is not None and place_of(cells, CLASS_HEADINGS) is not None


def place_of(cells: Sequence[str], names: Sequence[str]) -> int | None:
    """In which column one of the names stands."""
    wanted = {name.casefold() for name in names}
    return next((n for n, cell in enumerate(cells) if cell.strip().casefold() in wanted), None)
