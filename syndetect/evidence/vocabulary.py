"""The lexicon of a run as evidence reads it: what is asked of a word is answered once a word.

Articles hold places in the lexicon. What depends on a word alone, and not on where it stands, is
looked up here by its place: a comparing of sixty thousand articles meets thirty million words, and
some hundred thousand different ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence import exactness
from syndetect.kernels.shared import KEY_BITS


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Parallel columns, one row for each place of the lexicon."""

    word: schema.U64
    rank: npt.NDArray[np.uint32]  # of the word among all: equal, and in order, as hashes are
    stem: schema.U64  # whole hash
    key: schema.U64  # its upper ``KEY_BITS``
    rarity: schema.I32
    spelling: schema.U64
    calendar: npt.NDArray[np.bool_]  # a day, a month or a clock
    job: npt.NDArray[np.bool_]  # begins a way to say who did what, see ``exactness``
    number: schema.I32  # row of ``exactness.numbers``; -1 where its worth is not known

    @classmethod
    def of(cls, lexicon: pa.Table) -> Vocabulary:
        """What is to be known of a ``schema.LEXICON``."""
        word, stem = schema.plain(lexicon, "word"), schema.plain(lexicon, "stem")
        known = exactness.numbers()[0]
        number = np.minimum(np.searchsorted(known, word), len(known) - 1)
        return cls(
            word=word,
            rank=np.unique(word, return_inverse=True)[1].astype(np.uint32),
            stem=stem,
            key=short(stem),
            rarity=schema.plain(lexicon, "rarity"),
            spelling=schema.plain(lexicon, "spelling"),
            calendar=np.isin(word, exactness.calendar()),
            job=np.isin(word, exactness.jobs()[0]),
            number=np.where(known[number] == word, number, -1).astype(np.int32),
        )


def short(hashes: schema.U64) -> schema.U64:
    """The upper ``KEY_BITS`` of hashes: of 10^8 pairs, one takes two keys for the same."""
    return hashes >> np.uint64(64 - KEY_BITS)
