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
from syndetect.candidates.resemblance import Groups, resemblance
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


def sieve(table: pa.Table) -> templates.Sieve:
    template = np.array(form(), dtype=np.uint64)
    return templates.Sieve.of(table, template, templates.following(table, template))


def every_pair(count: int) -> Candidates:
    left, right = np.triu_indices(count, 1)
    keys = pair_keys(left.astype(np.int32), right.astype(np.int32))
    return Candidates.of(keys, 1, {"before": 2})


def test_reports_meet_where_the_rest_is_alike() -> None:
    """The same report elsewhere stays, another day's goes and is counted; who follows no template
    keeps all pairs."""
    table = prints([report(0), [*report(0), 7, 8, 9], report(1), list(range(900, 960))])
    found = sieve(table).apart(every_pair(4))
    kept = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert kept == [(0, 1), (0, 3), (1, 3), (2, 3)]
    assert found.dropped == {"before": 2, templates.APART: 2}


def test_a_line_that_the_outlet_repeats_is_nothing_in_common() -> None:
    """Furniture is no seed of a template, and brings no two reports together either; the same
    line as words of the story does."""
    line = list(range(600, 640))
    rows = [[*report(0), *line], [*report(1), *line]]
    aside = [[0] * 52 + [schema.REPEATED] * 40] * 2
    marked = fingerprint(oracles.readings(rows, aside), Fingerprints())
    assert not len(sieve(marked).apart(every_pair(2)))
    assert len(sieve(prints(rows)).apart(every_pair(2)))


def test_bands_are_sieved_on_the_way() -> None:
    """What bands find and the sieve lets through is what comes back, and groups of near-duplicates
    are those of all pairs."""
    table = prints([*REPORTS, [*report(0), 7, 8, 9]])
    alone, limits = classes(table), Limits()
    whole = resemblance(table, alone, limits)
    groups = Groups(table, alone, 0.5)
    found = resemblance(table, alone, limits, groups, sieve(table))
    expected = sieve(table).apart(whole)
    assert found.left.tolist() == expected.left.tolist() == [0]
    assert found.right.tolist() == expected.right.tolist() == [8]
    assert found.dropped[templates.APART] == len(whole) - 1 > 10
    assert groups.labels().tolist() == oracles.near_duplicates(whole, table, alone, 0.5).tolist()
    assert len(set(groups.labels().tolist())) == 1


def test_without_a_template_nothing_changes() -> None:
    """The very pairs come back."""
    table = prints([report(0), report(1)])
    none = np.empty(0, dtype=np.uint64)
    pairs = every_pair(2)
    assert templates.Sieve.of(table, none, templates.following(table, none)).apart(pairs) is pairs
