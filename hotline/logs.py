"""Structured logs: one JSON object per line on standard error; callers of the log mask personal data first."""

import contextlib
import logging
import sys
from typing import Any

import structlog


class Careful:
    """A stream whose lines are lost where they cannot be written (a full disk): a program does not end for its log."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):  # ValueError: it is closed
            return int(self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


def set_up(level: int = logging.INFO) -> None:
    """For the `__main__` of each program."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(Careful(sys.stderr)),  # type: ignore[arg-type]  # it prints there
        cache_logger_on_first_use=True,
    )
