"""Some families at a time: articles and ties in, their parents out, as tables on both sides.

Records of articles, of ties and of parents are only there while one such batch is looked at, in
whatever process that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.provenance.classes import Classes
from syndetect.provenance.copies import last_copies
from syndetect.provenance.lineage import DIGITS
from syndetect.provenance.merges import Lookup
from syndetect.provenance.parents import Choice
from syndetect.provenance.ties import Floats, Ties
from syndetect.provenance.tree import Family, of_lone
from syndetect.provenance.witnesses import restored
from syndetect.settings import Provenance

CHOICES = pa.schema(
    [
        ("child", pa.int32()),
        ("order", pa.int32()),  # 1, or 2 for another parent
        ("article", pa.int32()),  # the parent; null where it is a source
        ("source", pa.string()),  # its name, "" where nobody names it; null where it is an article
        ("relation", pa.string()),
        ("probability", pa.float64()),
        ("decided", pa.bool_()),
        ("reasons", pa.list_(pa.string())),
        ("share", pa.float64()),
        ("kin", pa.int32()),  # who speaks for the source, where one does
        ("siblings", pa.list_(pa.int32())),  # that have the same source
    ]
)


class Batch(NamedTuple):
    """Whole families: *articles* (ascending) with *labels*, their *ties*, the *classes* of copies
    that any of them heads, and rows of ``witnesses.TABLE`` for all *named*.
    """

    articles: schema.I64
    labels: schema.I64
    ties: Ties
    classes: Classes
    named: schema.I64
    witnesses: pa.Table
    settings: Provenance
    compared: Lookup
    least: float


class Placed(NamedTuple):
    """The parents of a batch (``CHOICES``, by child); of each of its articles how likely nothing is
    above it, and how many ties to later ones were not weighed by either end.
    """

    choices: pa.Table
    articles: schema.I64
    nobody: Floats
    left_out: schema.I64


def placed(given: Batch) -> Placed:
    """The parents of all articles of a batch, and of the copies of its classes."""
    chosen, nobody, left_out = _chosen(given)  # all else that was made of a large family has gone
    unlikely_above = np.array([nobody[one] for one in given.articles.tolist()], dtype=np.float64)
    return Placed(_table(chosen), given.articles, unlikely_above, left_out)


def _chosen(given: Batch) -> tuple[dict[int, Choice], dict[int, float], schema.I64]:
    """The choice of each article that has a parent, how likely nothing is above each, and how many
    ties of each were not weighed."""
    known = dict(zip(given.named.tolist(), restored(given.witnesses, given.named), strict=True))
    copies = given.classes.copies(known)
    heads = {one.head.article: one.head for one in copies}
    members = [heads.get(one) or known[one] for one in given.articles.tolist()]
    _, of, sizes = np.unique(given.labels, return_inverse=True, return_counts=True)
    tied = (sizes[of] > 1).tolist()
    nobody: dict[int, float] = {}
    chosen: dict[int, Choice] = {}
    lone = [one for one, several in zip(members, tied, strict=True) if not several]
    for one, (choice, unlikely) in zip(lone, of_lone(lone, given.settings), strict=True):
        nobody[one.article] = unlikely
        if choice is not None:
            chosen[one.article] = choice
    left_out = np.zeros(len(members), dtype=np.int64)
    if some := [one for one, several in zip(members, tied, strict=True) if several]:
        at = np.flatnonzero(tied)
        family = Family(
            some, given.ties, given.settings, given.compared, given.least, given.labels[at]
        )
        chosen |= family.choose()
        nobody |= family.alone
        left_out[at] = family.left_out
    for found in copies:
        chosen.update(found.settle(chosen.get(found.head.article), given.settings))
    return last_copies(chosen, known, copies), nobody, left_out


def _table(chosen: Mapping[int, Choice]) -> pa.Table:
    rows = [
        (child, order, one)
        for child, choice in sorted(chosen.items())
        for order, one in enumerate((choice, choice.second), 1)
        if one is not None
    ]
    parents = [one.parent for _, _, one in rows]
    return schema.build(
        CHOICES,
        {
            "child": [child for child, _, _ in rows],
            "order": [order for _, order, _ in rows],
            "article": [parent.article for parent in parents],
            "source": [parent.source if parent.article is None else None for parent in parents],
            "relation": [parent.relation.value for parent in parents],
            "probability": [round(one.probability, DIGITS) for _, _, one in rows],
            "decided": [parent.decided for parent in parents],
            "reasons": [list(parent.reasons) for parent in parents],
            "share": [
                None if one.share is None else round(one.share, DIGITS) for _, _, one in rows
            ],
            "kin": [parent.kin for parent in parents],
            "siblings": [list(one.siblings) for _, _, one in rows],
        },
    )
