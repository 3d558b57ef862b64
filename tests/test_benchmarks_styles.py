"""How often house style names the wrong agency, measured on real articles."""

from __future__ import annotations

import os
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import styles as benchmark
from conftest import make_credit

from syndetect.model import CreditRole
from syndetect.provenance import styles

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SYNDETECT_DATA") or ROOT.parent / "shared" / "data")


def test_truth_is_one_agency_or_none() -> None:
    """One credited agency or the agency's own page is truth; two, or a part, are not clear."""
    ap, own = make_credit("a", "AP"), make_credit("a", "AP", CreditRole.OWN)
    assert benchmark.truth([ap]) == benchmark.truth([ap, own]) == benchmark.truth([own]) == "AP"
    assert benchmark.truth([own, make_credit("a", "Reuters")]) is None
    assert benchmark.truth([make_credit("a", "AP", CreditRole.CONTRIBUTION)]) is None
    assert benchmark.truth([make_credit("a", "AP", CreditRole.IMAGE)]) == benchmark.NOBODY


@pytest.mark.corpus
@pytest.mark.skipif(not (DATA / "realnews").is_dir(), reason=f"no real articles at {DATA}")
def test_style_is_seldom_wrong_on_real_articles() -> None:
    """Of some thousand articles of many outlets style names hardly one that is nobody's copy;
    where it hints at one of those that credit an agency, it is mostly that agency."""
    drawn = islice(benchmark.sample(DATA, most=400, seed=4), 3000)
    tallies, sizes = benchmark.measure(drawn)
    nobody = sizes["realnews", benchmark.NOBODY]
    assert nobody > 1500
    named = tallies.get(("realnews", benchmark.NOBODY, styles.NAMED), Counter())
    assert named.total() <= nobody / 1000
    hinted = tallies["realnews", "agency", styles.HINTED]
    assert hinted.total() >= 20
    assert benchmark.right(hinted) >= 0.7 * hinted.total()
