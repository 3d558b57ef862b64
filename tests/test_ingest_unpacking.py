"""Compressed streams, piece by piece."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from packing import COMPRESS

from syndetect.ingest.unpacking import (
    PackedError,
    buffered,
    compression,
    metered,
    unpacked,
)
from syndetect.settings import Reading

TEXT = random.Random(7).randbytes(300_000) + b"The ferries run again. " * 20_000
KINDS = sorted(COMPRESS)


def whole(raw: bytes, kind: str) -> bytes:
    return b"".join(unpacked(io.BytesIO(raw), kind))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_packed_comes_out(kind: str) -> None:
    """Whatever is packed is known by its beginning and comes out as it was; nothing, too."""
    for text in (b"", b"a", TEXT):
        raw = COMPRESS[kind](text)
        assert compression(raw[:64]) == kind
        assert whole(raw, kind) == text
    assert compression(b"Plain text.") is None
    assert compression(b"BZh is how this text begins") is None


@pytest.mark.parametrize("kind", KINDS)
def test_members_behind_one_another_are_one(kind: str) -> None:
    """Packed files may be joined, and padded with zeros at the end."""
    raw = COMPRESS[kind](TEXT) + COMPRESS[kind](b"") + COMPRESS[kind](b"more")
    assert whole(raw + bytes(1024), kind) == TEXT + b"more"


@pytest.mark.parametrize("kind", KINDS)
def test_what_breaks_off_keeps_what_came_before(kind: str) -> None:
    """What is cut gives a true beginning and an error that says how much; so does damage."""
    raw = COMPRESS[kind](TEXT)
    for bad in (raw[:-5], raw[: len(raw) // 2], raw[:12], raw + b"something else"):
        got: list[bytes] = []
        with pytest.raises(PackedError, match=r"^broken (gzip|xz|bzip2|Zstandard) file"):
            got.extend(unpacked(io.BytesIO(bad), kind))
        assert TEXT.startswith(b"".join(got))
        assert got or len(bad) < len(raw) // 2 or kind == "bz2"
    with pytest.raises(PackedError, match=r"breaks off after 0 unpacked bytes"):
        whole(raw[:12], kind)


@pytest.mark.parametrize("kind", KINDS)
def test_pieces_are_small(kind: str) -> None:
    """However well something packs, no piece of it is more than a little memory."""
    raw = COMPRESS[kind](bytes(30_000_000))
    assert max(map(len, unpacked(io.BytesIO(raw), kind))) <= 2**17


def broken_after(*pieces: bytes) -> Iterator[bytes]:
    yield from pieces
    raise PackedError("broken", "here")


def test_a_stream_gives_all_before_its_error() -> None:
    """The error comes when everything before it is read, and comes again."""
    file = buffered(broken_after(b"ab\ncd", b"e\nf"))
    assert file.peek(4)[:4] == b"ab\nc"  # type: ignore[attr-defined]
    assert [file.readline(), file.readline(), file.read(1)] == [b"ab\n", b"cde\n", b"f"]
    for _ in range(2):
        with pytest.raises(PackedError):
            file.read(1)


def test_more_than_in_proportion_is_refused() -> None:
    """Sixteen megabytes may come of anything; beyond, the ratio holds, and the size of all."""
    million = b"x" * 10**6
    for limits, most in ((Reading(ratio=10), 16), (Reading(unpacked=5 * 10**6), 5)):
        got = []
        with pytest.raises(PackedError, match=r"unpacks to too much \(9 bytes to .* raises it"):
            got += list(metered(iter([million] * 40), lambda: 9, limits))
        pieces = metered(iter([million] * 40), lambda: 9, limits)
        assert sum(1 for _ in zip(range(most), pieces, strict=False)) == most
    assert len(list(metered(iter([million] * 40), lambda: 3 * 10**6, Reading(ratio=10)))) == 40
