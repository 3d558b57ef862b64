"""Classes of copies as numbers."""

from __future__ import annotations

import numpy as np
from conftest import make_tie, make_witness

from syndetect.model import RelationKind
from syndetect.provenance.classes import Classes, classes, heads
from syndetect.provenance.ties import Ties
from syndetect.provenance.witnesses import Witnesses

# 0, 2 and 5 are one class, whose first by date is 2; 1 and 4 another; 3 is alone.
LABELS = np.array([0, 1, 0, 3, 1, 0], dtype=np.int32)
TEXTS = np.array([0, 1, 0, 3, 1, 5], dtype=np.int32)
DAYS = ("2031-05-03", "2031-05-01", "2031-05-01", None, "2031-05-02", "2031-05-04")
WITNESSES = [make_witness(at, day) for at, day in enumerate(DAYS)]
TIES = Ties.of(
    [
        make_tie(1, 1, 0.9, kind=RelationKind.REPRINT),
        make_tie(0, 3),
        make_tie(0, 0, 0.8, kind=RelationKind.REPRINT),
        make_tie(3, 3),
    ]
)


def found() -> Classes:
    return classes(heads(Witnesses.of(WITNESSES), LABELS), TIES, LABELS, TEXTS)


def test_a_head_stands_for_each_class() -> None:
    """The first of several by date, at the place of the label; who is alone stands for itself."""
    assert heads(Witnesses.of(WITNESSES), LABELS).tolist() == [2, 1, 2, 3, 4, 5]


def test_classes_are_of_several_that_are_tied_within_themselves() -> None:
    """Heads by label, the others of each ascending, with the verdict on the class; a tie of one
    article with itself is no class."""
    some = found()
    assert some.heads.tolist() == [2, 1]
    assert some.begins.tolist() == [0, 2, 3]
    assert some.others.tolist() == [0, 5, 4]
    assert some.of_each().tolist() == [2, 2, 1]
    assert some.ties.probability.tolist() == [0.8, 0.9]
    ties = [(tie.left, tie.right, tie.probability) for tie in some.tied()]
    assert ties == [(0, 2, 0.8), (2, 5, 0.8), (1, 4, 0.9)]


def test_some_classes_are_the_same_by_themselves() -> None:
    """In the order named; none are none."""
    second = found().some(np.array([1, 0]))
    assert second.heads.tolist() == [1, 2]
    assert second.others.tolist() == [4, 0, 5]
    assert len(found().some(np.array([], dtype=np.int64)).others) == 0


def test_as_records_they_know_who_has_the_very_text() -> None:
    """Of the class of 2, the text of 0 is its own to the letter, that of 5 nearly."""
    one, other = found().copies(dict(enumerate(WITNESSES)))
    assert (one.head.article, [w.article for w in one.others]) == (2, [0, 5])
    assert one.exact == {0, 2}
    assert other.exact == {1, 4}
    assert other.tie.probability == 0.9
