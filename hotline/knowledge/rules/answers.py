"""The sentences of self-service on fees, cases and petitions, for a speech engine."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from hotline.knowledge.rules.fees import Fee
from hotline.values.spoken import case_number, clock_time, date, money, text

MOST = Decimal(10) ** 12


def amount(keyed: str) -> Decimal | None:
    """Yuan as keyed in: digits, `*` for the point. None: invalid."""
    try:
        value = Decimal(keyed.replace("*", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= MOST else None


def fee_said(name: str, fee: Fee) -> str:
    """`财产案件，金额五十万元，应交纳八千八百元。`"""
    of = "" if fee.amount is None else f"金额{money(fee.amount)}，"
    sum_ = money(fee.least) if fee.least == fee.most else f"{money(fee.least)}至{money(fee.most)}"
    return f"{name}，{of}应交纳{sum_}{'，已减半' if fee.halved else ''}。"


def case_said(number: str, cause: str, division: str, judge: str, stage: str, hearing: dt.datetime | None) -> str:
    """A case as its party hears it; `hearing` is local."""
    by = f"由{division}{judge}法官承办" if judge else f"由{division}承办" if division else ""
    parts = [f"案号{_case(number)}", f"案由{cause}", by, f"目前{stage}"]
    if hearing is not None:
        parts.append(f"下次开庭{date(hearing.date())}{clock_time(hearing.time())}")
    return text("，".join(part for part in parts if part) + "。")


def petition_said(number: str, unit: str, stage: str, received: dt.date) -> str:
    return text(f"您的信访件于{date(received)}登记，现由{unit}办理，目前{stage}。")


def _case(number: str) -> str:
    try:
        return case_number(number)
    except ValueError:
        return number


def opens_said(now: dt.datetime, opens: dt.datetime | None) -> str:
    """The sentence on when a line opens again; both times are local. Empty if unknown."""
    if opens is None:
        return ""
    days = (opens.date() - now.date()).days
    day = {0: "今天", 1: "明天"}.get(days) or date(opens.date())
    return f"人工服务将于{day}{clock_time(opens.time())}开始。"
