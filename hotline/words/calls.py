"""Codes of a call: states, facts, outcomes, recordings."""

from .shape import Word


class CallState(Word):
    """The state of a call; the table of moves is `controller.calls.state`."""

    ARRIVED = "arrived", "呼入", "Arrived"
    IN_FLOW = "in_flow", "语音导航", "In the menu"
    QUEUED = "queued", "排队", "Waiting"
    OFFERING = "offering", "振铃", "Ringing"
    TALKING = "talking", "通话", "Talking"
    MESSAGE = "message", "留言", "Leaving a message"
    TESTING = "testing", "静音检测", "Listening for a voice"
    DIALLING = "dialling", "呼出", "Calling out"
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
    SILENT = "silent", "无声来电", "Silent call"
    TOO_QUIET = "too_quiet", "声音太小", "Too quiet to hear"
    HANDS_FREE = "hands_free", "免提听不清", "Hands-free, not to be heard"
    NOISY = "noisy", "杂音太大", "Too noisy to hear"
    CALL_BACK = "call_back", "已约回拨", "Call-back asked for"
    LED_ON = "led_on", "转接外部号码", "Led to another number"
    REFUSED = "refused", "骚扰号码拒接", "Nuisance number refused"
    REACHED = "reached", "呼出接通", "Reached"
    NOT_REACHED = "not_reached", "呼出未接通", "Not reached"
    NO_PICK_UP = "no_pick_up", "座席未摘机", "The agent did not pick up"
    FAILED = "failed", "故障", "Failed"


class Ender(Word):
    CALLER = "caller", "来电人", "Caller"
    AGENT = "agent", "座席", "Agent"
    SYSTEM = "system", "系统", "System"


class Fact(Word):
    """The recorded facts of a call; the call row is a fold over these (`hotline.calls.rules.call_record`)."""

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
    TALK_OVER = "talk_over", "座席先挂机", "The agent has hung up"
    HELD = "held", "保持", "Held"
    RESUMED = "resumed", "恢复", "Resumed"
    AGENT_LOST = "agent_lost", "座席侧中断", "Agent's side lost"
    QUEUE_OVER = "queue_over", "排队结束，未接通", "Queue ended without an agent"
    MESSAGE = "message", "留言", "Message"
    SUSPECTED = "suspected", "此前多次无声，先检测人声", "Silent before: a voice is asked for first"
    TESTED = "tested", "静音检测", "Listened for a voice"
    SCRIPT = "script", "播放应对话术", "Script played"
    FOUND = "found", "查询结果", "Looked up"
    SURVEY = "survey", "满意度", "Satisfaction"
    CALL_BACK = "call_back", "约定回拨", "Call-back asked for"
    LEG = "leg", "呼叫第三方", "Another party is rung"
    LEG_ANSWERED = "leg_answered", "第三方接听", "Another party answers"
    LEG_ENDED = "leg_ended", "第三方结束", "Another party is gone"
    CONSULTING = "consulting", "咨询第三方", "Consulting"
    THREE_WAY = "three_way", "三方通话", "Three-way talk"
    RETURNED = "returned", "返回通话", "Back with the caller"
    TRANSFERRED = "transferred", "转接", "Transferred"
    MUTED = "muted", "静音", "Muted"
    UNMUTED = "unmuted", "取消静音", "Unmuted"
    MASKED = "masked", "录音遮蔽", "Recording masked"
    UNMASKED = "unmasked", "恢复录音", "Recording goes on"
    WATCHED = "watched", "班长监听方式", "Supervisor listens, whispers or barges in"
    PLACE = "place", "播报排位", "Place in the queue said"
    RECORDING = "recording", "录音开始", "Recording begins"
    RECORDED = "recorded", "录音结束", "Recording ends"
    TROUBLE = "trouble", "异常", "Trouble"
    ENDED = "ended", "结束", "Ended"


class Party(Word):
    """Who the other end of a further leg is."""

    COLLEAGUE = "colleague", "同事", "Colleague"
    JUDGE = "judge", "法官", "Judge"
    CHAMBER = "chamber", "庭室电话", "Chamber's telephone"
    OUTSIDE = "outside", "外部号码", "Outside number"
    CITIZEN = "citizen", "来电人", "Citizen"
    AGENT = "agent", "座席", "Agent"
    SUPERVISOR = "supervisor", "班长", "Supervisor"


class Script(Word):
    """The scripts that an agent can have played to a caller who cannot be understood (S4 app. A)."""

    SILENT = "silent", "无声", "Silent"
    TOO_QUIET = "too_quiet", "声音太小", "Too quiet"
    HANDS_FREE = "hands_free", "免提听不清", "Hands-free"
    NOISY = "noisy", "杂音太大", "Noisy"


class RecordingKind(Word):
    CALL = "call", "通话录音", "Call"
    MESSAGE = "message", "留言录音", "Message"


class RecordingState(Word):
    RUNNING = "running", "录制中", "Running"
    KEPT = "kept", "已存", "Kept"
    FAILED = "failed", "失败", "Failed"
    PURGED = "purged", "已到期清理", "Purged when its time was over"


class RecordingTrouble(Word):
    """Why a recording failed; other errors of the operating system are stored as its own text."""

    EMPTY = "empty", "文件为空，请检查磁盘是否已满", "the file is empty: is the disk full?"
    SHORT = "short", "录音文件比通话短", "The file is shorter than the call"
    NOT_BEGUN = (
        "not_begun",
        "交换机未能开始录音，请检查磁盘空间和目录权限",
        "the switch did not begin to record: is the disk full, may it write there?",
    )
    NOT_ENDED = "not_ended", "交换机未报告录音结束", "the switch did not say that it ended"


class VoiceTrouble(Word):
    """Why a recording could not be measured."""

    NO_SIDES = "no_sides", "不是双声道电话录音，无法测量", "it is no telephone recording of two channels"
    UNREADABLE = "unreadable", "录音文件读不出", "its file cannot be read"


class VoiceFinding(Word):
    """What was measured of a talk that is a reason to listen to it."""

    LONG_SILENCE = "long_silence", "双方静默 10 秒以上", "Neither spoke for 10 s or more"
    LATE_WORD = "late_word", "接通 3 秒后座席才讲话或未讲话", "Agent's first word after 3 s or more, or none"
    AGENT_SILENT = "agent_silent", "座席连续 60 秒以上未讲话", "Agent silent for 60 s or more"
    TALKED_OVER = "talked_over", "双方同时讲话占 10% 以上", "Both spoke at once for 10% or more"
    TOO_QUIET = "too_quiet", "一方音量过低（低于 -45 dB）", "A side too quiet (below -45 dB)"
    CLIPPED = "clipped", "一方声音过载（5% 以上）", "A side too loud for the line (5% or more)"


class QueueEnd(Word):
    """Why a queue ended without an agent."""

    NOBODY = "nobody", "站内无座席在岗", "no agent of the site was there"
    TOO_LONG = "too_long", "各梯级均无人接听", "nobody answered in the time of the ladder"
    FULL = "full", "排队人数已满", "the queue is full"
    CALLBACK = "callback", "转为回拨或留言", "led on to call-back or message"
    NO_LINE = "no_line", "线路未启用", "the line is not in use"


class Trouble(Word):
    """What went wrong in a call; its fact names the details."""

    NO_FLOW = "no_flow", "号码没有可用的流程", "the number has no flow that can be used"
    PROMPT = "prompt_not_played", "提示音未能播放", "a prompt could not be played"
    REFUSED = "refused", "交换机拒绝执行", "the switch refused"
    LOST_TRACK = "lost_track", "交换机上已无此来电", "the switch did not know the call any more"
    BUG = "bug", "程序故障", "a fault in the program"
    NO_SPEECH = "no_speech", "语音合成不可用", "text could not be spoken"
    NO_LOOKUP = "no_lookup", "查询系统不可用", "the system to look it up did not answer"
    RANG_ON = "rang_on", "振铃超时，由控制程序结束", "it rang beyond its time, and was ended"
    ROOM = "room", "来电人被移出通话，已重新接入", "the caller was put out of the talk, and brought back"
    NO_LEG = "no_leg", "交换机上已无此通话方", "the switch did not know a party any more"
    RECONCILED = "reconciled", "座席状态与来电不符，已更正", "an agent's state did not fit the call, and was corrected"
    REPLACED = "replaced", "来电被另一呼叫顶替", "another call was put in the caller's place"
    NO_SUM = "no_sum", "计算出错", "a sum could not be done"
