"""Codes of what the house holds of one person, and of its erasure."""

from .shape import Word


class HeldKind(Word):
    """Kinds of rows with a citizen's data. Confidential complaints are none of them, not even as a count."""

    CALLS = "calls", "来电和呼出", "Calls in and out"
    RECORDINGS = "recordings", "录音", "Recordings"
    LEGS = "legs", "通话中另外接通的话路", "Further legs of calls"
    TICKETS = "tickets", "工单（来电人）", "Tickets as the caller"
    PARTIES = "parties", "工单（当事人）", "Tickets as a party"
    CONTACTS = "contacts", "联系法官", "Requests for a judge"
    CALL_BACKS = "call_backs", "回拨任务", "Call-backs"
    MESSAGES = "messages", "短信", "Messages"
    NUISANCE = "nuisance", "骚扰号码", "Nuisance entries"
    FOLLOW_UPS = "follow_ups", "回访", "Return visits"
    APPOINTMENTS = "appointments", "预约", "Appointments"
    FILES = "files", "附件", "Files of tickets"
    PAPERS = "papers", "已制发文书", "Issued papers"
    DRAFTS = "drafts", "未提交的草稿", "Drafts not sent"
    OTHERS = "others", "其他文字记录", "Other written records"


class ErasureState(Word):
    """What became of a request to erase one person's data."""

    OPEN = "open", "待第二人同意", "Waits for a second person"
    GRANTED = "granted", "已同意，待执行", "Consented, to be carried out"
    REFUSED = "refused", "未同意", "Not consented"
    VOID = "void", "已失效", "Too old"
    DONE = "done", "已执行", "Carried out"


class KeptWhy(Word):
    """Why something stays although the person asked for its erasure."""

    UNFINISHED = "unfinished", "事项尚未办结", "It is not finished yet"
    CALL_TIME = "call_time", "未满通话记录最短保存期", "Call records are kept for the shortest time of the law"
    TICKET_TIME = (
        "ticket_time",
        "未满工单来电人信息最短保存期",
        "Callers of tickets are kept for the shortest time of the rules",
    )
    SOUND_TIME = "sound_time", "未满录音最短保存期", "Recordings are kept for the shortest time of the rules"
    NOT_RELEASED = (
        "not_released",
        "录音暂不公开，由纪检决定",
        "Recordings that are not released; the inspection decides",
    )
    IN_FORCE = "in_force", "骚扰号码登记仍有效", "The nuisance entry is in force"
    WITH_TICKET = "with_ticket", "随工单保存的附件内容", "The content of files stays with its ticket"
    ARCHIVE = "archive", "已制发文书按档案规定保存", "Issued papers are archives"
