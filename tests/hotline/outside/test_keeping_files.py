"""Files on the disk: written aside, judged, looked through, moved; nothing is left of what is refused."""

import errno
import hashlib
import io
import os
import sys

import pytest

from hotline.clock import UTC
from hotline.outside import file_store
from hotline.outside.file_store import Files
from hotline.outside.stored import COMING
from hotline.ports import Refused
from tests.builders import NOW
from tests.there import there

pytestmark = pytest.mark.unit
BYTES = b"%PDF-1.7 something"


def put(files, data=BYTES, most=1000, check=lambda kept: None):
    return files.put(io.BytesIO(data), most=most, check=check)


def left(folder):
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def test_a_file_is_kept_for_us_alone(tmp_path):
    files = Files(tmp_path / "a")
    kept = put(files)
    assert (kept.size, kept.sha256, kept.head) == (len(BYTES), hashlib.sha256(BYTES).hexdigest(), BYTES)
    place = there(files.where(kept.path))
    assert place.read_bytes() == BYTES
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert left(tmp_path) == [place.name]
    files.remove(kept.path)
    assert (files.where(kept.path), left(tmp_path)) == (None, [])


def test_what_is_refused_leaves_nothing(tmp_path):
    def no(kept):
        raise Refused("no")

    with pytest.raises(Refused, match="no"):
        put(Files(tmp_path), check=no)
    assert left(tmp_path) == []


def test_of_a_large_file_one_byte_too_much_is_written(tmp_path):
    sizes = []
    put(Files(tmp_path), b"x" * 5000, most=1000, check=lambda kept: sizes.append(kept.size))
    assert sizes == [1001]


@pytest.mark.parametrize("where", ["_write", "_inside"])
def test_a_full_disk_is_a_sentence(tmp_path, monkeypatch, where):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(file_store, where, full)
    with pytest.raises(Refused, match="The server's disk does not take the file"):
        put(Files(tmp_path))
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("raise SystemExit(0)", None),
        ("raise SystemExit(1)", "The virus scanner does not let this file in"),
        ("raise SystemExit(2)", "This file could not be checked for viruses"),
        ("import signal; signal.pause()", "This file could not be checked for viruses"),
        ("import sys; sys.exit(open(sys.argv[1],'rb').read() != b'%PDF-1.7 something')", None),
    ],
)
def test_the_virus_scanner_is_asked(tmp_path, script, sentence):
    files = Files(tmp_path, (sys.executable, "-c", script, "{file}"), scan_seconds=1.0)
    if sentence is None:
        assert files.where(put(files).path) is not None
        return
    with pytest.raises(Refused, match=sentence):
        put(files)
    assert left(tmp_path) == []


def test_a_scanner_that_is_not_there_lets_nothing_in(tmp_path):
    with pytest.raises(Refused, match="could not be checked"):
        put(Files(tmp_path, ("/no/such/program", "{file}")))
    assert left(tmp_path) == []


@pytest.mark.parametrize("path", ["../secrets/web", "/etc/passwd", "", "ab", "ab/../../x", "ab/" + "g" * 40])
def test_a_path_that_is_not_ours_leads_nowhere(tmp_path, path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "web").write_text("secret")
    files = Files(tmp_path / "a")
    files.remove(path)
    assert (files.where(path), left(tmp_path)) == (None, ["web"])


def test_sweeping_leaves_what_rows_know_and_what_is_fresh(tmp_path):
    files = Files(tmp_path)
    known, orphan, fresh = (put(files).path for _ in range(3))
    half = tmp_path / COMING / "half"
    half.write_bytes(b"x")
    old = NOW.timestamp() - 10
    for path in (known, orphan, f"{COMING}/half"):
        os.utime(tmp_path / path, (old, old))
    os.utime(tmp_path / fresh, (NOW.timestamp() + 10,) * 2)
    assert files.sweep(lambda paths: {known} & set(paths), NOW.astimezone(UTC)) == 1
    assert left(tmp_path) == sorted(path[3:] for path in (known, fresh))
