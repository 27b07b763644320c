"""Measure speed: `events` (the event socket), `dispatch` (the queue), `answer-path` (to the
agent's voice), `tickets` (a million of them), `reports` (of five million calls), `quality` (voices of
recordings) and `signin` (many at once, beside a desk)."""

import argparse
import sys
from pathlib import Path

from scripts.py import (
    bench_answer,
    bench_dispatch,
    bench_events,
    bench_quality,
    bench_reports,
    bench_signin,
    bench_tickets,
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    events = kinds.add_parser("events", help="events a second on one core, beside greenswitch's own reader")
    events.add_argument("--events", type=int, default=20_000)
    dispatch = kinds.add_parser("dispatch", help="decisions of the queue a second, with more and more agents and calls")
    dispatch.add_argument("--turns", type=int, default=10_000)
    answer = kinds.add_parser("answer-path", help="beside plain dialplan bridge, on a FreeSWITCH with sipp")
    answer.add_argument("--switch", choices=("freeswitch",), default="freeswitch")
    answer.add_argument("--agents", type=int, default=500)
    answer.add_argument("--rates", type=int, nargs="+", default=[10, 30])
    answer.add_argument("--seconds", type=int, default=20, help="how long callers come, for each rate and way")
    tickets = kinds.add_parser("tickets", help="lists, searches and an export, beside the bare SQL of the same rows")
    tickets.add_argument("--tickets", type=int, default=1_000_000)
    tickets.add_argument("--keep", type=Path, help="a folder in which the filled SQLite file stays for the next run")
    tickets.add_argument("--on", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    signin = kinds.add_parser("signin", help="a desk's page alone, and while many people sign in")
    signin.add_argument("--sign-ins", type=int, default=200)
    signin.add_argument("--at-once", type=int, default=20)
    reports = kinds.add_parser("reports", help="figures, their rows and whole reports, beside bare SQL")
    reports.add_argument("--calls", type=int, default=5_000_000)
    reports.add_argument("--tickets", type=int, default=1_000_000, help="each with five steps")
    reports.add_argument("--json", type=Path, help="a file for the figures")
    reports.add_argument("--on", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    quality = kinds.add_parser("quality", help="voices of recordings: an hour, and many whose program is killed")
    quality.add_argument("--calls", type=int, default=10_000)
    quality.add_argument("--kills", type=int, default=5)
    given = parser.parse_args()
    if given.kind == "tickets":
        return bench_tickets.run(given.tickets, given.keep, given.on)
    if given.kind == "quality":
        return bench_quality.run(given.calls, given.kills)
    if given.kind == "reports":
        return bench_reports.run(given.calls, given.tickets, given.on, given.json)
    if given.kind == "signin":
        return bench_signin.run(given.sign_ins, given.at_once)
    if given.kind == "events":
        return bench_events.run(given.events)
    if given.kind == "dispatch":
        return bench_dispatch.run(given.turns)
    return bench_answer.run(given.agents, given.rates, given.seconds)


if __name__ == "__main__":
    sys.exit(main())
