"""Who holds which hash, a range of the hashes at a time.

All postings of a large collection take many times the room of an article. In ranges they come in
the same order, and a budget bounds how much of them is there at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndetect import schema
from syndetect.kernels import radix

_A_HASH = 48  # bytes that a hash takes at the most while its range is looked at
_ALL = 1 << 64
_MOST = 512  # ranges; each is a look at all hashes


def ranges(size: int, room: int | None) -> int:
    """In how many ranges *size* bytes are looked at to stay in *room*; one where there is no
    bound, and never so many that looking costs more than what it saves."""
    return 1 if room is None else max(1, min(_MOST, -(-size // max(room, 1))))


def postings(
    rows: schema.I32, offsets: schema.I64, values: schema.U64, room: int | None
) -> Iterator[tuple[schema.U64, schema.I32]]:
    """Hashes that two or more of *rows* hold, and the position in *rows* of each holder.

    Row r is ``values[offsets[r]:offsets[r + 1]]``, without doubles. Hashes ascend from the first
    range to the last, and the holders of one ascend. *room* is the bytes that a range may take at
    the most (None: there is one range); it changes no hash and no order.
    """
    parts = ranges(len(values) * _A_HASH, room)
    for part in range(parts):
        low, high = _ALL * part // parts, _ALL * (part + 1) // parts - 1
        yield radix.shared(rows, offsets, values, low, high)
