"""What came of the demo's three months of tickets: states, units, and whether everything adds up."""

import datetime as dt
from typing import Any

from hotline import rows
from hotline.reports.reads import unit_figures
from hotline.reports.reads.unit_figures import UnitFigures
from hotline.tickets.rules.life import OPEN_STATES
from hotline.words import TicketEvent, TicketState, Way
from scripts.py.demo_town import Town

# what only a person's slip of the pen, a new calendar or an appeal's end would show in three months
RARE = frozenset({TicketEvent.CORRECT, TicketEvent.RECOMPUTE})


def problems(begin: dt.datetime, end: dt.datetime, *, whole: bool) -> list[str]:
    """What does not add up. `whole`: long enough that every state must have been reached, and left."""
    found = unit_figures.problems()
    steps = rows.TicketStep.select(rows.TicketStep.old, rows.TicketStep.new).distinct().tuples()
    found_steps: Any = steps
    pairs = [(old, new) for old, new in found_steps if old != new]
    if whole:
        reached, left = {new for _, new in pairs} | {TicketState.REGISTERED}, {old for old, _ in pairs}
        found += [f"no ticket was ever {state.en}" for state in TicketState if state not in reached]
        found += [f"no ticket ever left {state.en}" for state in OPEN_STATES if state not in left]
        events = unit_figures.by_event(begin, end)
        found += [f"it never happened: {event.en}" for event, n in events.items() if not n and event not in RARE]
    states, units = unit_figures.by_state(begin, end), unit_figures.by_unit(begin, end)
    open_now = sum(n for state, n in states.items() if state in OPEN_STATES)
    ended = sum(n for state, n in states.items() if state not in OPEN_STATES)
    plain = rows.Ticket.select().where(
        rows.Ticket.opened_at >= begin, rows.Ticket.opened_at < end, ~rows.Ticket.confidential
    )
    if open_now + ended != plain.count():
        found.append("the states do not sum up to the tickets")
    charged = plain.where(rows.Ticket.unit.is_null(False)).count()
    if sum(unit.received for unit in units) != charged:
        found.append("the units do not sum up to the tickets that units have")
    found += [f"{unit.unit}: ended and open are not what it received" for unit in units if not _adds_up(unit)]
    return found


def _adds_up(unit: UnitFigures) -> bool:
    spoken = unit.solved + unit.unsolved + unit.silent
    return unit.ended + unit.still_open == unit.received and spoken == unit.ended


def as_json(begin: dt.datetime, end: dt.datetime) -> dict[str, Any]:
    return {
        "states": {str(state): n for state, n in unit_figures.by_state(begin, end).items()},
        "events": {str(event): n for event, n in unit_figures.by_event(begin, end).items() if n},
        "units": {unit.unit: {"received": unit.received, "in_time": unit.in_time}
                  for unit in unit_figures.by_unit(begin, end)},
    }  # fmt: skip


def as_text(begin: dt.datetime, end: dt.datetime, spent: float, town: Town) -> list[str]:
    states, events = unit_figures.by_state(begin, end), unit_figures.by_event(begin, end)
    ways: Any = rows.Ticket.select(rows.Ticket.way).where(rows.Ticket.way.is_null(False)).distinct().tuples()
    known = "、".join(Way(way).zh for (way,) in ways)
    total = sum(states.values())
    sealed = rows.Ticket.select().where(rows.Ticket.confidential).count()
    return [
        f"{total} 件工单（另有保密件 {sealed}），用时 {spent:.0f} 秒 / three months: {total} tickets in {spent:.0f} s",
        f"  办理方式 ways: {known}",
        "",
        *(f"  {state.zh:<10}{state.en:<28}{n:>6}" for state, n in states.items() if n),
        "",
        "  经过 what happened: "
        + ", ".join(f"{event.en.lower()} {n}" for event, n in events.items() if n and event is not TicketEvent.OPEN),
        "",
        "  单位 unit               收到 办结 在办 签收晚 按期率  催办 延期 退回 重办  解决 未解决 未回访",
        "                        recd  end open  late  in-time  urge ext. ret. again solved  not silent",
        *(_unit(unit) for unit in unit_figures.by_unit(begin, end)),
        "",
        "  按期率 in time = 1 - 超期停表的办结时限 / 停表的办结时限",
        "  拒绝 refused by the rules: " + (", ".join(f"{n} × {why}" for why, n in sorted(town.refused.items())) or "-"),
    ]


def _unit(unit: UnitFigures) -> str:
    rate = "-" if unit.in_time is None else f"{unit.in_time:.1%}"
    name = unit.unit + "　" * max(0, 11 - len(unit.unit))
    return (
        f"  {name}{unit.received:>5}{unit.ended:>5}{unit.still_open:>5}{unit.taken_late:>6}{rate:>9}{unit.urged:>6}"
        f"{unit.extended:>5}{unit.returned:>5}{unit.again:>6}{unit.solved:>7}{unit.unsolved:>5}{unit.silent:>7}"
    )
