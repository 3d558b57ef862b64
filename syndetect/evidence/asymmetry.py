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
from syndetect.evidence import content, exactness, sentences
from syndetect.evidence.material import (
    U8,
    Columns,
    Kind,
    Pairs,
    Words,
    bounds,
    grouped,
)
from syndetect.evidence.vocabulary import short
from syndetect.kernels.asymmetry import (
    FACT,
    MET,
    SAID,
    SPOKEN,
    TIME,
    TWO,
    differences,
    finer,
    inside,
    own_sentences,
    private,
    told,
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
    pa.field("said_weights", pa.large_list(pa.int16())),  # of ``content_keys``,
    pa.field("said_marks", pa.large_list(pa.uint8())),  # ``SAID`` outside furniture
    pa.field("said_weight", pa.int64()),  # of all that is said,
    pa.field("said_facts", pa.int64()),  # how many names and numbers,
    pa.field("said_met", pa.int64()),  # the weight of what others on the event have,
    pa.field("said_times", pa.int64()),  # and how many words of the calendar
    pa.field("sentence_stems", pa.large_list(pa.int32())),  # see ``kernels.asymmetry.told``
    pa.field("sentence_filler", pa.large_list(pa.uint8())),
    pa.field("quoted_share", pa.float64()),
    pa.field("quoted_words", pa.large_list(pa.uint32())),  # by rank, a 0 after each quotation
    pa.field("quoted_opening", pa.large_list(pa.uint64())),
    pa.field("quoted_keys", pa.large_list(pa.uint64())),
    pa.field("quoted_places", pa.large_list(pa.int32())),
    pa.field("number_values", pa.large_list(pa.int64())),  # in hundredths, ascending
    pa.field("number_figures", pa.large_list(pa.uint8())),
    pa.field("signed_keys", pa.large_list(pa.uint64())),  # names in the sign-off, ascending
)

_PLAIN = 200  # rarity of the commonest words: it carries no weight
_FREE = 64  # mark of words in the making: outside quotations
_FEW = 5.0  # sentences by which few are damped
_LEAST = 3  # words of a quotation that is looked for in others


def prepare(words: Words) -> Columns:
    """Content stems outside furniture, and the words of quotations."""
    seen = words.stems
    plain = words.flags & schema.FURNITURE == 0
    weights = seen.heaviest(np.where(plain, np.maximum(words.rarity - _PLAIN, 0), 0))
    marks = _MARKS[words.flags] | np.where(words.known.calendar[words.place], TIME, 0)
    marks = seen.some(np.where(plain, marks, 0).astype(np.uint8))
    marks |= np.where(marks & (SAID | _FREE) == SAID, SPOKEN, 0).astype(np.uint8)
    marks |= _HOLDERS[np.minimum(words.once(content.holders), len(_HOLDERS) - 1)]
    marks = np.where(marks & SAID, marks ^ (marks & _FREE), 0).astype(np.uint8)
    mentions = words.once(sentences.mentions)
    stems, filler = told(
        seen.offsets,
        marks,
        np.concatenate(([0], np.cumsum(mentions.counts, dtype=np.int64))),
        mentions.places,
        mentions.sentences,
    )
    return {
        "said_weights": schema.ragged(seen.offsets, weights),
        "said_marks": schema.ragged(seen.offsets, marks),
        "said_weight": row_sums(weights, seen.offsets),
        "said_facts": row_sums(marks & FACT != 0, seen.offsets),
        "said_met": row_sums(np.where(marks & MET, weights, 0), seen.offsets),
        "said_times": row_sums(marks & TIME != 0, seen.offsets),
        "sentence_stems": schema.ragged(mentions.sentences, stems),
        "sentence_filler": schema.ragged(mentions.sentences, filler.view(np.uint8)),
        **_quotations(words, plain),
        **_numbers(words, plain),
        "signed_keys": _signed(words),
    }


def measure(pairs: Pairs) -> Columns:
    """All that one side has and the other lacks."""
    material = pairs.material
    found = differences(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        *pairs.stems,
        material.values("said_weights"),
        material.values("said_marks"),
        *(material.plain(name) for name in ("said_facts", "said_met", "said_times")),
    )
    weight, facts = material.plain("said_weight"), material.plain("said_facts")
    whole = weight[pairs.left] + weight[pairs.right] - found[:, 0]
    columns: Columns = {
        "likeness": found[:, 0] / np.maximum(whole, 1),
        "between": found[:, 7] / np.maximum(found[:, 0], 1),
    }
    wholes, fillers, exact = _wholes(pairs), _fillers(pairs), _finer(pairs)
    names = private(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        *material.flat("signed_keys"),
    )
    columns["signed"] = names[:, 2].astype(np.float64)
    for side, (name, rows) in enumerate((("left", pairs.left), ("right", pairs.right))):
        columns |= {
            f"novel_{name}": 1.0 - found[:, 0] / np.maximum(weight[rows], 1),
            f"novel_facts_{name}": found[:, 1 + side] / np.maximum(facts[rows], 1),
            f"private_facts_{name}": found[:, 1 + side].astype(np.float64),
            f"attested_{name}": found[:, 3 + side] / 100.0,
            f"quoted_{name}": material.plain("quoted_share")[rows],
            f"wholes_{name}": wholes[:, side].astype(np.float64),
            f"times_{name}": found[:, 5 + side].astype(np.float64),
            f"signed_{name}": names[:, side].astype(np.float64),
            f"finer_{name}": exact[:, side].astype(np.float64),
            f"filler_{name}": fillers[:, 2 * side + 1] / (fillers[:, 2 * side] + _FEW),
        }
    return columns


def _fillers(pairs: Pairs) -> schema.I64:
    material = pairs.material
    sentences_of, stems = material.flat("sentence_stems")
    found: schema.I64 = own_sentences(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        *pairs.stems,
        material.values("said_marks"),
        material.begins("mention_counts"),
        material.values("mention_places"),
        sentences_of,
        stems,
        material.values("sentence_filler"),
    )
    return found


def _finer(pairs: Pairs) -> schema.I64:
    found: schema.I64 = finer(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        *pairs.material.flat("number_values"),
        pairs.material.values("number_figures"),
    )
    return found


def _signed(words: Words) -> pa.LargeListArray:
    """The names that sign each article at its end."""
    names = words.flags & schema.NAME != 0
    job = words.known.job[words.place]
    at = exactness.signed(words.word, words.offsets, names, job)
    rows = grouped(bounds(words.row[at], words.count), short(words.word[at]))
    return schema.ragged(rows.offsets, rows.keys)


def _numbers(words: Words, plain: npt.NDArray[np.bool_]) -> Columns:
    """The distinct numbers of each article that are worth something known."""
    _, values, figures = exactness.numbers()
    at = np.flatnonzero((words.flags & schema.NUMBER != 0) & plain)
    number = words.known.number[words.place[at]]
    at, number = at[number >= 0], number[number >= 0]
    row, value, figure = words.row[at], values[number], figures[number]
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
    material = pairs.material
    found: schema.I64 = inside(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        *material.flat("quoted_words"),
        *(material.values(f"quoted_{name}") for name in ("opening", "keys", "places")),
    )
    return found


def _marks() -> U8:
    """The marks of a word by its flags: a fact is a number or a name, and the first word of a
    sentence has a capital anyhow."""
    flags = np.arange(256)
    name = (flags & schema.NAME != 0) & (flags & schema.FIRST == 0)
    fact = name | (flags & schema.NUMBER != 0)
    free = flags & schema.QUOTED == 0
    return (SAID | np.where(fact, FACT, 0) | np.where(free, _FREE, 0)).astype(np.uint8)


_MARKS = _marks()
_HOLDERS = np.array([0, 0, MET | TWO, MET], dtype=np.uint8)  # by classes on the event


def _quotations(words: Words, plain: npt.NDArray[np.bool_]) -> Columns:
    """The words of all quotations, one after the other, and where some begin alike."""
    quoted = np.flatnonzero((words.flags & schema.QUOTED != 0) & plain)
    row = words.row[quoted]
    last = np.append((np.diff(quoted) > 1) | (np.diff(row) > 0), True)[: len(quoted)]
    # Each quotation has a 0 behind it, so that words move on by the quotations before.
    to = np.arange(len(quoted)) + np.cumsum(last) - last
    spoken = np.zeros(len(quoted) + int(last.sum()), dtype=np.uint64)
    spoken[to] = words.word[quoted]
    ranks = np.zeros(len(spoken), dtype=np.uint32)
    ranks[to] = words.known.rank[words.place[quoted]] + np.uint32(1)
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
    order = order_rows(sealed(offsets, np.int64), sealed(opening, np.uint64))
    lengths = np.maximum(np.diff(words.offsets), 1)
    base = np.repeat(offsets[:-1], np.diff(offsets))
    return {
        "quoted_share": np.bincount(row, minlength=words.count) / lengths,
        "quoted_words": schema.ragged(offsets, ranks),
        "quoted_opening": schema.ragged(offsets, opening),
        "quoted_keys": schema.ragged(offsets, opening[order]),
        "quoted_places": schema.ragged(offsets, (order - base).astype(np.int32)),
    }


KIND = Kind(FACTS, CONTEXT, MATERIAL, prepare, measure)
