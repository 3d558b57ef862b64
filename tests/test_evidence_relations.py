"""The ledger unfolded: every pair of articles that a compared pair of classes stands for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import oracles
import pyarrow as pa
import pytest
from conftest import CHESS, FIRE, PILOTS, SAID, curled, told, words_of
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import Settings, scan, schema
from syndetect.evidence import ledger, relations
from syndetect.evidence.relations import Unfolded, unfold
from syndetect.findings import Findings
from syndetect.model import PassageKind

LAW = settings(deadline=None, derandomize=True, max_examples=100)


def table(pairs: Sequence[tuple[int, int]], **signals: Sequence[float]) -> pa.Table:
    """A ledger of *pairs* with some signals, the others 0."""
    columns: dict[str, Any] = {name: [0.0] * len(pairs) for name in ledger.SIGNALS}
    columns |= {"left": [a for a, _ in pairs], "right": [b for _, b in pairs], **signals}
    columns["passages_tokens"] = [[] for _ in pairs]
    return pa.table([pa.array(columns[f.name], f.type) for f in ledger.LEDGER], ledger.LEDGER)


def ends(found: Unfolded) -> list[tuple[int, int]]:
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


@st.composite
def classes(draw: st.DrawFn) -> tuple[list[int], list[tuple[int, int]]]:
    """The class of each article, and compared pairs of classes: each of several with itself."""
    count = draw(st.integers(1, 9))
    chosen = [draw(st.integers(0, 3)) for _ in range(count)]
    representative = [chosen.index(label) for label in chosen]
    firsts = sorted(set(representative))
    pairs = [p for p in combinations(firsts, 2) if draw(st.booleans())]
    return representative, pairs + [(a, a) for a in firsts if representative.count(a) > 1]


@LAW
@given(given_classes=classes())
def test_every_pair_comes_out_once(given_classes: tuple[list[int], list[tuple[int, int]]]) -> None:
    """Two articles are a row exactly where their classes were compared, smaller ordinal first, in
    order, and on the ledger row of their classes."""
    representative, pairs = given_classes
    found = unfold(table(pairs), np.array(representative, dtype=np.int32), 10**6)
    expected = [
        (a, b)
        for a, b in combinations(range(len(representative)), 2)
        if tuple(sorted((representative[a], representative[b]))) in pairs
    ]
    assert ends(found) == expected
    assert found.dropped == 0
    for (a, b), row, swapped in zip(expected, found.row.tolist(), found.swapped, strict=True):
        sides = (representative[a], representative[b])
        assert pairs[row] == (sides[::-1] if swapped else sides) or sides[0] == sides[1]


@LAW
@given(given_classes=classes(), most=st.integers(1, 9))
def test_a_cap_counts_what_it_cuts(
    given_classes: tuple[list[int], list[tuple[int, int]]], most: int
) -> None:
    """No pair of classes unfolds to more than the cap, each to one pair at least, and what is cut
    is counted."""
    representative, pairs = given_classes
    labels = np.array(representative, dtype=np.int32)
    whole, capped = unfold(table(pairs), labels, 10**6), unfold(table(pairs), labels, most)
    assert len(capped.row) + capped.dropped == len(whole.row)
    assert set(ends(capped)) <= set(ends(whole))
    rows, counts = np.unique(capped.row, return_counts=True)
    assert counts.max(initial=0) <= most
    assert rows.tolist() == sorted(set(whole.row.tolist()))


@LAW
@given(given_classes=classes(), most=st.integers(1, 40), room=st.integers(0, 4))
def test_all_pairs_together_are_in_proportion_to_the_articles(
    given_classes: tuple[list[int], list[tuple[int, int]]], most: int, room: int
) -> None:
    """Classes of copies add up to the room an article at most, unless each row is down to one
    pair; what is kept is what a smaller cap keeps, and what is cut is counted."""
    representative, pairs = given_classes
    labels = np.array(representative, dtype=np.int32)
    whole = unfold(table(pairs), labels, 10**6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relations, "_AN_ARTICLE", room)
        found = unfold(table(pairs), labels, most)
    assert len(found.row) + found.dropped == len(whole.row)
    assert set(found.row.tolist()) == set(whole.row.tolist())
    several = [(a, b) for a, b in pairs if representative.count(a) + representative.count(b) > 2]
    kept = sum(pairs[row] in several for row in found.row.tolist())
    assert kept <= max(room * len(representative), len(several))
    caps = [most >> k for k in range(6) if most >> k]
    assert ends(found) in [ends(unfold(table(pairs), labels, cap)) for cap in caps]


def test_many_classes_of_copies_stay_in_bounds() -> None:
    """Two hundred classes of ten copies, each compared with each, unfold to 50 pairs an article
    and not to two million."""
    labels = np.repeat(np.arange(0, 2000, 10), 10).astype(np.int32)
    firsts = range(0, 2000, 10)
    pairs = [*combinations(firsts, 2), *((a, a) for a in firsts)]
    found = unfold(table(pairs), labels, 20_000)
    assert len(found.row) <= 50 * 2000
    assert len(found.row) + found.dropped == 2000 * 1999 // 2
    assert len(np.unique(found.row)) == len(pairs)


def test_millions_of_passages_find_their_places() -> None:
    """More passages than one chunk of strings holds become one list column."""
    readings = oracles.spoken([[(word, 0) for word in range(1, 9)]] * 2)
    for name, shift in (("begin", 0), ("end", 3)):
        places = pa.array([range(shift, 32 + shift, 4)] * 2, pa.large_list(pa.int32()))
        at = readings.schema.get_field_index(name)
        readings = readings.set_column(at, readings.field(name), places)
    rows = table([(0, 1)])
    tokens = pa.array([[0, 7, 1, 8, 2, 7]], pa.large_list(pa.int32()))
    rows = rows.set_column(rows.num_columns - 1, rows.schema.field(rows.num_columns - 1), tokens)
    count = 2_200_000
    zeros = np.zeros(count, dtype=np.int32)
    pairs = Unfolded(zeros, zeros + 1, zeros.astype(np.int64), zeros.astype(np.bool_), 0)
    found = relations.passages(schema.rows_of(rows, pairs.row), pairs, readings)
    assert isinstance(found, pa.Array)
    assert len(found) == count
    for at in (0, 2_097_151, 2_097_152, count - 1):
        [one] = found[at].as_py()
        assert (one["kind"], one["words"]) == (PassageKind.QUOTED.value, 7)
        assert (one["left_begin"], one["left_end"]) == (0, 27)
        assert (one["right_begin"], one["right_end"]) == (4, 31)


def test_three_and_two_copies_give_ten_pairs() -> None:
    """A class of three and one of two, compared: 6 pairs between them, 3 and 1 inside."""
    representative = np.array([0, 1, 0, 1, 0], dtype=np.int32)
    found = unfold(table([(0, 1), (0, 0), (1, 1)]), representative, 100)
    assert np.bincount(found.row).tolist() == [6, 3, 1]
    assert ends(found) == list(combinations(range(5), 2))


def test_signals_change_sides_with_the_pair() -> None:
    """Where the ledger's left is the pair's right, what belongs to a side moves with it."""
    representative = np.array([0, 1, 1, 0], dtype=np.int32)
    rows = table([(0, 1)], own_left=[0.9], own_right=[0.2], containment_left=[0.8], content=[0.4])
    found = unfold(rows, representative, 100)
    signals = relations.signals(schema.rows_of(rows, found.row), found)
    by_pair = dict(zip(ends(found), signals["own_left"].tolist(), strict=True))
    assert by_pair == {(0, 1): 0.9, (0, 2): 0.9, (1, 3): 0.2, (2, 3): 0.2}
    assert signals["containment_right"].tolist() == [0.0, 0.0, 0.8, 0.8]
    assert signals["content"].tolist() == [0.4] * 4


STORY = (*PILOTS[:4], PILOTS[5])
PART = (CHESS[0], PILOTS[1], FIRE[0], PILOTS[5])
COPIES = {
    "1a": told(*STORY),
    "2b": told(*PART),
    "3a": told(*map(curled, STORY)),
    "4b": "\u200b" + told(*PART).replace("\n\n", "\r\n \r\n\t"),
    "5a": told(*STORY).replace('"', "„", 1).replace('"', "“").replace(" the ", "  the "),
}


@pytest.fixture(scope="module")
def copied() -> Findings:
    """A class of three copies and one of two, each set in its own way."""
    return scan([{"id": name, "text": text, "outlet": name} for name, text in COPIES.items()])


def test_copies_unfold_to_every_pair(copied: Findings) -> None:
    """Copies that differ only in marks, space and invisible characters give all their pairs."""
    groups = dict(
        zip(*(copied.articles.column(name).to_pylist() for name in ("id", "copy_of")), strict=True)
    )
    assert groups == {"1a": "1a", "3a": "1a", "5a": "1a", "2b": "2b", "4b": "2b"}
    pairs = [(row["left"], row["right"]) for row in copied.relations.to_pylist()]
    assert pairs == list(combinations(sorted(COPIES), 2))
    assert set(copied.relations.column("found_by").to_pylist()) > {"identical"}


def test_offsets_read_back_the_same_words(copied: Findings) -> None:
    """Every passage of every unfolded pair reads back, in each copy's own body, equal words."""
    seen = 0
    for row in copied.relations.to_pylist():
        assert row["passages"]
        for one in row["passages"]:
            left = COPIES[row["left"]][one["left_begin"] : one["left_end"]]
            right = COPIES[row["right"]][one["right_begin"] : one["right_end"]]
            assert words_of(left) == words_of(right)
            assert left == left.strip()
            seen += 1
    assert seen >= 10


def test_copies_share_all_signals(copied: Findings) -> None:
    """The pairs of two classes have one verdict, whichever copies they name."""
    kinds: dict[str, set[tuple[str, float, float]]] = {}
    for row in copied.relations.to_pylist():
        key = "".join(sorted(row["left"][1] + row["right"][1]))
        kinds.setdefault(key, set()).add((row["kind"], row["probability"], row["content"]))
    assert {key: len(found) for key, found in kinds.items()} == {"aa": 1, "ab": 1, "bb": 1}


def test_a_quotation_in_other_marks_stays_a_quotation(copied: Findings) -> None:
    """However a copy sets its quotation, the words of it are quoted."""
    for row in copied.relations.to_pylist():
        if row["left"][1] == row["right"][1] == "a":
            assert row["quoted_words"] == len(words_of(SAID))
            assert {one["kind"] for one in row["passages"]} == {PassageKind.VERBATIM.value}


def test_cut_copies_are_named_in_the_summary() -> None:
    """What ``candidates.unfold`` cuts stands in the summary."""
    rows = [{"id": str(at), "text": told(*FIRE), "outlet": str(at)} for at in range(6)]
    found = scan(rows, settings=Settings().changed({"candidates.unfold": 3}))
    kept = found.relations.num_rows
    assert 1 <= kept <= 3
    assert found.summary["dropped"] == {"copies not unfolded": 15 - kept}
    assert scan(rows).relations.num_rows == 15


def test_an_empty_ledger_unfolds_to_nothing() -> None:
    """No pairs, and no articles, give no rows."""
    for count in (0, 3):
        found = unfold(table([]), np.arange(count, dtype=np.int32), 5)
        assert ends(found) == []
        assert relations.signals(table([]), found)["content"].tolist() == []
