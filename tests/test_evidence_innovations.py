"""Odd readings that few on an event have: who shares them, and who reads differently."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict

import numpy as np
import oracles
import pytest
import xxhash

from syndetect import schema
from syndetect.engines import Local
from syndetect.settings import Evidence
from syndetect.text.reading import unpack

ODD = 'The envoy Vaubret left Quillmere. "We keep the lantern harbour open," he told the quay.'
USUAL = 'Reporters met Vaubert at the gate. "We keep the northern harbour open," he promised.'
BOTH = f"{USUAL} The pilots call Vaubret a friend."
NEITHER = "Pilots in Quillmere went home before noon."
HUNDREDTH = 0.011  # weights are kept to a hundredth


def ledger(
    texts: list[str], of_event: list[int] | None = None, first: list[int] | None = None
) -> dict[tuple[int, int], tuple[float, float, float]]:
    """``innovations``, ``odd_left`` and ``odd_right`` of each two of *texts*."""
    table = unpack(*oracles.read_texts(texts, ["en"] * len(texts)))
    ends = [(i, j) for i in range(len(texts)) for j in range(len(texts)) if i != j]
    left, right = np.array(ends, dtype=np.int32).T
    pairs = {"left": left, "right": right, "channel": np.zeros(len(ends), np.uint8)}
    held = oracles.collected(table, of_event, first)
    known = schema.build(schema.PAIRS, pairs)
    found = oracles.compared(known, held, Evidence(), Local(1).each, lambda _: None)
    columns = (found.column(n).to_pylist() for n in ("innovations", "odd_left", "odd_right"))
    return dict(zip(ends, zip(*columns, strict=True), strict=True))


def weight(count: int, classes: int) -> float:
    return -math.log10(count / (classes + 20))


def test_a_slip_and_a_changed_quotation_are_shared() -> None:
    """Two of six spell a name and quote a word as no other does: both count, by their share."""
    found = ledger([ODD, ODD + " Again.", USUAL, USUAL + " Once.", USUAL + " Twice.", NEITHER])
    assert found[0, 1] == pytest.approx((2 * weight(2, 6), 0, 0), abs=HUNDREDTH)
    assert found[2, 3] == (0, 0, 0)
    assert found[0, 5] == (0, 0, 0)


def test_who_is_odd_is_told_from_who_is_not() -> None:
    """What one has and the other reads differently is the one's, on whichever side it stands."""
    found = ledger([ODD, USUAL, USUAL + " Once.", NEITHER])
    odd = pytest.approx(2 * weight(1, 4), abs=2 * HUNDREDTH)
    assert found[0, 1] == (0, odd, 0)
    assert found[1, 0] == (0, 0, odd)
    assert found[0, 3] == (0, 0, 0)


def test_copies_of_one_text_count_once() -> None:
    """A slip that nine copies of one text carry is as odd as that text alone."""
    texts = [ODD] * 9 + [USUAL, USUAL + " Once."]
    one = ledger([ODD, USUAL, USUAL + " Once."])
    many = ledger(texts, first=[0] * 9 + [9, 10])
    assert many[0, 9] == one[0, 1]


def test_an_article_alone_on_its_event_shares_nothing() -> None:
    """Where nothing has been counted nobody is odd."""
    found = ledger([ODD, ODD, USUAL], of_event=[0, 1, 2])
    assert set(found.values()) == {(0.0, 0.0, 0.0)}


def test_a_tie_is_no_oddity_unless_a_dictionary_tells() -> None:
    """Of two spellings that as many have, the one that is much rarer at large is the slip."""
    unknown = ledger(["A visit to Vaubret.", "A visit to Vaubert."])
    assert unknown[0, 1] == (0, 0, 0)
    known = ledger(["The poet Lindgran spoke.", "The poet Lindgren spoke."])
    assert known[0, 1][1] > 0
    assert known[0, 1][2] == 0


def test_words_of_the_language_are_no_slips_for_each_other() -> None:
    """A balloon is not a misspelt billion, however few have balloons."""
    few, many = "They let balloons rise.", "They lost billions there."
    found = ledger([few, few + " Yes.", many, many + " Yes.", many + " No.", many + " Well."])
    assert set(found.values()) == {(0.0, 0.0, 0.0)}


def test_the_same_slip_beside_the_right_spelling_is_shared() -> None:
    """An article that spells a name both ways shares the slip with one that has it alone."""
    found = ledger([ODD, BOTH, USUAL, USUAL + " Once.", USUAL + " Twice."])
    assert found[0, 1][0] == pytest.approx(weight(2, 5), abs=HUNDREDTH)


def test_what_one_article_says_in_two_ways_is_no_changed_quotation() -> None:
    """A speaker who repeats himself in other words is not misquoted."""
    said = '"We keep the northern harbour open," he said.'
    twice = said + ' And: "We keep the lantern harbour open," he said.'
    found = ledger([twice, twice + " Hear.", said, said + " A.", said + " B.", said + " C."])
    assert set(found.values()) == {(0.0, 0.0, 0.0)}


def test_a_word_left_out_of_a_quotation_is_a_reading() -> None:
    """A quotation without one of its words is odd where more have the word."""
    full = '"We keep the northern harbour open," he said.'
    short = '"We keep the harbour open," he said.'
    found = ledger([short, short + " Hear.", full, full + " A.", full + " B."])
    assert found[0, 1][0] == pytest.approx(weight(2, 5), abs=HUNDREDTH)
    assert found[0, 2] == pytest.approx((0, weight(2, 5), 0), abs=HUNDREDTH)


def test_the_reporters_own_words_are_no_quotation() -> None:
    """A word told differently outside quotations is no oddity."""
    few, many = "They keep the lantern harbour open.", "They keep the northern harbour open."
    found = ledger([few, few + " A.", many, many + " A.", many + " B."])
    assert set(found.values()) == {(0.0, 0.0, 0.0)}


def apart(one: str, other: str) -> int:
    """How many vowels one has and the other has not."""
    seen, beside = (Counter(c for c in word if c in "aeiou") for word in (one, other))
    return (seen - beside).total() + (beside - seen).total()


def test_a_reading_is_spelt_as_on_its_own_event() -> None:
    """Another event whose word has the same consonants, and by chance the same bits of its stem,
    says nothing of how a word is spelt here."""
    words = ["k{}rv{}nd{}c{}l{}m{}t".format(*it) for it in itertools.product("aeiou", repeat=6)]
    alike = defaultdict(list)
    for word in words[::5]:
        alike[xxhash.xxh64_intdigest(word.encode()) & 0xFFFF].append(word)
    odd, elsewhere = next(
        (one, other)
        for some in alike.values()
        for one, other in itertools.combinations(some, 2)
        if apart(one, other) >= 4
    )
    usual = next(
        word
        for word in words
        if sum(a != b for a, b in zip(word, odd, strict=True)) == 1 and apart(word, elsewhere) > 2
    )
    said = "The bridge of {} opened after years of delay, and council {} cheered."
    told = [said.format(odd if at < 2 else usual, name) for at, name in enumerate("ABCDE")]
    other = [said.format(elsewhere if at < 2 else words[-1], name) for at, name in enumerate("XYZ")]
    alone = ledger(told)
    assert alone[0, 1] != (0, 0, 0)
    for texts, events in ((other + told, [0] * 3 + [1] * 5), (told + other, [0] * 5 + [1] * 3)):
        first = texts.index(told[0])
        both = ledger(texts, events)
        assert {(i, j): both[i + first, j + first] for i, j in alone} == alone
