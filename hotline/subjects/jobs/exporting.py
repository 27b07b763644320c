"""All that the house holds of one person as a ZIP: JSON for programs, a page for people, his recordings if wanted."""

import datetime as dt
import html
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import structlog

from hotline.clock import CHINA
from hotline.outside.keys import OFF, Keys
from hotline.outside.stored import open_stored
from hotline.people.rules.permissions import Permission, may
from hotline.ports import CannotRead, Refused
from hotline.store.database import Json
from hotline.subjects.reads.held import Held, held
from hotline.subjects.reads.named import named
from hotline.subjects.rules.covering import Subject
from hotline.tickets.reads.sounds import released
from hotline.words import FileTrouble, HeldKind, RecordingState

log = structlog.get_logger()
_BLOCK = 256 * 1024

NOT_HIS = {  # what says nothing of the citizen but much of the house
    "seq", "token", "code", "identity_hash", "held_back", "sha256", "gateway", "gateway_id", "path", "extra", "key_id",
    "opened_by",
    "person", "by", "taken_by", "done_by", "closed_by", "handler", "agent", "lifted_by", "error",
}  # fmt: skip
_PAGE = (
    '<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title>'
    "<style>body{{font-family:sans-serif;margin:2em}}table{{border-collapse:collapse}}"
    "td,th{{border:1px solid #999;padding:.2em .5em;vertical-align:top;text-align:left}}</style><h1>{title}</h1>{body}"
)


def write(row: Any, path: Path, now: dt.datetime, *, secret: str, recordings: Path, keys: Keys = OFF) -> int:
    """Write the export's file; gives how many rows it has. Raises Refused if the person may no longer have it."""
    if not row.person.active or not may(row.person.roles, Permission.PROTECT_DATA):
        raise Refused("What you may see has changed since you asked: ask again")
    said = row.query["subject"]
    who = Subject(said["number"], said["identity"], said["name"])
    found = held(who, secret)
    told = {kind: [_plain(one) for one in rows] for kind, rows in found.rows.items() if rows}
    if texts := _chosen(who, found, set(row.query.get("also", ()))):
        told[HeldKind.OTHERS] = texts
    short = "zh" if row.person.language.startswith("zh") else "en"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True))
        packed.writestr("index.html", _page(told, short, now))
        for one in found.rows.get(HeldKind.RECORDINGS, []) if row.query.get("sounds") else ():
            if one.state == RecordingState.KEPT.value and released(one.call):
                _sound(packed, recordings / Path(one.path).name, keys, one.size)
    return sum(len(rows) for rows in told.values())


def _chosen(who: Subject, found: Held, also: set[str]) -> list[dict[str, Any]]:
    """Of texts that are no row of his, what stands around his name, and no more: the rest may be about others."""
    return [
        {"kind": one.kind.value, "at": _value(one.at), "passages": list(one.passages)}
        for one in (named(who, found) if also else ())
        if one.place in also
    ]


def _sound(packed: zipfile.ZipFile, file: Path, keys: Keys, size: int | None) -> None:
    """One recording, as it was spoken; of one that cannot be read, a text that says why."""
    name = f"recordings/{file.name}"
    try:
        with open_stored(file, keys, size=size) as sound:
            while sound.read(_BLOCK):  # all of it: nothing half-read is handed out
                pass
            sound.seek(0)
            told = zipfile.ZipInfo(name)
            told.file_size = sound.plain_size
            with packed.open(told, "w") as out:
                shutil.copyfileobj(sound, out, _BLOCK)
    except CannotRead as error:
        if error.what is not FileTrouble.GONE:
            log.error("recording_not_exported", recording=file.name, why=str(error))
            packed.writestr(f"{name}.txt", f"{error.what.zh} / {error.what.en}\n")


def _plain(row: Any) -> dict[str, Any]:
    """A row as JSON, without what is not the citizen's."""
    kept = {one.name: row.__data__.get(one.name) for one in row._meta.sorted_fields if one.name not in NOT_HIS}
    return {name: value if _is_json(row, name) else _value(value) for name, value in kept.items()}


def _is_json(row: Any, name: str) -> bool:
    return isinstance(row._meta.fields[name], Json)


def _value(value: Any) -> Any:
    return value.astimezone(CHINA).isoformat() if isinstance(value, dt.datetime) else value


def _page(told: dict[HeldKind, list[dict[str, Any]]], short: str, now: dt.datetime) -> str:
    title = "个人信息" if short == "zh" else "Personal data"
    body = [f"<p>{now.astimezone(CHINA):%Y-%m-%d %H:%M}</p>"]
    for kind, rows in told.items():
        names = [name for name in rows[0] if any(one[name] not in (None, "", [], {}) for one in rows)]
        head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
        lines = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_text(one[name]))}</td>" for name in names) + "</tr>" for one in rows
        )
        body.append(f"<h2>{html.escape(kind.label(short))} ({len(rows)})</h2><table><tr>{head}</tr>{lines}</table>")
    return _PAGE.format(lang=short, title=title, body="".join(body))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
