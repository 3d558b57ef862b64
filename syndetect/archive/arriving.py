"""What comes to an archive: which articles are new, which are new versions, and which are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from xxhash import xxh3_64_intdigest

from syndetect import schema
from syndetect.archive import facts
from syndetect.archive.file import as_json
from syndetect.archive.rows import delete, fetch, handed, stored
from syndetect.archive.tables import GIVEN, RETIRED, TRUSTED
from syndetect.ingest.articles import Articles
from syndetect.model import Article, Trust

# What an article says, with its date and where that is from. The clock of a page or a file, the
# crawler's, and where it lay say nothing.
_CONTENT = ("body", "headline", "byline", "outlet", "url", "language", "declared_sources")
_CLOCKS = (Trust.PAGE.value, Trust.FILE.value)
_KNOWN = pa.schema([GIVEN.field("id"), *RETIRED])


@dataclass(frozen=True, slots=True)
class Arriving:
    """The rows of ``tables.GIVEN`` that are new; how many articles were there already, and which
    of the new are versions of an earlier one. Where any is new, it has the number of its batch.
    ``retold`` are the versions that have the very text of an earlier one, with the names of the
    fields in which they differ from the version that is nearest."""

    rows: pa.Table
    unchanged: int
    versions: tuple[str, ...]
    retold: Mapping[str, tuple[str, ...]]


def arriving(con: Any, articles: Articles) -> Arriving:
    """What of *articles*, which come in order of their ids, is not in the archive yet.

    The same id with the same content is there. With other content it is a new version: its id is
    the old one, "@" and a number, which no other content of that id has had.
    """
    known = fetch(con, f"SELECT {', '.join(_KNOWN.names)} FROM kept.given", _KNOWN)
    ids = set(known.column("id").to_pylist())
    names = articles.table.column("id").combine_chunks()
    there = _numbers(known.filter(pc.is_in(known.column("name"), value_set=names)))
    gone = _numbers(pa.concat_tables([RETIRED.empty_table(), *stored(con, "retired")]))
    taken, renamed, told, versions = [], [], [], []
    for row, (name, content) in enumerate(digests(articles)):
        before = there.setdefault(name, {})
        if content in before:
            continue
        had = before | gone.get(name, {})
        last = max(had.values(), default=0)
        version = had.get(content, last + 1)
        while (id := f"{name}@{version}" if version > 1 else name) in ids:  # of another name, too
            version = max(version, last) + 1
        before[content] = version
        ids.add(id)
        taken.append(row)
        renamed.append(id)
        told.append((name, version, content))
        versions += [id] if version > 1 else []
    first, batch = (
        facts.take(con, "serials", len(taken)),
        1 + facts.take(con, "batches", bool(taken)),
    )
    rows = schema.rows_of(articles.table, np.array(taken, dtype=np.int64))
    called, numbers, said = zip(*told, strict=True) if told else ((), (), ())
    columns = {name: rows.column(name) for name in schema.ARTICLES.names} | {
        "id": renamed,
        "serial": np.arange(first, first + len(taken), dtype=np.int32),
        "batch": np.full(len(taken), batch, dtype=np.int32),
        "name": list(called),
        "version": np.array(numbers, dtype=np.int32),
        "content": np.array(said, dtype=np.uint64),
    }
    made = schema.build(GIVEN, columns)
    retold = _retold(con, made)
    delete(con, "retired", made.select(["name", "content"]))  # they are there again
    return Arriving(made, len(articles) - len(taken), tuple(versions), retold)


def _retold(con: Any, coming: pa.Table) -> dict[str, tuple[str, ...]]:
    """``Arriving.retold`` of the rows of ``tables.GIVEN`` that are *coming*."""
    later = coming.filter(pc.greater(coming.column("version"), 1))
    if not later.num_rows:
        return {}
    columns = ", ".join(f'"{name}"' for name in GIVEN.names)
    with handed(con, "later", later.select(["name", "body"])):
        there = fetch(
            con, f"SELECT {columns} FROM kept.given SEMI JOIN later USING (name, body)", GIVEN
        )
    known: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for name, version, said in _said_by(there):
        known.setdefault(name, []).append((version, said))
    found = {}
    ids = dict(zip(later.column("name").to_pylist(), later.column("id").to_pylist(), strict=True))
    for name, _, said in _said_by(later):
        others = [
            (tuple(one for one in said if said[one] != other[one]), version)
            for version, other in known.get(name, ())
        ]
        if others:
            found[ids[name]] = min(others, key=lambda one: (len(one[0]), one[1]))[0]
    return found


def _said_by(rows: pa.Table) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Name and version of rows of ``tables.GIVEN``, and what they say."""
    names, versions = (rows.column(name).to_pylist() for name in ("name", "version"))
    articles = Articles(rows.select(schema.ARTICLES.names))
    for name, version, article in zip(names, versions, articles, strict=True):
        yield name, version, _said(article)


def _numbers(versions: pa.Table) -> dict[str, dict[int, int]]:
    """Of each name the number of each content that it has."""
    found: dict[str, dict[int, int]] = {}
    columns = (versions.column(name).to_pylist() for name in RETIRED.names)
    for name, version, content in zip(*columns, strict=True):
        found.setdefault(name, {})[content] = version
    return found


def digests(articles: Articles) -> Iterator[tuple[str, int]]:
    """The id of each article, and a digest of what it says."""
    for article in articles:
        *content, trust = _said(article).values()
        told = as_json(content).encode("utf-8", "surrogatepass")
        yield article.id, int(xxh3_64_intdigest(told)) ^ TRUSTED.get(trust or "", 0)


def _said(article: Article) -> dict[str, Any]:
    """The content of an article, by its fields."""
    clock = article.published_trust in _CLOCKS
    said = {name: getattr(article, name) for name in _CONTENT}
    said["published"] = None if clock else article.published
    said["published_trust"] = None if clock else article.published_trust
    return said
