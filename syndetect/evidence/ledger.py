"""All evidence on pairs in one table: facts of the two texts, then counts of wider context.

Facts: a pair's row depends on its two articles and the frozen background alone.
Context: exact counts from the collection (lines an outlet repeats, words an event is full of).
Each kind of evidence is a module; here they are only gathered.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.evidence import (
    asymmetry,
    content,
    innovations,
    occasion,
    overlap,
    passages,
    pools,
    sentences,
    threads,
)
from syndetect.evidence.held import Held
from syndetect.evidence.material import Columns, Kind, Pairs, Words
from syndetect.evidence.pools import Around
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.settings import Evidence

# One line a kind. One that reads what another has measured stands behind it.
KINDS: tuple[Kind, ...] = (
    overlap.KIND,
    content.KIND,
    sentences.KIND,
    threads.KIND,
    occasion.KIND,
    innovations.KIND,
    passages.KIND,
    asymmetry.KIND,
)

FACTS = tuple(name for kind in KINDS for name in kind.facts)
CONTEXT = tuple(name for kind in KINDS for name in kind.context)
SIGNALS = FACTS + CONTEXT

MATERIAL = pa.schema([field for kind in KINDS for field in kind.material])
POOLS = pa.schema([*pools.HEAD, *(field for kind in KINDS for field in kind.pool)])
LEDGER = pa.schema(
    [("left", pa.int32()), ("right", pa.int32())]
    + [(name, pa.float64()) for name in SIGNALS]
    + [("passages_tokens", passages.TOKENS)]
)


def pool(packed: pa.Table, known: Vocabulary, events: schema.I32, settings: Evidence) -> pa.Table:
    """The ``POOLS`` of whole events: *packed* readings of the first of each class on them, side by
    side.

    *events* is the label of each row, ascending; at most ``pools.MOST`` different ones.
    """
    labels, starts = np.unique(events, return_index=True)
    bounds = np.append(starts, len(events)).astype(np.int64)
    members = Words(packed, known, settings.width, nothing := Around.nothing(len(events)), nothing)
    columns: Columns = {"label": labels, "classes": np.diff(bounds).astype(np.int32)}
    for kind in KINDS:
        columns |= kind.count(members, bounds) if kind.count else {}
    return schema.build(POOLS, columns)


def prepare(
    packed: pa.Table, known: Vocabulary, around: Around, house: Around, settings: Evidence
) -> pa.Table:
    """The ``MATERIAL`` of articles, row for row of their *packed* readings, of words that are
    *known*; *around* knows the pools of their events, *house* the stock wording of their outlets.
    """
    words = Words(packed, known, settings.width, around, house)
    columns: Columns = {}
    for kind in KINDS:
        columns |= kind.prepare(words) if kind.prepare else {}
    return schema.build(MATERIAL, columns)


def gather(left: schema.I32, right: schema.I32, material: Held, settings: Evidence) -> pa.Table:
    """The ``LEDGER`` of pairs (rows of *material*): one row a pair, in their order."""
    columns: Columns = {"left": left, "right": right}
    pairs = Pairs(left, right, material, settings, columns)
    for kind in KINDS:
        columns |= kind.measure(pairs)
    return schema.build(LEDGER, columns)
