"""Codes of services after the call: call-backs, judges, short messages; and alarms."""

from .shape import Word


class CallBackReason(Word):
    """Why a caller is to be called back."""

    MENU = "menu", "导航中放弃", "Gave up in the menu"
    QUEUE = "queue", "排队中放弃", "Gave up in the queue"
    RINGING = "ringing", "振铃中放弃", "Gave up while ringing"
    NO_AGENT = "no_agent", "无人接听", "No agent"
    MESSAGE = "message", "留言", "Left a message"
    ASKED = "asked", "预约回拨", "Asked to be called back"


class CallBackState(Word):
    OPEN = "open", "待回拨", "To be called"
    TAKEN = "taken", "处理中", "In hand of"
    REACHED = "reached", "已联系上", "Reached"
    GIVEN_UP = "given_up", "多次未接", "Not to be reached"
    CLOSED = "closed", "已关闭", "Closed"


class ContactState(Word):
    OPEN = "open", "待回复", "Waits for the judge"
    REPLIED = "replied", "已回复", "Replied"
    CONNECTED = "connected", "已接通", "Put through"
    CLOSED = "closed", "已关闭", "Closed"


class Informed(Word):
    """Whether anybody on the judge's side has been told of a request: by a message, or by telephone."""

    TOLD = "told", "已告知", "Informed"
    RINGING = "ringing", "正在呼叫", "Being rung"
    NOBODY = "nobody", "未能告知", "Could not be informed"


class NoticeState(Word):
    """The state of a short message; `unknown`: it was passed to the gateway, which did not say whether it took it."""

    WAITING = "waiting", "待发送", "Waiting"
    SENDING = "sending", "发送中", "Being sent"
    KEPT = "kept", "已存（未接网关）", "Kept, no gateway"
    SENT = "sent", "已发送", "Sent"
    DELIVERED = "delivered", "已送达", "Delivered"
    UNKNOWN = "unknown", "可能已发出", "May have been sent"
    FAILED = "failed", "失败", "Failed"


class NoticeTrouble(Word):
    """Why a message has not been sent, or not yet."""

    NOT_MOBILE = "not_mobile", "不是手机号码，收不到短信", "This is no mobile telephone: no message can go there"
    NO_WORDS = "no_words", "短信用语缺失，请检查 notices.yml", "There are no words for it: look at notices.yml"
    NOT_SET_UP = "not_set_up", "短信网关未配置好，配置后自动发送", "The gateway is not set up; it goes out once it is"
    NOT_NOW = "not_now", "网关暂时不可用，稍后自动重试", "The gateway does not work now: it is tried again"
    REFUSED = "refused", "网关拒绝发送", "The gateway refuses it"
    GIVEN_UP = "given_up", "多次尝试未能发出", "Could not be sent in several tries"
    TOO_OLD = "too_old", "超过三天未能发出，不再发送", "Could not be sent in three days: it is not sent any more"
    NO_ANSWER = (
        "no_answer", "网关没有答复，可能已发出，不自动重发", "The gateway did not answer: it may have been sent",
    )  # fmt: skip
    LEFT = "left", "发送中程序中断，可能已发出，不自动重发", "The program stopped while sending: it may have been sent"
    NOT_DELIVERED = "not_delivered", "运营商报告未送达", "The carrier reports that it did not arrive"


class NoticeKind(Word):
    """The kinds of short messages. Texts: `content/notices.yml`, fields: `hotline.messages.rules.notices`."""

    TICKET_OPENED = "ticket_opened", "工单已登记", "Ticket registered"
    TICKET_DISPATCHED = "ticket_dispatched", "工单已派发", "Ticket dispatched"
    TICKET_CLOSED = "ticket_closed", "工单已办结", "Ticket closed"
    TICKET_EXTENDED = "ticket_extended", "工单已延期", "Ticket extended"
    EXTENDED_PAUSED = "extended_paused", "工单已延期（暂停计时中）", "Ticket extended while its clock stands"
    CLOCK_RESUMED = "clock_resumed", "恢复计时后的期限", "New day after the clock went on"
    TICKET_NOT_ACCEPTED = "ticket_not_accepted", "工单不予受理", "Ticket not accepted"
    TICKET_MERGED = "ticket_merged", "工单已合并", "Ticket merged"
    FOLLOW_UP_LINK = "visit_link", "邀请评价", "Asked for an opinion"
    FOLLOW_UP_REMINDER = "visit_reminder", "提醒评价", "Reminded of the opinion"
    URGED_UNIT = "urged_unit", "催办（承办单位）", "Urged: to the unit"
    URGED_CITIZEN = "urged_citizen", "催办（来电人）", "Urged: to the citizen"
    SUPERVISED_UNIT = "supervised_unit", "督办", "Supervised"
    SUPERVISION_MOVED = "supervision_moved", "督办转出", "Supervision moved on"
    REVIEW_GIVEN = "review_given", "复查交办", "Review given to a unit"
    OVERDUE_UNIT = "overdue_unit", "超期提醒", "Overdue"
    CIRCULAR_UNIT = "circular_unit", "通报批评", "Circular criticism"
    APPOINTMENT = "appointment", "预约确认", "Appointment"
    CLOCK_RECOMPUTED = "clock_recomputed", "期限重算", "Time limit counted anew"
    CONTACT_JUDGE = "contact_judge", "联系法官", "Contact the judge"
    SILENT_CALL = "silent_call", "无声来电", "Silent call"
    PROOF = "proof", "查询验证码", "Digits for a look-up"


class Audience(Word):
    """The recipients of a message."""

    CITIZEN = "citizen", "群众", "Citizen"
    STAFF = "staff", "工作人员", "Staff"


class AlarmKind(Word):
    WAITS_LONG = "waits_long", "等候过久", "Waits too long"
    NO_COVER = "no_cover", "线路无人值守", "Line without cover"
    RECORDING = "recording", "录音失败", "A recording failed"
    AWAY_LONG = "away_long", "示忙过久", "Away too long"
    NOT_INFORMED = "not_informed", "法官未能告知", "A judge could not be informed"
    CALENDAR = "calendar", "工作日历待更新", "The calendar lacks a year"
    DIALLING = "dialling", "外拨达到上限，已停止外拨", "The limit of calls is reached; nobody can call out"
    LINKS = "links", "短信链接打不开", "Links in messages lead nowhere"
    ENCRYPTION = "encryption", "录音和附件无法加密或读出", "Recordings or files cannot be encrypted or read"
    ROBOTS = "robots", "反复无声来电", "Silent calls again and again"
    TELEPHONES = "telephones", "话机登记密码连续错误", "Wrong passwords at the telephones' door"


class FileTrouble(Word):
    """Why a stored recording or attachment cannot be opened."""

    GONE = "gone", "文件不在", "the file is gone"
    CHANGED = "changed", "文件被改动", "the file was changed"
    DAMAGED = "damaged", "加密文件已损坏", "the encrypted file is damaged"
    NO_KEY = "no_key", "密钥文件中没有它的密钥", "its key is not in the key file"
    KEY_FILE = "key_file", "密钥文件不可用", "the key file cannot be used"
    UNREADABLE = "unreadable", "文件读不出", "the file cannot be read"


class NumberKind(Word):
    """What a telephone number is in the numbering plan."""

    MOBILE = "mobile", "手机", "Mobile"
    LANDLINE = "landline", "固定电话", "Landline"
    SHORT = "short", "短号或服务号码", "Short or service number"
    FOREIGN = "foreign", "境外号码", "Foreign number"
    WITHHELD = "withheld", "未显示号码", "Withheld"
    UNKNOWN = "unknown", "无法识别", "Not a number"
