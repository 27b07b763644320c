"""In random worlds each figure is what a plain look at the rows says, its parts add up to it, and its rows are as many.

The rows are looked at with `holds`, one by one in Python; the figures come from one statement of SQL."""

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.clock import CHINA, UTC
from hotline.people.reads.scope import Scope
from hotline.reports.reads import drill, figures
from hotline.reports.reads.row_sets import FigureScope, may_read, statement
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.dimensions import KNOWS
from hotline.reports.rules.figures import SUMS, RowSet
from hotline.reports.rules.periods import Period
from hotline.reports.rules.predicates import holds
from hotline.store.database import database
from hotline.words import (
    CallBackState,
    CallState,
    Channel,
    ClockKind,
    Dimension,
    Fact,
    OfferResult,
    Outcome,
    PointEvent,
    PointKind,
    Presence,
    Role,
    TicketKind,
    TicketState,
    Whom,
)
from tests.builders import new_call, new_line, new_person, new_site, new_ticket, new_units
from tests.effort import often

FIRST = dt.datetime(2026, 12, 30, tzinfo=CHINA)
PERIOD = Period(dt.date(2026, 12, 31), dt.date(2027, 1, 2))  # across a year's end; rows lie a day before and after it
NOW = FIRST + dt.timedelta(days=3, hours=5)


class World:
    """Rows of every set by one seed: two sites, lines, people, units, and every code there is."""

    def __init__(self, seed: int) -> None:
        self.by = random.Random(seed)
        self.sites = [new_site(), new_site(code="east", name="东区法院")]
        self.lines = [new_line(code=f"line{n}", site=site) for n, site in enumerate(self.sites)]
        self.people = [new_person(role=Role.AGENT, site=site, extension=None) for site in self.sites for _ in range(2)]
        self.units = list(new_units(self.sites[0]).values())
        for n in range(self.by.randrange(14)):
            self.call(n)
        for person in self.people:
            for _ in range(self.by.randrange(6)):
                self.turn(person)
        for n in range(self.by.randrange(10)):
            self.ticket(n)
        self.assessed()
        self.form = rows.QualityForm.create(code="own", version=1, inspected="call", zh="x", content={}, made_at=FIRST)
        for n in range(self.by.randrange(8)):
            self.inspection(n)

    def assessed(self) -> None:
        """Rows of points of every kind, some excluded, some without a ticket."""
        period = rows.AssessmentPeriod.create(
            slot="p", kind="quarter", site=self.sites[0], first="2026-10-01", last="2026-12-31", state="provisional"
        )
        tickets = list(rows.Ticket.select())
        for n in range(self.by.randrange(12)):
            ticket = self.maybe(self.by.choice(tickets)) if tickets else None
            point = rows.AssessmentPoint.create(
                period=period, unit=self.by.choice(self.units), ticket=ticket, key=f"k{n}", at=self.moment(),
                kind=self.by.choice(list(PointKind)).value, event=self.by.choice(list(PointEvent)).value,
                points=self.by.choice((-250, -1, 0, 1, 30)), version=1,
            )  # fmt: skip
            if ticket is not None and self.by.random() < 0.4:
                rows.AssessmentExclusion.create(
                    slot=f"s{n}", period=period, key=point.key, unit=point.unit_id, ticket=ticket, points=point.points,
                    ground="x", text="x", asked_by=self.people[0], asked_at=NOW,
                    state=self.by.choice(("asked", "granted")),
                )  # fmt: skip

    def moment(self) -> dt.datetime:
        whole = self.by.choice((True, False, False))  # often on an edge: a midnight, a full hour
        seconds = self.by.randrange(0, 5 * 86400, 3600) if whole else self.by.randrange(5 * 86400)
        return FIRST + dt.timedelta(seconds=seconds)

    def maybe(self, value: Any) -> Any:
        return value if self.by.random() < 0.7 else None

    def call(self, n: int) -> None:
        at, outcome = self.moment(), self.maybe(self.by.choice(list(Outcome)))
        call = new_call(
            at=at,
            outcome=outcome and outcome.value,
            state=CallState.ENDED,
            line=self.maybe(self.by.choice(self.lines).code),
            agent=self.maybe(self.by.choice(self.people)),
            queued_at=self.maybe(at),
            talking_at=self.maybe(at),
            wait_seconds=self.maybe(float(self.by.choice((0, 15, 15.001, 40, 41)))),
            talk_seconds=self.maybe(self.by.randrange(400) / 4),
            satisfaction=self.maybe(self.by.randrange(1, 6)),
            direction=self.by.choice(("in", "in", "out")),
            announced_seconds=self.maybe(float(self.by.choice((3, 20, 20.5)))),
        )
        if self.by.random() < 0.3:
            state = self.by.choice((CallBackState.REACHED, CallBackState.OPEN)).value
            back = rows.CallBack.create(
                number="13800001234",
                reason="queue",
                state=state,
                profile="court_12368",
                call=call.id,
                last_call=call.id,
                created_at=at,
                missed_at=at,
                next_at=at,
            )
            rows.CallBackCall.create(call=call.id, call_back=back)
        if self.by.random() < 0.5:
            self.heard(call.id, self.moment())
        for number in range(self.by.randrange(3)):
            kind = self.by.choice((Fact.HELD, Fact.RESUMED, Fact.ENDED)).value
            rows.CallEvent.create(call=call.id, seq=number, at=at + dt.timedelta(seconds=number), kind=kind, data={})
        for number in range(self.by.randrange(3)):
            rows.Offer.create(
                call=call.id,
                number=number,
                person=self.by.choice(self.people),
                step=self.by.choice(list(Whom)).value,
                offered_at=self.moment(),
                result=self.maybe(self.by.choice(list(OfferResult)).value),
            )

    def heard(self, call: str, at: dt.datetime) -> None:
        recording = rows.Recording.create(
            call=call, kind="call", path=f"{call}.wav", state="kept", begun_at=at, seconds=60.0
        )
        talk = self.by.choice((0.0, 40.0, 60.0))
        rows.VoiceMeasure.create(
            recording=recording, call=call, at=at, talk=talk, agent=talk / 4, caller=talk / 2,
            both=self.by.choice((0.0, 4.0, 6.0)), dead=self.by.choice((0.0, 12.0)), agent_quiet=59.5,
            dead_longest=self.by.choice((0.0, 9.75, 10.0)), agent_first=self.maybe(self.by.choice((0.5, 3.0, 3.25))),
        )  # fmt: skip

    def turn(self, person: Any) -> None:
        rows.PresenceChange.create(
            uid=f"u{self.by.getrandbits(60)}",
            person=person,
            at=self.moment(),
            old="off",
            new=self.by.choice(list(Presence)).value,
            reason="by_hand",
            by="x",
        )

    def ticket(self, n: int) -> None:
        ticket = new_ticket(
            opened_by=self.by.choice(self.people),
            at=self.moment(),
            state=self.by.choice(list(TicketState)),
            kind=self.by.choice(list(TicketKind)),
            channel=self.by.choice(list(Channel)),
            unit=self.maybe(self.by.choice(self.units)),
            confidential=self.by.random() < 0.2,
            urgent=self.by.random() < 0.3,
            round=self.by.randrange(3),
            urges=self.by.randrange(2),
            extensions=self.by.randrange(2),
            returns=self.by.randrange(2),
            closed_at=self.maybe(self.moment()),
            dispatched_at=self.maybe(self.moment()),
        )
        for _ in range(self.by.randrange(4)):
            due = self.maybe(self.moment())
            rows.TicketClock.create(
                ticket=ticket,
                kind=self.by.choice(list(ClockKind)).value,
                begun_at=FIRST,
                half_days=2,
                due_at=due,
                stopped_at=self.maybe(due or self.moment()) if self.by.random() < 0.5 else self.maybe(self.moment()),
                unit=self.maybe(self.by.choice(self.units)),
            )
        for number in range(self.by.randrange(2)):
            rows.FollowUp.create(
                ticket=ticket,
                round=number,
                token=f"{self.by.getrandbits(60)}",
                state=self.by.choice(("open", "done", "given_up")),
                planned_at=FIRST,
                next_at=FIRST,
                done_at=self.maybe(self.moment()),
                handled=self.maybe(self.by.random() < 0.5),
                solved=self.maybe(self.by.random() < 0.5),
                satisfied=self.maybe(self.by.randrange(1, 6)),
            )

    def inspection(self, n: int) -> None:
        """Of a call or of nothing that there is; some are blind, confidential or closed, or about a sealed ticket."""
        agent, known = self.by.choice(self.people), [row.id for row in rows.Call.select().order_by(rows.Call.id)]
        ref = self.by.choice([*known, "gone"])
        numbers = [row.number for row in rows.Ticket.select().order_by(rows.Ticket.id)]
        look = rows.Inspection.create(
            slot=f"call:{ref}:{n}", form=self.form, inspected="call", ref=ref, call=self.maybe(ref),
            ticket_number=self.by.choice([*numbers, ""]), at=FIRST, week="2026-12-28", site=agent.site, agent=agent,
            line=self.maybe(self.by.choice(self.lines).code), why="random", drawn_at=FIRST, due="2027-01-08",
            state=self.by.choice(("open", "scored", "appealed", "settled", "closed")),
            done_at=self.maybe(self.moment()),
            points=self.maybe(self.by.randrange(0, 10001, 25)), fatal=self.by.random() < 0.3,
            blind=self.by.random() < 0.2, confidential=self.by.random() < 0.2,
        )  # fmt: skip
        for item in ("a", "b"):
            value = self.by.randrange(-1, 5)
            percent = None if value < 0 else value * 2500
            rows.InspectionMark.create(inspection=look, item=item, value=value, percent=percent)
        for number, event in enumerate(("appealed", self.by.choice(("upheld", "dismissed")))):
            if self.by.random() < 0.5:
                rows.InspectionStep.create(inspection=look, number=number, at=FIRST, event=event)


def scopes(world: World) -> list[Scope]:
    return [
        Scope(),
        Scope(site=world.sites[0].id),
        Scope(site=world.sites[1].id),
        Scope(person=world.people[0].id),
        Scope(units=frozenset({world.units[0].id, world.units[-1].id})),
    ]


def plainly(rows_of: RowSet, asked: FigureScope) -> list[dict[str, Any]]:
    """The set's rows as mappings, with times in one form."""
    sql, values = statement(rows_of, asked)
    cursor = database.obj.execute_sql(sql.replace("?", database.obj.param), values)
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in found:
        for name in {"at", "due_at", "stopped_at"} & set(row):
            value = row[name]
            row[name] = dt.datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else value
    return found


@settings(max_examples=often(25, 400))
@given(seed=some.integers(0, 2**32))
def test_figures_are_what_the_rows_say(db: Any, seed: int) -> None:
    with database.obj.atomic() as whole:
        world = World(seed)
        for scope in scopes(world):
            asked = FigureScope(PERIOD, scope, NOW)
            line = figures.read(list(FIGURES.values()), asked)[0]
            for rows_of in RowSet:
                if not may_read(rows_of, scope):
                    assert not any(value.figure.rows is rows_of for value in line.values.values())
                    continue
                looked_at(rows_of, plainly(rows_of, asked), line, asked)
        whole.rollback()


def looked_at(rows_of: RowSet, found: list[dict[str, Any]], line: figures.FigureLine, asked: FigureScope) -> None:
    for figure in (one for one in FIGURES.values() if one.rows is rows_of):
        got = line.values[figure.id]
        counted = [row for row in found if holds(figure.counts, row)]
        among = [row for row in found if holds(figure.looked_at, row)]
        left = {one.id: sum(holds(figure.excluded(one), row) for row in found) for one in figure.left_out}
        assert (figure.id, got.tally.counted, got.tally.among, dict(got.left_out)) == (
            figure.id,
            len(counted),
            len(among),
            left,
        )
        if figure.measure in SUMS:
            assert got.tally.total == pytest.approx(
                sum(row[figure.of] or 0 for row in counted), rel=1e-6, abs=1e-6
            )  # of 4 bytes
        assert drill.count(figure.rows, figure.counts, asked, where={}) == len(counted)
        ids = sorted(str(row["id"]) for row in counted)
        assert sorted(row.id for row in drill.page(figure.rows, figure.counts, asked, where={}, size=1000).rows) == ids


@settings(max_examples=often(15, 200))
@given(seed=some.integers(0, 2**32))
def test_parts_add_up_to_the_whole_and_narrowing_to_a_part_gives_the_part(db: Any, seed: int) -> None:
    with database.obj.atomic() as whole:
        World(seed)
        asked = FigureScope(PERIOD, Scope(), NOW)
        every = list(FIGURES.values())
        wholes = figures.read(every, asked)[0].values
        for by in Dimension:
            known = [figure for figure in every if figures.knows(figure, by, {})]
            lines = figures.read(known, asked, by=by)
            for figure in known:
                assert by in KNOWS[figure.rows]
                parts = [line.values[figure.id].tally for line in lines if figure.id in line.values]
                assert sum(part.counted for part in parts) == wholes[figure.id].tally.counted
                assert sum(part.among for part in parts) == wholes[figure.id].tally.among
            for line in lines[:3]:
                again = figures.read(known, asked, where={by: line.key})[0].values
                assert {name: value.tally.counted for name, value in line.values.items()} == {
                    name: again[name].tally.counted for name in line.values
                }
        whole.rollback()
