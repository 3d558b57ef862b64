"""The graph of derivations as GraphML, for yEd, Gephi, Cytoscape and networkx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from syndetect.export.network import EDGE_FACTS, NODE_FACTS, Network

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
    for node in network.nodes():
        yield f"    <node id={quoteattr(node.name)}>{_data('node', node.facts)}</node>\n"
    for edge in network.edges():
        ends = f"source={quoteattr(edge.parent)} target={quoteattr(edge.child)}"
        yield f"    <edge {ends}>{_data('edge', edge.facts)}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _data(owner: str, facts: Mapping[str, Any]) -> str:
    return "".join(
        [
            f'<data key="{owner}_{name}">{_escaped(written(value))}</data>'
            for name, value in facts.items()
        ]
    )


def _escaped(text: str) -> str:
    return escape(text) if "&" in text or "<" in text or ">" in text else text


def written(value: Any) -> str:
    """A fact as XML has it: booleans in small letters."""
    return str(value).lower() if isinstance(value, bool) else str(value)
