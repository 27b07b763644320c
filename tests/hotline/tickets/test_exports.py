"""Exported lists: what stands in the file, who gets it, and what happens meanwhile."""

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.settings import Settings
from hotline.tickets.jobs import exports
from hotline.tickets.reads import find as ticket_find
from hotline.tickets.reads.exports import progress, ready
from hotline.tickets.rows import search
from hotline.tickets.rules.query import OF_FEW, Sort, TicketQuery
from hotline.tickets.verbs.exports import ask_export
from hotline.values import sheets
from hotline.words import AuditAction, ExportState, Post, Profile, Role
from tests.builders import NOW, new_member, new_person, new_ticket, new_units

pytestmark = pytest.mark.unit
ALL, S = Scope(), ExportState


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


def clock() -> dt.datetime:
    return NOW


def ask(person: Any, scope: Scope = ALL, query: TicketQuery = TicketQuery(), **given: Any) -> int:  # noqa: B008
    usual: dict[str, Any] = {"numbers": True, "now": NOW, "client_ip": ""}
    return ask_export(query, scope, person=person.id, **(usual | given))


def write(folder: Path, person: Any) -> list[dict[str, Any]]:
    """The rows of the file, by heading."""
    assert exports.write_next(folder, "head", clock)
    view = progress(person.id)[0]
    assert (view.state, view.error, view.percent) == (S.DONE, "", 100)
    return read(folder / view.file)


def follow_up(ticket: Any, text: str, number: int = 0) -> None:
    rows.FollowUp.create(
        ticket=ticket, round=number, state="done", planned_at=NOW, next_at=NOW, token=f"{ticket.id}-{number}", text=text
    )  # fmt: skip


def read(file: Path) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(file)
    heads, *lines = list(book.worksheets[0].iter_rows())
    return [{str(head.value): cell.value for head, cell in zip(heads, line, strict=True)} for line in lines]


def test_a_list_is_written(supervisor: Any, folder: Path) -> None:
    units = new_units()
    clerk = new_member(units["civil"], name="陈经办")
    topic = rows.Entry.create(kind="topic", code="1", zh="劳动", en="Labour")
    new_ticket(
        opened_by=supervisor, number="20261120-01-9001", caller_name="张三", unit=units["civil"], handler=clerk,
        topic=topic, urges=2, urgent=True, due_at=NOW + dt.timedelta(days=3), satisfied=4, solved=False, reply="已办",
        address="人民路88号",
    )  # fmt: skip
    ask(supervisor)
    assert (progress(supervisor.id)[0].state, ready(1, supervisor.id)) == (S.WAITING, None)
    (line,) = write(folder, supervisor)
    assert {name: value for name, value in line.items() if value is not None} == {
        "工单号": "20261120-01-9001", "类型": "咨询", "状态": "待受理", "主题": "咨询立案材料", "来源": "电话",
        "热线": Profile.COURT_12368.zh, "来电人": "张三", "联系电话": "13800001234", "事项分类": "劳动",
        "承办单位": "民事庭", "经办人": "陈经办", "紧急": "是", "催办": 2, "督办": 0, "延期": 0, "退回": 0, "重办": 0,
        "登记时间": NOW.astimezone(CHINA).replace(tzinfo=None), "期限待定": "否", "是否解决": "否", "满意度": 4,
        "办理期限": (NOW + dt.timedelta(days=3)).astimezone(CHINA).replace(tzinfo=None),
        "内容": "来电人询问立案需要哪些材料。", "答复": "已办", "详细地址": "人民路88号",
    }  # fmt: skip
    view = progress(supervisor.id)[0]
    assert (view.rows, view.written, ready(view.id, supervisor.id)) == (1, 1, view)
    deeds = [(row.act, row.who, row.data.get("state"), row.data.get("rows")) for row in list(rows.Audit.select())]
    assert deeds == [(AuditAction.EXPORT, "supervisor", None, None), (AuditAction.EXPORT, "supervisor", "done", 1)]
    assert not exports.write_next(folder, "head", clock)


def test_an_english_reader_and_an_empty_list(head: Any, folder: Path) -> None:
    person = new_person(role=Role.SUPERVISOR, site=head, language="en")
    ask(person)
    assert write(folder, person) == []
    book = openpyxl.load_workbook(folder / progress(person.id)[0].file)
    assert (book.worksheets[0].title, book.worksheets[0]["A1"].value) == ("Tickets", "Number")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "https://x.cn"])
def test_no_cell_is_a_formula(supervisor: Any, folder: Path, text: str) -> None:
    new_ticket(opened_by=supervisor, subject=text, caller_name=text, text=text + "法" * 40_000)
    ask(supervisor)
    assert exports.write_next(folder, "head", clock)
    book = openpyxl.load_workbook(folder / progress(supervisor.id)[0].file)
    cells = [cell for cell in list(book.worksheets[0].iter_rows())[1] if str(cell.value).startswith(text)]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)] * 3
    assert [cell.quotePrefix for cell in cells] == [not text.startswith("http")] * 3
    assert len(str(cells[-1].value)) == sheets.CELL_MOST


def test_numbers_are_masked_where_they_must_be(supervisor: Any, folder: Path) -> None:
    new_ticket(opened_by=supervisor, caller_name="张三丰", subject="请回电13911112222", text="电话13911112222",
               address="人民路13911112222")  # fmt: skip
    follow_up(rows.Ticket.get(), "请打13911112222")
    ask(supervisor, numbers=False)
    (line,) = write(folder, supervisor)
    assert [line[name] for name in ("来电人", "联系电话", "主题", "内容", "详细地址", "回访意见")] == [
        "张**", "138****1234", "请回电139****2222", "电话139****2222", "人民路139****2222", "请打139****2222",
    ]  # fmt: skip


def test_the_right_to_numbers_may_be_lost_meanwhile(head: Any, folder: Path) -> None:
    leader = new_person(role=Role.LEADER, site=head, sees_numbers=True)
    new_ticket(opened_by=leader)
    ask(leader)
    rows.Person.update(sees_numbers=False).where(rows.Person.id == leader.id).execute()
    assert [line["联系电话"] for line in write(folder, leader)] == ["138****1234"]


def test_a_unit_gets_its_own_without_hidden_names(agent: Any, folder: Path) -> None:
    units = new_units()
    reviewer = new_member(units["civil"], post=Post.REVIEWER, role=Role.UNIT_REVIEWER)
    mine = new_ticket(opened_by=agent, unit=units["civil"], hides_name=True, caller_name="张三丰", address="张三丰家")
    follow_up(mine, "我是张三丰，电话13800001234")
    new_ticket(opened_by=agent, unit=units["housing"])
    new_ticket(opened_by=agent, unit=units["civil"], confidential=True)
    ask(reviewer, Scope(units=frozenset({units["civil"].id, units["housing"].id})))  # housing: his no more
    (line,) = write(folder, reviewer)
    assert [line[name] for name in ("工单号", "来电人", "联系电话", "详细地址", "回访意见")] == [
        mine.number, None, None, "＊＊＊家", "我是＊＊＊，电话＊＊＊＊",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "scope"),
    [({"active": False}, ALL), ({"role": Role.AGENT}, ALL), ({"role": Role.UNIT_REVIEWER}, ALL),
     ({"site": "east"}, ALL), ({}, Scope(person=0))],
)  # fmt: skip
def test_who_may_not_any_more_gets_nothing(
    supervisor: Any, branch: Any, folder: Path, change: dict[str, Any], scope: Scope
) -> None:
    ask(supervisor, scope)
    changed = change | ({"site": branch} if "site" in change else {})
    if changed:
        rows.Person.update(changed).where(rows.Person.id == supervisor.id).execute()
    assert exports.write_next(folder, "head", clock)
    view = progress(supervisor.id)[0]
    assert (view.state, view.error, list(folder.iterdir())) == (
        S.FAILED, "What you may see has changed since you asked: ask again", [],
    )  # fmt: skip


def test_who_may_not_ask(agent: Any, supervisor: Any) -> None:
    with pytest.raises(Refused, match="You may not export tickets"):
        ask(agent)
    for _ in range(3):
        ask(supervisor)
    with pytest.raises(Refused, match="wait for one"):
        ask(supervisor)
    assert rows.Export.select().count() == 3


def test_the_audit_has_no_word_that_was_typed(supervisor: Any) -> None:
    ask(supervisor, query=TicketQuery(words="张三", urgent=True))
    assert rows.Audit.get().data == {"by_what": ["urgent"], "whole": True}


def small_batches(monkeypatch: pytest.MonkeyPatch, after_each: Any) -> None:
    real = ticket_find.found_rows

    def read_and(*args: Any, **given: Any) -> list[Any]:
        found = real(*args, **given)
        after_each(found)
        return found

    monkeypatch.setattr(exports, "BATCH", 3)
    monkeypatch.setattr(ticket_find, "found_rows", read_and)


@pytest.mark.parametrize("sort", sorted(set(Sort) - OF_FEW))
def test_tickets_deleted_meanwhile_do_no_harm(
    supervisor: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    made = [new_ticket(opened_by=supervisor, at=NOW - n * dt.timedelta(hours=1)) for n in range(10)]
    seen: list[list[str]] = []

    def delete_two(found: list[Any]) -> None:
        seen.append([row.number for row in found])
        if len(seen) == 1:  # one that is written, and one that is not
            left = next(row for row in made if row.number not in seen[0])
            rows.Ticket.delete().where(rows.Ticket.number.in_([found[-1].number, left.number])).execute()

    small_batches(monkeypatch, delete_two)
    ask(supervisor, sort=sort)
    lines = [line["工单号"] for line in write(folder, supervisor)]
    assert lines == [number for batch in seen for number in batch]
    assert (len(lines), len(set(lines)), progress(supervisor.id)[0].written) == (9, 9, 9)


def test_words_are_followed_through_many_batches(
    supervisor: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(8):
        search.index(new_ticket(opened_by=supervisor, subject="电梯" if n % 4 else "水管"))
    monkeypatch.setattr(exports, "BATCH", 2)
    ask(supervisor, query=TicketQuery(words="电梯"))
    assert [line["主题"] for line in write(folder, supervisor)] == ["电梯"] * 6


def test_a_restart_begins_it_anew(supervisor: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(7):
        new_ticket(opened_by=supervisor)
    ask(supervisor)
    row = exports._claim(NOW)  # a program that ends here
    assert (row.id, exports._claim(NOW), exports._claim(NOW + exports.LEASE)) == (1, None, None)
    later = NOW + exports.LEASE + dt.timedelta(seconds=1)
    assert exports.write_next(folder, "head", lambda: later)
    view = progress(supervisor.id)[0]
    assert (view.state, view.done_at, len(read(folder / view.file))) == (S.DONE, later, 7)
    exports.Claim(row.id, NOW).end(later, state=S.FAILED.value)  # too late to say anything
    assert progress(supervisor.id)[0].state is S.DONE


def test_a_stop_gives_it_back(supervisor: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(7):
        new_ticket(opened_by=supervisor)
    stops: list[Any] = []
    small_batches(monkeypatch, stops.append)
    ask(supervisor)
    assert exports.write_next(folder, "head", clock, lambda: bool(stops))
    assert (progress(supervisor.id)[0].state, list(folder.iterdir())) == (S.WAITING, [])
    assert len(write(folder, supervisor)) == 7


def test_who_lost_the_claim_leaves_no_file(supervisor: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(7):
        new_ticket(opened_by=supervisor)
    taken = NOW + dt.timedelta(minutes=9)
    small_batches(monkeypatch, lambda _: rows.Export.update(claimed_at=taken).execute())
    ask(supervisor)
    assert exports.write_next(folder, "head", clock)
    row = rows.Export.get()
    assert (row.state, row.claimed_at, list(folder.iterdir())) == (S.RUNNING, taken, [])


def test_a_bug_is_said_and_the_next_is_written(supervisor: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> int:
        raise ZeroDivisionError

    ask(supervisor)
    ask(supervisor)
    with monkeypatch.context() as patched:
        patched.setattr(ticket_find, "count", broken)
        assert exports.write_next(folder, "head", clock)
    exports.one_round(folder, "head", clock, lambda: False)
    assert [(view.state, view.error) for view in progress(supervisor.id)] == [
        (S.DONE, ""),
        (S.FAILED, "ZeroDivisionError"),
    ]


def test_more_than_a_sheet_takes_is_said(supervisor: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        new_ticket(opened_by=supervisor)
    monkeypatch.setattr(exports, "ROWS_MOST", 2)
    ask(supervisor)
    exports.write_next(folder, "head", clock)
    assert progress(supervisor.id)[0].error == "A sheet takes 1,048,575 rows: ask for less"


def test_files_are_kept_a_week(supervisor: Any, folder: Path) -> None:
    ask(supervisor)
    write(folder, supervisor)
    (folder / "left.xlsx.part").write_bytes(b"")
    assert (exports.purge(folder, NOW + dt.timedelta(days=7)), len(list(folder.iterdir()))) == (1, 1)
    assert (exports.purge(folder, NOW + dt.timedelta(days=7, seconds=1)), list(folder.iterdir())) == (1, [])
    view = progress(supervisor.id)[0]
    assert (view.state, view.file, ready(view.id, supervisor.id)) == (S.DONE, "", None)


def test_nobody_fetches_anothers(supervisor: Any, agent: Any, folder: Path) -> None:
    export = ask(supervisor)
    write(folder, supervisor)
    assert (ready(export, agent.id), progress(agent.id)) == (None, [])


def test_the_thread_ends_with_the_program(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    exporter = exports.Exporter(Settings(data=tmp_path), stop)
    exporter.end()
    assert (exporter._thread.is_alive(), exports.folder_of(Settings(data=tmp_path))) == (False, tmp_path / "exports")
