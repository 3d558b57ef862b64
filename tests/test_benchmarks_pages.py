"""The measure of extraction against values worked out by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import pages


@pytest.mark.parametrize(
    ("gold", "text", "expected"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0)),
        ("a b c d e", "a b c d", (1.0, 0.5)),
        ("a b c d", "x a b c d", (0.5, 1.0)),
        ("a b c d a b c d", "a b c d", (1.0, 0.2)),
        ("a b", "A b", (0.0, 0.0)),
        ("a b", "a, b!", (1.0, 1.0)),
        ("", "", (1.0, 1.0)),
        ("a b c d", "", (0.0, 0.0)),
    ],
)
def test_scores_count_runs_of_four_words_with_their_multiplicity(
    gold: str, text: str, expected: tuple[float, float]
) -> None:
    """A run that stands twice counts twice; a shorter text is one run; marks are no words."""
    assert pages.score(gold, text) == expected
