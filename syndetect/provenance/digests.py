"""Pages that hold pieces of everything: live blogs, roundups, newsletters.

A digest is known by several passages at different places of its text, each shared with articles
of another event, that together make up a good part of it. One stretch that stands in a hundred
articles (a template) makes no digest, nor does a story with a few paragraphs of background, nor
one with stock wording, which comes by the sentence and not by the paragraph.

Most digests hold pieces of what is not in the collection: ``text.cohesion`` knows them by their
own text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.passages import FIELDS, KINDS
from syndetect.model import Credit, CreditRole, PassageKind
from syndetect.provenance.hands import Hands

_DISPATCHES = 4  # different datelines from which a page is a roundup
_TAKEN = [KINDS.index(kind) for kind in (PassageKind.VERBATIM, PassageKind.EDITED)]
_PIECE = 20  # words of a passage that counts as a piece: longer than stock wording


def pieces(ledger: pa.Table, events: schema.I32, hands: Hands) -> schema.I32:
    """The pieces of ``digests``: passages between articles of different *events* that are long
    enough for one, from both sides. What an outlet repeats of its own is background, and no piece.
    """
    left, right = schema.plain(ledger, "left"), schema.plain(ledger, "right")
    offsets, values = schema.flat(ledger, "passages_tokens")
    found = values.reshape(-1, FIELDS)
    row = np.repeat(np.arange(ledger.num_rows), np.diff(offsets) // FIELDS)
    apart = (events[left] != events[right])[row]
    long = np.flatnonzero(apart & np.isin(found[:, 4], _TAKEN) & (found[:, 5] >= _PIECE))
    long = long[~hands.same(left[row[long]], right[row[long]])]
    one, other = left[row[long]], right[row[long]]
    l_begin, l_end, r_begin, r_end, _, words = found[long].T
    sides = (
        (one, l_begin, l_end, words, events[other]),
        (other, r_begin, r_end, words, events[one]),
    )
    return np.concatenate([np.column_stack(side) for side in sides]).astype(np.int32)


def digests(
    pieces: Iterable[schema.I32], least: int, lengths: npt.NDArray[np.integer]
) -> frozenset[int]:
    """Articles with pieces of at least *least* events that are a third of their words or more.

    *lengths* are the words of each article; *pieces* are rows of (article, begin token, end
    token, words, event of the other article), in any order.
    Overlapping stretches are one piece; it counts for the smallest event that it was seen with
    and that no earlier piece has taken.
    """
    found = np.concatenate([np.empty((0, 5), dtype=np.int32), *pieces])
    found = found[found[:, 3] >= _PIECE]
    found = found[np.lexsort((found[:, 4], found[:, 2], found[:, 1], found[:, 0]))]
    article = found[:, 0]
    covered = np.bincount(article, weights=_fresh(found), minlength=len(lengths))
    by_article: dict[int, list[tuple[int, int, int]]] = {}
    for one, begin, end, _, event in found[(3 * covered >= lengths)[article]].tolist():
        by_article.setdefault(one, []).append((begin, end, event))
    return frozenset(one for one, spans in by_article.items() if _events(spans) >= least)


def _fresh(found: schema.I32) -> schema.I64:
    """How many words of each piece stand in no earlier piece of its article; *found* is sorted."""
    article, begin, end = found[:, :3].T.astype(np.int64)
    # Places of different articles lie apart, so that one running maximum serves all.
    apart = article * (int(end.max(initial=0)) + 1)
    reached = np.maximum.accumulate(np.append(0, end + apart))[:-1] - apart
    fresh: schema.I64 = np.maximum(end - np.maximum(begin, reached), 0)
    return fresh


def roundups(credits: Iterable[tuple[int, Sequence[Credit]]]) -> frozenset[int]:
    """Articles that carry the datelines of several dispatches: news in brief, excerpts of others.

    A dateline is a credit of the text that opens a paragraph; the same one twice counts once.
    """
    found = set()
    for article, some in credits:
        lines = {
            " ".join(credit.text.split())
            for credit in some
            if credit.role is CreditRole.TEXT and credit.zone in ("dateline", "body")
        }
        if len(lines) >= _DISPATCHES:
            found.add(article)
    return frozenset(found)


def _events(spans: list[tuple[int, int, int]]) -> int:
    """How many disjoint stretches stand for events of their own; *spans* are sorted."""
    taken: set[int] = set()
    stretch_end = -1
    stretch: set[int] = set()
    for begin, end, event in spans:
        if begin >= stretch_end:
            _take(stretch, taken)
            stretch = set()
        stretch.add(event)
        stretch_end = max(stretch_end, end)
    _take(stretch, taken)
    return len(taken)


def _take(stretch: set[int], taken: set[int]) -> None:
    fresh = stretch - taken
    if fresh:
        taken.add(min(fresh))
