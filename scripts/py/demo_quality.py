"""The inspection in the demonstration's week, so that no page of it is empty: plans, a drawn week, scores, appeals,
coaching, examples, and a few calls with tones in place of voices.
"""

import datetime as dt
import hashlib
import random
from collections import Counter
from pathlib import Path
from typing import Any

from hotline import rows
from hotline.clock import local_day
from hotline.outside import sound
from hotline.people.rules.permissions import Permission, may
from hotline.quality import forms_file
from hotline.quality.jobs import drawing
from hotline.quality.reads.forms import of_id
from hotline.quality.rules.forms import Item
from hotline.quality.rules.plans import Choice, week_of
from hotline.quality.rules.scoring import SKIPPED
from hotline.quality.verbs import appeals, coaching, forms, inspecting, plans
from hotline.quality.verbs.plans import PlanWanted
from hotline.settings import Settings
from hotline.words import Inspected, InspectionState, RecordingKind, RecordingState, SampleClass

HERE: dict[str, Any] = {"client_ip": ""}
LEFT_OPEN = 2  # of each inspector
HEARD, SECONDS = 6, 40.0  # calls with a sound file, and how long it is
REMARKS = ("问候规范。", "没有自报热线。", "语速稍快。")
APPEAL, DECISION = "来电人当时很急，我先安抚再登记，请复核。", "录音显示问候不完整，维持原分。"
PLANS = (
    ("每人每周两通", Inspected.CALL, "call", Choice(each=2, blind=40, workdays=3)),
    ("不满意来电全检", Inspected.CALL, "call", Choice(how=SampleClass.UNSATISFIED, workdays=3)),
    ("工单登记抽检", Inspected.TICKET, "ticket", Choice(each=1, workdays=5)),
    ("办理答复抽检", Inspected.REPLY, "reply", Choice(each=1, workdays=5)),
)


def live(chosen: Settings, now: dt.datetime, chance: random.Random) -> None:
    """Write it after the week's calls and tickets, in the caller's transaction."""
    forms.put_built_in(forms_file.load(chosen.content)[0].forms, now)
    boss = rows.Person.get(rows.Person.login == "supervisor").id
    begun = now - dt.timedelta(days=8)
    for name, inspected, form, choice in PLANS:
        plan = plans.make(PlanWanted(name, inspected, form, None, choice), person=boss, now=begun, **HERE)
        week = week_of(local_day(now) - dt.timedelta(days=7))
        if not drawing.draw_week(rows.SamplingPlan.get_by_id(plan), week, now - dt.timedelta(days=2)):
            drawing.draw_week(rows.SamplingPlan.get_by_id(plan), week_of(local_day(now)), now - dt.timedelta(days=1))
    scored = [_scored(row, now, chance) for row in _to_score()]
    _sounds(chosen.recordings)
    _answered([row for row in scored if row.state == InspectionState.SCORED.value], now, chance)


def _to_score() -> list[Any]:
    """What waits, but a few calls of each inspector; what was drawn for a second look, and what is no call, first."""
    waiting: dict[int, list[Any]] = {}
    query = rows.Inspection.select().where(rows.Inspection.inspector.is_null(False))
    looks = Counter(row.ref for row in query)
    for row in sorted(query, key=lambda row: (looks[row.ref] < 2, row.inspected == Inspected.CALL.value, row.id)):
        waiting.setdefault(row.inspector_id, []).append(row)
    return [row for mine in waiting.values() for row in mine[:-LEFT_OPEN]]


def _scored(row: Any, now: dt.datetime, chance: random.Random) -> Any:
    at, who = now - dt.timedelta(hours=chance.uniform(2, 30)), row.inspector_id
    marks = {item.code: _mark(item, chance) for item in of_id(row.form_id).items()}
    if row.call and row.inspected == Inspected.CALL.value:
        inspecting.remark(
            row.id, 4000, chance.choice(("问候规范。", "没有自报热线。", "语速稍快。")), person=who, now=at
        )
    saved = inspecting.save(row.id, marks, "整体规范。", version=row.version, person=who, now=at)
    inspecting.finish(row.id, version=saved.version, person=who, now=at, **HERE)
    return rows.Inspection.get_by_id(row.id)


def _mark(item: Item, chance: random.Random) -> int:
    if item.skips and chance.random() < 0.4:
        return SKIPPED
    if item.fatal:
        return int(chance.random() < 0.97)
    return max(0, item.best - int(chance.expovariate(1.1)))


def _answered(scored: list[Any], now: dt.datetime, chance: random.Random) -> None:
    """Some results are accepted; of the weakest two are appealed against, and one appeal is decided."""
    later: dict[str, Any] = {"now": now - dt.timedelta(hours=1), **HERE}
    told = [row for row in scored if may(row.agent.roles, Permission.SEE_OWN_QUALITY)]
    weak = sorted(told, key=lambda row: (row.points or 0, row.id))
    able = [row.id for row in weak if appeals.decider_of(row)][:2]
    for row in weak:
        if row.id in able:
            appeals.appeal(row.id, APPEAL, version=row.version, person=row.agent_id, **later)
        elif chance.random() < 0.5:
            appeals.accept(row.id, version=row.version, person=row.agent_id, **later)
    if able:
        one = rows.Inspection.get_by_id(able[0])
        appeals.decide(one.id, DECISION, None, version=one.version, person=one.decider_id, **later)
    if len(weak) < 3:
        return
    day = (local_day(now) + dt.timedelta(days=7)).isoformat()
    coaching.give(weak[2].id, "练习附录A的开头语和结束语，各录三遍。", day, person=weak[2].inspector_id, **later)
    for row, stars, title in ((weak[-1], 5, "耐心问清要点，答复有依据"), (weak[2], 2, "没有复述确认，要点漏记")):
        text = "听开头的问候和复述要点的方式。" if stars == 5 else "听三十秒后：来电人说了时间和地点，工单上没有。"
        coaching.put_example(row.id, stars, title, text, None, person=row.inspector_id, **later)


def _sounds(folder: Path) -> None:
    """Tones in place of the voices of some calls that wait."""
    folder.mkdir(parents=True, exist_ok=True)
    calls: list[Any] = list(
        rows.Call.select()
        .join(rows.Inspection, on=(rows.Inspection.ref == rows.Call.id))
        .where(rows.Inspection.blind == False)  # noqa: E712
        .order_by(rows.Inspection.state != InspectionState.OPEN.value, rows.Inspection.id)
        .limit(HEARD)
    )
    for call in calls:
        file = folder / f"demo-{call.id}.wav"
        sound.tone([220.0, 262.0, 330.0, 262.0], SECONDS, file)
        data = file.read_bytes()
        rows.Recording.create(
            call=call.id, kind=RecordingKind.CALL.value, path=file.name, state=RecordingState.KEPT.value,
            begun_at=call.talking_at or call.arrived_at, seconds=SECONDS, size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
        )  # fmt: skip
