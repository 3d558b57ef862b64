"""Pairs alike by rare terms: what a term is, and who meets over it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import oracles
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.candidates import salient
from syndetect.candidates.gather import SALIENT
from syndetect.engines import Local
from syndetect.settings import Candidates
from syndetect.shelf import Shelf

LAW = settings(deadline=None, derandomize=True, max_examples=60)
FLAGS = st.sampled_from(
    [0, 0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, schema.COMMON, schema.NUMBER]
)
TOKENS = st.lists(st.tuples(st.integers(1, 9), FLAGS), max_size=24)
Tokens = list[tuple[int, int]]


def weights(table: pa.Table) -> list[list[int]]:
    return oracles.rows_of(*schema.flat(table, "weights"))


def keys(table: pa.Table) -> list[list[int]]:
    return oracles.rows_of(*schema.flat(table, "terms"))


def plain(*words: int) -> Tokens:
    return [(word, 0) for word in words]


def neighbours(
    articles: Sequence[Tokens],
    limits: Candidates | None = None,
    times: npt.NDArray[np.int64] | None = None,
    members: Sequence[bool] | None = None,
    room: int | None = None,
) -> salient.Neighbours:
    table = salient.terms(oracles.spoken(articles), 40)
    count = len(articles)
    ever = np.array([(-(2**40), 2**40)] * count, dtype=np.int64).reshape(-1, 2)
    return salient.neighbours(
        table,
        np.array(members if members is not None else [True] * count, dtype=np.bool_),
        ever if times is None else times,
        10,
        limits or Candidates(),
        Local(1).each,
        shelf=Shelf(room, work=room),
    )


def met(found: salient.Neighbours) -> list[tuple[int, int]]:
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


@LAW
@given(tokens=TOKENS, count=st.integers(1, 6))
def test_terms_are_the_heaviest_rare_words(tokens: Tokens, count: int) -> None:
    """A term is a rare word outside furniture and repeated lines, quoted or not; it weighs its
    rarity, more the oftener it stands there; the heaviest are kept, in order of their keys."""
    aside = schema.FURNITURE | schema.REPEATED | schema.COMMON
    told = [word for word, flag in tokens if not flag & aside and 100 * word + 100 >= 250]
    times = {word: told.count(word) for word in told}
    weighed = [(100 * w + 100) * (1 + (n.bit_length() - 1)) for w, n in times.items()]
    table = salient.terms(oracles.spoken([tokens]), count)
    assert sorted(weights(table)[0]) == sorted(sorted(weighed)[-count:])
    assert keys(table)[0] == sorted(set(keys(table)[0]))


@LAW
@given(articles=st.lists(TOKENS, min_size=1, max_size=4), data=st.data())
def test_terms_are_those_of_each_article(articles: list[Tokens], data: st.DataObject) -> None:
    """Cut into slices anywhere, the articles have the same terms."""
    table = oracles.spoken(articles)
    cut = data.draw(st.integers(0, len(articles)))
    parts = [salient.terms(table.slice(0, cut), 5), salient.terms(table.slice(cut), 5)]
    assert pa.concat_tables(parts).to_pylist() == salient.terms(table, 5).to_pylist()


@LAW
@given(articles=st.lists(TOKENS, min_size=2, max_size=6))
def test_pairs_are_named_once(articles: list[Tokens]) -> None:
    """Each pair comes once, smaller ordinal first, in order, as alike as its terms are."""
    found = neighbours(articles, Candidates(alike=0.0))
    table = salient.terms(oracles.spoken(articles), 40)
    rows = [dict(zip(k, w, strict=True)) for k, w in zip(keys(table), weights(table), strict=True)]
    expected = [
        (a, b)
        for a in range(len(rows))
        for b in range(a + 1, len(rows))
        if rows[a].keys() & rows[b].keys()
    ]
    assert met(found) == expected
    alike = [oracles.cosine(rows[a], rows[b]) for a, b in expected]
    np.testing.assert_allclose(found.likeness, alike)


def test_a_term_of_too_many_brings_nobody_and_is_counted() -> None:
    """A term in more articles than ``candidates.common`` is left out, and its number is told."""
    articles = [plain(5, 6) for _ in range(4)]
    assert len(met(neighbours(articles, Candidates(common=4)))) == 6
    found = neighbours(articles, Candidates(common=3))
    assert met(found) == []
    assert found.dropped["terms too common to bring articles together"] == 2


def test_copies_and_far_times_stay_out() -> None:
    """Who is no member meets nobody, and neither do articles whose times lie too far apart."""
    articles = [plain(5, 6)] * 3
    assert met(neighbours(articles, members=[True, False, True])) == [(0, 2)]
    times = np.array([(0, 1), (5, 6), (20, 21)], dtype=np.int64)
    assert met(neighbours(articles, times=times)) == [(0, 1)]


def test_likeness_must_reach_the_mark() -> None:
    """Below ``candidates.alike`` two articles do not meet."""
    articles = [plain(5, 6, 7, 8), plain(5, 2, 3, 4)]
    [likeness] = neighbours(articles, Candidates(alike=0.0)).likeness.tolist()
    assert len(met(neighbours(articles, Candidates(alike=likeness)))) == 1
    assert met(neighbours(articles, Candidates(alike=likeness + 0.01))) == []


def test_candidates_carry_their_channel() -> None:
    """As candidates the pairs carry the bit of this channel and what was dropped."""
    found = neighbours([plain(5, 6)] * 2)
    pairs = salient.candidates(found)
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == met(found)
    assert pairs.channel.tolist() == [SALIENT]
    assert pairs.dropped == found.dropped


def test_nobody_meets_nobody() -> None:
    """No articles, or articles without terms, give no pairs."""
    assert met(neighbours([])) == []
    assert met(neighbours([[], plain(1), []])) == []


@LAW
@given(
    articles=st.lists(TOKENS, min_size=1, max_size=7),
    common=st.integers(2, 4),
    room=st.sampled_from([0, 100, 500]),
)
def test_a_budget_changes_no_neighbour(articles: list[Tokens], common: int, room: int) -> None:
    """Frequencies counted a range at a time give the same pairs, likeness and counts."""
    limits = Candidates(common=common)
    whole, parts = neighbours(articles, limits), neighbours(articles, limits, room=room)
    assert met(parts) == met(whole)
    assert parts.likeness.tolist() == whole.likeness.tolist()
    assert parts.dropped == whole.dropped
