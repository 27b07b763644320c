"""Files for the browser: their names, and spreadsheets made for one answer."""

import datetime as dt
from urllib.parse import quote

from flask import Response, make_response

from hotline.clock import CHINA
from hotline.values.file_names import ascii_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def disposition(name: str, *, plain: str = "", inline: bool = False) -> str:
    """The header by RFC 6266: the name in UTF-8, and for old clients one in ASCII (`plain`, or made of the name)."""
    shown = "inline" if inline else "attachment"
    return f"{shown}; filename=\"{plain or ascii_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


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
