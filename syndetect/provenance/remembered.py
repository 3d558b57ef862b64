"""What an earlier history found of families and events, for one that goes on from it.

Of a collection that has grown by little nearly all families and events are as they were. What was
found of them is kept under their keys (``keys.py``), with ids instead of ordinals, and holds for
one version of the code. An article that is alone is looked at anew: that costs no more than to
know it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.engines.contract import Engine
from syndetect.errors import ResultError
from syndetect.provenance.choosing import Chosen, Families, chosen
from syndetect.provenance.keys import of_events, of_families
from syndetect.provenance.placing import CHOICES, Placed
from syndetect.provenance.ties import Flags
from syndetect.provenance.voices import Ends, by_name, events_among, events_of_one, of_several
from syndetect.provenance.witnesses import Witnesses

_KEY = ("key", pa.uint64())
FAMILIES = pa.schema(  # a row for each article that was asked for its parents
    [_KEY, ("id", pa.string()), ("nobody", pa.float64()), ("left_out", pa.int64())]
)
PARENTS = pa.schema(  # ``placing.CHOICES`` by ids
    [
        _KEY,
        *(
            pa.field(one.name, {"siblings": pa.list_(pa.string())}.get(one.name, pa.string()))
            if one.name in ("child", "article", "kin", "siblings")
            else one
            for one in CHOICES
        ),
    ]
)
EVENTS = pa.schema([_KEY, *schema.RESULT_EVENTS])


@dataclass(frozen=True, slots=True)
class Remembered:
    """Outcomes by keys: *families* (``FAMILIES``) and their *parents* (``PARENTS``), *events* of
    several articles (``EVENTS``).
    """

    families: pa.Table
    parents: pa.Table
    events: pa.Table

    @classmethod
    def nothing(cls) -> Remembered:
        """What is remembered before the first history."""
        return cls(FAMILIES.empty_table(), PARENTS.empty_table(), EVENTS.empty_table())

    @classmethod
    def of(cls, tables: Mapping[str, pa.Table]) -> Remembered:
        """Outcomes out of the tables that ``tables`` gave, their rows in any order."""
        return cls(**{one.name: tables[one.name] for one in fields(cls)})

    def tables(self) -> dict[str, pa.Table]:
        """Outcomes as tables by name, each with a ``key``, to be kept."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def parents_anew(given: Families, engine: Engine, known: Remembered) -> tuple[Chosen, Remembered]:
    """The parents of all that are asked; of families whose outcome is *known* they are not sought
    again. With them what is known now, and no more, of families and parents."""
    lasting = given.sizes() > 1
    lasting[given.copies.heads] = True
    keys = of_families(given, lasting & given.asked)
    again = _among(keys, known.families.column("key"))
    found = Chosen.joined(
        [
            *chosen(given, given.asked & ~again, engine),
            _recalled(known, keys[again], given.witnesses.ids),
        ],
        len(keys),
    )
    return found, _kept(given, keys, found)


def events_anew(
    witnesses: Witnesses,
    labels: schema.I32,
    ends: Ends,
    sources: pa.Table,
    engine: Engine,
    known: Remembered,
) -> tuple[pa.Table, pa.Table]:
    """``voices.events_of``, where events that are *known* are not judged again; and what is known
    now (``EVENTS``). *sources* is ``schema.RESULT_SOURCES``."""
    several = of_several(labels)
    keys = of_events(witnesses, labels, ends, sources, np.flatnonzero(several))
    again = _among(keys, known.events.column("key"))
    agencies = sources.column("agency").combine_chunks()
    judged = events_among(several & ~again, witnesses, labels, ends, agencies, engine)
    recalled = _of_keys(known.events, keys[again]).drop_columns("key")
    of_many = by_name([judged, recalled])
    first = schema.places(
        pc.list_element(of_many.column("articles"), 0), witnesses.table.column("id")
    )
    kept = schema.build(
        EVENTS,
        {"key": keys[first], **{name: of_many.column(name) for name in of_many.column_names}},
    )
    return by_name([of_many, events_of_one(witnesses, np.flatnonzero(~several), ends)]), kept


def _among(keys: schema.U64, known: pa.ChunkedArray) -> Flags:
    """Which of *keys* are *known*; 0 is none."""
    there = pc.is_in(pa.array(keys), value_set=known).to_numpy(zero_copy_only=False)
    found: Flags = there & (keys != 0)
    return found


def _of_keys(table: pa.Table, keys: schema.U64) -> pa.Table:
    """The rows of *table* with one of *keys*, in one chunk a column."""
    some = pa.array(keys).unique()
    return table.filter(pc.is_in(table.column("key"), value_set=some)).combine_chunks()


def _recalled(known: Remembered, keys: schema.U64, ids: pa.Array) -> Placed:
    """What is *known* of the families of such *keys*, by ordinals."""
    families, choices = _of_keys(known.families, keys), _of_keys(known.parents, keys)
    named = [choices.column(name) for name in ("child", "article", "kin")]
    listed = pc.list_flatten(choices.column("siblings"))
    articles, child, article, kin, others = _places([families.column("id"), *named, listed], ids)
    table = schema.build(
        CHOICES,
        {
            **{name: choices.column(name) for name in CHOICES.names},
            "child": child,
            "article": article,
            "kin": kin,
            "siblings": _lists(choices, others),
        },
    )
    at: schema.I64 = articles.to_numpy().astype(np.int64)
    return Placed(table, at, schema.plain(families, "nobody"), schema.plain(families, "left_out"))


def _places(columns: list[pa.Array | pa.ChunkedArray], ids: pa.Array) -> list[pa.Array]:
    """The ordinals of the articles that *columns* name, null where they name none."""
    chunks = [chunk for one in columns for chunk in getattr(one, "chunks", [one])]
    names = pa.chunked_array(chunks, pa.string())
    found = pc.index_in(names, value_set=ids).combine_chunks()
    if found.null_count > names.null_count:
        raise ResultError(
            "what is remembered of an earlier history names articles that are not there: forget it"
        )
    ends = np.cumsum([0, *map(len, columns)]).tolist()
    return [found.slice(a, b - a) for a, b in pairwise(ends)]


def _lists(choices: pa.Table, siblings: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The *siblings* of each of *choices*, which name them otherwise."""
    bounds = np.concatenate([[0], np.cumsum(schema.lengths(choices, "siblings"))])
    if isinstance(siblings, pa.ChunkedArray):
        siblings = siblings.combine_chunks()
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), siblings)


def _kept(given: Families, keys: schema.U64, found: Chosen) -> Remembered:
    """What was *found* of families that have *keys*."""
    ids = given.witnesses.ids
    articles = np.flatnonzero(keys)
    families = {
        "key": keys[articles],
        "id": ids.take(pa.array(articles)),
        "nobody": found.nobody[articles],
        "left_out": found.left_out[articles],
    }
    whole = keys.copy()
    whole[given.copies.others] = keys[given.copies.of_each()]
    key: npt.NDArray[np.uint64] = whole[schema.plain(found.choices, "child")]
    choices = schema.rows_of(found.choices, np.flatnonzero(key))
    named = {name: ids.take(choices.column(name)) for name in ("child", "article", "kin")}
    named["siblings"] = _lists(choices, ids.take(pc.list_flatten(choices.column("siblings"))))
    told = {name: choices.column(name) for name in CHOICES.names} | named
    return Remembered(
        schema.build(FAMILIES, families),
        schema.build(PARENTS, {"key": key[key != 0], **told}),
        EVENTS.empty_table(),
    )
