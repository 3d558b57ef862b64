"""UTF-8 in kernels against Python's own strings."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import utf8
from syndetect.text.tokens import encode

LAW = settings(deadline=None, derandomize=True, max_examples=150)
# One to four bytes a character, halves of pairs, and the ends of each length.
TEXTS = st.lists(
    st.text("a\x00\x7f\x80\u07ff\u0800\ud800\uffff\U00010000\U0010ffff") | st.text(), max_size=5
)


@LAW
@given(TEXTS)
def test_characters_are_read_and_written(texts: list[str]) -> None:
    """Every character comes out as its code point, and goes in as its bytes."""
    text, offsets = encode(texts)
    for one, begin, end in zip(texts, offsets, offsets[1:], strict=False):
        at, codes = int(begin), []
        while at < end:
            code, at = utf8.decode(text, at)
            codes.append(int(code))
        assert codes == list(map(ord, one))
        out, size = np.zeros(4 * len(one) + 1, dtype=np.uint8), 0
        for code in codes:
            size = utf8.encode(code, out, size)
        assert out[:size].tobytes() == text[begin:end].tobytes()


@LAW
@given(TEXTS)
def test_classes_are_taken_out(texts: list[str]) -> None:
    """Characters of the class are gone, all others stay, each text by itself."""
    hidden = {0x80, 0x800, 0x10000}
    classes = np.zeros(0x110000, dtype=np.uint8)
    classes[list(hidden)] = 4
    text, offsets = utf8.without_rows(*encode(texts), classes, 4, utf8.leads_of(classes, 4))
    found = [
        text[begin:end].tobytes().decode("utf-8", "surrogatepass")
        for begin, end in itertools.pairwise(offsets.tolist())
    ]
    assert found == ["".join(c for c in one if ord(c) not in hidden) for one in texts]
    assert len(text) >= offsets[-1] + utf8.SPARE


@LAW
@given(TEXTS)
def test_places_in_bytes_become_places_in_characters(texts: list[str]) -> None:
    """Where a character begins and ends in bytes, and in characters."""
    text, offsets = encode(texts)
    sizes = [[len(c.encode("utf-8", "surrogatepass")) for c in one] for one in texts]
    ends = np.cumsum([0, *map(len, texts)])
    behind = [place for row in sizes for place in itertools.accumulate(row)]
    end = np.array(behind, dtype=np.int32)
    begin = end - np.array([size for row in sizes for size in row], dtype=np.int32)
    utf8.to_characters(text, offsets, ends, begin, end)
    assert begin.tolist() == [at for one in texts for at in range(len(one))]
    assert end.tolist() == [at + 1 for one in texts for at in range(len(one))]
