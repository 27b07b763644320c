"""The audit is only added to: each way to change, remove or insert an entry is refused, or found by the check."""

import datetime as dt
import json
import threading
from pathlib import Path
from typing import Any

import peewee
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.clock import UTC
from hotline.people.jobs import audit_chain as jobs
from hotline.people.reads import audit_chain as reads
from hotline.people.rules.audit_chain import (
    START,
    ChainedEntry,
    ChainFault,
    Head,
    Link,
    following,
    read,
    walked,
    written,
)
from hotline.people.verbs.audit import note
from hotline.rows import Audit, AuditArchive, AuditHead, AuditLink
from hotline.store.changes import is_postgresql
from hotline.store.database import database
from hotline.words import AuditAction
from tests.builders import NOW, new_person

pytestmark = pytest.mark.unit
MINUTE = dt.timedelta(minutes=1)
OLD = dt.datetime(2020, 1, 1, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
VALUE = st.one_of(TEXT, st.integers(), st.booleans(), st.none(), st.lists(TEXT, max_size=2))
ENTRY = st.builds(
    ChainedEntry, st.integers(1), st.datetimes(timezones=st.just(UTC)), TEXT, TEXT, TEXT,
    st.dictionaries(TEXT, VALUE, max_size=3),
    TEXT, st.none() | st.integers(), st.none() | st.integers(),
)  # fmt: skip


def write(count: int = 1, *, at: dt.datetime = NOW, by: str = "x") -> None:
    for n in range(count):
        note(AuditAction.EDIT_LINE, f"line:{n}", by=by, now=at, client_ip="10.0.0.7", name="立案")


def unguarded() -> None:
    """As somebody who owns the tables."""
    for table in ("audit", "audit_link"):
        on = f" ON {table}" if is_postgresql() else ""
        for guard in ("stays", "kept"):
            database.execute_sql(f"DROP TRIGGER {table}_{guard}{on}")


@pytest.fixture
def guards(db: Any) -> Any:
    """What a test has taken away stands again for the next one."""
    yield
    if is_postgresql():
        for table in ("audit", "audit_link"):
            for guard, act in (("stays", "UPDATE"), ("kept", "DELETE")):
                database.execute_sql(
                    f"CREATE OR REPLACE TRIGGER {table}_{guard} BEFORE {act} ON {table} FOR EACH ROW "
                    "EXECUTE FUNCTION audit_refuses()"
                )


def faults(folder: Path = Path("nowhere"), heads: dict[int, str] | None = None) -> list[ChainFault]:
    return list(reads.check(folder, heads or {}).faults)


def test_entries_get_their_places_and_none_is_wrong(db: Any) -> None:
    write(3)
    assert (jobs.chain(NOW), jobs.chain(NOW)) == (3, 0)
    write(2, at=NOW + MINUTE)
    assert jobs.chain(NOW + MINUTE) == 2
    done = reads.check(Path("nowhere"), {})
    assert (done.entries, done.waiting, done.faults, done.files, done.last) == (5, 0, (), (), 5)
    assert [link.place for link in AuditLink.select().order_by(AuditLink.place)] == [1, 2, 3, 4, 5]


def test_an_entry_that_waits_for_its_place_is_no_fault(db: Any) -> None:
    write()
    jobs.chain(NOW)
    write(2, at=NOW + MINUTE)
    done = reads.check(Path("nowhere"), {})
    assert (done.entries, done.waiting, done.faults) == (1, 2, ())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"who": "somebody.else"}, "changed"), ({"act": "listen"}, "changed"), ({"object": "line:9"}, "changed"),
        ({"data": {"name": "执行"}}, "changed"), ({"client_ip": ""}, "changed"), ({"site": 9}, "changed"),
        ({"at": NOW + MINUTE}, "changed"), ({"about": 1}, "changed"),
    ],
)  # fmt: skip
def test_each_changed_field_is_found(db: Any, guards: Any, change: dict[str, Any], fault: str) -> None:
    write(5)
    jobs.chain(NOW)
    entry = list(Audit.select().order_by(Audit.id))[2].id
    unguarded()
    Audit.update(**change).where(Audit.id == entry).execute()
    assert faults() == [ChainFault(fault, 3, entry)]


def test_a_removed_entry_is_found_with_its_place_and_without(db: Any, guards: Any) -> None:
    write(5)
    jobs.chain(NOW)
    ids = [row.id for row in Audit.select().order_by(Audit.id)]
    unguarded()
    Audit.delete().where(Audit.id.in_([ids[1], ids[3]])).execute()
    AuditLink.delete().where(AuditLink.place == 4).execute()
    assert faults() == [ChainFault("removed", 2, ids[1]), ChainFault("removed", 4)]


def test_an_entry_inserted_later_is_found_before_and_after_it_has_a_place(db: Any) -> None:
    write(3)
    jobs.chain(NOW)
    write(1, at=NOW + 60 * MINUTE)
    jobs.chain(NOW + 60 * MINUTE)
    write(1, at=NOW + 30 * MINUTE)
    entry = Audit.select().order_by(Audit.id.desc()).get().id
    assert faults() == [ChainFault("inserted", 0, entry)]
    jobs.chain(NOW + 61 * MINUTE)
    assert faults() == [ChainFault("inserted", 5, entry)]


def test_a_number_far_below_the_newest_never_gets_a_place(db: Any) -> None:
    Audit.create(id=jobs.OVERLAP + 50, at=NOW, who="x", act="listen", object="line:1")
    jobs.chain(NOW)
    Audit.create(id=7, at=NOW - 60 * MINUTE, who="x", act="listen", object="line:1")
    assert (jobs.chain(NOW), faults()) == (0, [ChainFault("inserted", 0, 7)])


def test_who_rewrites_the_whole_chain_is_found_by_the_heads_outside(db: Any, guards: Any, tmp_path: Path) -> None:
    write(4)
    jobs.chain(NOW)
    jobs.send_head(tmp_path / "heads", [], "head", NOW)
    write(1, at=NOW + MINUTE)
    jobs.chain(NOW + MINUTE)
    heads = reads.heads_of(tmp_path / "heads")
    assert (list(heads), faults(heads=heads)) == ([4], [])
    unguarded()
    Audit.update(who="somebody.else").where(Audit.object == "line:2").execute()
    AuditLink.delete().execute()
    jobs.chain(NOW)
    last = AuditLink.get(AuditLink.place == 4)
    assert faults() == []
    assert faults(heads=heads) == [ChainFault("other", 4, last.entry)]


def test_an_end_that_was_cut_off_is_found_by_the_heads_outside(db: Any, guards: Any, tmp_path: Path) -> None:
    write(4)
    jobs.chain(NOW)
    jobs.send_head(tmp_path / "heads", [], "head", NOW)
    unguarded()
    last = AuditLink.get(AuditLink.place == 4)
    Audit.delete().where(Audit.id == last.entry).execute()
    AuditLink.delete().where(AuditLink.place == 4).execute()
    assert (faults(), faults(heads=reads.heads_of(tmp_path / "heads"))) == ([], [ChainFault("removed", 4)])


@pytest.mark.parametrize("table", ["audit", "audit_link"])
def test_the_database_refuses_changes_and_deletion_of_what_is_young(db: Any, table: str) -> None:
    write(at=dt.datetime.now(UTC))
    jobs.chain(dt.datetime.now(UTC))
    column = "who" if table == "audit" else "hash"
    for statement in (f"UPDATE {table} SET {column} = 'y'", f"DELETE FROM {table}"):
        with pytest.raises(peewee.PeeweeException, match="the audit is"), database.atomic():
            database.execute_sql(statement)
    assert (Audit.select().count(), faults()) == (1, [])


def test_the_head_goes_out_once_a_day_and_again_after_a_failure(db: Any, tmp_path: Path) -> None:
    jobs.send_head(tmp_path / "heads", [], "head", NOW)
    assert not (tmp_path / "heads").exists()  # nothing to tell yet
    write()
    jobs.chain(NOW)
    jobs.send_head(tmp_path / "no" / "share", [], "head", NOW)
    assert (AuditHead.select().count(), reads.newest_sent()) == (0, None)
    copy = tmp_path / "copy"
    for now in (NOW, NOW + MINUTE, NOW + dt.timedelta(days=1)):
        jobs.send_head(tmp_path / "heads", ["tee", "-a", str(copy)], "head", now)
    lines = (tmp_path / "heads").read_text().splitlines()
    assert copy.read_text().splitlines() == lines
    hash_ = AuditLink.get().hash
    assert [json.loads(line) for line in lines] == [
        {"house": "head", "day": "2026-11-20", "place": 1, "hash": hash_, "at": NOW.isoformat()},
        {"house": "head", "day": "2026-11-21", "place": 1, "hash": hash_, "at": "2026-11-21T02:00:00+00:00"},
    ]
    jobs.send_head(None, ["false"], "head", NOW + dt.timedelta(days=2))
    assert [head.day for head in AuditHead.select().order_by(AuditHead.day)] == ["2026-11-20", "2026-11-21"]


@pytest.mark.parametrize(
    "text", ["no json\n", '{"place": 1}\n', '{"place": 1, "hash": "a"}\n{"place": 1, "hash": "b"}\n', "[]\n"]
)
def test_heads_that_cannot_be_read_are_no_heads(tmp_path: Path, text: str) -> None:
    (tmp_path / "heads").write_text(text)
    with pytest.raises(ValueError, match="heads:"):
        reads.heads_of(tmp_path / "heads")


def archived(folder: Path) -> None:
    """Five old entries in a file, two new ones in the tables."""
    for day in range(5):
        write(at=OLD + dt.timedelta(days=day))
        jobs.chain(OLD + dt.timedelta(days=day))
    write(2)
    jobs.chain(NOW)
    assert jobs.archive(folder, 180, NOW) == 5


def test_old_entries_go_into_a_file_and_the_chain_goes_on(db: Any, tmp_path: Path) -> None:
    archived(tmp_path)
    jobs.chain(NOW)
    done = reads.check(tmp_path, {})
    assert (done.entries, done.waiting, done.faults, done.files, done.last) == (8, 0, (), (), 8)
    assert [row.act for row in Audit.select().order_by(Audit.id)] == ["edit_line", "edit_line", "archive_audit"]
    assert [(row.first, row.last, row.file) for row in AuditArchive.select()] == [
        (1, 5, "audit-0000000001-0000000005.jsonl")
    ]
    assert [json.loads(line)["at"][:10] for line in reads.found(tmp_path, "LINE:0 立案")] == [
        f"2020-01-0{day}" for day in range(1, 6)
    ]
    assert (list(reads.found(tmp_path, "立案 nobody")), jobs.archive(tmp_path, 180, NOW)) == ([], 0)


def test_a_changed_a_missing_and_a_cut_file_are_found(db: Any, tmp_path: Path) -> None:
    archived(tmp_path)
    file = tmp_path / "audit-0000000001-0000000005.jsonl"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("line:0", "line:7", 1), encoding="utf-8")
    done = reads.check(tmp_path, {})
    assert ([fault.what for fault in done.faults], done.files) == (["changed"], (f"{file.name}: sha256",))
    file.write_text(whole.partition("\n")[2], encoding="utf-8")
    assert reads.check(tmp_path, {}).faults == (ChainFault("removed", 1),)
    file.unlink()
    done = reads.check(tmp_path, {})
    assert (done.faults, len(done.files), "No such file" in done.files[0]) == ((), 1, True)


def test_nothing_younger_than_180_days_is_archived(db: Any, tmp_path: Path) -> None:
    write(at=NOW - dt.timedelta(days=170))
    jobs.chain(NOW - dt.timedelta(days=170))
    assert (jobs.archive(tmp_path, 1, NOW), Audit.select().count()) == (0, 1)


def test_the_site_of_who_acted_stands_in_the_entry(db: Any, head: Any, branch: Any) -> None:
    mine = new_person(site=branch)
    write(by=mine.login)
    write(by="scripts/check_audit")
    assert [row.site for row in Audit.select().order_by(Audit.id)] == [branch.id, None]


def test_two_writers_and_two_chainers_at_once_make_one_chain(db: Any, database_url: str) -> None:
    """A writer that ends later than one with a higher number gets a later place, and nobody waits for the chain."""
    if not is_postgresql():
        pytest.skip("SQLite has one writer at a time")
    begun, end = threading.Event(), threading.Event()

    def slow() -> None:
        with database.connection_context(), database.atomic():
            write(by="slow")
            begun.set()
            end.wait(30)

    def chain() -> None:
        with database.connection_context():
            jobs.chain(NOW)

    writer = threading.Thread(target=slow)
    writer.start()
    assert begun.wait(30)
    write(by="quick")
    chainers = [threading.Thread(target=chain) for _ in range(2)]
    for one in chainers:
        one.start()
    for one in chainers:
        one.join(30)
    assert [(link.place, Audit.get_by_id(link.entry).who) for link in AuditLink.select()] == [(1, "quick")]
    end.set()
    writer.join(30)
    jobs.chain(NOW)
    places = [(one.place, Audit.get_by_id(one.entry).who) for one in AuditLink.select().order_by(AuditLink.place)]
    assert (places, faults()) == ([(1, "quick"), (2, "slow")], [])


@given(st.lists(ENTRY, min_size=1, max_size=6, unique_by=lambda one: one.id), st.data())
def test_whatever_is_changed_or_removed_is_told_by_its_place(entries: list[ChainedEntry], data: Any) -> None:
    chain: list[tuple[Link, ChainedEntry | None]] = []
    before = START
    for place, entry in enumerate(entries, 1):
        before = following(before, place, NOW, entry)
        chain.append((Link(place, entry.id, NOW, before), entry))
    again = [read(written(*one)) for one in chain]
    assert again == chain
    assert list(walked(again, Head(0, START), {})) == [Head(len(entries), before)]
    at = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(ENTRY)
    if other != entries[at] or other.data != entries[at].data:
        chain[at] = (chain[at][0], other)
        found = [one for one in walked(chain, Head(0, START), {}) if isinstance(one, ChainFault)]
        assert found == [ChainFault("changed", at + 1, other.id)]
    chain[at] = (chain[at][0], None)
    found = [one for one in walked(chain, Head(0, START), {}) if isinstance(one, ChainFault)]
    assert found == [ChainFault("removed", at + 1, entries[at].id)]
