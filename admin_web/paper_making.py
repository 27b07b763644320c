"""Papers and files for the web. Papers are made, and sheets read, in a process of its own: other requests go on."""

from typing import Any, cast

from flask import Flask, Response, current_app
from flask_babel import pgettext

from admin_web.access import reader
from hotline.outside import file_store, papers, sheets
from hotline.outside.small_pictures import SmallPictures
from hotline.outside.stored import OpenedFile
from hotline.people.reads.parameters import parameter
from hotline.ports import CannotRead, Refused
from hotline.settings import Settings
from hotline.tickets.reads.papers import PaperView
from hotline.tickets.rules.attachments import ACCEPT, MEGABYTE
from hotline.tickets.rules.papers import Numbers, Undrawn
from hotline.tickets.verbs.attachments import SHOWS, Store
from hotline.values.privacy import mask
from hotline.values.sheet_read import SheetRows
from hotline.words import FileTrouble
from web_kit.stored import hand_out

MAKERS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def start(app: Flask, settings: Settings) -> None:
    app.extensions["papers"] = papers.of(settings)
    app.extensions["files"] = file_store.of(settings)
    app.extensions["small_pictures"] = SmallPictures()
    app.jinja_env.globals.update(
        file_kinds=ACCEPT,
        file_most=file_most,
        ticket_most=ticket_most,
        may_show_files=may_show_files,
        files_scanned=bool(settings.files.scan_command),
    )


def file_most() -> int:
    """The largest size of one file, in megabytes."""
    return int(parameter("file.most_mb"))


def may_show_files() -> bool:
    """Whether this reader decides which files of an answer the citizen sees."""
    return any(reader().may(act) for act in SHOWS)


def ticket_most() -> int:
    """The largest size of all files of a ticket, in megabytes."""
    return int(parameter("file.ticket_mb"))


def store() -> Store:
    return cast(Store, current_app.extensions["files"])


def opened(path: str, size: int) -> OpenedFile:
    """A row's file. Raises Refused."""
    try:
        return cast(file_store.Files, current_app.extensions["files"]).open(path, size)
    except CannotRead as error:
        raise _unread(error) from error


def small_picture(path: str, size: int, sha256: str) -> bytes:
    """A row's picture made small, as a JPEG; b"" if none can be made. Raises Refused."""

    def read() -> bytes:
        with opened(path, size) as file:
            try:
                return file.read()
            except CannotRead as error:
                raise _unread(error) from error

    return cast(SmallPictures, current_app.extensions["small_pictures"]).of(sha256, read)


def handed_out(file: OpenedFile, mimetype: str) -> Response:
    """The file as an answer, whole or in ranges. Raises Refused."""
    try:
        return hand_out(file, mimetype)
    except CannotRead as error:
        raise _unread(error) from error


def _unread(error: CannotRead) -> Refused:
    if error.what is FileTrouble.GONE:
        return Refused("This file is not on the disk any more: tell the administrator")
    return Refused("This file cannot be opened: %(why)s. Tell the administrator", why=error.what)


def numbers() -> Numbers:
    """How papers are numbered. Raises Refused."""
    return cast(papers.Papers, current_app.extensions["papers"]).numbers()


def try_out(kind: Any, site: str, fields: dict[str, object]) -> object:
    """Check that a paper can be made. Raises Refused."""
    return current_app.extensions["papers"].docx(kind, site, fields)


def made(paper: PaperView, shape: str, *, sees_numbers: bool) -> bytes:
    """The paper as `docx` or `pdf`, with the caller's number as its reader may see it. Raises Refused."""
    return bytes(_called(shape, paper, sees_numbers=sees_numbers))


def undrawn(paper: PaperView, *, sees_numbers: bool) -> list[tuple[str, list[str]]]:
    """The names of the fields with signs that the PDF would lack, and those signs. Raises Refused."""
    found = cast(Undrawn, _called("undrawn", paper, sees_numbers=sees_numbers))
    names = _field_names()
    told = {field: [f"{sign} U+{ord(sign):04X}" for sign in signs] for field, signs in found.items()}
    return [(names.get(field, field), signs) for field, signs in told.items()]


def _called(name: str, paper: PaperView, *, sees_numbers: bool) -> Any:
    fields = dict(paper.fields)
    if not sees_numbers:
        number = str(fields.get("caller_number", ""))
        fields["caller_number"] = mask(number) if any(map(str.isdigit, number)) else number
    make = getattr(current_app.extensions["papers"], name)
    return make(paper.kind, paper.site_code, fields)


def _field_names() -> dict[str, str]:
    return {
        "": pgettext("paper", "in the template"), "number": pgettext("paper", "number"),
        "issuer": pgettext("paper", "issuer"), "unit": pgettext("paper", "unit"), "topic": pgettext("paper", "topic"),
        "place": pgettext("paper", "place"), "address": pgettext("paper", "address"),
        "case_number": pgettext("paper", "case number"), "caller": pgettext("paper", "citizen"),
        "caller_number": pgettext("paper", "telephone"), "subject": pgettext("paper", "subject"),
        "text": pgettext("paper", "what was said"), "opinion": pgettext("paper", "opinion"),
        "reply": pgettext("paper", "answer"), "reply_unit": pgettext("paper", "unit"),
        "reason": pgettext("paper", "reason"), "person": pgettext("paper", "person in charge"),
        "to": pgettext("paper", "whom it addresses"), "history": pgettext("paper", "history"),
        "attachments": pgettext("paper", "attachments"),
    }  # fmt: skip


def people_rows(data: bytes) -> SheetRows | None:
    """The rows of a sheet of people; None without a row of headings. Raises Refused."""
    return sheets.people_rows(data)


def class_rows(data: bytes) -> SheetRows | None:
    """The rows of a sheet of official classes; None without a row of headings. Raises Refused."""
    return sheets.class_rows(data)


def largest() -> int:
    """The largest upload request: all files of a ticket, plus the form around them."""
    return (ticket_most() + 1) * MEGABYTE
