"""The table of parameters: groups, defaults, allowed values, and what a page says about each."""

from .parameter_keeping import ASSESSMENT, PRIVACY, RECORDS, REPORTS, SIGN_IN
from .parameter_shape import DAYS_MOST, Parameter, ParameterGroup

__all__ = ["DAYS_MOST", "GROUPS", "Parameter", "ParameterGroup"]

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
        "silent.calls", "number", 3, "反复无声来电次数", "Silent calls that make a number suspected",
        "同一号码无声来电达到几次（只差末两位的号码合计三倍）后，再来电先检测人声，0 为不检测；重拨不算。",
        "Silent calls of a number (of those that differ in the last two digits: three times as many) within the time "
        "below after which it is asked for a voice before an agent is rung, 0 for never. Redialling does not count.",
        0, 100,
    ),
    Parameter(
        "silent.minutes", "number", 30, "反复无声来电时间（分钟）", "Silent calls count for (min)",
        "只算最近这么多分钟内的无声来电，期间与座席通过话的重新计算；受机器人长期骚扰时调大。",
        "Only silent calls of the last so many minutes count, and none before a talk; raise it if robots come slowly.",
        5, 1440,
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
QUALITY = ParameterGroup("质检", "Quality inspection", (
    Parameter(
        "quality.appeal_workdays", "number", 3, "质检结果申诉期限（工作日）", "Workdays to appeal against a result",
        "评分完成后，本人几个工作日内可以申诉，逾期自动确认；座席反映来不及时调大，只影响此后的结果。",
        "Workdays in which somebody may appeal against a result of the inspection, after which it stands; raise it if "
        "people lack the time. Results that were told before keep theirs.", 1, 30,
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
TELEPHONES = ParameterGroup("话机登记", "Telephones' sign-in", (
    Parameter(
        "telephone.tries", "number", 5, "话机密码错误次数上限", "Wrong passwords of a telephone",
        "同一分机从同一地址用错误密码登记几次后暂时拒绝；一天内从该地址正常登记过的话机只告警、不拒绝。",
        "Wrong passwords after which an extension at an address is kept out for a while; a telephone that registered "
        "well from there within a day only raises the alarm.", 3, 100,
    ),
    Parameter(
        "telephone.longest_minutes", "number", 15, "话机最长拒绝时间（分钟）",
        "Longest time a telephone is kept out (min)",
        "首次拒绝一分钟，以后每次加倍，最长不超过这里的分钟数；受到长期攻击时调大，话机常输错密码时调小。",
        "The first time lasts one minute, each further one twice as long, up to so many; raise it under attack, "
        "lower it if telephones of your own are set up wrongly often.", 1, 1440,
    ),
))  # fmt: skip
GROUPS = (
    CALLS, TELEPHONES, JUDGES, TICKETS, ASSESSMENT, FOLLOW_UPS, QUALITY, DIALLING, MESSAGES, RECORDS, REPORTS, PRIVACY,
    SIGN_IN,
)  # fmt: skip
