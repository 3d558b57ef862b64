"""Material held part after part: the rows of all parts, and nothing of what was held before."""

from __future__ import annotations

import oracles
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.evidence import ledger
from syndetect.evidence.held import Held

LAW = settings(deadline=None, derandomize=True, max_examples=40)
TEXTS = st.lists(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from([0, 0, schema.QUOTED])), max_size=20),
    min_size=1,
    max_size=4,
)


@LAW
@given(runs=st.lists(TEXTS, min_size=1, max_size=3), data=st.data())
def test_what_is_held_is_the_last_run_in_whatever_parts(
    runs: list[list[list[tuple[int, int]]]], data: st.DataObject
) -> None:
    """Run after run in the same room: each column has the rows of its run, counts as bounds."""
    held = Held(ledger.MATERIAL)
    for texts in runs:
        table = oracles.material(oracles.spoken(texts))
        cut = data.draw(st.integers(0, table.num_rows))
        held.clear()
        held.add([table.slice(0, cut), table.slice(cut)])
        for entry in ledger.MATERIAL:
            if not pa.types.is_large_list(entry.type):
                assert held.plain(entry.name).tolist() == schema.plain(table, entry.name).tolist()
                continue
            offsets, values = schema.flat(table, entry.name)
            if entry.name.endswith("_counts"):
                sums = [sum(values[:at].tolist()) for at in range(len(values) + 1)]
                assert held.begins(entry.name).tolist() == sums
            else:
                found = held.flat(entry.name)
                assert [part.tolist() for part in found] == [offsets.tolist(), values.tolist()]


@LAW
@given(first=TEXTS, second=TEXTS, third=TEXTS)
def test_what_is_kept_stays(
    first: list[list[tuple[int, int]]],
    second: list[list[tuple[int, int]]],
    third: list[list[tuple[int, int]]],
) -> None:
    """After a drop there is what was kept, and what is added then stands behind it."""
    tables = [oracles.material(oracles.spoken(texts)) for texts in (first, second, third)]
    held, expected = Held(ledger.MATERIAL), oracles.held([tables[0], tables[2]])
    held.add([tables[0]])
    held.keep()
    held.add([tables[1]])
    assert len(held) == len(first) + len(second)
    held.drop()
    held.add([tables[2]])
    assert len(held) == len(expected)
    for entry in ledger.MATERIAL:
        if not pa.types.is_large_list(entry.type):
            assert held.plain(entry.name).tolist() == expected.plain(entry.name).tolist()
        elif entry.name.endswith("_counts"):
            assert held.begins(entry.name).tolist() == expected.begins(entry.name).tolist()
        else:
            for mine, other in zip(held.flat(entry.name), expected.flat(entry.name), strict=True):
                assert mine.tolist() == other.tolist()


def test_nothing_is_held_of_nothing() -> None:
    """Without a part there are no rows."""
    held = oracles.held([])
    assert held.plain("own_words").tolist() == []
    assert held.flat("shingle_keys")[0].tolist() == [0]
    assert held.begins("place_counts").tolist() == [0]
