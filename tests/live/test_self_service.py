"""The menu on the real switch: a case by code and password, a fee computed, spoken by the engine; no secret is kept."""

import math
import subprocess
import wave
from array import array
from pathlib import Path

import pytest

from hotline import rows, sample
from hotline.words import TicketState
from scripts.py import sipp
from scripts.py.live_house import Live, wait_for
from tests.builders import new_ticket

pytestmark = pytest.mark.live
CODE = sample.CASES[0][-1]


def keys(*pressed: str, between: float = 2.2) -> str:
    """Moves: each group of keys after a prompt."""
    return "".join(sipp.pause(between) + sipp.press(group) for group in pressed)


CASE, LOCKED, FEE, TICKET, MISTAKEN = (f"1380004000{place}" for place in range(1, 6))
TICKET_CODE = "40514051"
OTHERS = {
    "guide": (("1", "2"), "guide_said"),
    "limits": (("1", "4", "1"), "limits_said"),
    "hearing": (("1", "5"), "guide_said"),
    "jurisdiction": (("1", "6", "1", "2"), "court_said"),
    "risk": (("1", "7"), "guide_said"),
    "aid": (("1", "8"), "guide_said"),
    "petition": (("2", "20260017#", f"{sample.SECRET}#"), "petition_said"),
}
NUMBERS = {topic: f"1380004010{place}" for place, topic in enumerate(OTHERS)}


@pytest.fixture(scope="module")
def callers(house: Live) -> Live:
    """All callers of this module at once, as callers come; each presses keys, listens and hangs up."""
    if house.controller is None:
        house.start_controller()
    new_ticket(
        opened_by=rows.Person.get(rows.Person.login == "agent5"), code=TICKET_CODE, caller_number="13800004051",
        state=TicketState.HANDLING, unit=rows.Unit.get(rows.Unit.code == "civil"),
    )  # fmt: skip
    hum = house.folder / "hum.wav"
    alaw = ("-r", "8000", "-c", "1", "-e", "a-law")
    subprocess.run(["sox", "-n", *alaw, str(hum), "synth", "90", "sine", "300", "gain", "-12"], check=True)
    case = keys("1", "1", "1", f"{CODE}#", f"{sample.SECRET}#", between=3)
    house.call("12368", CASE, sipp.speak(hum) + case + sipp.pause(32))
    other = sample.CASES[4][-1]
    wrong = keys("1", "1", "1", f"{other}#", "111111#", "222222#", "333333#", between=3.5)
    house.call("12368", LOCKED, wrong + sipp.pause(4))
    house.call("12368", FEE, keys("1", "3", "1", "500000#", "1", between=3) + sipp.pause(16))
    for number, digits in ((TICKET, ("4051",)), (MISTAKEN, ("0000", "4051"))):
        tries = tuple(group for one in digits for group in (f"{TICKET_CODE}#", one))
        house.call("12368", number, keys("4", *tries, between=4) + sipp.pause(25))
    for topic, (pressed, _) in OTHERS.items():
        moves = keys(*pressed, between=3) + sipp.pause(6) + sipp.press("9") + sipp.pause(2)
        house.call("12368", NUMBERS[topic], moves)
    for number in (*NUMBERS.values(), FEE, LOCKED, TICKET, MISTAKEN, CASE):
        house.ended(number, 120)
    return house


def served(live: Live, number: str) -> tuple[rows.Call, list[str]]:
    call = live.row(number)
    return call, [data["node"] for kind, data in live.facts(call.id) if kind == "served"]


def trouble(live: Live, call: rows.Call) -> set[str]:
    """What went wrong; a look at the nuisance list may be given up on a machine as full as this one."""
    return {data["what"] for kind, data in live.facts(call.id) if kind == "trouble"} - {"no_lookup"}


def loudness(file: Path) -> list[float]:
    """The caller's side in tenths of a second."""
    with wave.open(str(file), "rb") as sound:
        left = array("h", sound.readframes(sound.getnframes()))[0::2]
    return [math.sqrt(sum(s * s for s in left[n : n + 800]) / 800) for n in range(0, len(left) - 800, 800)]


def test_a_case_by_code_and_password_is_told_and_the_password_is_not(callers: Live) -> None:
    call, nodes = served(callers, CASE)
    facts = callers.facts(call.id)
    assert (nodes, trouble(callers, call)) == (["case_said"], set())
    told = str([data for _, data in facts]) + str(call.path)
    assert sample.SECRET not in told
    assert "民间借贷" not in told
    kinds = [kind for kind, _ in facts]
    assert kinds.index("masked") < kinds.index("unmasked") < kinds.index("served")
    file = callers.settings.recordings / f"{call.id}.wav"
    wait_for(lambda: rows.Recording.get(rows.Recording.call == call.id).state == "kept", 10, "the recording is closed")
    quiet = [n for n, volume in enumerate(loudness(file)) if volume < 20]
    assert len([n for n in quiet if n > 60]) >= 20, "the recording is silent while the password is keyed in"


def test_a_wrong_password_three_times_locks_the_code(callers: Live) -> None:
    call, nodes = served(callers, LOCKED)
    assert (nodes, "locked" in call.path) == ([], True)


def test_a_fee_is_computed_from_the_keyed_amount(callers: Live) -> None:
    call, nodes = served(callers, FEE)
    assert (nodes, trouble(callers, call)) == (["fee_said"], set())
    spoken = list((callers.settings.data / "speech").glob("*.wav"))
    assert spoken, "the engine has spoken"


@pytest.mark.parametrize(("number", "why"), [(TICKET, ["found"]), (MISTAKEN, ["refused", "found"])])
def test_how_a_ticket_stands_is_told_for_code_and_digits(callers: Live, number: str, why: list[str]) -> None:
    call, nodes = served(callers, number)
    facts = callers.facts(call.id)
    found = [data["why"] for kind, data in facts if kind == "found" and data["what"] == "ticket"]
    assert (nodes, found, trouble(callers, call)) == (["ticket_said"], why, set())
    keyed = [data["key"] for kind, data in facts if kind == "key"]
    assert keyed == ["4", *(part for _ in why for part in (TICKET_CODE, "****"))]


@pytest.mark.parametrize("topic", OTHERS)
def test_each_other_topic_is_reached_by_keys(callers: Live, topic: str) -> None:
    """A key that goes on cuts the long texts short."""
    call, _ = served(callers, NUMBERS[topic])
    assert OTHERS[topic][1] in call.path
