"""A hotline's tickets of three years, in bulk: rows, five steps each, and the search index, on either database."""

import contextlib
import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import peewee
from rich.progress import Progress

from hotline.rows import Entry, Person, Row, Site, Ticket, TicketStep, Unit
from hotline.store.database import stored
from hotline.tickets.rows.search import stored_words
from hotline.tickets.rules.search import Signs, kept
from hotline.words import Channel, EntryKind, Role, TicketKind, TicketState, UnitKind, Way

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
SEED, SITES, UNITS, PEOPLE, TOPICS, TEXTS, STEPS = 12368, 5, 60, 120, 200, 5000, 5
DAYS, OPEN_SHARE, BATCH = 3 * 365, 0.02, 20_000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗单曾解仇区"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文建国志海山水云龙凤春夏秋冬"
MATTERS = (
    "拖欠工资", "电梯停运", "物业收费", "噪音扰民", "立案进度", "执行案款", "案件查询", "联系法官", "小区漏水",
    "道路破损", "路灯不亮", "违章建筑", "垃圾清运", "医保报销", "学区划分", "公交线路", "停车收费",
    "网络购物", "房屋租赁", "合同纠纷",
)  # fmt: skip
SAID = (
    "来电人反映", "请尽快核实处理", "已多次向有关部门反映", "至今没有答复", "希望法院给予帮助", "要求书面回复",
    "涉及金额较大", "当事人情绪激动", "影响居民正常生活", "咨询需要提交哪些材料",
    "承办法官电话无人接听", "判决书已经生效", "申请强制执行",
)  # fmt: skip
RARE = "龘靐齉爩麤鱻犇猋骉羴"
OPEN = (TicketState.DISPATCHED, TicketState.HANDLING, TicketState.REPLIED, TicketState.REGISTERED)
STEP_EVENTS = (("open", "", "registered"), ("accept", "registered", "accepted"), ("dispatch", "accepted", "dispatched"),
               ("take", "dispatched", "handling"), ("reply", "handling", "closed"))  # fmt: skip


@dataclass
class World:
    """What is asked for in the measurements."""

    tickets: int
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - the same each time
    names: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        pairs = ["".join(two) for two in itertools.product(GIVEN, GIVEN)] + list(GIVEN)
        self.names = [self.dice.choice(SURNAMES) + self.dice.choice(pairs) for _ in range(5000)]
        for n in range(TEXTS):
            matter = self.dice.choice(MATTERS)
            said = "，".join(self.dice.sample(SAID, 6))
            rare = RARE[n // 2 % 10] + RARE[n // 20 % 10] if n < 200 else ""  # of each pair one ticket in 2,500
            subject = f"{matter}{rare}问题"
            self.texts.append((subject, f"{subject}：{said}。第{n}类，{self.dice.choice(MATTERS)}一并反映。"))

    def opened(self, n: int) -> dt.datetime:
        return NOW - dt.timedelta(days=DAYS) / self.tickets * (self.tickets - n)

    def number(self, n: int) -> str:
        return f"{self.opened(n):%Y%m%d}-01-{n:07d}"

    def telephone(self, n: int) -> str:
        return f"1{38 + n % 60}{(n * 7919) % 10**8:08d}"


def people(world: World) -> None:
    """Sites, units, people and subjects, where there are none yet."""
    if Site.select().exists():
        return
    for n in range(1, SITES + 1):
        site = Site.create(code=f"site{n}" if n > 1 else "head", name=f"第{n}法院")
        Unit.create(code=f"hotline-{n}", name="热线", kind=UnitKind.HOTLINE.value, site=site)
    for n in range(UNITS - SITES):
        Unit.create(code=f"unit-{n}", name=f"第{n}单位", kind=UnitKind.DEPARTMENT.value, site=n % SITES + 1)
    for n in range(PEOPLE):
        role = Role.AGENT if n % 2 else Role.HANDLER
        values = {"role": role.value, "site": n % SITES + 1, "password_hash": "-", "created_at": NOW}
        Person.create(login=f"p{n}", name=world.names[n], **values)
    for n in range(TOPICS):
        parent = None if n < 20 else n % 20 + 1
        Entry.create(kind=EntryKind.TOPIC.value, code=f"{n:04d}", zh=f"事项{n}", parent=parent)


def columns(kind: type[Row]) -> tuple[list[Any], list[Any]]:
    """All fields of a table, and what a bare row has in them."""
    fields = list(kind._meta.sorted_fields)
    return fields, [
        one.db_value(one.default() if callable(one.default) else one.default) if one.default is not None else None
        for one in fields
    ]


def tickets(world: World) -> Iterator[tuple[list[Any], list[str]]]:
    """Rows in the order of the columns, with their tokens."""
    fields, bare = columns(Ticket)
    place = {one.column_name: n for n, one in enumerate(fields)}
    tokens_of: dict[Any, list[str]] = {}
    for n in range(1, world.tickets + 1):
        values = _values(world, n, world.opened(n))
        row = bare.copy()
        for name, value in values.items():
            row[place[name]] = value
        text, who = n * 31 % TEXTS, (values["caller_name"], values["caller_number"])
        if text not in tokens_of:
            tokens_of[text] = kept(Signs("", world.texts[text]))[:-2]
        own = kept(Signs(values["number"], (), (who,), hides=values["hides_name"]))
        yield row, list(dict.fromkeys([*tokens_of[text], *own]))


def _values(world: World, n: int, at: dt.datetime) -> dict[str, Any]:
    dice = world.dice
    burning = dice.random() < OPEN_SHARE
    state = dice.choice(OPEN) if burning else TicketState.CLOSED
    unit, site = dice.randrange(SITES + 1, UNITS + 1), dice.randrange(1, SITES + 1)
    due = (NOW if burning else at) + dt.timedelta(hours=dice.randrange(-48, 240))
    subject, text = world.texts[n * 31 % TEXTS]
    return {
        "id": n, "number": world.number(n), "kind": dice.choice(KINDS),
        "state": state.value, "subject": subject, "text": text, "caller_number": world.telephone(n % 300_000),
        "caller_name": world.names[n % len(world.names)], "opened_by_id": dice.randrange(1, PEOPLE + 1),
        "site_id": site, "opened_at": stored(at), "channel": dice.choice(CHANNELS), "way": dice.choice(WAYS),
        "topic_id": dice.randrange(1, TOPICS + 1), "unit_id": unit, "code": f"{n * 7 % 10**8:08d}",
        "holder_id": (site if state is TicketState.REGISTERED else unit) if burning else None,
        "handler_id": dice.randrange(1, PEOPLE + 1), "steps": STEPS, "due_at": stored(due),
        "burns_at": stored(due) if burning else None, "reply": "" if burning else "已按规定办理并答复来电人。",
        "yellow_at": stored(due - dt.timedelta(days=1)) if burning else None, "hides_name": dice.random() < 0.05,
        "closed_at": None if burning else stored(at + dt.timedelta(days=dice.random() * 15)),
        "satisfied": None if burning else dice.randrange(1, 6), "urges": int(dice.random() < 0.1),
        "replied_at": None if burning else stored(at + dt.timedelta(days=3)), "urgent": dice.random() < 0.02,
        "confidential": dice.random() < 0.001,
    }  # fmt: skip


KINDS = [kind.value for kind in TicketKind]
CHANNELS = [channel.value for channel in Channel]
WAYS = [way.value for way in Way]


def steps(world: World) -> Iterator[list[Any]]:
    fields, bare = columns(TicketStep)
    place = {one.column_name: n for n, one in enumerate(fields)}
    for n in range(1, world.tickets + 1):
        at = stored(world.opened(n))
        for number, (event, old, new) in enumerate(STEP_EVENTS, 1):
            row = bare.copy()
            told = {"id": (n - 1) * STEPS + number, "ticket_id": n, "number": number, "at": at, "event": event}
            for name, value in (told | {"old": old, "new": new, "by": "p1", "person_id": 2, "unit_id": 6}).items():
                row[place[name]] = value
            yield row


def fill(made: Any, world: World) -> None:
    """Everything, unless it is there; what is slow for one row at a time is made once at the end."""
    people(world)
    if Ticket.select().count() >= world.tickets:
        return
    writer = _OnPostgresql(made) if isinstance(made, peewee.PostgresqlDatabase) else _OnSqlite(made)
    with Progress(transient=True) as progress, writer.in_bulk():
        bar = progress.add_task("tickets", total=world.tickets)
        for batch in _batches(tickets(world)):
            writer.put("ticket", [one.column_name for one in Ticket._meta.sorted_fields], [row for row, _ in batch])
            number = next(n for n, one in enumerate(Ticket._meta.sorted_fields) if one.name == "id")
            found = [[row[number], writer.words(words)] for row, words in batch]
            writer.put("ticket_search", ["ticket", "words"], found)
            progress.advance(bar, len(batch))
        bar = progress.add_task("steps", total=world.tickets * STEPS)
        for some in _batches(steps(world)):
            writer.put("ticket_step", [one.column_name for one in TicketStep._meta.sorted_fields], some)
            progress.advance(bar, len(some))


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch


class _OnSqlite:
    def __init__(self, made: Any) -> None:
        self._made = made

    @contextlib.contextmanager
    def in_bulk(self) -> Iterator[None]:
        run = self._made.execute_sql
        for pragma in ("foreign_keys=0", "synchronous=0", "cache_size=-800000"):
            run(f"PRAGMA {pragma}")
        kinds = "(type = 'index' AND sql IS NOT NULL) OR (type = 'trigger')"
        tables = "('ticket', 'ticket_step', 'ticket_search')"
        sql = f"SELECT type, name, sql FROM sqlite_master WHERE ({kinds}) AND tbl_name IN {tables}"  # noqa: S608
        kept_back = run(sql).fetchall()
        for kind, name, _ in kept_back:
            run(f'DROP {kind} "{name}"')
        yield
        for _, _, sql in kept_back:
            run(sql)
        run("INSERT INTO ticket_words (ticket_words) VALUES ('rebuild')")
        run("ANALYZE")
        for pragma in ("foreign_keys=1", "synchronous=1", "cache_size=-2000", "wal_checkpoint(TRUNCATE)"):
            run(f"PRAGMA {pragma}")

    def put(self, table: str, names: list[str], rows: list[list[Any]]) -> None:
        listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        with self._made.atomic("IMMEDIATE"):
            self._made.cursor().executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', rows)  # noqa: S608

    @staticmethod
    def words(words: list[str]) -> str:
        return stored_words(words)


class _OnPostgresql:
    def __init__(self, made: Any) -> None:
        self._made = made

    @contextlib.contextmanager
    def in_bulk(self) -> Iterator[None]:
        run = self._made.execute_sql
        run("SET session_replication_role = replica")
        run("SET maintenance_work_mem = '512MB'")
        names = "('ticket', 'ticket_step', 'ticket_search')"
        kept_back = run(
            f"SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename IN {names} "  # noqa: S608
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
        ).fetchall()
        for name, _ in kept_back:
            run(f'DROP INDEX "{name}"')
        yield
        for _, sql in kept_back:
            run(sql)
        run("VACUUM ANALYZE")
        run("SET session_replication_role = DEFAULT")

    def put(self, table: str, names: list[str], rows: list[list[Any]]) -> None:
        listed = ", ".join(f'"{name}"' for name in names)
        with self._made.cursor().copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    @staticmethod
    def words(words: list[str]) -> str:
        return " ".join(f"'{word}'" for word in words)
