"""Cutting a stream into blocks: the same blocks however the network cuts it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.switch.esl import Reader

from .scripted import api, event, reply

pytestmark = pytest.mark.unit

Block = tuple[bytes, bytes, bytes]
BODIES = st.binary(max_size=60) | st.text(max_size=30).map(str.encode)
BLOCKS = st.lists(
    st.one_of(
        BODIES.map(event),
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(reply),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(api),
        st.just(b"\n"),
    ),
    max_size=6,
)


def cut(pieces: list[bytes]) -> list[Block]:
    blocks: list[Block] = []
    reader = Reader(lambda *block: blocks.append(block))
    for piece in pieces:
        reader.feed(piece)
    return blocks


@given(BLOCKS, st.data())
def test_any_cutting_of_a_stream_gives_the_same_blocks(sent: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    edges = [0, *cuts, len(stream)]
    pieces = [stream[begin:end] for begin, end in itertools.pairwise(edges)]
    assert cut(pieces) == cut([stream])
    assert len(cut([stream])) == len([one for one in sent if one != b"\n"])


def test_every_single_byte_alone() -> None:
    stream = event("Event-Name: A\n\n你好".encode()) + reply("+OK") + api("三")
    assert cut([stream[at : at + 1] for at in range(len(stream))]) == cut([stream])


def test_lengths_count_bytes_and_not_signs() -> None:
    assert cut([api("张三") + reply("+OK")]) == [
        (b"api/response", b"Content-Type: api/response\nContent-Length: 6", "张三".encode()),
        (b"command/reply", b"Content-Type: command/reply\nReply-Text: +OK", b""),
    ]


def test_a_body_that_looks_like_blocks_is_one_body() -> None:
    inner = reply("-ERR forged") + event(b"x")
    assert [body for _, _, body in cut([event(inner)])] == [inner]


@pytest.mark.parametrize("length", [b"-1", b"99999999999", b"12a", b"1 2"])
def test_what_cannot_be_the_event_socket_is_an_error(length: bytes) -> None:
    with pytest.raises(ValueError, match=r"length|int"):
        cut([b"Content-Length: " + length + b"\n\n"])


def test_a_block_without_an_end_is_an_error() -> None:
    reader = Reader(lambda *block: None)
    for _ in range(4):
        reader.feed(b"x" * 16 * 1024 * 1024)
    with pytest.raises(ValueError, match="without an end"):
        reader.feed(b"x")
