"""Classes: articles with the same text are one from the start, and are compared once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.ingest.times import UNKNOWN_TIME
from syndetect.model import Trust

_CLOCKS = (Trust.PAGE.value, Trust.FILE.value)
_DAY = 3 * 24 * 3600  # seconds: a window so wide is still that of a day, in whatever zone


def classes(
    fingerprints: pa.Table,
    languages: Sequence[str] | None = None,
    ranks: schema.I64 | None = None,
) -> schema.I32:
    """For each article the ordinal of the one that stands for all with equal identity (int32): of
    least rank, where *ranks* are told, else the smallest.

    An article without tokens has nothing in common with another such: it stands for itself. Where
    *languages* are told, copies are of one: the same words are not as rare in another, and who
    stands for a class may not change its facts.
    """
    identity = schema.plain(fingerprints, "identity")
    if languages is not None and len(set(languages)) > 1:
        _, of_identity = np.unique(identity, return_inverse=True)
        known = {language: code for code, language in enumerate(sorted(set(languages)))}
        codes = np.array([known[language] for language in languages], dtype=np.uint64)
        identity = of_identity.astype(np.uint64) * np.uint64(len(known)) + codes
    order = np.arange(len(identity)) if ranks is None else np.argsort(ranks)
    _, first, member_of = np.unique(identity[order], return_index=True, return_inverse=True)
    representative = np.empty(len(identity), dtype=np.int32)
    representative[order] = order[first[member_of]]
    empty = np.diff(schema.flat(fingerprints, "shingles")[0]) == 0
    representative[empty] = np.flatnonzero(empty).astype(np.int32)
    return representative


def seniority(articles: pa.Table, times: schema.I64) -> schema.I64:
    """The rank of each of *articles* (``schema.ARTICLES``) among all (int64, from 0), to which its
    id adds nothing but an end of ties between articles that have all else in common. *times*
    (rows, 2) are the earliest and latest POSIX second of each.

    First come those whose day is known and trusted, the earliest first; then those of whom less is
    known, those of a clock on the page or of the file, and those without a time.
    """
    trusts = pc.fill_null(articles.column("published_trust"), Trust.DECLARED.value)
    keys = dict(zip(("vague", "begin", "end"), ages(trusts, times).T, strict=True))
    names = ("outlet", "url", "headline", "byline", "crawled", "language", "published")
    keys |= {name: pc.fill_null(articles.column(name), "") for name in names}
    keys["trust"] = trusts
    keys["declared"] = pc.binary_join(articles.column("declared_sources"), "\0")
    keys |= {name: articles.column(name) for name in ("body", "id")}  # bodies end ties, seldom
    order = pc.sort_indices(pa.table(keys), [(name, "ascending") for name in keys])
    ranks = np.empty(articles.num_rows, dtype=np.int64)
    ranks[order.to_numpy()] = np.arange(articles.num_rows)
    return ranks


def ages(trusts: pa.ChunkedArray, times: schema.I64) -> schema.I64:
    """What seniority goes by first, three columns: how vague the time of an article is (int64, 0 to
    3), and its earliest and latest second. *trusts* are none of them null."""
    begin, end = times.T
    clock = pc.is_in(trusts, value_set=pa.array(_CLOCKS)).to_numpy(zero_copy_only=False)
    vague = np.where(clock, 2, (end - begin > _DAY).astype(np.int64))
    known = (end < UNKNOWN_TIME)[:, np.newaxis]
    return np.where(known, np.column_stack((vague, begin, end)), [[3, 0, 0]]).astype(np.int64)


def in_content_order(fingerprints: pa.Table, representative: schema.I32) -> schema.I32:
    """Ordinals of the classes that have tokens, by identity: an order that only texts decide.

    What a cap keeps, it keeps in this order, so that names and dates have no say in it.
    """
    identity = schema.plain(fingerprints, "identity")
    filled = np.diff(schema.flat(fingerprints, "shingles")[0]) > 0
    own = representative == np.arange(len(representative), dtype=np.int32)
    chosen = np.flatnonzero(own & filled).astype(np.int32)
    return chosen[np.argsort(identity[chosen], kind="stable")]
