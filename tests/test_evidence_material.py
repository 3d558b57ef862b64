"""What of an article is compared: shingles, content words and skip-pairs as sorted rows."""

from __future__ import annotations

from itertools import pairwise

import oracles
import pyarrow as pa
import pytest
from conftest import NEWSWIRE, PILOTS, SAID, read_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.evidence.material import MATERIAL, prepare
from syndetect.kernels.shared import APART, ASIDE, REPEATED
from syndetect.text.tokens import fold

LAW = settings(deadline=None, derandomize=True, max_examples=60)
FLAGS = st.sampled_from(
    [0, 0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, schema.COMMON, schema.NUMBER]
)
TOKENS = st.lists(st.tuples(st.integers(1, 9), FLAGS), max_size=24)
Tokens = list[tuple[int, int]]


def rows(table: pa.Table, name: str) -> list[list[int]]:
    return oracles.rows_of(*schema.flat(table, name))


def entries(table: pa.Table, kind: str, at: int = 0) -> dict[int, tuple[int, int]]:
    """One article's keys of a kind with their weights and marks."""
    keys, weights, marks = (rows(table, f"{kind}_{p}")[at] for p in ("keys", "weights", "marks"))
    return dict(zip(keys, zip(weights, marks, strict=True), strict=True))


def marks(flags: list[int]) -> int:
    """Marks of a stretch of words: aside where any is, apart where all are."""
    aside = any(flag & schema.ASIDE for flag in flags)
    repeated = aside or any(flag & schema.REPEATED for flag in flags)
    apart = all(flag & schema.ASIDE for flag in flags)
    return ASIDE * aside | REPEATED * repeated | APART * apart


@LAW
@given(articles=st.lists(TOKENS, min_size=1, max_size=4), data=st.data())
def test_any_slicing_gives_the_same(articles: list[Tokens], data: st.DataObject) -> None:
    """A row depends on its own reading: cut anywhere, the rows are the same."""
    table = oracles.spoken(articles)
    cut = data.draw(st.integers(0, len(articles)))
    parts = [prepare(table.slice(0, cut), 3), prepare(table.slice(cut), 3)]
    assert pa.concat_tables(parts).to_pylist() == prepare(table, 3).to_pylist()


@LAW
@given(tokens=TOKENS, width=st.integers(2, 5))
def test_shingles_are_all_windows(tokens: Tokens, width: int) -> None:
    """Each distinct window of words is one key, weighted by what its words are rarer than the
    commonest, and marked by the least that all its places are marked."""
    table = prepare(oracles.spoken([tokens]), width)
    seen: dict[tuple[int, ...], tuple[int, int]] = {}
    for at in range(len(tokens) - width + 1):
        window = tokens[at : at + width]
        words = tuple(word for word, _ in window)
        weight = max(0, sum(100 * word + 100 - 150 for word in words))
        mark = marks([flag for _, flag in window])
        seen[words] = (weight, mark & seen.get(words, (0, mark))[1])
    assert sorted(entries(table, "shingle").values()) == sorted(seen.values())
    own = sum(weight for weight, mark in seen.values() if not mark & ASIDE)
    assert table.column("shingle_own").to_pylist() == [own]


def in_text_order(table: pa.Table) -> list[list[int]]:
    """The shingle hashes of each row as its places put them."""
    both = zip(rows(table, "place_keys"), rows(table, "places"), strict=True)
    return [[key for _, key in sorted(zip(places, keys, strict=True))] for keys, places in both]


@LAW
@given(tokens=TOKENS, width=st.integers(2, 5))
def test_hashes_are_equal_where_words_are(tokens: Tokens, width: int) -> None:
    """In text order two shingles have one hash exactly where their words are the same."""
    [hashes] = in_text_order(prepare(oracles.spoken([tokens]), width))
    words = [word for word, _ in tokens]
    windows = [tuple(words[at : at + width]) for at in range(len(words) - width + 1)]
    assert len(hashes) == len(windows)
    assert len(set(hashes)) == len(set(zip(hashes, windows, strict=True))) == len(set(windows))


@LAW
@given(articles=st.lists(TOKENS, min_size=1, max_size=3))
def test_places_lead_back_to_the_text(articles: list[Tokens]) -> None:
    """Sorted keys ascend, and each place holds the shingle it is listed under, earlier first."""
    table = prepare(oracles.spoken(articles), 3)
    for words, keys, places in zip(
        articles, rows(table, "place_keys"), rows(table, "places"), strict=True
    ):
        assert keys == sorted(keys)
        assert sorted(places) == list(range(max(len(words) - 2, 0)))
        assert all(a < b or k != m for (k, a), (m, b) in pairwise(zip(keys, places, strict=True)))


@LAW
@given(tokens=TOKENS)
def test_content_is_every_telling_stem(tokens: Tokens) -> None:
    """Content words are the stems that are not common, at their rarity."""
    table = prepare(oracles.spoken([tokens]), 3)
    seen: dict[int, tuple[int, int]] = {}
    for word, flag in tokens:
        if not flag & schema.COMMON:
            mark = marks([flag])
            seen[word] = (100 * word + 100, mark & seen.get(word, (0, mark))[1])
    assert sorted(entries(table, "content").values()) == sorted(seen.values())
    own = sum(weight for weight, mark in seen.values() if not mark & ASIDE)
    assert table.column("content_own").to_pylist() == [own]
    words = sum(not flag & schema.ASIDE for _, flag in tokens)
    assert table.column("own_words").to_pylist() == [words]


@LAW
@given(tokens=TOKENS)
def test_skip_pairs_span_four_words_in_either_order(tokens: Tokens) -> None:
    """Two different own content stems at most four apart are a pair; turned round, the same."""
    own = [w for w, flag in tokens if not flag & (schema.COMMON | schema.ASIDE)]
    expected = {
        frozenset((a, b)) for at, a in enumerate(own) for b in own[at + 1 : at + 5] if a != b
    }
    there = entries(prepare(oracles.spoken([tokens]), 3), "skip")
    back = entries(prepare(oracles.spoken([tokens[::-1]]), 3), "skip")
    weights = sorted(sum(100 * word + 100 for word in pair) for pair in expected)
    assert sorted(weight for weight, _ in there.values()) == weights
    assert there == back


def test_a_word_that_also_stands_free_is_own() -> None:
    """What is quoted in one place and told in another counts as the article's own."""
    free = [(word, 0) for word in (5, 6, 7, 8)]
    quoted = [(word, schema.QUOTED) for word in (5, 6, 7, 8)]
    assert all(
        mark == 0
        for _, mark in entries(prepare(oracles.spoken([quoted + free]), 3), "content").values()
    )
    alone = entries(prepare(oracles.spoken([quoted]), 3), "shingle")
    assert {mark for _, mark in alone.values()} == {ASIDE | REPEATED | APART}


def test_a_repeated_line_stays_own() -> None:
    """That an outlet repeats a line is context: it takes nothing from the facts of the article."""
    repeated = prepare(oracles.spoken([[(w, schema.REPEATED) for w in (5, 6, 7, 8)]]), 3)
    plain = prepare(oracles.spoken([[(w, 0) for w in (5, 6, 7, 8)]]), 3)
    for name in ("own_words", "shingle_own", "content_own", "skip_own", "skip_keys"):
        assert repeated.column(name).equals(plain.column(name)), name


@pytest.mark.parametrize("articles", [[], [[]], [[(1, 0)]], [[], [(1, 0), (2, 0)]]])
def test_little_or_nothing_gives_empty_rows(articles: list[Tokens]) -> None:
    """No articles, empty ones and ones shorter than a shingle give rows without shingles."""
    table = prepare(oracles.spoken(articles), 3)
    assert table.schema.equals(MATERIAL)
    assert rows(table, "shingle_keys") == [[] for _ in articles]


def test_one_word_five_hundred_times() -> None:
    """A text of one word has one shingle, one content word and no pair."""
    table = prepare(oracles.spoken([[(7, 0)] * 500]), 3)
    counts = [len(rows(table, f"{kind}_keys")[0]) for kind in ("shingle", "content", "skip")]
    assert counts == [1, 1, 0]
    assert rows(table, "places") == [list(range(498))]


def test_quotation_and_furniture_are_no_own_words() -> None:
    """Of real text, what stands in marks and what the page sells are not the article's words."""
    read = read_rows([{"id": "a", "text": PILOTS[3]}, *NEWSWIRE[4:5]])
    own = prepare(read.readings, 3).column("own_words").to_pylist()
    quoted = len([word for word in SAID.split() if fold(word)])
    assert own[0] == len(PILOTS[3].split()) - quoted
    begin, end = (getattr(read.furniture[1][-1], name) for name in ("begin", "end"))
    sold = len(NEWSWIRE[4]["text"][begin:end].split())
    assert sold > 10
    assert own[1] == len(schema.flat(read.readings, "word")[1]) - len(PILOTS[3].split()) - sold
