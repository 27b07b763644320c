"""The names under which lists are saved: the time in China, and a name in ASCII that can be read."""

import datetime as dt
from typing import Any
from urllib.parse import unquote

import pytest

from hotline import rows
from hotline.clock import UTC
from hotline.people.reads.scope import Scope
from hotline.tickets.jobs import exports
from hotline.tickets.rules.query import TicketQuery
from hotline.tickets.verbs.exports import ask_export

pytestmark = pytest.mark.unit
NIGHT = dt.datetime(2026, 11, 29, 20, 16, tzinfo=UTC)  # 04:16 of the next day in China


def test_a_list_is_named_by_the_time_in_china(app: Any, supervisor: Any, sign_in: Any) -> None:
    export = ask_export(TicketQuery(), Scope(), person=supervisor.id, numbers=True, now=NIGHT, client_ip="")
    assert exports.write_next(exports.folder_of(app.config["TINGSU"]), "head", lambda: NIGHT)
    answer = sign_in(supervisor, "zh_CN").get(f"/tickets/exports/{export}")
    first, plain, full = answer.headers["Content-Disposition"].split("; ")
    assert (first, plain) == ("attachment", 'filename="tickets-20261130-0416.xlsx"')
    assert unquote(full) == "filename*=UTF-8''工单-20261130-0416.xlsx"
    assert (answer.data[:2], answer.headers["Content-Type"].rpartition(".")[2]) == (b"PK", "sheet")
    assert rows.Export.select().count() == 1
