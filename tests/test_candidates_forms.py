"""Forms: each template by itself, how many articles it has, and one to look at."""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from syndetect.candidates import forms
from syndetect.fingerprint import fingerprint
from syndetect.settings import Fingerprints

WEATHER = list(range(1, 31))
RESULTS = list(range(101, 131))
Told = list[dict[str, int]]


def own(number: int) -> list[int]:
    return list(range(10_000 * (number + 1), 10_000 * (number + 1) + 8))


def told(rows: list[list[int]], follow: list[bool], outlets: list[int], ranks: list[int]) -> Told:
    seeds = {seed for form in (WEATHER, RESULTS) for seed in oracles.shingles(form, 5)}
    found = forms.forms(
        fingerprint(oracles.readings(rows), Fingerprints()),
        np.array(sorted(seeds), dtype=np.uint64),
        np.array(follow, dtype=np.bool_),
        np.array(outlets, dtype=np.int32),
        np.array(ranks, dtype=np.int64),
    )
    assert found.schema == forms.TABLE
    listed: Told = found.to_pylist()
    return listed


ROWS = [
    [*WEATHER, *own(0)],
    [*RESULTS, *own(1)],
    own(2),
    [*WEATHER[:20], *own(3)],
    [*RESULTS, *own(4)],
    [*WEATHER, *own(5)],
]


@pytest.mark.parametrize("together", [1, 2, 1 << 14])
def test_each_form_is_told_with_its_articles(
    together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Largest first; of the outlet that prints it most the first article; who follows none is not
    counted; how many articles are looked at together is of no account."""
    monkeypatch.setattr(forms, "_ROWS", together)
    follow = [True, True, False, True, True, True]
    found = told(ROWS, follow, [7, 5, 7, 6, -1, 6], [0, 1, 2, 5, 3, 4])
    assert found == [
        {"articles": 3, "outlets": 2, "example": 5},
        {"articles": 2, "outlets": 1, "example": 1},
    ]


def test_an_article_without_the_fixed_wording_of_a_form_is_of_it() -> None:
    """Of the wording that an article has, what most articles have decides."""
    rows = [[*WEATHER, *own(0)], [*WEATHER[10:], *own(1)], [*WEATHER[:20], *own(2)]]
    assert [one["articles"] for one in told(rows, [True] * 3, [0] * 3, [0, 1, 2])] == [3]


def test_nobody_follows_nothing() -> None:
    """No rows."""
    assert told(ROWS, [False] * 6, [0] * 6, list(range(6))) == []
