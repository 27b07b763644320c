"""The assessment of the demonstration: last month's, published, with exclusions, a circular and a letter; and the
running month's, provisional. All of it through the verbs, by the people of the sample court."""

import datetime as dt
from pathlib import Path
from typing import Any

from hotline import rows
from hotline.assessment.verbs import counting, exclusions, letters, periods
from hotline.assessment.verbs.exclusions import ExclusionAsked
from hotline.knowledge import content
from hotline.ports import Refused
from hotline.tickets.rules.papers import Numbers
from hotline.words import AssessmentPaper, Role

ASKED = (
    ("unreasonable", "诉求人要求拆除他人的合法房屋，已多次书面释明，请予剔除。", True, "经核实，诉求无法律依据。"),
    ("other_unit", "该事项由区里统一办理，我单位已当天转告。", False, "签收前未申请退回，不予剔除。"),
    ("system", "当天内网中断，无法提交答复。", None, ""),
)
TOLD = "本期逾期签收和逾期办结有所减少，但个别单位对催办件答复不及时。请各单位每天上、下午各查看一次待办。"
LETTER = "你单位本期扣分较多，请逐件查找原因，十个工作日内回复整改情况。"
ANSWER = "已安排专人每天查看待签收工单，逾期件由负责人逐件过问。"


def live(content_folder: Path, begin: dt.date, now: dt.datetime) -> None:
    """From the month of `begin` on; the months that are over are published. In the caller's transaction."""
    file = content.load(content_folder).assessment
    rows.Parameter.create(name="assessment.quarterly", value=False, by="admin", at=now)
    counting.take_over(file.kept(), [(g.code, g.zh, g.en) for g in file.grounds], file.why, now=now)
    rows.AssessmentVersion.update(effective=begin.replace(day=1).isoformat()).execute()
    site = rows.Site.select().order_by(rows.Site.id).get().id
    for day in (begin, now.astimezone(dt.timezone(dt.timedelta(hours=8))).date()):
        counting.begin_one(site, day)
    for period in rows.AssessmentPeriod.select().order_by(rows.AssessmentPeriod.id):
        counting.count(period.id, now)
    first = rows.AssessmentPeriod.select().order_by(rows.AssessmentPeriod.first).get()
    _ask(first.id, now)
    try:
        periods.publish(first.id, person=_person(Role.LEADER), now=now, client_ip="")
    except Refused:
        return  # the demonstration began in the month in which its history begins
    _write(first.id, now)


def _ask(period: int, now: dt.datetime) -> None:
    """Three rows are asked for: one is excluded, one is not, one waits."""
    lost = rows.AssessmentPoint.select().where(
        rows.AssessmentPoint.period == period, rows.AssessmentPoint.kind == "event", rows.AssessmentPoint.points < 0
    )
    decider = _person(Role.HOTLINE_REVIEWER, Role.SUPERVISOR)
    for row, (ground, text, granted, answer) in zip(lost.order_by(rows.AssessmentPoint.points), ASKED, strict=False):
        handler = _member(row.unit_id)
        if handler is None:
            continue
        one = exclusions.ask(row.id, ExclusionAsked(ground, text), person=handler, now=now, client_ip="")
        if granted is not None:
            exclusions.decide(one, granted, answer, person=decider, now=now, client_ip="")


def _write(period: int, now: dt.datetime) -> None:
    given: Any = {"numbers": Numbers(), "make": lambda *_told: b"", "person": _person(Role.LEADER), "now": now,
                  "client_ip": ""}  # fmt: skip
    letters.issue(period, AssessmentPaper.CIRCULAR, None, TOLD, **given)
    lost = rows.AssessmentPoint.select().where(rows.AssessmentPoint.period == period)
    sums: dict[int, int] = {}
    for row in lost:
        sums[row.unit_id] = sums.get(row.unit_id, 0) + row.points
    if not sums:
        return
    worst = min(sums, key=lambda unit: (sums[unit], unit))
    letter = letters.issue(period, AssessmentPaper.LETTER, worst, LETTER, **given)
    handler, receipt = _member(worst), rows.AssessmentReceipt.get(rows.AssessmentReceipt.letter == letter)
    if handler is not None:
        letters.answer(receipt.id, ANSWER, person=handler, now=now, client_ip="")


def _person(*roles: Role) -> int:
    people = [row for row in rows.Person.select().order_by(rows.Person.id) if row.active and row.roles & set(roles)]
    return int(people[0].id)


def _member(unit: int) -> int | None:
    """A handler of the unit."""
    members = rows.Member.select().where(rows.Member.unit == unit).order_by(rows.Member.id)
    found = [one.person_id for one in members if Role.HANDLER in one.person.roles and one.person.active]
    return int(found[0]) if found else None
