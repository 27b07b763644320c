"""Spreadsheets made for one answer."""

import datetime as dt

from flask import Response, make_response

from hotline.clock import CHINA
from hotline.values.file_names import disposition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet(content: bytes, name: str, *, plain: str, now: dt.datetime) -> Response:
    """Hands out a spreadsheet; its name ends with the present time in China. `plain`: the name for old clients."""
    end = f"{now.astimezone(CHINA):%Y%m%d-%H%M}.xlsx"
    answer = make_response(content)
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = disposition(f"{name}-{end}", plain=f"{plain}-{end}")
    return answer


def in_china(at: dt.datetime) -> dt.datetime:
    """The time of a clock on a wall in China, as a spreadsheet holds it: without a zone."""
    return at.astimezone(CHINA).replace(tzinfo=None)
