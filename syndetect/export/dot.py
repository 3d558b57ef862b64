"""The graph of derivations as a drawing in the DOT language, for Graphviz.

One box an event. Sources that are not in the collection are dashed ellipses, hollow; an arrow
runs from parent to child, thicker where it is likelier, dashed where it is undecided, with a
hollow head from a second parent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from syndetect.export.jsonlines import rows
from syndetect.export.network import Edge, Network, Node, legal

if TYPE_CHECKING:
    from syndetect.export import Results

_HEAD = """digraph syndetect {
  graph [rankdir=LR, fontname="Helvetica", style=rounded, color="#999999"];
  node [shape=box, style=filled, fillcolor="#e8eef7", fontname="Helvetica"];
  edge [fontname="Helvetica", fontsize=10];
"""
_SHOWN = 60  # characters of a headline
_THIN, _THICK = 0.5, 4.0  # points


def document(findings: Results) -> Iterator[str]:
    """``Network(findings)`` as one directed graph of the DOT language."""
    network = Network(findings)
    events = {legal(row["event"]): row for row in rows(findings.events)}
    yield _HEAD
    boxes, current = 0, None
    for node in network.nodes(by_event=True):
        event = node.facts.get("event")
        if event != current:
            if current is not None:
                yield "  }\n"
            if event is not None:
                boxes += 1
                label = _label(event, _voices(events.get(event)))
                yield f'  subgraph "cluster_{boxes}" {{\n    label={label};\n'
            current = event
        yield f"{'  ' if event is None else '    '}{_node(node)}\n"
    if current is not None:
        yield "  }\n"
    for edge in network.edges():
        yield f"  {_edge(edge)}\n"
    yield "}\n"


def _node(node: Node) -> str:
    facts = node.facts
    headline = facts.get("headline", "")
    if len(headline) > _SHOWN:
        headline = headline[: _SHOWN - 1] + "…"
    outlet = facts.get("outlet", "")
    if facts.get("kind") == "source":
        outlet = outlet or "unknown source"
    label = _label(outlet, headline or ("" if outlet else node.name), facts.get("published", ""))
    more = f"label={label}, tooltip={_label(node.name)}"
    if facts.get("url", "").startswith(("http://", "https://")):
        more += f", URL={_label(facts['url'])}"
    if facts.get("kind") == "source":
        more += ', shape=ellipse, style=dashed, fillcolor="none"'
    return f"{_name(node.name)} [{more}];"


def _edge(edge: Edge) -> str:
    facts = edge.facts
    probability = facts.get("probability", 0.0)
    share = f", {facts['share']:.0%} of it" if "share" in facts else ""
    label = _label(f"{facts.get('relation', '')} {min(probability, 0.99):.0%}{share}")
    width = _THIN + (_THICK - _THIN) * probability
    more = f"label={label}, penwidth={width:.2f}, tooltip={_label(facts['reasons'])}"
    if not facts["decided"]:
        more += ", style=dashed"
    if facts["order"] > 1:
        more += ", arrowhead=empty"
    return f"{_name(edge.parent)} -> {_name(edge.child)} [{more}];"


def _voices(event: Mapping[str, Any] | None) -> str:
    if event is None:
        return ""
    least, most = event["voices_least"], event["voices_most"]
    count = str(most) if least == most else f"{least} to {most}"
    return f"{count} voice{'s' if most != 1 else ''}"


def _name(text: str) -> str:
    r"""An id in quotes: only quotes end it, but a backslash must not stand before them."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _label(*lines: str) -> str:
    r"""Lines of text in quotes; ``\N`` and ``&amp;`` in them mean nothing."""
    found = [" ".join(line.split()) for line in lines]
    escaped = [
        line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
        for line in found
        if line
    ]
    return '"' + "\\n".join(escaped) + '"'
