"""Every table of an archive's file, in Arrow and in SQL.

What people ask stands in the main schema (``views``). What that is made of, and what a run needs to
go on, stands in the schema ``kept``, where an article is its *serial*: the number of its arrival,
which no other gets, even when it is removed.
"""

from __future__ import annotations

import pyarrow as pa

from syndetect import marked, schema
from syndetect.evidence import context, ledger, requoted
from syndetect.provenance import remembered
from syndetect.stages.reading import LOOKS
from syndetect.text.lexicon import KEYED

FORMAT = 3  # of the file: raised with every change of what follows, see ``file.MIGRATIONS``

_SERIAL = ("serial", pa.int32())
_PAIR = (("left", pa.int32()), ("right", pa.int32()))

GIVEN = pa.schema(
    [
        _SERIAL,
        ("batch", pa.int32()),  # number of the ``add`` that brought it
        ("name", pa.string()),  # the id it came with
        ("version", pa.int32()),  # 1, or more for other content of the same id
        ("content", pa.uint64()),  # digest of what the article says
        *schema.ARTICLES,
    ]
)
# Where the date that an article tells was not declared: what its digest is crossed with.
TRUSTED = {"url": 0x5BD1E9955BD1E995, "dateline": 0x27D4EB2F165667C5}
# Versions that were removed while others of their name are there: their numbers are given.
RETIRED = pa.schema([GIVEN.field(name) for name in ("name", "version", "content")])
# What a run tells of an article, of the columns of a result.
READ = (
    "words", "role", "group", "event", "family", "origin", "origin_kind", "origin_probability",
    "depth", "copy_of", "invisible", "signs", "forms",
)  # fmt: skip
PLACED = pa.schema(
    [
        _SERIAL,
        ("spoken", pa.string()),  # the language that it was read in
        *(schema.RESULT_ARTICLES.field(name) for name in READ),
    ]
)
STANDING = pa.schema(
    [
        _SERIAL,
        ("asides", pa.uint64()),  # digest of the spans that are no words of the story
        ("context", pa.uint64()),  # of what surrounds it: ``evidence.context``
        ("scattered", pa.bool_()),
        ("begin", pa.int64()),  # earliest and latest POSIX second
        ("end", pa.int64()),
        ("least", pa.float64()),  # likeness by terms of the last neighbour that it has kept
        ("seeds", pa.int32()),  # how many it has
        ("seat", pa.int32()),  # what ``postings`` call it: another when its seeds are others
    ]
)
LINES = pa.schema([("key", pa.uint64()), ("unrelated", pa.int32())])  # that outlets repeat
LEXICON = pa.schema([("place", pa.int32()), *KEYED])  # by which readings call each spelling
READINGS = pa.schema([_SERIAL, *schema.PACKED])  # places as ``steps``
LOOKED = pa.schema([_SERIAL, *LOOKS])
MARKED = pa.schema([_SERIAL, marked.TABLE.field("furniture")])
SKETCHES = pa.schema(
    [
        _SERIAL,
        ("identity", pa.uint64()),
        ("shingles", pa.int32()),  # how many it has
        schema.FINGERPRINTS.field("minima"),
    ]
)
TERMS = pa.schema([_SERIAL, *schema.TERMS])
LEDGER = ledger.LEDGER
VERDICTS = pa.schema(
    [
        *_PAIR,
        ("of_left", pa.int32()),  # the pair of the ledger that stands for it
        ("of_right", pa.int32()),
        ("turned", pa.bool_()),  # the left of that is the right here
        ("kind", pa.string()),
        ("probability", pa.float64()),
        ("same_outlet", pa.bool_()),
        ("found_by", pa.string()),
        ("passages", schema.PASSAGES),
    ]
)
DERIVED = pa.schema(
    [*schema.RESULT_DERIVATIONS, ("origin", pa.string()), ("origin_kind", pa.string())]
)  # as ``flows`` calls the parent
BATCHES = pa.schema([("batch", pa.int32()), ("account", pa.string())])
FACTS = pa.schema([("name", pa.string()), ("value", pa.string())])

# See ``postings``.
POSTINGS = """
create table kept.posting_parts (
    part integer not null,      -- number of the write or the merge that made it
    bits integer not null,      -- how many leading bits of a seed name its bucket
    shift integer not null,     -- how many low bits of an entry name its article
    base integer not null,      -- the serial from which these count
    entries bigint not null
);
create table kept.postings (
    bucket integer not null,    -- 2**bits, and the leading bits of the seeds in it
    part integer not null,
    entries blob not null       -- ascending; little-endian, as wide as the part's bits make them
);
create index postings_bucket on kept.postings (bucket);
create table kept.posting_gone (article integer not null);  -- serials that are found no more
"""
OF_POSTINGS = ("posting_parts", "postings", "posting_gone")

# What was judged, under the keys of what it hangs on.
OUTCOMES = {
    "families": remembered.FAMILIES,
    "parents": remembered.PARENTS,
    "events": remembered.EVENTS,
    "quotations": requoted.REMEMBERED,
}
_UNDER = {"families": "id", "parents": "child", "events": "event", "quotations": "id"}

TABLES = {
    "facts": FACTS,
    "batches": BATCHES,
    "given": GIVEN,
    "retired": RETIRED,
    "looks": LOOKED,
    "readings": READINGS,
    "lexicon": LEXICON,
    "sketches": SKETCHES,
    "terms": TERMS,
    "standing": STANDING,
    "stock": context.STOCK,
    "lines": LINES,
    "marks": MARKED,
    "ledger": LEDGER,
    "verdicts": VERDICTS,
    "placed": PLACED,
    "derivations": DERIVED,
    "sources": schema.RESULT_SOURCES,
    "events": schema.RESULT_EVENTS,
    "families": schema.RESULT_FAMILIES,
    **{f"judged_{name}": declared for name, declared in OUTCOMES.items()},
}
# The columns that name a row; tables without are only added to, or written anew.
KEYS = {
    "marks": ("serial",),
    "standing": ("serial",),
    "stock": ("outlet",),
    "lines": ("key",),
    "verdicts": ("left", "right"),
    "placed": ("serial",),
    "derivations": ("child", "order"),
    "sources": ("source",),
    "events": ("event",),
    "families": ("family",),
    **{f"judged_{name}": ("key", of) for name, of in _UNDER.items()},
    "judged_parents": ("key", "child", "order"),
}
_BY_SERIAL = (
    "given",
    "looks",
    "readings",
    "sketches",
    "terms",
    "placed",
)  # of which some rows are looked up


_PACKED = {("given", "body"): " USING COMPRESSION zstd"}  # where others than by default


def statements() -> list[str]:
    """What makes the tables of an empty archive."""
    made = ["CREATE SCHEMA kept"]
    for name, declared in TABLES.items():
        columns = ", ".join(
            f'"{one.name}" {sql_type(one.type)}{_PACKED.get((name, one.name), "")}'
            for one in declared
        )
        made.append(f"CREATE TABLE kept.{name} ({columns})")
    made.append(POSTINGS)
    return made + [f"CREATE INDEX {name}_serial ON kept.{name} (serial)" for name in _BY_SERIAL]


def sql_type(kind: pa.DataType) -> str:
    """The SQL name of an Arrow type."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"{sql_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        return "STRUCT(" + ", ".join(f'"{one.name}" {sql_type(one.type)}' for one in kind) + ")"
    return _NAMES[kind]


_NAMES = {
    pa.string(): "VARCHAR",
    pa.large_string(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.float64(): "DOUBLE",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.uint8(): "UTINYINT",
    pa.uint32(): "UINTEGER",
    pa.uint64(): "UBIGINT",
}
