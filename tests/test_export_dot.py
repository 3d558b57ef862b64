"""DOT: read back by the grammar of Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
from conftest import NAMELESS, REUTERS
from test_export import HAULIERS, ODD, WIRE, bare, edged, renamed, text, with_column, with_columns

from syndetect.findings import Findings


@dataclass
class Drawing:
    """What Graphviz understands of a drawing: nodes, arrows and boxes with their attributes."""

    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    arrows: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    boxes: dict[str, list[str]] = field(default_factory=dict)  # label: nodes
    outside: list[str] = field(default_factory=list)


# A string ends with a quote that no backslash stands before; in it, pairs of them are passed.
_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[\w.]+|->|[][{}=;,])', re.DOTALL)


def tokens(source: str) -> Iterator[str]:
    at = 0
    while source[at:].strip():
        found = _TOKEN.match(source, at)
        assert found, source[at : at + 80]
        yield found[1]
        at = found.end()


def drawn(findings: Findings) -> Drawing:
    """The DOT text of *findings*, read by the grammar of Graphviz as far as it is used here."""
    found, box = Drawing(), None
    line = tokens(text(findings, "dot"))
    assert [next(line) for _ in range(3)] == ["digraph", "syndetect", "{"]
    depth = 1
    for token in line:
        assert depth, "something follows the graph"
        if token == "subgraph":
            name, brace, label, equals, box, end = (next(line) for _ in range(6))
            assert name.startswith('"cluster_')
            assert (brace, label, equals, end) == ("{", "label", "=", ";")
            depth += 1
            assert box not in found.boxes
            found.boxes[box] = []
        elif token == "}":
            depth, box = depth - 1, None
        elif token in {"graph", "node", "edge"}:
            attributes(line, next(line))
        else:
            statement(found, token, line, box)
    assert depth == 0
    return found


def statement(found: Drawing, name: str, line: Iterator[str], box: str | None) -> None:
    after = next(line)
    if after == "->":
        ends = name_of(name), name_of(next(line))
        assert ends not in found.arrows
        found.arrows[ends] = attributes(line, next(line))
        return
    assert name_of(name) not in found.nodes
    found.nodes[name_of(name)] = attributes(line, after)
    (found.outside if box is None else found.boxes[box]).append(name_of(name))


def attributes(line: Iterator[str], bracket: str) -> dict[str, str]:
    assert bracket == "["
    found: dict[str, str] = {}
    end = ","
    while end == ",":
        name, equals, value, end = (next(line) for _ in range(4))
        assert equals == "="
        assert name not in found
        found[name] = meant(value)
    assert (end, next(line)) == ("]", ";")
    return found


def name_of(token: str) -> str:
    """An id, which has one escape: a quote after a backslash. A pair of backslashes is a pair."""
    return re.sub(r'\\(["\\])', lambda found: found[0].replace('\\"', '"'), token[1:-1])


def meant(token: str) -> str:
    """The value of an attribute, without quotes and escapes; line ends are left as they are."""
    return re.sub(r'\\(["\\])', r"\1", token[1:-1]) if token[0] == '"' else token


def test_every_event_is_a_box(findings: Findings) -> None:
    """One cluster an event, with its articles and voices; sources stand outside."""
    drawing = drawn(findings)
    boxes = {meant(label).split("\\n")[0]: len(held) for label, held in drawing.boxes.items()}
    assert boxes == {"event:cable": 3, "event:fog": 1, "event:strike": 11}
    assert {meant(label).split("\\n")[1] for label in drawing.boxes} == {
        "1 voice",
        "2 voices",
        "2 to 5 voices",
    }
    assert len(drawing.nodes) == findings.articles.num_rows + 2
    assert set(drawing.outside) == {REUTERS, NAMELESS}


def test_a_node_says_outlet_headline_and_date(findings: Findings) -> None:
    """Labels are for people, the id is the tooltip; sources are hollow and dashed."""
    found = drawn(findings).nodes
    wire, source = found[WIRE], found[REUTERS]
    assert wire["label"] == "Wire Room\\nFerry strike cuts off Ostrey\\n2025-03-18T06:40+00:00"
    assert wire["tooltip"] == WIRE
    assert wire["URL"].startswith("https://wire-room.example/")
    assert "style" not in wire
    assert (source["style"], source["fillcolor"]) == ("dashed", "none")
    assert source["label"] == "Reuters\\n2025-03-18"
    assert found[NAMELESS]["label"] == "unknown source"


def test_an_arrow_shows_how_sure_it_is(findings: Findings) -> None:
    """Likelier is thicker, undecided is dashed, a second parent has a hollow head."""
    count = findings.derivations.num_rows
    made = with_columns(
        findings,
        "derivations",
        order=(pa.int32(), [1] * (count - 1) + [2]),
        share=(pa.float64(), [None] * (count - 1) + [0.25]),
    )
    found = drawn(made).arrows
    assert list(found) == [(parent, child) for _, parent, child in edged(findings)]
    sure, unsure = found[WIRE, HAULIERS], found[WIRE, "lantern/walkout.html"]
    assert "style" not in sure
    assert unsure["style"] == "dashed"
    assert float(sure["penwidth"]) > float(unsure["penwidth"])
    assert sure["label"] == "partial 91%"
    second = found[edged(findings)[-1][1:]]
    assert second["arrowhead"] == "empty"
    assert second["label"] == "reprint 98%, 25% of it"
    assert "arrowhead" not in sure


def test_odd_ids_and_headlines_are_escaped(findings: Findings) -> None:
    """No quote, backslash, line end or entity breaks out of its string, or means something."""
    odd = renamed(findings, ODD)
    headline = 'He said "\\N" &amp; left\\'
    odd = with_column(odd, "articles", "headline", [headline] * odd.articles.num_rows)
    drawing = drawn(odd)
    assert len(drawing.nodes) == odd.articles.num_rows + 2
    assert len(drawing.boxes) == 3
    label = drawing.nodes[ODD[WIRE]]["label"]
    assert label.split("\\n")[1] == headline.replace("&", "&amp;")
    assert len(drawing.arrows) == odd.derivations.num_rows
    assert {end for ends in drawing.arrows for end in ends} <= set(drawing.nodes)
    assert (ODD[WIRE], r"a\nb") in drawing.arrows  # an id with a line end
    assert {r"a\nb", r"a\\nb", "a\\\\"} <= set(drawing.nodes)  # and with backslashes


def test_only_web_addresses_are_links(findings: Findings) -> None:
    """What a browser would run is no link in a drawing."""
    count = findings.articles.num_rows
    made = with_column(findings, "articles", "url", ["javascript:alert(1)"] * count)
    assert "javascript" not in text(made, "dot")
    assert drawn(bare(findings)).nodes[WIRE] == {"label": WIRE, "tooltip": WIRE}
