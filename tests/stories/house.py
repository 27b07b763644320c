"""A house for stories: the small court on a stage, and what must be true of its records whatever happened."""

import itertools
import wave
from pathlib import Path
from typing import Any

import yaml

from freeswitch.simulator.callers import Caller, CallerAct
from hotline import rows, sample
from hotline.clock import utc
from hotline.settings import Settings
from hotline.words import CallState, Presence
from scripts.py.stage import MORNING, Stage

ROOT = Path(__file__).resolve().parents[2]
SECONDS = {"court.welcome": 8.0, "court.menu": 6.0, "music.hold": 30.0, "sound.tone": 0.4, "common.leave_message": 8.0}
PRESENT = (Presence.READY, Presence.AWAY, Presence.WRAP_UP)


def quiet_sounds(folder: Path) -> Path:
    """A silent file of a known length for each prompt."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in yaml.safe_load((ROOT / "sounds/zh/prompts.yml").read_text(encoding="utf-8")):
        with wave.open(str(folder / f"{name}.wav"), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(1)
            sound.setframerate(1000)
            sound.writeframes(bytes(int(SECONDS.get(name, 3.0) * 1000)))
    return folder


class House(Stage):
    """The small court; `answers` says how the telephones of agent1 … agent6 behave."""

    def __init__(self, folder: Path, sounds: Path) -> None:
        sample.sow(utc(MORNING), lambda p: p, dict.fromkeys(sample.logins(), "-"), must_change=False)
        chosen = Settings(data=folder / "data", flows=ROOT / "ivr_flows", sounds=sounds)
        super().__init__(chosen)

    def desk(self, number: int, **how: Any) -> int:
        """Telephone and agent `number` (1 to 6) are there and ready; gives the person's id."""
        self.telephone(f"100{number}", **how)
        self.ready(f"agent{number}")
        return self.person(number)

    def ready_again(self, number: int) -> None:
        """Somebody who is not ready sits down again."""
        if self.standing(number)[0] != Presence.READY:
            self.ready(f"agent{number}")

    def person(self, number: int) -> int:
        found: int = rows.Person.get(rows.Person.login == f"agent{number}").id
        return found

    def rings(self, did: str = "12345", *does: CallerAct, number: str = "13800001234", name: str = "张三") -> str:
        return self.call(Caller(number, name, did, does))

    # ---- what the records say

    def row(self, call: str) -> Any:
        self.recorder.flush(self.now)
        return rows.Call.get_by_id(call)

    def said(self, call: str) -> tuple[str, str | None, str | None]:
        row = self.row(call)
        return row.state, row.outcome, row.ended_by

    def facts(self, call: str) -> list[tuple[str, dict[str, Any]]]:
        self.recorder.flush(self.now)
        query = rows.CallEvent.select().where(rows.CallEvent.call == call).order_by(rows.CallEvent.seq)
        return [(row.kind, row.data) for row in query]

    def kinds(self, call: str) -> list[str]:
        return [kind for kind, _ in self.facts(call)]

    def offers(self, call: str) -> list[tuple[str, str, str | None]]:
        self.recorder.flush(self.now)
        query = rows.Offer.select(rows.Offer, rows.Person).join(rows.Person).where(rows.Offer.call == call)
        return [(o.step, o.person.login, o.result) for o in query.order_by(rows.Offer.number)]

    def standing(self, number: int) -> tuple[str, str]:
        self.recorder.flush(self.now)
        state = rows.AgentState.get_by_id(self.person(number))
        return state.state, state.reason

    # ---- what must be true

    def settled(self) -> None:
        """Nobody calls any more: nothing is open, nobody is stuck, nothing was lost or told twice."""
        self.recorder.flush(self.now)
        assert [c.id for c in rows.Call.select().where(rows.Call.state != CallState.ENDED.value)] == []
        assert [(o.call, o.number) for o in rows.Offer.select().where(rows.Offer.ended_at.is_null())] == []
        assert dict(self.controller.lanes.lanes) == {}
        assert self.controller.dispatch.board.calls == {}
        busy = (Presence.OFFERED.value, Presence.TALKING.value)
        assert [s.person_id for s in rows.AgentState.select().where(rows.AgentState.state.in_(busy))] == []
        for agent in self.controller.dispatch.agents.values():
            assert agent.state in (*PRESENT, Presence.OFF)
        self.facts_are_whole()
        self.presence_is_whole()

    def facts_are_whole(self) -> None:
        """Each call's facts count 1, 2, 3 …; one arrival first and one end."""
        query = rows.CallEvent.select().order_by(rows.CallEvent.call, rows.CallEvent.seq)
        for call, group in itertools.groupby(query, key=lambda fact: fact.call):
            facts = list(group)
            assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1)), call
            kinds = [fact.kind for fact in facts]
            assert (kinds[0], kinds.count("arrived"), kinds.count("ended")) == ("arrived", 1, 1), (call, kinds)
            assert [fact.data for fact in facts if fact.data.get("what") == "bug"] == []

    def presence_is_whole(self) -> None:
        """Each change begins where the one before it ended, has a reason, and the last is where the agent stands."""
        query = rows.PresenceChange.select().order_by(rows.PresenceChange.person, rows.PresenceChange.id)
        for person, group in itertools.groupby(query, key=lambda change: change.person_id):
            changes = list(group)
            states = [Presence.OFF.value, *(c.new for c in changes)]
            assert [c.old for c in changes] == states[:-1], person
            assert all(c.reason for c in changes)
            assert [c.at for c in changes] == sorted(c.at for c in changes)
            now = rows.AgentState.get_by_id(person)
            assert (now.state, now.since) == (states[-1], changes[-1].at)


def hang_up(after: float) -> CallerAct:
    return CallerAct("hang_up", seconds=after)


def press(keys: str, during: str) -> CallerAct:
    return CallerAct("press", "during", 0.5, during, keys)
