"""What the bench of reports counts: three years of calls with their offers, and tickets with five steps, three limits
and a follow-up each; the database itself makes the rows, the same on either."""

import datetime as dt

from hotline.rows import Entry, Line, Person, Site, Unit
from hotline.store.changes import is_postgresql
from hotline.store.database import database, writing
from hotline.words import Channel, EntryKind, Role, TicketKind, UnitKind

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
DAYS, SITES, LINES, PEOPLE, UNITS, ENTRIES = 3 * 365, 23, 8, 60, 40, 30
A_DAY = 86400
OUTCOMES = ("talked", "talked", "talked", "self_served", "abandoned_queue", "no_agent", "silent")
KINDS, CHANNELS = [kind.value for kind in TicketKind], [channel.value for channel in Channel]
OPEN_ONE_IN = 50  # of the tickets of the last days
STEPS = (  # event, state before, state after, hours after the opening
    ("open", "", "registered", 0), ("accept", "registered", "accepted", 1), ("dispatch", "accepted", "dispatched", 2),
    ("take", "dispatched", "handling", 5), ("reply", "handling", "closed", 72),
)  # fmt: skip
CLOCKS = (("accept", 2, 1, 6), ("take", 2, 5, 26), ("finish", 6, 72, 74))  # kind, half days; stopped, due (hours)


def fill(calls: int, tickets: int) -> None:
    """Sites, lines, people, units, subjects and areas; then calls with offers, and tickets with all that they have."""
    first = _places()
    _calls(calls, *first)
    if tickets:
        _tickets(tickets, *first)
    _run("ANALYZE")


def _places() -> tuple[int, int]:
    """The ids of the first person and of the first site."""
    with writing():
        sites = [Site.create(code=f"site{n}" if n else "head", name=f"第{n}法院") for n in range(SITES)]
        for n in range(LINES):
            Line.create(code=f"line{n}", name=f"线路{n}", site=sites[n % SITES], ladder=[])
        for n in range(PEOPLE):
            Person.create(login=f"p{n}", name=f"座席{n}", role=Role.AGENT, site=sites[n % SITES],
                          extension=str(1000 + n), password_hash="", created_at=NOW)  # fmt: skip
        for n in range(UNITS):
            kind = UnitKind.DEPARTMENT.value if n else UnitKind.HOTLINE.value
            Unit.create(code=f"unit{n}", name=f"第{n}单位", kind=kind, site=sites[n % SITES])
        for word in (EntryKind.TOPIC, EntryKind.PLACE):
            for n in range(ENTRIES):
                Entry.create(kind=word.value, code=f"{n:03d}", zh=f"{word.zh}{n}")
    return Person.select().order_by(Person.id).first().id, sites[0].id


def _calls(calls: int, person: int, site: int) -> None:
    at = _at(f"((i * 7919) % {DAYS * A_DAY})")
    outcome = f"CASE (i * 31) % {len(OUTCOMES)} " + " ".join(
        f"WHEN {n} THEN '{one}'" for n, one in enumerate(OUTCOMES)
    ) + " END"  # fmt: skip
    talked = f"((i * 31) % {len(OUTCOMES)} < 3)"
    columns = (
        "id, seq, profile, dialled, number, name, state, path, line, agent_id, arrived_at, queued_at, talking_at, "
        "ended_at, offers, wait_seconds, talk_seconds, outcome, direction"
    )
    values = (
        f"'c' || i, 1, 'court_12368', '12368', '13800001234', '', 'ended', '[]', 'line' || (i % {LINES}), "
        f"CASE WHEN {talked} THEN {person} + (i % {PEOPLE}) END, {at}, {at}, CASE WHEN {talked} THEN {at} END, {at}, "
        f"1, ((i * 17) % 60) * 1.0, CASE WHEN {talked} THEN 90.0 END, {outcome}, 'in'"
    )
    offers = "SELECT id, 1, agent_id, 'A', arrived_at, 'answered' FROM \"call\" WHERE agent_id IS NOT NULL"
    with writing():
        _run(f'INSERT INTO "call" ({columns}) {_series(calls)} SELECT {values} FROM n')  # noqa: S608 - all of it is ours
        _run(f"INSERT INTO offer (call, number, person_id, step, offered_at, result) {offers}")


def _tickets(tickets: int, person: int, site: int) -> None:
    """Tickets opened one after the other; all but a few of the last days are closed after three days."""
    since = f"(i * {DAYS * A_DAY - 1} / {tickets})"
    opened = _at(since)
    still = f"((i % {OPEN_ONE_IN} = 0 OR i > {tickets - tickets * 3 // DAYS}))"
    unit, entry = Unit.select().order_by(Unit.id).first().id, Entry.select().order_by(Entry.id).first().id
    columns = (
        "id, number, kind, state, subject, text, caller_number, caller_written, other_tails, caller_name, "
        "opened_by_id, site_id, opened_at, profile, channel, topic_id, place_id, address, identity_hash, "
        "identity_tail, case_number, parties, "
        " hides_name, confidential, urgent, screened, unit_id, round, steps, burns_kind, burns_provisional, "
        "provisional, reply, urges, supervisions, extensions, returns, reviews, again_event, extra, closed_at"
    )
    values = (
        f"i, 'n' || i, {_of(KINDS)}, CASE WHEN {still} THEN 'handling' ELSE 'closed' END, '事项', '文', "
        f"'13800001234', '', '', '', {person} + i % {PEOPLE}, {site} + i % {SITES}, {opened}, "
        f"'court_12368', {_of(CHANNELS)}, {entry} + (i * 7) % {ENTRIES}, {entry + ENTRIES} + (i * 11) % {ENTRIES}, "
        f"'', '', '', '', '[]', {_no()}, {_no()}, (i % 40 = 0), {_no()}, {unit} + i % {UNITS}, "
        f"CASE WHEN i % 30 = 0 THEN 1 ELSE 0 END, 5, '', "
        f"{_no()}, {_no()}, '', CASE WHEN i % 10 = 0 THEN 1 ELSE 0 END, 0, 0, 0, 0, '', '{{}}', "
        f"CASE WHEN NOT {still} THEN {_at(f'{since} + {72 * 3600}')} END"
    )
    made = f"{_series(tickets)} SELECT"
    with writing():
        _run(f"INSERT INTO ticket ({columns}) {made} {values} FROM n")
        for number, (event, old, new, hours) in enumerate(STEPS, 1):
            at = _at(f"{since} + {hours * 3600}")
            only = f" WHERE NOT {still}" if new == "closed" else ""
            _run(
                'INSERT INTO ticket_step (ticket_id, number, at, event, old, new, person_id, "by", unit_id, text, '
                f"data) {made} i, "
                f"{number}, {at}, '{event}', '{old}', '{new}', {person}, 'p0', NULL, '', '{{}}' FROM n{only}"
            )
        for kind, halves, stopped, due in CLOCKS:
            stops = f"CASE WHEN i % 20 > 0 THEN {_at(f'{since} + {stopped * 3600}')} END"
            _run(
                "INSERT INTO ticket_clock (ticket_id, kind, ref, unit_id, begun_at, half_days, extended, due_at, "
                f"provisional, stopped_at, told) {made} i, '{kind}', 0, NULL, {opened}, {halves}, 0, "
                f"{_at(f'{since} + {due * 3600}')}, {_no()}, {stops}, '' FROM n"
            )
        _run(
            "INSERT INTO follow_up (ticket_id, round, state, planned_at, next_at, tries, sample, token, reminded, "
            f"solved, satisfied, text, done_at) {made} i, 0, 'done', {opened}, {opened}, 1, {_no()}, 't' || i, 0, "
            f"(i % 9 > 0), 1 + i % 5, '', {_at(f'{since} + {96 * 3600}')} FROM n WHERE NOT {still}"
        )


def _series(count: int) -> str:
    return f"WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {int(count)})"  # noqa: S608 - a number of ours


def _of(words: list[str]) -> str:
    return f"CASE i % {len(words)} " + " ".join(f"WHEN {n} THEN '{word}'" for n, word in enumerate(words)) + " END"


def _no() -> str:
    return "FALSE" if is_postgresql() else "0"


def _at(seconds: str) -> str:
    begin = NOW - dt.timedelta(days=DAYS)
    if is_postgresql():
        return f"(TIMESTAMPTZ '{begin.isoformat()}' + ({seconds}) * INTERVAL '1 second')"
    return f"strftime('%Y-%m-%d %H:%M:%S', '{begin:%Y-%m-%d %H:%M:%S}', ({seconds}) || ' seconds') || '.000000+00:00'"


def _run(sql: str) -> None:
    database.obj.execute_sql(sql.replace("%", "%%") if is_postgresql() else sql)
