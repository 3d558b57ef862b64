"""Skip-pairs of an article: content stems near each other, in either order."""

from __future__ import annotations

import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema

LAW = settings(deadline=None, derandomize=True, max_examples=60)
FLAGS = st.sampled_from([0, 0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, schema.COMMON])
TOKENS = st.lists(st.tuples(st.integers(1, 9), FLAGS), max_size=24)
Tokens = list[tuple[int, int]]


def own(tokens: Tokens) -> list[int]:
    return [w for w, flag in tokens if not flag & (schema.COMMON | schema.ASIDE)]


@LAW
@given(articles=st.lists(TOKENS, min_size=1, max_size=3))
def test_skip_pairs_span_four_words_in_either_order(articles: list[Tokens]) -> None:
    """Two different own content stems at most four apart are a pair, weighing what both do;
    turned round, the same; and none reaches into the next article."""
    there = oracles.material(oracles.spoken(articles))
    back = oracles.material(oracles.spoken([tokens[::-1] for tokens in articles]))
    for at, tokens in enumerate(articles):
        words = own(tokens)
        expected = {
            frozenset((a, b)) for k, a in enumerate(words) for b in words[k + 1 : k + 5] if a != b
        }
        found = oracles.entries(there, "skip", at)
        weights = sorted(sum(100 * word + 100 for word in pair) for pair in expected)
        assert sorted(weight for weight, _ in found.values()) == weights
        assert found.keys() == oracles.entries(back, "skip", at).keys()


@LAW
@given(left=TOKENS, right=TOKENS)
def test_pairs_are_the_same_in_any_article(left: Tokens, right: Tokens) -> None:
    """Two articles share a key exactly for each pair of stems that both have."""
    table = oracles.material(oracles.spoken([left, right]))
    pairs = []
    for tokens in (left, right):
        words = own(tokens)
        near = ((a, b) for k, a in enumerate(words) for b in words[k + 1 : k + 5])
        pairs.append({frozenset(pair) for pair in near if len(set(pair)) == 2})
    keys = [oracles.entries(table, "skip", at).keys() for at in (0, 1)]
    assert len(keys[0] & keys[1]) == len(pairs[0] & pairs[1])


def test_one_word_many_times_makes_no_pair() -> None:
    """A pair is of two different stems."""
    assert oracles.entries(oracles.material(oracles.spoken([[(7, 0)] * 500])), "skip") == {}
