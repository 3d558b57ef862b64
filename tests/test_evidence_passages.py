"""Shared passages of real text: what they are made of, and the way back to both bodies."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import oracles
import pyarrow as pa
import pytest
from conftest import (
    BUGLE,
    CHESS,
    FIRE,
    NEWSWIRE,
    PILOTS,
    SAID,
    compare_texts,
    curled,
    read_rows,
    told,
    words_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import marked, schema
from syndetect.evidence import ledger
from syndetect.model import Passage, PassageKind
from syndetect.settings import Evidence, Settings
from syndetect.text.reading import unpack
from syndetect.text.tokens import fold

LAW = settings(deadline=None, derandomize=True, max_examples=150)
Marked = list[tuple[int, int]]
WORD = st.tuples(st.integers(1, 9), st.sampled_from([0, 0, 0, schema.QUOTED, schema.FURNITURE]))
TEXT = st.lists(WORD, max_size=60)


def passages(left: str, right: str, **settings: Any) -> list[Passage]:
    found: list[Passage] = list(compare_texts(left, right, **settings)["passages"])
    return found


def sides(passage: Passage, left: str, right: str) -> tuple[list[str], list[str]]:
    return (
        words_of(left[passage.left.begin : passage.left.end]),
        words_of(right[passage.right.begin : passage.right.end]),
    )


def test_a_paragraph_copied_is_verbatim() -> None:
    """A paragraph that stands in both is one verbatim passage, from its first word to its last."""
    left, right = told(FIRE[0], PILOTS[5], FIRE[1]), told(CHESS[0], PILOTS[5])
    [found] = passages(left, right)
    assert found.kind is PassageKind.VERBATIM
    assert found.words == len(words_of(PILOTS[5]))
    assert left[found.left.begin : found.left.end] == PILOTS[5].rstrip(".")
    assert right[found.right.begin : found.right.end] == PILOTS[5].rstrip(".")


def test_spelling_and_space_do_not_break_a_passage() -> None:
    """Curly marks, other space and soft hyphens are looked past, and both bodies are read back."""
    left, right = told(*PILOTS[:3]), told(CHESS[0], *map(curled, PILOTS[:3]))
    [found] = passages(left, right)
    assert found.kind is PassageKind.VERBATIM
    one, other = sides(found, left, right)
    assert one == other == words_of(left)


def test_few_changed_words_make_it_edited() -> None:
    """A word changed inside a sentence leaves one passage, which is called edited."""
    left = told(PILOTS[5], FIRE[0])
    right = told(
        PILOTS[5].replace("timber", "sawn timber").replace("three inland", "two"), CHESS[0]
    )
    [found] = passages(left, right)
    assert found.kind is PassageKind.EDITED
    assert found.words == len(words_of(PILOTS[5])) - 2
    one, other = sides(found, left, right)
    assert (one[0], one[-1]) == (other[0], other[-1]) == ("quillmere", "wharf")


def test_a_wide_gap_makes_two_passages() -> None:
    """Where more words differ than ``evidence.gap`` allows, the passage ends and another begins."""
    gap = "which nobody had foreseen at all last year"
    halves = PILOTS[0].split(" after ")
    left, right = PILOTS[0], f"{halves[0]} after {gap} {halves[1]}"
    assert [p.kind for p in passages(left, right)] == [PassageKind.VERBATIM] * 2
    wide = passages(left, right, **{"evidence.gap": 9})
    assert [p.kind for p in wide] == [PassageKind.EDITED]


def test_a_shared_quotation_is_a_quoted_passage() -> None:
    """A passage at least half of which stands in marks is quoted, and is none of the own ones."""
    row = compare_texts(told(FIRE[0], SAID, FIRE[1]), told(CHESS[0], f"Once more: {SAID}"))
    assert [p.kind for p in row["passages"]] == [PassageKind.QUOTED]
    assert row["passages"][0].words == row["quoted_words"] == len(words_of(SAID))
    assert row["passage_count"] == row["longest"] == 0.0


def test_marks_on_one_side_are_enough() -> None:
    """A sentence that one text tells and the other quotes is quoted."""
    row = compare_texts(told(FIRE[0], PILOTS[5]), told(CHESS[0], f"«{PILOTS[5]}»"))
    assert [p.kind for p in row["passages"]] == [PassageKind.QUOTED]


def test_shared_furniture_is_a_furniture_passage() -> None:
    """A sign-up box on both pages is furniture."""
    row = compare_texts(told(*FIRE, BUGLE[1]), told(*CHESS, BUGLE[1]))
    assert [p.kind for p in row["passages"]] == [PassageKind.FURNITURE]
    assert row["passage_count"] == 0.0
    assert row["furniture_words"] == row["passages"][0].words


def test_sums_are_those_of_the_passages() -> None:
    """Words, number and longest of the own passages add up from the passages shown."""
    right = told(CHESS[0], PILOTS[1], FIRE[0], PILOTS[6], CHESS[1], f"{SAID}", FIRE[1])
    row = compare_texts(told(*PILOTS), right)
    own = [p.words for p in row["passages"] if p.kind is PassageKind.VERBATIM]
    assert sorted(own) == sorted(len(words_of(PILOTS[at])) for at in (1, 6))
    assert (row["passage_count"], row["longest"], row["passage_words"]) == (2, max(own), sum(own))
    assert [p.right.begin for p in row["passages"]] == sorted(
        p.right.begin for p in row["passages"]
    )


@pytest.mark.parametrize("count", [5, 6, 7, 8])
def test_shorter_than_asked_is_none(count: int) -> None:
    """Seven equal words in a row are a passage, six are none."""
    sentence = "Luminous fungi startled seven sleepy ferry inspectors yesterday"
    words = " ".join(sentence.split()[:count])
    found = passages(f"{PILOTS[0]} {words}.", f"{FIRE[0]} {words}!")
    assert [p.words for p in found] == [count] * (count >= Settings().evidence.passage)


@pytest.mark.parametrize("width", [2, 3, 5, 7])
def test_wide_shingles_find_long_runs_too(width: int) -> None:
    """A run as long as a passage must be is found with any shingle that fits into it."""
    shared = "luminous fungi startled seven sleepy ferry inspectors"
    found = passages(
        f"{PILOTS[0]} Some {shared}, reportedly.",
        f"{FIRE[0]} Then {shared}; nobody laughed.",
        **{"evidence.width": width},
    )
    assert [p.words for p in found] == [7]


def test_nothing_shared_is_no_passage() -> None:
    """Different texts, texts without words and very short ones share none."""
    assert passages(told(*FIRE), told(*CHESS)) == []
    assert passages("Ferries stop.", "Ferries stop.") == []
    assert passages("?!", told(*CHESS)) == []


@LAW
@given(texts=st.tuples(TEXT, TEXT), data=st.data())
def test_every_signal_is_symmetric(texts: tuple[Marked, Marked], data: st.DataObject) -> None:
    """Turned round, a pair has every signal it had, those of a side on the other side, and the
    same passages mirrored: also where texts repeat themselves."""
    texts = (texts[0], texts[1] + data.draw(st.sampled_from([[], texts[0], texts[0][5:25]])))
    readings = oracles.spoken(texts)
    itself = np.arange(2, dtype=np.int32)
    found = ledger.gather(
        itself,
        itself[::-1].copy(),
        oracles.held([oracles.material(readings)]),
        Evidence(),
    )
    row, turned = found.to_pylist()
    for name in ledger.SIGNALS:
        if name.endswith("_left"):
            other = name.replace("_left", "_right")
        else:
            other = name.replace("_right", "_left")
        assert row[name] == turned[other], name
    there, mirrored = (np.reshape(one["passages_tokens"], (-1, 6)) for one in (row, turned))
    mirrored = mirrored[:, [2, 3, 0, 1, 4, 5]]
    assert sorted(there.tolist()) == sorted(mirrored.tolist())


def test_words_said_again_do_not_count_again() -> None:
    """A paragraph that one of the texts prints three times is shared once, on whichever side."""
    again = told(PILOTS[5], CHESS[0], PILOTS[5], CHESS[1], PILOTS[5])
    once = told(FIRE[0], PILOTS[5])
    for pair in ((again, once), (once, again)):
        row = compare_texts(*pair)
        assert row["passage_words"] == row["longest"] == len(words_of(PILOTS[5]))


def test_scripts_without_spaces_have_passages() -> None:
    """Text read by character pairs shares passages whose ends fall on whole characters."""
    shared = "港口领航员周三拒绝登上进港货轮此前市议会削减了夜间津贴"
    left, right = f"昨天下雨。{shared}。", f"鲱鱼博物馆开放了。{shared}，完。"
    [found] = passages(left, right)
    assert left[found.left.begin : found.left.end] == shared
    assert right[found.right.begin : found.right.end] == shared


def in_text_order(table: pa.Table) -> list[list[int]]:
    """The shingle hashes of each row as its places put them."""
    keys = oracles.listed(table, "shingle_keys", "place_counts")
    places = oracles.rows_of(*schema.flat(table, "places"))
    return [
        [key for _, key in sorted(zip(some, row, strict=True))]
        for row, some in zip(keys, places, strict=True)
    ]


@LAW
@given(tokens=TEXT, width=st.integers(2, 5))
def test_hashes_are_equal_where_words_are(tokens: Marked, width: int) -> None:
    """In text order two shingles have one hash exactly where their words are the same."""
    [hashes] = in_text_order(oracles.material(oracles.spoken([tokens]), width))
    words = [word for word, _ in tokens]
    windows = [tuple(words[at : at + width]) for at in range(len(words) - width + 1)]
    assert len(hashes) == len(windows)
    assert len(set(hashes)) == len(set(zip(hashes, windows, strict=True))) == len(set(windows))


@LAW
@given(articles=st.lists(TEXT, min_size=1, max_size=3))
def test_places_lead_back_to_the_text(articles: list[Marked]) -> None:
    """Sorted keys ascend, and each place holds the shingle it is listed under, earlier first."""
    table = oracles.material(oracles.spoken(articles))
    keys_of = oracles.listed(table, "shingle_keys", "place_counts")
    places_of = oracles.rows_of(*schema.flat(table, "places"))
    for words, keys, places in zip(articles, keys_of, places_of, strict=True):
        assert keys == sorted(keys)
        assert sorted(places) == list(range(max(len(words) - 2, 0)))
        assert all(a < b or k != m for (k, a), (m, b) in pairwise(zip(keys, places, strict=True)))


def test_quotation_and_furniture_are_no_own_words() -> None:
    """Of real text, what stands in marks and what the page sells are not the article's words."""
    read = read_rows([{"id": "a", "text": PILOTS[3]}, *NEWSWIRE[4:5]])
    readings = unpack(read.readings, read.lexicon)
    own = oracles.material(readings, of_event=[0, 1]).column("own_words").to_pylist()
    quoted = len([word for word in SAID.split() if fold(word)])
    assert own[0] == len(PILOTS[3].split()) - quoted
    begin, end = (
        getattr(marked.furniture_in(read.marks)[1][-1], name) for name in ("begin", "end")
    )
    sold = len(NEWSWIRE[4]["text"][begin:end].split())
    assert sold > 10
    assert own[1] == len(schema.flat(readings, "word")[1]) - len(PILOTS[3].split()) - sold
