"""The table of parameters: groups, defaults, allowed values, and what a page says about each."""

from dataclasses import dataclass
from typing import Any

from .permissions import Permission

DAYS_MOST = 36_500


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kind`: number (between `least` and `most`), time (`HH:MM`), url (of a web page, or empty), flag, roles (their
    codes), or a list with blanks between: short (short and service numbers), whole (whole numbers), beginnings (of
    numbers). The labels are for people; the help says what the parameter does, in which unit, and when to change it."""

    name: str
    kind: str
    default: Any
    zh: str
    en: str
    help_zh: str
    help_en: str
    least: int = 0
    most: int = DAYS_MOST


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    """Parameters that stand together on the page, under one heading. `by`: who may do this sets them."""

    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    by: Permission = Permission.SET_PARAMETERS


CALLS = ParameterGroup("来电与座席", "Calls and agents", (
    Parameter(
        "alarm.waits_seconds", "number", 40, "等候超时告警（秒）", "Alarm when a caller waits (s)",
        "来电人排队满这么多秒仍无人接听即告警；告警太多时调大，要求更快接听时调小。",
        "A caller who has waited this many seconds raises an alarm; raise it if there are too many alarms.", 10, 600,
    ),
    Parameter(
        "alarm.away_minutes", "number", 30, "示忙超时告警（分钟）", "Alarm when an agent is away (min)",
        "座席连续示忙满这么多分钟即告警；按午休等正常离席的时长设置。",
        "An agent who is away for this many minutes raises an alarm; set it to the longest usual break.", 5, 480,
    ),
    Parameter(
        "page.lost_seconds", "number", 60, "网页断开后转示忙（秒）", "Away after a lost page (s)",
        "座席的网页断开满这么多秒后转为示忙，不再派来电；网络不稳时调大。",
        "An agent whose page is cut off for this many seconds is set away; raise it if the network is unsteady.",
        30, 600,
    ),
    Parameter(
        "wrap_up.more_seconds", "number", 60, "每次延长整理（秒）", "More time for wrap-up (s)",
        "座席每按一次“延长整理”增加的秒数；登记常常来不及写完时调大。",
        "Seconds that one press of the button adds to wrap-up; raise it if tickets are often left unfinished.",
        10, 600,
    ),
    Parameter(
        "wrap_up.more_times", "number", 3, "每次通话最多延长次数", "Times that wrap-up is prolonged",
        "一次通话后最多可以延长整理几次，0 为不可延长；整理占用太多接听时间时调小。",
        "How often wrap-up may be prolonged after one call, 0 for never; lower it if callers wait meanwhile.", 0, 20,
    ),
))  # fmt: skip
JUDGES = ParameterGroup("联系法官与预约", "Judges and appointments", (
    Parameter(
        "contact.reply_workdays", "number", 1, "法官回复期限（工作日）", "Workdays for a judge's reply",
        "登记联系法官后，法官须在几个工作日内回复；只影响此后新登记的，按本院规定设置。",
        "Workdays in which a judge must reply to a new contact; set it to what the court's rules ask.", 1, 30,
    ),
    Parameter(
        "contact.rings", "number", 4, "办公电话响铃次数", "Rings of an office telephone",
        "每部电话响铃几声无人接听后改拨下一部；常有人来不及接时调大。",
        "Rings of each telephone before the next one is tried; raise it if people do not reach theirs in time.", 2, 12,
    ),
    Parameter(
        "appointment.places", "number", 2, "每个预约时段人数", "Places of an hour of appointments",
        "每个时段最多可预约几人；按接待窗口的数量设置，已有的预约不受影响。",
        "People who can be booked for one hour; set it to the number of counters. Appointments made stay.", 1, 50,
    ),
    Parameter(
        "appointment.days", "number", 30, "可提前预约天数", "Days ahead that may be booked",
        "最多可预约今天之后几天（自然日）以内的时段；各时段经常约满时调大。",
        "Calendar days after today that are open for booking; raise it if everything is often taken.", 1, 120,
    ),
))  # fmt: skip
TICKETS = ParameterGroup("工单与期限", "Tickets and deadlines", (
    Parameter(
        "ticket.four_eyes", "flag", True, "经办与审核须为不同人", "Nobody passes what he has written himself",
        "开启时答复不得由撰写人自己审核；仅在人手确实不足的单位关闭。",
        "When on, who wrote an answer may not pass it; switch it off only where a unit has too few people.",
    ),
    Parameter(
        "ticket.yellow_workdays", "number", 1, "黄灯提前（工作日）", "Workdays before due that turn yellow",
        "到期前几个工作日亮黄灯并催办；需要更早提醒承办单位时调大。",
        "Workdays before its limit when a ticket turns yellow and is urged; raise it to warn units earlier.", 1, 10,
    ),
    Parameter(
        "ticket.extensions", "number", 1, "每单最多延期次数", "Extensions of a ticket at most",
        "一张工单最多可以延期几次，0 为不可延期；按本院的办理规定设置。",
        "How often a ticket's limit may be extended, 0 for never; set it to what the court's rules allow.", 0, 5,
    ),
    Parameter(
        "urge.circular_workdays", "number", 3, "超期几个工作日通报", "Workdays late until a circular",
        "工单超期满几个工作日后通报承办单位；督办要求更严时调小。",
        "Workdays after its limit when a late ticket brings its unit a circular; lower it to be stricter.", 1, 30,
    ),
    Parameter(
        "points.overdue", "number", 1, "超期扣分", "Points for a ticket that is late",
        "工单超期时扣承办单位几分，0 为不扣；按考核办法设置，已扣的分不变。",
        "Points a unit is charged for a late ticket, 0 for none; follow the court's rules. Old points stay.", 0, 100,
    ),
    Parameter(
        "points.circular", "number", 3, "通报扣分", "Points for a circular",
        "每次通报另扣承办单位几分，0 为不扣；按考核办法设置，已扣的分不变。",
        "Points a unit is charged for a circular as well, 0 for none; follow the court's rules. Old points stay.",
        0, 100,
    ),
))  # fmt: skip
FOLLOW_UPS = ParameterGroup("回访", "Return visits", (
    Parameter(
        "follow_up.sms", "flag", True, "先发短信回访", "Ask by short message before calling",
        "开启时先向手机号发送评价链接，一天内未评价再电话回访；没有短信通道时关闭。",
        "When on, mobiles get a link first and are called after a day without an answer; switch it off without SMS.",
    ),
    Parameter(
        "follow_up.tries", "number", 3, "回访最多尝试次数", "Tries of a return visit",
        "电话打不通时至少尝试几次，才可以按未联系上结束；未联系上的太多时调大。",
        "Calls that must be tried before a citizen counts as not reached; raise it if too many are not.", 1, 10,
    ),
    Parameter(
        "follow_up.gap_hours", "number", 4, "回访间隔（小时）", "Hours between tries of a visit",
        "一次没打通后，至少隔几小时再打；希望错开当事人忙碌的时段时调大。",
        "Hours between two tries to reach a citizen; raise it to meet him at another time of day.", 1, 72,
    ),
    Parameter(
        "follow_up.sample_percent", "number", 5, "咨询抽样回访（%）", "Consultations that are visited (%)",
        "当场办结的咨询中抽取百分之几回访，0 为不抽；按回访人手调整。",
        "Percent of the consultations closed at once that are visited, 0 for none; fit it to who can call.", 0, 100,
    ),
))  # fmt: skip
MESSAGES = ParameterGroup("短信与免打扰", "Messages and quiet hours", (
    Parameter(
        "quiet.begins", "time", "20:00", "免打扰开始", "Quiet hours begin",
        "每天从这个时刻（北京时间，时:分）起不呼出、不发短信；按当地作息设置。",
        "Time of day (HH:MM, China's time) after which nobody is called or sent messages; follow local custom.",
    ),
    Parameter(
        "quiet.ends", "time", "08:00", "免打扰结束", "Quiet hours end",
        "每天到这个时刻（北京时间，时:分）恢复呼出和短信；按当地作息设置。",
        "Time of day (HH:MM, China's time) from which calls and messages go out again; follow local custom.",
    ),
    Parameter(
        "notice.silent", "flag", False, "无声来电后发送短信", "Send a message after a silent call",
        "开启时向无声来电的手机号发短信，请其换一部电话再打；无声来电多时开启。",
        "When on, a mobile that could not be heard is asked to use another telephone; for many silent calls.",
    ),
    Parameter(
        "public.proofs_an_hour", "number", 60, "每小时查询验证码条数", "Look-up codes sent in an hour",
        "公众查询被锁定时，全院每小时最多发出几条短信验证码，0 为不发；正常时段常用完时调大。",
        "Messages with digits that the house sends in an hour to citizens whose look-up is locked, 0 for none; raise "
        "it if an ordinary hour uses them up.", 0, 10_000,
    ),
    Parameter(
        "public.base_url", "url", "", "公众查询网址（空：按设置文件）",
        "Address of the public page (empty: settings)",
        "短信中的链接以此网址开头，留空则按设置文件；公众查询页的域名变更时修改。",
        "Links in messages begin with this address, empty for that of the settings; change it with the page's name.",
    ),
))  # fmt: skip
DIALLING = ParameterGroup("外拨", "Calls that we make", (
    Parameter(
        "dialling.listed", "short", "12345 12348 12368", "可拨的短号和服务号码", "Short numbers that are called",
        "除手机和固定电话外还可以外拨的短号、95/96 等服务号码和应急号码，用空格隔开；境外、卫星和声讯号码列入也不拨。",
        "Short, service and emergency numbers that may be dialled besides mobiles and fixed lines, blanks between.",
    ),
    Parameter(
        "dialling.refused", "beginnings", "", "不外拨的号段", "Beginnings of numbers that are not called",
        "以这些数字开头的号码一律不拨，用空格隔开，例如 0898 170；某个号段被滥用或资费过高时填写。",
        "Numbers that begin so are never dialled, with blanks between, such as 0898 170; for costly or misused ones.",
    ),
    Parameter(
        "dialling.on_duty", "whole", "", "免打扰时段可拨的值班电话", "Telephones of posts on duty, called at night",
        "免打扰时段内仍可咨询、转接的值班电话（完整号码），用空格隔开；夜间需要联系抢修、值班室时填写。",
        "Whole numbers of posts on duty that are consulted and transferred to in quiet hours too, with blanks between.",
    ),
    Parameter(
        "dialling.person_hour", "number", 40, "每人每小时外拨上限", "Calls of a person in an hour",
        "一个人一小时内最多外拨几次，达到后须等一会儿；集中回拨、回访时调大。",
        "Calls out that one person may make within an hour; raise it when many people are called back at once.", 1, 500,
    ),
    Parameter(
        "dialling.number_day", "number", 10, "每个号码每天外拨上限", "Calls to one number in a day",
        "同一个号码一天内最多外拨几次，以免打扰当事人；法官和服务号码不受此限。",
        "Calls out to the same citizen's number within a day, so that nobody is pestered; judges are not counted.",
        1, 100,
    ),
    Parameter(
        "dialling.house_hour", "number", 300, "全院（全市）每小时外拨上限", "Calls of the whole house in an hour",
        "全部人员一小时内最多外拨几次，达到即停止外拨并告警；按平日最忙一小时的两倍设置，防止盗打。",
        "Calls out of everybody within an hour; at this many calling stops and an alarm is raised, against fraud.",
        1, 100_000,
    ),
))  # fmt: skip
RECORDS = ParameterGroup("录音与附件", "Recordings and files", (
    Parameter(
        "keep.talked", "number", 730, "人工通话录音保存天数", "Days to keep recordings of talks",
        "与座席通话的录音保存几天，期满自动清理且不可恢复；按档案规定设置，硬盘不足时调小。",
        "Days until a recording of a talk is deleted for good; follow the rules of the archive.", 30,
    ),
    Parameter(
        "keep.message", "number", 365, "留言录音保存天数", "Days to keep messages",
        "来电人的留言保存几天，期满自动清理且不可恢复；按档案规定设置，硬盘不足时调小。",
        "Days until a caller's message is deleted for good; follow the rules of the archive.", 30,
    ),
    Parameter(
        "keep.machine", "number", 90, "自助通话录音保存天数", "Days to keep recordings of self-service",
        "只经自助语音的通话录音保存几天，期满自动清理且不可恢复；硬盘不足时先调小此项。",
        "Days until a recording of self-service is deleted for good; lower this one first if the disk fills.", 7,
    ),
    Parameter(
        "keep.out", "number", 730, "呼出录音保存天数", "Days to keep recordings of calls made",
        "呼出通话的录音保存几天，期满自动清理且不可恢复；按档案规定设置，硬盘不足时调小。",
        "Days until a recording of a call made is deleted for good; follow the rules of the archive.", 30,
    ),
    Parameter(
        "keep.held_back", "number", 10, "不公开录音比例（%）", "Recordings held back (%)",
        "随机抽取百分之几的录音不在网页公开（与涉密投诉的录音看不出区别，纪检可逐个公开）；设为 0 则涉密投诉可被辨认。",
        "Of a hundred recordings so many, drawn by lot, are played on no page, like those of confidential complaints.",
        0, 50,
    ),
    Parameter(
        "keep.audit", "number", 1095, "审计日志在库天数", "Days to keep the audit in the database",
        "审计日志在数据库中保存几天，期满后转入归档文件（不删除，可核验、可检索）；不得少于 180 天，库太大时调小。",
        "Days until audit entries move into files, where they can still be checked and searched; never under 180.",
        180,
    ),
    Parameter(
        "file.most_mb", "number", 20, "单个附件上限（MB）", "Largest file with a ticket (MB)",
        "单个附件最大几 MB，超过的不能上传；常有扫描件传不上来时调大。",
        "Megabytes that one file may have; raise it if scans are often refused.", 1, 100,
    ),
    Parameter(
        "file.ticket_mb", "number", 100, "每单附件合计上限（MB）", "All files of a ticket (MB)",
        "一张工单的附件合计最大几 MB；材料多的工单传不下时调大，硬盘不足时调小。",
        "Megabytes that all files of a ticket may have together; raise it for tickets with many papers.", 1, 500,
    ),
))  # fmt: skip
PRIVACY = ParameterGroup("个人信息删除", "Erasure of personal data", (
    Parameter(
        "erase.call_days", "number", 180, "通话记录最短保存（天）", "Shortest time for call records (days)",
        "申请删除时，来电和呼出满这么多天后才删去号码和姓名；不得少于法律要求的 180 天。",
        "When a person asks for erasure, calls lose number and name after this many days; the law asks for 180.", 180,
    ),
    Parameter(
        "erase.ticket_days", "number", 1095, "工单来电人最短保存（天）", "Shortest time for callers of tickets (days)",
        "申请删除时，工单办结满这么多天后才删去来电人和当事人信息；按本单位的档案规定设置。",
        "When a person asks for erasure, finished tickets lose their caller after this many days; follow the archive's "
        "rules.", 0,
    ),
    Parameter(
        "erase.sound_days", "number", 365, "录音最短保存（天）", "Shortest time for recordings (days)",
        "申请删除时，录音满这么多天后才删除；按档案规定设置，不影响平时的保存天数。",
        "When a person asks for erasure, recordings are deleted after this many days; usual retention is not touched.",
        30,
    ),
))  # fmt: skip
SIGN_IN = ParameterGroup("登录与权限", "Sign-in and rights", (
    Parameter(
        "people.separate_administrators", "flag", False, "三员分立", "Separate administrators",
        "开启后不再授予“管理员”，改由系统、安全、审计三名管理员分担（先任命三员，再收回原有管理员）；仅一人管理的小法院可不开启。",
        "When on, the role of administrator is no longer given: a system, a security and an audit administrator share "
        "its work. Appoint these first, then take the old role away; leave it off where one person runs the house.",
    ),
    Parameter(
        "second_factor.roles", "roles", [], "须二次验证的角色", "Roles with a second factor",
        "这些角色登录时除密码外还须输入手机验证器的验证码，下次登录时设置；正式使用至少应包括管理员和纪检监察员。",
        "These roles type a code of an app besides the password and set it up when they next sign in; for real use "
        "name at least administrators and inspectors.",
    ),
    Parameter(
        "sign_in.longest_hours", "number", 12, "登录最长时间（小时）", "Longest sign-in (h)",
        "登录满这么多小时后，即使一直在操作也须重新登录；按最长班次设置，立即生效。",
        "Hours after which everybody signs in again, however busy he is; set it to the longest shift.", 1, 72,
    ),
), by=Permission.GIVE_RIGHTS)  # fmt: skip
GROUPS = (CALLS, JUDGES, TICKETS, FOLLOW_UPS, DIALLING, MESSAGES, RECORDS, PRIVACY, SIGN_IN)
