"""Quotations judged from what an earlier run has found."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from conftest import met_rows, read_rows
from hypothesis import given, settings
from hypothesis import strategies as st
from test_evidence_misquotes import CHANGED, OTHER, SAID, SHARED, says

from syndetect import schema
from syndetect.engines import Local
from syndetect.errors import ResultError
from syndetect.evidence import misquotes
from syndetect.evidence.misquotes import Quoting, quoting
from syndetect.evidence.requoted import REMEMBERED, quoting_anew

LAW = settings(deadline=None, derandomize=True, max_examples=20)
NAMES = ("Ada", "Bo", "Cleo", "Di", "Ed", "Fay", "Gus", "Hal")
KNOWN = ((SAID, SHARED), (SAID, SHARED), (OTHER, CHANGED), (SHARED,))
STORIES = st.lists(
    st.tuples(
        st.integers(0, 1), st.lists(st.sampled_from([SAID, OTHER, SHARED, CHANGED]), max_size=2)
    ),
    min_size=2,
    max_size=len(NAMES),
)


def story(*quotations: tuple[str, ...]) -> list[dict[str, Any]]:
    """Articles that quote so, by their ids."""
    return [
        {"id": f"a{at}", "text": says(*some, by=name), "language": "en"}
        for at, (some, name) in enumerate(zip(quotations, NAMES, strict=False))
    ]


def anew(
    rows: list[dict[str, Any]], events: list[int], known: pa.Table | None = None
) -> tuple[dict[str, Quoting], pa.Table]:
    """How articles on such events quote, by their ids, and what is known of it: as without."""
    found = read_rows(rows)
    ids = found.articles.table.column("id").combine_chunks()
    order = [[row["id"] for row in rows].index(one) for one in ids.to_pylist()]
    on = [events[at] for at in order]
    labels = np.array([on.index(one) for one in on], dtype=np.int32)
    representative = met_rows(found).representative
    told, kept = quoting_anew(
        found.readings,
        representative,
        labels,
        ids,
        schema.plain(found.lexicon, "word"),
        Local(1),
        REMEMBERED.empty_table() if known is None else known,
    )
    assert told == quoting(found.readings, representative, labels)
    kept.validate(full=True)
    return {ids[at].as_py(): one for at, one in told.items()}, kept


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The articles that are judged, one by one."""
    seen: list[int] = []

    def judge(tokens: misquotes.Tokens, judge: Any = misquotes._judged) -> dict[int, Quoting]:
        seen.extend(np.unique(tokens.article).tolist())
        found: dict[int, Quoting] = judge(tokens)
        return found

    monkeypatch.setattr(misquotes, "_judged", judge)
    return seen


def test_events_that_are_known_are_not_judged_again(judged: list[int]) -> None:
    """The same answer, of the event that has grown from its texts and of the other from memory."""
    rows = story(*KNOWN, *KNOWN)
    events = [0] * 4 + [1] * 4
    first, kept = anew(rows, events)
    assert first["a2"] == first["a6"] == Quoting(0, 2)
    judged.clear()
    again, kept_again = anew(rows, events, kept)
    assert again == first
    assert kept_again.equals(kept)
    assert judged == [*range(8)]  # by what it is compared with alone
    _, kept = anew(rows[:-1], events[:-1])
    judged.clear()
    assert anew(rows, events, kept)[0] == first
    assert sorted(judged) == sorted([*range(8), 4, 5, 6, 7])


@LAW
@given(before=STORIES, after=STORIES, seed=st.integers(0, 9))
def test_whatever_changes_the_answer_is_that_of_all(before: Any, after: Any, seed: int) -> None:
    """Articles come and go, quote otherwise, and move to another event; and what is known comes
    back in any order."""
    known: pa.Table | None = None
    for told in (before, before + after, after, before):
        told = told[: len(NAMES)]
        rows = story(*(tuple(some) for _, some in told))
        _, kept = anew(rows, [event for event, _ in told], known)
        order = list(range(kept.num_rows))
        random.Random(seed).shuffle(order)
        known = kept.take(pa.array(order, pa.int64()))


def keys(rows: list[dict[str, Any]]) -> npt.NDArray[np.uint64]:
    return schema.plain(anew(rows, [0] * len(rows))[1], "key")


def test_all_that_is_quoted_changes_the_key() -> None:
    """Another word, another cut between two quotations, another article; not what stands outside
    of quotation marks, nor the words that others bring to the lexicon."""
    rows = story(*KNOWN)
    key = keys(rows)[0]
    outside = [{**row, "text": "Zinc and quartz arrived. " + row["text"]} for row in rows]
    assert keys(outside)[0] == key
    word = rows[0]["text"].replace("dredging", "digging")
    cut = rows[0]["text"].replace("ice for", 'ice" and "for')
    for other in ({**rows[0], "text": word}, {**rows[0], "text": cut}, {**rows[0], "id": "a"}):
        assert keys([other, *rows[1:]])[0] != key
    assert keys(rows[:3])[0] != key


def test_what_names_others_is_refused() -> None:
    """A table that was damaged, or is of other articles, is told as such."""
    rows = story(*KNOWN)
    kept = anew(rows, [0] * 4)[1]
    named = kept.set_column(1, "id", [["b0", "b1", "b2", "b3"]])
    with pytest.raises(ResultError, match="not there"):
        anew(rows, [0] * 4, named)
