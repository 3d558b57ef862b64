"""Articles joined by derivation, and how many voices an event may have."""

from __future__ import annotations

import oracles
import pytest
from conftest import make_tie
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.provenance.families import families, voices
from syndetect.provenance.ties import Ties

LAW = settings(deadline=None, derandomize=True, max_examples=80)


@LAW
@given(
    count=st.integers(1, 9),
    pairs=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12),
)
def test_families_are_what_ties_connect(count: int, pairs: list[tuple[int, int]]) -> None:
    """An article's label is the smallest that derivations lead to, whatever their order."""
    edges = [(a, b) for a, b in pairs if max(a, b) < count]
    ties = [make_tie(a, b) for a, b in edges]
    assert families(Ties.of(ties), count).tolist() == oracles.components(edges, count)
    assert families(Ties.of(ties[::-1]), count).tolist() == oracles.components(edges, count)


def test_no_ties_no_families() -> None:
    """Without derivations every article is alone."""
    assert families(Ties.of([]), 3).tolist() == [0, 1, 2]
    assert families(Ties.of([]), 0).tolist() == []


ROOTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9))


@LAW
@given(roots=ROOTS, named=st.sets(st.sampled_from("abcdef")), unexplained=st.integers(0, 5))
def test_least_is_at_most_most(roots: dict[str, int], named: set[str], unexplained: int) -> None:
    """Voices are a range from at least one, never of more voices than articles could be."""
    articles = max(1, sum(roots.values()) + unexplained)
    least, most, reason = voices(articles, roots, frozenset(named), unexplained, unexplained)
    assert 1 <= least <= most <= articles
    assert reason


@pytest.mark.parametrize(
    ("articles", "roots", "named", "unexplained", "range_", "said"),
    [
        (1, {}, (), 1, (1, 1), "one article"),
        (
            17,
            {"s": 12, "a": 3},
            ("Reuters",),
            2,
            (1, 4),
            "2 articles without a source found and 1 origin",
        ),
        (4, {"s": 4}, ("AP",), 0, (1, 1), "every article is explained"),
        (5, {"s": 3, "t": 2}, ("AP", "AFP"), 0, (2, 2), "every article is explained"),
        (3, {"s": 2}, ("AP",), 1, (1, 2), "1 article without a source found"),
        (2, {}, (), 1, (1, 1), "all of one outlet"),
        (2, {}, (), 0, (1, 2), "digests only"),
        (2, {"s": 1}, ("AP", "AFP"), 1, (2, 2), "every origin is known by name"),
    ],
)
def test_voices_say_why(
    articles: int,
    roots: dict[str, int],
    named: tuple[str, ...],
    unexplained: int,
    range_: tuple[int, int],
    said: str,
) -> None:
    """The range counts origins and unexplained articles, and its reason names what is open."""
    least, most, reason = voices(articles, roots, frozenset(named), unexplained, unexplained)
    assert (least, most) == range_
    assert reason.startswith(said)


def test_outlets_count_where_articles_are_alone() -> None:
    """Three articles of two outlets without a source are two voices, and the reason says both."""
    assert voices(5, {"s": 2}, frozenset({"AP"}), 3, 2) == (
        1,
        3,
        "3 articles of 2 outlets without a source found",
    )


def test_a_text_of_two_agencies_says_so() -> None:
    """Where one text is credited to two, the reason is that, and no origin without a name."""
    assert voices(4, {"AP": 2, "AFP": 2}, frozenset({"AFP"}), 0, 0, disputed=1) == (
        1,
        2,
        "1 agency named for another's text",
    )
