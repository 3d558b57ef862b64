"""Readings → fingerprints: identity, minima, shingles and seeds of each article.

Each row depends on its own article and the settings only, so that any slice of the articles
gives the same rows. What others need to read a sketch stands in its header, which travels in
the table's metadata; sketches whose headers differ are refused, never compared.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.errors import SettingsError
from syndetect.kernels import distinct, hashing, minima
from syndetect.settings import Fingerprints

U32 = npt.NDArray[np.uint32]
READ = ("word", "flags")  # columns of ``schema.READINGS``
_HEADER = b"syndetect.sketch"


@dataclass(frozen=True, slots=True)
class SketchHeader:
    """What makes two sketches comparable: all of it must agree.

    *scheme*, *size* and *seed* are those of ``datasketch.MinHash``; its input is the low 32 bits
    of each shingle hash. *width* is the number of words in a shingle, *hash* the shingle's hash
    (see ``kernels.hashing``), *version* counts changes of the definition.
    """

    size: int
    seed: int
    width: int
    scheme: str = "affine32"
    hash: str = "xxh64"
    version: int = 1

    @classmethod
    def of(cls, settings: Fingerprints) -> SketchHeader:
        return cls(size=settings.minima, seed=settings.seed, width=settings.width)

    @classmethod
    def read(cls, table: pa.Table) -> SketchHeader:
        """The header that a table of fingerprints carries; SettingsError where it has none."""
        try:
            return cls(**json.loads(table.schema.metadata[_HEADER]))
        except (TypeError, KeyError, ValueError) as error:
            raise SettingsError(
                "these fingerprints do not say how they were made: make them anew"
            ) from error

    def write(self, table: pa.Table) -> pa.Table:
        """The same table with this header in its metadata."""
        header = json.dumps(dataclasses.asdict(self), sort_keys=True).encode()
        return table.replace_schema_metadata({**(table.schema.metadata or {}), _HEADER: header})


def check_same(left: SketchHeader, right: SketchHeader) -> None:
    """Raise SettingsError, naming what differs, unless two sketches may be compared."""
    differing = [
        f"{entry.name} {getattr(left, entry.name)!r} and {getattr(right, entry.name)!r}"
        for entry in dataclasses.fields(SketchHeader)
        if getattr(left, entry.name) != getattr(right, entry.name)
    ]
    if differing:
        raise SettingsError(
            f"sketches that do not agree cannot be compared: {', '.join(differing)}; "
            "make both with the same settings"
        )


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
    shingles = distinct.distinct_rows(starts, all_shingles)
    least = minima.minima_rows(*shingles, *permutations(settings.minima, settings.seed))
    sizes = np.arange(len(least) + 1, dtype=np.int64) * settings.minima
    columns = {
        "identity": hashing.digest_rows(offsets, words, flags & np.uint8(schema.ASIDE)),
        "minima": schema.ragged(sizes, least.reshape(-1)),
        "shingles": schema.ragged(*shingles),
        "seeds": schema.ragged(*seeds),
    }
    return SketchHeader.of(settings).write(schema.build(schema.FINGERPRINTS, columns))


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
    if len(values) != header.size or header.scheme != "affine32":
        raise SettingsError(
            f"a row of {len(values)} minima is no sketch of {header.size} in {header.scheme!r}"
        )
    return MinHash(
        seed=header.seed,
        hashfunc=low_bits,
        hashvalues=values,
        permutations=np.array(permutations(header.size, header.seed)),
        scheme=header.scheme,
    )
