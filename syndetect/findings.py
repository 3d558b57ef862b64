"""What a scan found: tables with ids, questions one may ask of them, and the way to disk."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema, store
from syndetect.errors import UsageError
from syndetect.explanation import Explanation, explain_pair, turned
from syndetect.export import export
from syndetect.model import (
    Article,
    Evidence,
    Passage,
    PassageKind,
    Relation,
    RelationKind,
    Span,
    Trust,
)
from syndetect.provenance import flows
from syndetect.provenance.graph import ProvenanceGraph
from syndetect.provenance.lineage import SOURCE
from syndetect.provenance.roots import above
from syndetect.stored import Rows, Stored, parts_of, rows_of, where

_MANY = 4096  # relations made of rows at a time
_AROUND = frozenset(name for name, _ in (*schema.RELATION_HEAD, *schema.RELATION_TAIL))


@dataclass(frozen=True, repr=False)
class Findings:
    """All that a scan found, as tables of ``schema.RESULT_*``; ids, never ordinals.

    ``bodies`` and ``related`` are ``texts`` and ``relations`` wherever they lie: in a file, of a
    large collection or an opened result, and read when asked for. ``bodies`` is None where texts
    were left out. ``summary`` has ``version``, ``settings``, ``settings_digest``, ``counts``,
    ``skipped`` and ``dropped``.
    """

    articles: pa.Table
    bodies: Rows | None
    credits: pa.Table
    furniture: pa.Table
    related: Rows
    derivations: pa.Table
    sources: pa.Table
    events: pa.Table
    families: pa.Table
    summary: Mapping[str, Any]

    def __repr__(self) -> str:
        parts = ("relations", "derivations", "events", "unseen sources")
        tables = (self.related, self.derivations, self.events, self.sources)
        sizes = (f"{table.num_rows} {name}" for table, name in zip(tables, parts, strict=True))
        return f"Findings of {self.articles.num_rows} articles: {', '.join(sizes)}"

    def save(self, folder: str | Path, *, texts: bool = True) -> None:
        """Write the result folder, whole or not at all; an older result there is replaced.

        Without *texts*, ``texts.parquet`` is left out, and ``explain`` then shows offsets only.
        Raises UsageError where the folder holds anything else, or cannot be written.
        """
        told = self if texts else replace(self, bodies=None)
        tables: dict[str, Rows] = {name: getattr(told, name) for name in store.LINES}
        tables["relations"] = told.related
        if told.bodies is not None:
            tables["texts"] = told.bodies
        store.write(Path(folder), tables, export(told, "graphml"), self.summary)

    @classmethod
    def open(cls, folder: str | Path) -> Findings:
        """Read what ``save`` wrote. Numbers in JSON Lines come back with six digits.

        Raises ResultError where the folder is missing, no result, not whole or of a later form.
        """
        tables, summary = store.read(Path(folder))
        bodies, related = tables.pop("texts", None), tables.pop("relations")
        return cls(**tables, bodies=bodies, related=related, summary=summary)

    @cached_property
    def relations(self) -> pa.Table:
        """Every pair that was compared, in memory: one float64 column a signal between
        ``RELATION_HEAD`` and ``RELATION_TAIL``. Of a large collection rather ask for one
        ``relation``, or for ``relations_of`` a kind.
        """
        return self.related.table() if isinstance(self.related, Stored) else self.related

    @cached_property
    def texts(self) -> pa.Table | None:
        """Every text, in memory: ``schema.RESULT_TEXTS``; None where they were left out. Of a large
        collection rather ask for one ``article``.
        """
        return None if self.bodies is None else self.bodies.select(schema.RESULT_TEXTS.names)

    def article(self, article_id: str) -> Article:
        """One article; its body is empty where texts were left out.

        Raises UsageError for an id that is not there, naming ids like it.
        """
        place = self._row(article_id)
        row = self.articles.slice(place, 1).to_pylist()[0]
        trust = row["published_trust"]
        return Article(
            id=row["id"],
            body=self._body(article_id, place) or "",
            headline=row["headline"],
            outlet=row["outlet"],
            url=row["url"],
            published=row["published"],
            published_trust=None if trust is None else Trust(trust),
            language=row["language"],
            path=row["path"],
            row=row["row"],
        )

    def relation(self, left_id: str, right_id: str) -> Relation | None:
        """How two articles relate, with *left_id* on the left; None if they were not compared.

        Raises UsageError for an id that is not there.
        """
        self._row(left_id), self._row(right_id)
        for ends in ((left_id, right_id), (right_id, left_id)):
            rows = where(self.related, dict(zip(("left", "right"), ends, strict=True)))
            if rows.num_rows:
                found = self._relation(rows.slice(0, 1).to_pylist()[0])
                return found if found.left == left_id else turned(found)
        return None

    def relations_of(self, kind: RelationKind) -> Iterator[Relation]:
        """Every relation of one kind, in the order of the table."""
        begin = 0
        for part in parts_of(self.related, ["kind"]):
            found = begin + np.flatnonzero(pc.equal(part["kind"], str(kind)).to_numpy())
            begin += part.num_rows
            for at in range(0, len(found), _MANY):
                some = rows_of(self.related, found[at : at + _MANY], self.related.column_names)
                yield from map(self._relation, some.to_pylist())

    def relations_with(self, article_id: str) -> Iterator[Relation]:
        """Every relation of one article, which stands on the left, in the order of the table.

        Raises UsageError for an id that is not there.
        """
        self._row(article_id)
        for part in parts_of(self.related):
            ends = [pc.equal(part[side], article_id) for side in ("left", "right")]
            for row in part.filter(pc.or_(*ends)).to_pylist():
                found = self._relation(row)
                yield found if found.left == article_id else turned(found)

    def near_duplicates(self) -> list[tuple[str, ...]]:
        """Groups of near-identical articles, each sorted, by their first id."""
        groups: dict[str, list[str]] = {}
        columns = (self.articles.column(name).to_pylist() for name in ("id", "group"))
        for article, group in zip(*columns, strict=True):
            if group is not None:
                groups.setdefault(group, []).append(article)
        return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)

    @cached_property
    def graph(self) -> ProvenanceGraph:
        """Who has its text from whom."""
        return ProvenanceGraph(self.articles, self.derivations, self.sources, self.events)

    @cached_property
    def flows(self) -> pa.Table:
        """Which outlets and agencies feed which outlets, across events: ``schema.RESULT_FLOWS``."""
        return flows.flows(self.articles, self.derivations, self.sources)

    def explain(self, left_id: str, right_id: str) -> Explanation:
        """All there is to say about two articles; ``relation`` is None if they were not compared.

        Raises UsageError for an id that is not there, and for one that is given twice.
        """
        if left_id == right_id:
            raise UsageError(f"{left_id} is named twice: name two articles")
        rows = [
            self.articles.slice(self._row(one), 1).to_pylist()[0] for one in (left_id, right_id)
        ]
        identical = rows[0]["copy_of"] is not None and rows[0]["copy_of"] == rows[1]["copy_of"]
        graph = self._above(left_id, right_id)
        directions = graph.path(left_id, right_id)
        named = {one.parent for one in directions if one.parent_kind == SOURCE}
        made = explain_pair(
            self.article(left_id), self.article(right_id), self.relation(left_id, right_id),
            texts=self.bodies is not None,
        )  # fmt: skip
        return replace(
            made,
            identical=identical,
            directions=directions,
            sources=tuple(one for name, one in graph.sources.items() if name in named),
        )

    def rejudge(self, changes: Mapping[str, Any]) -> Findings:
        """These findings under other settings (``{"verdict.derived": 0.7}``), nothing compared
        again. Raises SettingsError for a setting that only a new scan can honour.
        """
        from syndetect.rejudge import rejudge

        return rejudge(self, changes)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.articles.column("id").to_pylist())}

    def _row(self, article_id: str) -> int:
        row = self._rows.get(article_id)
        if row is None:
            raise UsageError(f"there is no article {article_id!r}{_near(article_id, self._rows)}")
        return row

    def _above(self, *names: str) -> ProvenanceGraph:
        """What leads up from some articles, of the whole graph."""
        ids = self.articles.column("id")
        articles, joins = above(ids, self.derivations, names)
        derivations = schema.rows_of(self.derivations, joins)
        used = pc.is_in(self.sources["source"], value_set=derivations["parent"].combine_chunks())
        return ProvenanceGraph(
            schema.rows_of(self.articles, articles), derivations, self.sources.filter(used),
            self.events.slice(0, 0),
        )  # fmt: skip

    def _body(self, article_id: str, row: int) -> str | None:
        """The body of an article; the texts have the order of the articles, as a scan writes
        them, or another."""
        if self.bodies is None:
            return None
        found = []
        if row < self.bodies.num_rows:
            found = rows_of(self.bodies, np.array([row]), ["id", "body"]).to_pylist()
        if not found or found[0]["id"] != article_id:
            found = where(self.bodies, {"id": article_id}).to_pylist()
        return found[0]["body"] if found else None

    def _relation(self, row: Mapping[str, Any]) -> Relation:
        evidence = Evidence(
            left=row["left"],
            right=row["right"],
            signals={name: value for name, value in row.items() if name not in _AROUND},
            passages=tuple(_passage(one) for one in row["passages"] or ()),
        )
        kind = RelationKind(row["kind"])
        return Relation(row["left"], row["right"], kind, row["probability"], evidence)


def _near(sought: str, known: Mapping[str, int]) -> str:
    """Ids like *sought*, as the end of a message."""
    parts = [name for name in known if sought and sought.casefold() in name.casefold()]
    # difflib is slow on many ids: those that hold the sought one come first, and may do.
    near = sorted(parts)[:5] or difflib.get_close_matches(sought, list(known)[:20_000], n=5)
    if not near:
        return ": ids stand in articles.jsonl"
    return ". Did you mean " + " or ".join(repr(name) for name in near) + "?"


def _passage(row: Mapping[str, Any]) -> Passage:
    return Passage(
        left=Span(row["left_begin"], row["left_end"]),
        right=Span(row["right_begin"], row["right_end"]),
        kind=PassageKind(row["kind"]),
        words=row["words"],
    )
