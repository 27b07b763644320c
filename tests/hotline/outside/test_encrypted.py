"""The encrypted form: any part reads as of the plain file, and whatever was changed in it does not open."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.outside import keys as key_file
from hotline.outside.encrypted import CHUNK, HEADER, MAGIC, SEALED, TAG, Unsealed, plain_size, seal, sealed_size
from hotline.outside.keys import FileKey, Keys, refusal
from hotline.outside.stored import open_stored
from hotline.ports import CannotRead
from hotline.settings import Settings, SettingsError, load
from hotline.settings.encryption import EncryptionSettings
from hotline.words import FileTrouble
from tests.effort import often

pytestmark = pytest.mark.unit
ONE, TWO = "1" * 64, "ab" * 32
BORDERS = st.builds(lambda n, d: max(0, n * CHUNK + d), st.integers(0, 3), st.integers(-3, 3))
PATTERN = bytes(range(251)) * (4 * CHUNK // 251 + 1)  # 251: no chunk begins as another one does


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(written(tmp_path / "keys", ONE))


def written(file: Path, *lines: str, mode: int = 0o600) -> Path:
    file.write_text("".join(f"{line}\n" for line in lines))
    file.chmod(mode)
    return file


def sealed(plain: bytes, key: FileKey) -> bytes:
    out = io.BytesIO()
    seal(iter([plain[: len(plain) // 3], plain[len(plain) // 3 :]]), out, key)
    return out.getvalue()


def opened(data: bytes, keys: Keys) -> Unsealed:
    return Unsealed(io.BytesIO(data), len(data), keys)


def trouble(data: bytes, keys: Keys) -> FileTrouble | None:
    """What is told of a file that is read to its end; None: it reads."""
    try:
        opened(data, keys).readall()
    except CannotRead as error:
        return error.what
    return None


@settings(max_examples=often(40, 600))
@given(size=BORDERS, begin=st.integers(0, 4 * CHUNK), length=st.integers(0, 3 * CHUNK))
def test_every_range_is_the_plain_slice(keys: Keys, tmp_path: Path, size: int, begin: int, length: int) -> None:
    plain = PATTERN[:size]
    data = sealed(plain, keys.newest())
    assert (len(data), plain_size(len(data))) == (sealed_size(size), size)
    (tmp_path / "file").write_bytes(data)
    with open_stored(tmp_path / "file", keys, size=size) as kept:
        assert (kept.plain_size, kept.read()) == (size, plain)
        kept.seek(begin)
        assert (kept.read(length), kept.tell()) == (plain[begin : begin + length], begin + len(plain[begin:][:length]))
        kept.seek(0)
        kept.seek(-min(size, length), io.SEEK_END)
        assert kept.read() == plain[size - min(size, length) :]


@settings(max_examples=often(150, 3000))
@given(size=BORDERS, place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_flipped_bit_is_read_as_if_nothing_was(
    keys: Keys, tmp_path: Path, size: int, place: float, bit: int
) -> None:
    data = bytearray(sealed(PATTERN[:size], keys.newest()))
    data[int(place * len(data))] ^= 1 << bit
    assert trouble(bytes(data), keys) in (FileTrouble.DAMAGED, FileTrouble.NO_KEY)
    (tmp_path / "file").write_bytes(data)  # also in the magic, by which a file would be taken for a plain one
    with pytest.raises(CannotRead), open_stored(tmp_path / "file", keys, size=size) as kept:
        kept.read()


@pytest.mark.parametrize("at", range(HEADER))
def test_every_bit_of_the_header_is_bound(keys: Keys, at: int) -> None:
    data = sealed(b"what was said", keys.newest())
    for bit in range(8):
        changed = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
        assert trouble(changed, keys) in (FileTrouble.DAMAGED, FileTrouble.NO_KEY)


@settings(max_examples=often(60, 1000))
@given(size=BORDERS, cut=st.integers(1, 4 * SEALED))
def test_a_file_that_was_cut_does_not_open(keys: Keys, size: int, cut: int) -> None:
    data = sealed(PATTERN[:size], keys.newest())
    with pytest.raises(CannotRead, match="damaged"):  # before the first byte is given out
        opened(data[: max(0, len(data) - cut)], keys)
    with pytest.raises(CannotRead, match="damaged"):
        opened(data + bytes(cut), keys)


def chunks(data: bytes) -> list[bytes]:
    return [data[at : at + SEALED] for at in range(HEADER, len(data), SEALED)]


@pytest.mark.parametrize("size", [4 * CHUNK, 4 * CHUNK - 1, 3 * CHUNK + 1])
def test_chunks_stay_in_their_order(keys: Keys, size: int) -> None:
    data = sealed(PATTERN[:size], keys.newest())
    a, b, c, d = chunks(data)
    head = data[:HEADER]
    for order in ([b, a, c, d], [a, a, c, d], [a, b, b, d], [a, b, d], [b, c, d], [a, b, c], [a, b, c, c], [a], [d],
                  [a, b, c, d, d], [a, b, c, d, b"x" * TAG], []):  # fmt: skip
        assert trouble(head + b"".join(order), keys) is FileTrouble.DAMAGED
    assert trouble(head + a + b + c + d, keys) is None


def test_a_chunk_of_another_file_does_not_fit(keys: Keys) -> None:
    one, two = (sealed(PATTERN[: 2 * CHUNK], keys.newest()) for _ in range(2))
    assert one != two  # the same text twice: nobody sees that it is the same
    assert trouble(one[: HEADER + SEALED] + two[HEADER + SEALED :], keys) is FileTrouble.DAMAGED
    assert trouble(two[:HEADER] + one[HEADER:], keys) is FileTrouble.DAMAGED


def test_the_newest_key_encrypts_and_older_ones_still_read(tmp_path: Path) -> None:
    file = written(tmp_path / "keys", ONE)
    keys = Keys(file)
    before = sealed(b"old", keys.newest())
    written(file, "# of 2026", ONE, "", f"  {TWO.upper()} ")
    after = sealed(b"new", keys.newest())  # without a new start
    assert (opened(before, keys).readall(), opened(after, keys).readall()) == (b"old", b"new")
    assert opened(before, keys).key_id != opened(after, keys).key_id == FileKey(bytes.fromhex(TWO)).id
    written(file, TWO)
    assert (trouble(before, keys), trouble(after, keys)) == (FileTrouble.NO_KEY, None)
    file.unlink()
    assert (trouble(after, keys), trouble(after, Keys())) == (FileTrouble.KEY_FILE, FileTrouble.KEY_FILE)


def test_neither_key_nor_id_tells_the_secret(keys: Keys) -> None:
    key = keys.newest()
    assert (repr(key), ONE in repr(key), key.id in ONE, len(key.id)) == (f"FileKey({key.id})", False, False, 16)


def refused(key: Path | None, data: Path) -> str:
    return refusal(Settings(data=data, encryption=EncryptionSettings(key_file=key))) or ""


def test_a_start_refuses_a_key_file_that_does_not_do(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "secrets").mkdir(parents=True)
    good = written(tmp_path / "keys", ONE)
    (tmp_path / "link").symlink_to(written(data / "secrets" / "keys", ONE))
    (data / "out").symlink_to(good)
    assert (refused(None, data), refused(good, data), refused(data / "out", data)) == ("", "", "")
    for file, sentence in (
        (data / "secrets" / "keys", "it lies in the data folder"),
        (tmp_path / "link", "it lies in the data folder"),
        (tmp_path / "nowhere", "cannot be read"),
        (tmp_path, "it is no file"),
        (written(tmp_path / "a", ONE, mode=0o644), "open to others"),
        (written(tmp_path / "b", ONE, mode=0o620), "open to others"),
        (written(tmp_path / "c", "# none"), "no key in it"),
        (written(tmp_path / "d", ONE, "secret words"), "d:2"),
        (written(tmp_path / "e", ONE[:-1]), "a key is 64"),
    ):
        told = refused(file, data)
        assert sentence in told
        assert "secret words" not in told
    assert refused(written(tmp_path / "f", ONE, mode=0o640), data) == ""


def test_a_key_file_that_was_opened_to_others_is_not_used_any_more(tmp_path: Path) -> None:
    file = written(tmp_path / "keys", ONE)
    keys = Keys(file, tmp_path / "data")
    assert keys.trouble() is None
    file.chmod(0o644)
    assert keys.trouble() is FileTrouble.KEY_FILE


def test_off_is_the_default() -> None:
    assert (load().encryption.key_file, key_file.of(load()).on) == (None, False)
    with pytest.raises(SettingsError):
        key_file.read(Path("/nowhere"))


def test_without_keys_every_file_is_given_as_it_lies_there(tmp_path: Path) -> None:
    for data, size in ((b"RIFF", 4), (b"RIFF", 9), (MAGIC + b"x", len(MAGIC) + 1), (b"", None)):
        (tmp_path / "file").write_bytes(data)
        with open_stored(tmp_path / "file", size=size) as kept:
            assert (kept.read(), kept.plain_size, kept.key_id) == (data, len(data), "")


def test_with_keys_a_plain_file_has_the_size_of_its_row(tmp_path: Path, keys: Keys) -> None:
    (tmp_path / "file").write_bytes(b"RIFF")
    assert open_stored(tmp_path / "file", keys, size=4).read() == b"RIFF"
    with pytest.raises(CannotRead, match="was changed"):
        open_stored(tmp_path / "file", keys, size=5)
    for what, place in (
        (FileTrouble.GONE, tmp_path / "no"),
        (FileTrouble.UNREADABLE, tmp_path),
        (FileTrouble.UNREADABLE, tmp_path / "file" / "x"),
    ):
        with pytest.raises(CannotRead) as told:
            open_stored(place, keys)
        assert told.value.what is what
