"""A log that cannot be written costs its lines and nothing else: on a full disk every program goes on."""

import errno
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import structlog

from hotline import logs

pytestmark = pytest.mark.unit
PROGRAMS = ("controller/__main__.py", "hotline/jobs/__main__.py", "admin_web/__main__.py", "public_web/__main__.py")


class Disk(io.StringIO):
    full = False

    def write(self, text: str) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(text)

    def flush(self) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Disk()
    monkeypatch.setattr("sys.stderr", made)
    before = structlog.get_config()
    logs.set_up()
    yield made
    structlog.configure(**before)


def test_lines_are_lost_while_the_disk_is_full_and_written_again_after_it(disk: Disk) -> None:
    log = structlog.get_logger()
    log.info("before")
    disk.full = True
    log.warning("meanwhile", why="x")
    try:
        raise KeyError("a")
    except KeyError:
        log.exception("broken")
    disk.full = False
    log.info("after", name="张三")
    assert [json.loads(line)["event"] for line in disk.getvalue().splitlines()] == ["before", "after"]


def test_a_closed_stream_is_no_failure_either(disk: Disk) -> None:
    disk.close()
    structlog.get_logger().info("nobody reads this")


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_sets_its_log_up(program: str) -> None:
    assert re.search(r"^\s+(logs\.)?set_up\(\)$", Path(program).read_text(), re.MULTILINE)
