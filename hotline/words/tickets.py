"""Codes of tickets: subjects, states and events, ways of handling, clocks."""

from .shape import Word


class TicketKind(Word):
    CONSULT = "consult", "咨询", "Consultation"
    CONTACT_JUDGE = "contact_judge", "联系法官", "Contact the judge"
    COMPLAINT = "complaint", "投诉", "Complaint"
    SUGGESTION = "suggestion", "意见建议", "Suggestion"
    REPORT = "report", "举报", "Report of misconduct"
    APPOINTMENT = "appointment", "预约", "Appointment"
    HELP = "help", "求助", "Request for help"
    APPEAL = "appeal", "申诉", "Appeal"


class TicketState(Word):
    """A ticket's state; the table of moves is `hotline.tickets.rules.life`."""

    REGISTERED = "registered", "待受理", "To be accepted"
    ACCEPTED = "accepted", "待派单", "To be dispatched"
    DISPATCHED = "dispatched", "待签收", "To be taken by the unit"
    HANDLING = "handling", "办理中", "Being handled"
    REPLIED = "replied", "待单位审核", "For the unit's review"
    REVIEWING = "reviewing", "待热线审核", "For the hotline's review"
    FOLLOWING_UP = "visiting", "待回访", "To be visited"
    RETURN_ASKED = "return_asked", "退回待审", "Return asked for"
    UNDER_REVIEW = "under_review", "复查中", "Under review"
    UNDER_REREVIEW = "under_rereview", "复核中", "Under second review"
    CLOSED = "closed", "已办结", "Closed"
    CLOSED_AT_ONCE = "closed_at_once", "即时办结", "Closed in the call"
    NOT_ACCEPTED = "not_accepted", "不予受理", "Not accepted"
    MERGED = "merged", "已并单", "Merged"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    FINAL = "final", "已终结", "Ended for good"


class TicketEvent(Word):
    """What happens to a ticket; each is one row of its history."""

    OPEN = "open", "登记", "Registered"
    ACCEPT = "accept", "受理", "Accepted"
    REFUSE = "refuse", "不予受理", "Not accepted"
    ANSWER = "answer", "直接答复", "Answered directly"
    DISPATCH = "dispatch", "派单", "Dispatched"
    TAKE = "take", "签收", "Taken"
    ASSIGN = "assign", "指定经办人", "Handler named"
    ADD_SHARE = "add_share", "增加协办", "Co-handler added"
    TAKE_SHARE = "take_share", "协办签收", "Taken by the co-handler"
    REPLY_SHARE = "reply_share", "协办回复", "Answered by the co-handler"
    DROP_SHARE = "drop_share", "取消协办", "Co-handler released"
    REPLY = "reply", "回复", "Answered by the handler"
    UNIT_APPROVE = "unit_approve", "单位审核通过", "Passed by the unit"
    UNIT_SEND_BACK = "unit_send_back", "单位审核退改", "Sent back by the unit's reviewer"
    APPROVE = "approve", "热线审核通过", "Passed by the hotline"
    SEND_BACK = "send_back", "热线审核退改", "Sent back by the hotline"
    ASK_RETURN = "ask_return", "申请退回", "Return asked for"
    APPROVE_RETURN = "approve_return", "同意退回", "Return approved"
    REFUSE_RETURN = "refuse_return", "不同意退回", "Return refused"
    ASK_EXTENSION = "ask_extension", "申请延期", "Extension asked for"
    APPROVE_EXTENSION = "approve_extension", "同意延期", "Extension approved"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期", "Extension refused"
    PAUSE = "pause", "中止计时", "Clock paused"
    RESUME = "resume", "恢复计时", "Clock resumed"
    URGE = "urge", "催办", "Urged"
    SUPERVISE = "supervise", "督办", "Supervised"
    ANSWER_SUPERVISION = "answer_supervision", "督办回复", "Supervision answered"
    RATE_SUPERVISION = "rate_supervision", "督办评价", "Supervision rated"
    MOVE_SUPERVISION = "move_supervision", "督办随单转办", "Supervision goes on with the ticket"
    INSTRUCT = "instruct", "领导批示", "Leader's instruction"
    NOTE = "note", "备注", "Note"
    FOLLOW_UP_TRY = "visit_try", "回访未接通", "Visit: not reached"
    FOLLOW_UP_CLOSE = "visit_close", "回访办结", "Visited and closed"
    FOLLOW_UP_REFUSE = "visit_refuse", "回访不认可，重办", "Refused by the citizen, handled again"
    FOLLOW_UP_GIVE_UP = "visit_give_up", "多次未能回访，办结", "Not reached, closed"
    REOPEN = "reopen", "重新办理", "Reopened"
    ASK_REVIEW = "ask_review", "申请复查", "Review asked for"
    ASK_REREVIEW = "ask_rereview", "申请复核", "Second review asked for"
    REDIRECT_REVIEW = "redirect_review", "改派复查单位", "Review given to another unit"
    UPHOLD = "uphold", "维持原办理意见", "Upheld"
    OVERTURN = "overturn", "撤销并重办", "Overturned, handled again"
    MERGE = "merge", "并单", "Merged"
    UNMERGE = "unmerge", "解除并单", "Taken out of the merger"
    CLOSE_CHILD = "close_child", "随主单办结", "Closed with its parent"
    WITHDRAW = "withdraw", "撤回", "Withdrawn by the citizen"
    CORRECT = "correct", "更正登记", "Registration corrected"
    RECOMPUTE = "recompute", "重算期限", "Deadline recomputed"
    REMOVE_UNIT = "remove_unit", "单位撤并移交", "Handed on by a dissolved unit"


class Way(Word):
    """How a ticket is handled (K3)."""

    OWN = "own", "自办", "Own"
    TRANSFER = "transfer", "转送", "Transfer"
    ASSIGN = "assign", "交办", "Assign with letter"
    JOINT = "joint", "协办", "Joint"


class Channel(Word):
    """How a matter came in (K1)."""

    TELEPHONE = "telephone", "电话", "Telephone"
    LETTER = "letter", "来信", "Letter"
    VISIT = "visit", "来访", "Visit"
    WEB = "web", "网站", "Web"
    WECHAT = "wechat", "微信", "WeChat"
    WEIBO = "weibo", "微博", "Weibo"
    APP = "app", "手机应用", "App"


class Light(Word):
    GREEN = "green", "正常", "In time"
    YELLOW = "yellow", "临期", "Due soon"
    RED = "red", "超期", "Overdue"


class ClockKind(Word):
    """What a clock measures: who must do what by its end."""

    ACCEPT = "accept", "受理", "Accept"
    DISPATCH = "dispatch", "重新派单", "Dispatch again"
    TAKE = "take", "签收", "Take"
    FINISH = "finish", "办结", "Finish"
    SHARE = "share", "协办", "Joint handling"
    REVIEW = "review", "审核", "Review"
    RETURN = "return", "退回审核", "Decide a return"
    FOLLOW_UP = "visit", "回访", "Visit"
    SUPERVISION = "supervision", "督办回复", "Answer a supervision"
    RECHECK = "recheck", "复查复核", "Review again"


class ShareState(Word):
    OPEN = "open", "待签收", "To be taken"
    TAKEN = "taken", "办理中", "Being handled"
    REPLIED = "replied", "已回复", "Answered"
    DROPPED = "dropped", "已取消", "Released"


class FollowUpChannel(Word):
    CALL = "call", "电话", "Call"
    SMS = "sms", "短信", "Short message"
    IVR = "ivr", "语音", "Voice survey"
    WEB = "web", "网页", "Web"


class FollowUpState(Word):
    OPEN = "open", "待回访", "To be visited"
    DONE = "done", "已回访", "Visited"
    GIVEN_UP = "given_up", "未能回访", "Not reached"


class UnitKind(Word):
    HOTLINE = "hotline", "热线", "Hotline"
    DIVISION = "division", "庭室", "Court division"
    BRANCH = "branch", "法院", "Court"
    DEPARTMENT = "department", "部门", "Department"
    DISTRICT = "district", "区县", "District"
    TOWN = "town", "镇街", "Town"
    DISCIPLINE = "discipline", "纪检监察", "Discipline inspection"


class Post(Word):
    """A member's post in a unit."""

    HEAD = "head", "负责人", "Head"
    REVIEWER = "reviewer", "一级审核", "Reviewer"
    HANDLER = "handler", "经办人", "Handler"
    DUTY = "duty", "值班", "On duty"


class EntryKind(Word):
    """The trees of the data dictionary."""

    TOPIC = "topic", "事项分类", "Subject"
    PLACE = "place", "地点", "Place"
    REFUSAL = "refusal", "不予受理依据", "Ground for not accepting"
    EXCLUSION = "exclusion", "考核剔除理由", "Ground for excluding points"


class PaperKind(Word):
    SLIP = "slip", "办理转送单", "Handling slip"
    LETTER = "letter", "交办函", "Assignment letter"
    REPLY = "reply", "答复书", "Reply"
    EXTENSION = "extension", "延期告知书", "Extension decision"
    CIRCULAR = "circular", "通报", "Circular"


class UrgeStep(Word):
    """The automatic steps of urging (K6); `BY_HAND` is a person's, `FOR_CITIZEN` an agent's whose caller urges."""

    BEFORE = "before", "临期提醒", "Before it is due"
    AT = "at", "到期催办", "At due"
    AFTER = "after", "超期督办", "After due"
    CIRCULAR = "circular", "超期通报", "Circular criticism"
    BY_HAND = "by_hand", "人工催办", "By hand"
    FOR_CITIZEN = "for_citizen", "来电人催办", "The caller urges"


class AppointmentKind(Word):
    HOLIDAY = "holiday", "节假日预约立案", "Filing on a holiday"
    HOME = "home", "上门立案", "Filing at home"


class AppointmentState(Word):
    ASKED = "asked", "待确认", "To be confirmed"
    CONFIRMED = "confirmed", "已确认", "Confirmed"
    DONE = "done", "已办理", "Done"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class DisputeState(Word):
    FOUND = "found", "待确认", "To be confirmed"
    CONFIRMED = "confirmed", "已确认", "Confirmed"
    DISMISSED = "dismissed", "已排除", "Dismissed"


class DisputeLevel(Word):
    """The gravity of a dispute, the gravest first."""

    HIGH = "high", "重大", "grave"
    MEDIUM = "medium", "较大", "medium"
    LOW = "low", "一般", "light"


class ExportState(Word):
    WAITING = "waiting", "排队中", "Waiting"
    RUNNING = "running", "生成中", "Being made"
    DONE = "done", "已完成", "Ready"
    FAILED = "failed", "失败", "Failed"
