"""The parameters that an administrator may set at any time: defaults and allowed values."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

DAYS_MOST = 36_500
_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,100}(/[A-Za-z0-9._~/\-]{0,80})?")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kind`: number (between `least` and `most`), time (`HH:MM`), url (of a web page, or empty) or flag. The labels
    are for people."""

    name: str
    kind: str
    default: Any
    zh: str
    en: str
    least: int = 0
    most: int = DAYS_MOST


ALL: tuple[Parameter, ...] = (
    Parameter("contact.reply_workdays", "number", 1, "法官回复期限（工作日）", "Workdays for a judge's reply", 1, 30),
    Parameter("contact.rings", "number", 4, "办公电话响铃次数", "Rings of an office telephone", 2, 12),
    Parameter("quiet.begins", "time", "20:00", "免打扰开始", "Quiet hours begin"),
    Parameter("quiet.ends", "time", "08:00", "免打扰结束", "Quiet hours end"),
    Parameter("keep.talked", "number", 730, "人工通话录音保存天数", "Days to keep recordings of talks", 30),
    Parameter("keep.message", "number", 365, "留言录音保存天数", "Days to keep messages", 30),
    Parameter("keep.machine", "number", 90, "自助通话录音保存天数", "Days to keep recordings of self-service", 7),
    Parameter("keep.out", "number", 730, "呼出录音保存天数", "Days to keep recordings of calls made", 30),
    Parameter("alarm.waits_seconds", "number", 40, "等候超时告警（秒）", "Alarm when a caller waits (s)", 10, 600),
    Parameter("alarm.away_minutes", "number", 30, "示忙超时告警（分钟）", "Alarm when an agent is away (min)", 5, 480),
    Parameter("page.lost_seconds", "number", 60, "网页断开后转示忙（秒）", "Away after a lost page (s)", 30, 600),
    Parameter("wrap_up.more_seconds", "number", 60, "每次延长整理（秒）", "More time for wrap-up (s)", 10, 600),
    Parameter("wrap_up.more_times", "number", 3, "每次通话最多延长次数", "Times that wrap-up is prolonged", 0, 20),
    Parameter("notice.silent", "flag", False, "无声来电后发送短信", "Send a message after a silent call"),
    Parameter("ticket.four_eyes", "flag", True, "经办与审核须为不同人", "Nobody passes what he has written himself"),
    Parameter(
        "ticket.yellow_workdays", "number", 1, "黄灯提前（工作日）", "Workdays before due that turn yellow", 1, 10
    ),
    Parameter("ticket.extensions", "number", 1, "每单最多延期次数", "Extensions of a ticket at most", 0, 5),
    Parameter("urge.circular_workdays", "number", 3, "超期几个工作日通报", "Workdays late until a circular", 1, 30),
    Parameter("points.overdue", "number", 1, "超期扣分", "Points for a ticket that is late", 0, 100),
    Parameter("points.circular", "number", 3, "通报扣分", "Points for a circular", 0, 100),
    Parameter("follow_up.tries", "number", 3, "回访最多尝试次数", "Tries of a return visit", 1, 10),
    Parameter("follow_up.gap_hours", "number", 4, "回访间隔（小时）", "Hours between tries of a visit", 1, 72),
    Parameter(
        "follow_up.sample_percent", "number", 5, "咨询抽样回访（%）", "Consultations that are visited (%)", 0, 100
    ),
    Parameter("appointment.places", "number", 2, "每个预约时段人数", "Places of an hour of appointments", 1, 50),
    Parameter("appointment.days", "number", 30, "可提前预约天数", "Days ahead that may be booked", 1, 120),
    Parameter(
        "public.base_url", "url", "", "公众查询网址（空：按设置文件）", "Address of the public page (empty: settings)"
    ),
    Parameter("follow_up.sms", "flag", True, "先发短信回访", "Ask by short message before calling"),
    Parameter("file.most_mb", "number", 20, "单个附件上限（MB）", "Largest file with a ticket (MB)", 1, 100),
    Parameter("file.ticket_mb", "number", 100, "每单附件合计上限（MB）", "All files of a ticket (MB)", 1, 500),
)
BY_NAME = {one.name: one for one in ALL}


def only_here(url: str) -> bool:
    """True if nobody outside the machine can open the address: a citizen's telephone cannot follow such a link."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def checked(name: str, value: Any) -> Any:
    """The value in stored form. Raises ValueError, and KeyError for an unknown name."""
    one = BY_NAME[name]
    if one.kind == "flag":
        return value in (True, "true", "on", "1", 1)
    if one.kind == "time":
        if not _TIME.fullmatch(str(value)):
            raise ValueError("write a time as 08:00")
        return str(value)
    if one.kind == "url":
        if str(value) == "":
            return ""
        if not _URL.fullmatch(str(value)):
            raise ValueError("write an address as https://12368.example")
        return str(value).rstrip("/")
    number = int(str(value))
    if not one.least <= number <= one.most:
        raise ValueError(f"between {one.least} and {one.most}")
    return number
