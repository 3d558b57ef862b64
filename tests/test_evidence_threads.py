"""The thread of a story: where content words stand, and what their order tells of two texts."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import oracles
import pytest
from conftest import CHESS, FIRE, FIRE_OWN, HERRING, PILOTS, compare_texts, paragraphs, told
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.engines import Local
from syndetect.settings import Evidence

LAW = settings(deadline=None, derandomize=True, max_examples=60)
FLAGS = st.sampled_from([0, 0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, schema.COMMON])
TOKENS = st.lists(st.tuples(st.integers(1, 9), FLAGS), max_size=30)
Tokens = list[tuple[int, int]]

# The fire of ``FIRE``, told in its order in other words.
RETOLD = paragraphs("""
Ferns by the hundred are gone: flames that came out of the boiler room took the palm house of the
Dornfeld botanical garden overnight.

Crews of six villages were at it until dawn, yet panes had cracked from the heat long before an
engine stood at the gate.

The night watchman Emil Tarnow, the only one treated for smoke, pushed the oldest cycad of the
garden to safety in a wheelbarrow.

It was the ironmaster Hugo Brandeis who built the house, in 1887, taller than what he had seen on
his journey.

Nine million crowns is the damage that director Lene Abendroth reckons with; a cellar full of
seeds of nearly all species went unharmed.

A valve is to blame, investigators say: in autumn it was replaced, and fitted the wrong way.
""")


def plain(*words: int) -> Tokens:
    return [(word, 0) for word in words]


def flagged(flag: int, *words: int) -> Tokens:
    return [(word, flag) for word in words]


def key(word: int) -> int:
    """The key of a word of ``oracles.spoken``."""
    return (word * 0x9E3779B97F4A7C15 % 2**64) >> 16


def threads(
    texts: list[Tokens],
    pairs: list[tuple[int, int]],
    of_event: list[int] | None = None,
    **known: list[int],
) -> list[float]:
    """``thread`` of pairs of texts, each on its own event, of no outlet and day unless told."""
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    columns = {"left": ends[:, 0], "right": ends[:, 1], "channel": np.zeros(len(ends), np.uint8)}
    events = list(range(len(texts))) if of_event is None else of_event
    held = oracles.collected(oracles.spoken(texts), events, **known)
    table = schema.build(schema.PAIRS, columns)
    ledger = oracles.compared(table, held, Evidence(), Local(1).each, lambda _: None)
    found: list[float] = ledger.column("thread").to_pylist()
    return found


def of(one: Tokens, other: Tokens) -> float:
    [found] = threads([one, other], [(0, 1)])
    return found


@LAW
@given(articles=st.lists(TOKENS, min_size=1, max_size=4))
def test_counts_and_places_are_what_a_dictionary_lists(articles: list[Tokens]) -> None:
    """Every content stem, those of furniture and repeated lines with no place, has its places in
    their order, counted in the words that have one, odd where quoted; and these weigh as they are
    told, a quarter where quoted."""
    table = oracles.material(oracles.spoken(articles))
    names = ("content_keys", "refined_weights", "thread_counts", "thread_places")
    flat = [oracles.rows_of(*schema.flat(table, name)) for name in names]
    whole = table.column("thread_whole").to_pylist()
    for tokens, keys, weights, counts, places, sum_of in zip(articles, *flat, whole, strict=True):
        aside = schema.COMMON | schema.FURNITURE | schema.REPEATED
        standing: dict[int, list[int]] = {
            key(word): [] for word, flag in tokens if not flag & schema.COMMON
        }
        for place, (word, flag) in enumerate(token for token in tokens if not token[1] & aside):
            standing[key(word)].append(2 * place + bool(flag & schema.QUOTED))
        assert keys == sorted(standing)
        assert counts == [len(standing[one]) for one in keys]
        assert places == [place for one in keys for place in standing[one]]
        weighed = dict(zip(keys, weights, strict=True))
        assert sum_of == sum(
            weighed[one] // 4 if place % 2 else weighed[one]
            for one, stands in standing.items()
            for place in stands
        )


@LAW
@given(texts=st.lists(TOKENS, min_size=2, max_size=4), data=st.data())
def test_a_thread_lies_between_nothing_and_all(texts: list[Tokens], data: st.DataObject) -> None:
    """From 0 to 1, and the same whichever text is named first, on one event or on several."""
    label = st.lists(st.sampled_from([0, 1]), min_size=len(texts), max_size=len(texts))
    pairs = [(a, b) for a in range(len(texts)) for b in range(len(texts))]
    of_event = data.draw(label)
    found = dict(zip(pairs, threads(texts, pairs, of_event), strict=True))
    assert all(0.0 <= one <= 1.0 for one in found.values())
    assert all(found[a, b] == found[b, a] for a, b in pairs)


@pytest.mark.parametrize("words", [12, 28, 39, 45, 64, 120, 257])
def test_a_text_has_all_of_its_own_thread(words: int) -> None:
    """A text that says enough has itself wholly, and never a hair more."""
    text = plain(*range(20, 20 + words))
    assert 1.0 - 1e-9 < of(text, text) <= 1.0


def test_scraps_are_damped() -> None:
    """Two texts of a few words and the same have little in common, for there is little of them."""
    found = [of(plain(*range(20, 20 + words)), plain(*range(20, 20 + words))) for words in range(9)]
    assert found == pytest.approx([words * 132 / 1500 for words in range(9)])
    assert of(plain(), plain(20)) == 0.0


def test_a_longer_text_has_more_by_chance() -> None:
    """What stands whole in a longer text is less than all of it, the less the longer that is, and
    more than its share of the longer one."""
    text = plain(*range(10, 40))
    found = [of(text, text + plain(*range(100, 100 + more))) for more in (0, 30, 90, 450)]
    assert found == sorted(found, reverse=True)
    assert found == pytest.approx([1.0, 2**-0.25, 4**-0.25, 16**-0.25])


@pytest.mark.parametrize("flag", [schema.FURNITURE, schema.REPEATED, schema.COMMON])
def test_furniture_and_repeated_lines_have_no_place(flag: int) -> None:
    """Page furniture and lines that an outlet repeats, as the commonest words, take no part in a
    thread, in both texts or in one, and stand in nobody's way."""
    line, one, other = tuple(range(50, 80)), plain(*range(10, 30)), plain(*range(100, 120))
    for left, right in ((flag, flag), (flag, 0), (0, flag)):
        assert of(one + flagged(left, *line), other + flagged(right, *line)) == 0.0
    broken = one[:10] + flagged(flag, *line) + one[10:]
    assert of(one, broken) == of(one, one) == 1.0


def test_stock_wording_has_no_place() -> None:
    """What an outlet prints week for week takes no part in the thread of its articles, and stands
    in nobody's way: what is told freely beside it is the thread that it is without it."""
    line, told = tuple(range(50, 80)), tuple(range(10, 40))
    texts = [plain(*line, *range(100 * k, 100 * k + 30)) for k in (2, 3, 4)]
    texts += [plain(*told[:15], *line, *told[15:]), plain(*line, *told), plain(*told)]
    pairs = [(0, 1), (0, 3), (3, 4), (3, 5)]
    days = [0, 7, 14, 21, 21, 21]
    stock = threads(texts, pairs, outlets=[0] * 6, days=days)
    assert stock == [0.0, 0.0, 1.0, 1.0]
    free = threads(texts, pairs, outlets=[0] * 6, days=[0] * 6)
    assert 0.2 < free[0] < free[2] < 1.0  # one week's wording is no stock


def test_quoted_words_weigh_a_quarter() -> None:
    """A quotation in common is a quarter of what the same words would be that both tell."""
    said = tuple(range(50, 80))
    one, other = plain(*range(200, 400)), plain(*range(500, 700))
    free = of(plain(*said) + one, plain(*said) + other)
    for left, right in ((schema.QUOTED, 0), (0, schema.QUOTED), (schema.QUOTED, schema.QUOTED)):
        found = of(flagged(left, *said) + one, flagged(right, *said) + other)
        assert found == pytest.approx(free / 4, rel=0.15)  # the texts weigh a little less, too


def test_what_all_on_the_event_say_counts_little() -> None:
    """Words in one order that forty articles on the event have are less of a thread than words
    that two of them have."""
    common, few = range(10, 30), range(50, 70)
    rows = [plain(*common, *range(100 * k, 100 * k + 20)) for k in range(10, 50)]
    rows += [plain(*few, *range(100 * k, 100 * k + 20)) for k in (60, 70)]
    [many, two] = threads(rows, [(0, 1), (40, 41)], [0] * len(rows))
    [apart] = threads(rows, [(0, 1)])
    assert many < two / 2
    assert many < apart / 2


def test_order_is_what_tells() -> None:
    """A story told again in its order has the most in common with it; with its parts in another
    order less; with its words in any order less again; and another story next to nothing."""
    chance = random.Random(3)
    parts = list(RETOLD)
    turned = parts[::-1]
    words = " ".join(parts).split()
    texts = (told(*parts), told(*turned), " ".join(chance.sample(words, len(words))), told(*CHESS))
    found = [compare_texts(told(*FIRE), text)["thread"] for text in texts]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[1] + 0.1 > found[2] + 0.1 > found[3] + 0.15
    assert found[3] < 0.05


def test_two_reporters_do_not_keep_one_order() -> None:
    """A retelling has far more of the thread than another reporter's text on the same fire."""
    retold = compare_texts(told(*FIRE), told(*RETOLD))
    apart = compare_texts(told(*FIRE), told(*FIRE_OWN))
    assert retold["thread"] > 3 * apart["thread"]
    assert retold["own_left"] < 0.2  # it is not the wording that tells


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_paragraph_taken_over_is_a_thread(place: int) -> None:
    """A part of one story inside another is found wherever it stands, the more of it the more."""
    found = []
    for taken in (0, 1, 2, 4):
        rest = (*CHESS, *HERRING)
        text = told(*rest[:place], *PILOTS[2 : 2 + taken], *rest[place:])
        found.append(compare_texts(told(*PILOTS), text)["thread"])
    assert found == sorted(found)
    assert found[-1] > 0.25 > 0.06 > found[0]


def test_two_texts_change_places() -> None:
    """Real texts have one thread, whichever is named first."""
    texts: list[Any] = [told(*FIRE), told(*RETOLD), told(*FIRE_OWN), told(*PILOTS, *FIRE)]
    for one in texts:
        for other in texts:
            assert compare_texts(one, other)["thread"] == compare_texts(other, one)["thread"]
