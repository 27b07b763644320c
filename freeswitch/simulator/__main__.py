"""`python -m freeswitch.simulator --port 8021 --script day.yml --sounds DIR --recordings DIR`.

The password of its event socket stands in the environment, `TINGSU_EVENT_SOCKET`."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time
from pathlib import Path

import gevent
from gevent import signal_handler
from gevent.event import Event

from freeswitch.simulator import recording, script, wav
from freeswitch.simulator.core import Switch
from freeswitch.simulator.server import Server

PASSWORD = "TINGSU_EVENT_SOCKET"  # noqa: S105 - the name of a variable
log = logging.getLogger("freeswitch.simulator")


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m freeswitch.simulator", description=__doc__)
    asked.add_argument("--port", type=int, default=8021)
    asked.add_argument("--script", type=Path, default=Path(__file__).with_name("demo_day.yml"))
    asked.add_argument("--sounds", type=Path, default=Path("sounds"))
    asked.add_argument("--recordings", type=Path, default=Path("var/recordings"))
    asked.add_argument("--fallback-seconds", type=float, default=3.0)
    asked.add_argument("--fallback-sound", default="closed.wav")
    asked.add_argument("--seed", type=int, default=None, help="a repeatable row of uuids; default: the time")
    given = asked.parse_args()
    if not os.environ.get(PASSWORD):
        asked.error(f"set {PASSWORD} to the password of the event socket")
    return given


def _day(server: Server, day: script.Day) -> None:
    """Start the day's calls only when a controller is connected, however long that takes."""
    server.attended.wait()
    script.let_call(server.switch, day, time.time())
    server.wake()


def main() -> int:
    """Run until SIGTERM or SIGINT; return 2 if the script is wrong or the port is taken."""
    os.umask(0o027)
    asked = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        day = script.load(asked.script)
    except (script.ScriptError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    switch = Switch(
        numbers=day.numbers,
        sounds=wav.sound_lengths(asked.sounds),
        recordings=wav.recorder(lambda said: log.error("%s", said)),
        can_record=wav.can_record,
        recordings_dir=str(asked.recordings.absolute()),
        fallback_sound=asked.fallback_sound,
        fallback_seconds=asked.fallback_seconds,
        seed=asked.seed if asked.seed is not None else time.time_ns(),
    )
    server = Server(switch, port=asked.port, password=os.environ[PASSWORD])
    try:
        server.start()
    except OSError as error:
        sys.stderr.write(
            f"Port {asked.port} on 127.0.0.1 cannot be used ({error.strerror}); is a switch running already? "
            f"端口 {asked.port} 无法使用，可能已有交换机在运行。\n"
        )
        return 2
    over = Event()
    signal_handler(signal.SIGTERM, over.set)
    signal_handler(signal.SIGINT, over.set)
    script.log_in(switch, day, time.time())
    calling = gevent.spawn(_day, server, day)
    calling.link_exception(lambda _dead: over.set())
    log.info("stand-in switch listens on 127.0.0.1:%s", server.port)
    over.wait()
    recording.close_all(switch.board)
    server.stop()
    if calling.exception is not None:
        log.error("the day's calls failed: %r", calling.exception)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
