"""The speech engine as a child process, driven over pipes; a process that hangs or dies is replaced."""

import json
from pathlib import Path

import gevent
import structlog
from gevent import lock, subprocess

from hotline.ports import GatewayError

log = structlog.get_logger()


class Speaker:
    """Turns texts into sound files, one after another. `command` starts `hotline.outside.speaker`."""

    def __init__(self, command: list[str], seconds: float) -> None:
        self._command, self._seconds = command, seconds
        self._turn = lock.BoundedSemaphore(1)
        self._process: subprocess.Popen[bytes] | None = None

    def say(self, text: str) -> Path:
        """The sound file of a text. Waits for the engine without blocking other greenlets. Raises GatewayError."""
        with self._turn:
            try:
                with gevent.Timeout(self._seconds, TimeoutError(f"no answer in {self._seconds:.0f} s")):
                    answer = self._ask(text)
            except (OSError, ValueError, TimeoutError) as error:
                self.stop()
                raise GatewayError(f"speech: {error}") from error
        if "file" not in answer:
            raise GatewayError(str(answer.get("error", "speech: no answer")))
        return Path(answer["file"])

    def _ask(self, text: str) -> dict[str, str]:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise OSError("the engine's process has ended")
        answer: dict[str, str] = json.loads(line)
        return answer

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            log.info("speech_begins", pid=self._process.pid)
        return self._process

    def stop(self) -> None:
        """End the process; the next text starts a new one."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process = None
