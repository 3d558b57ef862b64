"""What of an article is compared: rows of its reading alone, whatever it is prepared with."""

from __future__ import annotations

import oracles
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.evidence import ledger
from syndetect.evidence.pools import Around
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.settings import Evidence

LAW = settings(deadline=None, derandomize=True, max_examples=60)
FLAGS = st.sampled_from(
    [0, 0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, schema.COMMON, schema.NUMBER]
)
TOKENS = st.lists(st.tuples(st.integers(1, 9), FLAGS), max_size=24)
Tokens = list[tuple[int, int]]


def alone(table: pa.Table, begin: int = 0, end: int | None = None) -> pa.Table:
    """The material of articles, all or some, each of which is alone on its event."""
    rows, lexicon = oracles.packed(table)
    rows = rows.slice(begin, rows.num_rows if end is None else end - begin)
    nothing = Around.nothing(rows.num_rows)
    return ledger.prepare(rows, Vocabulary.of(lexicon), nothing, nothing, Evidence())


@LAW
@given(articles=st.lists(TOKENS, min_size=1, max_size=4), data=st.data())
def test_any_slicing_gives_the_same(articles: list[Tokens], data: st.DataObject) -> None:
    """A row depends on its own reading: cut anywhere, the rows are the same."""
    table = oracles.spoken(articles)
    cut = data.draw(st.integers(0, len(articles)))
    parts = [alone(table, 0, cut), alone(table, cut)]
    assert pa.concat_tables(parts).to_pylist() == alone(table).to_pylist()


def test_a_repeated_line_stays_own() -> None:
    """That an outlet repeats a line is context: it takes nothing from the facts of the article.
    Only the thread, which is context itself, leaves it out."""
    repeated = alone(oracles.spoken([[(w, schema.REPEATED) for w in (5, 6, 7, 8)]]))
    plain = alone(oracles.spoken([[(w, 0) for w in (5, 6, 7, 8)]]))
    for name in ("own_words", "shingle_own", "content_own", "mention_counts"):
        assert repeated.column(name).equals(plain.column(name)), name
    for name in ("content_weights", "refined_weights", "thread_counts"):
        assert len(schema.flat(repeated, name)[1]) == 4, name
    assert repeated.column("thread_whole").to_pylist() == [0]
    assert plain.column("thread_whole").to_pylist()[0] > 0


@pytest.mark.parametrize("articles", [[], [[]], [[(1, 0)]], [[], [(1, 0), (2, 0)]]])
def test_little_or_nothing_gives_empty_rows(articles: list[Tokens]) -> None:
    """No articles, empty ones and ones shorter than a shingle give rows without shingles."""
    table = alone(oracles.spoken(articles))
    assert table.schema.equals(ledger.MATERIAL)
    assert oracles.rows_of(*schema.flat(table, "shingle_keys")) == [[] for _ in articles]


def test_kinds_share_no_name() -> None:
    """Every signal, column of material and column of pools belongs to one kind of evidence."""
    for names in (ledger.SIGNALS, ledger.MATERIAL.names, ledger.POOLS.names):
        assert len(names) == len(set(names))
    assert {n for kind in ledger.KINDS for n in (*kind.facts, *kind.context)} == set(ledger.SIGNALS)
