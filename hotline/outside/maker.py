"""A program that opens files of strangers: a line of JSON with a work in, a line of JSON with its answer out.

It is given limits before each work (`hotline.outside.apart`), writes no file, and may die of any of them.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hotline.outside import filling, inside
from hotline.outside.apart import packed, unpacked
from hotline.ports import Refused
from hotline.tickets.rules import people_sheet
from hotline.values import sheet_read

MEGABYTE = 1024 * 1024


def _docx(given: dict[str, Any]) -> Any:
    return filling.made_docx(Path(given["file"]), given["fields"])


def _pdf(given: dict[str, Any]) -> Any:
    return filling.made_pdf(Path(given["file"]), given["fields"], given["fonts"], given["bold"])


def _undrawn(given: dict[str, Any]) -> Any:
    return filling.undrawn(Path(given["file"]), given["fields"], given["fonts"])


def _people_sheet(given: dict[str, Any]) -> Any:
    rows = sheet_read.read(unpacked(given["data"]), people_sheet.is_heading)
    return None if rows is None else asdict(rows)


def _look(given: dict[str, Any]) -> Any:
    return asdict(inside.look(Path(given["file"])))


WORKS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "docx": _docx, "pdf": _pdf, "undrawn": _undrawn, "people_sheet": _people_sheet, "look": _look
}  # fmt: skip


def answer(asked: dict[str, Any]) -> str:
    """`{"done": …}`, `{"refused": sentence, "fields": …}`, `{"too_much": true}`, or `{"failed": …}`: our mistake."""
    try:
        return json.dumps({"done": WORKS[asked["work"]](asked["given"])}, default=packed)
    except Refused as error:
        return json.dumps({"refused": error.code, "fields": error.fields}, default=str)
    except (MemoryError, RecursionError):
        return json.dumps({"too_much": True})
    except Exception as error:  # noqa: BLE001 - the one who asks raises it
        return json.dumps({"failed": f"{type(error).__name__}: {error}"[:500]})


def limit(*, cpu_seconds: int, memory_mb: int) -> None:
    """The limits of the next work. The seconds of the processor are counted from what is used already."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 1 + cpu_seconds, hard))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * MEGABYTE, memory_mb * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        limit(cpu_seconds=asked["cpu_seconds"], memory_mb=asked["memory_mb"])
        out.write(answer(asked) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
