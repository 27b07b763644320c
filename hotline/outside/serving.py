"""The loop of a program that does hostile work: a line of JSON with a work in, a line of JSON with its answer out.

It is given limits before each work (`hotline.outside.apart`), writes no file, and may die of any of them.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from typing import Any

from hotline.outside.apart import packed
from hotline.ports import Refused

MEGABYTE = 1024 * 1024
Works = Mapping[str, Callable[[dict[str, Any]], Any]]


def answer(asked: dict[str, Any], works: Works) -> str:
    """`{"done": …}`, `{"refused": sentence, "fields": …}`, `{"too_much": true}`, or `{"failed": …}`: our mistake."""
    try:
        return json.dumps({"done": works[asked["work"]](asked["given"])}, default=packed)
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


def serve(works: Works) -> None:
    """Until nobody asks any more."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        limit(cpu_seconds=asked["cpu_seconds"], memory_mb=asked["memory_mb"])
        out.write(answer(asked, works) + "\n")
        out.flush()
