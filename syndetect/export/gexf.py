"""The graph of derivations as GEXF 1.2, with times: in Gephi the timeline shows a story spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import pyarrow as pa

from syndetect.export.graphml import written
from syndetect.export.network import EDGE_FACTS, NODE_FACTS, Network

if TYPE_CHECKING:
    from syndetect.export import Results

_TYPES = {str: "string", bool: "boolean", int: "integer", float: "double"}
_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
  <meta><creator>syndetect</creator></meta>
"""
_MONTH, _DAY = len("2025-03"), len("2025-03-18")


def document(findings: Results) -> Iterator[str]:
    """``Network(findings)`` as one GEXF document; facts that are not known are left out.

    A node begins to be when it was published, and does not end; one without a date is always
    there. Edges have the probability as weight. Without any date the graph is static.
    """
    yield _HEAD
    # "date" and not "dateTime", which networkx cannot read; Gephi reads the hours with either.
    mode = 'mode="dynamic" timeformat="date"' if _dated(findings) else 'mode="static"'
    yield f'  <graph defaultedgetype="directed" {mode}>\n'
    for owner, fields in (("node", NODE_FACTS), ("edge", EDGE_FACTS)):
        yield f'    <attributes class="{owner}" mode="static">\n'
        for name, kind in fields.items():
            yield f'      <attribute id="{owner}_{name}" title="{name}" type="{_TYPES[kind]}"/>\n'
        yield "    </attributes>\n"
    network = Network(findings)
    yield "    <nodes>\n"
    for node in network.nodes():
        begin = start(node.facts.get("published"))
        time = f' start="{begin}"' if begin else ""
        label = " ".join(node.facts.get("headline", "").split()) or node.name
        head = f"id={quoteattr(node.name)} label={quoteattr(label)}{time}"
        yield f"      <node {head}>{_values('node', node.facts)}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    for at, edge in enumerate(network.edges()):
        ends = f"source={quoteattr(edge.parent)} target={quoteattr(edge.child)}"
        weight = edge.facts.get("probability", 0.0)
        head = f'id="{at}" {ends} weight="{weight}"'
        yield f"      <edge {head}>{_values('edge', edge.facts)}</edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def start(published: str | None) -> str | None:
    """*published* as ``xs:date`` or ``xs:dateTime``: the first moment that it may mean.

    In UTC where the zone is known, and without a zone otherwise. None for what is no date.
    >>> start("2025-03"), start("2025-03-18T14:05+01:00")
    ('2025-03-01', '2025-03-18T13:05:00+00:00')
    """
    text = published or ""
    try:
        if len(text) <= _DAY:
            return date.fromisoformat(f"{text}-01" if len(text) == _MONTH else text).isoformat()
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
        return moment.isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def _dated(findings: Results) -> bool:
    columns: tuple[pa.ChunkedArray, ...] = (
        findings.articles["published"],
        findings.sources["published"],
    )
    return any(start(one) for column in columns for one in column.unique().to_pylist())


def _values(owner: str, facts: Mapping[str, Any]) -> str:
    values = "".join(
        f'<attvalue for="{owner}_{name}" value={quoteattr(written(value))}/>'
        for name, value in facts.items()
    )
    return f"<attvalues>{values}</attvalues>"
