"""The graph of derivations as GraphML, for Gephi, yEd and networkx.

XML cannot hold control characters and lone surrogates: they become visible escapes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import networkx as nx

from syndetect.export.jsonlines import dump, rounded
from syndetect.export.openings import headlines

if TYPE_CHECKING:
    from syndetect.export import Results

# What XML 1.0 has no character for; and the carriage return, which readers turn into a newline.
_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(findings: Results) -> Iterator[str]:
    """``graph(findings)`` as one GraphML document."""
    from networkx.readwrite.graphml import GraphMLWriter

    buffer = io.BytesIO()
    GraphMLWriter(graph(findings), named_key_ids=True).dump(buffer)
    yield buffer.getvalue().decode("utf-8") + "\n"


def graph(findings: Results) -> nx.DiGraph:
    """Articles, then sources, as nodes; an edge from parent to child for each derivation.

    Nodes have ``kind`` (article, source), ``outlet`` (of a source: its agency), ``headline`` (or
    the line that opens the text), ``published``, ``role``, ``event``, ``family`` and ``url``;
    edges have ``relation``, ``probability``, ``decided`` and ``reasons`` (a JSON list). What is not
    known is left out. A source that is called like an article gets "source:" before its name.
    """
    made = nx.DiGraph()
    names: dict[tuple[str, str], str] = {}
    called = headlines(findings)
    for row in findings.articles.to_pylist():
        row["headline"] = called.get(row["id"])
        name = names["article", row["id"]] = _unused(made, _legal(row["id"]), "article:")
        fields = ("outlet", "headline", "published", "role", "event", "family", "url")
        made.add_node(name, kind="article", **_known(row, fields))
    for row in findings.sources.to_pylist():
        name = names["source", row["source"]] = _unused(made, _legal(row["source"]), "source:")
        agency = {"outlet": _legal(row["agency"])} if row["agency"] else {}
        made.add_node(name, kind="source", **agency, **_known(row, ("published", "url")))
    for row in findings.derivations.to_pylist():
        parent = names.get((row["parent_kind"], row["parent"]))
        child = names.get(("article", row["child"]))
        if parent is not None and child is not None:
            made.add_edge(
                parent,
                child,
                relation=row["relation"],
                probability=rounded(row["probability"]),
                decided=bool(row["decided"]),
                reasons=_legal(dump(row["reasons"] or [])),
            )
    return made


def _unused(made: nx.DiGraph, name: str, prefix: str) -> str:
    while name in made:
        name = prefix + name
    return name


def _known(row: dict[str, Any], fields: tuple[str, ...]) -> dict[str, str]:
    return {field: _legal(row[field]) for field in fields if row[field] is not None}


def _legal(text: str) -> str:
    return _ILLEGAL.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
