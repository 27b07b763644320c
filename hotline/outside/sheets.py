"""Sheets that people send, read in the maker's process."""

from hotline.ports import Refused
from hotline.values.sheet_read import ROWS_MOST, SheetRow, SheetRows

from .apart import MAKER, TooMuch


def people_rows(data: bytes) -> SheetRows | None:
    """The rows of a sheet of people; None without a row of headings. Raises Refused."""
    return _rows("people_sheet", data)


def class_rows(data: bytes) -> SheetRows | None:
    """The rows of a sheet of official classes; None without a row of headings. Raises Refused."""
    return _rows("class_sheet", data)


def _rows(work: str, data: bytes) -> SheetRows | None:
    try:
        found = MAKER.ask(work, data=data)
    except TooMuch as error:
        raise Refused("This file is too large: keep one sheet with at most %(most)s rows", most=ROWS_MOST) from error
    if found is None:
        return None
    rows = tuple(SheetRow(row["number"], tuple(row["cells"]), row["wrong"], row["cell"]) for row in found["rows"])
    return SheetRows(tuple(found["headings"]), rows)
