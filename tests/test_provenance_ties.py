"""Ties as columns: nothing of a tie is lost, and its ends may be others with the same texts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from conftest import make_tie

from syndetect.model import RelationKind
from syndetect.provenance.ties import SIDES, Ties, exactly
from syndetect.provenance.witness import Side

ONE = Side(0.4, 0.2, 5, 8, 0.1, 0, 1, 2, 0.3, 4, 1)
OTHER = Side(0.1, 0.6, 2, 3, 0.7, 1, 0, 1, 0.2, 0, 2)
TIES = [
    make_tie(0, 3, 0.7, kind=RelationKind.UPDATE, own_left=0.25, left_has=ONE, right_has=OTHER),
    make_tie(1, 1, 0.9, kind=RelationKind.REPRINT, likeness=0.75, signed=True, between=0.125),
    make_tie(2, 3, own_right=0.5, passage_words=12.0),
]


def test_columns_hold_all_of_each_tie() -> None:
    """What goes in comes out, by row and in order."""
    table = Ties.of(TIES)
    assert list(table) == TIES
    assert table[1] == TIES[1]
    assert len(table) == 3
    assert list(Ties.of([])) == []


def test_some_ties_and_ties_behind_one_another() -> None:
    """Rows by number and by flag; parts joined."""
    table = Ties.of(TIES)
    assert list(table.take(np.array([2, 0]))) == [TIES[2], TIES[0]]
    assert list(table.take(np.array([False, True, False]))) == [TIES[1]]
    assert list(Ties.joined([table, table.take(np.array([0]))])) == [*TIES, TIES[0]]


def test_parts_are_put_together_and_let_go() -> None:
    """The sides of all parts come to lie where they are kept; no parts are no ties."""
    parts = [Ties.of(TIES[1:]).take(np.array([1])), Ties.of(TIES[:1])]
    whole = Ties.together(parts, pa.concat_tables)
    assert list(whole) == [TIES[2], TIES[0]]
    assert parts == []
    assert list(Ties.together([], lambda some: SIDES.empty_table())) == []


def test_packed_ties_hold_no_more_than_their_own() -> None:
    """They are the same ties, turned ones too, and share nothing."""
    left, right = np.array([5, 4, 2]), np.array([3, 4, 8])
    some = Ties.of(TIES).between_others(left, right).take(np.array([0, 2]))
    assert len(some.sides.left) == 3
    assert list(some.packed()) == list(some)
    assert len(some.packed().sides.left) == 2


def test_a_tie_between_others_turns_where_its_ends_do() -> None:
    """The smaller end is the left, with what was its own."""
    left, right = np.array([5, 4, 2]), np.array([3, 4, 8])
    moved = list(Ties.of(TIES).between_others(left, right))
    own = {"own_left": TIES[0].own_right, "own_right": TIES[0].own_left}
    assert moved[0] == replace(TIES[0], left=3, right=5, left_has=OTHER, right_has=ONE, **own)
    assert moved[1:] == [replace(TIES[1], left=4, right=4), replace(TIES[2], left=2, right=8)]
    table = Ties.of(TIES[1:])
    assert list(table.between_others(left[1:], right[1:])) == moved[1:]


def test_functions_of_one_number_keep_the_shape() -> None:
    """Each value is what the function gives for it."""
    values = np.array([[1.0, 4.0], [9.0, 16.0]])
    assert exactly(np.sqrt, values) == pytest.approx(np.array([[1.0, 2.0], [3.0, 4.0]]))
