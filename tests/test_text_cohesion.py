"""Texts made of pieces that have nothing to do with one another, known by their terms alone."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import combinations

import numpy as np
import numpy.typing as npt
import oracles
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.text import cohesion
from syndetect.text.cohesion import scattered
from syndetect.text.reading import unpack

LAW = settings(deadline=None, derandomize=True, max_examples=60)
SYLLABLES = (
    "bru",
    "dal",
    "fen",
    "gor",
    "hul",
    "kem",
    "lor",
    "mav",
    "nep",
    "ost",
    "quil",
    "ran",
    "sov",
    "tarn",
    "ulv",
    "wex",
)


def invented(count: int, seed: int) -> list[str]:
    """Names that no language has."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.sample(SYLLABLES, 3)).capitalize()] = None
    return list(found)


def pieces(count: int, sentences: int, seed: int = 1) -> list[list[str]]:
    """Pieces of news as sentences; each piece has six names of its own."""
    chance = random.Random(seed)
    names = invented(6 * count, seed)
    return [
        [
            "{} said to the people of {} that {} would not be there.".format(*chance.sample(own, 3))
            for _ in range(sentences)
        ]
        for own in (names[6 * k : 6 * k + 6] for k in range(count))
    ]


def together(parts: list[list[str]]) -> str:
    return "\n\n".join(" ".join(part) for part in parts)


def readings(*bodies: str, asides: list[tuple[int, int, int]] | None = None) -> pa.Table:
    """Readings of *bodies*, the last of them with *asides*."""
    spans: list[list[tuple[int, int, int]]] = [[] for _ in bodies]
    spans[-1:] = [asides or []]
    return unpack(*oracles.read_texts(bodies, ["en"] * len(bodies), spans))


def recurrence(table: pa.Table) -> npt.NDArray[np.float64]:
    """How many times oftener than by chance a term that comes back does so close by; NaN for a
    text in which nothing comes back."""
    pairs = cohesion._pairs(cohesion._count(table))
    seen, chance = pairs.all * pairs.near_by_chance, pairs.near * pairs.all_by_chance
    return np.where(seen > 0, chance / np.maximum(seen, 1), np.nan)


def test_pieces_are_scattered_and_a_story_is_not() -> None:
    """Twenty pieces one after another are scattered; the same sentences in any order are one
    story, for then every name comes back from the first paragraph to the last."""
    parts = pieces(20, 8)
    mixed = [sentence for part in parts for sentence in part]
    random.Random(3).shuffle(mixed)
    table = readings(together(parts), together([mixed]))
    assert scattered(table).tolist() == [True, False]
    digest, story = recurrence(table).tolist()
    assert digest > 5
    assert 0.8 < story < 1.25


def test_a_thread_through_all_pieces_makes_a_story() -> None:
    """Two people whom every second sentence names hold the pieces together."""
    parts = pieces(20, 8)
    held = [[f"{s} Ostmarel and Tarnwexi were there." for s in part] for part in parts]
    table = readings(together(parts), together(held))
    assert scattered(table).tolist() == [True, False]
    assert recurrence(table)[1] < recurrence(table)[0] / 2


def test_wandering_without_names_is_no_digest() -> None:
    """An essay drops its terms as a digest does, but they are no names."""
    table = readings(together(pieces(20, 8)), together(pieces(20, 8)).lower())
    assert scattered(table).tolist() == [True, False]
    assert recurrence(table)[0] == recurrence(table)[1]


def test_short_texts_are_never_scattered() -> None:
    """With few words chance has too much of a say."""
    assert scattered(readings(together(pieces(4, 20)))).tolist() == [False]
    assert scattered(readings("", "Ferries stop.")).tolist() == [False, False]
    assert not len(scattered(schema.READINGS.empty_table()))


def test_nothing_comes_back() -> None:
    """Where no term stands twice there is no recurrence to speak of."""
    assert np.isnan(recurrence(readings("", "Ferries stop.", " ".join(invented(90, 5))))).all()


def test_furniture_does_not_count() -> None:
    """With lists of other stories set aside, a page is as cohesive as the story between them."""
    story = together(pieces(1, 60, 4))
    page = together(pieces(20, 8))
    aside = (0, len(page), schema.FURNITURE)
    whole = recurrence(readings(f"{page}\n\n{story}", asides=[aside]))
    assert whole == recurrence(readings(story)) != recurrence(readings(f"{page}\n\n{story}"))
    assert scattered(readings(page)).tolist() == [True]
    assert scattered(readings(page, asides=[aside])).tolist() == [False]


def test_a_row_depends_on_its_text_alone() -> None:
    """Rows alone and rows among others get the same answer."""
    bodies = [together(pieces(k, 8, k)) for k in (0, 3, 20, 25)]
    table = readings(*bodies)
    alone = [bool(scattered(table.slice(k, 1))[0]) for k in range(len(bodies))]
    assert scattered(table).tolist() == alone == [False, False, True, True]


@LAW
@given(st.lists(st.integers(0, 12), max_size=120), st.lists(st.integers(0, 3), max_size=30))
def test_pairs_agree_with_the_slow_twin(first: list[int], second: list[int]) -> None:
    """Close pairs over those of chance, counted one by one."""
    names = invented(13, 9)
    texts = [[names[k] for k in words] for words in (first, second)]
    got = recurrence(readings(*(" ".join(words) for words in texts)))
    for value, words in zip(got.tolist(), texts, strict=True):
        expected = _slow(words)
        assert (np.isnan(value) and expected is None) or np.isclose(value, expected or 0.0)


def _slow(words: list[str]) -> float | None:
    """The same for words that are all names, by looking at each pair of stretches."""
    stretches = len(words) // cohesion._STRETCH
    places: dict[str, set[int]] = defaultdict(set)
    for at, word in enumerate(words):
        places[word].add(at * stretches // len(words))
    seen = Counter(b - a for found in places.values() for a, b in combinations(sorted(found), 2))
    by_chance = Counter(b - a for a, b in combinations(range(max(stretches, cohesion.NEAR)), 2))
    if not seen:
        return None

    def close(gaps: Counter[int]) -> float:
        return sum(n for gap, n in gaps.items() if gap <= cohesion.NEAR) / sum(gaps.values())

    return close(seen) / close(by_chance)
