"""What comes to an archive: which articles are new, which are new versions, and which are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from xxhash import xxh3_64_intdigest

from syndetect import schema
from syndetect.archive import facts
from syndetect.archive.file import as_json
from syndetect.archive.rows import fetch
from syndetect.archive.tables import GIVEN
from syndetect.ingest.articles import Articles
from syndetect.model import Trust

# What an article says. The clock of a page or a file, the crawler's, and where it lay say nothing.
_CONTENT = ("body", "headline", "byline", "outlet", "url", "language", "declared_sources")
_CLOCKS = (Trust.PAGE.value, Trust.FILE.value)
_KNOWN = pa.schema([GIVEN.field(name) for name in ("serial", "id", "name", "version", "content")])


@dataclass(frozen=True, slots=True)
class Arriving:
    """The rows of ``tables.GIVEN`` that are new; how many articles were there already, and which
    of the new are versions of an earlier one. Where any is new, it has the number of its batch."""

    rows: pa.Table
    unchanged: int
    versions: tuple[str, ...]


def arriving(con: Any, articles: Articles) -> Arriving:
    """What of *articles*, which come in order of their ids, is not in the archive yet.

    The same id with the same content is there. With other content it is a new version: its id is
    the old one, "@" and a number.
    """
    known = fetch(con, f"SELECT {', '.join(_KNOWN.names)} FROM kept.given", _KNOWN)
    contents: dict[str, set[int]] = {}
    ids = set(known.column("id").to_pylist())
    named = pc.is_in(known.column("name"), value_set=articles.table.column("id").combine_chunks())
    some = known.filter(named).to_pydict()
    for name, content in zip(some["name"], some["content"], strict=True):
        contents.setdefault(name, set()).add(content)
    taken, renamed, told, versions = [], [], [], []
    for row, (name, content) in enumerate(digests(articles)):
        before = contents.setdefault(name, set())
        if content in before:
            continue
        version = len(before) + 1
        id = name
        while id in ids:
            id, version = f"{name}@{max(version, 2)}", max(version, 2) + 1
        before.add(content)
        ids.add(id)
        taken.append(row)
        renamed.append(id)
        told.append((name, len(before), content))
        versions += [id] if len(before) > 1 else []
    first, batch = (
        facts.take(con, "serials", len(taken)),
        1 + facts.take(con, "batches", bool(taken)),
    )
    rows = schema.rows_of(articles.table, np.array(taken, dtype=np.int64))
    names, numbers, said = zip(*told, strict=True) if told else ((), (), ())
    columns = {name: rows.column(name) for name in schema.ARTICLES.names} | {
        "id": renamed,
        "serial": np.arange(first, first + len(taken), dtype=np.int32),
        "batch": np.full(len(taken), batch, dtype=np.int32),
        "name": list(names),
        "version": np.array(numbers, dtype=np.int32),
        "content": np.array(said, dtype=np.uint64),
    }
    made = schema.build(GIVEN, columns)
    return Arriving(made, len(articles) - len(taken), tuple(versions))


def digests(articles: Articles) -> Iterator[tuple[str, int]]:
    """The id of each article, and a digest of what it says."""
    for article in articles:
        content = [getattr(article, name) for name in _CONTENT]
        trust = article.published_trust
        content.append(None if trust in _CLOCKS else article.published)
        told = as_json(content).encode("utf-8", "surrogatepass")
        yield article.id, int(xxh3_64_intdigest(told))
