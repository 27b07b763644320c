"""The contract over a socket, on real time: the stand-in's server, and FreeSWITCH with sipp."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent

from controller.switch import port
from controller.switch.commands import Commands
from controller.switch.freeswitch import FreeSwitch
from controller.switch.links import Links
from freeswitch.simulator.server import Server
from hotline.settings import SwitchSettings
from scripts.py.pace import patient

from .core import comes, desk, hang_up, press, stand_in
from .stages import PASSWORD, Caller, Telephone


class LinkedStage:
    """Whatever listens on a port, on real time."""

    def __init__(self, port_number: int, password: str, folder: Path) -> None:
        self.heard: list[port.Heard] = []
        chosen = SwitchSettings(port=port_number, password=password)
        self.links = Links(chosen, lambda data: self.switch.feed(data), self.heard.append)
        self.switch = FreeSwitch(self.links, Commands(str(folder)), time.time, self.heard.append)
        self._work = gevent.spawn(self.links.run)
        assert self.wait(lambda: self.links.up, 10), self.links.trouble

    def wait(self, until: Callable[[], Any], seconds: float) -> Any:
        return self._wait(until, patient(seconds))

    def rest(self, seconds: float) -> None:
        self._wait(lambda: False, seconds)

    def _wait(self, until: Callable[[], Any], seconds: float) -> Any:
        end = time.monotonic() + seconds
        while not (value := until()) and time.monotonic() < end:
            gevent.sleep(0.005)
        return value or until()

    def close(self) -> None:
        self.links.stop()
        self._work.join(10)


class WireStage(LinkedStage):
    """The stand-in's server."""

    def __init__(self, folder: Path) -> None:
        self.core = stand_in(folder)
        self._server = Server(self.core, port=0, password=PASSWORD)
        self._server.start()
        super().__init__(self._server.port, PASSWORD, folder)

    def dial(self, caller: Caller, number: str) -> None:
        self.core.call_in(comes(caller, number), time.time())
        self._server.wake()

    def telephone(self, extension: str, telephone: Telephone) -> None:
        self.core.add_phone(desk(extension, telephone), time.time())
        self._server.wake()

    def press(self, number: str, keys: str) -> None:
        self.core.advance(time.time())
        press(self.core, number, keys)
        self._server.wake()

    def hang_up(self, number: str) -> None:
        self.core.advance(time.time())
        hang_up(self.core, number)
        self._server.wake()

    def put_down(self, extension: str) -> None:
        self.core.advance(time.time())
        self.core.phones.hang_up(extension)
        self._server.wake()

    def close(self) -> None:
        super().close()
        self._server.stop()


# ---- FreeSWITCH


class LiveStage(LinkedStage):
    """FreeSWITCH on our configuration, with sipp as callers and telephones. `live` is `scripts.py.live_house.Live`."""

    def __init__(self, live: Any) -> None:
        self._live = live
        self._phones: dict[str, Any] = {}
        switch = live.settings.switch
        super().__init__(switch.port, switch.password, live.settings.recordings.resolve())

    def dial(self, caller: Caller, number: str) -> None:
        ends = "cancel" if caller.cancels else "told"
        self._phones[number] = self._live.call("12368", number, name=caller.name, ends=ends)

    def telephone(self, extension: str, telephone: Telephone) -> None:
        how = {"rings": telephone.rings, "answers": telephone.answers}
        self._phones[extension] = self._live.agent(extension, **how)

    def press(self, number: str, keys: str) -> None:
        self._live.press(self._phones[number], keys)

    def hang_up(self, number: str) -> None:
        self._live.hang_up(self._phones[number])

    def put_down(self, extension: str) -> None:
        self._live.hang_up(self._phones[extension])

    def close(self) -> None:
        super().close()
        self._live.sipp.close()
