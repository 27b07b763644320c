"""After an erasure nothing in the tables says whose it was, but what is listed; and no figure has changed."""

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import peewee
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hotline import rows
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.reports.reads import board, day, unit_figures
from hotline.store.database import database
from hotline.subjects.jobs.erasing import erase
from hotline.subjects.reads.held import held
from hotline.subjects.reads.named import NameAlone, named
from hotline.subjects.reads.places import LEFT, tables
from hotline.subjects.rules.covering import Subject, covered, covered_value
from hotline.subjects.rules.erasing import Shortest
from hotline.subjects.rules.naming import passages, patterns
from hotline.subjects.verbs.erasures import subject
from hotline.tickets.rows import search
from hotline.values.identity import identity_key
from hotline.words import HeldKind, KeptWhy
from tests.builders import NOW, fact, new_call, new_line, new_person, new_ticket, new_units
from tests.effort import often

pytestmark = pytest.mark.unit
DAY = dt.timedelta(days=1)
SECRET = "s" * 48
NUMBER, IDENTITY, NAME = "13912345678", "11010519491231002X", "欧阳克勤"
NAME_WRITINGS = (NAME, "欧阳 克勤", "欧阳·克勤", "欧 阳 克 勤")
OTHER, OTHER_NAME = "13800001234", "李四"
ME = Subject(NUMBER, IDENTITY, NAME)
SHORTEST = Shortest(180, 1095, 365)
WRITINGS = (
    "13912345678", "139 1234 5678", "139-1234-5678", "+86 139 1234 5678", "+8613912345678", "008613912345678",
    "１３９１２３４５６７８", "139－1234－5678", "(139)12345678", "86-139-1234-5678",
)  # fmt: skip
IDENTITIES = (
    "11010519491231002X",
    "11010519491231002x",
    "110105 19491231 002X",
    "１１０１０５１９４９１２３１００２Ｘ",
)
SENTENCES = st.sampled_from(
    [
        "来电人{0}反映噪声",
        "请回电{0}。",
        "{1}，电话{0}，身份证{2}",
        "{1}来访",
        "身份证号：{2}",
        "没有个人信息",
        "{0}；{0}/{2} {1}{1}",
    ]
)


def said(draw: Any, *, mine: bool = True) -> str:
    text = draw(SENTENCES)
    return str(text.format(draw(st.sampled_from(WRITINGS)), NAME if mine else "他", draw(st.sampled_from(IDENTITIES))))


KINDS = (
    "call", "ticket", "party", "contact", "call_back", "notice", "nuisance", "draft", "order", "alarm", "leg",
    "named",
)  # fmt: skip
DAYS_AGO = (3, 200, 400, 1500)


@st.composite
def histories(draw: Any) -> list[tuple[str, bool, int, tuple[str, str]]]:
    """(kind of row, whether it is mine, days ago, two texts)."""
    drawn = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.booleans(), st.sampled_from(DAYS_AGO)), max_size=8))
    return [
        (kind, mine, ago, (said(draw, mine=mine), said(draw, mine=mine)))
        for kind, mine, ago in [("call", True, 1500), *drawn]
    ]


class House:
    """A small house, and what may be written about the person: each method writes one thing of a time."""

    def __init__(self) -> None:
        self.agent, self.units = new_person(extension=None), new_units()
        new_line()
        chamber = rows.Chamber.create(site=self.agent.site, name="民事庭")
        self.judge = rows.Judge.create(chamber=chamber, name="钱玉兰")

    def write(self, n: int, kind: str, mine: bool, at: dt.datetime, texts: tuple[str, str]) -> Any:
        who = (NUMBER, NAME) if mine else (OTHER, OTHER_NAME)
        return getattr(self, kind)(n, who, at, *texts)

    def call(self, _n: int, who: tuple[str, str], at: dt.datetime, _one: str, _two: str) -> Any:
        call = new_call(
            at=at, number=who[0], name=who[1], agent=self.agent, ended_at=at, talking_at=at, outcome="talked",
            talk_seconds=5, line="filing", answered_at=at,
        )  # fmt: skip
        fact(call, 1, "arrived", number=call.number, name=call.name, dialled="12368", profile="court_12368")
        rows.Recording.create(call=call.id, kind="call", path=f"{call.id}.wav", state="kept", begun_at=at)
        return call

    def leg(self, n: int, who: tuple[str, str], at: dt.datetime, one: str, two: str) -> Any:
        call = self.call(n, (OTHER, ""), at, one, two)
        given = {"kind": "number", "dialled": who[0], "name": "", "begun_at": at, "ended_at": at}
        return rows.CallLeg.create(call=call.id, leg="l", **given)

    def ticket(self, n: int, who: tuple[str, str], at: dt.datetime, one: str, two: str, **given: Any) -> Any:
        values = {
            "state": "closed", "closed_at": at, "text": one, "reply": two, "caller_number": who[0],
            "caller_name": who[1], "caller_written": who[0], "unit": self.units["civil"],
            "identity_hash": identity_key(SECRET, IDENTITY) if who[0] == NUMBER else "",
        }  # fmt: skip
        ticket = new_ticket(opened_by=self.agent, at=at, **values | given)
        was = {"was": {"text": one}}
        rows.TicketStep.create(ticket=ticket, number=1, event="open", new="closed", by="x", at=at, text=two, data=was)
        rows.FollowUp.create(ticket=ticket, round=0, token=f"t{n}", state="done", planned_at=at, next_at=at, text=one)
        search.index(ticket)
        return ticket

    def party(self, n: int, who: tuple[str, str], at: dt.datetime, one: str, two: str) -> Any:
        named = [{"name": who[1], "number": who[0], "as": "被告"}]
        other = {"caller_number": OTHER, "caller_name": "", "caller_written": "", "identity_hash": ""}
        return self.ticket(n, who, at, one, two, parties=named, **other)

    def contact(self, _n: int, who: tuple[str, str], at: dt.datetime, one: str, two: str) -> Any:
        return rows.Contact.create(
            judge=self.judge, urgent=False, state="closed", text=one, reply=two, caller_number=who[0],
            caller_name=who[1], site=self.agent.site, opened_by=self.agent, opened_at=at, due_at=at,
        )  # fmt: skip

    def call_back(self, n: int, who: tuple[str, str], at: dt.datetime, one: str, _two: str) -> Any:
        return rows.CallBack.create(
            number=who[0], name=who[1], reason="queue", state="closed", profile="court_12368", call=f"c{n}",
            last_call=f"c{n}", created_at=at, missed_at=at, next_at=at, note=one, done_at=at,
        )  # fmt: skip

    def notice(self, n: int, who: tuple[str, str], at: dt.datetime, one: str, two: str) -> Any:
        given = {"template": "t", "state": "sent", "at": at, "next_at": at, "text": one, "fields": {"who": two}}
        return rows.Notice.create(number=who[0], ref=f"r{n}", **given)

    def nuisance(self, _n: int, who: tuple[str, str], at: dt.datetime, one: str, two: str) -> Any:
        return rows.Nuisance.create(number=who[0], reason=one, by=self.agent, at=at, until=at + DAY, appeal=two)

    def draft(self, n: int, who: tuple[str, str], at: dt.datetime, one: str, _two: str) -> Any:
        text = one if who[0] == NUMBER else "无"
        return rows.Draft.create(person=self.agent, key=f"k{n}", fields={"text": text, "number": who[0]}, saved_at=at)

    def named(self, n: int, who: tuple[str, str], at: dt.datetime, _one: str, _two: str) -> Any:
        """A draft with a name and no number."""
        fields = {"text": f"{NAME_WRITINGS[n % len(NAME_WRITINGS)]}来访" if who[0] == NUMBER else "无", "name": who[1]}
        return rows.Draft.create(person=self.agent, key=f"n{n}", fields=fields, saved_at=at)

    def order(self, _n: int, _who: tuple[str, str], at: dt.datetime, _one: str, _two: str) -> Any:
        data = {"number": NUMBER}
        return rows.Order.create(kind="call_out", person=self.agent, data=data, placed_by="x", placed_at=at)

    def alarm(self, n: int, _who: tuple[str, str], at: dt.datetime, _one: str, _two: str) -> Any:
        data = {"number": [NUMBER]}
        return rows.Alarm.create(kind="waits_long", ref=f"c{n}", since=at, data=data, remark=f"{WRITINGS[n % 10]}来电")


def texts() -> dict[str, list[str]]:
    """Every text of every table, by table."""
    found: dict[str, list[str]] = {}
    for table in rows.ALL:
        columns = [one for one in table._meta.sorted_fields if isinstance(one, peewee.CharField | peewee.TextField)]
        for row in table.select():
            values = [getattr(row, one.name) for one in columns]
            found.setdefault(table._meta.table_name, []).extend(
                value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values if value
            )
    words = database.execute_sql("SELECT words FROM ticket_search").fetchall()
    found["ticket_search"] = [str(row[0]) for row in words]
    return found


def looked_at() -> list[NameAlone]:
    return named(ME, held(ME, SECRET))


def chosen() -> set[str]:
    """What an officer ticks who knows that every text with the name is about the person."""
    return {one.place for one in looked_at()}


def remains(text: str) -> bool:
    """Whether a text says the number, the identity number or the name in any writing of this test."""
    digits = re.sub(r"[ \-－()+]", "", text.translate(str.maketrans("０１２３４５６７８９Ｘx", "0123456789XX")))
    return (
        NUMBER in digits
        or IDENTITY in digits
        or NAME in re.sub("[ ·]", "", text)
        or identity_key(SECRET, IDENTITY) in text
    )


def figures() -> list[Any]:
    """Of calls, units and tickets, and how many rows each table has. Sound files are no figure: retention deletes them
    too."""
    begin, end = NOW - 3000 * DAY, NOW + DAY
    told = day.day(begin, end)
    return [
        replace(told, recordings=0, problems=tuple(sorted(one for one in told.problems if "not recorded" not in one))),
        board.figures_of(Scope(), begin, end), unit_figures.by_unit(begin, end), unit_figures.by_state(begin, end),
        unit_figures.by_event(begin, end), unit_figures.problems(),
        {table._meta.table_name: table.select().count() for table in rows.ALL if table is not rows.CaseCache},
    ]  # fmt: skip


@settings(max_examples=often(8, 300))
@given(histories())
@example([("call", True, 1500, ("反映噪声", "反映噪声")), ("draft", True, 3, (f"{NAME}来访", "反映噪声"))])
def test_nothing_says_whose_it_was_and_no_figure_changes(db: Any, tmp_path: Path, history: Any) -> None:
    with database.atomic() as one:  # one database for all examples
        house = House()
        for n, (kind, mine, ago, texts_of) in enumerate(history):
            house.write(n, kind, mine, NOW - ago * DAY, texts_of)
        before, late = figures(), NOW + 2000 * DAY
        also = chosen()
        erase(ME, tmp_path, SECRET, SHORTEST, late, also=also)
        left = {name: [one for one in said if remains(one)] for name, said in texts().items() if name not in LEFT}
        assert {name: said for name, said in left.items() if said} == {}
        assert figures() == before
        assert erase(ME, tmp_path, SECRET, SHORTEST, late, also=also).done == {}
        assert (held(ME, SECRET).counts, looked_at()) == ({}, [])
        one.rollback()


@settings(max_examples=often(8, 300))
@given(histories())
def test_what_must_stay_is_named_and_whole_and_the_rest_is_gone(db: Any, tmp_path: Path, history: Any) -> None:
    """Now instead of years later: each row that still says it is one that the report names."""
    with database.atomic() as one:
        house = House()
        for n, (kind, mine, ago, texts_of) in enumerate(history):
            house.write(n, kind, mine, NOW - ago * DAY, texts_of)
        kept_calls = {row.id for row in rows.Call.select() if row.number == NUMBER and row.ended_at + 180 * DAY > NOW}
        work = erase(ME, tmp_path, SECRET, SHORTEST, NOW)
        assert {row.id for row in rows.Call.select() if row.number == NUMBER} == kept_calls
        named = {kind for kind, _why, _until in work.kept}
        assert (HeldKind.CALLS in named) == bool(kept_calls)
        tickets = {row.id for row in rows.Ticket.select() if remains(f"{row.caller_number}{row.text}{row.parties}")}
        assert {("ticket", key) for key in tickets} <= work.stays
        for row in rows.TicketStep.select():
            assert row.ticket_id in {key for name, key in work.stays if name == "ticket"} or not remains(row.text)
        assert all(until is None or until > NOW for _kind, _why, until in work.kept)
        one.rollback()


@given(SENTENCES, st.sampled_from(WRITINGS), st.sampled_from(IDENTITIES))
def test_any_writing_is_covered_in_a_text_and_others_stay(sentence: str, number: str, identity: str) -> None:
    text = sentence.format(number, NAME, identity)
    new = covered(f"李四13800001234：{text}", ME, {NAME})
    assert not remains(new)
    assert "李四13800001234" in new


def test_values_of_fields_are_emptied_and_texts_are_covered() -> None:
    value = {"number": "139-1234-5678", "said": ["请找欧阳克勤 13912345678", 7, None], "other": "13800001234"}
    covered_now = {"number": "", "said": ["请找［已删除］ ［已删除］", 7, None], "other": "13800001234"}
    assert covered_value(value, ME, {NAME}) == covered_now


def test_a_confidential_complaint_is_not_touched_and_not_counted(db: Any, tmp_path: Path) -> None:
    house = House()
    sealed = house.ticket(1, (NUMBER, NAME), NOW - 1500 * DAY, f"{NAME}{NUMBER}", "x", confidential=True)
    assert held(ME, SECRET).counts == {}
    work = erase(ME, tmp_path, SECRET, SHORTEST, NOW)
    row = rows.Ticket.get_by_id(sealed.id)
    assert (row.caller_number, row.caller_name, row.text) == (NUMBER, NAME, f"{NAME}{NUMBER}")
    assert (work.kept, work.done) == ([], {})


def test_recordings_go_after_their_time_and_unreleased_ones_stay(db: Any, tmp_path: Path) -> None:
    house, files = House(), []
    for n, ago in enumerate((1500, 400, 200)):
        call = house.call(n, (NUMBER, NAME), NOW - ago * DAY, "", "")
        files.append(tmp_path / f"{call.id}.wav")
        files[-1].write_bytes(b"x")
    rows.Recording.update(held_back=True).where(rows.Recording.path == files[0].name).execute()
    work = erase(ME, tmp_path, SECRET, SHORTEST, NOW)
    assert [file.is_file() for file in files] == [True, False, True]
    states = [row.state for row in rows.Recording.select().order_by(rows.Recording.id)]
    assert states == ["kept", "purged", "kept"]
    assert sorted(why for kind, why, _until in work.kept if kind is HeldKind.RECORDINGS) == [
        KeptWhy.NOT_RELEASED, KeptWhy.SOUND_TIME,
    ]  # fmt: skip


def test_what_goes_on_stays(db: Any, tmp_path: Path) -> None:
    house = House()
    house.ticket(1, (NUMBER, NAME), NOW - 1500 * DAY, NUMBER, "", state="handling", closed_at=None)
    rows.CallBack.update(state="open").where(
        rows.CallBack.id == house.call_back(2, (NUMBER, NAME), NOW, "", "").id
    ).execute()
    rows.Nuisance.update(until=NOW + 9 * DAY).where(
        rows.Nuisance.id == house.nuisance(3, (NUMBER, ""), NOW, "骚扰", "").id
    ).execute()
    work = erase(ME, tmp_path, SECRET, SHORTEST, NOW)
    assert work.kept == [
        (HeldKind.TICKETS, KeptWhy.UNFINISHED, None), (HeldKind.CALL_BACKS, KeptWhy.UNFINISHED, None),
        (HeldKind.NUISANCE, KeptWhy.IN_FORCE, NOW + 9 * DAY),
    ]  # fmt: skip
    assert held(ME, SECRET).counts[HeldKind.TICKETS] == 1


def test_a_draft_with_the_name_alone_is_looked_at_and_erased_only_if_it_was_chosen(db: Any, tmp_path: Path) -> None:
    """Names alone are many people's: a person says which of the texts are about him."""
    house = House()
    house.call(1, (NUMBER, NAME), NOW - 1500 * DAY, "", "")
    drafts = [
        rows.Draft.create(person=house.agent, key=f"d{n}", fields={"text": text}, saved_at=NOW - DAY)
        for n, text in enumerate(("欧阳·克勤来访，电话 13800001234", "欧阳先生来访", f"{NAME}的邻居"))
    ]
    first, _second, third = (f"draft:{one.id}" for one in drafts)
    of_me = house.party(2, (OTHER, NAME), NOW - 1500 * DAY, f"{NAME}与邻居", "")
    assert [(one.place, one.kind, one.whose, one.ticket, one.passages) for one in looked_at()] == [
        (first, HeldKind.DRAFTS, house.agent.login, "", ("欧阳克勤来访，电话 138****1234",)),
        (third, HeldKind.DRAFTS, house.agent.login, "", ("欧阳克勤的邻居",)),
        (f"follow_up:{rows.FollowUp.get().id}", HeldKind.FOLLOW_UPS, "", of_me.number, ("欧阳克勤与邻居",)),
        (f"ticket:{of_me.id}", HeldKind.TICKETS, "", of_me.number, ("欧阳克勤与邻居", "欧阳克勤")),
        (f"ticket_step:{rows.TicketStep.get().id}", HeldKind.TICKETS, "", of_me.number, ("欧阳克勤与邻居",)),
    ]  # fmt: skip
    work = erase(ME, tmp_path, SECRET, SHORTEST, NOW, also=[first, f"ticket:{of_me.id}"])
    assert work.done == {"call": 1, "call_event": 1, "draft": 1, "recording": 1, "ticket": 1}
    assert [row.fields["text"] for row in rows.Draft.select().order_by(rows.Draft.id)] == [
        "［已删除］来访，电话 13800001234", "欧阳先生来访", f"{NAME}的邻居",
    ]  # fmt: skip
    ticket = rows.Ticket.get_by_id(of_me.id)
    assert (ticket.text, ticket.parties[0]["name"], ticket.parties[0]["number"]) == ("［已删除］与邻居", "", OTHER)
    assert [one.place.split(":")[0] for one in looked_at()] == ["draft", "follow_up", "ticket_step"]


def test_a_text_of_a_confidential_complaint_is_not_looked_at(db: Any, tmp_path: Path) -> None:
    house = House()
    sealed = house.ticket(1, (OTHER, ""), NOW - 1500 * DAY, f"{NAME}来访", NAME, confidential=True)
    rows.UnreadValue.create(place="ticket.text", row_id=str(sealed.id), value=f"{NAME}来访")
    assert looked_at() == []
    erase(ME, tmp_path, SECRET, SHORTEST, NOW, also=[f"ticket:{sealed.id}", f"person:{house.agent.id}"])
    assert rows.Ticket.get_by_id(sealed.id).text == f"{NAME}来访"


@given(st.sampled_from(["欧阳克勤", "马力", "Tom Hardy", "阿卜杜拉·买买提", "José Ng"]), st.data())
def test_every_writing_of_a_name_is_like_one_of_its_patterns(name: str, data: Any) -> None:
    """In the way that LIKE reads: what `without_name` finds, the database finds."""
    signs = data.draw(st.lists(st.sampled_from(["", " ", "·", "-"]), min_size=len(name), max_size=len(name)))
    wide = data.draw(st.booleans()) and name.isascii()
    written = "".join(map("".join, zip(name, [*signs[1:], ""], strict=True)))
    text = "请找" + (written.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)}) if wide else written) + "。"
    likes = [re.compile(one.replace("%", ".*").replace("_", "."), re.IGNORECASE) for one in patterns(name)]
    assert list(passages(text, {name})) == [f"请找{name}。"]
    assert any(one.fullmatch(text) for one in likes)


def test_a_name_must_go_with_its_number(db: Any) -> None:
    House().call(1, (NUMBER, NAME), NOW, "", "")
    assert held(Subject(NUMBER, "", "别人"), SECRET).counts == {}
    assert held(Subject(NUMBER, "", NAME), SECRET).counts == {HeldKind.CALLS: 1, HeldKind.RECORDINGS: 1}


def test_every_table_is_gone_through_or_left_with_a_reason() -> None:
    gone_through = {table._meta.table_name for table in tables()}
    assert gone_through | set(LEFT) == {table._meta.table_name for table in rows.ALL}
    assert gone_through & set(LEFT) == set()


def test_several_numbers_are_not_one_person() -> None:
    assert subject("13800001234", "", "").number == "13800001234"
    with pytest.raises(Refused, match="Several numbers"):
        subject("13800001234、13711115555", "", "")
