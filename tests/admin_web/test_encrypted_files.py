"""Encrypted recordings and attachments on the pages: played from any place, saved, and told where they do not open."""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest

from admin_web.app import create_app
from hotline.calls.jobs import encrypting
from hotline.calls.jobs.encrypting import one_round
from hotline.outside import keys
from hotline.outside.encrypted import CHUNK, MAGIC
from hotline.outside.stored import open_stored
from hotline.ports import CannotRead
from hotline.rows import Alarm, Attachment, Audit, Recording
from hotline.settings import Settings, SettingsError
from hotline.settings.encryption import EncryptionSettings
from hotline.tickets.jobs import files
from hotline.words import AlarmKind, Outcome, Role
from tests.builders import NOW, new_call, new_person, new_ticket
from tests.hotline.outside.test_encrypted import ONE, PATTERN, TWO, written
from web_kit.serving import PatientHandler
from web_kit.stored import hand_out

pytestmark = pytest.mark.unit
SOUND = b"RIFF" + PATTERN[: 3 * CHUNK]
PDF = b"%PDF-1.7 x"
OPENED_NOT = "The recording cannot be opened"


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings) -> Path:
    settings.recordings.mkdir()
    return written(tmp_path.parent / f"{tmp_path.name}.keys", ONE)


@pytest.fixture
def app(db: Any, settings: Settings, clock: Any, compiled: Any, key_file: Path) -> Any:
    chosen = settings.model_copy(update={"encryption": EncryptionSettings(key_file=key_file)})
    made = create_app(chosen, now=clock)
    made.jinja_env.bytecode_cache = compiled
    made.config["WTF_CSRF_ENABLED"] = False
    made.testing = False
    return made


def encrypt(app: Any) -> int:
    chosen = app.config["TINGSU"]
    return one_round([encrypting.recordings(chosen.recordings), files.shelf(chosen)], keys.of(chosen))


@pytest.fixture
def recording(app: Any, agent: Any, settings: Settings) -> Any:
    (settings.recordings / "a.wav").write_bytes(SOUND)
    call, sum_ = new_call(agent=agent, outcome=Outcome.TALKED), hashlib.sha256(SOUND).hexdigest()
    row = Recording.create(
        call=call.id, kind="call", path="a.wav", state="kept", begun_at=NOW, size=len(SOUND), sha256=sum_
    )
    assert encrypt(app) == 1
    assert (settings.recordings / "a.wav").read_bytes().startswith(MAGIC)
    return row


def damage(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def listened() -> int:
    return int(Audit.select().where(Audit.act.in_(["listen", "download"])).count())


@pytest.mark.parametrize(
    ("wanted", "begin", "end"),
    [("0-0", 0, 1), ("10-19", 10, 20), (f"{CHUNK - 2}-{CHUNK + 1}", CHUNK - 2, CHUNK + 2), ("-5", -5, None),
     (f"{2 * CHUNK}-", 2 * CHUNK, None), ("0-99999999", 0, None)],
)  # fmt: skip
def test_a_player_gets_the_part_that_it_asks_for(
    recording: Any, supervisor: Any, sign_in: Any, wanted: str, begin: int, end: int | None
) -> None:
    answer = sign_in(supervisor).get(f"/recordings/{recording.id}", headers={"Range": f"bytes={wanted}"})
    part = SOUND[begin:end]
    assert (answer.status_code, answer.data, answer.content_length) == (206, part, len(part))
    first = begin % len(SOUND)
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(SOUND)}"


def test_whole_and_saved_it_is_what_was_recorded(recording: Any, supervisor: Any, sign_in: Any) -> None:
    browser = sign_in(supervisor)
    whole = browser.get(f"/recordings/{recording.id}")
    saved = browser.post(f"/recordings/{recording.id}/download", data={"why": "当事人申请"})
    for answer in (whole, saved):
        assert (answer.status_code, answer.data, answer.content_length) == (200, SOUND, len(SOUND))
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert saved.headers["Content-Disposition"].startswith("attachment; filename=")
    assert browser.get(f"/recordings/{recording.id}", headers={"Range": "bytes=999999999-"}).status_code == 416
    assert browser.head(f"/recordings/{recording.id}").content_length == len(SOUND)


def test_the_answer_has_the_same_headers_as_that_of_the_plain_file(
    app: Any, recording: Any, supervisor: Any, sign_in: Any, settings: Settings
) -> None:
    browser = sign_in(supervisor)

    def answered() -> list[tuple[int, bytes, dict[str, str]]]:
        asked: tuple[dict[str, str], ...] = (
            {},
            {"Range": "bytes=5-9"},
            {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        )
        found = [browser.get(f"/recordings/{recording.id}", headers=headers) for headers in asked]
        for one in found:
            one.headers.remove("Expires")  # the moment of the answer
        return [(one.status_code, one.data, dict(one.headers)) for one in found]

    sealed = answered()
    file = settings.recordings / "a.wav"
    with open_stored(file, keys.of(app.config["TINGSU"]), size=len(SOUND)) as kept:
        times = (kept.modified, kept.modified)
    file.write_bytes(SOUND)
    os.utime(file, times)
    plain = answered()
    assert sealed == plain


@pytest.mark.parametrize(
    ("at", "told"), [(20, "damaged"), (-1, "damaged"), (0, "damaged"), (10, "its key is not in the key file")]
)
def test_what_is_damaged_is_a_sentence_on_the_page_and_no_player(
    recording: Any, supervisor: Any, sign_in: Any, settings: Settings, at: int, told: str
) -> None:
    damage(settings.recordings / "a.wav", at)
    browser = sign_in(supervisor)
    html = browser.get(f"/calls/{recording.call}").text
    assert (OPENED_NOT in html, told in html, "<audio" in html, "/download" in html) == (True, True, False, False)
    played = browser.get(f"/recordings/{recording.id}")
    assert (played.status_code, OPENED_NOT in browser.get("/calls").text) == (303, True)
    saved = browser.post(f"/recordings/{recording.id}/download", data={"why": "当事人申请"})
    assert (saved.status_code, OPENED_NOT in saved.text, "当事人申请" in saved.text) == (422, True, True)
    assert listened() == 0


def test_a_part_that_is_damaged_is_refused_before_the_answer_begins(
    recording: Any, supervisor: Any, sign_in: Any, settings: Settings
) -> None:
    damage(settings.recordings / "a.wav", CHUNK + 200)
    browser = sign_in(supervisor)
    statuses = [
        browser.get(f"/recordings/{recording.id}", headers={"Range": f"bytes={begin}-{begin + 9}"}).status_code
        for begin in (0, CHUNK + 5, 2 * CHUNK)
    ]
    assert statuses == [206, 303, 206]


def test_what_breaks_in_the_middle_is_cut_off_and_told_in_the_log(
    app: Any, recording: Any, settings: Settings, caplog: Any
) -> None:
    damage(settings.recordings / "a.wav", CHUNK + 200)
    with app.test_request_context():
        file = open_stored(settings.recordings / "a.wav", keys.of(app.config["TINGSU"]), size=len(SOUND))
        answer = hand_out(file, "audio/wav")
        got = b""
        blocks: Any = iter(answer.response)
        while len(got) < CHUNK:
            got += next(blocks)
        with pytest.raises(CannotRead) as broken:
            next(blocks)
    assert (SOUND.startswith(got), len(got) < answer.content_length) == (True, True)
    handler = object.__new__(PatientHandler)
    handler.handle_error(CannotRead, broken.value, None)
    assert (handler.close_connection, "an answer was broken off: the encrypted file is damaged" in caplog.text) == (
        True,
        True,
    )


@pytest.mark.parametrize("lost", ["unlink", "other", "open"])
def test_a_lost_key_is_a_sentence(recording: Any, supervisor: Any, sign_in: Any, key_file: Path, lost: str) -> None:
    if lost == "unlink":
        key_file.unlink()
    else:
        written(key_file, TWO if lost == "other" else ONE, mode=0o600 if lost == "other" else 0o644)
    why = {"other": "密钥文件中没有它的密钥"}.get(lost, "密钥文件不可用")
    browser = sign_in(supervisor, "zh_CN")
    html = browser.get(f"/calls/{recording.call}").text
    assert (f"录音打不开：{why}" in html, "<audio" in html) == (True, False)
    assert browser.get(f"/recordings/{recording.id}").status_code == 303


def test_a_file_that_is_gone_is_said_as_before(
    recording: Any, supervisor: Any, sign_in: Any, settings: Settings
) -> None:
    (settings.recordings / "a.wav").unlink()
    browser = sign_in(supervisor)
    assert "The file is missing" in browser.get(f"/calls/{recording.call}").text
    assert browser.get(f"/recordings/{recording.id}").status_code == 404


def test_the_inspection_hears_a_complaint_or_why_not(
    app: Any, recording: Any, agent: Any, head: Any, sign_in: Any, settings: Settings
) -> None:
    ticket = new_ticket(opened_by=agent, confidential=True, call=recording.call, number="head-J2026-0001")
    browser = sign_in(new_person(login="inspector", role=Role.INSPECTOR, site=head))
    path = f"/sealed/{ticket.number}"
    assert "<audio" in browser.get(path).text
    part = browser.get(f"{path}/recordings/{recording.id}", headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.data) == (206, SOUND[1:4])
    damage(settings.recordings / "a.wav", -1)
    html = browser.get(path).text
    assert ("<audio" in html, OPENED_NOT in html) == (False, True)
    assert browser.get(f"{path}/recordings/{recording.id}").status_code == 303


def test_an_attachment_is_encrypted_when_it_is_added(app: Any, agent: Any, sign_in: Any, settings: Settings) -> None:
    ticket = new_ticket(opened_by=agent)
    browser = sign_in(agent)
    browser.post(f"/tickets/{ticket.number}/files", data={"files": [(io.BytesIO(PDF), "a.pdf")]})
    row = Attachment.get()
    place = settings.attachments / row.path
    assert (row.key_id, row.size, PDF in place.read_bytes()) == (keys.of(app.config["TINGSU"]).newest().id, 10, False)
    answer = browser.get(f"/files/{row.id}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    damage(place, 40)
    assert browser.get(f"/files/{row.id}").status_code == 303
    assert "This file cannot be opened: the encrypted file is damaged" in browser.get(f"/tickets/{ticket.number}").text
    place.unlink()
    assert browser.get(f"/files/{row.id}").status_code == 303


def test_the_board_names_the_trouble(app: Any, supervisor: Any, sign_in: Any) -> None:
    for data in ({"why": "no_key"}, {"count": 3}):
        Alarm.create(kind=AlarmKind.ENCRYPTION, ref=str(data), site=None, since=NOW, data=data)
    html = sign_in(supervisor).get("/board").text
    for words in (AlarmKind.ENCRYPTION.en, "its key is not in the key file", "3 files cannot be encrypted"):
        assert words in html


def test_the_self_check_measures_it(
    app: Any, recording: Any, administrator: Any, sign_in: Any, settings: Settings, key_file: Path
) -> None:
    browser = sign_in(administrator)

    def told() -> tuple[bool, str]:
        row = browser.get("/self-check").text.split("Recordings and attachments are encrypted")[1].split("</tr>")[0]
        return "✓ met" in row, row

    met, row = told()
    assert (met, "1 with the newest key, 0 with older ones, 0 wait, 0 cannot be encrypted" in row) == (True, True)
    Recording.update(key_id="").execute()
    assert told()[0] is False
    key_file.unlink()
    assert (told()[0], "the key file cannot be used" in told()[1]) == (False, True)
    app.config["TINGSU"] = settings
    assert (told()[0], "no key file is set" in told()[1]) == (False, True)


def test_a_web_with_keys_that_do_not_do_is_not_made(db: Any, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(ONE)
    chosen = settings.model_copy(update={"encryption": EncryptionSettings(key_file=tmp_path / "keys")})
    with pytest.raises(SettingsError, match="in the data folder"):
        create_app(chosen)
