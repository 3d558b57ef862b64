"""What is printed and drawn: gains with the right sign, bins, the plot."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import compare
import cost
import reliability
import scans
import tables
from bootstrap import Draws, Estimate
from labelled import Pair

import syndetect
from syndetect import Article
from syndetect.evidence.ledger import SIGNALS

ROWS = 40


def scan() -> scans.Scan:
    """Every other pair is derived and has the probability 0.9, the rest 0.1."""
    true = np.arange(ROWS) % 2 == 0
    pairs = [
        Pair(f"a{k}", f"b{k}", bool(true[k]), 1.0, "light" if k % 4 else "heavy", str(k // 4))
        for k in range(ROWS)
    ]
    columns = {name: np.zeros(ROWS) for name in SIGNALS}
    ends = {"left": [p.left for p in pairs], "right": [p.right for p in pairs]}
    chance = {"probability": np.where(true, 0.9, 0.1)}
    return scans.look_up("rewrites", [], pairs, pa.table(ends | chance | columns))


def lines() -> dict[str, compare.Line]:
    made = scan()
    draws = Draws(made.blocks, made.true)
    rivals = {"worse": np.zeros(ROWS), "level": made.true.copy()}
    found = compare.lines(made, 1.0 - made.probability, rivals, draws)
    return {line.figure: line for line in found}


def test_the_best_baseline_is_the_one_to_beat() -> None:
    """A baseline that ranks as well leaves no gain, and an upside-down score loses."""
    line = lines()["AP"]
    assert line.baseline == ("level", 1.0)
    assert line.gain == Estimate(0.0, 0.0, 0.0)
    assert line.gain_unseen is not None
    assert line.gain_unseen.high < 0
    assert tables.better(line.gain) == ""


def test_of_brier_less_is_better_and_a_gain_is_above_0() -> None:
    """0.01 against 0.25 of who says one half of every pair."""
    line = lines()["Brier"]
    assert line.shipped.value == pytest.approx(0.01)
    assert line.baseline == ("the share", pytest.approx(0.25))
    assert line.gain is not None
    assert line.gain.value == pytest.approx(0.24)
    assert tables.better(line.gain) == "better"


def test_a_set_without_weights_has_no_weighted_figure() -> None:
    """Nor one of compared pairs alone, where all are compared."""
    names = set(lines())
    assert "weighted AP" not in names
    assert "Brier, compared" not in names
    assert {"AP", "F1", "recall at 1 % false", "calibration error"} <= names


def test_a_sort_is_measured_against_all_false_pairs() -> None:
    """Both sorts of derived pairs are found, false ones are only counted."""
    made = scan()
    draws = Draws(made.blocks, made.true)
    found = compare.sorts(made, {"shipped": made.probability}, draws)
    assert [(s.name, s.derived, s.pairs) for s in found] == [
        ("heavy", True, 10),
        ("light", True, 10),
        ("light", False, 20),
    ]
    assert found[0].recall["shipped"] == Estimate(1.0, 1.0, 1.0)
    assert found[2].called == {"shipped": 0.0}
    assert "not: light" in tables.of_sorts(found)


def test_the_reliability_of_a_set_is_read_off_its_bins() -> None:
    """0.1 is said where none is derived, 0.9 where all are; half of the weight each."""
    made = scan()
    found = reliability.series("made up", [made], {"rewrites": made.probability})
    rows = [(round(b.mean, 3), b.derived.value, b.weight, b.pairs) for b in found.bins]
    assert rows == [(0.1, 0.0, 0.5, 20), (0.9, 1.0, 0.5, 20)]
    assert "0.900" in reliability.table(found)


def test_the_plot_is_well_formed_and_has_a_dot_for_every_bin() -> None:
    """Names are escaped, and all series are drawn."""
    made = scan()
    found = reliability.series("a < b", [made], {"rewrites": made.probability})
    drawing = ET.fromstring(reliability.svg([found, found]))
    assert len(drawing.findall("{*}circle")) == 4


def test_the_profiled_engine_finds_what_any_engine_finds() -> None:
    """Cost is measured on the product as it is, and every kind of evidence has its line."""
    text = "The ferry to Brannock stops at noon, the harbour master told the town on Monday. "
    articles = [
        Article(id=name, body=text * 3 + more)
        for name, more in (("a", "It starts again at six."), ("b", "Nobody was surprised by it."))
    ]
    expected = syndetect.scan(articles).relations  # first: compiling takes long under a profiler
    assert syndetect.scan(articles, engine=cost.Profiled()).relations.equals(expected)
    found = cost.measure(articles)
    assert (found.articles, found.pairs) == (2, 1)
    for step in ("comparing", "preparing"):
        spent = found.steps[step]
        assert 0 < sum(spent.by_function.values()) <= spent.seconds
