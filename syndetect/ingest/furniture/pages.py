"""The lines of a slice of articles as flat columns: all that repetition asks of them, but words.

A slice is read by itself, in whatever process; what is counted over a collection are numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from xxhash import xxh3_64_intdigest

from syndetect import schema
from syndetect.ingest.furniture.intrinsic import intrinsic
from syndetect.ingest.furniture.lines import Lines
from syndetect.model import Article, Furniture

TABLE = pa.schema(
    [
        ("outlet", pa.uint64()),
        ("digest", pa.uint64()),
        ("begin", pa.large_list(pa.int32())),
        ("end", pa.large_list(pa.int32())),
        ("key", pa.large_list(pa.uint64())),
    ]
)


class Pages(NamedTuple):
    """The articles of a slice, one row each, and their lines, row after row.

    ``outlet`` (uint64) is a hash of the outlet's name, 0 where there is none; ``digest`` (uint64)
    one of the body. ``offsets`` (int64) are the lines before each article; ``begin`` and ``end``
    (int32) code points of the body, ``key`` (uint64) is a hash of the folded line and the outlet.
    Articles without an outlet have no lines here. ``own`` is the furniture that form tells.
    """

    outlet: schema.U64
    digest: schema.U64
    offsets: schema.I64
    begin: schema.I32
    end: schema.I32
    key: schema.U64
    own: list[list[Furniture]]

    @classmethod
    def of(cls, table: pa.Table, own: list[list[Furniture]]) -> Pages:
        """The pages that ``columns`` gave to a table."""
        offsets, begin = schema.flat(table, "begin")
        _, end = schema.flat(table, "end")
        _, key = schema.flat(table, "key")
        outlet, digest = (schema.plain(table, name) for name in ("outlet", "digest"))
        return cls(outlet, digest, offsets, begin, end, key, own)

    def columns(self) -> dict[str, Any]:
        """What ``TABLE`` has: all but *own*."""
        ragged = {name: getattr(self, name) for name in ("begin", "end", "key")}
        return {
            "outlet": self.outlet,
            "digest": self.digest,
            **{name: schema.ragged(self.offsets, values) for name, values in ragged.items()},
        }

    @property
    def row(self) -> schema.I64:
        """The article of each line."""
        return np.repeat(np.arange(len(self.own), dtype=np.int64), np.diff(self.offsets))

    @property
    def size(self) -> schema.I64:
        """Characters of all lines of each article."""
        sizes = np.concatenate(([0], np.cumsum(self.end - self.begin, dtype=np.int64)))
        return np.asarray(np.diff(sizes[self.offsets]), dtype=np.int64)


def read_pages(articles: Sequence[Article]) -> Pages:
    """The pages of a slice. A pure function of each article."""
    outlets, digests, counts = [], [], []
    begins: list[int] = []
    ends: list[int] = []
    keys: list[schema.U64] = []
    own = []
    for article in articles:
        lines = Lines(article.body)
        own.append(intrinsic(article, lines))
        outlet = _digest(article.outlet) | 1 if article.outlet else 0
        outlets.append(outlet)
        digests.append(_digest(article.body) if outlet else 0)
        counts.append(len(lines) if outlet else 0)
        if outlet:
            begins += lines.begins
            ends += lines.ends
            keys.append(lines.keys ^ np.uint64(outlet))
    return Pages(
        np.array(outlets, dtype=np.uint64),
        np.array(digests, dtype=np.uint64),
        np.concatenate(([0], np.cumsum(counts, dtype=np.int64))),
        np.array(begins, dtype=np.int32),
        np.array(ends, dtype=np.int32),
        np.concatenate([np.empty(0, dtype=np.uint64), *keys]),
        own,
    )


def _digest(text: str) -> int:
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))
