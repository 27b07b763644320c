"""The menu on the real switch: a case by code and password, a fee computed, spoken by the engine; no secret is kept."""

import math
import subprocess
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

import pytest

from hotline import clock, rows, sample
from hotline.words import TicketState
from scripts.py import sipp
from scripts.py.live_house import Live, wait_for
from tests.builders import new_ticket

pytestmark = pytest.mark.live
CODE, OTHER = sample.CASES[0][-1], sample.CASES[4][-1]
CASE, LOCKED, FEE, TICKET, MISTAKEN = (f"1380004000{place}" for place in range(1, 6))
TICKET_CODE = "40514051"
ALAW = ("-r", "8000", "-c", "1", "-e", "a-law")


@dataclass(frozen=True)
class Step:
    """At a node, so many seconds after it was entered for the n-th time, keys are pressed; without keys he hangs up."""

    node: str
    keys: str = ""
    times: int = 1
    seconds: float = 0.0


def steps(**keys: str) -> tuple[Step, ...]:
    """Nodes that are met once, and what is pressed there."""
    return tuple(Step(node, pressed) for node, pressed in keys.items())


def topic(said: str, **keys: str) -> tuple[Step, ...]:
    """Keys lead to a text; another one cuts it short and leads back to the main menu, where he hangs up."""
    return (*steps(**keys, **{said: "9"}), Step("main", times=2))


TO_PASSWORD = steps(main="1", self_service="1", case="1")
OTHERS = {
    "guide": topic("guide_said", main="1", self_service="2"),
    "limits": topic("limits_said", main="1", self_service="4", limits="1"),
    "hearing": topic("guide_said", main="1", self_service="5"),
    "jurisdiction": topic("court_said", main="1", self_service="6", courts="1", courts_place="2"),
    "risk": topic("guide_said", main="1", self_service="7"),
    "aid": topic("guide_said", main="1", self_service="8"),
    "petition": topic("petition_said", main="2", petition="20260017#", petition_password=f"{sample.SECRET}#"),
}
NUMBERS = {topic: f"1380004010{place}" for place, topic in enumerate(OTHERS)}
FEE_KEYS = steps(main="1", self_service="3", fees="1", fee_amount="500000#")
TICKET_KEYS = steps(main="4", ticket=f"{TICKET_CODE}#")
WRONG = tuple(Step("case_password", f"{n}" * 6 + "#", times=n) for n in (1, 2, 3))
WALKS = {
    CASE: (
        *TO_PASSWORD, Step("case_code", f"{CODE}#"), Step("case_password", f"{sample.SECRET}#", seconds=3),
        Step("case_end"),
    ),
    LOCKED: (*TO_PASSWORD, Step("case_code", f"{OTHER}#"), *WRONG, Step("stuck")),
    FEE: (*FEE_KEYS, Step("fee_amount", "1"), Step("fee_note")),
    TICKET: (*TICKET_KEYS, Step("ticket_digits", "4051"), Step("ticket_end")),
    MISTAKEN: (
        *TICKET_KEYS, Step("ticket_digits", "0000"), Step("ticket", f"{TICKET_CODE}#", times=2),
        Step("ticket_digits", "4051", times=2), Step("ticket_end"),
    ),
    **{NUMBERS[topic]: walk for topic, walk in OTHERS.items()},
}  # fmt: skip


@pytest.fixture(scope="module")
def callers(house: Live) -> Live:
    """All callers of this module at once, as callers come; each presses keys, listens and hangs up."""
    if house.own_rows().controller is None:
        house.start_controller()
    new_ticket(
        opened_by=rows.Person.get(rows.Person.login == "agent5"), code=TICKET_CODE, caller_number="13800004051",
        state=TicketState.HANDLING, unit=rows.Unit.get(rows.Unit.code == "civil"),
    )  # fmt: skip
    hum = house.folder / "hum.wav"
    subprocess.run(["sox", "-n", *ALAW, str(hum), "synth", "90", "sine", "300", "gain", "-12"], check=True)
    walkers = {number: Walker(house, number, hum if number == CASE else None) for number in WALKS}

    def all_walked() -> bool:
        for walker in walkers.values():
            walker.walk()
        return not any(walker.left for walker in walkers.values())

    try:
        wait_for(all_walked, 120, "all walk to their end")
    except AssertionError as error:
        left = {number: walker.left for number, walker in walkers.items() if walker.left}
        paths = {row.number: row.path for row in rows.Call.select().where(rows.Call.number.in_(list(left)))}
        raise AssertionError(f"{error}; still to come: {left}; paths: {paths}") from None
    for number in WALKS:
        house.ended(number)
    return house


class Walker:
    """A caller on his way. On a machine that is too full to look something up in time the flow says so and ends; then
    he rings again and begins anew, as a citizen would: how fast the machine is decides nothing."""

    def __init__(self, house: Live, number: str, sound: Path | None) -> None:
        self._house, self.number = house, number
        self._moves = sipp.speak(sound) if sound is not None else ""
        self._given_up: list[str] = []
        self._ring()

    def walk(self) -> None:
        """Do the next step, if the call has come to it."""
        if not self.left:
            return
        if self._phone.poll() is not None:
            self._again()
        elif self._phone.waits() and self._comes_to(self.left[0]):
            keys = self.left.pop(0).keys
            self._house.tell(self._phone, sipp.pressing(keys) if keys else sipp.HANG_UP)

    def _ring(self) -> None:
        self.left = list(WALKS[self.number])
        self._phone = self._house.call("12368", self.number, self._moves)

    def _again(self) -> None:
        call = self._house.ended(self.number)
        troubles = {data["what"] for kind, data in self._house.facts(call.id) if kind == "trouble"}
        assert "no_lookup" in troubles, f"{self.number} is gone before he had walked"
        assert len(self._given_up) < 5, f"{self.number} was given up each time"
        self._given_up.append(call.id)
        rows.SignInTry.delete().where(rows.SignInTry.key.contains(OTHER)).execute()  # his wrong tries begin anew too
        self._ring()

    def _comes_to(self, step: Step) -> bool:
        """Whether the present call has come to a step."""
        event, call = rows.CallEvent, rows.Call
        query = event.select().join(call, on=(event.call == call.id))
        query = query.where(call.number == self.number, event.kind == "node", call.id.not_in(self._given_up))
        entered = [one.at for one in query.order_by(event.seq) if one.data["node"] == step.node]
        if len(entered) < step.times:
            return False
        waited: float = (clock.now() - entered[step.times - 1]).total_seconds()
        return waited >= step.seconds


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
    volumes = loudness(file)
    loud = [n for n, volume in enumerate(volumes) if volume > 200]
    quiet = [n for n in range(loud[0], loud[-1]) if volumes[n] < 20]
    assert len(quiet) >= 20, "the recording is silent while the password is keyed in, and goes on after it"


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
    said = OTHERS[topic][-2].node
    assert said in call.path
    assert call.path[-2:] == ["[9]", "main"]
