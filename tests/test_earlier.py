"""A run that goes on from an earlier one finds what a run of its own would."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from conftest import NEWSWIRE
from xxhash import xxh3_64_intdigest

from syndetect import Findings, Settings, pipeline, schema
from syndetect.archive.tables import OUTCOMES
from syndetect.earlier import Earlier
from syndetect.engines import Local
from syndetect.evidence import context, ledger
from syndetect.ingest import Collection, from_records
from syndetect.newsroom import NewsroomSettings, generate
from syndetect.pipeline import Run
from syndetect.shelf import Shelf
from syndetect.stages.reading import FORMS, LOOKS
from syndetect.text.lexicon import KEYED

TABLES = (
    "articles", "credits", "furniture", "relations", "derivations", "sources", "events", "families",
)  # fmt: skip


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def keys(found: Collection) -> schema.U64:
    told = [f"{one.id}\0{one.body}".encode() for one in found.articles]
    return np.array([xxh3_64_intdigest(one) for one in told], dtype=np.uint64)


def nothing(found: Collection) -> Earlier:
    """No earlier run."""
    none = np.empty(0, dtype=np.uint64)
    return Earlier(
        np.full(len(found.articles), -1, dtype=np.int32), keys(found), LOOKS.empty_table(), none,
        schema.PACKED.empty_table(), KEYED.empty_table(), FORMS.empty_table(), none,
        context.STOCK.empty_table(), ledger.LEDGER.empty_table(),
        {name: declared.empty_table() for name, declared in OUTCOMES.items()},
    )  # fmt: skip


def after(run: Run, found: Collection) -> Earlier:
    """What *run* has found, for the articles *found* now."""
    then = {name: at for at, name in enumerate(run.findings.articles.column("id").to_pylist())}
    row = [then.get(one.id, -1) for one in found.articles]
    kept, around = run.read.kept, run.compared.around
    assert kept is not None
    assert around is not None
    return Earlier(
        np.array(row, dtype=np.int32), keys(found), kept.looks, kept.asides, run.read.readings,
        run.read.lexicon, run.read.forms, around.contexts, around.stock, run.compared.ledger,
        run.outcomes,
    )  # fmt: skip


def goes_on(rows: Sequence[Any], earlier: Run | None) -> Run:
    found = from_records(rows)
    then = nothing(found) if earlier is None else after(earlier, found)
    return pipeline.run(found, Settings(), Local(), quiet, Shelf(), earlier=then)


def assert_same(one: Findings, other: Findings) -> None:
    for name in TABLES:
        assert getattr(one, name).equals(getattr(other, name)), name
    assert one.summary == other.summary


@pytest.fixture(scope="module")
def newsroom() -> list[Any]:
    """Some hundred articles of a newsroom."""
    lines = generate(1, NewsroomSettings(events=40)).article_lines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_batches_in_any_order_give_what_one_run_gives(newsroom: list[Any], seed: int) -> None:
    """However the articles come in batches, the last run has every cell of a run of all."""
    rows = [*newsroom, *NEWSWIRE]
    random.Random(seed).shuffle(rows)
    run = None
    for end in (1, len(rows) // 3, len(rows) - 5, len(rows)):
        run = goes_on(rows[:end], run)
    assert run is not None
    whole = from_records(rows)
    assert_same(run.findings, pipeline.run(whole, Settings(), Local(), quiet).findings)


def test_what_is_taken_away_leaves_no_trace(newsroom: list[Any]) -> None:
    """A run of fewer articles than the earlier one has every cell of a run of its own."""
    before = goes_on(newsroom, None)
    some = newsroom[::2]
    alone = pipeline.run(from_records(some), Settings(), Local(), quiet).findings
    assert_same(goes_on(some, before).findings, alone)


def test_what_has_been_made_is_not_made_again(newsroom: list[Any]) -> None:
    """Of the same articles nothing is read or compared again; of one more, that and little else."""
    before = goes_on(newsroom[:-1], None)
    again = goes_on(newsroom[:-1], before)
    assert again.read.kept is not None
    assert again.compared.around is not None
    assert not again.read.kept.again.any()
    assert len(again.compared.around.known) == before.compared.ledger.num_rows
    more = goes_on(newsroom, before)
    assert more.read.kept is not None
    assert more.compared.around is not None
    assert 1 <= more.read.kept.again.sum() < 10
    assert len(more.compared.around.known) > 0.5 * before.compared.ledger.num_rows
