"""The model that is fitted is the model that is shipped; scans hand out what they found."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import fitting
import four_classes
import labelled
import scans
import versions
from labelled import Pair

from syndetect import Article
from syndetect.evidence import verdict
from syndetect.evidence.ledger import SIGNALS

ROWS = 60


def signals(seed: int = 5) -> dict[str, np.ndarray]:
    """Random signals of the right scale."""
    random = np.random.default_rng(seed)
    columns = {name: random.uniform(0.0, 0.5, ROWS) for name in SIGNALS}
    for name in ("passage_words", "longest", "quoted_words", "furniture_words", "own_words"):
        columns[name] = random.integers(0, 120, ROWS).astype(np.float64)
    return columns


def shipped() -> fitting.Model:
    """The model with the coefficients of the package."""
    fitted = verdict.coefficients()
    return fitting.Model(
        np.array([fitted["prior"], *(fitted["weights"][name] for name in verdict.CURVES)])
    )


def scan_of(seed: int, name: str = "helsinki") -> scans.Scan:
    """A made-up scan in which derived pairs have a steeper ledger."""
    columns = signals(seed)
    true = (np.arange(ROWS) % 3 == 0).astype(np.float64)
    columns["thread"] = 0.3 * columns["thread"] + 0.4 * true
    columns["own_words"] += 40
    columns["repeated"] *= 0
    columns["public"] *= 0
    pairs = [Pair(f"a{k}", f"b{k}", bool(true[k]), 1.0, "made up", str(k)) for k in range(ROWS)]
    ends = {"left": [p.left for p in pairs], "right": [p.right for p in pairs]}
    chance = {"probability": np.linspace(0.0, 1.0, ROWS)}
    return scans.look_up(name, [], pairs, pa.table(ends | chance | columns))


def test_the_fitted_model_is_the_model_of_the_package() -> None:
    """With the shipped coefficients it gives the probabilities that ``verdict`` gives."""
    columns = signals()
    assert shipped().probability(columns) == pytest.approx(verdict.probability(columns), abs=1e-8)


def test_a_fit_separates_what_can_be_separated_and_has_no_negative_weight() -> None:
    """More in common never lowers the probability."""
    scan = scan_of(1)
    model = fitting.fit([fitting.Sample(scan)])
    chance = model.judge(scan)
    assert chance[scan.true == 1].min() > chance[scan.true == 0].max()
    weights = model.data()["weights"]
    assert isinstance(weights, dict)
    assert all(weight >= 0 for weight in weights.values())


def test_the_unseen_model_of_a_set_is_fitted_on_the_others_alone() -> None:
    """A set that says nonsense spoils the models of the others, and not its own."""
    good, bad = scan_of(2, "helsinki"), scan_of(3, "rewrites")
    flipped = scans.Scan(**{**vars(bad), "true": 1.0 - bad.true})
    models = fitting.unseen([good, flipped])
    alone = fitting.fit([fitting.Sample(good)])
    assert models["rewrites"].values == pytest.approx(alone.values)
    assert models["helsinki"].values != pytest.approx(alone.values)


def test_versions_teach_what_pairs_of_different_events_look_like() -> None:
    """Of their scan only pairs of different events count: versions, and pairs a month apart."""
    days = {"a": "2011-01-01", "b": "2011-01-01", "c": "2011-01-09", "d": "2011-03-01"}
    made = [Article(id=name, body="", published=day) for name, day in days.items()]
    ends = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "d")]
    columns = {name: np.zeros(len(ends)) for name in ("probability", *SIGNALS)}
    columns["one_event"] = np.array([0.0, 0.0, 0.0, 1.0])
    table = pa.table({"left": [e[0] for e in ends], "right": [e[1] for e in ends]} | columns)
    scan = scans.look_up("versions", made, [Pair("b", "a", True, 1.0, "", "")], table)
    assert fitting.Sample(scan).true.tolist() == [1.0, 0.0]


def test_a_pair_that_was_not_compared_is_0_in_everything() -> None:
    """A miss of the candidates is a miss of the whole; ends may stand either way round."""
    pairs = [Pair("b", "a", True, 1.0, "", ""), Pair("a", "c", True, 1.0, "", "")]
    columns = {name: [0.25] for name in ("probability", *SIGNALS)}
    scan = scans.look_up("x", [], pairs, pa.table({"left": ["a"], "right": ["b"]} | columns))
    assert scan.compared.tolist() == [True, False]
    assert scan.probability.tolist() == [0.25, 0.0]
    assert scan.columns["content"].tolist() == [0.25, 0.0]
    assert scan.candidate_recall == 0.5


def test_versions_of_versions_are_one_story() -> None:
    """Pairs that share an article are drawn together."""
    block = labelled._stories([("c", "b"), ("e", "d"), ("b", "a")])
    assert block == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "d"}


def test_calls_go_to_the_highest_scores_and_equal_scores_share_what_is_left() -> None:
    """Three calls: one for the best, and two for the three that come next."""
    called = versions._called(np.array([0.5, 0.9, 0.5, 0.1, 0.5]), 3)
    assert called == pytest.approx([2 / 3, 1.0, 2 / 3, 0.0, 2 / 3])


def test_pairs_far_apart_in_time_are_told_from_those_without_a_date() -> None:
    """Only two known days thirty or more apart count."""
    days = {"a": "2020-01-01", "b": "2020-01-30", "c": "2020-03-01T08:00:00Z", "d": None}
    articles = [Article(id=name, body="Words.", published=day) for name, day in days.items()]
    ends = {"left": ["a", "a", "a"], "right": ["b", "c", "d"]}
    columns = {name: [0.0] * 3 for name in ("probability", *SIGNALS)}
    scan = scans.look_up("versions", articles, [], pa.table(ends | columns))
    assert versions._far_apart(scan).tolist() == [False, True, False]


def test_the_longest_common_subsequence_may_have_gaps() -> None:
    """One word too many on either side costs nothing."""
    assert four_classes._subsequence(list("abxcd"), list("aybcde")) == 4
    assert four_classes._subsequence([], ["a"]) == 0


def test_four_classes_that_lie_apart_are_told_apart() -> None:
    """The softmax finds classes along a line, each row judged unseen."""
    kind = np.repeat(np.arange(4), 10)
    rows = np.column_stack([kind + 0.01 * np.arange(40) % 0.1, np.sin(np.arange(40))])
    said = four_classes._cross(rows, kind, list(four_classes._folds(40, 0)))
    assert (said == kind).mean() > 0.9
