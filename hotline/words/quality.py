"""Codes of the quality inspection: what is inspected and why, kinds of items, states and what becomes of a result."""

from .shape import Word


class Inspected(Word):
    """What a form is for."""

    CALL = "call", "来电通话", "Call"
    TICKET = "ticket", "工单登记", "Ticket as written down"
    REPLY = "reply", "办理答复", "Reply of a unit"
    FOLLOW_UP = "follow_up", "回访通话", "Follow-up call"


class ItemKind(Word):
    SCALE = "scale", "打分（0 至满分）", "Scale from 0"
    YES_NO = "yes_no", "是或否", "Yes or no"


class InspectionState(Word):
    """`compared`: a blind second look that is done; it has no consequence for the agent."""

    OPEN = "open", "待质检", "To be inspected"
    SCORED = "scored", "待本人确认", "Waits for the agent"
    ACCEPTED = "accepted", "已确认", "Result stands"
    APPEALED = "appealed", "申诉待处理", "Appeal waits"
    SETTLED = "settled", "申诉已处理", "Appeal decided"
    COMPARED = "compared", "复检完成", "Second look done"
    CLOSED = "closed", "未评分关闭", "Closed without a score"


class InspectionEvent(Word):
    """The steps in the history of an inspection."""

    DRAWN = "drawn", "抽取", "Drawn"
    ASSIGNED = "assigned", "分派", "Assigned"
    SCORED = "scored", "评分完成", "Scored"
    ACCEPTED = "accepted", "本人确认", "Accepted by the agent"
    LEFT = "left", "逾期未申诉，自动确认", "Not appealed in time"
    APPEALED = "appealed", "提出申诉", "Appealed"
    UPHELD = "upheld", "申诉成立，改分", "Appeal upheld, scored anew"
    DISMISSED = "dismissed", "申诉不成立，维持原分", "Appeal dismissed, score stands"
    CLOSED = "closed", "未评分关闭", "Closed without a score"


class InspectionClosed(Word):
    """Why an inspection ended without a score."""

    NO_SOUND = "no_sound", "录音已清理或打不开", "The recording is gone or cannot be opened"
    NOT_RELEASED = "not_released", "录音不公开", "The recording is not released"
    GONE = "gone", "通话或工单已不在", "The call or the ticket is gone"
    NOT_FIT = "not_fit", "不适合用本表质检", "The form does not fit it"


class SampleClass(Word):
    """How a plan chooses: some of each agent at random, or all of a class."""

    RANDOM = "random", "每人每周随机抽取", "Some of each agent a week, at random"
    UNSATISFIED = "unsatisfied", "来电人评价不满意", "All that were rated unsatisfied"
    REFUSED = "refused", "回访不认可", "All that the follow-up refused"
    THIRD = "third", "同一号码第三次及以上投诉", "All third complaints of a number"
    CONFIDENTIAL = "confidential", "带来保密件的通话（只由纪检质检）", "Calls of confidential complaints"
    SILENT_BY_HAND = "silent_by_hand", "座席按无声结束", "Silent calls that an agent ended by hand"
    LONG = "long", "通话过长", "All that lasted long"
    HELD_LONG = "held_long", "保持过长", "All that were held long"
    TRANSFERRED_TWICE = "transferred_twice", "转接两次及以上", "All that were transferred twice"
    REPEATED = "repeated", "同一号码一周内反复来电", "All of a number that called again and again"
