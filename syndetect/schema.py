"""Every table: its columns, types and order; and the one place that touches Arrow buffers.

Tables inside a run name articles by ``article``, an ordinal; the files outside name them by id.
Ragged rows are ``large_list`` (offsets and flat values), which a kernel takes without a copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]

# Bits of ``readings.flags``.
QUOTED = 1  # inside a quotation
FURNITURE = 2  # page furniture by form or position: a fact of the article alone
REPEATED = 4  # page furniture by repetition within the outlet: context
NUMBER = 8
COMMON = 16  # a function word, or one as frequent
NAME = 32  # a capital where the sentence does not ask for one
FIRST = 64  # opens a sentence
ASIDE = QUOTED | FURNITURE

ARTICLES = pa.schema(
    [
        ("id", pa.string()),
        ("body", pa.large_string()),
        ("headline", pa.string()),
        ("byline", pa.string()),
        ("outlet", pa.string()),
        ("url", pa.string()),
        ("published", pa.string()),
        ("published_trust", pa.string()),
        ("crawled", pa.string()),
        ("language", pa.string()),
        ("path", pa.string()),
        ("row", pa.int64()),
        ("declared_sources", pa.list_(pa.string())),
    ]
)

READINGS = pa.schema(
    [
        ("language", pa.string()),
        ("invisible", pa.int32()),
        ("word", pa.large_list(pa.uint64())),  # XXH64 of the folded token
        ("stem", pa.large_list(pa.uint64())),  # XXH64 of its light stem
        ("begin", pa.large_list(pa.int32())),
        ("end", pa.large_list(pa.int32())),
        ("rarity", pa.large_list(pa.int32())),  # -log10 of the background frequency, in hundredths
        ("spelling", pa.large_list(pa.uint64())),  # key of twins; 0 where there is none
        ("flags", pa.large_list(pa.uint8())),
        ("sentence", pa.large_list(pa.int32())),  # token at which each sentence begins
    ]
)

# What is kept of readings: a place in the lexicon stands for hashes and rarity.
LEXICON = pa.schema(
    [
        ("word", pa.uint64()),
        ("stem", pa.uint64()),
        ("rarity", pa.int32()),
        ("spelling", pa.uint64()),
    ]
)
PACKED = pa.schema(
    [
        ("language", pa.string()),
        ("invisible", pa.int32()),
        ("word", pa.large_list(pa.uint32())),  # place in the lexicon
        ("begin", pa.large_list(pa.int32())),
        ("end", pa.large_list(pa.int32())),
        ("flags", pa.large_list(pa.uint8())),
        ("sentence", pa.large_list(pa.int32())),
    ]
)

FINGERPRINTS = pa.schema(
    [
        ("identity", pa.uint64()),  # equal where the folded text and its quotations are
        ("minima", pa.large_list(pa.uint32())),
        ("shingles", pa.large_list(pa.uint64())),  # distinct, ascending
        ("seeds", pa.large_list(pa.uint64())),  # the shingles outside quotations and furniture
    ]
)

TERMS = pa.schema(
    [
        ("terms", pa.large_list(pa.uint64())),  # rarest salient stems, ascending
        ("weights", pa.large_list(pa.int32())),  # their weights, in hundredths
    ]
)

PAIRS = pa.schema([("left", pa.int32()), ("right", pa.int32()), ("channel", pa.uint8())])

# The files of a result folder: later versions add columns, and rename none.
PASSAGES = pa.list_(
    pa.struct(
        [
            ("left_begin", pa.int32()),
            ("left_end", pa.int32()),
            ("right_begin", pa.int32()),
            ("right_end", pa.int32()),
            ("kind", pa.string()),
            ("words", pa.int32()),  # words in common
        ]
    )
)
SPANS = pa.list_(pa.struct([("begin", pa.int32()), ("end", pa.int32())]))
RESULT_ARTICLES = pa.schema(
    [
        ("id", pa.string()),
        ("path", pa.string()),
        ("row", pa.int64()),
        ("outlet", pa.string()),
        ("url", pa.string()),
        ("published", pa.string()),
        ("published_trust", pa.string()),
        ("headline", pa.string()),
        ("language", pa.string()),
        ("words", pa.int32()),
        ("role", pa.string()),
        ("group", pa.string()),  # near-duplicate group, named by its first id; null where alone
        ("event", pa.string()),
        ("family", pa.string()),  # null where no derivation touches the article
        ("origin", pa.string()),  # at the top of its line; null for no_source_found and digests
        ("origin_kind", pa.string()),  # article, source
        ("origin_probability", pa.float64()),  # that this is the origin: ``provenance.lineage``
        ("depth", pa.int32()),  # steps of derivation below the origin; null for digests
        ("copy_of", pa.string()),  # first id of the class of identical copies; null where alone
        ("invisible", pa.int32()),  # invisible characters in the body
        ("declared_sources", pa.list_(pa.string())),  # URLs that the page names as its source
        ("signs", pa.list_(pa.string())),  # hints of a source that is not there, in words
        ("forms", pa.list_(pa.string())),  # of house style: "family: form: words"
    ]
)
RESULT_TEXTS = pa.schema(
    [("id", pa.string()), ("headline", pa.string()), ("body", pa.large_string())]
)
RESULT_CREDITS = pa.schema(
    [
        ("article", pa.string()),
        ("agency", pa.string()),
        ("role", pa.string()),
        ("begin", pa.int32()),  # null where the credit stands in a field beside the body
        ("end", pa.int32()),
        ("text", pa.string()),
        ("url", pa.string()),
        ("strength", pa.float64()),
        ("zone", pa.string()),
        ("published", pa.string()),
    ]
)
RESULT_FURNITURE = pa.schema(
    [("article", pa.string()), ("begin", pa.int32()), ("end", pa.int32()), ("reason", pa.string())]
)
RESULT_DERIVATIONS = pa.schema(
    [
        ("child", pa.string()),
        ("parent", pa.string()),
        ("parent_kind", pa.string()),  # article, source
        ("relation", pa.string()),
        ("probability", pa.float64()),
        ("decided", pa.bool_()),  # False: that the text is shared is sure, who was first is not
        ("reasons", pa.list_(pa.string())),
        ("order", pa.int32()),  # 1, or 2 for another parent, of what the first leaves over
        ("share", pa.float64()),  # of a second: share of the child's content, at least; or null
        ("spans", SPANS),  # of the child's body, that stand in the parent; null where not known
    ]
)
RESULT_SOURCES = pa.schema(
    [
        ("source", pa.string()),
        ("agency", pa.string()),
        ("url", pa.string()),
        ("published", pa.string()),
        ("reasons", pa.list_(pa.string())),
        ("style", pa.string()),  # agency whose house style it has, where nobody credits one
    ]
)
RESULT_EVENTS = pa.schema(
    [
        ("event", pa.string()),
        ("articles", pa.list_(pa.string())),
        ("voices_least", pa.int32()),
        ("voices_most", pa.int32()),
        ("reason", pa.string()),
        ("first", pa.string()),  # of the usable dates of its articles, as given; null without any
        ("first_article", pa.string()),  # null where the dates do not tell who was first
        ("last", pa.string()),
        ("spread_hours", pa.float64()),  # that surely lie between; null below two usable dates
        ("dated", pa.int32()),  # articles with a usable date, digests aside
    ]
)
RESULT_FAMILIES = pa.schema(
    [
        ("family", pa.string()),
        ("event", pa.string()),
        ("origin", pa.string()),  # an article, a source, or null where it cannot be told
        ("articles", pa.list_(pa.string())),
    ]
)
# Not a file of the folder: ``provenance.flows`` makes it of articles, derivations and sources.
RESULT_FLOWS = pa.schema(
    [
        ("origin", pa.string()),  # outlet or agency; "unknown" where there is no name
        ("origin_kind", pa.string()),  # outlet, agency, unknown
        ("outlet", pa.string()),  # of the children; "unknown" where none is known
        ("articles", pa.int32()),  # of the outlet, with a first parent of that origin
        ("share", pa.float64()),  # of all articles of the outlet
        ("expected", pa.float64()),  # sum of the probabilities of these parents
        ("decided", pa.int32()),  # of these, who was first is clear
        ("events", pa.int32()),  # different events of all articles counted
        ("second", pa.int32()),  # articles of the outlet with a second parent of that origin
    ]
)
# Columns of relations.parquet around the signals.
RELATION_HEAD = (
    ("left", pa.string()),
    ("right", pa.string()),
    ("kind", pa.string()),
    ("probability", pa.float64()),  # that the pair is derived
)
RELATION_TAIL = (("same_outlet", pa.bool_()), ("found_by", pa.string()), ("passages", PASSAGES))


def build(schema: pa.Schema, columns: Mapping[str, Any]) -> pa.Table:
    """A table of exactly *schema*; an empty or all-None column keeps its declared type."""
    arrays = []
    for entry in schema:
        values = columns[entry.name]
        if isinstance(values, pa.ChunkedArray):
            values = values.combine_chunks()
        if not isinstance(values, pa.Array):
            values = pa.array(values, type=entry.type)
        arrays.append(values)
    return pa.Table.from_arrays(arrays, schema=schema)


def in_one(parts: list[pa.Table], declared: pa.Schema) -> pa.Table:
    """*parts*, tables of *declared*, as one of one chunk a column, for kernels to take as it is.

    Column by column, and *parts* is emptied on the way: the whole is never held twice.
    """
    columns = []
    for entry in declared:
        chunks = [chunk for part in parts for chunk in part.column(entry.name).chunks]
        columns.append(pa.concat_arrays(chunks) if chunks else pa.array([], type=entry.type))
        parts[:] = [part.drop_columns(entry.name) for part in parts]
    return pa.Table.from_arrays(columns, schema=declared)


def rows_of(table: pa.Table, rows: npt.NDArray[np.integer]) -> pa.Table:
    """The named *rows* of *table* in their order, in one chunk a column.

    ``Table.take`` puts all chunks of a ragged column together first: the whole table, to have
    some rows of it.
    """
    chunks = table.to_batches()
    if len(chunks) == 1:
        return pa.Table.from_batches(chunks).take(pa.array(rows))
    ends = np.cumsum([chunk.num_rows for chunk in chunks])
    of_chunk = np.searchsorted(ends, rows, side="right")
    order = np.argsort(of_chunk, kind="stable")
    parts = []
    for some in np.split(order, np.flatnonzero(np.diff(of_chunk[order])) + 1):
        if len(some):
            chunk = chunks[of_chunk[some[0]]]
            within = rows[some] - (ends[of_chunk[some[0]]] - chunk.num_rows)
            parts.append(pa.Table.from_batches([chunk.take(pa.array(within))]))
    back = np.empty(len(order), dtype=np.int64)
    back[order] = np.arange(len(order))
    return in_one(parts, table.schema).take(pa.array(back))


def records(declared: pa.Schema, rows: Sequence[Any], **renamed: str) -> pa.Table:
    """Frozen records as a table: fields by name, some under the name the table has for them."""
    back = {new: old for old, new in renamed.items()}
    fields = {name: attrgetter(back.get(name, name)) for name in declared.names}
    return build(declared, {name: list(map(field, rows)) for name, field in fields.items()})


def ragged(offsets: npt.NDArray[Any], values: npt.NDArray[Any]) -> pa.LargeListArray:
    """Rows ``values[offsets[i]:offsets[i + 1]]`` as one Arrow column, without a copy."""
    return pa.LargeListArray.from_arrays(pa.array(offsets.astype(np.int64)), pa.array(values))


def flat(table: pa.Table, name: str) -> tuple[I64, npt.NDArray[Any]]:
    """Offsets (int64, from 0) and flat values of a ragged column; read-only, C-contiguous."""
    chunks = table.column(name).chunks
    if not chunks:
        chunks = [pa.array([], type=table.schema.field(name).type)]
    array = chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks)
    offsets = array.offsets.to_numpy()
    values = array.values.to_numpy(zero_copy_only=True)
    if len(offsets) == 0:
        return np.zeros(1, dtype=np.int64), values
    first, last = int(offsets[0]), int(offsets[-1])
    if first or last != len(values):
        return offsets - first, values[first:last]
    return offsets, values


def lengths(table: pa.Table, name: str) -> I64:
    """How many values each row of a ragged column has."""
    found = pc.list_value_length(table.column(name))
    return np.asarray(found.to_numpy(), dtype=np.int64)


def plain(table: pa.Table, name: str) -> npt.NDArray[Any]:
    """A column without nulls as one numpy array."""
    column: npt.NDArray[Any] = table.column(name).to_numpy()
    return column


def places(names: pa.ChunkedArray, known: pa.ChunkedArray) -> I32:
    """For each name the row of *known* that has it, the first of them; -1 where none has."""
    found = pc.index_in(names, value_set=known.combine_chunks())
    return np.array(pc.fill_null(found, -1).to_numpy(), dtype=np.int32)
