"""Templates: what an outlet prints again and again, with other names and numbers."""

from __future__ import annotations

import numpy as np
import oracles
import pyarrow as pa
import pytest

from syndetect import schema
from syndetect.candidates import templates
from syndetect.candidates.classes import classes
from syndetect.candidates.gather import Candidates, pair_keys
from syndetect.fingerprint import fingerprint
from syndetect.settings import Candidates as Limits
from syndetect.settings import Fingerprints

LIMITS = Limits(rare=5)
LAST = 10**6
FORM = list(range(1, 41))
Rows = list[list[int]]


def report(number: int, own: int = 12) -> list[int]:
    """A page of the form with *own* words that no other report has."""
    return [*FORM, *range(10_000 * (number + 1), 10_000 * (number + 1) + own)]


def prints(rows: Rows) -> pa.Table:
    return fingerprint(oracles.readings(rows), Fingerprints())


def wording(rows: Rows, outlets: list[int], days: list[int], room: int | None = None) -> schema.U64:
    table = prints(rows)
    numbers = np.array(outlets, dtype=np.int32)
    at = np.array(days, dtype=np.int64)
    return templates.wording(table, classes(table), numbers, at, LAST, LIMITS, room)


def form() -> list[int]:
    """The seeds of the form itself."""
    return sorted(oracles.shingles(FORM, 5))


REPORTS = [report(at) for at in range(8)]


@pytest.mark.parametrize("room", [None, 1, 2000])
def test_what_one_outlet_prints_for_weeks_is_a_template(room: int | None) -> None:
    """The seeds of the form, and no other, whatever the room to look for them."""
    found = wording(REPORTS, [3] * 8, [7 * at for at in range(8)], room)
    assert found.tolist() == form()


@pytest.mark.parametrize(
    ("outlets", "days"),
    [
        ([0, 1, 2, 3, 4, 5, 6, 7], [7 * at for at in range(8)]),  # syndication, not a template
        ([3] * 8, [0, 1, 2, 3, 4, 5, 6, 7]),  # one running story
        ([3] * 8, [LAST + 1] * 8),  # nobody knows when
        ([-1] * 8, [7 * at for at in range(8)]),  # nobody knows who
        ([3] * 5 + [4] * 3, [7 * at for at in range(8)]),  # none often enough
    ],
)
def test_what_is_not_one_outlets_for_weeks_is_none(outlets: list[int], days: list[int]) -> None:
    """Many outlets, one week, no dates, no names or too few articles: no template."""
    assert not len(wording(REPORTS, outlets, days))


def test_copies_of_one_text_count_once() -> None:
    """A page that an outlet prints unchanged for weeks is one article."""
    assert not len(wording([REPORTS[0]] * 8, [3] * 8, [7 * at for at in range(8)]))


def test_an_article_follows_with_a_third_of_its_seeds() -> None:
    """A report does, a story with the form below it does not, an empty article neither."""
    story = [*FORM, *range(500, 700)]
    table = prints([report(0), story, []])
    found = templates.following(table, np.array(form(), dtype=np.uint64))
    assert found.tolist() == [True, False, False]
    assert not templates.following(table, np.empty(0, dtype=np.uint64)).any()


def test_reports_meet_where_the_rest_is_alike() -> None:
    """The same report elsewhere stays, another day's goes and is counted; who follows no template
    keeps all pairs."""
    rows = [report(0), [*report(0), 7, 8, 9], report(1), list(range(900, 960))]
    table = prints(rows)
    every = [(a, b) for a in range(4) for b in range(a + 1, 4)]
    left, right = np.array(every, dtype=np.int32).T
    pairs = Candidates.of(pair_keys(left, right), 1, {"before": 2})
    template = np.array(form(), dtype=np.uint64)
    found = templates.apart(pairs, table, template, templates.following(table, template))
    kept = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert kept == [(0, 1), (0, 3), (1, 3), (2, 3)]
    assert found.dropped == {"before": 2, templates.FOLLOW: 3, templates.APART: 2}


def test_without_a_template_nothing_changes() -> None:
    """The very pairs come back."""
    pairs = Candidates.of(np.array([1], dtype=np.uint64), 1, {})
    none = np.empty(0, dtype=np.uint64)
    table = prints([report(0), report(1)])
    assert templates.apart(pairs, table, none, templates.following(table, none)) is pairs
