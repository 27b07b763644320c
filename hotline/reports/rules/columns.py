"""The columns of a set's rows in the order in which they are shown, with their names in both languages. Pure."""

from collections.abc import Mapping

from hotline.reports.rules.figures import Bilingual, RowSet

_AGENT, _LINE, _CALL = Bilingual("座席", "Agent"), Bilingual("线路", "Line"), Bilingual("来电", "Call")
_TICKET, _UNIT, _STATE = Bilingual("工单", "Ticket"), Bilingual("承办单位", "Unit"), Bilingual("状态", "State")
_KIND, _ROUND, _SATISFIED = (
    Bilingual("工单类型", "Kind"),
    Bilingual("重办轮次", "Handled again"),
    Bilingual("满意度", "Satisfaction"),
)

SUBJECT = Bilingual("标题", "Subject")  # of the ticket of a row; it stands after the ticket's number
MOMENT: Mapping[RowSet, Bilingual] = {  # what the moment of a row is
    RowSet.CALLS: Bilingual("呼入时间", "Arrived"),
    RowSet.TALKS: Bilingual("呼入时间", "Arrived"),
    RowSet.OFFERS: Bilingual("派送时间", "Offered"),
    RowSet.SPANS: Bilingual("开始", "From"),
    RowSet.TICKETS: Bilingual("登记时间", "Opened"),
    RowSet.STEPS: Bilingual("时间", "At"),
    RowSet.CLOCKS: Bilingual("到期时间", "Due"),
    RowSet.FOLLOW_UPS: Bilingual("回访时间", "Done"),
    RowSet.VOICES: Bilingual("录音开始", "Recorded from"),
    RowSet.POINTS: Bilingual("发生时间", "Happened"),
}
COLUMNS: Mapping[RowSet, Mapping[str, Bilingual]] = {
    RowSet.CALLS: {
        "number": Bilingual("号码", "Number"),
        "line": _LINE,
        "agent": _AGENT,
        "outcome": Bilingual("结果", "Outcome"),
        "queued_at": Bilingual("要求人工", "Asked for a person"),
        "talking_at": Bilingual("开始通话", "Talk began"),
        "announced_seconds": Bilingual("播报", "Announced"),
        "wait_seconds": Bilingual("等待", "Waited"),
        "talk_seconds": Bilingual("通话", "Talked"),
        "satisfaction": _SATISFIED,
        "called_back": Bilingual("已回拨接通", "Called back"),
        "call_id": _CALL,
    },
    RowSet.TALKS: {
        "line": _LINE,
        "agent": _AGENT,
        "talking_at": Bilingual("开始通话", "Talk began"),
        "talk_seconds": Bilingual("通话（含保持）", "Talked, with holds"),
        "hold_seconds": Bilingual("其中保持", "Of that on hold"),
        "wrap_up_seconds": Bilingual("话后整理", "Wrap-up"),
        "handle_seconds": Bilingual("处理", "Handled"),
        "call_id": _CALL,
    },
    RowSet.OFFERS: {
        "agent": _AGENT,
        "line": _LINE,
        "step": Bilingual("岗位", "Position"),
        "result": Bilingual("结果", "Result"),
        "call_id": _CALL,
    },
    RowSet.SPANS: {
        "until": Bilingual("结束", "To"),
        "agent": _AGENT,
        "state": _STATE,
        "reason": Bilingual("原因", "Reason"),
        "seconds": Bilingual("时长", "Lasted"),
    },
    RowSet.TICKETS: {
        "number": _TICKET,
        "kind": _KIND,
        "state": _STATE,
        "unit": _UNIT,
        "topic": Bilingual("事项分类", "Subject area"),
        "channel": Bilingual("来源渠道", "Channel"),
        "urges": Bilingual("催办", "Urged"),
        "supervisions": Bilingual("督办", "Supervised"),
        "extensions": Bilingual("延期", "Extended"),
        "returns": Bilingual("退单", "Returned"),
        "round": _ROUND,
        "closed_at": Bilingual("办结时间", "Closed"),
        "days": Bilingual("天数", "Days"),
    },
    RowSet.STEPS: {
        "number": _TICKET,
        "kind": _KIND,
        "event": Bilingual("环节", "Step"),
        "old": Bilingual("原状态", "State before"),
        "state": Bilingual("新状态", "State after"),
        "unit": _UNIT,
    },
    RowSet.CLOCKS: {
        "number": _TICKET,
        "kind": Bilingual("时限", "Time limit"),
        "unit": _UNIT,
        "due_at": Bilingual("到期", "Due"),
        "stopped_at": Bilingual("完成", "Stopped"),
        "state": _STATE,
        "urgent": Bilingual("紧急", "Urgent"),
        "urgency": Bilingual("紧急类别", "Class of urgency"),
        "taken_seconds": Bilingual("用时", "Took"),
        "round": _ROUND,
        "ticket_kind": _KIND,
    },
    RowSet.VOICES: {
        "line": Bilingual("线路", "Line"),
        "agent": Bilingual("座席", "Agent"),
        "voice_seconds": Bilingual("通话（不含保持）", "Talk without holds"),
        "first_word_seconds": Bilingual("座席首句用时", "Agent's first word"),
        "agent_share": Bilingual("座席讲话占比", "Agent's share"),
        "both_seconds": Bilingual("同时讲话", "Both at once"),
        "silence_seconds": Bilingual("双方静默", "Silence of both"),
        "longest_silence_seconds": Bilingual("最长静默", "Longest silence"),
        "agent_silent_seconds": Bilingual("座席最长未讲话", "Agent silent at most"),
        "call_id": _CALL,
    },
    RowSet.POINTS: {
        "number": _TICKET,
        "unit": _UNIT,
        "point_event": Bilingual("计分事项", "Event"),
        "point_kind": Bilingual("行类型", "Kind of row"),
        "points": Bilingual("分值", "Points"),
        "excluded": Bilingual("已剔除", "Excluded"),
        "state": _STATE,
    },
    RowSet.FOLLOW_UPS: {
        "number": _TICKET,
        "kind": _KIND,
        "unit": _UNIT,
        "state": _STATE,
        "way": Bilingual("方式", "Way"),
        "handled": Bilingual("已办理", "Handled"),
        "solved": Bilingual("已解决", "Solved"),
        "satisfied": _SATISFIED,
    },
}
