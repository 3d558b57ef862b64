"""The graph of derivations as GraphML, for yEd, Gephi, Cytoscape and networkx."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from syndetect.export.network import EDGE_FACTS, NODE_FACTS, Columns, Network

if TYPE_CHECKING:
    from syndetect.export import Results

_TYPES = {str: "string", bool: "boolean", int: "int", float: "double"}
_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def document(findings: Results) -> Iterator[str]:
    """``Network(findings)`` as one GraphML document; facts that are not known are left out.

    Keys are named ``node_kind``, ``edge_order`` and so on: an id counts once in a document.
    """
    yield _HEAD
    for owner, fields in (("node", NODE_FACTS), ("edge", EDGE_FACTS)):
        for name, kind in fields.items():
            yield (
                f'  <key id="{owner}_{name}" for="{owner}" attr.name="{name}" '
                f'attr.type="{_TYPES[kind]}"/>\n'
            )
    yield '  <graph edgedefault="directed">\n'
    network = Network(findings)
    for names, told in network.node_columns():
        for name, data in zip(names, _data("node", told, len(names)), strict=True):
            yield f"    <node id={quoteattr(name)}>{data}</node>\n"
    for parents, children, told in network.edge_columns():
        edges = zip(parents, children, _data("edge", told, len(parents)), strict=True)
        for parent, child, data in edges:
            ends = f"source={quoteattr(parent)} target={quoteattr(child)}"
            yield f"    <edge {ends}>{data}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _data(owner: str, told: Columns, rows: int) -> Iterator[str]:
    """The facts of each of some *rows*."""
    columns = [_elements(f"{owner}_{name}", values) for name, values in told.items()]
    return map("".join, zip(*columns, strict=True)) if columns else iter([""] * rows)


def _elements(key: str, values: Sequence[Any]) -> list[str]:
    texts = [one if type(one) is str else "" if one is None else written(one) for one in values]
    together = "".join(texts)
    if any(mark in together for mark in "&<>"):
        texts = [escape(text) for text in texts]
    told = zip(values, texts, strict=True)
    return ["" if one is None else f'<data key="{key}">{text}</data>' for one, text in told]


def written(value: Any) -> str:
    """A fact as XML has it: booleans in small letters."""
    return str(value).lower() if isinstance(value, bool) else str(value)
