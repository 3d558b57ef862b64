"""Readings → fingerprints: identity, minima, shingles and seeds of each article.

Each row depends on its own article and the settings only, so that any slice of the articles
gives the same rows. What others need to read a sketch stands in its header (``sketch.py``). A
``Fingerprint`` is one row as a person holds it.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import xxhash

from syndetect import schema
from syndetect.errors import InputError, SettingsError, UsageError
from syndetect.kernels import distinct, hashing, minima
from syndetect.model import Article
from syndetect.settings import Fingerprints, Settings
from syndetect.sketch import SketchHeader, check_same
from syndetect.text.words import word_hashes

U32 = npt.NDArray[np.uint32]
READ = ("word", "flags")  # columns of ``schema.READINGS``
EMPTY = np.uint32(0xFFFFFFFF)  # each of the minima of an article without words
_DAMAGED = "these bytes are no fingerprint, or are damaged: make it anew from the text"
_DIGEST = 8  # bytes


def fingerprint(readings: pa.Table, settings: Fingerprints) -> pa.Table:
    """Fingerprints (``schema.FINGERPRINTS``) of *readings*, row for row.

    ``identity`` is XXH64 (seed 0) of the packed little-endian word hashes followed by one byte
    a token, its QUOTED and FURNITURE bits. ``shingles`` are as ``kernels.hashing`` defines them,
    distinct and ascending; ``seeds`` are those that stand somewhere wholly outside quotations
    and furniture, lines that the outlet repeats among it. ``minima`` equal those of datasketch.
    """
    offsets, words = schema.flat(readings, "word")
    flags = schema.flat(readings, "flags")[1]
    aside = flags & np.uint8(schema.ASIDE | schema.REPEATED)
    starts, all_shingles = hashing.shingle_rows(offsets, words, settings.width)
    seed_rows = hashing.outside_rows(offsets, aside, settings.width, starts, all_shingles)
    seeds = distinct.distinct_rows(*seed_rows)
    shingles, least = _sketched(starts, all_shingles, settings)
    sizes = np.arange(len(least) + 1, dtype=np.int64) * settings.minima
    columns = {
        "identity": hashing.digest_rows(offsets, words, flags & np.uint8(schema.ASIDE)),
        "minima": schema.ragged(sizes, least.reshape(-1)),
        "shingles": schema.ragged(*shingles),
        "seeds": schema.ragged(*seeds),
    }
    return SketchHeader.of(settings).write(schema.build(schema.FINGERPRINTS, columns))


def _sketched(
    starts: schema.I64, shingles: schema.U64, settings: Fingerprints
) -> tuple[tuple[schema.I64, schema.U64], U32]:
    """Rows of distinct ascending shingles, and their minima (uint32, rows × minima)."""
    rows = distinct.distinct_rows(starts, shingles)
    return rows, minima.minima_rows(*rows, *permutations(settings.minima, settings.seed))


@functools.lru_cache(maxsize=8)
def permutations(size: int, seed: int) -> tuple[U32, U32]:
    """Multipliers, all odd, and addends of the affine32 scheme.

    Drawn as ``datasketch.MinHash(num_perm=size, seed=seed, scheme="affine32")`` of version 2.0
    draws them: to ask datasketch itself would import scipy first.
    """
    drawn = np.random.RandomState(seed)
    multipliers = drawn.randint(0, 1 << 31, size, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    addends = drawn.randint(0, 1 << 32, size, dtype=np.uint32)
    multipliers.flags.writeable = addends.flags.writeable = False
    return multipliers, addends


def low_bits(shingle: int) -> int:
    """What datasketch is fed of a shingle hash: its low 32 bits (``MinHash(hashfunc=…)``)."""
    return int(shingle) & 0xFFFFFFFF


def to_datasketch(row: Any, header: SketchHeader) -> Any:
    """One row of minima as a ``datasketch.MinHash``, for its LSH, Forest, HNSW and the rest.

    It can be fed more shingle hashes with ``update``. Raises SettingsError where the row is not
    of the header's size or the scheme is not datasketch's.
    """
    from datasketch import MinHash  # slow to import, and few ask for it

    values = np.asarray(row, dtype=np.uint32)
    _check_row(values, header)
    return MinHash(
        seed=header.seed,
        hashfunc=low_bits,
        hashvalues=values,
        permutations=np.array(permutations(header.size, header.seed)),
        scheme=header.scheme,
    )


def _check_row(row: U32, header: SketchHeader) -> None:
    """Raise SettingsError unless *row* is a sketch as *header* says."""
    if row.shape != (header.size,) or header.scheme != "affine32":
        raise SettingsError(
            f"a row of {row.size} minima is no sketch of {header.size} in {header.scheme!r}"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """The sketch of one article, to be kept and compared without its text.

    *minima* (uint32, ``header.size`` of them) and *shingles* (uint64, distinct and ascending; None
    where only minima are kept) cannot be written to. Both are of all words of the body, those of
    quotations and page furniture among them, and of nothing else: no date, outlet or other article
    changes them. Two are equal where all their fields are.

    Raises SettingsError where *minima* are not of the header's size and scheme, UsageError where
    *shingles* are out of order.

    >>> one = Fingerprint.of("The mayor opened the new bridge on Monday.")
    >>> other = Fingerprint.of("On Monday the mayor opened the new bridge.")
    >>> one.resemblance(other)
    0.3333333333333333
    """

    id: str | None
    header: SketchHeader
    minima: U32 = field(repr=False)
    shingles: schema.U64 | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        _hold(self, "minima", np.array(self.minima, dtype=np.uint32))
        _check_row(self.minima, self.header)
        if self.shingles is not None:
            _hold(self, "shingles", np.array(self.shingles, dtype=np.uint64))
            if np.any(self.shingles[1:] <= self.shingles[:-1]):
                raise UsageError("the shingles are not distinct and ascending: sort them first")

    @classmethod
    def of(cls, article: Article | str, settings: Settings | None = None) -> Fingerprint:
        """The fingerprint of an article, or of a text, which has no id.

        Minima and shingles are those that a scan with the same *settings* compares.
        """
        if not isinstance(article, Article | str):
            what = type(article).__name__
            raise UsageError(f"a {what} has no fingerprint: give an Article or a text")
        name, body = (article.id, article.body) if isinstance(article, Article) else (None, article)
        used = (settings or Settings()).fingerprints
        (_, shingles), least = _sketched(
            *hashing.shingle_rows(*word_hashes([body]), used.width), used
        )
        return cls(name, SketchHeader.of(used), least[0], shingles)

    def resemblance(self, other: Fingerprint) -> float:
        """Share of the shingles of both that both have: |A∩B| / |A∪B|.

        Exact where both have shingles; else the share of minima that are equal, which is off by
        0.044 (one standard deviation, 128 minima) at most. 0 for a text without words. Raises
        SettingsError where the two were made with different settings.
        """
        check_same(self.header, other.header)
        if self.shingles is None or other.shingles is None:
            met = (self.minima == other.minima) & (self.minima != EMPTY)
            return np.count_nonzero(met) / len(met)
        shared = _shared(self.shingles, other.shingles)
        return shared / max(len(self.shingles) + len(other.shingles) - shared, 1)

    def containment(self, other: Fingerprint) -> float:
        """Share of this one's shingles that *other* has, too: |A∩B| / |A|. 0 without words.

        Raises SettingsError where the two were made with different settings, UsageError where one
        of them has no shingles: minima do not tell it.
        """
        check_same(self.header, other.header)
        if self.shingles is None or other.shingles is None:
            raise UsageError(
                "containment asks for the shingles of both, and one has minima alone: take "
                "resemblance, or make both of their texts"
            )
        return _shared(self.shingles, other.shingles) / max(len(self.shingles), 1)

    def to_datasketch(self) -> Any:
        """As a ``datasketch.MinHash``, as the function ``to_datasketch`` gives it."""
        return to_datasketch(self.minima, self.header)

    def to_bytes(self) -> bytes:
        """All of it, to be stored: ``from_bytes`` reads it on any machine.

        A line of JSON with the header, another with the id and whether shingles follow, minima and
        shingles little-endian, and the XXH64 of all of that.
        """
        told = json.dumps({"id": self.id, "shingles": self.shingles is not None})
        parts = [f"{self.header.to_json()}\n{told}\n".encode(), self.minima.astype("<u4").tobytes()]
        if self.shingles is not None:
            parts.append(self.shingles.astype("<u8").tobytes())
        whole = b"".join(parts)
        return whole + xxhash.xxh64_digest(whole)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Fingerprint:
        """What ``to_bytes`` wrote. Raises InputError for bytes that are damaged or something else,
        SettingsError for a sketch that this version cannot read.
        """
        whole, digest = stored[:-_DIGEST], stored[-_DIGEST:]
        if xxhash.xxh64_digest(whole) != digest:
            raise InputError(_DAMAGED)
        try:
            head, second, rows = whole.split(b"\n", 2)
            told = json.loads(second)
            header = SketchHeader.from_json(head)
            known = SketchHeader(header.size, header.seed, header.width)
            check_same(header, known, "another version made the first: make it anew from the text")
            end = 4 * header.size
            least, shingles = np.frombuffer(rows[:end], "<u4"), np.frombuffer(rows[end:], "<u8")
            return cls(told["id"], header, least, shingles if told["shingles"] else None)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(_DAMAGED) from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fingerprint) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def __reduce__(self) -> tuple[Any, ...]:
        return Fingerprint.from_bytes, (self.to_bytes(),)  # copies cannot be written to either


def _shared(left: schema.U64, right: schema.U64) -> int:
    return len(np.intersect1d(left, right, assume_unique=True))


def _hold(holder: Fingerprint, name: str, values: npt.NDArray[Any]) -> None:
    """Give *holder* values that nobody can write to."""
    values.flags.writeable = False
    object.__setattr__(holder, name, values)
