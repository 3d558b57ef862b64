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
    by_article: dict[int, list[tuple[int, int, int]]] = {}
    for article, begin, end, _, event in _likely(pieces, least, lengths).tolist():
        by_article.setdefault(article, []).append((begin, end, event))
    return frozenset(
        article
        for article, spans in by_article.items()
        if 3 * _covered(spans) >= lengths[article] and _events(spans) >= least
    )


def _likely(
    pieces: Iterable[schema.I32], least: int, lengths: npt.NDArray[np.integer]
) -> schema.I32:
    """The *pieces* of articles that have enough of them, and words enough in them: few do."""
    found = np.concatenate([np.empty((0, 5), dtype=np.int32), *pieces])
    found = found[found[:, 3] >= _PIECE]
    article, size = found[:, 0], found[:, 2] - found[:, 1]
    enough = np.bincount(article, minlength=len(lengths)) >= least
    enough &= 3 * np.bincount(article, weights=size, minlength=len(lengths)) >= lengths
    likely: schema.I32 = found[enough[article]]
    return likely


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


def _covered(spans: list[tuple[int, int, int]]) -> int:
    """How many words stand in any of the stretches."""
    covered = reached = 0
    for begin, end, _ in sorted(spans):
        covered += max(0, end - max(begin, reached))
        reached = max(reached, end)
    return covered


def _events(spans: list[tuple[int, int, int]]) -> int:
    """How many disjoint stretches stand for events of their own."""
    taken: set[int] = set()
    stretch_end = -1
    stretch: set[int] = set()
    for begin, end, event in sorted(spans):
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
