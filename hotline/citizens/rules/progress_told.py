"""A ticket's state in sentences that an agent reads to the caller, in Chinese: where it stands, with whom, until when,
and what happens next. The telephone says the same by itself (`progress_said`)."""

import datetime as dt
from collections.abc import Mapping

from hotline.words import TicketState

from .progress_said import OF_NO_UNIT, STANDS
from .public import due_is_told

S = TicketState
NEXT: Mapping[TicketState, str] = {
    S.REGISTERED: "受理后会转交承办单位，您可以随时查询进展",
    S.ACCEPTED: "转交承办单位后开始办理，您可以随时查询进展",
    S.DISPATCHED: "承办单位签收后开始办理，可能会联系您核实情况",
    S.HANDLING: "承办单位作出答复后，由热线审核，再答复您",
    S.RETURN_ASKED: "核定后继续办理，办理期限不因此停止",
    S.REPLIED: "审核通过后答复您，并听取您的意见",
    S.REVIEWING: "审核通过后答复您，并听取您的意见",
    S.FOLLOWING_UP: "您可以现在听取答复；对结果不满意的，可以要求重新办理",
    S.UNDER_REVIEW: "复查有结果后会答复您",
    S.UNDER_REREVIEW: "复核有结果后会答复您，复核结果为最终答复",
    S.CLOSED: "对结果不服的，可以申请复查",
    S.CLOSED_AT_ONCE: "有新的情况，可以重新反映",
    S.FINAL: "可以通过法律规定的其他途径解决",
    S.NOT_ACCEPTED: "原因见答复，可以按告知的途径解决",
    S.MERGED: "随合并后的工单一并答复您",
    S.WITHDRAWN: "需要时可以重新反映",
}


def progress_told(
    state: TicketState, unit: str, *, opened: dt.date, due: dt.date | None, today: dt.date, provisional: bool,
    paused: bool, merged: bool,
) -> str:  # fmt: skip
    """The sentences for one ticket. Days are local."""
    by = f"，承办单位是{unit}" if unit and state not in OF_NO_UNIT else ""
    together = "，与相同事项合并办理" if merged else ""
    until = _until(due, today, provisional=provisional, paused=paused) if due_is_told(state) else ""
    return f"您{_day(opened, today)}反映的事项{together}，目前{STANDS[state]}{by}。{until}接下来，{NEXT[state]}。"


def _until(due: dt.date | None, today: dt.date, *, provisional: bool, paused: bool) -> str:
    if paused:
        return "办理期限依法中止，恢复后继续计算。"
    if due is None:
        return ""
    if due < today:
        return f"办理期限是{_day(due, today)}，已经超过，我可以为您催办。"
    told = "今天" if due == today else _day(due, today)
    return f"最迟{told}答复{'（暂定，节假日安排公布后可能调整）' if provisional else ''}。"


def _day(day: dt.date, today: dt.date) -> str:
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
