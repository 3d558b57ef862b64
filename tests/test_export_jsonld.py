"""JSON-LD: articles in the words of schema.org."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pyarrow as pa
from conftest import BODIES, NAMELESS, REUTERS
from test_export import HAULIERS, ODD, WIRE, edged, renamed, text, with_columns

from syndetect import schema
from syndetect.export.claims import qualified, uri
from syndetect.findings import Findings

Node = dict[str, Any]


def graph(findings: Findings) -> dict[str, Node]:
    """Articles by their id of ours."""
    document = json.loads(text(findings, "json-ld"))
    assert document["@context"] == "https://schema.org"
    return {node["identifier"]: node for node in document["@graph"]}


def article(name: str) -> str:
    return uri(qualified("article", name))


def properties(nodes: list[Node]) -> dict[str, Any]:
    for node in nodes:
        assert node["@type"] == "PropertyValue"
        assert node["propertyID"] == f"urn:syndetect:terms:{node['name']}"
    return {node["name"]: node["value"] for node in nodes}


def sure(node: Node) -> dict[str, dict[str, Any]]:
    """What is said of each derivation, by its parent."""
    found = [one for one in node["additionalProperty"] if one["name"] == "derivation"]
    return {one["value"]: properties(one["valueReference"]) for one in found}


def test_every_article_is_a_news_article(findings: Findings) -> None:
    """One node an article, a line each, with its address, headline, outlet, date and language."""
    nodes = graph(findings)
    assert list(nodes) == findings.articles["id"].to_pylist()
    wire = nodes[WIRE]
    expected = {
        "@type": "NewsArticle",
        "@id": article(WIRE),
        "url": "https://wire-room.example/wire-room/strike.txt",
        "headline": "Ferry strike cuts off Ostrey",
        "datePublished": "2025-03-18T06:40+00:00",
        "inLanguage": "en",
        "wordCount": len(BODIES[WIRE].split()),
    }
    assert {name: wire[name] for name in expected} == expected
    assert wire["publisher"]["name"] == "Wire Room"
    lines = text(findings, "json-ld").splitlines()
    assert sum(line.startswith('{"@type": "NewsArticle"') for line in lines) == len(nodes)


def test_a_parent_is_what_a_text_is_based_on(findings: Findings) -> None:
    """A parent is the article under its address, or a work of an agency that is not at hand."""
    nodes = graph(findings)
    assert nodes[HAULIERS]["isBasedOn"] == [
        {
            "@type": "NewsArticle",
            "@id": article(WIRE),
            "url": "https://wire-room.example/wire-room/strike.txt",
            "headline": "Ferry strike cuts off Ostrey",
        }
    ]
    (source,) = nodes[WIRE]["isBasedOn"]
    assert (source["@type"], source["creditText"]) == ("CreativeWork", "Reuters")
    assert source["provider"]["name"] == "Reuters"
    assert source["datePublished"] == "2025-03-18"
    (unknown,) = nodes["eastmere/cable.txt"]["isBasedOn"]
    assert unknown == {"@type": "CreativeWork", "@id": uri(qualified("source", NAMELESS))}
    based = [
        (child, one["@id"]) for child, node in nodes.items() for one in node.get("isBasedOn", ())
    ]
    assert sorted(based) == sorted(
        (child, uri(qualified(kind, parent))) for kind, parent, child in edged(findings)
    )


def test_how_sure_it_is_stands_at_the_child(findings: Findings) -> None:
    """Each derivation has a property of the child that names the parent; the parent has none."""
    made = with_columns(findings, "derivations", share=(pa.float64(), 0.4))
    nodes = graph(made)
    assert sure(nodes[HAULIERS]) == {
        article(WIRE): {
            "relation": "partial",
            "probability": 0.912346,
            "decided": True,
            "order": 1,
            "share": 0.4,
            "reasons": [
                "published 26 h later (a declared date)",
                "credits a contribution of Reuters",
            ],
        }
    }
    assert sure(nodes["lantern/walkout.html"])[article(WIRE)]["decided"] is False
    for node in nodes.values():
        for parent in node.get("isBasedOn", ()):
            assert "additionalProperty" not in parent
        assert set(sure(node)) == {parent["@id"] for parent in node.get("isBasedOn", ())}


def test_two_parents_are_two(findings: Findings) -> None:
    """A child of two is based on both, each with its own probability and order."""
    rows = findings.derivations.to_pylist()
    more = {**rows[-1], "parent": NAMELESS, "probability": 0.4, "order": 2, "share": 0.3}
    table = pa.Table.from_pylist([*rows, more], schema=findings.derivations.schema)
    node = graph(dataclasses.replace(findings, derivations=table))[WIRE]
    first, second = (uri(qualified("source", name)) for name in (REUTERS, NAMELESS))
    assert [one["@id"] for one in node["isBasedOn"]] == [first, second]
    assert sure(node)[first]["order"] == 1
    assert sure(node)[second].items() >= {"order": 2, "share": 0.3, "probability": 0.4}.items()


def test_credits_of_the_text_are_told(findings: Findings) -> None:
    """Wordings of credits of the whole text are the creditText, agencies the organizations on
    whose behalf it was made; who gave a part is a contributor."""
    row = findings.credits.to_pylist()[0]
    rows = [
        row,
        {**row, "text": "(Reporting by Ida Brandt)"},
        {**row, "agency": "AP", "role": "contribution", "text": "AP contributed"},
        {**row, "agency": "AFP", "role": "image", "text": "Photo: AFP"},
    ]
    table = pa.Table.from_pylist(rows, schema=schema.RESULT_CREDITS)
    nodes = graph(dataclasses.replace(findings, credits=table))
    wire = nodes[WIRE]
    assert wire["creditText"] == "TORNHAVEN, March 18 (Reuters); (Reporting by Ida Brandt)"
    assert [one["name"] for one in wire["sourceOrganization"]] == ["Reuters"]
    assert [one["name"] for one in wire["contributor"]] == ["AP"]
    assert not {"creditText", "sourceOrganization", "contributor"} & set(nodes[HAULIERS])


def test_an_opening_is_no_headline(findings: Findings) -> None:
    """What stands for a missing headline is a name, and is never said to be the headline."""
    brief = graph(findings)["post/brief.txt"]
    assert brief["name"] == "Ferries stop."
    assert "headline" not in brief


def test_origin_and_depth_are_properties(findings: Findings) -> None:
    """What schema.org has no word for is a property with a name of ours."""
    made = with_columns(findings, "articles", origin=(pa.string(), REUTERS), depth=(pa.int32(), 2))
    found = properties(graph(made)[HAULIERS]["additionalProperty"])
    assert found.items() >= {"origin": REUTERS, "depth": 2, "role": "derivative"}.items()


def test_odd_ids_never_meet(findings: Findings) -> None:
    """Every id comes back as it is, under a URI of its own; a source is never an article."""
    odd = renamed(findings, ODD)
    nodes = graph(odd)
    assert set(nodes) == set(odd.articles["id"].to_pylist())
    assert len({node["@id"] for node in nodes.values()}) == len(nodes)
    (parent,) = nodes[ODD[WIRE]]["isBasedOn"]
    assert parent["@id"] == uri(qualified("source", ODD[WIRE])) != nodes[ODD[WIRE]]["@id"]
