"""Credits on labelled pages."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

from syndetect import Article
from syndetect.credits import read_credits, text_agency

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SYNDETECT_DATA") or ROOT.parent / "shared" / "data")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (DATA / "helsinki").is_dir(), reason=f"no labelled data at {DATA}"),
]


def test_precision_and_recall() -> None:
    """On labelled pages precision is at least .97 and recall at least .93, and no agency that is
    only mentioned, or credited with a picture, is taken for that of the text.
    """
    spec = importlib.util.spec_from_file_location("bench_credits", ROOT / "benchmarks/credits.py")
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = bench
    spec.loader.exec_module(bench)
    tally, _, _ = bench.measure(DATA / "helsinki")
    hits, false, missed = tally.hits.total(), len(tally.false), len(tally.missed)
    assert hits / (hits + false) >= 0.97
    assert hits / (hits + missed) >= 0.93
    assert tally.beside > 50
    assert tally.taken == []


def test_the_five_seeds() -> None:
    """One seed names its source with URL and day; a lone "AP" in another signs a picture."""
    seeds = {
        path.name[:3]: read_credits(Article(path.name, path.read_text(encoding="utf-8")))
        for path in sorted((DATA / "seeds").glob("*.txt"))
    }
    assert {key: text_agency(found) for key, found in seeds.items()} == {
        "000": None,
        "001": None,
        "002": None,
        "003": "Reuters",
        "004": None,
    }
    source = next(credit for credit in seeds["003"] if credit.role == "text")
    assert (source.url or "").startswith("https://www.reuters.com/")
    assert source.published == "2025-03-18"
    assert [str(credit.role) for credit in seeds["001"]] == ["image"]
