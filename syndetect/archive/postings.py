"""Who holds which seed, in the archive: a look-up of a few hundred among hundreds of millions.

A table with a row for each seed and article would have to be read whole for each question. So
what one ``write`` brings is a *part*, and its seeds are put in buckets by their leading bits, some
hundred to a bucket: a bucket is one row, and an index finds it. An entry of a bucket is the rest
of a seed and its article, packed into as few bytes as hold both. Of a seed ``_KEPT`` bits are kept:
of 250 million postings one in 4,000 seeds then meets an article that does not hold it, which a
comparison of the two weeds out.

Parts are joined as in a log-structured merge tree (P. O'Neil et al., Acta Informatica 33, 1996):
where ``_FAN`` have as many buckets, they become one. A part of very many postings is only joined
by ``merge``, so that the work of a ``write`` is bounded.

No function here ends the transaction it is called in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels import buckets
from syndetect.kernels.posted import seek

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KEPT = 40  # leading bits of a seed
_LOW = np.uint64(64 - _KEPT)
_SPAN = 64 - _KEPT  # bits of an article while entries are sorted: a part spans no more serials
_ARTICLE = (np.uint64(1) << _LOW) - np.uint64(1)
HASHED = ~_ARTICLE  # the bits of a seed that are kept
_FAN = 4  # parts of one size that are joined
_LARGE = 1 << 25  # entries written at once; nor are larger parts joined but by ``merge``
_AT_ONCE = 1 << 22  # entries packed, or joined, together: memory, never the result
_ROWS = 2000  # rows asked for together: beyond 2,048 DuckDB reads the table, not the index


@dataclass(frozen=True, slots=True)
class _Part:
    """A row of ``posting_parts``."""

    number: int
    bits: int
    shift: int
    base: int
    entries: int

    @classmethod
    def of(cls, number: int, base: int, last: int, entries: int) -> _Part:
        """The part of so many *entries*, of articles from *base* to *last*: 32 to 256 of them in
        a bucket, and the same buckets for parts of like size."""
        bits = max(0, 3 * (entries.bit_length() // 3) - 6)
        return cls(number, bits, (last - base).bit_length(), base, entries)

    @property
    def width(self) -> int:
        """Bytes of an entry."""
        return max(1, -(-(_KEPT - self.bits + self.shift) // 8))

    @property
    def block(self) -> int:
        """Which parts it can be joined with: entries of all of these can be sorted."""
        return self.base >> _SPAN


def write(
    con: DuckDBPyConnection, serials: schema.I32, offsets: schema.I64, seeds: schema.U64
) -> None:
    """Add articles of which none is there yet; *serials* ascend, and row r of them holds
    ``seeds[offsets[r]:offsets[r + 1]]``, without doubles."""
    blocks = np.flatnonzero(np.diff(serials >> _SPAN)) + 1
    runs = np.searchsorted(offsets, np.arange(offsets[0] + _LARGE, offsets[-1], _LARGE))
    cuts = np.unique(np.concatenate(([0], blocks, runs, [len(serials)])))
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        some, bounds = serials[first:last], offsets[first : last + 1]
        if bounds[-1] > bounds[0]:
            size = int(bounds[-1] - bounds[0])
            part = _Part.of(_next(con), int(some[0]), int(some[-1]), size)
            words = seeds[bounds[0] : bounds[-1]] & ~_ARTICLE
            words |= np.repeat((some - some[0]).astype(np.uint64), np.diff(bounds))
            words.sort()
            _put(con, part, words)
            _enter(con, part)
    _settle(con)


def find(con: DuckDBPyConnection, seeds: schema.U64) -> tuple[schema.I64, schema.I32]:
    """The articles that hold each of *seeds*: place in *seeds* (int64) and serial, ascending.

    A few that do not hold it, but a seed with the same leading bits, may be among them.
    """
    hashes, place_of = np.unique(seeds >> _LOW, return_inverse=True)
    which, articles = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for asked, holders in _sought(con, hashes):
        which.append(asked)
        articles.append(holders)
    hits, serials = np.concatenate(which), np.concatenate(articles)
    kept = ~np.isin(serials, _gone(con))
    hits, serials = hits[kept], serials[kept]
    # A hash that is asked for twice is found once, and stands for all its places.
    order = np.argsort(place_of, kind="stable")
    sizes = np.bincount(place_of, minlength=len(hashes))[hits]
    starts = np.searchsorted(place_of[order], hits)
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    places = order[np.repeat(starts, sizes) + within]
    keys = buckets.distinct((places << 32) | np.repeat(serials, sizes))
    return keys >> 32, (keys & 0x7FFFFFFF).astype(np.int32)


def every(con: DuckDBPyConnection) -> Iterator[tuple[schema.I64, schema.U64]]:
    """All that ``find`` may find, in parts: serials, and the leading bits of a seed of each."""
    gone = _gone(con)
    for part in _parts(con):
        base, ranges = part.block << _SPAN, (part.entries // _AT_ONCE).bit_length()
        for k in range(1 << ranges):
            words = _words(con, part, base, k, ranges)
            serials = (words & _ARTICLE).astype(np.int64) + base
            kept = ~np.isin(serials, gone)
            yield serials[kept], words[kept] & HASHED


def forget(con: DuckDBPyConnection, serials: schema.I32) -> None:
    """Let no *serials* be found any more; what they held stays until parts are joined."""
    con.from_arrow(pa.table({"article": pa.array(serials, pa.int32())})).insert_into(
        "kept.posting_gone"
    )


def merge(con: DuckDBPyConnection) -> None:
    """Make one part of all, without what is forgotten: the cost is that of reading and writing
    all of it. Serials of more than ``2**24`` articles take a part for each so many."""
    parts, gone = _parts(con), _gone(con)
    for block in sorted({part.block for part in parts}):
        some = [part for part in parts if part.block == block]
        if len(some) > 1 or len(gone):
            _join(con, some)
    con.execute("delete from kept.posting_gone")


def _settle(con: DuckDBPyConnection) -> None:
    """Join parts of like size, the smallest first, until few of each are left."""
    while True:
        alike: dict[tuple[int, int], list[_Part]] = {}
        for part in _parts(con):
            if part.entries < _LARGE // _FAN:
                alike.setdefault((part.bits, part.block), []).append(part)
        many = [at for at, some in sorted(alike.items()) if len(some) >= _FAN]
        if not many:
            return
        _join(con, alike[many[0]])


def _join(con: DuckDBPyConnection, parts: list[_Part]) -> None:
    """Make one part of several of a block."""
    gone = _gone(con)
    size = sum(part.entries for part in parts)
    base = min(part.base for part in parts)
    last = max(part.base + (1 << part.shift) - 1 for part in parts)
    whole = _Part.of(_next(con), base, min(last, (parts[0].block + 1 << _SPAN) - 1), size)
    ranges = (size // _AT_ONCE).bit_length()  # bits that name one
    entries = 0
    for k in range(1 << ranges):
        words = np.concatenate([_words(con, part, base, k, ranges) for part in parts])
        words = words[~np.isin((words & _ARTICLE).astype(np.int64) + base, gone)]
        words.sort()
        _put(con, whole, words)
        entries += len(words)
    numbers = ", ".join(str(part.number) for part in parts)
    con.execute(f"delete from kept.postings where part in ({numbers})")
    con.execute(f"delete from kept.posting_parts where part in ({numbers})")
    if entries:
        _enter(con, _Part(whole.number, whole.bits, whole.shift, base, entries))


def _words(con: DuckDBPyConnection, part: _Part, base: int, k: int, ranges: int) -> schema.U64:
    """The entries of a part in range *k* of ``2**ranges``, as they were sorted; articles count
    from *base*."""
    first, last = k << part.bits >> ranges, ((k + 1 << part.bits) - 1) >> ranges
    rows = con.sql(
        f"select bucket, entries from kept.postings where part = {part.number} "
        f"and bucket between {(1 << part.bits) + first} and {(1 << part.bits) + last}"
    ).to_arrow_table()
    packed, bounds = _flat(rows.column("entries").to_pylist())
    entries = np.zeros((len(packed) // part.width, 8), dtype=np.uint8)
    entries[:, : part.width] = packed.reshape(-1, part.width)
    words = entries.view("<u8").reshape(-1).astype(np.uint64, copy=False)
    prefix = rows.column("bucket").to_numpy().astype(np.uint64) - np.uint64(1 << part.bits)
    hashes = words >> np.uint64(part.shift)
    hashes |= np.repeat(prefix << np.uint64(_KEPT - part.bits), np.diff(bounds) // part.width)
    words &= np.uint64((1 << part.shift) - 1)
    words += np.uint64(part.base - base)
    words |= hashes << _LOW
    return words if part.bits >= ranges else words[(words >> np.uint64(64 - ranges)) == k]


def _put(con: DuckDBPyConnection, part: _Part, words: schema.U64) -> None:
    """Write entries, which ascend, as buckets of a part; no bucket is written in two calls."""
    for some in _runs(words, part.bits):
        bucket = some >> np.uint64(64 - part.bits) if part.bits else np.zeros_like(some)
        rest = (some << np.uint64(part.bits)) >> np.uint64(part.bits) >> _LOW
        rest <<= np.uint64(part.shift)
        rest |= some & _ARTICLE
        bounds = buckets.runs(bucket)
        bytes_of = rest.astype("<u8", copy=False).view(np.uint8).reshape(-1, 8)[:, : part.width]
        packed = np.ascontiguousarray(bytes_of)
        places = pa.py_buffer((bounds * part.width).astype(np.int32))
        entries = [None, places, pa.py_buffer(packed)]
        columns = {
            "bucket": bucket[bounds[:-1]].astype(np.int32) + np.int32(1 << part.bits),
            "part": np.full(len(bounds) - 1, part.number, dtype=np.int32),
            "entries": pa.BinaryArray.from_buffers(pa.binary(), len(bounds) - 1, entries),
        }
        con.from_arrow(pa.table(columns)).insert_into("kept.postings")


def _runs(words: schema.U64, bits: int) -> Iterator[schema.U64]:
    """*words*, which ascend, in pieces of about ``_AT_ONCE``; no bucket is in two."""
    at = 0
    while at < len(words):
        end = min(at + _AT_ONCE, len(words))
        if end < len(words):
            last = ((int(words[end]) >> 64 - bits) + 1 << 64 - bits) - 1
            end = int(np.searchsorted(words, np.uint64(last), "right"))
        yield words[at:end]
        at = end


def _sought(con: DuckDBPyConnection, hashes: schema.U64) -> Iterator[tuple[schema.I64, schema.I64]]:
    """Which of *hashes* (ascending) is held, and the serial of its holder."""
    parts = _parts(con)
    numbers = np.array([part.number for part in parts], dtype=np.int64)
    layout = np.array([(p.width, p.shift, _KEPT - p.bits) for p in parts], dtype=np.int64)
    bases = np.array([part.base for part in parts], dtype=np.int64)
    for asked in _asked(parts, hashes):
        found = con.execute(
            "select bucket, part, entries from kept.postings "
            f"where bucket in ({', '.join(map(str, asked.tolist()))})"
        ).fetchnumpy()
        at = np.searchsorted(numbers, found["part"])
        packed, bounds = _flat(found["entries"].tolist())
        left = layout[at, 2].astype(np.uint64)
        prefix = found["bucket"].astype(np.uint64) - (np.uint64(1) << (np.uint64(_KEPT) - left))
        begins = np.searchsorted(hashes, prefix << left)
        ends = np.searchsorted(hashes, (prefix + np.uint64(1)) << left)
        row, which, articles = seek(packed, bounds, layout[at], begins, ends, hashes)
        yield which, articles + bases[at][row]


def _asked(parts: list[_Part], hashes: schema.U64) -> Iterator[schema.I64]:
    """The buckets in which *hashes* are, as many at a time as an index is asked for."""
    keys, rows = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for bits in sorted({part.bits for part in parts}):
        some = np.unique((hashes >> np.uint64(_KEPT - bits)).astype(np.int64)) + (1 << bits)
        keys.append(some)
        rows.append(np.full(len(some), sum(part.bits == bits for part in parts)))
    buckets_of, ends = np.concatenate(keys), np.cumsum(np.concatenate(rows))
    for asked in np.split(buckets_of, np.flatnonzero(np.diff(ends // _ROWS)) + 1):
        if len(asked):
            yield asked


def _flat(entries: list[bytes]) -> tuple[npt.NDArray[np.uint8], schema.I64]:
    """Bytes end to end, and where each begins, last where all end."""
    sizes = np.fromiter(map(len, entries), dtype=np.int64, count=len(entries))
    bounds = np.concatenate(([0], np.cumsum(sizes)))
    return np.frombuffer(b"".join(entries), dtype=np.uint8), bounds


def _parts(con: DuckDBPyConnection) -> list[_Part]:
    columns = "part, bits, shift, base, entries"
    rows = con.execute(f"select {columns} from kept.posting_parts order by part").fetchall()
    return [_Part(*row) for row in rows]


def _next(con: DuckDBPyConnection) -> int:
    """A number that no part has."""
    ((last,),) = con.execute("select coalesce(max(part), 0) from kept.posting_parts").fetchall()
    return int(last) + 1


def _enter(con: DuckDBPyConnection, part: _Part) -> None:
    con.execute("insert into kept.posting_parts values (?, ?, ?, ?, ?)", astuple(part))


def _gone(con: DuckDBPyConnection) -> npt.NDArray[np.int32]:
    found: npt.NDArray[np.int32] = con.execute(
        "select article from kept.posting_gone"
    ).fetchnumpy()["article"]
    return found
