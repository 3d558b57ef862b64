"""Which reading of a place is odd, and who shares it: as plain Python says."""

from __future__ import annotations

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import variants

LAW = settings(deadline=None, derandomize=True, max_examples=80)
KEYS = st.integers(0, 2).flatmap(lambda place: st.integers(0, 3).map(lambda r: place << 16 | r))
SEEN = st.tuples(
    st.integers(1, 4),  # count
    st.booleans(),  # spelt
    st.sampled_from([560, 599, 600, 640, 650, 700, 799, 800, 850]),
    st.tuples(*[st.integers(0, 2)] * 2),  # vowels
    st.integers(0, 1),  # pattern
    st.booleans(),  # long
)
ENTRIES = st.lists(st.tuples(st.integers(0, 2), KEYS), max_size=12)
ROWS = st.lists(st.dictionaries(KEYS, st.integers(0, 300), max_size=6), min_size=1, max_size=4)


@LAW
@given(found=st.dictionaries(KEYS, SEEN, max_size=9))
def test_odd_readings_are_those_that_plain_python_finds(
    found: dict[int, oracles.Reading],
) -> None:
    """The rival of each odd reading, and what is contested, are exact."""
    rows = [found[key] for key in sorted(found)]
    vowels = np.zeros((len(rows), 5), dtype=np.uint8)
    vowels[:, :2] = np.array([row[3] for row in rows], dtype=np.uint8).reshape(-1, 2)
    beside, contested = variants.odd_readings(
        np.array(sorted(found), dtype=np.uint64),
        np.array([row[0] for row in rows], dtype=np.int32),
        np.array([row[1] for row in rows], dtype=np.bool_),
        np.array([row[2] for row in rows], dtype=np.int32),
        vowels,
        np.array([row[4] for row in rows], dtype=np.uint16),
        np.array([row[5] for row in rows], dtype=np.bool_),
    )
    expected = oracles.odd_readings(found)
    assert beside.tolist() == [expected[key][0] for key in sorted(found)]
    assert contested.tolist() == [expected[key][1] for key in sorted(found)]


@LAW
@given(rows=ROWS, data=st.data())
def test_shared_readings_are_what_dictionaries_share(
    rows: list[dict[int, int]], data: st.DataObject
) -> None:
    """The weights that are shared, and those of either side alone, are exact."""
    at = st.integers(0, len(rows) - 1)
    pairs = data.draw(st.lists(st.tuples(at, at), max_size=8))
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    offsets, keys = oracles.ragged([sorted(row) for row in rows])
    weights = np.array([row[key] for row in rows for key in sorted(row)], dtype=np.int32)
    left, right = np.ascontiguousarray(ends[:, 0]), np.ascontiguousarray(ends[:, 1])
    found = variants.share_readings(left, right, offsets, keys, weights)
    expected = [oracles.shared_readings(rows[a], rows[b]) for a, b in pairs]
    assert found.tolist() == [list(row) for row in expected]


@LAW
@given(entries=ENTRIES)
def test_the_sieve_loses_no_place_that_is_read_in_two_ways(entries: list[tuple[int, int]]) -> None:
    """What is read in several ways on one event is kept, whatever else is; and the sieve sieves."""
    readings: dict[tuple[int, int], set[int]] = {}
    for event, key in entries:
        readings.setdefault((event, key >> 16), set()).add(key)
    events = np.array([event for event, _ in entries], dtype=np.int64)
    keys = np.array([key for _, key in entries], dtype=np.uint64)
    kept = variants.read_in_several_ways(events, keys).tolist()
    several = [len(readings[event, key >> 16]) > 1 for event, key in entries]
    assert all(found or not needed for found, needed in zip(kept, several, strict=True))
    assert any(several) or len(readings) > 1 or not any(kept)


@LAW
@given(pools=st.lists(st.sets(KEYS, max_size=4), min_size=1, max_size=3), data=st.data())
def test_known_places_are_those_of_the_pool(pools: list[set[int]], data: st.DataObject) -> None:
    """A key is kept where its own pool reads that place, in whatever way."""
    entries = data.draw(st.lists(st.tuples(st.integers(-1, len(pools) - 1), KEYS), max_size=9))
    offsets, listed = oracles.ragged([sorted(pool) for pool in pools])
    found = variants.at_known_places(
        np.array([key for _, key in entries], dtype=np.uint64),
        np.array([pool for pool, _ in entries], dtype=np.int64),
        offsets,
        listed,
    )
    assert found.tolist() == [
        pool >= 0 and key >> 16 in {other >> 16 for other in pools[pool]} for pool, key in entries
    ]
