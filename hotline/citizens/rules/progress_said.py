"""A ticket's state for its citizen on the telephone: one paragraph per line, for a speech engine.

The page for citizens says the same in writing (`rules.public.PLAIN`). The matter and the answer
are not read out: to hear more, the citizen presses the key for an agent.
"""

import datetime as dt
import re
from collections.abc import Mapping

from hotline.values.spoken import date, digits, text
from hotline.words import TicketState

from .public import due_is_told

S = TicketState
STANDS: Mapping[TicketState, str] = {
    S.REGISTERED: "已登记，正在审核是否受理以及由哪个单位办理",
    S.ACCEPTED: "已受理，将转交承办单位",
    S.DISPATCHED: "已转交承办单位",
    S.HANDLING: "承办单位正在办理",
    S.RETURN_ASKED: "正在重新核定由哪个单位办理",
    S.REPLIED: "承办单位已作出答复，正在审核",
    S.REVIEWING: "承办单位已作出答复，正在审核",
    S.FOLLOWING_UP: "已有答复，我们将对您回访",
    S.UNDER_REVIEW: "您申请的复查正在进行",
    S.UNDER_REREVIEW: "您申请的复核正在进行",
    S.CLOSED: "已办结",
    S.CLOSED_AT_ONCE: "已在通话中答复并办结",
    S.FINAL: "已经复查、复核，办理程序终结",
    S.NOT_ACCEPTED: "不予受理",
    S.MERGED: "已与另一工单合并办理",
    S.WITHDRAWN: "已按您的意愿撤回",
}
_NEXT: Mapping[TicketState, str] = {
    S.FOLLOWING_UP: "听取答复内容或者作出评价",
    S.CLOSED: "听取答复内容或者提出意见",
    S.CLOSED_AT_ONCE: "补充情况或者提出意见",
    S.FINAL: "了解其他途径",
    S.NOT_ACCEPTED: "了解原因和其他途径",
    S.MERGED: "了解合并办理的情况",
    S.WITHDRAWN: "重新反映",
}
_LATER = "补充情况或者催办"
OF_NO_UNIT = (S.REGISTERED, S.NOT_ACCEPTED, S.WITHDRAWN)
_DATED = re.compile(r"[0-9]{8}(?:-[0-9]{2,})?-[0-9]{4,8}$")


def progress_said(
    number: str, state: TicketState, unit: str, *, opened: dt.date, due: dt.date | None, today: dt.date,
    provisional: bool, paused: bool,
) -> str:  # fmt: skip
    """Three paragraphs: the ticket, its state and deadline, the next possible steps. Days are local."""
    until = _until(due, today, provisional=provisional, paused=paused) if due_is_told(state) else ""
    by = f"，承办单位是{unit}" if unit and state not in OF_NO_UNIT else ""
    return "\n".join(
        text(line)
        for line in (
            f"您的事项，工单号{ticket_number(number)}，于{date(opened)}登记。",
            f"目前{STANDS[state]}{by}。{until}",
            f"如需{_NEXT.get(state, _LATER)}，请转人工服务。",
        )
    )


def ticket_number(number: str) -> str:
    """`20261122-01-0001` → `二零二六一一二二，零一，零零零一`. Of an earlier number, `head-20261122-0001`, the site's
    letters are left out: the caller called it."""
    found = _DATED.search(number)
    return digits(found[0]) if found is not None else number


def _until(due: dt.date | None, today: dt.date, *, provisional: bool, paused: bool) -> str:
    if paused:
        return "办理期限依法中止计算。"
    if due is None:
        return ""
    if due < today:
        return f"办理期限是{date(due)}，已经超过。"
    return f"预计最迟于{date(due)}办结{'，节假日安排公布后可能调整' if provisional else ''}。"
