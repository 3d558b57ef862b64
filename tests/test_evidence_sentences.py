"""Which content stem stands in which sentence, and what quoted words weigh there."""

from __future__ import annotations

import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema

LAW = settings(deadline=None, derandomize=True, max_examples=80)
FLAGS = st.sampled_from([0, 0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, schema.COMMON])
TOKENS = st.lists(st.tuples(st.integers(1, 9), FLAGS), max_size=40)
Tokens = list[tuple[int, int]]
SENTENCE = 5


def expected(tokens: Tokens) -> tuple[list[list[tuple[int, int]]], list[int]]:
    """Mentions by word: (sentence, weight) of each; and the weight of each sentence."""
    words: list[list[tuple[int, int]]] = [[] for _ in range(10)]
    totals: list[int] = []
    for begin in range(0, len(tokens), SENTENCE):
        stems: dict[int, bool] = {}
        for word, flag in tokens[begin : begin + SENTENCE]:
            if not flag & (schema.FURNITURE | schema.COMMON):
                stems[word] = stems.get(word, True) and bool(flag & schema.QUOTED)
        if sum(not quoted for quoted in stems.values()) < 3:
            continue
        for word, quoted in stems.items():
            words[word].append((len(totals), (100 * word + 100) // (2 if quoted else 1)))
        totals.append(sum(row[-1][1] for row in words if row and row[-1][0] == len(totals)))
    return [row for row in words if row], totals


@LAW
@given(articles=st.lists(TOKENS, min_size=1, max_size=3))
def test_mentions_are_what_a_dictionary_lists(articles: list[Tokens]) -> None:
    """Of each sentence with three stems of its own every content stem once, quoted ones at half
    their rarity, furniture left out; sentences ascend under one key."""
    table = oracles.material(oracles.spoken(articles, SENTENCE))
    columns = ("mention_places", "mention_weights", "sentence_weights")
    flat = [oracles.rows_of(*schema.flat(table, name)) for name in columns]
    keys_of = oracles.listed(table, "content_keys", "mention_counts")
    for tokens, keys, places, weights, totals in zip(articles, keys_of, *flat, strict=True):
        assert keys == sorted(keys)
        groups: dict[int, list[tuple[int, int]]] = {}
        for key, place, weight in zip(keys, places, weights, strict=True):
            groups.setdefault(key, []).append((place, weight))
        words, sums = expected(tokens)
        assert sorted(groups.values()) == sorted(words)
        assert totals == sums


def test_the_free_mention_counts() -> None:
    """A stem that a sentence quotes and tells is told, wherever in the sentence each stands."""
    free, quoted = [(9, 0), (8, 0), (7, 0)], [(9, schema.QUOTED)]
    for tokens in ([*quoted, *free], [*free, *quoted]):
        table = oracles.material(oracles.spoken([tokens]))
        assert sorted(schema.flat(table, "mention_weights")[1].tolist()) == [800, 900, 1000]
        assert schema.flat(table, "sentence_weights")[1].tolist() == [2700]
