"""Pairs compared in chunks: few articles at a time, and the same rows whatever the borders."""

from __future__ import annotations

from typing import Any

import numpy as np
import oracles
import pytest
from conftest import NEWSWIRE
from hypothesis import given, settings
from hypothesis import strategies as st

import syndetect
from syndetect import schema
from syndetect.engines import Local
from syndetect.evidence import chunks, ledger
from syndetect.settings import Evidence

LAW = settings(deadline=None, derandomize=True, max_examples=40)
FLAGS = st.sampled_from([0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED])
TEXT = st.lists(st.tuples(st.integers(1, 9), FLAGS), max_size=20)


def compare(
    pairs: list[tuple[int, int]], held: chunks.Collected, threads: int = 1, room: int = 10**6
) -> Any:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    columns = {"left": ends[:, 0], "right": ends[:, 1], "channel": np.zeros(len(ends), np.uint8)}
    heard: list[int] = []
    table = schema.build(schema.PAIRS, columns)
    found = oracles.compared(table, held, Evidence(), Local(threads).each, heard.append, room)
    assert sum(heard) == len(pairs)
    return found


@LAW
@given(texts=st.lists(TEXT, min_size=2, max_size=6), data=st.data())
def test_borders_change_no_row(texts: list[Any], data: st.DataObject) -> None:
    """However little room there is, however few pairs and rows go together: the ledger is the same,
    cell by cell."""
    count = len(texts)
    label = st.lists(st.sampled_from([0, 1]), min_size=count, max_size=count)
    held = oracles.collected(oracles.spoken(texts), data.draw(label))
    some = data.draw(st.permutations([(a, b) for a in range(count) for b in range(a, count)]))
    expected = compare(list(some), held)
    assert expected.column("left").to_pylist() == [a for a, _ in some]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PAIRS", "ROWS", "MEETINGS"):
            patch.setattr(chunks, name, data.draw(st.integers(1, 5)))
        room = data.draw(st.sampled_from([1, 2000, 5000, 20_000]))
        assert compare(list(some), held, threads=2, room=room).equals(expected)


def test_articles_of_an_event_stand_together() -> None:
    """Events come by their latest time, and their articles side by side."""
    events = np.array([0, 1, 0, 3, 1], dtype=np.int32)
    times = np.array([5, 1, 0, 3, 9])
    assert chunks._places(events, times).tolist() == [1, 3, 2, 0, 4]


def test_no_pairs_and_no_articles() -> None:
    """Without pairs the ledger is empty; without articles too."""
    for texts in ([], [[(1, 0)]]):
        found = compare([], oracles.collected(oracles.spoken(texts)))
        assert found.num_rows == 0
        assert found.schema.equals(ledger.LEDGER)


def test_small_chunks_give_the_same_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan in chunks of few articles finds, table by table, what one in one chunk does."""
    rows = [dict(row) for row in NEWSWIRE]
    whole = syndetect.scan(rows)
    for name in ("PAIRS", "ROWS", "MEETINGS"):
        monkeypatch.setattr(chunks, name, 4)
    monkeypatch.setattr(chunks, "ROOM", 12_000)
    parts = syndetect.scan(rows, engine=Local(threads=2))
    assert parts.relations.equals(whole.relations)
    assert parts.events.equals(whole.events)
    assert parts.derivations.equals(whole.derivations)
