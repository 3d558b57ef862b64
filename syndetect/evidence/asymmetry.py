"""What one of two texts has and the other lacks: grounds on which side is nearer the source.

Nothing here says that a pair is derived; what it says is which way, if it is. A text that is
written anew loses: words of quotations, names and numbers, words that others who report the event
have as well. So a private word that other articles on the event have speaks for its article.
(In the sense of textual criticism: Maas 1927, "Textkritik"; for news: Clough, Gaizauskas, Piao and
Wilks 2002, "METER: MEasuring TExt Reuse", and Leskovec, Backstrom and Kleinberg 2009,
"Meme-tracking and the dynamics of the news cycle", on quotations that only grow shorter.)
Furniture is left out everywhere, quotations are not.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence import content
from syndetect.evidence.material import (
    U8,
    Columns,
    Kind,
    Pairs,
    Words,
    bounds,
    distinct,
    short,
)
from syndetect.kernels.asymmetry import FACT, MET, differences, inside
from syndetect.kernels.sealed import sealed
from syndetect.kernels.shared import order_rows, row_sums

FACTS = (
    "likeness",  # weight of content words in common over that of all content words of both
    "novel_left",  # share of the left's content weight that the right lacks
    "novel_right",
    "novel_facts_left",  # share of the left's names and numbers that the right lacks
    "novel_facts_right",
    "private_facts_left",  # how many those are
    "private_facts_right",
    "quoted_left",  # share of the left's words that stand in quotations
    "quoted_right",
    "wholes_left",  # quotations of the right that stand in a longer one of the left
    "wholes_right",
)
CONTEXT = (
    "attested_left",  # weight of the left's private words that others on the event have
    "attested_right",
)
MATERIAL = (
    pa.field("said_keys", pa.large_list(pa.uint64())),  # content stems outside furniture
    pa.field("said_weights", pa.large_list(pa.int32())),
    pa.field("said_marks", pa.large_list(pa.uint8())),
    pa.field("said_weight", pa.int64()),
    pa.field("said_facts", pa.int64()),
    pa.field("quoted_share", pa.float64()),
    pa.field("quoted_words", pa.large_list(pa.uint64())),  # a 0 after each quotation
    pa.field("quoted_opening", pa.large_list(pa.uint64())),
    pa.field("quoted_keys", pa.large_list(pa.uint64())),
    pa.field("quoted_places", pa.large_list(pa.int32())),
)

_PLAIN = 200  # rarity of the commonest words: it carries no weight
_NO_FACT = 1  # mark of rows in the making: nowhere a name or number
_LEAST = 3  # words of a quotation that is looked for in others


def prepare(words: Words) -> Columns:
    """Content stems outside furniture, and the words of quotations."""
    plain = words.flags & schema.FURNITURE == 0
    at = words.telling[plain[words.telling]]
    fact = _facts(words.flags)
    keys = short(words.stem[at])
    not_fact = np.where(fact[at], 0, _NO_FACT).astype(np.uint8)
    weights = np.maximum(words.rarity[at] - _PLAIN, 0)
    rows = distinct(words.row[at], keys, weights, not_fact, words.count)
    marks = np.where(rows.marks & _NO_FACT, 0, FACT).astype(np.uint8)
    marks[content.counts(rows, words.around) > 1] |= MET
    return {
        "said_keys": schema.ragged(rows.offsets, rows.keys),
        "said_weights": schema.ragged(rows.offsets, rows.weights),
        "said_marks": schema.ragged(rows.offsets, marks),
        "said_weight": row_sums(rows.weights, rows.offsets),
        "said_facts": row_sums(marks & FACT, rows.offsets),
        **_quotations(words, plain),
    }


def measure(pairs: Pairs) -> Columns:
    """All that one side has and the other lacks."""
    material = pairs.material
    offsets, keys = schema.flat(material, "said_keys")
    found = differences(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        sealed(offsets, np.int64),
        sealed(keys, np.uint64),
        sealed(schema.flat(material, "said_weights")[1], np.int32),
        sealed(schema.flat(material, "said_marks")[1], np.uint8),
    )
    weight, facts = schema.plain(material, "said_weight"), schema.plain(material, "said_facts")
    whole = weight[pairs.left] + weight[pairs.right] - found[:, 0]
    columns: Columns = {"likeness": found[:, 0] / np.maximum(whole, 1)}
    wholes = _wholes(pairs)
    for side, (name, rows) in enumerate((("left", pairs.left), ("right", pairs.right))):
        columns |= {
            f"novel_{name}": 1.0 - found[:, 0] / np.maximum(weight[rows], 1),
            f"novel_facts_{name}": found[:, 1 + side] / np.maximum(facts[rows], 1),
            f"private_facts_{name}": found[:, 1 + side].astype(np.float64),
            f"attested_{name}": found[:, 3 + side] / 100.0,
            f"quoted_{name}": schema.plain(material, "quoted_share")[rows],
            f"wholes_{name}": wholes[:, side].astype(np.float64),
        }
    return columns


def _wholes(pairs: Pairs) -> schema.I64:
    offsets, words = schema.flat(pairs.material, "quoted_words")
    found: schema.I64 = inside(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        sealed(offsets, np.int64),
        sealed(words, np.uint64),
        sealed(schema.flat(pairs.material, "quoted_opening")[1], np.uint64),
        sealed(schema.flat(pairs.material, "quoted_keys")[1], np.uint64),
        sealed(schema.flat(pairs.material, "quoted_places")[1], np.int32),
    )
    return found


def _facts(flags: U8) -> npt.NDArray[np.bool_]:
    """Which words are numbers or names; the first of a sentence has a capital anyhow."""
    name = (flags & schema.NAME != 0) & (flags & schema.FIRST == 0)
    return np.asarray(name | (flags & schema.NUMBER != 0))


def _quotations(words: Words, plain: npt.NDArray[np.bool_]) -> Columns:
    """The words of all quotations, one after the other, and where some begin alike."""
    quoted = np.flatnonzero((words.flags & schema.QUOTED != 0) & plain)
    row = words.row[quoted]
    last = np.append((np.diff(quoted) > 1) | (np.diff(row) > 0), True)[: len(quoted)]
    # Each quotation has a 0 behind it, so that words move on by the quotations before.
    to = np.arange(len(quoted)) + np.cumsum(last) - last
    spoken = np.zeros(len(quoted) + int(last.sum()), dtype=np.uint64)
    spoken[to] = words.word[quoted]
    offsets = bounds(np.concatenate([row, row[last]]), words.count)
    opening = np.zeros(len(spoken), dtype=np.uint64)
    enough = np.ones(max(len(spoken) - _LEAST + 1, 0), dtype=np.bool_)
    mixed = np.zeros(len(enough), dtype=np.uint64)
    for k in range(_LEAST):
        word = spoken[k : k + len(enough)]
        enough &= word != 0
        mixed = (mixed ^ word) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    opening[: len(enough)] = np.where(enough, short(mixed), 0)
    order = order_rows(offsets, opening)
    lengths = np.maximum(np.diff(words.offsets), 1)
    base = np.repeat(offsets[:-1], np.diff(offsets))
    return {
        "quoted_share": np.bincount(row, minlength=words.count) / lengths,
        "quoted_words": schema.ragged(offsets, spoken),
        "quoted_opening": schema.ragged(offsets, opening),
        "quoted_keys": schema.ragged(offsets, opening[order]),
        "quoted_places": schema.ragged(offsets, (order - base).astype(np.int32)),
    }


KIND = Kind(FACTS, CONTEXT, MATERIAL, prepare, measure)
