"""Old entries in files: found by the same conditions as in the table, proved by the chain, and bounded."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.people.jobs import audit_chain as jobs
from hotline.people.reads import audit, audit_archive, audit_chain
from hotline.people.reads.audit import AuditFilter
from hotline.people.reads.audit_archive import Damaged
from hotline.people.rules.audit_chain import ChainedEntry
from hotline.people.verbs.audit import note
from hotline.rows import Audit, AuditLink
from hotline.store.database import database
from hotline.words import AuditAction
from tests.builders import NOW
from tests.hotline.people.test_audit_chain import OLD, guards, unguarded  # noqa: F401 - a fixture

pytestmark = pytest.mark.unit
DAY = dt.timedelta(days=1)
ACTS = (AuditAction.EDIT_LINE, AuditAction.LISTEN, AuditAction.SET_LANGUAGE)


def found(folder: Path, wanted: AuditFilter | None = None, **more: Any) -> audit_archive.ArchiveFound:
    wanted = wanted or AuditFilter()
    given: dict[str, Any] = {"size": 50} | more
    return audit_archive.search(
        folder, audit_archive.segments(), wanted, audit_archive.logins_of(wanted.who), **given
    )  # fmt: skip


@pytest.fixture
def archived(db: Any, tmp_path: Path) -> tuple[Path, list[Any]]:
    """Two files of three entries each."""
    kept = []
    for month in range(2):
        for n in range(3):
            at = OLD + month * 300 * DAY + n * DAY
            note(ACTS[n % 2], f"line:{month}{n}", by="ann" if n else "bob", now=at, name="立案")
            jobs.chain(at)
        kept += list(audit.page(AuditFilter(), size=50).rows[::-1])
        moved = jobs.archive(tmp_path, 180, OLD + (month * 300 + 271) * DAY)
        assert moved >= 3
        kept = [one for one in kept if one.act != "archive_audit"]
    return tmp_path, kept[::-1]


def plain(rows: Any) -> list[tuple[str, str]]:
    return [(one.who, one.object) for one in rows if one.act != "archive_audit"]


def test_what_moved_is_found_newest_first_and_proved(archived: Any) -> None:
    folder, kept = archived
    old = found(folder)
    assert (old.next, old.damaged, old.stopped) == ("", (), False)
    assert plain(old.rows) == plain(kept)
    assert {(one.archived, one.doubted) for one in old.rows} == {(True, False)}


def test_pages_go_through_all_files_without_loss(archived: Any) -> None:
    folder, kept = archived
    rows, after = list[Any](), ""
    for _page in range(20):
        some = found(folder, size=2, after=after)
        rows += some.rows
        after = some.next
        if not after:
            break
    assert plain(rows) == plain(kept)


def test_a_search_is_bounded_and_goes_on(archived: Any) -> None:
    folder, kept = archived
    first = found(folder, most=1)
    assert first.stopped
    second = found(folder, after=first.next)
    assert plain(first.rows) + plain(second.rows) == plain(kept)


def test_days_leave_files_out(archived: Any) -> None:
    folder, _kept = archived
    newer = found(folder, AuditFilter(since=OLD + 290 * DAY))
    older = found(folder, AuditFilter(until=OLD + 290 * DAY))
    assert [thing for _who, thing in plain(newer.rows)] == ["line:12", "line:11", "line:10"]
    assert [thing for _who, thing in plain(older.rows)] == ["line:02", "line:01", "line:00"]
    (folder / audit_archive.segments()[-1].file).unlink()  # the older one
    assert found(folder, AuditFilter(since=OLD + 290 * DAY)).damaged[0].what == "gone"  # cannot be told apart


def test_a_file_that_is_gone_or_changed_is_told_and_the_rest_is_shown(archived: Any) -> None:
    folder, _kept = archived
    newer, older = audit_archive.segments()
    file = folder / newer.file
    file.write_bytes(file.read_bytes().replace(b"line:11", b"line:99"))
    old = found(folder)
    assert old.damaged == (Damaged(newer.file, newer.first, newer.last, "changed"),)
    assert {one.doubted for one in old.rows if one.object.startswith("line:0")} == {False}
    assert {one.doubted for one in old.rows if one.object.startswith("line:1")} == {True}
    file.unlink()
    old = found(folder)
    assert old.damaged == (Damaged(newer.file, newer.first, newer.last, "gone"),)
    assert [thing for _who, thing in plain(old.rows)] == ["line:02", "line:01", "line:00"]
    assert older.before == "0" * 64


@given(st.binary(max_size=300), st.integers(0, 300))
def test_no_damage_of_a_file_ends_in_an_error(content: bytes, cut: int) -> None:
    segment = audit_archive.Segment(1, 3, "a.jsonl", "0" * 64, "1" * 64, "0" * 64)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.jsonl").write_bytes(content[:cut])
        old = audit_archive.search(Path(folder), [segment], AuditFilter(), frozenset(), size=5)
    assert [one.what for one in old.damaged] == ["changed"]


MOMENT = st.none() | st.integers(0, 9).map(lambda n: NOW - n * DAY)
FILTERS = st.builds(
    AuditFilter, st.sampled_from(["", "ann", "BOB", "x"]), st.sampled_from(["", *ACTS]),
    MOMENT, MOMENT,
    st.sampled_from(["", "line", "LINE:1", "7"]), st.just(()), st.none() | st.just(3),
)  # fmt: skip


@given(
    FILTERS, st.lists(st.tuples(st.sampled_from(["ann", "bob"]), st.sampled_from(ACTS), st.integers(0, 9)), max_size=6)
)
def test_a_file_answers_as_the_table_does(wanted: AuditFilter, told: list[tuple[str, Any, int]]) -> None:
    """Each entry fits in the file exactly where the table's own query finds it."""
    entries = [
        ChainedEntry(n + 1, NOW - day * DAY, who, act.value, f"line:{n}", {}, "", 3 if n % 2 else None, None)
        for n, (who, act, day) in enumerate(told)
    ]
    by_file = {one.id for one in entries if audit_archive._fits(one, wanted, frozenset())}
    by_hand = {
        one.id for one in entries
        if wanted.who.lower() in ("", one.who)
        and (one.act == wanted.act if wanted.act else one.act != "set_language")
        and (wanted.since is None or one.at >= wanted.since) and (wanted.until is None or one.at < wanted.until)
        and wanted.about.lower() in one.object and wanted.site in (None, one.site)
    }  # fmt: skip
    assert by_file == by_hand


def test_a_changed_entry_of_the_table_is_doubted(db: Any, guards: Any) -> None:  # noqa: F811
    for n in range(4):
        note(AuditAction.EDIT_LINE, f"line:{n}", by="x", now=NOW)
    jobs.chain(NOW)
    note(AuditAction.EDIT_LINE, "line:new", by="x", now=NOW)  # has no place yet
    ids = [row.id for row in Audit.select().order_by(Audit.id)]
    assert audit_chain.doubted(ids) == set()
    unguarded()
    database.execute_sql("UPDATE audit SET who = 'y' WHERE id = 2")
    assert audit_chain.doubted(ids) == {2}
    AuditLink.delete().where(AuditLink.place == 1).execute()
    assert audit_chain.doubted([ids[1], ids[2]]) == {2}
