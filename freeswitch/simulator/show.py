"""`show …`: the tables of channels, calls and registrations, as JSON, text or a count."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from freeswitch.simulator.board import SwitchState
from freeswitch.simulator.channels import Channel

Row = dict[str, str]
USAGE = "-USAGE: calls|channels|registrations [count|as json]\n"


def _created(channel: Channel) -> Row:
    created = channel.times.created
    return {
        "created": f"{datetime.fromtimestamp(created, UTC):%Y-%m-%d %H:%M:%S}",
        "created_epoch": str(int(created)),
    }


def _leg(channel: Channel) -> Row:
    return {
        "uuid": channel.uuid,
        "direction": channel.direction,
        **_created(channel),
        "name": channel.name,
        "state": channel.state,
        "cid_name": channel.cid_name,
        "cid_num": channel.cid_number,
        "ip_addr": "127.0.0.1",
        "dest": channel.destination,
        "presence_id": "",
        "accountcode": channel.variables.get("accountcode", ""),
        "callstate": channel.call_state,
    }


def _channel(channel: Channel) -> Row:
    return _leg(channel) | {
        "application": channel.variables.get("current_application", ""),
        "application_data": channel.variables.get("current_application_data", ""),
        "dialplan": "XML",
        "context": channel.context,
        "read_codec": "PCMA",
        "read_rate": "8000",
        "write_codec": "PCMA",
        "write_rate": "8000",
        "hostname": "stand-in",
        "call_uuid": channel.call_uuid or channel.uuid,
        "initial_cid_name": channel.cid_name,
        "initial_cid_num": channel.cid_number,
        "initial_dest": channel.variables.get("sip_to_user", channel.destination),
    }


def _call(channel: Channel) -> Row:
    row = _leg(channel) | {"call_uuid": channel.call_uuid or channel.uuid, "hostname": "stand-in"}
    other = channel.peer
    if other is not None:
        row |= {f"b_{key}": value for key, value in _leg(other).items()}
        row["call_created_epoch"] = str(int(channel.times.bridged))
    return row


def _rows(board: SwitchState, what: str) -> list[Row] | None:
    legs = list(board.channels.values())
    if what == "channels":
        return [_channel(leg) for leg in legs]
    if what in ("calls", "detailed_calls"):
        return [_call(leg) for leg in legs if leg.peer is None or leg.call_uuid in ("", leg.uuid)]
    if what in ("bridged_calls", "detailed_bridged_calls"):
        return [_call(leg) for leg in legs if leg.peer is not None and leg.call_uuid in ("", leg.uuid)]
    if what == "registrations":
        return [_registration(board, phone.extension) for phone in board.phones.values() if phone.registered]
    return None


def _registration(board: SwitchState, extension: str) -> Row:
    return {
        "reg_user": extension,
        "realm": "127.0.0.1",
        "token": f"reg-{extension}",
        "url": f"sofia/internal/sip:{extension}@127.0.0.1:5060",
        "expires": str(int(board.now) + 3600),
        "network_ip": "127.0.0.1",
        "network_port": "5060",
        "network_proto": "udp",
        "hostname": "stand-in",
        "metadata": "",
    }


def show(board: SwitchState, arg: str) -> str:
    """The answer to `show <arg>`."""
    what, _, form = arg.partition(" ")
    rows = _rows(board, what)
    if rows is None:
        return USAGE
    if form.strip() == "count":
        return f"\n{len(rows)} total.\n"
    if form.strip().lower() == "as json":
        table: dict[str, object] = {"row_count": len(rows)}
        if rows:
            table["rows"] = rows
        return json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    if not rows:
        return "\n0 total.\n"
    lines = [",".join(rows[0])] + [",".join(row.values()) for row in rows]
    return "\n".join(lines) + f"\n\n{len(rows)} total.\n"
