"""Some families at a time: what a batch is told, and what comes back."""

from __future__ import annotations

import numpy as np
from conftest import make_credit, make_tie, make_witness

from syndetect.model import CreditRole, RelationKind
from syndetect.provenance.classes import classes, heads
from syndetect.provenance.placing import CHOICES, Batch, Placed, placed
from syndetect.provenance.ties import Ties
from syndetect.provenance.tree import nothing
from syndetect.provenance.witness import Tie, Witness
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Provenance

PART = make_credit("a4", "AFP", CreditRole.CONTRIBUTION)
STORY = [
    make_witness(0, "2031-05-02T08:00+00:00"),
    make_witness(1, "2031-05-01T08:00+00:00"),
    make_witness(2, "2031-05-04T08:00+00:00"),
    make_witness(3, "2031-05-03T08:00+00:00"),
    make_witness(4, part=PART),
]
# 2 and 3 are copies, of which 3 is the head; 0 and it are of 1; 4 is alone.
COPIES = np.array([0, 1, 2, 2, 4], dtype=np.int32)


def batch(witnesses: list[Witness], ties: list[Tie], articles: list[int]) -> Placed:
    """The batch of *articles*, of which all that have ties are one family."""
    known = Witnesses.of(witnesses)
    whole = make_tie(2, 2, 0.99, kind=RelationKind.REPRINT, own_left=1.0, own_right=1.0)
    hub = heads(known, COPIES)
    some = classes(hub, Ties.of([whole]), COPIES, COPIES)
    some = some.some(np.flatnonzero(np.isin(some.heads, articles)))
    asked = np.array(articles)
    tied = {end for tie in ties for end in (tie.left, tie.right)}
    named = np.concatenate([asked, some.others])
    return placed(
        Batch(
            articles=asked,
            labels=np.array([-1 if one in tied else one for one in articles]),
            ties=Ties.of(ties),
            classes=some,
            named=named,
            witnesses=known.rows(named),
            settings=Provenance(),
            compared=nothing,
            least=0.3,
        )
    )


def test_all_articles_of_a_batch_and_the_copies_are_placed() -> None:
    """Rows by child: articles from articles, the other copy by its head, a lone one from whom it
    credits; and how likely nothing is above each that was asked for."""
    found = batch(STORY, [make_tie(0, 1), make_tie(1, 3)], [0, 1, 3, 4])
    assert found.choices.schema == CHOICES
    rows = [tuple(row[n] for n in ("child", "order", "article", "source", "relation"))
            for row in found.choices.to_pylist()]  # fmt: skip
    assert rows == [
        (0, 1, 1, None, "partial"),
        (2, 1, 3, None, "reprint"),
        (3, 1, 1, None, "partial"),
        (4, 1, None, "AFP", "partial"),
    ]
    assert found.articles.tolist() == [0, 1, 3, 4]
    assert found.nobody.argmax() == 1
    assert found.left_out.tolist() == [0, 0, 0, 0]


def test_families_do_not_change_what_others_are_placed_at() -> None:
    """A lone article alone, and beside a family: its row is the same."""
    beside = batch(STORY, [make_tie(0, 1)], [0, 1, 4])
    alone = batch(STORY, [], [4])
    assert alone.choices.to_pylist() == beside.choices.to_pylist()[-1:]
    assert alone.nobody.tolist() == beside.nobody.tolist()[-1:]


def test_who_has_no_ties_and_credits_nobody_has_no_parent() -> None:
    """Nothing is above it for sure."""
    found = batch(STORY, [], [1])
    assert found.choices.num_rows == 0
    assert found.nobody.tolist() == [1.0]
