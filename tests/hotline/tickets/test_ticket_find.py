"""Tickets by any combination of conditions and by the search box, against what a plain look at the rows says."""

import datetime as dt
import itertools
from typing import Any

import pytest
from peewee import SqliteDatabase

from hotline import rows
from hotline.people.reads.scope import Scope
from hotline.store.conditions import moment
from hotline.tickets.reads import find as ticket_find
from hotline.tickets.reads.find import count, entries_below, find
from hotline.tickets.reads.listed import BURNING, LISTED
from hotline.tickets.reads.scope import seen
from hotline.tickets.reads.search import search as look
from hotline.tickets.rows import search
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.payloads import Correction
from hotline.tickets.rules.query import OF_FEW, Sort, TicketQuery
from hotline.tickets.rules.search import Term
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import Channel, Light, Role, ShareState, TicketEvent, TicketKind, TicketState, Way
from tests.builders import NOW, new_member, new_person, new_ticket, new_units

pytestmark = pytest.mark.unit
DAY = dt.timedelta(days=1)
ALL, LATER = Scope(), NOW + 10 * DAY


@pytest.fixture
def units(head: Any) -> dict[str, Any]:
    return new_units(head)


def numbers(query: TicketQuery, scope: Scope = ALL, **given: Any) -> list[str]:
    usual: dict[str, Any] = {"sort": Sort.NEWEST, "numbers": True, "now": NOW, "size": 50}
    return [line.number for line in find(scope, query, **(usual | given)).rows]


def paged(query: TicketQuery, scope: Scope, sort: Sort, size: int = 2, now: dt.datetime = NOW) -> list[int]:
    found: list[int] = []
    after = ""
    while True:
        page = find(scope, query, sort=sort, after=after, size=size, numbers=True, now=now)
        found += [line.id for line in page.rows]
        after = page.next
        if not after:
            return found


def shown(text: str, scope: Scope = ALL, **given: Any) -> list[str]:
    return [line.number for line in look(scope, text, now=NOW, numbers=True, **given).rows]


@pytest.fixture
def many(agent: Any, units: dict[str, Any]) -> list[Any]:
    """Some with equal moments, some without."""
    made = []
    for n in range(14):
        made.append(
            new_ticket(
                opened_by=agent,
                at=NOW - (n // 2) * DAY,
                unit=units["civil"] if n % 3 else None,
                burns_at=None if n % 4 == 0 else NOW + (n // 4) * DAY,
                due_at=NOW + n * DAY if n % 2 else None,
                closed_at=NOW if n % 5 == 0 else None,
                confidential=n == 13,
            )
        )
    return made


@pytest.mark.parametrize("sort", sorted(set(Sort) - OF_FEW))
def test_pages_give_each_once_in_order(many: list[Any], units: dict[str, Any], sort: Sort) -> None:
    column = {"burns": "burns_at", "due": "due_at", "closed": "closed_at"}.get(sort.split("_")[0], "opened_at")
    sign = -1 if sort in (Sort.NEWEST, Sort.CLOSED, Sort.BURNS_LAST, Sort.DUE_LATEST) else 1

    def key(row: Any) -> tuple[Any, ...]:
        moment = getattr(row, column)
        return moment is None, sign * moment.timestamp() if moment else 0, sign * row.id

    plain = sorted((row for row in many if not row.confidential), key=key)
    assert paged(TicketQuery(), ALL, sort) == [row.id for row in plain]
    burning = [row.id for row in plain if row.burns_at is not None and row.burns_at < LATER]
    assert len(burning) == 9
    assert paged(TicketQuery(light=Light.RED), ALL, sort, now=LATER) == burning
    mine = [row.id for row in plain if row.unit is not None]
    assert paged(TicketQuery(), Scope(units=frozenset({units["civil"].id})), sort) == mine


def test_headings_without_an_index_sort_what_is_few(
    agent: Any, units: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [
        new_ticket(opened_by=agent, at=NOW - n * DAY, subject=subject, state=state, unit=unit, caller_name=name,
                   hides_name=name == "阿某")
        for n, (subject, state, unit, name) in enumerate([
            ("张", TicketState.HANDLING, units["civil"], "王五"), ("安", TicketState.REGISTERED, None, ""),
            ("Zug", TicketState.CLOSED, units["enforcement"], "阿某"),
            ("安", TicketState.HANDLING, units["civil"], "陈一"),
        ])
    ]  # fmt: skip
    ids = [row.id for row in made]

    def order(sort: Sort, scope: Scope = ALL) -> list[int]:
        return [ids.index(found) for found in paged(TicketQuery(), scope, sort)]

    assert order(Sort.SUBJECT) == [2, 1, 3, 0]
    assert order(Sort.STATE) == [1, 0, 3, 2]
    assert order(Sort.CALLER) == [2, 3, 0, 1]
    assert order(Sort.UNIT)[-1] == 1  # without a unit
    assert order(Sort.SUBJECT_DOWN) == [0, 1, 3, 2]  # equal ones stay newest first
    assert order(Sort.STATE_DOWN) == [2, 0, 3, 1]
    assert order(Sort.CALLER_DOWN) == [0, 3, 2, 1]  # without a name: last, either way
    assert order(Sort.UNIT_DOWN)[-1] == 1
    theirs = Scope(units=frozenset({units["civil"].id, units["enforcement"].id}))
    assert order(Sort.CALLER, theirs) == [3, 0, 2]  # a withheld name sorts nothing
    monkeypatch.setattr(ticket_find, "FEW", 3)
    assert order(Sort.SUBJECT) == [0, 1, 2, 3]  # too many: newest first, page after page


@pytest.mark.parametrize("after", ["x", "1~x", "~", "99999999999999999~1", "1~" + "9" * 40, "1~²"])
def test_a_broken_mark_is_no_error(many: list[Any], after: str) -> None:
    assert len(find(ALL, TicketQuery(), after=after, numbers=True, now=NOW).rows) in (0, 13)


def test_each_condition_tells_its_tickets_from_others(agent: Any, units: dict[str, Any]) -> None:
    topic = rows.Entry.create(kind="topic", code="01", zh="劳动")
    below = rows.Entry.create(kind="topic", code="0101", zh="欠薪", parent=topic)
    place = rows.Entry.create(kind="place", code="01", zh="城东")
    handler = new_member(units["civil"])
    parent = new_ticket(opened_by=agent, number="20250101-01-0001", at=NOW - 400 * DAY)
    # fmt: off
    told: list[tuple[TicketQuery, dict[str, Any]]] = [
        (TicketQuery(kind=TicketKind.COMPLAINT), {"kind": "complaint"}),
        (TicketQuery(states=(TicketState.CLOSED, TicketState.FINAL)), {"state": "final"}),
        (TicketQuery(light=Light.RED), {"burns_at": NOW - DAY, "yellow_at": NOW - 2 * DAY}),
        (TicketQuery(light=Light.YELLOW), {"burns_at": NOW + DAY, "yellow_at": NOW}),
        (TicketQuery(light=Light.GREEN), {"burns_at": NOW + DAY, "yellow_at": NOW + DAY / 2}),
        (TicketQuery(unit=units["court"].id), {"unit": units["enforcement"]}),
        (TicketQuery(lead=units["civil"].id), {"unit": units["civil"], "way": Way.JOINT}),
        (TicketQuery(way=Way.ASSIGN), {"way": "assign"}),
        (TicketQuery(channel=Channel.WEIBO), {"channel": "weibo"}),
        (TicketQuery(profile="gov_12345"), {"profile": "gov_12345"}),  # type: ignore[arg-type]
        (TicketQuery(handler=handler.id), {"handler": handler}),
        (TicketQuery(topic=topic.id), {"topic": below}),
        (TicketQuery(place=place.id), {"place": place}),
        (TicketQuery(answered=True), {"replied_at": NOW}),
        (TicketQuery(urgent=True), {"urgent": True}),
        (TicketQuery(urged=True), {"urges": 2}),
        (TicketQuery(supervised=True), {"supervisions": 1}),
        (TicketQuery(extended=True), {"extensions": 1}),
        (TicketQuery(returned=True), {"returns": 1}),
        (TicketQuery(again=True), {"round": 1}),
        (TicketQuery(merged=True), {"state": "merged"}),
        (TicketQuery(parent=parent.number), {"parent": parent.id}),
        (TicketQuery(solved=False), {"solved": False}),
        (TicketQuery(satisfied=1), {"satisfied": 1}),
        (TicketQuery(number="20260101"), {"number": "20260101-01-0009"}),
        (TicketQuery(opened_from=dt.date(2026, 1, 5), opened_to=dt.date(2026, 1, 5)),
         {"opened_at": dt.datetime(2026, 1, 4, 16, tzinfo=dt.UTC)}),  # midnight in China
        (TicketQuery(due_from=dt.date(2027, 1, 5), due_to=dt.date(2027, 1, 5)),
         {"due_at": dt.datetime(2027, 1, 5, 15, 59, tzinfo=dt.UTC)}),
        (TicketQuery(closed_from=dt.date(2026, 1, 5), closed_to=dt.date(2026, 1, 6)),
         {"closed_at": dt.datetime(2026, 1, 6, 15, 59, tzinfo=dt.UTC)}),
    ]
    # fmt: on
    for n, (query, values) in enumerate(told):
        other = new_ticket(opened_by=agent, number=f"other-20261120-{n:04d}")
        wanted = new_ticket(opened_by=agent, **{"number": f"wanted-20261120-{n:04d}"} | values)
        assert numbers(query) == [wanted.number], query
        assert count(ALL, query, now=NOW, most=9) == 1
        rows.Ticket.delete().where(rows.Ticket.id.in_([other.id, wanted.id])).execute()


def test_the_other_side_of_a_condition(agent: Any) -> None:
    urged, calm = new_ticket(opened_by=agent, urges=1), new_ticket(opened_by=agent, replied_at=NOW)
    assert numbers(TicketQuery(urged=False)) == [calm.number]
    assert numbers(TicketQuery(answered=False)) == [urged.number]
    assert numbers(TicketQuery(merged=False, urgent=False)) == [calm.number, urged.number]


def test_co_handlers(agent: Any, units: dict[str, Any]) -> None:
    one, two = new_ticket(opened_by=agent), new_ticket(opened_by=agent)
    clerk = new_member(units["civil"])
    for ticket, state in ((one, ShareState.TAKEN), (two, ShareState.DROPPED)):
        rows.TicketShare.create(ticket=ticket, unit=units["civil"], state=state, asked_at=NOW, handler=clerk)
    assert numbers(TicketQuery(co_unit=units["court"].id)) == [one.number]
    assert numbers(TicketQuery(co_handler=clerk.id)) == [one.number]
    assert numbers(TicketQuery(co_handler=agent.id)) == []


def test_a_number_is_found_by_its_count_and_without_its_noughts(agent: Any) -> None:
    made = [new_ticket(opened_by=agent, number=f"202611{day}-01-{n:04d}") for day in (20, 21) for n in (23, 230)]
    for row in made:
        search.index(row)
    ids = [row.number for row in made]
    assert sorted(numbers(TicketQuery(number="0023"))) == sorted(numbers(TicketQuery(number="23"))) == [ids[0], ids[2]]
    assert numbers(TicketQuery(number="20261121-1-230")) == [ids[3]]
    assert numbers(TicketQuery(number="20261120-01-23")) == [ids[0]]
    assert sorted(numbers(TicketQuery(number="20261120-01-02"))) == [ids[1]]
    assert numbers(TicketQuery(number="0024")) == []


def test_a_prefix_is_no_pattern(agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    new_ticket(opened_by=agent)
    for typed in ("%", "_", "head_", "\\", "2026%"):
        assert (numbers(TicketQuery(number=typed)), count(ALL, TicketQuery(number=typed), now=NOW, most=9)) == ([], 0)
    known = numbers(TicketQuery(number="20"))
    monkeypatch.setattr("hotline.tickets.reads.find.RARE", 1)  # now they are many
    assert known
    assert numbers(TicketQuery(number="20")) == known
    assert count(ALL, TicketQuery(number="20"), now=NOW, most=999) == len(known)
    assert [numbers(TicketQuery(number=typed)) for typed in ("%", "_", "head_")] == [[], [], []]


def test_a_unit_sees_its_own_and_no_hidden_name(agent: Any, units: dict[str, Any]) -> None:
    civil = Scope(units=frozenset({units["civil"].id}))
    charged = new_ticket(opened_by=agent, unit=units["civil"], hides_name=True, caller_name="张三")
    held = new_ticket(opened_by=agent, holder=units["civil"], caller_name="李四")
    shared = new_ticket(opened_by=agent, unit=units["housing"])
    rows.TicketShare.create(ticket=shared, unit=units["civil"], state=ShareState.OPEN, asked_at=NOW)
    new_ticket(opened_by=agent, unit=units["housing"])
    new_ticket(opened_by=agent, unit=units["civil"], confidential=True)
    page = find(civil, TicketQuery(), numbers=False, now=NOW)
    assert [(line.number, line.name, line.caller) for line in page.rows] == [
        (shared.number, "", "138****1234"), (held.number, "李四", "138****1234"), (charged.number, "", ""),
    ]  # fmt: skip


def test_words_within_a_combined_query(agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [new_ticket(opened_by=agent, subject="电梯停运", urgent=n % 2 == 0) for n in range(6)]
    for row in made:
        search.index(row)
    wanted = [row.number for row in reversed(made) if row.urgent]
    assert numbers(TicketQuery(words="电梯", urgent=True)) == wanted
    module = "hotline.tickets.reads.find"
    monkeypatch.setattr(f"{module}.PROBED", 2)  # now they are common: one after the other
    assert numbers(TicketQuery(words="电梯", urgent=True)) == wanted
    monkeypatch.setattr(f"{module}.COMMON", 0)  # now they lie far apart
    for rare in (9, 6, 2):  # they are few, and many
        monkeypatch.setattr(f"{module}.RARE", rare)
        assert numbers(TicketQuery(words="电梯", urgent=True)) == wanted
    assert count(ALL, TicketQuery(words="电梯"), now=NOW, most=4) == 4
    assert count(ALL, TicketQuery(words="电梯"), now=NOW, most=9) == 6
    assert numbers(TicketQuery(words="水管")) == numbers(TicketQuery(words="😀")) == []


def test_entries_in_a_ring_end(db: Any) -> None:
    one = rows.Entry.create(kind="topic", code="1", zh="甲")
    two = rows.Entry.create(kind="topic", code="2", zh="乙", parent=one)
    rows.Entry.update(parent=two).where(rows.Entry.id == one.id).execute()
    assert entries_below(one.id) == {one.id, two.id}


# ---- the search box


def opened(person: Any, subject: str, text: str = "请核实。", **given: Any) -> str:
    matter = Matter("complaint", subject, text, **{"caller_number": "13800001234", "caller_name": "张三"} | given)
    token = f"form-{rows.Ticket.select().count()}"
    return open_ticket(matter, person=person.id, token=token, draft=None, now=NOW, client_ip="")


@pytest.fixture
def dispatcher(head: Any, units: dict[str, Any]) -> Any:
    return new_person(login="dispatcher", role=Role.DISPATCHER, site=head)


def test_what_is_opened_is_found(dispatcher: Any) -> None:
    first = opened(dispatcher, "电梯停运", "小区电梯停运三天", parties=(("单雄信", "010-66668888", "被投诉人"),))
    second = opened(
        dispatcher, "拖欠工资", caller_name="李四", caller_number="13911115678", case_number="(2026)民初12号"
    )
    for typed in (
        "电梯",
        "梯",
        "zs",
        "张三",
        "1234",
        "13800001234",
        first,
        first[-4:],
        first[5:],
        "sxx",
        "dxx",
        "8888",
    ):
        assert shown(typed) == [first], typed
    for typed in ("李四", "ls", "5678", "工资", "民初", "12"):
        assert shown(typed) == [second], typed
    assert (shown("请核实"), shown("电梯 工资"), shown("电")) == ([second], [], [first])


def test_a_correction_is_found_and_what_was_is_not(dispatcher: Any) -> None:
    number = opened(dispatcher, "电梯停运", "停了三天")
    request = TransitionRequest(TicketEvent.CORRECT, text="写错了", payload=Correction((("subject", "水管爆裂"),)))
    act(number, request, who=actor(dispatcher.id), now=NOW)
    assert (shown("水管"), shown("电梯"), shown("三天")) == ([number], [], [number])


def test_a_confidential_one_is_never_found(dispatcher: Any) -> None:
    number = opened(dispatcher, "反映法官", "收受礼品", confidential=True)
    found = [shown(typed) for typed in (number, "法官", "礼品", "张三", "zs", "1234", number[-4:])]
    assert found == [[], [], [], [], [], [], []]
    assert find(ALL, TicketQuery(words="法官"), numbers=True, now=NOW).rows == ()


def test_what_becomes_confidential_is_forgotten(agent: Any) -> None:
    row = new_ticket(opened_by=agent)
    search.index(row)
    row.confidential = True
    search.index(row)
    assert search.ids((((Term("立案"),),),), hidden=True, most=9) == []


def test_a_unit_does_not_find_by_a_hidden_name(dispatcher: Any, units: dict[str, Any]) -> None:
    number = opened(dispatcher, "电梯停运", hides_name=True)
    rows.Ticket.update(unit=units["housing"]).where(rows.Ticket.number == number).execute()
    housing = Scope(units=frozenset({units["housing"].id}))
    for typed in ("张三", "张", "zs", "1234", "13800001234"):
        assert (shown(typed), shown(typed, housing)) == ([number], []), typed
    assert shown("电梯", housing) == shown(number, housing) == [number]
    assert (numbers(TicketQuery(words="张三")), numbers(TicketQuery(words="张三"), housing)) == ([number], [])
    assert shown("电梯", Scope(units=frozenset({units["civil"].id}))) == []


def test_a_reader_of_few_among_many(agent: Any, other_agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index gives others' first: what is one's own is looked through."""
    for name in ("SPARE", "FIRST", "MOST", "LONG"):
        monkeypatch.setattr(f"hotline.tickets.reads.search.{name}", 2)
    mine = [new_ticket(opened_by=other_agent, subject="电梯停运") for _ in range(3)]
    others = [new_ticket(opened_by=agent, subject="电梯停运") for _ in range(12)]
    for row in mine + others:
        search.index(row)
    wanted = [row.number for row in reversed(mine)]
    assert shown("电梯", Scope(person=other_agent.id)) == wanted
    monkeypatch.setattr("hotline.tickets.reads.search.FEW", 1)  # and where they are many, the index goes on
    assert shown("电梯", Scope(person=other_agent.id)) == wanted
    assert shown("电梯", Scope(site=other_agent.site_id)) == wanted


def test_a_common_word_among_what_units_see(agent: Any, units: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Charged with, held and shared in; however they are looked through, page by page, each is found once."""
    civil, housing, court = (units[code] for code in ("civil", "housing", "court"))
    made = []
    for n in range(24):
        unit, holder = (None, civil, housing, court)[n % 4], (None, housing, civil)[n // 4 % 3]
        row = new_ticket(opened_by=agent, subject="电梯停运", unit=unit, holder=holder, confidential=n % 11 == 0)
        if n % 5 == 0:
            rows.TicketShare.create(ticket=row, unit=civil, state=ShareState.OPEN, asked_at=NOW)
        search.index(row)
        made.append(row)
    mine = {civil.id, court.id}
    wanted = [
        row.number
        for n, row in reversed(list(enumerate(made)))
        if n % 11 and (row.unit_id in mine or row.holder_id in mine or n % 5 == 0)
    ]
    scope = Scope(units=frozenset(mine))
    for first, most in ((250, 40), (4, 40), (4, 0)):  # few; common, walked; common, with more units than are walked
        monkeypatch.setattr("hotline.tickets.reads.search.FIRST", first)
        monkeypatch.setattr("hotline.tickets.reads.search.UNITS_MOST", most)
        found: list[str] = []
        after = ""
        while not found or after:
            page = look(scope, "电梯", now=NOW, numbers=True, after=after, size=3)
            found, after = [*found, *(line.number for line in page.rows)], page.next
        assert found == wanted, (first, most)


def test_pages_of_the_search(agent: Any) -> None:
    made = [new_ticket(opened_by=agent) for _ in range(5)]
    for row in made:
        search.index(row)
    found, after = [], ""
    for _ in range(3):
        page = look(ALL, "立案", now=NOW, numbers=False, after=after, size=2)
        found += [line.id for line in page.rows]
        after = page.next
    assert (found, after) == ([row.id for row in reversed(made)], "")


@pytest.mark.parametrize(
    "typed",
    ['"', "'", "AND", "OR NOT", "a NEAR b", "*", "(", "words:x", "^a", "-", "😀", "\u202e法", "法" * 10_000, "%",
     "\x00", "' OR 1=1 --", ":*", "& | !", "\\", "٣٤٥٦", "1" * 500, "--", "-9", "²³¹²"],
)  # fmt: skip
def test_hostile_text_raises_nothing(agent: Any, typed: str) -> None:
    row = new_ticket(opened_by=agent, text=typed.replace("\x00", ""), caller_name=typed[:50].replace("\x00", ""))
    search.index(row)
    for scope, after in itertools.product((ALL, Scope(person=agent.id)), ("", typed[:20])):
        assert shown(typed, scope, after=after) in ([], [row.number])
        assert numbers(TicketQuery(words=typed), scope) in ([], [row.number])


def test_a_deleted_ticket_leaves_the_index(agent: Any) -> None:
    row = new_ticket(opened_by=agent)
    search.index(row)
    rows.Ticket.delete().where(rows.Ticket.id == row.id).execute()
    assert search.ids((((Term("立案"),),),), hidden=True, most=9) == []


def test_what_burns_is_found_along_its_index(agent: Any, db: Any) -> None:
    """However little SQLite knows of its tables, it does not sort all of a site's."""
    if not isinstance(db, SqliteDatabase):
        pytest.skip("PostgreSQL counts its rows by itself")
    wanted = [*seen(Scope(site=1)), moment("t.burns_at", "<", NOW)]
    sql, values = LISTED.statement(wanted, "t.burns_at, t.id", 51, along=BURNING)
    plan = " ".join(row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    assert ("ticket_burns_at_id" in plan, "TEMP B-TREE" in plan) == (True, False)
