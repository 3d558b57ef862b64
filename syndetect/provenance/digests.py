"""Pages that hold pieces of everything: live blogs, roundups, newsletters.

A digest is known by several passages at different places of its text, each shared with articles
of another event, that together make up a good part of it. One stretch that stands in a hundred
articles (a template) makes no digest, nor does a story with a few paragraphs of background, nor
one with stock wording, which comes by the sentence and not by the paragraph.

Most digests hold pieces of what is not in the collection: ``text.cohesion`` knows them by their
own text.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.evidence.passages import FIELDS, KINDS
from syndetect.model import CreditRole, PassageKind
from syndetect.provenance.hands import Hands
from syndetect.provenance.ties import Flags

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
    fresh, apart = _fresh(found)
    covered = np.bincount(article, weights=fresh, minlength=len(lengths))
    stretches = np.bincount(article[apart], minlength=len(lengths))
    # A stretch stands for one event at most: few articles have enough of them.
    found = found[((3 * covered >= lengths) & (stretches >= least))[article]]
    told = groupby(range(len(found)), key=found[:, 0].tolist().__getitem__)
    return frozenset(
        one for one, rows in told if _events(found[list(rows)][:, [1, 2, 4]].tolist()) >= least
    )


def _fresh(found: schema.I32) -> tuple[schema.I64, Flags]:
    """How many words of each piece stand in no earlier piece of its article, and whether it
    overlaps with none of these; *found* is sorted.
    """
    article, begin, end = found[:, :3].T.astype(np.int64)
    # Places of different articles lie apart, so that one running maximum serves all.
    apart = article * (int(end.max(initial=0)) + 1)
    reached = np.maximum.accumulate(np.append(0, end + apart))[:-1] - apart
    fresh: schema.I64 = np.maximum(end - np.maximum(begin, reached), 0)
    return fresh, begin >= reached


def roundups(marks: pa.Table) -> frozenset[int]:
    """Rows of *marks* that carry the datelines of several dispatches: news in brief, excerpts of
    others.

    A dateline is a credit of the text that opens a paragraph; the same one twice counts once.
    """
    column = marks.column("credits")
    credits = pc.list_flatten(column)
    role, zone, text = (pc.struct_field(credits, name) for name in ("role", "zone", "text"))
    opening = pc.and_(
        pc.equal(role, CreditRole.TEXT.value), pc.is_in(zone, pa.array(["dateline", "body"]))
    )
    article = pc.list_parent_indices(column).filter(opening).to_numpy()
    several = (np.bincount(article) >= _DISPATCHES)[article]
    lines: dict[int, set[str]] = {}
    for one, line in zip(
        article[several].tolist(), text.filter(opening).filter(several).to_pylist(), strict=True
    ):
        lines.setdefault(one, set()).add(" ".join(line.split()))
    return frozenset(one for one, some in lines.items() if len(some) >= _DISPATCHES)


def _events(spans: list[list[int]]) -> int:
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
