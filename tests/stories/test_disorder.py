"""The switch may speak late and twice; the records tell the call once."""

import random
from typing import Any

import pytest

from .house import House, hang_up, press

pytestmark = pytest.mark.story

LATE = (b"CHANNEL_EXECUTE_COMPLETE", b"DTMF", b"CHANNEL_PROGRESS", b"RECORD_START", b"CHANNEL_ANSWER")


class Disorder:
    """Between the switch and the controller: every event twice, some of them one step late."""

    def __init__(self, house: House, seed: int) -> None:
        self._drain, self._dice = house.wire.drain, random.Random(seed)
        self._late: list[bytes] = []

    def __call__(self) -> list[bytes]:
        fresh, out = self._drain(), self._late
        self._late = []
        for event in fresh:
            name = event.split(b"\n", 1)[0].removeprefix(b"Event-Name: ")
            out.append(event)
            if name in LATE and self._dice.random() < 0.5:
                self._late.append(event)
            elif name != b"CHANNEL_PARK":
                out.append(event)
        return out


@pytest.mark.parametrize("seed", range(6))
def test_events_come_late_and_twice(house: House, seed: int, monkeypatch: Any) -> None:
    house.desk(1, ring_seconds=3, talk_seconds=10)
    house.desk(2, answer="reject")
    house.wire.drain = Disorder(house, seed)  # type: ignore[method-assign]
    dice = random.Random(seed)
    calls = []
    for n in range(8):
        for number in (1, 2):
            house.ready_again(number)
        calls.append(house.rings("12368", press("0", "menu"), hang_up(dice.uniform(1, 60)), number=f"1380000000{n}"))
        house.run(dice.uniform(1, 40))
    house.run(400)
    assert {house.said(call)[0] for call in calls} == {"ended"}
    house.settled()
