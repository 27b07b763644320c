"""Words of what is done for callers after the call: tickets, call-backs, judges, notices; and alarms."""

from .shape import Word


class TicketKind(Word):
    CONSULT = "consult", "咨询", "Consultation"
    CONTACT_JUDGE = "contact_judge", "联系法官", "Contact the judge"
    COMPLAINT = "complaint", "投诉", "Complaint"
    SUGGESTION = "suggestion", "意见建议", "Suggestion"
    REPORT = "report", "举报", "Report of misconduct"
    APPOINTMENT = "appointment", "预约", "Appointment"
    HELP = "help", "求助", "Request for help"


class TicketState(Word):
    REGISTERED = "registered", "已登记", "Registered"
    CLOSED_AT_ONCE = "closed_at_once", "即时办结", "Closed in the call"


class CallBackReason(Word):
    """Why somebody is to be called back."""

    MENU = "menu", "导航中放弃", "Gave up in the menu"
    QUEUE = "queue", "排队中放弃", "Gave up in the queue"
    RINGING = "ringing", "振铃中放弃", "Gave up while ringing"
    NO_AGENT = "no_agent", "无人接听", "No agent"
    MESSAGE = "message", "留言", "Left a message"
    ASKED = "asked", "预约回拨", "Asked to be called back"


class CallBackState(Word):
    OPEN = "open", "待回拨", "To be called"
    TAKEN = "taken", "处理中", "Somebody calls"
    REACHED = "reached", "已联系上", "Reached"
    GIVEN_UP = "given_up", "多次未接", "Not to be reached"
    CLOSED = "closed", "已关闭", "Closed"


class ContactState(Word):
    OPEN = "open", "待回复", "Waits for the judge"
    REPLIED = "replied", "已回复", "Replied"
    CONNECTED = "connected", "已接通", "Put through"
    CLOSED = "closed", "已关闭", "Closed"


class NoticeState(Word):
    WAITING = "waiting", "待发送", "Waiting"
    KEPT = "kept", "已存（未接网关）", "Kept, no gateway"
    SENT = "sent", "已发送", "Sent"
    FAILED = "failed", "失败", "Failed"


class AlarmKind(Word):
    WAITS_LONG = "waits_long", "等候过久", "Waits too long"
    NO_COVER = "no_cover", "线路无人值守", "Line without cover"
    RECORDING = "recording", "录音失败", "A recording failed"
    AWAY_LONG = "away_long", "示忙过久", "Away too long"
    CALENDAR = "calendar", "工作日历待更新", "The calendar lacks a year"
