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
from syndetect.evidence import content, exactness
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
from syndetect.kernels.asymmetry import (
    FACT,
    MET,
    SPOKEN,
    TIME,
    TWO,
    differences,
    finer,
    inside,
    own_sentences,
    private,
)
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
    "times_left",  # days, months and clocks that the left names and the right does not
    "times_right",
    "finer_left",  # numbers of the left that are more exact than a near one of the right
    "finer_right",
    "filler_left",  # share of the left's sentences that are its own and hold no name or number
    "filler_right",
    "signed",  # 1 where both are signed at the end by those who wrote them
    "signed_left",  # names that sign the left and not the right, where both are signed
    "signed_right",
)
CONTEXT = (
    "attested_left",  # weight of the left's private words that others on the event have
    "attested_right",
    "between",  # of the content weight in common, the share that no third on the event has
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
    pa.field("number_values", pa.large_list(pa.int64())),  # in hundredths, ascending
    pa.field("number_figures", pa.large_list(pa.uint8())),
    pa.field("signed_keys", pa.large_list(pa.uint64())),  # names in the sign-off, ascending
)

_PLAIN = 200  # rarity of the commonest words: it carries no weight
_NO_FACT = 1  # mark of rows in the making: nowhere a name or number
_NO_TIME = 2  # no word of the calendar
_FEW = 5.0  # sentences by which few are damped
_LEAST = 3  # words of a quotation that is looked for in others


def prepare(words: Words) -> Columns:
    """Content stems outside furniture, and the words of quotations."""
    plain = words.flags & schema.FURNITURE == 0
    at = words.telling[plain[words.telling]]
    fact = _facts(words.flags)
    keys = short(words.stem[at])
    time = np.isin(words.word[at], exactness.calendar())
    spoken = words.flags[at] & schema.QUOTED != 0
    nothing: U8 = np.where(fact[at], 0, _NO_FACT).astype(np.uint8)
    nothing[~time] |= _NO_TIME
    nothing[spoken] |= SPOKEN
    weights = np.maximum(words.rarity[at] - _PLAIN, 0)
    rows = distinct(words.row[at], keys, weights, nothing, words.count)
    marks = (np.where(rows.marks & _NO_FACT, 0, FACT) | (rows.marks & SPOKEN)).astype(np.uint8)
    marks[rows.marks & _NO_TIME == 0] |= TIME
    met = content.counts(rows, words.around)
    marks[met > 1] |= MET
    marks[met == 2] |= TWO
    return {
        "said_keys": schema.ragged(rows.offsets, rows.keys),
        "said_weights": schema.ragged(rows.offsets, rows.weights),
        "said_marks": schema.ragged(rows.offsets, marks),
        "said_weight": row_sums(rows.weights, rows.offsets),
        "said_facts": row_sums(marks & FACT, rows.offsets),
        **_quotations(words, plain),
        **_numbers(words, plain),
        "signed_keys": _signed(words),
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
    columns: Columns = {
        "likeness": found[:, 0] / np.maximum(whole, 1),
        "between": found[:, 7] / np.maximum(found[:, 0], 1),
    }
    wholes, fillers, exact = _wholes(pairs), _fillers(pairs), _finer(pairs)
    offsets, keys = schema.flat(material, "signed_keys")
    names = private(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        sealed(offsets, np.int64),
        sealed(keys, np.uint64),
    )
    columns["signed"] = names[:, 2].astype(np.float64)
    for side, (name, rows) in enumerate((("left", pairs.left), ("right", pairs.right))):
        columns |= {
            f"novel_{name}": 1.0 - found[:, 0] / np.maximum(weight[rows], 1),
            f"novel_facts_{name}": found[:, 1 + side] / np.maximum(facts[rows], 1),
            f"private_facts_{name}": found[:, 1 + side].astype(np.float64),
            f"attested_{name}": found[:, 3 + side] / 100.0,
            f"quoted_{name}": schema.plain(material, "quoted_share")[rows],
            f"wholes_{name}": wholes[:, side].astype(np.float64),
            f"times_{name}": found[:, 5 + side].astype(np.float64),
            f"signed_{name}": names[:, side].astype(np.float64),
            f"finer_{name}": exact[:, side].astype(np.float64),
            f"filler_{name}": fillers[:, 2 * side + 1] / (fillers[:, 2 * side] + _FEW),
        }
    return columns


def _fillers(pairs: Pairs) -> schema.I64:
    material = pairs.material
    offsets, keys = schema.flat(material, "mention_keys")
    said_offsets, said = schema.flat(material, "said_keys")
    found: schema.I64 = own_sentences(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        sealed(offsets, np.int64),
        sealed(keys, np.uint64),
        sealed(schema.flat(material, "mention_places")[1], np.int32),
        sealed(schema.flat(material, "sentence_weights")[0], np.int64),
        sealed(said_offsets, np.int64),
        sealed(said, np.uint64),
        sealed(schema.flat(material, "said_marks")[1], np.uint8),
    )
    return found


def _finer(pairs: Pairs) -> schema.I64:
    offsets, values = schema.flat(pairs.material, "number_values")
    found: schema.I64 = finer(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        sealed(offsets, np.int64),
        sealed(values, np.int64),
        sealed(schema.flat(pairs.material, "number_figures")[1], np.uint8),
    )
    return found


def _signed(words: Words) -> pa.LargeListArray:
    """The names that sign each article at its end."""
    names = words.flags & schema.NAME != 0
    at = exactness.signed(words.word, words.row, words.offsets, names)
    unmarked = np.zeros(len(at), dtype=np.uint8)
    rows = distinct(words.row[at], short(words.word[at]), words.rarity[at], unmarked, words.count)
    return schema.ragged(rows.offsets, rows.keys)


def _numbers(words: Words, plain: npt.NDArray[np.bool_]) -> Columns:
    """The distinct numbers of each article that are worth something known."""
    keys, values, figures = exactness.numbers()
    at = np.flatnonzero((words.flags & schema.NUMBER != 0) & plain)
    place = np.minimum(np.searchsorted(keys, words.word[at]), len(keys) - 1)
    known = keys[place] == words.word[at]
    at, place = at[known], place[known]
    row, value, figure = words.row[at], values[place], figures[place]
    order = np.lexsort((-figure.astype(np.int64), value, row))
    row, value, figure = row[order], value[order], figure[order]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (row[1:] != row[:-1]) | (value[1:] != value[:-1])
    offsets = bounds(row[fresh], words.count)
    return {
        "number_values": schema.ragged(offsets, value[fresh]),
        "number_figures": schema.ragged(offsets, figure[fresh]),
    }


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
