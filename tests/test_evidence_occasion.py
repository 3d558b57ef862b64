"""Whether two articles are on one event: what was found before any verdict, and no more."""

from __future__ import annotations

import numpy as np
import oracles
import pytest
from conftest import CHESS, FIRE, FIRE_OWN, compare_texts, told
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import Findings, schema
from syndetect.engines import Local
from syndetect.evidence import chunks
from syndetect.settings import Evidence

LAW = settings(deadline=None, derandomize=True, max_examples=40)
Pair = tuple[int, int]


def signal(
    name: str, pairs: list[Pair], of_event: list[int], first: list[int] | None = None
) -> list[int]:
    """A signal of pairs of short articles on events."""
    table = oracles.spoken([[(word, 0) for word in range(9)] for _ in of_event])
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    columns = {"left": ends[:, 0], "right": ends[:, 1], "channel": np.zeros(len(ends), np.uint8)}
    held = oracles.collected(table, of_event, first)
    found = oracles.compared(
        schema.build(schema.PAIRS, columns), held, Evidence(), Local(1).each, lambda _: None
    )
    listed: list[int] = found.column(name).to_pylist()
    return listed


@LAW
@given(chosen=st.lists(st.integers(0, 3), min_size=1, max_size=7), small=st.booleans())
def test_it_is_whether_labels_are_equal(chosen: list[int], small: bool) -> None:
    """1 where two articles have one event and 0 where they have two, alone on it or among many,
    whichever is named first and in whatever chunk they are; and how many are on the event that
    has fewer."""
    of_event = [chosen.index(label) for label in chosen]
    pairs = [(a, b) for a in range(len(of_event)) for b in range(len(of_event))]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PAIRS", "ROWS", "MEETINGS"):
            patch.setattr(chunks, name, 2 if small else getattr(chunks, name))
        sizes = [of_event.count(label) for label in of_event]
        expected = [min(sizes[a], sizes[b]) for a, b in pairs]
        assert signal("event_articles", pairs, of_event) == expected
        assert signal("one_event", pairs, of_event) == [
            of_event[a] == of_event[b] for a, b in pairs
        ]


def test_an_article_is_on_one_event_with_its_copies() -> None:
    """A class of copies that is all there is of its event has no pool, and is on it all the same;
    two classes that are alone on their events are not on one."""
    found = signal("one_event", [(0, 0), (2, 2), (0, 2), (2, 0)], [0, 0, 2], [0, 0, 2])
    assert found == [1, 1, 0, 0]


def test_copies_are_one_article_of_an_event() -> None:
    """A class of copies counts once among those that tell of an event."""
    of_event, first = [0, 0, 0, 0, 4], [0, 0, 0, 3, 4]
    assert signal("event_articles", [(0, 3), (0, 0), (3, 4)], of_event, first) == [2, 2, 1]


def test_it_is_what_a_scan_says_of_events(scanned: Findings) -> None:
    """Each pair of a scan has 1 exactly where both articles are listed on one event."""
    event = {row["id"]: row["event"] for row in scanned.articles.to_pylist()}
    rows = scanned.relations.to_pylist()
    assert {row["one_event"] for row in rows} == {0.0, 1.0}
    for row in rows:
        assert row["one_event"] == (event[row["left"]] == event[row["right"]]), row["left"]


def test_two_texts_alone_have_events_too() -> None:
    """Compared by themselves, a text and its copy are on one event, and two stories are not."""
    assert compare_texts(told(*FIRE), told(*FIRE))["one_event"] == 1.0
    assert compare_texts(told(*FIRE), told(*FIRE, FIRE_OWN[0]))["one_event"] == 1.0
    assert compare_texts(told(*FIRE), told(*CHESS))["one_event"] == 0.0
