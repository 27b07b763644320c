"""Every code of the hotline with its Chinese and English label. Codes stand in tables, flows and pages as they are here."""

from enum import StrEnum


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Profile(StrEnum):
    COURT_12368 = "court_12368"
    GOV_12345 = "gov_12345"
    UNKNOWN = "unknown"


class Presence(StrEnum):
    """Where an agent stands; the table of moves is `controller.queueing.presence`."""

    OFF = "off"
    READY = "ready"
    OFFERED = "offered"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    AWAY = "away"


class Reason(StrEnum):
    """Why an agent's state changed; every change names one."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    BY_HAND = "by_hand"
    REST = "rest"
    MEAL = "meal"
    MEETING = "meeting"
    TRAINING = "training"
    PAPERWORK = "paperwork"
    CALL_OFFERED = "call_offered"
    CALL_ANSWERED = "call_answered"
    CALLER_GONE = "caller_gone"
    CALL_ENDED = "call_ended"
    WRAP_UP_OVER = "wrap_up_over"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    TELEPHONE_BUSY = "telephone_busy"
    TELEPHONE_GONE = "telephone_gone"
    OFFER_FAILED = "offer_failed"
    SWITCH_LOST = "switch_lost"
    RECONCILED = "reconciled"


AWAY_REASONS = (Reason.REST, Reason.MEAL, Reason.MEETING, Reason.TRAINING, Reason.PAPERWORK)


class CallState(StrEnum):
    """Where a caller stands; the table of moves is `controller.calls.state`."""

    ARRIVED = "arrived"
    IN_FLOW = "in_flow"
    QUEUED = "queued"
    OFFERING = "offering"
    TALKING = "talking"
    MESSAGE = "message"
    LEAVING = "leaving"
    ENDED = "ended"


class Outcome(StrEnum):
    """How a call ended; every ended call has exactly one."""

    TALKED = "talked"
    SELF_SERVED = "self_served"
    MESSAGE_LEFT = "message_left"
    NO_AGENT = "no_agent"
    ABANDONED_MENU = "abandoned_menu"
    ABANDONED_QUEUE = "abandoned_queue"
    ABANDONED_RINGING = "abandoned_ringing"
    UNKNOWN_NUMBER = "unknown_number"
    FALLBACK = "fallback"
    FAILED = "failed"


class Ender(StrEnum):
    CALLER = "caller"
    AGENT = "agent"
    SYSTEM = "system"


class PositionKind(StrEnum):
    A = "A"
    B = "B"


class Whom(StrEnum):
    """A step of the ladder: who is asked."""

    A = "A"
    B = "B"
    POOL = "pool"


class OfferResult(StrEnum):
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    CALLER_GONE = "caller_gone"
    FAILED = "failed"


class Fact(StrEnum):
    """What is written down about a call; the call row is a fold over these (`hotline.rules.call_story`)."""

    ARRIVED = "arrived"
    ADOPTED = "adopted"
    ANSWERED = "answered"
    FLOW = "flow"
    NODE = "node"
    KEY = "key"
    SERVED = "served"
    QUEUED = "queued"
    STEP = "step"
    OFFERED = "offered"
    RINGING = "ringing"
    OFFER_ENDED = "offer_ended"
    TALKING = "talking"
    HELD = "held"
    RESUMED = "resumed"
    AGENT_LOST = "agent_lost"
    QUEUE_OVER = "queue_over"
    MESSAGE = "message"
    RECORDING = "recording"
    RECORDED = "recorded"
    TROUBLE = "trouble"
    ENDED = "ended"


class RecordingKind(StrEnum):
    CALL = "call"
    MESSAGE = "message"


class RecordingState(StrEnum):
    RUNNING = "running"
    KEPT = "kept"
    FAILED = "failed"


class TicketKind(StrEnum):
    CONSULT = "consult"
    CONTACT_JUDGE = "contact_judge"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    REPORT = "report"
    APPOINTMENT = "appointment"
    HELP = "help"


class TicketState(StrEnum):
    REGISTERED = "registered"
    CLOSED_AT_ONCE = "closed_at_once"


class OrderKind(StrEnum):
    """What the web may ask of the telephone side; each has a verb that places it and a handler that does it."""

    PRESENCE = "presence"
    ANSWER = "answer"
    HANG_UP = "hang_up"
    HOLD = "hold"
    RESUME = "resume"
    FORCE_STATE = "force_state"


class Part(StrEnum):
    """The programs that `scripts/run` keeps alive and `/healthz` reports."""

    SWITCH = "switch"
    CONTROLLER = "controller"
    JOBS = "jobs"
    WEB = "web"
    DATABASE = "database"


# code -> (Chinese, English). One table a kind of word, because one code may mean two things ("A" a position, "A" a step).
LABELS: dict[type[StrEnum], dict[StrEnum, tuple[str, str]]] = {
    Role: {
        Role.AGENT: ("座席员", "Agent"),
        Role.SUPERVISOR: ("班长", "Supervisor"),
        Role.ADMINISTRATOR: ("管理员", "Administrator"),
    },
    Profile: {
        Profile.COURT_12368: ("法院 12368", "Court 12368"),
        Profile.GOV_12345: ("政务 12345", "Government 12345"),
        Profile.UNKNOWN: ("未登记号码", "Unknown number"),
    },
    Presence: {
        Presence.OFF: ("未签入", "Off"),
        Presence.READY: ("空闲", "Ready"),
        Presence.OFFERED: ("振铃", "Ringing"),
        Presence.TALKING: ("通话", "Talking"),
        Presence.WRAP_UP: ("话后整理", "Wrap-up"),
        Presence.AWAY: ("示忙", "Away"),
    },
    Reason: {
        Reason.SIGNED_IN: ("签入", "Signed in"),
        Reason.SIGNED_OUT: ("签出", "Signed out"),
        Reason.BY_HAND: ("手动", "By hand"),
        Reason.REST: ("小休", "Rest"),
        Reason.MEAL: ("用餐", "Meal"),
        Reason.MEETING: ("会议", "Meeting"),
        Reason.TRAINING: ("培训", "Training"),
        Reason.PAPERWORK: ("案头工作", "Paperwork"),
        Reason.CALL_OFFERED: ("来电分配", "Call offered"),
        Reason.CALL_ANSWERED: ("已接听", "Answered"),
        Reason.CALLER_GONE: ("来电人挂断", "Caller gone"),
        Reason.CALL_ENDED: ("通话结束", "Call ended"),
        Reason.WRAP_UP_OVER: ("整理时间到", "Wrap-up over"),
        Reason.NO_ANSWER: ("振铃未接", "No answer"),
        Reason.REJECTED: ("拒接", "Rejected"),
        Reason.TELEPHONE_BUSY: ("话机占线", "Telephone busy"),
        Reason.TELEPHONE_GONE: ("话机未注册", "Telephone not registered"),
        Reason.OFFER_FAILED: ("分配失败", "Offer failed"),
        Reason.SWITCH_LOST: ("与交换机失去联系", "Switch lost"),
        Reason.RECONCILED: ("与交换机核对后更正", "Corrected from the switch"),
    },
    CallState: {
        CallState.ARRIVED: ("呼入", "Arrived"),
        CallState.IN_FLOW: ("语音导航", "In the menu"),
        CallState.QUEUED: ("排队", "Waiting"),
        CallState.OFFERING: ("振铃", "Ringing"),
        CallState.TALKING: ("通话", "Talking"),
        CallState.MESSAGE: ("留言", "Leaving a message"),
        CallState.LEAVING: ("结束中", "Leaving"),
        CallState.ENDED: ("已结束", "Ended"),
    },
    Outcome: {
        Outcome.TALKED: ("人工接通", "Talked to an agent"),
        Outcome.SELF_SERVED: ("自助完成", "Served by the menu"),
        Outcome.MESSAGE_LEFT: ("已留言", "Left a message"),
        Outcome.NO_AGENT: ("无人接听", "No agent"),
        Outcome.ABANDONED_MENU: ("导航中放弃", "Gave up in the menu"),
        Outcome.ABANDONED_QUEUE: ("排队中放弃", "Gave up in the queue"),
        Outcome.ABANDONED_RINGING: ("振铃中放弃", "Gave up while ringing"),
        Outcome.UNKNOWN_NUMBER: ("号码未登记", "Unknown number"),
        Outcome.FALLBACK: ("应急接续", "Brought through by the switch alone"),
        Outcome.FAILED: ("故障", "Failed"),
    },
    Ender: {
        Ender.CALLER: ("来电人", "Caller"),
        Ender.AGENT: ("座席", "Agent"),
        Ender.SYSTEM: ("系统", "System"),
    },
    PositionKind: {
        PositionKind.A: ("A岗（主岗）", "A (duty)"),
        PositionKind.B: ("B岗（替岗）", "B (stand-in)"),
    },
    Whom: {
        Whom.A: ("A岗", "A position"),
        Whom.B: ("B岗", "B position"),
        Whom.POOL: ("同站座席", "Same-site pool"),
    },
    OfferResult: {
        OfferResult.ANSWERED: ("接听", "Answered"),
        OfferResult.NO_ANSWER: ("未接", "No answer"),
        OfferResult.BUSY: ("占线", "Busy"),
        OfferResult.REJECTED: ("拒接", "Rejected"),
        OfferResult.UNREACHABLE: ("话机未注册", "Not registered"),
        OfferResult.CALLER_GONE: ("来电人挂断", "Caller gone"),
        OfferResult.FAILED: ("失败", "Failed"),
    },
    Fact: {
        Fact.ARRIVED: ("呼入", "Arrived"),
        Fact.ADOPTED: ("控制程序接管", "Taken over by the controller"),
        Fact.ANSWERED: ("应答", "Answered"),
        Fact.FLOW: ("进入流程", "Flow entered"),
        Fact.NODE: ("流程节点", "Step of the flow"),
        Fact.KEY: ("按键", "Key"),
        Fact.SERVED: ("自助内容已播", "Information given"),
        Fact.QUEUED: ("进入排队", "Queued"),
        Fact.STEP: ("排队梯级", "Ladder step"),
        Fact.OFFERED: ("分配座席", "Offered to an agent"),
        Fact.RINGING: ("座席振铃", "Agent's telephone rings"),
        Fact.OFFER_ENDED: ("分配结束", "Offer ended"),
        Fact.TALKING: ("通话开始", "Talk begins"),
        Fact.HELD: ("保持", "Held"),
        Fact.RESUMED: ("恢复", "Resumed"),
        Fact.AGENT_LOST: ("座席侧中断", "Agent's side lost"),
        Fact.QUEUE_OVER: ("排队结束，未接通", "Queue ended without an agent"),
        Fact.MESSAGE: ("留言", "Message"),
        Fact.RECORDING: ("录音开始", "Recording begins"),
        Fact.RECORDED: ("录音结束", "Recording ends"),
        Fact.TROUBLE: ("异常", "Trouble"),
        Fact.ENDED: ("结束", "Ended"),
    },
    RecordingKind: {
        RecordingKind.CALL: ("通话录音", "Call"),
        RecordingKind.MESSAGE: ("留言录音", "Message"),
    },
    RecordingState: {
        RecordingState.RUNNING: ("录制中", "Running"),
        RecordingState.KEPT: ("已存", "Kept"),
        RecordingState.FAILED: ("失败", "Failed"),
    },
    TicketKind: {
        TicketKind.CONSULT: ("咨询", "Consultation"),
        TicketKind.CONTACT_JUDGE: ("联系法官", "Contact the judge"),
        TicketKind.COMPLAINT: ("投诉", "Complaint"),
        TicketKind.SUGGESTION: ("意见建议", "Suggestion"),
        TicketKind.REPORT: ("举报", "Report of misconduct"),
        TicketKind.APPOINTMENT: ("预约", "Appointment"),
        TicketKind.HELP: ("求助", "Request for help"),
    },
    TicketState: {
        TicketState.REGISTERED: ("已登记", "Registered"),
        TicketState.CLOSED_AT_ONCE: ("即时办结", "Closed in the call"),
    },
    OrderKind: {
        OrderKind.PRESENCE: ("座席状态", "Agent state"),
        OrderKind.ANSWER: ("接听", "Answer"),
        OrderKind.HANG_UP: ("挂断", "Hang up"),
        OrderKind.HOLD: ("保持", "Hold"),
        OrderKind.RESUME: ("恢复", "Resume"),
        OrderKind.FORCE_STATE: ("强制状态", "Force a state"),
    },
    Part: {
        Part.SWITCH: ("交换机", "Switch"),
        Part.CONTROLLER: ("控制程序", "Controller"),
        Part.JOBS: ("定时任务", "Jobs"),
        Part.WEB: ("网页", "Web"),
        Part.DATABASE: ("数据库", "Database"),
    },
}


def label(word: StrEnum, language: str = "zh") -> str:
    """The label of a code in Chinese (`zh…`) or English (anything else)."""
    chinese, english = LABELS[type(word)][word]
    return chinese if language.startswith("zh") else english
