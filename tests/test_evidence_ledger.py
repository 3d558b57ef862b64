"""The ledger of a pair: facts of its two texts alone, then exact counts of what is around."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import oracles
import pyarrow as pa
import pytest
from conftest import (
    BUGLE,
    CHESS,
    FIRE,
    HERRING,
    NEWSWIRE,
    PILOTS,
    PILOTS_OWN,
    SAID,
    compare_texts,
    told,
    words_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import compare, schema
from syndetect.engines import Local
from syndetect.evidence import ledger
from syndetect.evidence.ledger import CONTEXT, FACTS, SIGNALS
from syndetect.model import Article
from syndetect.settings import Evidence

LAW = settings(deadline=None, derandomize=True, max_examples=50)
WORDS = st.lists(st.integers(1, 7), max_size=30)
SHARES = ("resemblance", "containment_left", "containment_right", "own_left", "own_right")
BETWEEN = (
    *SHARES, "content", "alignment", "order", "repeated", "public", "thread",
    "one_event",
)  # fmt: skip


def gather(
    rows: list[list[int]],
    pairs: list[tuple[int, int]],
    flags: list[list[int]] | None = None,
    of_event: list[int] | None = None,
) -> pa.Table:
    """The ledger of articles given as words, all on one event or as told."""
    marks = flags or [[0] * len(row) for row in rows]
    readings = oracles.spoken(
        [list(zip(row, some, strict=True)) for row, some in zip(rows, marks, strict=True)]
    )
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    columns = {"left": ends[:, 0], "right": ends[:, 1], "channel": np.zeros(len(ends), np.uint8)}
    table = schema.build(schema.PAIRS, columns)
    held = oracles.collected(readings, of_event)
    return oracles.compared(table, held, Evidence(), Local(1).each, lambda _: None)


def facts(row: Mapping[str, Any]) -> dict[str, float]:
    return {name: row[name] for name in FACTS}


def shingles(words: list[int]) -> set[tuple[int, ...]]:
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


@LAW
@given(left=WORDS, right=WORDS)
def test_resemblance_is_that_of_sets(left: list[int], right: list[int]) -> None:
    """Resemblance and containments are those of the sets of shingles; resemblance is symmetric
    and at most the smaller containment."""
    [row, turned] = gather([left, right], [(0, 1), (1, 0)]).to_pylist()
    one, other = shingles(left), shingles(right)
    assert row["resemblance"] == len(one & other) / max(len(one | other), 1)
    assert row["containment_left"] == len(one & other) / max(len(one), 1)
    assert row["containment_right"] == len(one & other) / max(len(other), 1)
    assert row["resemblance"] == turned["resemblance"]
    assert row["resemblance"] <= min(row["containment_left"], row["containment_right"])


@LAW
@given(texts=st.lists(WORDS, min_size=2, max_size=4), data=st.data())
def test_signals_stay_in_their_bounds(texts: list[list[int]], data: st.DataObject) -> None:
    """Shares lie between 0 and 1, counts are not negative, repeated and public are parts."""
    marks = st.sampled_from([0, schema.QUOTED, schema.FURNITURE, schema.REPEATED])
    flags = [data.draw(st.lists(marks, min_size=len(t), max_size=len(t))) for t in texts]
    pairs = [(a, b) for a in range(len(texts)) for b in range(len(texts))]
    for row in gather(texts, pairs, flags).to_pylist():
        assert all(0.0 <= row[name] <= 1.0 for name in BETWEEN)
        assert all(row[name] >= 0.0 for name in SIGNALS)
        assert row["repeated"] + row["public"] <= 1.0 + 1e-12
        assert row["longest"] <= row["passage_words"]


@LAW
@given(left=WORDS, right=WORDS)
def test_sides_change_places(left: list[int], right: list[int]) -> None:
    """Turned round, a pair has the same overlap with its sides exchanged."""
    [row, turned] = gather([left, right], [(0, 1), (1, 0)]).to_pylist()
    for side, other in (("left", "right"), ("right", "left")):
        assert row[f"own_{side}"] == turned[f"own_{other}"]
        assert row[f"containment_{side}"] == turned[f"containment_{other}"]
    for name in (*BETWEEN[len(SHARES) :], "resemblance", "own_weight"):
        assert row[name] == turned[name], name


@LAW
@given(texts=st.lists(WORDS, min_size=2, max_size=5), data=st.data())
def test_facts_do_not_know_the_others(texts: list[list[int]], data: st.DataObject) -> None:
    """The facts of two articles are the same beside any others and on any events."""
    of_event = data.draw(st.lists(st.sampled_from([0, 1]), min_size=len(texts)))[: len(texts)]
    among = gather(texts, [(0, 1)], of_event=of_event).to_pylist()[0]
    alone = gather(texts[:2], [(0, 1)]).to_pylist()[0]
    assert facts(among) == facts(alone)


@LAW
@given(texts=st.lists(WORDS, min_size=2, max_size=4), batch=st.integers(1, 5))
def test_slices_of_pairs_give_the_same_rows(texts: list[list[int]], batch: int) -> None:
    """A pair's row is the same whatever pairs are gathered with it."""
    pairs = [(a, b) for a in range(len(texts)) for b in range(len(texts))]
    slices = [gather(texts, pairs[at : at + batch]) for at in range(0, len(pairs), batch)]
    assert pa.concat_tables(slices).equals(gather(texts, pairs))


def test_the_same_quotation_is_no_own_weight() -> None:
    """Two otherwise different texts with one quotation share quoted words and nothing of their
    own."""
    left = told(FIRE[0], f"{SAID} somebody shouted.", FIRE[1])
    right = told(CHESS[0], CHESS[1], f"As one heard on the radio: {SAID}")
    row = compare_texts(left, right)
    assert row["own_weight"] == row["own_left"] == row["own_right"] == 0.0
    assert row["passage_count"] == row["passage_words"] == row["longest"] == 0.0
    assert row["quoted_words"] == len(words_of(SAID))
    assert row["resemblance"] > 0.0


def test_the_same_furniture_is_no_own_weight() -> None:
    """Two otherwise different pages with one sign-up box share furniture and nothing else."""
    row = compare_texts(told(*FIRE, BUGLE[1]), told(*CHESS, BUGLE[1]))
    assert row["own_weight"] == row["passage_words"] == row["quoted_words"] == 0.0
    assert row["furniture_words"] >= len(words_of(BUGLE[1])) - 1


def test_quoting_what_was_told_takes_it_away() -> None:
    """A shared sentence counts as own text until one of the two puts it into marks."""
    shared = PILOTS[5]
    plain = compare_texts(told(*FIRE, shared), told(*CHESS, shared))
    quoted = compare_texts(told(*FIRE, shared), told(*CHESS, f"“{shared}”"))
    assert plain["passage_words"] == quoted["quoted_words"] == len(words_of(shared))
    assert plain["quoted_words"] == quoted["passage_words"] == quoted["own_weight"] == 0.0
    assert plain["resemblance"] == quoted["resemblance"]


def test_rare_words_weigh_more_than_common_ones() -> None:
    """Sharing rare wording gives more own weight than as many of the commonest words."""
    common = "and it was not in the way that they had said it would be for all of us"
    rare = "the mycologist catalogued luminous bracket fungi beneath the derelict funicular viaduct"
    weight = {}
    for name, sentence in (("common", common), ("rare", rare)):
        texts = [told(PILOTS[0], sentence), told(FIRE[0], sentence)]
        weight[name] = compare(*texts).evidence.signals["own_weight"]
    assert weight["rare"] > 2 * weight["common"]


def test_signals_do_not_depend_on_slices_or_threads() -> None:
    """On real text every fact and every count of context is the same for any engine."""
    from syndetect import scan

    rows = [dict(row) for row in NEWSWIRE]
    first = scan(rows, engine=Local(threads=1, batch=1)).relations
    assert scan(rows, engine=Local(threads=2, batch=5)).relations.equals(first)


def test_facts_on_real_text_do_not_know_the_others() -> None:
    """Two articles have the same facts compared alone as in a scan of the whole newswire."""
    from syndetect import scan

    found = scan([dict(row) for row in NEWSWIRE])
    by_id = {row["id"]: row for row in NEWSWIRE}
    for left, right in (("p1", "p5"), ("p4", "p7"), ("f1", "r1"), ("p1", "p6"), ("f1", "f2")):
        relation = found.relation(left, right)
        assert relation is not None
        alone = compare(*(Article(id=i, body=by_id[i]["text"]) for i in (left, right)))
        assert facts(alone.evidence.signals) == facts(relation.evidence.signals), (left, right)


def test_context_of_an_event_knows_its_words() -> None:
    """What many articles on the event say brings two of them less together than what few say."""
    common, few = list(range(10, 20)), list(range(900, 910))
    rows = [[*common, *range(100 + 10 * k, 110 + 10 * k)] for k in range(12)]
    rows += [[*few, *range(300, 310)], [*few, *range(400, 410)]]
    [many, two] = gather(rows, [(0, 1), (12, 13)]).to_pylist()
    assert many["content"] == two["content"] == 0.5
    apart = gather(rows, [(0, 1)], of_event=list(range(14))).to_pylist()[0]
    assert many["thread"] < 0.52 * two["thread"]
    assert many["thread"] < apart["thread"]


def test_lines_an_outlet_repeats_are_a_share_of_what_is_own() -> None:
    """``repeated`` tells how much of the own weight stands in lines that the outlet repeats."""
    text = list(range(1, 13))
    flags = [[0] * 6 + [schema.REPEATED] * 6, [0] * 12]
    [row] = gather([text, text], [(0, 1)], flags).to_pylist()
    assert row["own_left"] == row["own_right"] > 0.0
    assert 0.3 < row["repeated"] < 1.0
    [free] = gather([text, text], [(0, 1)]).to_pylist()
    assert facts(free) == facts(row)
    assert free["repeated"] == 0.0


def test_words_that_others_quote_are_public() -> None:
    """``public`` is the share of own weight that two other articles print as quotations."""
    text = list(range(1, 13))
    quoted = [schema.QUOTED] * 12
    rows = [text, text, [*text, 20], [*text, 30]]
    flags = [[0] * 12, [0] * 12, [*quoted, 0], [*quoted, 0]]
    [row] = gather(rows, [(0, 1)], flags).to_pylist()
    assert row["public"] == 1.0
    [one] = gather(rows[:3], [(0, 1)], flags[:3]).to_pylist()
    assert one["public"] == 0.0
    assert facts(one) == facts(row)


@pytest.mark.parametrize(
    ("left", "right"), [([], []), ([], [1] * 40), ([1, 2], [1, 2]), ([3] * 500, [3] * 500)]
)
def test_degenerate_texts_have_ledgers_too(left: list[int], right: list[int]) -> None:
    """Empty, tiny and monotonous texts get finite signals."""
    [row] = gather([left, right], [(0, 1)]).to_pylist()
    assert all(np.isfinite(row[name]) for name in SIGNALS)


def test_no_pairs_give_an_empty_ledger() -> None:
    """Without pairs the ledger has its columns and no rows."""
    table = gather([[1, 2, 3]], [])
    assert table.num_rows == 0
    assert table.schema.equals(ledger.LEDGER)


def test_names_of_signals_are_told_apart() -> None:
    """Facts and context have no name in common, and are all the signals there are."""
    assert not set(FACTS) & set(CONTEXT)
    assert SIGNALS == FACTS + CONTEXT


def test_own_share_grows_with_the_copied_part() -> None:
    """The more paragraphs of a story stand in a text, the greater the share that is shared."""
    shares = []
    for copied in range(1, len(PILOTS) + 1):
        text = told(*PILOTS[:copied], *PILOTS_OWN, *HERRING)
        shares.append(compare(told(*PILOTS), text).evidence.signals["own_left"])
    assert shares == sorted(shares)
    assert shares[0] < 0.3
    assert shares[-1] == pytest.approx(1.0)


def test_chance_meets_little() -> None:
    """Two texts of words drawn at random from one vocabulary have next to nothing of their own."""
    chance = random.Random(11)
    vocabulary = sorted({word for part in (*PILOTS, *FIRE, *CHESS) for word in words_of(part)})
    left, right = (" ".join(chance.choices(vocabulary, k=300)) for _ in range(2))
    signals = compare(left, right).evidence.signals
    assert signals["own_left"] < 0.02
    assert signals["passage_words"] == 0.0
