"""What is counted within an event: exact, by class of copies, and of the event alone."""

from __future__ import annotations

from collections import Counter

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.engines import Local
from syndetect.evidence import chunks, content, ledger
from syndetect.evidence.pools import Around, Pools
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.settings import Evidence

LAW = settings(deadline=None, derandomize=True, max_examples=60)
ROWS = st.lists(st.lists(st.integers(1, 9), max_size=9), min_size=1, max_size=8)


def spoken(rows: list[list[int]]) -> schema.pa.Table:
    return oracles.spoken([[(word, 0) for word in row] for row in rows])


def pooled(held: chunks.Collected, threads: int = 1) -> schema.pa.Table:
    """The pools of all events."""
    return chunks.pool(held, Vocabulary.of(held.lexicon), Evidence(), Local(threads).each)


@LAW
@given(rows=ROWS, data=st.data())
def test_counts_are_those_of_a_dictionary(rows: list[list[int]], data: st.DataObject) -> None:
    """Each content stem of an article has the number of classes on its event that have it, and
    an article alone on its event finds each of its words once."""
    few = st.integers(0, 2)
    chosen = data.draw(st.lists(few, min_size=len(rows), max_size=len(rows)))
    of_event = [chosen.index(label) for label in chosen]
    held = oracles.collected(spoken(rows), of_event)
    around = Around.of(Pools(pooled(held)), held.events)
    words = oracles.words(spoken(rows), 3, around)
    found = oracles.rows_of(words.stems.offsets, content.holders(words))
    sizes = Counter(of_event)
    assert around.classes().tolist() == [sizes[event] for event in of_event]
    for at, row in enumerate(rows):
        mates = [set(rows[k]) for k in range(len(rows)) if of_event[k] == of_event[at]]
        expected = [sum(word in mate for mate in mates) for word in set(row)]
        assert sorted(found[at]) == sorted(expected)


@pytest.mark.parametrize("rows", [1, 2, 3, 100])
def test_pools_do_not_depend_on_how_many_articles_go_together(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events are counted whole, however few articles are counted at a time."""
    words = [[(k * 7 + place) % 11 for place in range(1 + k % 5)] for k in range(40)]
    held = oracles.collected(spoken(words), [k // 3 for k in range(40)])
    expected = pooled(held)
    assert expected.num_rows == 13
    monkeypatch.setattr(chunks, "ROWS", rows)
    assert pooled(held, threads=2).equals(expected)


def test_events_of_one_class_have_no_pool() -> None:
    """Articles alone on their events, or there only with their copies, have nothing to count."""
    held = oracles.collected(spoken([[1, 2], [1, 2], [3]]), [0, 0, 2], [0, 0, 2])
    stock = pooled(held)
    assert stock.num_rows == 0
    assert stock.schema.equals(ledger.POOLS)
    assert Around.of(Pools(stock), held.events).classes().tolist() == [1, 1, 1]


def test_nothing_is_around_where_nothing_is_counted() -> None:
    """Before events are counted every article is alone on its event."""
    around = Around.nothing(2)
    assert around.classes().tolist() == [1, 1]
    keys = np.arange(3, dtype=np.uint64)
    assert around.places("public_keys", np.array([0, 1, 3]), keys).tolist() == [-1, -1, -1]
    assert around.values("content_counts", np.array([-1, -1]), 1).tolist() == [1, 1]
