"""The jobs' program: `python -m hotline.jobs`. Each round runs all jobs; a failing job does not stop the others."""

import datetime as dt
import functools
import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import structlog

from hotline import clock, settings
from hotline.assessment import jobs as assessment
from hotline.callers import jobs as call_backs
from hotline.callers.verbs import cases
from hotline.calls.jobs import alarms, encrypting, pages, recordings, retention, silent_callers, stuck, telephones
from hotline.calls.reads import telephone_tries
from hotline.citizens import jobs as public
from hotline.citizens import keys
from hotline.follow_ups import jobs as follow_ups
from hotline.knowledge import content
from hotline.logs import set_up
from hotline.loops import forever
from hotline.messages.jobs import notices, sending
from hotline.messages.notices_file import NoticesFile
from hotline.outside import keys as key_file
from hotline.outside import switch_conf
from hotline.people.jobs import audit_chain, sign_ins
from hotline.people.reads.parameters import parameter, public_base_url, quiet, stand_on
from hotline.people.reads.sign_ins import lasts
from hotline.people.verbs import looks
from hotline.quality.jobs import clips, rounds
from hotline.reports.jobs import making
from hotline.settings.modes import MASK
from hotline.store import database, heartbeat, statistics
from hotline.store.connection import let_go
from hotline.subjects.jobs import erasing, exporting
from hotline.subjects.rules.erasing import Shortest
from hotline.subjects.verbs import erasures
from hotline.tickets.jobs import exports, files, urging
from hotline.tickets.verbs import disputes
from hotline.tickets.verbs.life import repair
from hotline.words import Part

from . import housekeeping
from .listener import ListeningProgram

log = structlog.get_logger()
ROUND_SECONDS = 2.0
MINUTE_ROUNDS = 30
SWEEP_ROUNDS = 300  # every ten minutes


def main() -> None:
    os.umask(MASK)
    chosen = settings.of_program("hotline.jobs", __doc__)
    set_up()
    if (wrong := key_file.refusal(chosen)) is not None:
        print(wrong, file=sys.stderr)  # noqa: T201 - the person who starts it reads this
        sys.exit(2)
    database.attach(chosen.database_url)
    stand_on(public_base_url=chosen.public_address)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    log.info("jobs_begin")
    known = content.load(chosen.content)
    for problem in known.problems:
        log.error("content_problem", problem=problem)
    sender, exporter = (
        sending.Sender(chosen, known.notices, stop),
        exports.Exporter(chosen, stop, {"subject": functools.partial(_person, chosen)}),
    )
    reports = making.ReportMaker(chosen, stop)
    watch, rounds, listener = pages.PageWatch(), itertools.count(), ListeningProgram(sys.argv[1:])

    def step() -> None:
        n = next(rounds)
        listener.keep()
        one_round(chosen, sender.kept, minute=n % MINUTE_ROUNDS == 0, sweep=n % SWEEP_ROUNDS == 0)
        _pages(watch)

    forever("round", step, every=ROUND_SECONDS, wait=stop.wait, expected=database.AWAY)
    listener.end()
    sender.end()
    exporter.end()
    reports.end()
    log.info("jobs_stop")


def one_round(chosen: settings.Settings, kept: NoticesFile | None, *, minute: bool, sweep: bool) -> None:
    """Run each job once. `kept`: the message texts if there is no gateway."""
    now, still = clock.now(), functools.cache(quiet)  # read inside a job: the database may not answer
    jobs: list[Callable[[], object]] = [
        lambda: recordings.miss(chosen.recordings, now),
        lambda: recordings.seal(chosen.recordings, now, held_percent=parameter("keep.held_back")),
        lambda: recordings.give_up(chosen.recordings, now),
        lambda: stuck.answer_orders(now),
        lambda: call_backs.collect(now),
        lambda: call_backs.settle(now),
        lambda: call_backs.called_again(now),
        lambda: call_backs.give_back(now),
        lambda: silent_callers.tell_silent(now, wanted=parameter("notice.silent")),
        lambda: alarms.watch(
            now,
            waits_seconds=parameter("alarm.waits_seconds"),
            away_minutes=parameter("alarm.away_minutes"),
            also=[
                *call_backs.uninformed(now),
                *alarms.links(now, "" if kept is not None else public_base_url()),
                *alarms.dialling(now, parameter("dialling.house_hour")),
                *alarms.telephones(now, parameter("telephone.tries")),
                *encrypting.troubles(_shelves(chosen), key_file.of(chosen), now),
            ],
        ),
    ]
    jobs += [lambda: follow_ups.ask(now), lambda: follow_ups.settle(now), follow_ups.withdraw]
    jobs += [*_of_citizens(chosen, now, minute=minute), *_of_files(chosen, now, sweep=sweep)]
    jobs += [*_of_the_audit(chosen, now, minute=minute, sweep=sweep), *_of_persons(chosen, now, minute=minute)]
    if minute:
        jobs += [lambda: urging.urge(now, still()), lambda: follow_ups.give_up(now), lambda: disputes.screen(now)]
    if kept is not None:
        jobs += [lambda: notices.keep(kept, now, still())]
    if not chosen.stand_in:
        jobs.append(lambda: _telephones(chosen, now))
    jobs += rounds.jobs_of(chosen, now, sweep=sweep)
    if sweep:
        jobs += _swept(chosen, now)
    for job in jobs:
        try:
            job()
        except database.AWAY as error:
            let_go()
            log.error("database_away", why=str(error))
            return
        except Exception:
            log.exception("job_failed")
    heartbeat.beat(Part.JOBS, now=now)


def _swept(chosen: settings.Settings, now: dt.datetime) -> list[Callable[[], object]]:
    """What is done every ten minutes, for no area alone."""
    return [
        lambda: repair.adopt(now), lambda: urging.reckon_again(now), lambda: public.sweep(now),
        lambda: sign_ins.end_by_clock(lasts(chosen.web.session_minutes), now), lambda: sign_ins.purge(now),
        lambda: housekeeping.sweep(now), statistics.refresh, lambda: making.by_the_clock(now),
        lambda: cases.forget(dt.timedelta(days=chosen.cases.cache_days), now),
    ]  # fmt: skip


def _of_citizens(chosen: settings.Settings, now: dt.datetime, *, minute: bool) -> list[Callable[[], object]]:
    """Their answers, the messages by which they prove themselves, and the keys by which they find."""
    key = settings.secret(chosen.data, "identity")
    return [
        lambda: public.take_over(now), lambda: public.send_proofs(key, now),
        lambda: keys.keep_keys(key, newest=not minute),
    ]  # fmt: skip


def _of_files(chosen: settings.Settings, now: dt.datetime, *, sweep: bool) -> Iterator[Callable[[], object]]:
    """What is kept in files, and what is read from those that people edit."""
    yield lambda: encrypting.one_round(_shelves(chosen), key_file.of(chosen))
    if sweep:
        yield lambda: assessment.one_round(content.load(chosen.content).assessment, now)
        yield lambda: files.sweep(chosen, now)
        yield lambda: retention.purge(chosen.recordings, kept_days(), now)
        yield lambda: encrypting.sweep(_shelves(chosen), now)


def _shelves(chosen: settings.Settings) -> list[encrypting.Shelf]:
    """What is encrypted."""
    return [encrypting.recordings(chosen.recordings), files.shelf(chosen), clips.shelf(chosen)]


def _of_persons(chosen: settings.Settings, now: dt.datetime, *, minute: bool) -> Iterator[Callable[[], object]]:
    def shortest() -> Shortest:
        return Shortest(parameter("erase.call_days"), parameter("erase.ticket_days"), parameter("erase.sound_days"))

    if minute:
        yield lambda: erasures.void_old(now)
    secret = settings.secret(chosen.data, "identity")
    yield lambda: erasing.one_round(chosen.recordings, secret, shortest, now)


def _person(chosen: settings.Settings, row: Any, path: Path, now: dt.datetime) -> int:
    secret = settings.secret(chosen.data, "identity")
    keys = key_file.of(chosen)
    return exporting.write(row, path, now, secret=secret, recordings=chosen.recordings, keys=keys)


def _of_the_audit(
    chosen: settings.Settings, now: dt.datetime, *, minute: bool, sweep: bool
) -> Iterator[Callable[[], object]]:
    yield lambda: audit_chain.chain(now)
    if minute:
        yield lambda: looks.settle(now)
        heads = chosen.audit
        yield lambda: audit_chain.send_head(heads.heads_file, heads.heads_command, chosen.site, now)
    if sweep:
        yield lambda: audit_chain.archive(chosen.old_audit, parameter("keep.audit"), now)


def kept_days() -> retention.Keep:
    """For how many days recordings are kept, as an administrator has set it."""
    return retention.Keep(**{kind: parameter(f"keep.{kind}") for kind in ("talked", "message", "machine", "out")})


def _pages(watch: pages.PageWatch) -> None:
    """Look whose page is lost. A failure ends no round; after one the watch begins anew."""
    try:
        watch.look(clock.now(), dt.timedelta(seconds=parameter("page.lost_seconds")))
    except database.AWAY as error:
        let_go()
        log.error("database_away", why=str(error))
    except Exception:
        log.exception("job_failed")


def _telephones(chosen: settings.Settings, now: dt.datetime) -> None:
    folder = chosen.data / "freeswitch"
    key = settings.secret(chosen.data, "telephones")

    def render(turns: dict[str, int]) -> str:
        known = [switch_conf.telephone(e, key, turn) for e, turn in turns.items()]
        return switch_conf.render(chosen, known, folder, kept_out=telephone_tries.kept_out(now))

    telephones.changed_hands(now)

    telephones.refresh(folder / "conf" / "freeswitch.xml", render, now)


if __name__ == "__main__":
    main()
