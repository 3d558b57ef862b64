"""Pools: what the articles on one event have, in counts that each class of copies adds one to.

The news of one event has a stock of words and facts that all its reporters draw from. What two
articles share of it says little; what few others have says more. A pool lists what is counted
within one event, one row for each event of two classes or more; an article alone on its event
has none. Counts are exact integers and depend on the event's articles alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels.sealed import sealed
from syndetect.kernels.shared import KEY_BITS, look_up, sieve

HEAD = (
    pa.field("label", pa.int32()),  # of the event, ascending
    pa.field("classes", pa.int32()),  # classes of copies on the event
)
MOST = 1 << (64 - KEY_BITS)  # events whose keys can be counted together
_SHIFT = np.uint64(KEY_BITS)


class Pools:
    """All pools of one sort, ready to be asked: of events, or of the stock wording of outlets.

    Most of what is looked for is not in its pool. A bitmap of each tells so at once.
    """

    def __init__(self, table: pa.Table) -> None:
        """*table* has a ``label``, ascending, and columns of keys, which ascend in each row."""
        self.labels = schema.plain(table, "label")
        self.classes = np.ones(1, dtype=np.int64)  # the last is for -1
        if "classes" in table.column_names:
            self.classes = np.append(schema.plain(table, "classes"), 1)
        lists = [f.name for f in table.schema if pa.types.is_large_list(f.type)]
        self.columns = {name: schema.flat(table, name) for name in lists}
        self.sieves = {
            name: sieve(
                sealed(self.columns[name][0], np.int64), sealed(self.columns[name][1], np.uint64)
            )
            for name in lists
            if name.endswith("_keys")
        }


@dataclass(frozen=True, slots=True)
class Around:
    """The pools of the events that some articles are on: row ``pool[i]`` for article i, or -1."""

    pools: Pools | None
    pool: schema.I64

    @classmethod
    def of(cls, pools: Pools, labels: schema.I32) -> Around:
        """*labels* is what the rows of *pools* are labelled by, for each article: its event, or
        its outlet."""
        known = pools.labels
        at = np.searchsorted(known, labels)
        found = at < len(known)
        found[found] = known[at[found]] == labels[found]
        return cls(pools, np.where(found, at, -1).astype(np.int64))

    @classmethod
    def nothing(cls, articles: int) -> Around:
        """Around articles whose events have not been counted."""
        return cls(None, np.full(articles, -1, dtype=np.int64))

    def classes(self) -> schema.I64:
        """Classes of copies on the event of each article: 1 where it is alone."""
        if self.pools is None:
            return np.ones(len(self.pool), dtype=np.int64)
        return np.asarray(self.pools.classes[self.pool], dtype=np.int64)

    def values(self, name: str, places: schema.I64, default: int) -> npt.NDArray[Any]:
        """The flat values of column *name* at *places*, and *default* where these are -1."""
        if self.pools is None:
            return np.full(len(places), default)
        listed = self.pools.columns[name][1]
        return np.append(listed, listed.dtype.type(default))[places]

    def places(self, name: str, offsets: schema.I64, keys: schema.U64) -> schema.I64:
        """Where each key of each article stands in the column *name* of its pool: a place in the
        flat values, or -1. ``keys[offsets[i]:offsets[i + 1]]`` ascend without doubles."""
        if self.pools is None:
            return np.full(len(keys), -1, dtype=np.int64)
        pool_offsets, pool_keys = self.pools.columns[name]
        found: schema.I64 = look_up(
            sealed(offsets, np.int64),
            sealed(keys, np.uint64),
            sealed(self.pool, np.int64),
            sealed(pool_offsets, np.int64),
            sealed(pool_keys, np.uint64),
            self.pools.sieves[name],
        )
        return found


def by_event(offsets: schema.I64, keys: schema.U64, bounds: schema.I64) -> schema.U64:
    """Each key of ``KEY_BITS`` with the number of its event above it.

    ``keys[offsets[i]:offsets[i + 1]]`` are those of article i; event e, one of at most ``MOST``,
    has the articles ``bounds[e]`` to ``bounds[e + 1]``.
    """
    events = np.arange(len(bounds) - 1, dtype=np.uint64) << _SHIFT
    return np.repeat(events, np.diff(offsets[bounds])) | keys


def listed(found: schema.U64, events: int, *values: Any) -> list[pa.LargeListArray]:
    """Ascending keys that ``by_event`` made, and *values* of each, as columns of pools."""
    event = (found >> _SHIFT).astype(np.int64)
    offsets = np.concatenate(([0], np.cumsum(np.bincount(event, minlength=events))))
    keys = found & np.uint64((1 << KEY_BITS) - 1)
    return [schema.ragged(offsets, column) for column in (keys, *values)]
