"""The figures of the benchmark against values worked out by hand."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import metrics
from bootstrap import Draws

SCORES = np.array([0.9, 0.8, 0.7, 0.6])
TRUE = np.array([1.0, 0.0, 1.0, 0.0])
ONES = np.ones(4)


def test_average_precision_averages_over_the_steps_in_recall() -> None:
    """Found at places 1 and 3: half of 1/1 and half of 2/3."""
    assert metrics.average_precision(SCORES, TRUE, ONES) == pytest.approx(5 / 6)


def test_average_precision_does_not_depend_on_the_order_of_equal_scores() -> None:
    """Two equal scores are one step: half of what is shown is derived."""
    same = np.array([0.5, 0.5])
    for true in ([1.0, 0.0], [0.0, 1.0]):
        assert metrics.average_precision(same, np.array(true), np.ones(2)) == pytest.approx(0.5)


def test_weights_count_a_pair_as_many() -> None:
    """The false pair stands for three: the second step has precision 2/5."""
    weights = np.array([1.0, 3.0, 1.0, 1.0])
    assert metrics.average_precision(SCORES, TRUE, weights) == pytest.approx(0.5 + 0.5 * 2 / 5)
    as_three = np.array([0.9, 0.8, 0.8, 0.8, 0.7, 0.6])
    true = np.array([1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
    assert metrics.average_precision(as_three, true, np.ones(6)) == pytest.approx(0.7)


def test_best_f1_is_of_the_best_threshold() -> None:
    """At three pairs shown: precision 2/3, recall 1."""
    assert metrics.best_f1(SCORES, TRUE, ONES) == pytest.approx(0.8)


@pytest.mark.parametrize(("false_share", "recall"), [(0.0, 0.5), (0.49, 0.5), (0.5, 1.0), (1.0, 1)])
def test_recall_lets_a_share_of_the_false_pass(false_share: float, recall: float) -> None:
    """With no false pair above only the first is found; with one of two, both are."""
    assert metrics.recall_at(SCORES, TRUE, ONES, false_share) == pytest.approx(recall)


def test_a_derived_pair_level_with_a_false_one_is_not_above_it() -> None:
    """A score that a false pair has as well finds nothing."""
    level = np.array([0.5, 0.5])
    assert metrics.recall_at(level, np.array([1.0, 0.0]), np.ones(2), 0.0) == 0.0


def test_precision_and_recall_from_a_level() -> None:
    """From 0.7 upwards: three pairs, two of them derived, and no derived pair below."""
    assert metrics.precision_from(SCORES, TRUE, ONES, 0.7) == pytest.approx(2 / 3)
    assert metrics.recall_from(SCORES, TRUE, ONES, 0.7) == 1.0
    assert metrics.recall_from(SCORES, TRUE, ONES, 0.8) == 0.5


def test_brier_is_the_mean_squared_distance() -> None:
    """(0.2² + 3 · 0.5²) / 4 with weights 1 and 3."""
    scores, true = np.array([0.8, 0.5]), np.array([1.0, 0.0])
    assert metrics.brier(scores, true, np.array([1.0, 3.0])) == pytest.approx((0.04 + 0.75) / 4)


def test_log_loss_is_ln_2_of_a_coin_and_finite_of_a_miss() -> None:
    """A probability of 0 for a derived pair costs as much as 0.001, not all there is."""
    one = np.ones(1)
    assert metrics.log_loss(np.array([0.5]), one, one) == pytest.approx(math.log(2))
    assert metrics.log_loss(np.array([0.0]), one, one) == pytest.approx(-math.log(0.001))


def test_bins_hold_about_the_same_weight_and_keep_equal_scores_together() -> None:
    """60 rows make four bins; 30 equal scores are one bin, whatever that does to its size."""
    scores = np.linspace(0.0, 1.0, 60)
    assert np.bincount(metrics.bins(scores, np.ones(60))).tolist() == [15, 15, 15, 15]
    tied = np.concatenate([np.full(30, 0.5), np.linspace(0.6, 1.0, 30)])
    assert len(set(metrics.bins(tied, np.ones(60))[:30].tolist())) == 1


def test_calibration_error_is_the_distance_of_what_is_said_and_what_is() -> None:
    """0.8 is said of forty pairs, half of them derived; 0.1 of twenty, none derived."""
    scores = np.array([0.8] * 40 + [0.1] * 20)
    true = np.array([1.0, 0.0] * 20 + [0.0] * 20)
    expected = (40 * 0.3 + 20 * 0.1) / 60
    assert metrics.calibration_error(scores, true, np.ones(60)) == pytest.approx(expected)


def test_draws_never_tear_a_block_apart() -> None:
    """Every block is drawn as often at its first row as at its last."""
    blocks = ["a", "b", "a", "c", "b", "a"]
    draws = Draws(blocks, np.array([1.0, 0.0, 0.0, 1.0, 1.0, 0.0]))
    assert draws.blocks == 3
    for rows in draws.draws:
        times = np.bincount(rows, minlength=6)
        assert times[0] == times[2] == times[5]
        assert times[1] == times[4]


def test_an_estimate_has_the_value_of_all_rows_and_the_same_interval_each_time() -> None:
    """The mean of 0 .. 9 is 4.5, inside its interval, and the draws are seeded."""
    values = np.arange(10.0)
    blocks, true = [str(v) for v in values], np.ones(10)
    first, second = (
        Draws(blocks, true).estimate(lambda rows: float(values[rows].mean())) for _ in range(2)
    )
    assert first.value == 4.5
    assert first.low < 4.5 < first.high
    assert first == second
