"""Articles joined by derivation, and how many voices an event may have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.kernels.forest import components
from syndetect.provenance.ties import Ties

_AT_ONCE = 1 << 12  # articles of small families that are weighed together


def families(ties: Ties, articles: int) -> schema.I32:
    """A label for each article, its family's smallest ordinal; *ties* are the derived pairs."""
    ends = (ties.left.astype(np.int32), ties.right.astype(np.int32))
    labels: schema.I32 = components(*ends, articles)
    return labels


def batches(
    articles: schema.I64, ties: Ties, labels: schema.I32
) -> Iterator[tuple[schema.I64, Ties]]:
    """*articles* and their *ties*, some whole families at a time; *labels* are the families'."""
    articles = articles[np.argsort(labels[articles], kind="stable")]
    order = np.argsort(labels[ties.left], kind="stable")
    of_tie = labels[ties.left][order]
    for some in whole(labels[articles]):
        least, most = labels[articles[some.start]], labels[articles[some.stop - 1]]
        rows = order[np.searchsorted(of_tie, least) : np.searchsorted(of_tie, most, side="right")]
        yield np.sort(articles[some]), ties.take(np.sort(rows))


def whole(labels: npt.NDArray[np.integer]) -> Iterator[slice]:
    """Slices of ascending *labels*, some thousand rows each, between which no label is split."""
    begin = 0
    while begin < len(labels):
        last = labels[min(begin + _AT_ONCE, len(labels)) - 1]
        end = int(np.searchsorted(labels, last, side="right"))
        yield slice(begin, end)
        begin = end


def components_of(
    pairs: Sequence[tuple[int, int]] | npt.NDArray[np.integer], articles: int
) -> schema.I32:
    """A label for each article, the smallest ordinal that *pairs* connect it with."""
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    labels: schema.I32 = components(
        np.ascontiguousarray(ends[:, 0]), np.ascontiguousarray(ends[:, 1]), articles
    )
    return labels


def voices(
    articles: int,
    roots: Collection[object],
    named: frozenset[str],
    alone: int,
    unexplained: int,
    disputed: int = 0,
) -> tuple[int, int, str]:
    """The least and most voices of an event, with the reason in words.

    *roots* are the origins found (articles and unseen sources) with how many articles each
    explains; *named* are those among them that are known to differ from each other (agencies by
    name); *alone* are the articles for which no source was found, and *unexplained* the outlets
    they are of. *disputed* are agencies that are named for a text that another is named for too.
    """
    most = len(roots) + unexplained
    least = max(1, len(named))
    if articles == 1:
        return 1, 1, "one article"
    if not most:
        return 1, articles, "digests only"
    if least >= most:
        if not unexplained:
            return most, most, "every article is explained"
        return most, most, "every origin is known by name" if named else "all of one outlet"
    parts = []
    if unexplained:
        of = (
            f" of {unexplained} outlet{'s' if unexplained > 1 else ''}"
            if alone > unexplained
            else ""
        )
        parts.append(f"{alone} article{'s' if alone > 1 else ''}{of} without a source found")
    if disputed:
        parts.append(f"{disputed} agenc{'ies' if disputed > 1 else 'y'} named for another's text")
    if len(roots) > len(named) + disputed:
        count = len(roots) - len(named) - disputed
        parts.append(f"{count} origin{'s' if count > 1 else ''} not known by name")
    return least, most, " and ".join(parts) or "some origins may be one"
