"""The program that opens files of strangers for the web (`hotline.outside.apart`)."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hotline.outside import filling, inside, small_picture
from hotline.outside.apart import unpacked
from hotline.outside.serving import serve
from hotline.reports.rules import classes
from hotline.tickets.rules import people_sheet
from hotline.values import sheet_read


def _docx(given: dict[str, Any]) -> Any:
    return filling.made_docx(Path(given["file"]), given["fields"])


def _pdf(given: dict[str, Any]) -> Any:
    return filling.made_pdf(Path(given["file"]), given["fields"], given["fonts"], given["bold"])


def _undrawn(given: dict[str, Any]) -> Any:
    return filling.undrawn(Path(given["file"]), given["fields"], given["fonts"])


def _people_sheet(given: dict[str, Any]) -> Any:
    rows = sheet_read.read(unpacked(given["data"]), people_sheet.is_heading)
    return None if rows is None else asdict(rows)


def _class_sheet(given: dict[str, Any]) -> Any:
    rows = sheet_read.read(unpacked(given["data"]), classes.is_heading)
    return None if rows is None else asdict(rows)


def _look(given: dict[str, Any]) -> Any:
    return asdict(inside.look(Path(given["file"])))


def _small_picture(given: dict[str, Any]) -> Any:
    return small_picture.small(unpacked(given["data"]))


WORKS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "docx": _docx, "pdf": _pdf, "undrawn": _undrawn, "people_sheet": _people_sheet, "class_sheet": _class_sheet,
    "look": _look, "small_picture": _small_picture,
}  # fmt: skip


if __name__ == "__main__":
    serve(WORKS)
