"""Quotations of events that an earlier run has judged are not judged again.

What it found is kept under a key of all that is quoted on the event, by whom, and how: words by
their hashes, articles by their ids, since places in a lexicon and ordinals shift when articles are
added.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import hashed, schema
from syndetect.engines.contract import Engine
from syndetect.errors import ResultError
from syndetect.evidence.misquotes import Quoting, Tokens, judged, of_copies, quoted
from syndetect.kernels.hashing import digest_rows

REMEMBERED = pa.schema(  # a row for each article that quotes, whether others quote that or not
    [("key", pa.uint64()), ("id", pa.string()), ("kept", pa.int32()), ("changed", pa.int32())]
)
_TELLING, _BEGINS = 1, 2  # marks of a token


def quoting_anew(
    readings: pa.Table,
    representative: schema.I32,
    events: schema.I32,
    ids: pa.Array,
    words: schema.U64,
    engine: Engine,
    known: pa.Table,
) -> tuple[Mapping[int, Quoting], pa.Table]:
    """``misquotes.quoting``, where events that are *known* (``REMEMBERED``, rows in any order) are
    not judged again; and what is known now, and no more.

    *ids* are those of the articles, *words* the hashes of the lexicon that *readings* name words
    by the places of.
    """
    tokens = quoted(readings, representative, events)
    articles, keys = _keys(tokens, hashed.column(ids), words)
    there = pc.is_in(pa.array(keys), value_set=known.column("key")).to_numpy(zero_copy_only=False)
    again = np.zeros(len(representative), dtype=np.bool_)
    again[articles[there]] = True
    found = judged(tokens.take(np.flatnonzero(~again[tokens.article])), engine)
    found |= _recalled(known, keys[there], ids)
    tally = np.array([found.get(one, (0, 0)) for one in articles.tolist()], dtype=np.int32)
    kept, changed = tally.reshape(-1, 2).T
    columns = {"key": keys, "id": ids.take(pa.array(articles)), "kept": kept, "changed": changed}
    return of_copies(found, representative), schema.build(REMEMBERED, columns)


def _recalled(known: pa.Table, keys: schema.U64, ids: pa.Array) -> dict[int, Quoting]:
    """What is *known* of the articles of events of such *keys*, by ordinals."""
    some = known.filter(pc.is_in(known.column("key"), value_set=pa.array(keys)))
    at = schema.places(some.column("id"), pa.chunked_array([ids]))
    if at.min(initial=0) < 0:
        raise ResultError(
            "what is remembered of quotations names articles that are not there: forget it"
        )
    tallies = [at.tolist(), *(some.column(name).to_pylist() for name in ("kept", "changed"))]
    return {
        article: Quoting(kept, changed)
        for article, kept, changed in zip(*tallies, strict=True)
        if kept or changed
    }


def _keys(tokens: Tokens, ids: schema.U64, words: schema.U64) -> tuple[schema.I32, schema.U64]:
    """The articles that quote, and for each the key of its event."""
    count = len(tokens.article)
    new = np.ones(count, dtype=np.bool_)
    new[1:] = tokens.article[1:] != tokens.article[:-1]
    begins = np.ones(count, dtype=np.bool_)
    begins[1:] = np.diff(tokens.at) != 1
    starts = np.flatnonzero(new)
    articles, event = tokens.article[starts], tokens.event[starts]
    marks = _TELLING * tokens.telling.astype(np.uint8) + _BEGINS * begins.astype(np.uint8)
    said = digest_rows(np.append(starts, count), words[tokens.word], marks)
    sums, counts = (np.zeros(int(event.max(initial=-1)) + 1, dtype=np.uint64) for _ in range(2))
    np.add.at(sums, event, hashed.together([ids[articles], said]))
    np.add.at(counts, event, 1)
    return articles, hashed.together([sums[event], counts[event]])
