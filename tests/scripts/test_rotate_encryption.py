"""`scripts/rotate_encryption` as an administrator meets it: all files get the newest key, also after it was stopped."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hotline.calls.jobs import encrypting
from hotline.outside.keys import Keys
from hotline.outside.stored import open_stored
from hotline.rows import Recording
from scripts.py import check_recordings, rotate_encryption
from tests.builders import NOW
from tests.hotline.outside.test_encrypted import ONE, TWO, written

pytestmark = pytest.mark.unit
Ran = tuple[int, list[str]]


@pytest.fixture
def house(database_url: str, db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """Three recordings with the first key, and a second key; `run(main, *words)` gives exit code and lines."""
    folder = tmp_path / "data" / "recordings"
    folder.mkdir(parents=True)
    file = written(tmp_path / "keys", ONE)
    keys = Keys(file)
    for n in range(3):
        plain = f"sound {n}".encode()
        (folder / f"{n}.wav").write_bytes(plain)
        Recording.create(
            call=f"c{n}", kind="call", path=f"{n}.wav", state="kept", begun_at=NOW, size=len(plain),
            sha256=hashlib.sha256(plain).hexdigest(),
        )  # fmt: skip
    assert encrypting.one_round([encrypting.recordings(folder)], keys) == 3
    written(file, ONE, TWO)
    (tmp_path / "settings.yml").write_text(f"encryption:\n  key_file: {file}\n")
    words = ["--settings", str(tmp_path / "settings.yml"), "--data", str(tmp_path / "data"), "--database", database_url]

    def run(main: Callable[[], int], *more: str) -> Ran:
        monkeypatch.setattr("sys.argv", ["x", *words, *more])
        db.close()
        code = main()
        told = capsys.readouterr()
        db.connect(reuse_if_open=True)
        return code, (told.out + told.err).splitlines()

    return SimpleNamespace(run=run, folder=folder, file=file, keys=keys, settings=tmp_path / "settings.yml")


def said(house: Any) -> list[bytes]:
    rows = Recording.select().order_by(Recording.id)
    return [open_stored(house.folder / row.path, house.keys, size=row.size).read() for row in rows]


def last(done: int, left: int) -> str:
    return f"已用最新密钥加密 {done} 个文件，剩余 {left} 个 / {done} files encrypted with the newest key, {left} left"


def test_all_files_get_the_newest_key(house: Any) -> None:
    main = rotate_encryption.main
    assert house.run(main, "--left") == (1, [last(0, 3)])
    assert (house.run(main), house.run(main)) == ((0, [last(3, 0)]), (0, [last(0, 0)]))
    written(house.file, TWO)
    assert said(house) == [b"sound 0", b"sound 1", b"sound 2"]
    assert house.run(check_recordings.main)[0] == 0


def test_stopped_it_goes_on_where_it_was(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real, count = encrypting.encrypt, 0

    def stopped(*words: Any) -> bool:
        nonlocal count
        count += 1
        if count == 2:
            raise KeyboardInterrupt
        return real(*words)

    with monkeypatch.context() as patch:
        patch.setattr(rotate_encryption, "encrypt", stopped)
        assert house.run(rotate_encryption.main)[0] == 130
    assert said(house) == [b"sound 0", b"sound 1", b"sound 2"]
    assert house.run(rotate_encryption.main) == (0, [last(2, 0)])


def test_what_cannot_be_read_is_named_and_left(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotate_encryption, "BATCH", 1)
    (house.folder / "1.wav").write_bytes(b"?")
    row = Recording.get(Recording.path == "1.wav")
    code, told = house.run(rotate_encryption.main)
    assert (code, told[-1], f"未加密 / not encrypted: recording {row.id} 1.wav" in told) == (1, last(2, 1), True)
    assert Recording.get_by_id(row.id).key_id == house.keys.all()[0].id
    (house.folder / "1.wav").write_bytes(b"sound 1")  # from a backup, where it was plain
    assert house.run(rotate_encryption.main) == (0, [last(1, 0)])


def test_a_file_that_could_not_be_encrypted_before_is_tried_again(house: Any) -> None:
    Recording.update(key_id="-").execute()
    assert house.run(rotate_encryption.main) == (0, [last(3, 0)])


@pytest.mark.parametrize("main", [rotate_encryption.main, check_recordings.main])
def test_without_keys_that_do_it_says_so(house: Any, main: Callable[[], int]) -> None:
    house.file.chmod(0o644)
    code, told = house.run(main)
    assert (code, "open to others" in told[-1]) == (2, True)
    house.settings.write_text("site: head\n")
    if main is rotate_encryption.main:
        assert house.run(main)[1] == [
            "不能继续 / cannot go on: encryption.key_file 未设置 / it is not set: there is nothing to encrypt with"
        ]
    else:
        code, told = house.run(main)
        assert (code, [line.partition("（")[0] for line in told[:3]]) == (
            1, [f"{n}.wav: 密钥文件不可用 / the key file cannot be used" for n in range(3)],
        )  # fmt: skip
