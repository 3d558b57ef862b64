"""Candidates: classes, the channels of resemblance and of passages, and all of them together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import oracles
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.candidates.classes import classes, in_content_order
from syndetect.candidates.gather import (
    PASSAGES,
    RESEMBLANCE,
    SALIENT,
    Candidates,
    find_pairs,
    gather,
    pair_keys,
)
from syndetect.candidates.passages import passages
from syndetect.candidates.resemblance import resemblance, resemblances
from syndetect.fingerprint import fingerprint
from syndetect.settings import Candidates as Limits
from syndetect.settings import Fingerprints
from syndetect.shelf import Shelf

LAW = settings(deadline=None, derandomize=True, max_examples=50)
Words = list[int]


class Found:
    """Both channels on articles given as words, as a scan runs them."""

    def __init__(
        self,
        rows: list[Words],
        limits: Limits | None = None,
        flags: list[Words] | None = None,
        width: int = 5,
        threshold: float = 0.7,
    ) -> None:
        limits = limits or Limits()
        self.table = fingerprint(oracles.readings(rows, flags), Fingerprints(width=width))
        self.representative = classes(self.table)
        self.alike = resemblance(self.table, self.representative, limits)
        self.groups = oracles.near_duplicates(
            self.alike, self.table, self.representative, threshold
        )
        self.partial = passages(self.table, self.representative, self.groups, limits)
        self.all = gather(self.alike, self.partial)

    def mates(self, article: int) -> set[int]:
        """Whom an article meets."""
        return {a + b - article for a, b in pairs(self.all) if article in (a, b)}

    def texts(self) -> list[set[int]]:
        """The pairs as pairs of identities, which no order of the articles touches."""
        identity = self.table.column("identity").to_pylist()
        return sorted(({identity[a], identity[b]} for a, b in pairs(self.all)), key=sorted)


def pairs(candidates: Candidates) -> list[tuple[int, int]]:
    return list(zip(candidates.left.tolist(), candidates.right.tolist(), strict=True))


class Press:
    """Words that nobody else has, from a seed."""

    def __init__(self, seed: int) -> None:
        self.generator = np.random.default_rng(seed)

    def words(self, count: int) -> Words:
        return self.generator.integers(0, 2**64, count, dtype=np.uint64).tolist()

    def edited(self, words: Words, edits: int) -> Words:
        copy = list(words)
        for place in self.generator.choice(len(words), edits, replace=False).tolist():
            copy[place] = self.words(1)[0]
        return copy

    def cuts(self, wire: Words, count: int) -> list[Words]:
        """As many pieces of half the wire, from anywhere in it, each amid words of its own."""
        begins = self.generator.integers(0, len(wire) // 2, count).tolist()
        return [
            [*self.words(60), *wire[at : at + len(wire) // 2], *self.words(60)] for at in begins
        ]


def test_equal_texts_are_one_class() -> None:
    """The smallest ordinal stands for all; empty articles stand for themselves."""
    rows = [[], [1, 2], [3], [1, 2], [], [1, 2], [2, 1]]
    assert Found(rows).representative.tolist() == [0, 1, 2, 1, 4, 1, 6]


def test_content_order_is_that_of_identities() -> None:
    """Only filled representatives stand in it, by identity."""
    found = Found([[], [5, 6], [7], [5, 6], [8, 9, 1]])
    identity = schema.plain(found.table, "identity")
    order = in_content_order(found.table, found.representative)
    assert sorted(order.tolist()) == [1, 2, 4]
    assert identity[order].tolist() == sorted(identity[[1, 2, 4]].tolist())


def test_no_articles_make_no_candidates() -> None:
    """An empty collection goes through every channel; so does one of empty articles."""
    for rows in ([], [[]], [[], [], []], [[1]]):
        found = Found(rows)
        assert len(found.all) == 0
        assert set(found.all.dropped.values()) == {0}
        assert found.groups.tolist() == list(range(len(rows)))


def test_short_articles_meet_only_the_same_words() -> None:
    """Two equal short texts are one class; short texts that differ never meet anyone."""
    long = Press(1).words(40)
    found = Found([[1, 2, 3], [1, 2, 3], [1, 2], [3, 2, 1], [4], [5], long, long[:4]])
    assert found.representative.tolist() == [0, 0, 2, 3, 4, 5, 6, 7]
    assert pairs(found.all) == []
    assert found.groups.tolist() == found.representative.tolist()


def test_short_articles_with_other_quotation_marks_meet() -> None:
    """One short text, once quoted and once not: two classes, one group."""
    found = Found([[1, 2, 3], [1, 2, 3], [1, 2]], flags=[[0, 0, 0], [1, 1, 0], [0, 0]])
    assert found.representative.tolist() == [0, 1, 2]
    assert pairs(found.alike) == [(0, 1)]
    assert found.groups.tolist() == [0, 0, 2]


def test_one_word_many_times_is_no_trouble() -> None:
    """Articles of one repeated word have one shingle, and meet for it across lengths."""
    found = Found([[7] * 50, [7] * 60, [8] * 50, [7] * 3])
    assert pairs(found.all) == [(0, 1)]


def test_bands_find_those_that_share_one() -> None:
    """Without caps the pairs are exactly those with an equal band of minima."""
    press = Press(2)
    stock = press.words(90)
    rows = [press.edited(stock, edits) for edits in (1, 3, 6, 9, 12, 20, 30, 60)]
    limits = Limits(bands=16, rows=3)
    found = Found(rows, limits)
    minima = np.array(found.table.column("minima").to_pylist())[:, :48].reshape(-1, 16, 3)
    expected = [
        (a, b)
        for a, b in combinations(range(len(rows)), 2)
        if (minima[a] == minima[b]).all(axis=1).any()
    ]
    assert pairs(found.alike) == expected
    assert 0 < len(expected) < 28
    assert found.alike.dropped == {"meetings in crowded bands": 0}


def test_a_crowded_bucket_is_cut_by_content_and_counted() -> None:
    """With room for three, each near-copy meets the three first by identity in some band."""
    press = Press(3)
    stock = press.words(300)
    found = Found([press.edited(stock, 1) for _ in range(40)], Limits(bucket=3))
    order = in_content_order(found.table, found.representative).tolist()
    assert found.alike.dropped["meetings in crowded bands"] > 0
    assert set(pairs(found.alike)) >= {tuple(sorted(pair)) for pair in combinations(order[:3], 2)}
    assert len(found.alike) < 40 * 39 // 2
    assert set(found.groups.tolist()) == {0}


@LAW
@given(
    rows=st.lists(st.lists(st.integers(0, 3), max_size=9), max_size=9),
    threshold=st.sampled_from([0.05, 0.3, 0.5, 0.9, 1.0]),
)
def test_groups_join_exact_resemblance(rows: list[Words], threshold: float) -> None:
    """Groups are the components of pairs whose shingle sets are alike enough."""
    table = fingerprint(oracles.readings(rows), Fingerprints(width=2))
    representative = classes(table)
    own = sorted(set(representative.tolist()))
    every = np.array(list(combinations(own, 2)), dtype=np.int32).reshape(-1, 2)
    candidates = Candidates(every[:, 0], every[:, 1], np.ones(len(every), dtype=np.uint8))
    sets = [set(row) for row in table.column("shingles").to_pylist()]
    ratios = [len(sets[a] & sets[b]) / max(1, len(sets[a] | sets[b])) for a, b in every.tolist()]
    assert resemblances(every[:, 0], every[:, 1], table).tolist() == ratios
    edges = [
        tuple(pair)
        for pair, ratio in zip(every.tolist(), ratios, strict=True)
        if ratio >= threshold
    ]
    edges += list(enumerate(representative.tolist()))
    labels = oracles.near_duplicates(candidates, table, representative, threshold)
    assert labels.tolist() == oracles.components(edges, len(rows))


@LAW
@given(
    rows=st.lists(st.lists(st.integers(0, 3), max_size=14), min_size=6, max_size=14),
    rare=st.integers(2, 4),
    shared=st.integers(1, 3),
    data=st.data(),
)
def test_passages_are_the_slow_twins(
    rows: list[Words], rare: int, shared: int, data: st.DataObject
) -> None:
    """Rare and common seeds, groups and short articles: the pairs are those of plain Python."""
    table = fingerprint(oracles.readings(rows), Fingerprints(width=2))
    representative = classes(table)
    labels = data.draw(st.lists(st.integers(0, 5), min_size=len(rows), max_size=len(rows)))
    groups = np.array(labels, dtype=np.int32)[representative]
    limits = Limits(rare=rare, shared=shared)
    found = passages(table, representative, groups, limits)
    order = in_content_order(table, representative).tolist()
    first = {group: place for place, group in reversed(list(enumerate(groups[order].tolist())))}
    order.sort(key=lambda article: first[groups[article]])
    seeds = table.column("seeds").to_pylist()
    assert set(pairs(found)) == oracles.sharing(seeds, groups.tolist(), order, rare, shared)


def test_a_partial_copy_of_a_story_run_by_hundreds_is_found() -> None:
    """300 near-identical copies are one voice: what is cut from one of them still meets it."""
    press = Press(5)
    wire = press.words(300)
    rows = [press.edited(wire, 3) for _ in range(300)]
    rows += [[*press.words(200), *wire[100:150], *press.words(50)]]
    rows += [press.words(200) for _ in range(20)]
    found = Found(rows)
    assert len(set(found.groups[:300].tolist())) == 1
    assert 20 <= len(found.mates(300)) <= 100
    assert found.mates(300) <= set(range(300))
    assert found.all.dropped["copies beyond the first of their group"] > 0
    assert not any(found.mates(article) for article in range(301, 321))


def test_a_story_cut_in_hundreds_of_ways_does_not_vanish() -> None:
    """Where copies are not alike as wholes, all seeds are common, and still they meet."""
    press = Press(6)
    wire = press.words(240)
    rows = [*press.cuts(wire, 200), [*press.words(100), *wire[100:140]], wire[110:126]]
    found = Found(rows)
    assert all(found.mates(article) for article in range(202))
    assert found.partial.dropped["meetings over a common shingle"] > 0


def test_a_stock_phrase_brings_nobody_together() -> None:
    """A phrase that many have is no passage, and two rare seeds are one too few."""
    press = Press(7)
    phrase = press.words(9)
    rows = [[*press.words(30), *phrase, *press.words(30)] for _ in range(60)]
    pair = press.words(6)
    rows += [[*press.words(30), *pair, *press.words(30)] for _ in range(2)]
    assert len(Found(rows).partial) == 0
    assert len(Found(rows, Limits(shared=2)).partial) == 1
    assert len(Found(rows, Limits(rare=60)).partial) == 60 * 59 // 2


def test_one_of_a_group_stands_for_a_common_seed() -> None:
    """Near-copies hold a common seed once: of the pairs it brings, one member has them all."""
    press = Press(10)
    story, block = press.words(300), press.words(40)
    rows = [press.edited(story, 2) + block for _ in range(4)]
    rows += [[*press.words(300), *block] for _ in range(5)]
    found = Found(rows, Limits(rare=3))
    assert found.groups.tolist() == [0, 0, 0, 0, 4, 5, 6, 7, 8]
    across = {a for a, b in pairs(found.partial) if a < 4 <= b}
    assert len(across) <= 1
    assert found.partial.dropped["copies beyond the first of their group"] == 36 * 3


def test_seeds_of_too_many_are_left_out_and_counted() -> None:
    """A seed in more groups than the square of ``rare`` brings nobody together."""
    press = Press(8)
    block = press.words(44)
    rows = [[*press.words(60), *block] for _ in range(10)]
    found = Found(rows, Limits(rare=3, shared=1))
    assert found.partial.dropped == {
        "meetings over a common shingle": 0,
        "shingles in too many groups": 40,
        "copies beyond the first of their group": 0,
    }
    assert len(found.partial) == 0
    assert len(Found(rows[:9], Limits(rare=3, shared=1)).partial) == 8 + 7 + 6


def test_quoted_and_repeated_words_make_no_passage() -> None:
    """Shared words inside quotations, furniture or repeated lines bring nobody together."""
    press = Press(9)
    shared = press.words(20)
    rows = [[*press.words(60), *shared] for _ in range(2)]
    for flag in (schema.QUOTED, schema.FURNITURE, schema.REPEATED):
        flags = [[0] * 60 + [flag] * 20] * 2
        assert len(Found(rows, flags=flags).partial) == 0
    assert len(Found(rows).partial) == 1


def newsroom(seed: int) -> list[Words]:
    """Copies, near-copies, cuts, short and empty articles."""
    press = Press(seed)
    wire, other = press.words(150), press.words(200)
    rows = [press.edited(wire, 2) for _ in range(30)] + press.cuts(other, 30)
    rows += [wire, wire, wire[20:60], other[40:80], [1, 2], [1, 2], [2, 1], [], []]
    return rows + [press.words(50) for _ in range(5)]


@pytest.mark.parametrize("limits", [Limits(), Limits(bucket=4, rare=5)], ids=["wide", "tight"])
@pytest.mark.parametrize("seed", range(3))
def test_order_of_articles_is_of_no_account(limits: Limits, seed: int) -> None:
    """Shuffled articles give the same pairs of texts and the same counts, caps included."""
    rows = newsroom(seed)
    shuffled = [rows[at] for at in np.random.default_rng(seed).permutation(len(rows)).tolist()]
    one, other = Found(rows, limits), Found(shuffled, limits)
    assert one.texts() == other.texts()
    assert one.all.dropped == other.all.dropped


def test_batches_of_fingerprints_give_the_same_candidates() -> None:
    """A table put together from slices goes through the channels as the whole does."""
    readings = oracles.readings(newsroom(4))
    parts = [fingerprint(readings.slice(at, 7), Fingerprints()) for at in range(0, 80, 7)]
    table, whole = pa.concat_tables(parts), Found(newsroom(4))
    representative = classes(table)
    alike = resemblance(table, representative, Limits())
    groups = oracles.near_duplicates(alike, table, representative, 0.7)
    partial = passages(table, representative, groups, Limits())
    assert pairs(gather(alike, partial)) == pairs(whole.all)


def test_candidates_are_in_order_and_once() -> None:
    """Left is smaller than right, pairs ascend, and only representatives stand in them."""
    found = Found(newsroom(5))
    listed = pairs(found.all)
    assert listed == sorted(set(listed))
    assert all(a < b for a, b in listed)
    assert set(found.all.left.tolist() + found.all.right.tolist()) <= set(
        found.representative.tolist()
    )


@pytest.mark.parametrize("run", [1, 2, 5])
def test_gathering_in_runs_changes_nothing(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few pairs are worked on together, keys, pairs, bits and counts are the same."""
    chance = np.random.default_rng(4)
    channels = []
    for bit in (RESEMBLANCE, PASSAGES, SALIENT):
        ends = chance.integers(0, 12, (40, 2)).astype(np.int32)
        ends = ends[ends[:, 0] != ends[:, 1]]
        channels.append(Candidates.of(np.unique(pair_keys(*ends.T)), bit, {"cut": bit}))
    whole = gather(*channels)
    monkeypatch.setattr("syndetect.candidates.gather._RUN", run)
    again = gather(
        *(Candidates.of(pair_keys(c.left, c.right), int(c.channel[0]), c.dropped) for c in channels)
    )
    assert pairs(again) == pairs(whole)
    assert again.channel.tolist() == whole.channel.tolist()
    assert again.dropped == whole.dropped == {"cut": 7}


def test_gathering_unites_channels_and_sums_what_was_dropped() -> None:
    """A pair that several channels found is there once, with all their bits."""

    def channel(bit: int, listed: list[tuple[int, int]], **dropped: int) -> Candidates:
        ends = np.array(listed, dtype=np.int32).reshape(-1, 2)
        return Candidates(ends[:, 0], ends[:, 1], np.full(len(ends), bit, dtype=np.uint8), dropped)

    one = channel(RESEMBLANCE, [(0, 1), (2, 3)], x=1)
    two = channel(PASSAGES, [(0, 3), (2, 3)], x=2, y=5)
    three = channel(SALIENT, [(2, 3)])
    result = gather(one, two, three)
    assert pairs(result) == [(0, 1), (0, 3), (2, 3)]
    assert result.channel.tolist() == [1, 2, 7]
    assert result.dropped == {"x": 3, "y": 5}
    assert len(gather()) == 0
    assert pairs(gather(three, two, one)) == pairs(result)


@pytest.mark.parametrize("room", [0, 5_000, 10**9])
def test_a_budget_changes_no_passage(room: int) -> None:
    """Seeds looked at a range at a time give the same pairs, and the same counts of what is cut."""
    press = Press(5)
    wire = press.words(80)
    rows = [*press.cuts(wire, 70), *(press.edited(wire, 2) for _ in range(30))]
    limits = Limits(rare=6, bucket=4)
    scan = Found(rows, limits)
    found = passages(scan.table, scan.representative, scan.groups, limits, Shelf(room, work=room))
    assert pairs(found) == pairs(scan.partial)
    assert found.dropped == scan.partial.dropped
    assert all(found.dropped.values())


@LAW
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40),
    st.lists(st.tuples(st.integers(-1, 12), st.integers(0, 12)), max_size=20),
)
def test_a_pair_is_found_whichever_way_round_it_is_named(
    some: list[tuple[int, int]], sought: list[tuple[int, int]]
) -> None:
    """Each pair has its place in the list of all, and one that is not there has none."""
    pairs = sorted({(min(pair), max(pair)) for pair in some if pair[0] != pair[1]})
    left, right = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    one, other = np.array(sought, dtype=np.int32).reshape(-1, 2).T
    places = {pair: at for at, pair in enumerate(pairs)}
    expected = [places.get((min(pair), max(pair)), -1) for pair in sought]
    assert find_pairs(left, right, one, other).tolist() == expected
