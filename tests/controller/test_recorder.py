"""The only writer: on disk first, in the database once, whatever happens in between."""

import json
from pathlib import Path
from typing import Any

import pytest

from controller.journal import Journal
from controller.queueing.presence import Changed
from controller.recorder import Recorder
from hotline import rows
from hotline.calls.rules.call_record import CallFact
from hotline.store.database import DatabaseAway, database
from hotline.words import Fact, Presence, Reason

pytestmark = pytest.mark.unit

T = 1_795_395_600.0


def call(id: str = "c-1", *, agent: int) -> list[CallFact]:
    said: list[tuple[Fact, dict[str, Any]]] = [
        (Fact.ARRIVED, {"profile": "gov_12345", "dialled": "12345", "number": "138", "name": "张三"}),
        (Fact.QUEUED, {"line": "government", "priority": 0}),
        (Fact.OFFERED, {"offer": 1, "agent": agent, "whom": "A", "extension": "1001"}),
        (Fact.RINGING, {"offer": 1}),
        (Fact.OFFER_ENDED, {"offer": 1, "agent": agent, "result": "answered"}),
        (Fact.TALKING, {"offer": 1, "agent": agent}),
        (Fact.RECORDING, {"path": f"{id}.wav", "kind": "call"}),
        (Fact.RECORDED, {"path": f"{id}.wav", "kind": "call", "seconds": 9.5}),
        (Fact.ENDED, {"outcome": "talked", "by": "caller", "cause": "NORMAL_CLEARING"}),
    ]
    return [CallFact(id, seq, T + seq, kind, data) for seq, (kind, data) in enumerate(said, 1)]


def change(person: int, n: int = 0) -> Changed:
    return Changed(person, T + n, Presence.OFF, Presence.READY, Reason.BY_HAND, "me", None, None)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows that the recorder writes, without their own numbers."""
    tables = (rows.Call, rows.CallEvent, rows.Offer, rows.Recording, rows.PresenceChange, rows.AgentState)
    return {
        table.__name__: [
            {k: v for k, v in row.items() if k != "id" or table is rows.Call} for row in table.select().dicts()
        ]
        for table in tables
    }


def recorder(folder: Path, run: str = "1") -> Recorder:
    return Recorder(Journal(folder, run), run)


def take_away(made: Any) -> Any:
    """The database cannot be opened any more; gives the way back."""
    file = made.database
    made.close()
    made.init("/nowhere/tingsu.db")

    def back() -> None:
        made.close()
        made.init(file)

    return back


@pytest.fixture
def sqlite(db: Any, pg_url: str) -> Any:
    if pg_url:
        pytest.skip("takes a SQLite file away")
    return db


def test_facts_are_on_disk_before_they_are_anywhere(db: Any, agent: Any, tmp_path: Path) -> None:
    poked: list[int] = []
    made = Recorder(Journal(tmp_path / "j", "1"), "1", poke=lambda: poked.append(1))
    for fact in call(agent=agent.id)[:2]:
        made.tell(fact)
    made.book(change(agent.id))
    written = [json.loads(line) for line in (tmp_path / "j" / "1-000001.jsonl").read_text().splitlines()]
    assert [(w["line"], w.get("kind")) for w in written] == [
        ("fact", "arrived"),
        ("fact", "queued"),
        ("presence", None),
    ]
    assert (made.backlog, len(poked), rows.CallEvent.select().count()) == (3, 3, 0)
    assert made.flush(T) is True
    assert (made.backlog, rows.CallEvent.select().count(), rows.PresenceChange.get().uid) == (0, 2, "1-1")


def test_a_call_as_rows(db: Any, agent: Any, tmp_path: Path) -> None:
    made = recorder(tmp_path / "j")
    for fact in call(agent=agent.id):
        made.tell(fact)
    made.flush(T)
    told = rows.Call.get_by_id("c-1")
    offer, kept = rows.Offer.get(), rows.Recording.get()
    assert (told.state, told.outcome, told.agent_id, told.offers, told.seq) == ("ended", "talked", agent.id, 1, 9)
    assert (told.wait_seconds, told.talk_seconds) == (4.0, 3.0)
    assert (offer.step, offer.result, offer.ringing_at.timestamp(), offer.ended_at.timestamp()) == (
        "A",
        "answered",
        T + 4,
        T + 5,
    )
    assert (kept.path, kept.state, kept.seconds) == ("c-1.wav", "kept", 9.5)


@pytest.mark.parametrize("batches", [[9], [1] * 9, [4, 5], [8, 1]])
def test_batches_however_cut_give_the_same_rows(db: Any, agent: Any, tmp_path: Path, batches: list[int]) -> None:
    made, facts = recorder(tmp_path / "j"), call(agent=agent.id)
    for size in batches:
        for fact in facts[:size]:
            made.tell(fact)
        facts = facts[size:]
        made.flush(T)
    assert (rows.Call.get().talk_seconds, rows.Offer.get().result, rows.CallEvent.select().count()) == (
        3.0,
        "answered",
        9,
    )


def test_replayed_twice_is_written_once(db: Any, agent: Any, tmp_path: Path) -> None:
    first = recorder(tmp_path / "j", "1")
    for fact in call(agent=agent.id):
        first.tell(fact)
    first.book(change(agent.id))
    twice = (tmp_path / "j" / "1-000001.jsonl").read_bytes()
    assert recorder(tmp_path / "j", "2").replay() == 10
    once = everything()
    (tmp_path / "j" / "1-000001.jsonl").write_bytes(twice * 2)
    assert recorder(tmp_path / "j", "3").replay() == 20
    assert everything() == once


def test_what_was_half_brought_in_is_completed(db: Any, agent: Any, tmp_path: Path) -> None:
    first, facts = recorder(tmp_path / "j", "1"), call(agent=agent.id)
    for fact in facts[:5]:
        first.tell(fact)
    first.flush(T)
    for fact in facts[5:]:
        first.tell(fact)
    second = recorder(tmp_path / "j", "2")
    assert second.replay() == 9
    assert (rows.Call.get().state, rows.CallEvent.select().count(), rows.Offer.select().count()) == ("ended", 9, 1)
    assert second.replay() == 0


def test_an_older_journal_does_not_turn_an_agent_back(db: Any, agent: Any, tmp_path: Path) -> None:
    first = recorder(tmp_path / "j", "1")
    first.book(change(agent.id))
    second = recorder(tmp_path / "j", "2")
    second.book(Changed(agent.id, T + 9, Presence.READY, Presence.AWAY, Reason.MEAL, "me", None, None))
    second.flush(T)
    second.replay()
    assert (rows.AgentState.get().state, rows.PresenceChange.select().count()) == ("away", 2)


def test_a_database_that_is_away_is_waited_for_and_nothing_is_lost(sqlite: Any, agent: Any, tmp_path: Path) -> None:
    made = recorder(tmp_path / "j")
    facts = call(agent=agent.id)
    made.tell(facts[0])
    made.flush(T)
    back = take_away(sqlite)
    for fact in facts[1:]:
        made.tell(fact)
    assert [made.flush(T + 60 * n) for n in range(5)] == [False] * 5
    assert (made.backlog, made.away_since) == (8, T)
    back()
    assert made.flush(T + 300) is True
    assert (made.backlog, made.away_since) == (0, None)
    assert (rows.Call.get().outcome, [f.seq for f in rows.CallEvent.select()]) == ("talked", list(range(1, 10)))


def test_a_replay_without_a_database_says_so_and_keeps_the_journal(sqlite: Any, agent: Any, tmp_path: Path) -> None:
    first = recorder(tmp_path / "j", "1")
    for fact in call(agent=agent.id):
        first.tell(fact)
    back = take_away(sqlite)
    second = recorder(tmp_path / "j", "2")
    with pytest.raises(DatabaseAway):
        second.replay()
    back()
    assert (second.replay(), rows.Call.get().outcome) == (9, "talked")


def test_a_locked_database_is_away_and_the_batch_comes_whole_later(sqlite: Any, agent: Any, tmp_path: Path) -> None:
    import sqlite3

    made = recorder(tmp_path / "j")
    for fact in call(agent=agent.id):
        made.tell(fact)
    sqlite.execute_sql("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(sqlite.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert made.flush(T) is False
    other.execute("ROLLBACK")
    other.close()
    assert rows.Call.select().count() == 0
    assert made.flush(T) is True
    assert rows.Call.get().outcome == "talked"


def test_closing_leaves_the_journal_only_when_it_is_needed(sqlite: Any, agent: Any, tmp_path: Path) -> None:
    made = recorder(tmp_path / "j", "1")
    made.tell(call(agent=agent.id)[0])
    back = take_away(sqlite)
    made.close(T)
    back()
    assert recorder(tmp_path / "j", "2").replay() == 1
    third = recorder(tmp_path / "j", "3")
    third.tell(call("c-2", agent=agent.id)[0])
    third.close(T)
    assert sorted(c.id for c in rows.Call.select()) == ["c-1", "c-2"]
    assert (tmp_path / "j" / "3-000001.jsonl").exists() is False


def test_a_journal_line_of_another_program_is_left_out(db: Any, agent: Any, tmp_path: Path) -> None:
    (tmp_path / "j").mkdir()
    good = {
        "line": "presence", "uid": "0-1", "person": agent.id, "at": T, "old": "off", "new": "ready",
        "reason": "by_hand", "by": "me", "call": None, "until": None,
    }  # fmt: skip
    unknown = {"line": "fact", "call": "c", "seq": 1, "at": T, "kind": "nonsense", "data": {}}
    odd = [{}, {"line": "fact"}, unknown, {"line": "presence"}]
    (tmp_path / "j" / "0.jsonl").write_text("\n".join(json.dumps(line) for line in [*odd, good]))
    assert recorder(tmp_path / "j").replay() == 1
    assert rows.PresenceChange.get().uid == "0-1"
    assert database.obj is not None


def test_a_line_that_no_database_takes_is_set_aside_and_holds_nothing_back(db: Any, agent: Any, tmp_path: Path) -> None:
    recorder = Recorder(Journal(tmp_path, "run"), "run")
    for fact in call(agent=agent.id):
        recorder.tell(fact)
    recorder.book(change(person=999_999))
    recorder.book(change(person=agent.id, n=20))
    assert (recorder.flush(T), recorder.backlog) == (True, 0)
    assert rows.Call.get_by_id("c-1").outcome == "talked"
    assert [row.person_id for row in rows.PresenceChange.select()] == [agent.id]
    assert json.loads((tmp_path / "set-aside.txt").read_text(encoding="utf-8"))["person"] == 999_999


class FullDisk(Journal):
    """A journal on a disk that holds nothing more."""

    def write(self, line: dict[str, Any]) -> None:
        raise OSError(28, "No space left on device")


def test_a_full_disk_under_the_journal_does_not_hold_back_the_facts(db: Any, agent: Any, tmp_path: Path) -> None:
    recorder = Recorder(FullDisk(tmp_path, "run"), "run")
    for fact in call(agent=agent.id):
        recorder.tell(fact)
    assert recorder.journal_trouble == "[Errno 28] No space left on device"
    assert (recorder.flush(T), rows.Call.get_by_id("c-1").state) == (True, "ended")
