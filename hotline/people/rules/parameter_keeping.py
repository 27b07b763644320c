"""The table of parameters, part two: what is kept, reports by the clock, erasure, sign-in."""

from .parameter_shape import Parameter, ParameterGroup
from .permissions import Permission

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
REPORTS = ParameterGroup("定期报告", "Reports by the clock", (
    Parameter(
        "report.day", "flag", False, "自动生成日报", "Daily report",
        "每天自动生成前一天的报告草稿，发布仍由人决定；不看日报的单位可不开启。",
        "Each day a draft about the day before is made; people publish it. Leave it off where nobody reads it.",
    ),
    Parameter(
        "report.week", "flag", False, "自动生成周报", "Weekly report",
        "每周一自动生成上周的报告草稿，发布仍由人决定；不看周报的单位可不开启。",
        "Each Monday a draft about the last week is made; people publish it. Leave it off where nobody reads it.",
    ),
    Parameter(
        "report.month", "flag", True, "自动生成月报", "Monthly report",
        "每月初自动生成上月的报告草稿，发布仍由人决定。",
        "At the beginning of each month a draft about the last one is made; people publish it.",
    ),
    Parameter(
        "report.quarter", "flag", True, "自动生成季报", "Quarterly report",
        "每季度初自动生成上季度的报告草稿（服务规范要求每季度公布指标），发布仍由人决定。",
        "At the beginning of each quarter a draft is made: the standard asks for its figures. People publish it.",
    ),
    Parameter(
        "report.year", "flag", True, "自动生成年报", "Yearly report",
        "每年初自动生成上年的报告草稿，发布仍由人决定。",
        "At the beginning of each year a draft about the last one is made; people publish it.",
    ),
    Parameter(
        "report.supply_subjects", "codes", "", "水电气热类事项代码", "Subjects of water, power, gas and heat",
        "这些代码开头的事项须在 30 分钟内签收，用空格隔开；按数据字典填写，指标“按时签收率”据此分类。",
        "Codes of the dictionary, with blanks between, for these subjects and all below: a unit takes them within 30 "
        "minutes, and the figures tell them apart.",
    ),
))  # fmt: skip
ASSESSMENT = ParameterGroup("考核", "Assessment", (
    Parameter(
        "assessment.quarterly", "flag", True, "按季度考核", "Assess by quarters",
        "开启时每季度考核一次，关闭时每月一次；从下一个未开始的考核期起生效。",
        "When on, a period of assessment is a quarter, when off a month; it counts for periods that have not begun.",
    ),
    Parameter(
        "assessment.ask_workdays", "number", 10, "公布后可申请剔除（工作日）", "Workdays for asking for an exclusion",
        "考核公布后几个工作日内还可以申请剔除（公布前随时可以），按考核办法设置。",
        "Workdays after publication in which a unit may still ask that points be excluded; before it may always ask.",
        1, 60,
    ),
    Parameter(
        "assessment.decide_workdays", "number", 5, "剔除申请裁定期限（工作日）", "Workdays for deciding an exclusion",
        "剔除申请须在几个工作日内裁定，逾期在列表中标红；按考核办法设置。",
        "Workdays in which a request for an exclusion is decided; later ones are marked in the list.", 1, 30,
    ),
    Parameter(
        "assessment.ranking", "flag", False, "显示考核排名", "Show a ranking of units",
        "开启后总览按得分排名，并列出工单数和置信区间；国家要求避免简单排名，仅在确有规定时开启。",
        "When on, the overview ranks units by score, with the number of tickets and a confidence interval beside each; "
        "national rules warn of plain rankings, so switch it on only where a rule asks for it.",
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
