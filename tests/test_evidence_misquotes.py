"""Quotations in other words than the event has them."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise

import numpy as np
from conftest import met_rows, read_rows
from hypothesis import example, given, settings
from hypothesis import strategies as st

from syndetect.evidence import misquotes
from syndetect.evidence.misquotes import Quoting, quoting

LAW = settings(deadline=None, derandomize=True, max_examples=200)
WORDS = st.lists(st.integers(0, 4), min_size=1, max_size=14).map(tuple)
SAID = "We bring ships through fog and ice for the price of a bus ticket"
OTHER = "We guide vessels through fog and ice for the cost of a bus ticket"
SHARED = "The dredging contract with Norrvik Marine will be signed in autumn"
CHANGED = "The dredging deal with Norrvik Marine shall be signed in autumn"


def told(*texts: str, events: list[int] | None = None) -> dict[int, Quoting]:
    """How articles that quote so quote; all on one event unless *events* says otherwise."""
    rows = [{"id": f"a{at}", "text": text, "language": "en"} for at, text in enumerate(texts)]
    found = read_rows(rows)
    labels = np.array(events or [0] * len(texts), dtype=np.int32)
    return dict(quoting(found.readings, met_rows(found).representative, labels))


def says(*quotations: str, by: str) -> str:
    """An article of its own words around quotations."""
    return f"Report of {by} from the quay. " + " ".join(
        f'It was late when {by} heard this: "{one}." Then {by} left again.' for one in quotations
    )


def test_words_exchanged_against_two_others_are_changed() -> None:
    """Two have the same words and one has others in their place: that one has changed them."""
    found = told(says(SAID, by="Ada"), says(SAID, by="Bo"), says(OTHER, by="Cleo"))
    assert found == {0: Quoting(1, 0), 1: Quoting(1, 0), 2: Quoting(0, 1)}


def test_one_other_is_no_public_form() -> None:
    """Of two articles that differ nobody knows which has it right."""
    found = told(says(SAID, by="Ada"), says(OTHER, by="Bo"), says(SHARED, by="Cleo"))
    assert all(one.changed == 0 for one in found.values())


def test_both_quotations_are_counted() -> None:
    """Each quotation counts once."""
    found = told(
        says(SAID, SHARED, by="Ada"), says(SAID, SHARED, by="Bo"), says(OTHER, CHANGED, by="Cleo")
    )
    assert found[2] == Quoting(0, 2)


def test_a_cut_is_no_change() -> None:
    """Words left out at the ends or in the middle are how anybody quotes."""
    cut = "We bring ships through fog and ice"
    middle = "We bring ships through fog for the price of a bus ticket"
    found = told(
        says(SAID, by="Ada"), says(SAID, by="Bo"), says(cut, by="Cl"), says(middle, by="Di")
    )
    assert found[2].changed == found[3].changed == 0


def test_another_saying_is_none_of_them() -> None:
    """A quotation of other words is not compared with anything."""
    found = told(says(SAID, by="Ada"), says(SAID, by="Bo"), says(SHARED, by="Cleo"))
    assert 2 not in found


def test_a_form_that_others_share_is_kept() -> None:
    """Where two have one form and two another, nobody is said to have changed it."""
    found = told(
        says(SAID, by="Ada"), says(SAID, by="Bo"), says(OTHER, by="Cleo"), says(OTHER, by="Di")
    )
    assert all(one.changed == 0 for one in found.values())


def test_articles_of_another_event_do_not_count() -> None:
    """What is said elsewhere is no form of this event."""
    texts = says(SAID, by="Ada"), says(SAID, by="Bo"), says(OTHER, by="Cleo")
    assert 2 not in told(*texts, events=[0, 0, 2])


def test_copies_of_one_text_count_once() -> None:
    """Two identical articles are no two witnesses, and have the answer of their class."""
    first = says(SAID, by="Ada")
    found = told(first, first, says(OTHER, by="Cleo"), says(SHARED, by="Di"))
    assert found[2].changed == 0
    found = told(first, says(SAID, by="Bo"), says(OTHER, by="Cleo"), says(OTHER, by="Cleo"))
    assert found[2] == found[3] == Quoting(0, 1)


def test_order_does_not_matter() -> None:
    """The same articles in another order have the same answers."""
    texts = [
        says(SAID, SHARED, by="Ada"),
        says(SAID, CHANGED, by="Bo"),
        says(OTHER, SHARED, by="Cleo"),
        says(SAID, CHANGED, by="Di"),
        says(OTHER.replace("vessels", "boats"), by="Ed"),
    ]
    straight = told(*texts)
    places = list(range(len(texts)))
    random.Random(3).shuffle(places)
    shuffled = told(*(texts[at] for at in places))
    assert {places[at]: found for at, found in shuffled.items()} == straight


def test_nothing_quoted_is_no_answer() -> None:
    """Articles without quotations, and no articles at all."""
    assert told("Nobody spoke.", "Nobody heard.", "Nobody wrote.") == {}
    assert told() == {}


def slow(left: tuple[int, ...], right: tuple[int, ...]) -> int:
    """Length of the longest common subsequence, by the book."""
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left, 1):
        for j, other in enumerate(right, 1):
            table[i][j] = (
                table[i - 1][j - 1] + 1 if one == other else max(table[i - 1][j], table[i][j - 1])
            )
    return table[-1][-1]


@LAW
@given(WORDS, WORDS)
def test_words_in_common_are_as_many_as_can_be(
    left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    """The fast alignment is as long as the slow one, ascends, and aligns equal words."""
    places: dict[int, int] = defaultdict(int)
    for place, word in enumerate(left):
        places[word] |= 1 << place
    rows = misquotes._rows(places, len(left), right)
    common = misquotes._in_order(left, right, rows)
    assert len(common) == slow(left, right) == len(left) - rows[-1].bit_count()
    assert all(left[i] == right[j] for i, j in common)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(common))


TOKENS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 3), st.integers(1, 2)),
    max_size=40,
)


@LAW
@given(TOKENS)
@example([(0, 0, 1, 2), (0, 0, 2, 1), (0, 0, 3, 1), (1, 0, 0, 2), (1, 0, 2, 1), (1, 0, 3, 1)])
def test_three_words_of_one_event_are_no_other_event_s(
    drawn: list[tuple[int, int, int, int]],
) -> None:
    """How many articles of an event have three words one after the other hangs on no number that
    an event or a word has."""
    event, article, word, step = np.array(drawn, dtype=np.int64).reshape(-1, 4).T
    order = np.lexsort((article, event))
    event, article, at = event[order], (event * 3 + article)[order], np.cumsum(step)
    tokens = misquotes.Tokens(
        article.astype(np.int32), event.astype(np.int32), at.astype(np.int32),
        word.astype(np.uint32), np.ones(len(word), dtype=np.bool_),
    )  # fmt: skip
    holders: dict[tuple[int, ...], set[int]] = defaultdict(set)
    runs: dict[int, tuple[int, ...]] = {}
    for k in range(len(word) - 2):
        if at[k + 2] - at[k] == 2 and article[k + 2] == article[k]:
            runs[k] = (event[k], *word[k : k + 3].tolist())
            holders[runs[k]].add(int(article[k]))
    expected = [len(holders[runs[k]]) if k in runs else 0 for k in range(len(word))]
    assert misquotes._counts(tokens).tolist() == expected
