"""Content words of an article, and what the counts of its event make of them."""

from __future__ import annotations

import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.kernels.shared import ASIDE

LAW = settings(deadline=None, derandomize=True, max_examples=60)
FLAGS = st.sampled_from([0, 0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, schema.COMMON])
TOKENS = st.lists(st.tuples(st.integers(1, 9), FLAGS), max_size=24)
Tokens = list[tuple[int, int]]


@LAW
@given(tokens=TOKENS)
def test_content_is_every_telling_stem(tokens: Tokens) -> None:
    """Content words are the stems that are not common, at their rarity."""
    table = oracles.material(oracles.spoken([tokens]))
    seen: dict[int, tuple[int, int]] = {}
    for word, flag in tokens:
        if not flag & schema.COMMON:
            mark = oracles.marks([flag])
            seen[word] = (100 * word + 100, mark & seen.get(word, (0, mark))[1])
    assert sorted(oracles.entries(table, "content").values()) == sorted(seen.values())
    own = sum(weight for weight, mark in seen.values() if not mark & ASIDE)
    assert table.column("content_own").to_pylist() == [own]


def test_a_word_that_also_stands_free_is_own() -> None:
    """What is quoted in one place and told in another counts as the article's own."""
    free = [(word, 0) for word in (5, 6, 7, 8)]
    quoted = [(word, schema.QUOTED) for word in (5, 6, 7, 8)]
    found = oracles.entries(oracles.material(oracles.spoken([quoted + free])), "content")
    assert all(mark == 0 for _, mark in found.values())


def context(
    rows: list[Tokens], of_event: list[int], first: list[int] | None = None
) -> list[dict[int, int]]:
    """Refined weights of the content words (1 to 9) of each article, by word."""
    table = oracles.material(oracles.spoken(rows), 3, of_event, first)
    before = oracles.rows_of(*schema.flat(table, "content_weights"))
    weights = oracles.rows_of(*schema.flat(table, "refined_weights"))
    return [
        {rarity // 100 - 1: weight for rarity, weight in sorted(zip(*pair, strict=True))}
        for pair in zip(before, weights, strict=True)
    ]


def plain(*words: int) -> Tokens:
    return [(word, 0) for word in words]


def test_an_event_of_two_is_judged_as_by_the_background() -> None:
    """In an event of two, words that both have lose little to words that one has; in one of forty
    what all have is worth a fraction: few counts are shrunk towards the background."""
    two = context([plain(7, 8), plain(7, 9)], [0, 0])[0]
    many = context([plain(7, 8), *[plain(7, 9)] * 39], [0] * 40)[0]
    assert 0.7 < two[7] / two[8] <= 1.0
    assert many[7] / many[8] < 0.25


def test_a_common_word_stays_common() -> None:
    """Of words that equally many articles have, the one rarer in the language weighs more."""
    [weights, _] = context([plain(1, 2, 3, 5), plain(1, 2, 3, 5)], [0, 0])
    assert list(weights.values()) == sorted(weights.values())
    assert weights[1] < weights[3]


@LAW
@given(
    rows=st.lists(st.lists(st.integers(1, 9), max_size=9), min_size=1, max_size=6), data=st.data()
)
def test_context_counts_within_the_event(rows: list[list[int]], data: st.DataObject) -> None:
    """Weights depend on the event's own articles alone, and are never negative."""
    chosen = data.draw(st.lists(st.sampled_from([0, 1]), min_size=len(rows), max_size=len(rows)))
    of_event = [chosen.index(label) for label in chosen]
    found = context([plain(*row) for row in rows], of_event)
    mine = [at for at, event in enumerate(of_event) if event == 0]
    alone = context([plain(*rows[at]) for at in mine], [0] * len(mine))
    assert [found[at] for at in mine] == alone
    assert all(weight >= 0 for row in found for weight in row.values())


def test_copies_count_once() -> None:
    """Ten copies of one article say no more of a word than one does."""
    two = context([plain(7, 8), plain(7, 9)], [0, 0])
    copied = context([plain(7, 8), *[plain(7, 9)] * 10], [0] * 11, [0] + [1] * 10)
    assert copied[0] == two[0]
