"""Codes of the staff: roles, agents' states and reasons, positions and the ladder."""

from .shape import Word


class Role(Word):
    AGENT = "agent", "座席员", "Agent"
    SUPERVISOR = "supervisor", "班长", "Supervisor"
    ADMINISTRATOR = "administrator", "管理员", "Administrator"
    DISPATCHER = "dispatcher", "派单员", "Dispatcher"
    HANDLER = "handler", "经办人", "Unit handler"
    UNIT_REVIEWER = "unit_reviewer", "单位审核员", "Unit reviewer"
    HOTLINE_REVIEWER = "hotline_reviewer", "热线审核员", "Hotline reviewer"
    FOLLOW_UP_CLERK = "visit_clerk", "回访员", "Return-visit clerk"
    INSPECTOR = "inspector", "纪检监察员", "Discipline inspector"
    QUALITY_INSPECTOR = "quality_inspector", "质检员", "Quality inspector"
    LEADER = "leader", "领导", "Leader"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员", "System administrator"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员", "Security administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator", "审计管理员", "Audit administrator"
    NO_RIGHTS = "no_rights", "待授权", "No rights yet"


class Profile(Word):
    COURT_12368 = "court_12368", "法院 12368", "Court 12368"
    GOV_12345 = "gov_12345", "政务 12345", "Government 12345"
    UNKNOWN = "unknown", "未登记号码", "Unknown number"


class Presence(Word):
    """An agent's state; the table of moves is `controller.queueing.presence`."""

    OFF = "off", "未签入", "Off"
    READY = "ready", "空闲", "Ready"
    OFFERED = "offered", "振铃", "Ringing"
    TALKING = "talking", "通话", "Talking"
    WRAP_UP = "wrap_up", "话后整理", "Wrap-up"
    AWAY = "away", "示忙", "Away"


class Reason(Word):
    """Why an agent's state changed; every change names one."""

    SIGNED_IN = "signed_in", "签入", "Signed in"
    SIGNED_OUT = "signed_out", "签出", "Signed out"
    BY_HAND = "by_hand", "手动", "By hand"
    REST = "rest", "小休", "Rest"
    MEAL = "meal", "用餐", "Meal"
    MEETING = "meeting", "会议", "Meeting"
    TRAINING = "training", "培训", "Training"
    PAPERWORK = "paperwork", "案头工作", "Paperwork"
    CALL_OFFERED = "call_offered", "来电分配", "Call offered"
    CALL_ANSWERED = "call_answered", "已接听", "Answered"
    CALLER_GONE = "caller_gone", "来电人挂断", "Caller gone"
    CALL_ENDED = "call_ended", "通话结束", "Call ended"
    WRAP_UP_OVER = "wrap_up_over", "整理时间到", "Wrap-up over"
    NO_ANSWER = "no_answer", "振铃未接", "No answer"
    REJECTED = "rejected", "拒接", "Rejected"
    TELEPHONE_BUSY = "telephone_busy", "话机占线", "Telephone busy"
    TELEPHONE_GONE = "telephone_gone", "话机未注册", "Telephone not registered"
    OFFER_FAILED = "offer_failed", "分配失败", "Offer failed"
    SWITCH_LOST = "switch_lost", "与交换机失去联系", "Switch lost"
    RECONCILED = "reconciled", "与交换机核对后更正", "Corrected from the switch"
    MORE_TIME = "more_time", "延长整理", "More time for wrap-up"
    PAGE_LOST = "page_lost", "网页已断开", "Page lost"
    ENGAGED = "engaged", "呼出或被呼叫", "Calls out, or is rung by a colleague"


AWAY_REASONS = (Reason.REST, Reason.MEAL, Reason.MEETING, Reason.TRAINING, Reason.PAPERWORK)


class PersonColumn(Word):
    """The columns of a sheet of people, by which they are imported."""

    LOGIN = "login", "登录名", "Login"
    NAME = "name", "姓名", "Name"
    ROLE = "role", "角色", "Role"
    DUTIES = "duties", "兼任角色", "Further roles"
    SITE = "site", "站点", "Site"
    EXTENSION = "extension", "分机", "Telephone"
    UNIT = "unit", "单位", "Unit"
    POST = "post", "岗位", "Post"
    SEES_NUMBERS = "sees_numbers", "可看完整号码", "Sees whole numbers"
    LANGUAGE = "language", "语言", "Language"


class RowFate(Word):
    """What becomes of a row of an imported sheet."""

    NEW = "new", "新建", "Will be created"
    CHANGED = "changed", "修改", "Will be changed"
    SAME = "same", "无变化", "Stays as it is"
    REFUSED = "refused", "不予导入", "Refused"


class PositionKind(Word):
    A = "A", "A岗（主岗）", "A (duty)"
    B = "B", "B岗（替岗）", "B (stand-in)"


class Whom(Word):
    """A step of the ladder: who is rung."""

    A = "A", "A岗", "A position"
    B = "B", "B岗", "B position"
    POOL = "pool", "同站座席", "Same-site pool"
    BRANCH = "branch", "分院座席", "Branch sites"
    CALLBACK = "callback", "回拨或留言", "Call-back or message"
    PERSON = "person", "指定座席", "A certain agent"


class OfferResult(Word):
    ANSWERED = "answered", "接听", "Answered"
    NO_ANSWER = "no_answer", "未接", "No answer"
    BUSY = "busy", "占线", "Busy"
    REJECTED = "rejected", "拒接", "Rejected"
    UNREACHABLE = "unreachable", "话机未注册", "Not registered"
    CALLER_GONE = "caller_gone", "来电人挂断", "Caller gone"
    FAILED = "failed", "失败", "Failed"


class DayState(Word):
    """Whether a line is open at a given time, and why not."""

    OPEN = "open", "工作时间", "Open"
    NIGHT = "night", "夜间", "Night"
    LUNCH = "lunch", "午休", "Lunch"
    WEEKEND = "weekend", "周末", "Weekend"
    HOLIDAY = "holiday", "节假日", "Holiday"
    SPECIAL = "special", "特别安排", "Special day"


class WatchMode(Word):
    LISTEN = "listen", "监听", "Listen"
    WHISPER = "whisper", "密语", "Whisper to the agent"
    BARGE = "barge", "强插", "Speak with both"
