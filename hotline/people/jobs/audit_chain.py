"""Entries of the audit get their places in the chain; its head is told outside each day; old entries go into files."""

import datetime as dt
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import structlog
from peewee import JOIN, fn

from hotline.clock import CHINA
from hotline.people.reads.audit_chain import head_before_tables, newest, newest_sent, of_tables
from hotline.people.rows import Audit, AuditArchive, AuditHead, AuditLink
from hotline.people.rules.audit_chain import KEPT_DAYS_LEAST, ChainedEntry, Link, following, written
from hotline.people.verbs import audit
from hotline.store.changes import is_postgresql
from hotline.store.database import database, writing
from hotline.words import AuditAction

log = structlog.get_logger()
AT_ONCE = 2_000
OVERLAP = 10_000  # entries that are committed later than others with higher numbers
FILE_MOST = 50_000  # entries of one file
GATHER = dt.timedelta(days=30)  # a file a month
COMMAND_SECONDS = 30
BY = "jobs"
_LOCK = 0x7475_6175  # one chains at a time


def chain(now: dt.datetime) -> int:
    """Give every entry that has none its place; gives how many. Nobody who writes an entry waits for this."""
    if not _unchained().exists():  # an idle round takes no lock
        return 0
    done, more = 0, True
    while more:
        with writing():
            if is_postgresql():
                database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            some = _some(now)
        done, more = done + some, some == AT_ONCE
    return done


def send_head(file: Path | None, command: list[str], house: str, now: dt.datetime) -> None:
    """Once a day: the place and hash of the newest entry as a line of JSON, into a file outside and to a command. What
    fails is tried again in the next round."""
    day = f"{now.astimezone(CHINA):%Y-%m-%d}"
    sent, last = newest_sent(), newest()
    if (file is None and not command) or last is None or (sent is not None and sent[0] >= day):
        return
    told = {"house": house, "day": day, "place": last.place, "hash": last.hash, "at": now.isoformat()}
    line = json.dumps(told, ensure_ascii=False) + "\n"
    try:
        if file is not None:
            _added(file, line)
        if command:
            subprocess.run(  # noqa: S603 - the command is a setting
                command, input=line.encode(), check=True, timeout=COMMAND_SECONDS, capture_output=True
            )
    except (OSError, subprocess.SubprocessError) as error:
        log.error("audit_head_not_sent", why=str(error))
        return
    with writing():
        AuditHead.insert(day=day, place=last.place, hash=last.hash, sent_at=now).execute()


def archive(folder: Path, days: int, now: dt.datetime) -> int:
    """Move what is older than so many days (at least 180) into a file, once a month of them has gathered; gives how
    many entries. The file is on the disk before anything leaves the tables."""
    limit = now - dt.timedelta(days=max(days, KEPT_DAYS_LEAST))
    first = Audit.select(fn.MIN(Audit.at)).scalar()
    if first is None or first > limit - GATHER or not _may_delete():
        return 0
    begin = head_before_tables()
    old = list(takewhile(lambda one: _is_before(limit, *one), _bounded(begin.place)))
    if not old:
        return 0
    last = old[-1][0]
    name = f"audit-{begin.place + 1:010d}-{last.place:010d}.jsonl"
    content = "".join(f"{written(*one)}\n" for one in old).encode()
    _kept(folder, name, content)
    with writing():
        Audit.delete().where(Audit.id.in_(_placed(begin.place, last.place))).execute()
        AuditLink.delete().where(AuditLink.place > begin.place, AuditLink.place <= last.place).execute()
        AuditArchive.insert(
            first=begin.place + 1, last=last.place, file=name, sha256=hashlib.sha256(content).hexdigest(),
            hash=last.hash, at=now,
        ).execute()  # fmt: skip
        audit.note(AuditAction.ARCHIVE_AUDIT, "audit", by=BY, now=now, rows=len(old))
    return len(old)


def _some(now: dt.datetime) -> int:
    last = newest()
    begin = head_before_tables()
    place, before = (begin.place, begin.hash) if last is None else (last.place, last.hash)
    links = []
    for row in list(_unchained().order_by(Audit.id).limit(AT_ONCE)):
        entry = ChainedEntry(
            row.id, row.at, row.who, row.act, row.object, row.data, row.client_ip, row.site, row.about
        )  # fmt: skip
        place, before = place + 1, following(before, place + 1, now, entry)
        links.append({"place": place, "entry": row.id, "at": now, "hash": before})
    if links:
        AuditLink.insert_many(links).execute()
    return len(links)


def _unchained() -> Any:
    """Entries without a place, beginning a little below the highest number that has one: who writes a lower number
    than that is no transaction of ours, and the check names it."""
    highest = AuditLink.select(fn.MAX(AuditLink.entry)).scalar() or 0
    return (
        Audit.select()
        .join(AuditLink, JOIN.LEFT_OUTER, on=(AuditLink.entry == Audit.id))
        .where(Audit.id > highest - OVERLAP, AuditLink.place.is_null())
    )


def _added(file: Path, line: str) -> None:
    """To the end of a file that is there or can be made; on the disk before this returns."""
    with file.open("a", encoding="utf-8") as out:
        out.write(line)
        out.flush()
        os.fsync(out.fileno())


def _bounded(after: int) -> Iterator[tuple[Link, ChainedEntry | None]]:
    return islice(of_tables(after), FILE_MOST)


def _is_before(limit: dt.datetime, link: Link, entry: ChainedEntry | None) -> bool:
    return link.at < limit and (entry is None or entry.at < limit)


def _kept(folder: Path, name: str, content: bytes) -> None:
    """Whole or not at all."""
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    aside = folder / f".{name}"
    with aside.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    aside.rename(folder / name)


def _placed(after: int, last: int) -> Any:
    return AuditLink.select(AuditLink.entry).where(AuditLink.place > after, AuditLink.place <= last)


def _may_delete() -> bool:
    """False where the programs' role may only add: then who owns the tables archives, with scripts/check_audit."""
    if not is_postgresql():
        return True
    return bool(database.execute_sql("SELECT has_table_privilege('audit', 'DELETE')").fetchone()[0])
