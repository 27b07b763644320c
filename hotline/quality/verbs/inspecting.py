"""Inspect: mark items, write remarks, keep evidence, finish, or close without a score."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from hotline.calls.rows import Recording
from hotline.clock import local_day
from hotline.people.reads.parameters import parameter
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.quality.reads.forms import of_id
from hotline.quality.rows import EvidenceClip, InspectionRemark
from hotline.quality.rules.plans import due_day
from hotline.quality.rules.scoring import Score, fits, score
from hotline.store.database import writing
from hotline.values.privacy import fitting, tidy
from hotline.words import AuditAction, InspectionClosed, InspectionEvent, InspectionState
from hotline.workdays.reads.calendars import calendar_of

from .holding import change, login, marks_of, put_marks, same, seen, step, to_inspect

TEXT_MOST, REMARK_MOST, REMARKS_MOST, CLIPS_MOST = 2000, 1000, 200, 20
CLIP_LEAST, CLIP_MOST = 500, 300_000  # milliseconds
LONGEST = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Saved:
    """The score by now, and the version that the page stands on from here."""

    score: Score
    version: int


@dataclass(frozen=True, slots=True)
class StoredClip:
    """A part of a recording that was written to its file. Milliseconds; `key_id` "" for a plain file."""

    recording: int
    begin: int
    end: int
    path: str
    size: int
    sha256: str
    key_id: str


def save(
    inspection: int, marks: Mapping[str, int], text: str | None, *, version: int, person: int, now: dt.datetime
) -> Saved:
    """Keep what was marked and written by now. Raises Refused, also for a page that is not the newest."""
    with writing():
        row = to_inspect(inspection, person)
        same(row, version)
        form = of_id(row.form_id)
        for code, value in marks.items():
            item = form.item(code)
            if item is None or not fits(item, value):
                raise Refused("This mark does not fit the item: choose one from the list")
        put_marks(row.id, form, marks)
        values = {} if text is None else {"text": fitting(tidy(text), TEXT_MOST)}
        return Saved(score(form, marks_of(row.id)), change(row, **values))


def finish(inspection: int, *, version: int, person: int, now: dt.datetime, client_ip: str) -> None:
    """The score stands, and its agent is told. A blind second look is compared and told to nobody. Raises Refused."""
    with writing():
        row = to_inspect(inspection, person)
        same(row, version)
        marks = marks_of(row.id)
        found = score(of_id(row.form_id), marks)
        if not found.whole:
            raise Refused("Mark every item first: %(left)s are left", left=found.items - found.marked)
        told = not (row.blind or row.confidential)
        days = int(parameter("quality.appeal_workdays"))
        until = due_day(calendar_of(row.site_id), local_day(now), days).isoformat() if told else ""
        state = InspectionState.SCORED if told else InspectionState.COMPARED
        change(
            row, state=state.value, points=found.points, fatal=bool(found.fatal), done_at=now, answer_due=until
        )  # fmt: skip
        step(row, InspectionEvent.SCORED, person=person, now=now, points=found.points, marks=marks)
        audit.note(AuditAction.INSPECT, f"inspection:{row.id}", by=login(person), now=now, client_ip=client_ip)


def close(
    inspection: int, why: InspectionClosed, text: str, *, version: int, person: int, now: dt.datetime, client_ip: str
) -> None:
    """End it without a score, and say why. Raises Refused."""
    with writing():
        row = to_inspect(inspection, person)
        same(row, version)
        said = fitting(tidy(text), TEXT_MOST)
        change(row, state=InspectionState.CLOSED.value, closed_why=why.value, done_at=now)
        step(row, InspectionEvent.CLOSED, person=person, now=now, text=said)
        audit.note(
            AuditAction.CLOSE_INSPECTION, f"inspection:{row.id}", by=login(person), now=now, client_ip=client_ip,
            why=why.value,
        )  # fmt: skip


def remark(inspection: int, at_ms: int | None, text: str, *, person: int, now: dt.datetime, clip: int = 0) -> int:
    """Hang a remark on a moment of the recording, or on the whole; its id. Raises Refused."""
    with writing():
        row = to_inspect(inspection, person)
        said = fitting(tidy(text), REMARK_MOST)
        if not said:
            raise Refused("Write the remark")
        if at_ms is not None and not 0 <= at_ms <= LONGEST:
            raise Refused("This moment is not in the recording")
        if InspectionRemark.select().where(InspectionRemark.inspection == row.id).count() >= REMARKS_MOST:
            raise Refused("An inspection has at most %(most)s remarks", most=REMARKS_MOST)
        made = InspectionRemark.create(
            inspection=row.id, at_ms=at_ms, text=said, by=person, at=now, clip=_clip(clip, row.id)
        )  # fmt: skip
        return int(made.id)


def drop_remark(inspection: int, which: int, *, person: int) -> None:
    """Take a remark back before the inspection is finished. Raises Refused."""
    with writing():
        row = to_inspect(inspection, person)
        mine = (InspectionRemark.id == which) & (InspectionRemark.inspection == row.id)
        if not InspectionRemark.delete().where(mine).execute():
            raise Refused("There is no such remark")


def may_cut(inspection: int, recording: int, begin: int, end: int, *, person: int) -> None:
    """Raises Refused where no clip of this recording may be kept; asked before a file is written."""
    row = to_inspect(inspection, person)
    found = Recording.get_or_none(Recording.id == recording)
    if found is None or not row.call or found.call != row.call:
        raise Refused("This recording is not of this call")
    if not 0 <= begin < end <= LONGEST or not CLIP_LEAST <= end - begin <= CLIP_MOST:
        raise Refused("A clip lasts from half a second to five minutes: choose where it begins and ends")
    if EvidenceClip.select().where(EvidenceClip.inspection == row.id).count() >= CLIPS_MOST:
        raise Refused("An inspection has at most %(most)s clips", most=CLIPS_MOST)


def keep_clip(inspection: int, stored: StoredClip, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Keep a part of the recording as evidence, beyond the time of the recording; its id. Raises Refused."""
    with writing():
        may_cut(inspection, stored.recording, stored.begin, stored.end, person=person)
        made = EvidenceClip.create(
            inspection=inspection, recording=stored.recording, begin=stored.begin, end=stored.end, path=stored.path,
            size=stored.size, sha256=stored.sha256, key_id=stored.key_id, made_by=person, made_at=now,
        )  # fmt: skip
        audit.note(
            AuditAction.KEEP_EVIDENCE, f"inspection:{inspection}", by=login(person), now=now, client_ip=client_ip,
            seconds=round((stored.end - stored.begin) / 1000, 1), sha256=stored.sha256,
        )  # fmt: skip
        return int(made.id)


def note_clip_heard(clip: int, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Record who plays a clip. Raises Refused for who may not."""
    with writing():
        row = EvidenceClip.get_or_none(EvidenceClip.id == clip)
        if row is None:
            raise Refused("There is no such clip")
        seen(row.inspection_id, person)
        audit.note(
            AuditAction.LISTEN, f"inspection:{row.inspection_id}", by=login(person), now=now, client_ip=client_ip
        )  # fmt: skip


def _clip(clip: int, inspection: int) -> int | None:
    found = EvidenceClip.get_or_none(EvidenceClip.id == clip, EvidenceClip.inspection == inspection) if clip else None
    return None if found is None else int(found.id)
