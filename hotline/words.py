"""Every code of the hotline with its Chinese and English label; tables, flows and pages use these codes."""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A code that knows its labels: `CODE = "code", "Chinese", "English"`."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str = "", en: str = "") -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.zh = zh
        word.en = en
        return word

    def label(self, language: str = "zh") -> str:
        """Chinese for `zh…`, English for anything else."""
        return self.zh if language.startswith("zh") else self.en


class Role(Word):
    AGENT = "agent", "座席员", "Agent"
    SUPERVISOR = "supervisor", "班长", "Supervisor"
    ADMINISTRATOR = "administrator", "管理员", "Administrator"


class Profile(Word):
    COURT_12368 = "court_12368", "法院 12368", "Court 12368"
    GOV_12345 = "gov_12345", "政务 12345", "Government 12345"
    UNKNOWN = "unknown", "未登记号码", "Unknown number"


class Presence(Word):
    """Where an agent stands; the table of moves is `controller.queueing.presence`."""

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


AWAY_REASONS = (Reason.REST, Reason.MEAL, Reason.MEETING, Reason.TRAINING, Reason.PAPERWORK)


class CallState(Word):
    """Where a caller stands; the table of moves is `controller.calls.state`."""

    ARRIVED = "arrived", "呼入", "Arrived"
    IN_FLOW = "in_flow", "语音导航", "In the menu"
    QUEUED = "queued", "排队", "Waiting"
    OFFERING = "offering", "振铃", "Ringing"
    TALKING = "talking", "通话", "Talking"
    MESSAGE = "message", "留言", "Leaving a message"
    LEAVING = "leaving", "结束中", "Leaving"
    ENDED = "ended", "已结束", "Ended"


class Outcome(Word):
    """How a call ended; every ended call has exactly one."""

    TALKED = "talked", "人工接通", "Talked to an agent"
    SELF_SERVED = "self_served", "自助完成", "Served by the menu"
    MESSAGE_LEFT = "message_left", "已留言", "Left a message"
    NO_AGENT = "no_agent", "无人接听", "No agent"
    ABANDONED_MENU = "abandoned_menu", "导航中放弃", "Gave up in the menu"
    ABANDONED_QUEUE = "abandoned_queue", "排队中放弃", "Gave up in the queue"
    ABANDONED_RINGING = "abandoned_ringing", "振铃中放弃", "Gave up while ringing"
    UNKNOWN_NUMBER = "unknown_number", "号码未登记", "Unknown number"
    FALLBACK = "fallback", "应急接续", "Brought through by the switch alone"
    FAILED = "failed", "故障", "Failed"


class Ender(Word):
    CALLER = "caller", "来电人", "Caller"
    AGENT = "agent", "座席", "Agent"
    SYSTEM = "system", "系统", "System"


class PositionKind(Word):
    A = "A", "A岗（主岗）", "A (duty)"
    B = "B", "B岗（替岗）", "B (stand-in)"


class Whom(Word):
    """A step of the ladder: who is asked."""

    A = "A", "A岗", "A position"
    B = "B", "B岗", "B position"
    POOL = "pool", "同站座席", "Same-site pool"


class OfferResult(Word):
    ANSWERED = "answered", "接听", "Answered"
    NO_ANSWER = "no_answer", "未接", "No answer"
    BUSY = "busy", "占线", "Busy"
    REJECTED = "rejected", "拒接", "Rejected"
    UNREACHABLE = "unreachable", "话机未注册", "Not registered"
    CALLER_GONE = "caller_gone", "来电人挂断", "Caller gone"
    FAILED = "failed", "失败", "Failed"


class Fact(Word):
    """What is written down about a call; the call row is a fold over these (`hotline.rules.call_story`)."""

    ARRIVED = "arrived", "呼入", "Arrived"
    ADOPTED = "adopted", "控制程序接管", "Taken over by the controller"
    ANSWERED = "answered", "应答", "Answered"
    FLOW = "flow", "进入流程", "Flow entered"
    NODE = "node", "流程节点", "Step of the flow"
    KEY = "key", "按键", "Key"
    SERVED = "served", "自助内容已播", "Information given"
    QUEUED = "queued", "进入排队", "Queued"
    STEP = "step", "排队梯级", "Ladder step"
    OFFERED = "offered", "分配座席", "Offered to an agent"
    RINGING = "ringing", "座席振铃", "Agent's telephone rings"
    OFFER_ENDED = "offer_ended", "分配结束", "Offer ended"
    TALKING = "talking", "通话开始", "Talk begins"
    HELD = "held", "保持", "Held"
    RESUMED = "resumed", "恢复", "Resumed"
    AGENT_LOST = "agent_lost", "座席侧中断", "Agent's side lost"
    QUEUE_OVER = "queue_over", "排队结束，未接通", "Queue ended without an agent"
    MESSAGE = "message", "留言", "Message"
    RECORDING = "recording", "录音开始", "Recording begins"
    RECORDED = "recorded", "录音结束", "Recording ends"
    TROUBLE = "trouble", "异常", "Trouble"
    ENDED = "ended", "结束", "Ended"


class RecordingKind(Word):
    CALL = "call", "通话录音", "Call"
    MESSAGE = "message", "留言录音", "Message"


class RecordingState(Word):
    RUNNING = "running", "录制中", "Running"
    KEPT = "kept", "已存", "Kept"
    FAILED = "failed", "失败", "Failed"


class RecordingTrouble(Word):
    """Why a recording failed; what else the operating system says stands in its own words."""

    EMPTY = "empty", "文件为空，请检查磁盘是否已满", "the file is empty: is the disk full?"
    SHORT = "short", "录音文件比通话短", "The file is shorter than the call"
    NOT_BEGUN = (
        "not_begun",
        "交换机未能开始录音，请检查磁盘空间和目录权限",
        "the switch did not begin to record: is the disk full, may it write there?",
    )
    NOT_ENDED = "not_ended", "交换机未报告录音结束", "the switch did not say that it ended"


class QueueEnd(Word):
    """Why a queue ended without an agent."""

    NOBODY = "nobody", "站内无座席在岗", "no agent of the site was there"
    TOO_LONG = "too_long", "各梯级均无人接听", "nobody answered in the time of the ladder"
    NO_LINE = "no_line", "线路未启用", "the line is not in use"


class Trouble(Word):
    """What went wrong in a call; its fact names the details."""

    NO_FLOW = "no_flow", "号码没有可用的流程", "the number has no flow that can be used"
    PROMPT = "prompt_not_played", "提示音未能播放", "a prompt could not be played"
    REFUSED = "refused", "交换机拒绝执行", "the switch refused"
    LOST_TRACK = "lost_track", "交换机上已无此来电", "the switch did not know the call any more"
    BUG = "bug", "程序故障", "a fault in the program"


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


class OrderKind(Word):
    """What the web may ask of the telephone side; each has a verb that places it and a handler that does it."""

    PRESENCE = "presence", "座席状态", "Agent state"
    ANSWER = "answer", "接听", "Answer"
    HANG_UP = "hang_up", "挂断", "Hang up"
    HOLD = "hold", "保持", "Hold"
    RESUME = "resume", "恢复", "Resume"
    FORCE_STATE = "force_state", "强制状态", "Force a state"


class Deed(Word):
    """What the audit calls an act."""

    SIGN_IN = "sign_in", "登录", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败", "Sign-in failed"
    SIGN_OUT = "sign_out", "退出", "Signed out"
    CHANGE_PASSWORD = "change_password", "修改密码", "Changed the password"
    SET_LANGUAGE = "set_language", "切换语言", "Changed the language"
    CREATE_PERSON = "create_person", "新建人员", "Took a person on"
    EDIT_PERSON = "edit_person", "修改人员", "Changed a person"
    DEACTIVATE_PERSON = "deactivate_person", "停用人员", "Deactivated a person"
    ACTIVATE_PERSON = "activate_person", "启用人员", "Activated a person"
    RESET_PASSWORD = "reset_password", "重置密码", "Gave a new password"
    CREATE_LINE = "create_line", "新建线路", "Made a line"
    EDIT_LINE = "edit_line", "修改线路", "Changed a line"
    PUT_ON = "put_on", "排岗", "Put on a position"
    TAKE_OFF = "take_off", "撤岗", "Took off a position"
    FORCE_STATE = "force_state", "强制状态", "Forced a state"
    OPEN_TICKET = "open_ticket", "登记工单", "Opened a ticket"
    LISTEN = "listen", "收听录音", "Listened to a recording"


class Part(Word):
    """The programs that `scripts/run` keeps alive and `/healthz` reports."""

    SWITCH = "switch", "交换机", "Switch"
    CONTROLLER = "controller", "控制程序", "Controller"
    JOBS = "jobs", "定时任务", "Jobs"
    WEB = "web", "网页", "Web"
    DATABASE = "database", "数据库", "Database"
