"""The three hypotheses on many pairs at once: the same numbers as ``direction.judge``, which
tells of one pair, and why.
"""

from __future__ import annotations

import math

import numpy as np

from syndetect.provenance import direction, leanings
from syndetect.provenance.direction import (
    ADDED,
    AGENCY,
    AHEAD,
    EITHER,
    GROWN,
    LINK,
    ONE_AGENCY,
    ONE_HAND,
    OWN_PAGE,
    STRIPPED,
    TOLD_ANEW,
    WHETHER,
)
from syndetect.provenance.facts import Facts
from syndetect.provenance.ties import Flags, Floats, Ties, exactly
from syndetect.provenance.witness import Side

RIGHT_FROM_LEFT, LEFT_FROM_RIGHT, COMMON = (
    tuple(direction.Way).index(way) for way in direction.Way
)
_NOVEL, _FACTS = Side._fields.index("novel"), Side._fields.index("novel_facts")
_SIGNED = Side._fields.index("signed")


def weighed(ties: Ties, facts: Facts, one_hand: Flags, run: Flags) -> Floats:
    """Log-likelihood of each hypothesis for each of *ties*: float64 of shape (ties, 3), in the
    order of ``Way``.

    The ends of *ties* are places among *facts*; *one_hand* and *run* tell which are of one hand,
    and which may be versions of one story.
    """
    left, right = ties.left, ties.right
    weights = np.tile([-AHEAD, -AHEAD, 0.0], (len(ties), 1))
    ends = ((RIGHT_FROM_LEFT, left, right), (LEFT_FROM_RIGHT, right, left))
    for way, parent, child in ends:
        own = facts.own[parent]
        credited, silent = facts.agency[child] == own, facts.agency[child] < 0
        weights[facts.pointed(parent, child), way] += LINK
        weights[(own >= 0) & credited, way] += AGENCY
        weights[(own >= 0) & silent & (facts.own[child] < 0), way] += OWN_PAGE
    least = np.minimum(ties.own_left, ties.own_right)
    weights[:, COMMON] += _agencies(ties, facts, np.where(run, least, 1.0))
    weights[one_hand, COMMON] -= ONE_HAND
    ordered = facts.ordered(left, right, run)
    weights[:, RIGHT_FROM_LEFT] += ordered
    weights[:, LEFT_FROM_RIGHT] -= ordered
    rows = np.flatnonzero(ties.told)
    some = ties.take(rows)
    weights[rows] = _texts(weights[rows], some, ordered[rows], one_hand[rows], run[rows])
    return weights


def _agencies(ties: Ties, facts: Facts, copied: Floats) -> Floats:
    """What credits say for a source of both."""
    one, other = facts.agency[ties.left], facts.agency[ties.right]
    own = (facts.own[ties.left] >= 0) | (facts.own[ties.right] >= 0)
    same, stripped = (one >= 0) & (one == other), (one < 0) != (other < 0)
    found = np.where(same, ONE_AGENCY * copied, np.where(stripped, STRIPPED, 0.0))
    return np.where(own, 0.0, found)


def _texts(weights: Floats, ties: Ties, ordered: Floats, one_hand: Flags, run: Flags) -> Floats:
    """*weights* with what one text has and the other lacks."""
    one, other = ties.left_has, ties.right_has
    anew = 1.0 - np.minimum(np.minimum(ties.own_left, ties.own_right), 1.0)
    lean, certain = np.zeros(len(ties)), np.zeros(len(ties))
    rows = np.flatnonzero(run)
    whole = leanings.all_of("version", one[rows], other[rows])
    lean[rows] = np.clip(whole, -GROWN, GROWN) * _versions(one[rows], other[rows], one_hand[rows])
    certain[rows] = np.abs(lean[rows]) / 2
    rows = np.flatnonzero(~run)
    lean[rows] = leanings.all_of("parent", one[rows], other[rows])
    certain[rows] = anew[rows] * np.minimum(np.abs(lean[rows]) / 2, WHETHER)
    rest = np.abs(lean) - certain
    back = lean < 0
    weights[:, RIGHT_FROM_LEFT] += np.where(back, -rest, certain)
    weights[:, LEFT_FROM_RIGHT] += np.where(back, certain, -rest)
    gain = leanings.all_common(one, other) + EITHER * np.abs(ordered) - TOLD_ANEW
    weights[:, COMMON] += gain * np.where(gain > 0, _told_anew(ties), anew)
    return weights


def _versions(one: Floats, other: Floats, one_hand: Flags) -> Floats:
    """``direction.judge`` on how sure it is that two texts are versions."""
    added = np.minimum(1.0, np.minimum(one[:, _NOVEL], other[:, _NOVEL]) / ADDED)
    return np.where(one_hand | (one[:, _SIGNED] + other[:, _SIGNED] > 0), 1.0, added)


def _told_anew(ties: Ties) -> Floats:
    """Of what both say, the share that they do not say in the same words."""
    same = np.maximum(
        ties.own_left / np.maximum(1.0 - ties.left_has[:, _NOVEL], 0.01),
        ties.own_right / np.maximum(1.0 - ties.right_has[:, _NOVEL], 0.01),
    )
    return np.maximum(0.0, 1.0 - same)


def log_sums(weights: Floats) -> Floats:
    """``kinship.log_sum`` of each row, to the last digit."""
    top = weights.max(axis=1)
    parts = exactly(math.exp, weights - top[:, None])
    whole = parts[:, 0]
    for column in range(1, parts.shape[1]):
        whole = whole + parts[:, column]
    found: Floats = top + exactly(math.log, whole)
    return found
