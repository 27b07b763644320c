"""A house that encrypts its files: killed at any step it goes on, each file reads meanwhile, nothing plain stays."""

import contextlib
import datetime as dt
import fcntl
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import peewee
import pytest

from hotline.calls.jobs import encrypting, recordings, retention
from hotline.calls.jobs.alarms import Trouble
from hotline.calls.jobs.encrypting import Shelf, one_round, sweep, troubles
from hotline.calls.jobs.retention import Fault, Keep
from hotline.calls.reads import encryption
from hotline.calls.reads.encryption import EncryptionCounts, key_ids
from hotline.outside import stored
from hotline.outside.encrypted import CHUNK, MAGIC
from hotline.outside.file_store import Files
from hotline.outside.keys import Keys
from hotline.outside.stored import COMING, open_stored
from hotline.ports import CannotRead
from hotline.rows import Attachment, Recording
from hotline.settings import load
from hotline.store import database
from hotline.subjects.jobs.exporting import _sound
from hotline.tickets.jobs import files
from hotline.tickets.reads import files as file_reads
from hotline.words import AlarmKind, FileTrouble
from tests.builders import NOW, new_call
from tests.hotline.outside.test_encrypted import ONE, PATTERN, TWO, written

pytestmark = pytest.mark.unit
PLAIN = [b"RIFF" + PATTERN[: 2 * CHUNK], b"RIFF", b"", PATTERN[: CHUNK - 1]]
LETTER = b"%PDF-1.7 what the citizen wrote"


class Killed(BaseException):
    """The program ends here, without any of its `except`s and `finally`s."""


@pytest.fixture
def house(db: Any, tmp_path: Path) -> Any:
    """Recordings and an attachment of before, and keys."""
    (tmp_path / "recordings").mkdir()
    chosen = load(data=tmp_path / "data")
    shelves = [encrypting.recordings(chosen.recordings), files.shelf(chosen)]
    for shelf in shelves:
        shelf.folder.mkdir(parents=True)
    for n, plain in enumerate(PLAIN):
        recording(shelves[0], f"{n}.wav", plain)
    path = f"aa/{1:040x}"
    (shelves[1].folder / "aa").mkdir()
    (shelves[1].folder / path).write_bytes(LETTER)
    sum_ = hashlib.sha256(LETTER).hexdigest()
    Attachment.create(name="a.pdf", type="application/pdf", size=len(LETTER), sha256=sum_, path=path, at=NOW)
    file = written(tmp_path / "keys", ONE)
    return SimpleNamespace(shelves=shelves, keys=Keys(file, chosen.data), file=file, data=chosen.data)


def recording(shelf: Shelf, name: str, plain: bytes, **given: Any) -> Any:
    (shelf.folder / name).write_bytes(plain)
    call, sum_ = new_call(), hashlib.sha256(plain).hexdigest()
    values = {"call": call.id, "kind": "call", "path": name, "state": "kept", "begun_at": NOW}
    return Recording.create(**values | {"size": len(plain), "sha256": sum_} | given)


def texts(house: Any) -> list[bytes]:
    """What every file says, as its readers meet it."""
    found = []
    for shelf in house.shelves:
        for row in shelf.table.select().order_by(shelf.table.id):
            with open_stored(shelf.folder / row.path, house.keys, size=row.size) as kept:
                found.append(kept.read())
    return found


def key_ids_of(house: Any) -> set[str]:
    return {row.key_id for shelf in house.shelves for row in shelf.table.select()}


def on_disk(house: Any) -> list[Path]:
    return sorted(file for shelf in house.shelves for file in shelf.folder.rglob("*") if file.is_file())


def all_encrypted(house: Any) -> bool:
    return all(file.read_bytes().startswith(MAGIC) for file in on_disk(house))


def test_a_round_encrypts_what_is_complete_and_nothing_else(house: Any) -> None:
    shelf = house.shelves[0]
    recording(shelf, "running.wav", b"RIFF", state="running", sha256=None, size=None)
    recording(shelf, "fresh.wav", b"RIFF", sha256=None, size=None)
    before = {file: os.stat(file) for file in on_disk(house)}
    os.chmod(shelf.folder / "0.wav", 0o640)
    assert (one_round(house.shelves, house.keys), one_round(house.shelves, house.keys)) == (5, 0)
    plain = {file.name for file in on_disk(house) if not file.read_bytes().startswith(MAGIC)}
    assert (plain, texts(house)) == ({"running.wav", "fresh.wav"}, [*PLAIN, b"RIFF", b"RIFF", LETTER])
    assert (on_disk(house), key_ids_of(house)) == (sorted(before), {"", house.keys.newest().id})
    assert all(abs(os.stat(file).st_mtime - was.st_mtime) < 1 for file, was in before.items())
    assert os.stat(shelf.folder / "0.wav").st_mode & 0o777 == 0o640
    newest = house.keys.newest().id
    assert encryption.recordings(newest) + file_reads.encryption(newest) == EncryptionCounts(newest=5)


def test_off_by_default(house: Any) -> None:
    assert (one_round(house.shelves, Keys()), troubles(house.shelves, Keys(), NOW)) == (0, [])
    assert (texts(house), key_ids_of(house)) == ([*PLAIN, LETTER], {""})
    assert not any(shelf.folder.joinpath(COMING).exists() for shelf in house.shelves)


def test_a_round_is_bounded_and_begins_with_the_newest(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypting, "ROUND_BYTES", 1)
    done = []
    while one_round(house.shelves, house.keys):
        done.append(sorted(row.path for row in Recording.select().where(Recording.key_id != "")))
    three = ["1.wav", "2.wav", "3.wav"]  # one byte at most, and one file at least: an empty one costs nothing
    assert done == [["3.wav"], three, ["0.wav", *three], ["0.wav", *three]]
    assert all_encrypted(house)


# ---- killed


@contextlib.contextmanager
def _fail(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, *, after: bool, turn: int) -> Iterator[None]:
    """The program is killed before or after the nth call of a function; nothing that would tidy up runs either."""
    real, count = getattr(where, name), 0

    def killed(*words: Any, **named: Any) -> Any:
        nonlocal count
        count += 1
        if count == turn and not after:
            raise Killed
        found = real(*words, **named)
        if count == turn:
            raise Killed
        return found

    with monkeypatch.context() as patch:
        patch.setattr(where, name, killed)
        unlink = Path.unlink
        patch.setattr(Path, "unlink", lambda self, **k: None if self.name.endswith(".part") else unlink(self, **k))
        with pytest.raises(Killed):
            yield


STEPS: list[tuple[Any, str]] = [
    (os, "ftruncate"), (stored, "seal"), (stored, "_like"), (os, "fsync"), (stored, "_check"),
    (stored.NewForm, "put"), (Path, "replace"), (stored, "sync_folder"),
]  # fmt: skip


@pytest.mark.parametrize("turn", [1, 3])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("where", "name"), STEPS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_house_that_was_killed_at_any_step_goes_on(
    house: Any, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, after: bool, turn: int
) -> None:
    with _fail(monkeypatch, where, name, after=after, turn=turn):
        one_round(house.shelves, house.keys)
    assert texts(house) == [*PLAIN, LETTER]
    assert [fault for _, fault in retention.check(house.shelves[0].folder, house.keys)] == [None] * 4
    assert one_round(house.shelves, house.keys) >= 1
    assert (texts(house), key_ids_of(house)) == ([*PLAIN, LETTER], {house.keys.newest().id})
    assert all_encrypted(house)
    assert [file for file in on_disk(house) if file.parent.name == COMING] == []


def test_a_row_that_was_not_written_after_the_rename_is_put_right(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with _fail(monkeypatch, stored, "sync_folder", after=True, turn=1):
        one_round(house.shelves, house.keys)
    last = Recording.select().order_by(Recording.id.desc()).get()
    file = house.shelves[0].folder / last.path
    assert (last.key_id, file.read_bytes().startswith(MAGIC)) == ("", True)  # the row says less than the file
    held = file.stat()
    assert one_round(house.shelves, house.keys) == 5
    assert (Recording.get_by_id(last.id).key_id, file.stat().st_ino) == (house.keys.newest().id, held.st_ino)


def test_a_database_that_goes_away_at_the_commit_loses_nothing(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = database.writing

    @contextlib.contextmanager
    def away() -> Iterator[None]:
        with real():
            yield
            raise peewee.OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(encrypting, "writing", away)
        with pytest.raises(peewee.OperationalError):
            one_round(house.shelves, house.keys)
    assert (texts(house), key_ids_of(house)) == ([*PLAIN, LETTER], {""})
    assert one_round(house.shelves, house.keys) == 5


def test_a_full_disk_stops_the_round_and_leaves_all_as_it_was(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(stored, "seal", full)
        assert one_round(house.shelves, house.keys) == 0
    assert (texts(house), key_ids_of(house), len(on_disk(house))) == ([*PLAIN, LETTER], {""}, 5)


def test_what_was_half_written_is_swept_unless_somebody_writes_it(house: Any) -> None:
    folder = house.shelves[0].folder / COMING
    folder.mkdir()
    for name in ("left", "written"):
        (folder / name).write_bytes(b"x")
    later = dt.datetime.fromtimestamp((folder / "left").stat().st_ctime + 61, dt.UTC)
    assert sweep(house.shelves, later - dt.timedelta(seconds=2)) == 0
    with (folder / "written").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert (sweep(house.shelves, later), [file.name for file in folder.iterdir()]) == (1, ["written"])
    assert (sweep(house.shelves, later), list(folder.iterdir())) == (1, [])


def test_two_programs_do_not_write_the_same_file(house: Any) -> None:
    shelf = house.shelves[0]
    row: Any = Recording.get(Recording.path == "0.wav")
    with stored.encrypting(shelf.folder / "0.wav", shelf.folder, house.keys, size=row.size, sha256=row.sha256) as new:
        with pytest.raises(BlockingIOError):
            encrypting.encrypt(shelf, row, house.keys)
        assert one_round(house.shelves, house.keys) == 4
        new.put()
    assert (one_round(house.shelves, house.keys), all_encrypted(house)) == (1, True)


# ---- what is not as it was


def test_what_is_gone_or_was_changed_is_left_as_it_is_and_told(house: Any) -> None:
    folder = house.shelves[0].folder
    (folder / "0.wav").unlink()
    (folder / "1.wav").write_bytes(b"RAFF")
    (folder / "3.wav").write_bytes(b"short")
    Attachment.update(path="../../keys").execute()
    assert one_round(house.shelves, house.keys) == 1
    assert one_round(house.shelves, house.keys) == 0  # not tried again each round
    assert sorted(row.path for row in Recording.select().where(Recording.key_id == "-")) == ["0.wav", "1.wav", "3.wav"]
    assert ((folder / "1.wav").read_bytes(), house.file.read_text()) == (b"RAFF", f"{ONE}\n")
    assert troubles(house.shelves, house.keys, NOW) == [
        Trouble(AlarmKind.ENCRYPTION, "files", None, NOW, {"count": 4})
    ]  # fmt: skip
    faults = [fault for _, fault in retention.check(folder, house.keys) if fault]
    assert [(fault.path, fault.what) for fault in faults] == [
        ("0.wav", "gone"), ("1.wav", "changed"), ("3.wav", "changed")
    ]  # fmt: skip


def test_a_damaged_file_is_told_by_the_check(house: Any) -> None:
    one_round(house.shelves, house.keys)
    file = house.shelves[0].folder / "0.wav"
    data = bytearray(file.read_bytes())
    data[CHUNK] ^= 1
    file.write_bytes(data)
    found = [fault for _, fault in retention.check(house.shelves[0].folder, house.keys) if fault]
    row = Recording.get(Recording.path == "0.wav")
    assert found == [Fault(row.id, row.call, "0.wav", "damaged")]


def test_an_upload_that_begins_like_an_encrypted_file_is_a_file_like_any_other(house: Any) -> None:
    plain = MAGIC + bytes([1]) + bytes(100)
    recording(house.shelves[0], "trick.wav", plain)
    assert (texts(house)[4], one_round(house.shelves, house.keys), texts(house)[4]) == (plain, 6, plain)


def test_a_lost_key_is_an_alarm_and_new_files_wait(house: Any) -> None:
    one_round(house.shelves, house.keys)
    house.file.unlink()
    new = recording(house.shelves[0], "new.wav", b"RIFF new")
    assert (one_round(house.shelves, house.keys), Recording.get_by_id(new.id).key_id) == (0, "")
    lost = [Trouble(AlarmKind.ENCRYPTION, "key_file", None, NOW, {"why": "key_file"})]
    assert (troubles(house.shelves, house.keys, NOW), troubles(house.shelves, Keys(), NOW)) == (lost, lost)
    written(house.file, TWO)
    assert one_round(house.shelves, house.keys) == 1
    assert troubles(house.shelves, house.keys, NOW) == [
        Trouble(AlarmKind.ENCRYPTION, "no_key", None, NOW, {"why": "no_key"})
    ]  # fmt: skip
    written(house.file, ONE, TWO)
    assert (troubles(house.shelves, house.keys, NOW), texts(house)[4]) == ([], b"RIFF new")
    assert set(key_ids(Recording)) == {key.id for key in house.keys.all()}


# ---- deleted, uploaded, exported


def test_retention_deletes_either_form_and_the_key_of_it_is_needed_no_more(house: Any) -> None:
    one_round(house.shelves, house.keys)
    recording(house.shelves[0], "plain.wav", b"RIFF")
    later = NOW + dt.timedelta(days=900)
    retention.purge(house.shelves[0].folder, Keep(talked=1, message=1, machine=1, out=1), later)
    assert [file.parent.name for file in on_disk(house)] == ["aa"]
    assert ({row.state for row in Recording.select()}, list(key_ids(Recording))) == ({"purged"}, [])


def test_a_recording_that_is_deleted_while_it_is_encrypted_does_not_come_back(house: Any) -> None:
    shelf, row = house.shelves[0], Recording.get(Recording.path == "0.wav")
    real = stored._check

    def deleted(*words: Any) -> None:
        real(*words)
        retention.drop(shelf.folder, row)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored, "_check", deleted)
        assert encrypting.encrypt(shelf, row, house.keys) is False
    assert (shelf.folder / "0.wav").exists() is False
    assert [file for file in on_disk(house) if file.parent.name == COMING] == []


def test_what_cannot_be_deleted_stays_a_kept_recording(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", no)
        keep = Keep(talked=1, message=1, machine=1, out=1)
        assert retention.purge(house.shelves[0].folder, keep, NOW + dt.timedelta(days=900)) == []
    assert {row.state for row in Recording.select()} == {"kept"}


def test_an_upload_is_encrypted_before_it_has_its_place(house: Any) -> None:
    store = Files(house.shelves[1].folder, keys=house.keys)
    seen: list[str] = []

    def look(kept: Any) -> None:
        seen.append(kept.sha256)

    kept = store.put(io.BytesIO(LETTER), most=1000, check=look)
    assert (seen, kept.key_id) == ([hashlib.sha256(LETTER).hexdigest()], house.keys.newest().id)
    with store.open(kept.path, kept.size) as file:
        assert (file.read(), file.key_id) == (LETTER, kept.key_id)
    assert LETTER not in (store.folder / kept.path).read_bytes()
    assert not list((store.folder / COMING).iterdir())
    house.file.unlink()
    later = store.put(io.BytesIO(LETTER), most=1000, check=look)
    assert (later.key_id, (store.folder / later.path).read_bytes()) == ("", LETTER)
    with pytest.raises(CannotRead, match="gone"):
        store.open("../../keys", 1)


def test_an_export_holds_what_was_said_and_of_the_rest_why_not(house: Any, tmp_path: Path) -> None:
    one_round(house.shelves, house.keys)
    folder = house.shelves[0].folder
    (folder / "1.wav").write_bytes(b"nothing")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for row in Recording.select().order_by(Recording.id):
            _sound(packed, folder / row.path, house.keys, row.size)
        _sound(packed, folder / "gone.wav", house.keys, 4)
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        told = {name: packed.read(name) for name in packed.namelist()}
    assert told.pop("recordings/1.wav.txt").decode() == f"{FileTrouble.CHANGED.zh} / {FileTrouble.CHANGED.en}\n"
    assert told == {f"recordings/{n}.wav": PLAIN[n] for n in (0, 2, 3)}


def test_sealing_and_encrypting_follow_each_other_within_a_round(house: Any) -> None:
    sound = b"RIFF" + bytes(60)
    row = recording(house.shelves[0], "fresh.wav", sound, sha256=None, size=None)
    recordings.seal(house.shelves[0].folder, NOW)
    one_round(house.shelves, house.keys)
    sealed = Recording.get_by_id(row.id)
    assert (sealed.size, sealed.sha256) == (len(sound), hashlib.sha256(sound).hexdigest())
    assert (sealed.key_id, Recording.select().where(Recording.key_id == "").count()) == (house.keys.newest().id, 0)
