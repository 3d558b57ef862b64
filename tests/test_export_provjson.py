"""PROV-JSON: read back by the package ``prov``, whose warnings are errors here."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pyarrow as pa
from conftest import NAMELESS, REUTERS
from prov.constants import PROV_ATTRIBUTION, PROV_DERIVATION, PROV_LABEL, PROV_LOCATION, PROV_TYPE
from prov.model import ProvAgent, ProvDocument, ProvEntity, ProvRecord
from test_export import HAULIERS, ODD, WIRE, bare, edged, emptied, renamed, text, with_column
from test_export import with_columns as with_columns_of

from syndetect import schema
from syndetect.credits import UNSPECIFIED
from syndetect.export.claims import SPACES, qualified
from syndetect.findings import Findings


def read(findings: Findings) -> ProvDocument:
    return ProvDocument.deserialize(content=text(findings, "prov-json"), format="json")


def named(document: ProvDocument, kind: type[ProvRecord]) -> dict[str, ProvRecord]:
    return {str(record.identifier): record for record in document.get_records(kind)}


def own(record: ProvRecord, name: str) -> Any:
    """The values of one of our attributes: one, or a set of several."""
    values = {
        value for key, value in record.attributes if key.uri == f"{SPACES['syndetect']}{name}"
    }
    return values.pop() if len(values) == 1 else values


def ends(record: ProvRecord) -> tuple[str, str]:
    first, second = record.args[:2]
    return str(first), str(second)


def derivations(document: ProvDocument) -> dict[tuple[str, str], ProvRecord]:
    """By child and parent."""
    records = [one for one in document.records if one.get_type() == PROV_DERIVATION]
    return {ends(record): record for record in records}


def types(record: ProvRecord) -> set[str]:
    return {str(value) for value in record.get_attribute(PROV_TYPE)}


def test_a_round_trip_changes_nothing(findings: Findings) -> None:
    """What ``prov`` reads it writes and reads again as the same document."""
    for made in (findings, renamed(findings, ODD), bare(findings)):
        document = read(made)
        again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
        assert again == document
        assert again.unified() == document.unified()
        # PROV-N takes valid qualified names only.
        assert ProvDocument.deserialize(content=document.get_provn(), format="provn") == document


def test_every_row_is_a_record(findings: Findings) -> None:
    """Articles and sources are entities, outlets and agencies agents, and nothing is lost."""
    document = read(findings)
    entities = named(document, ProvEntity)
    articles = findings.articles.to_pylist()
    assert len(entities) == len(articles) + findings.sources.num_rows
    assert set(derivations(document)) == {
        (qualified("article", child), qualified(kind, parent))
        for kind, parent, child in edged(findings)
    }
    outlets = {qualified("outlet", row["outlet"]) for row in articles if row["outlet"]}
    assert set(named(document, ProvAgent)) == outlets | {"agency:Reuters"}
    given = Counter(ends(one) for one in document.records if one.get_type() == PROV_ATTRIBUTION)
    expected = [
        (qualified("article", row["id"]), qualified("outlet", row["outlet"]))
        for row in articles
        if row["outlet"]
    ]
    expected.append((qualified("article", WIRE), "agency:Reuters"))
    expected.append((qualified("source", REUTERS), "agency:Reuters"))
    assert given == Counter(expected)


def test_relations_are_subtypes(findings: Findings) -> None:
    """An update is a revision, a part a quotation, an agency a primary source; a reprint, a
    rewrite and an unknown source are derivations and no more."""
    found = {
        (child.removeprefix("article:"), parent.partition(":")[0]): types(record)
        for (child, parent), record in derivations(read(findings)).items()
    }
    assert found["wire-room/strike-update.txt", "article"] == {"prov:Revision"}
    assert found[HAULIERS, "article"] == {"prov:Quotation"}
    assert found[WIRE, "source"] == {"prov:PrimarySource"}
    assert found["eastmere/closed-again.txt", "article"] == set()
    assert found["lantern/walkout.html", "article"] == set()
    assert found["eastmere/cable.txt", "source"] == {"prov:Quotation"}
    counts = Counter(kind for kinds in found.values() for kind in kinds)
    assert counts == {"prov:PrimarySource": 4, "prov:Quotation": 3, "prov:Revision": 1}


def test_a_part_of_an_agencys_text_is_both(findings: Findings) -> None:
    """A record may be a quotation from a primary source; a reprint of a part is a quotation."""
    count = findings.derivations.num_rows
    made = with_column(findings, "derivations", "relation", ["partial"] * count)
    parent = qualified("source", REUTERS)
    found = types(derivations(read(made))[qualified("article", WIRE), parent])
    assert found == {"prov:Quotation", "prov:PrimarySource"}
    made = with_columns_of(findings, "derivations", share=(pa.float64(), 0.4))
    found = types(derivations(read(made))[qualified("article", WIRE), parent])
    assert found == {"prov:Quotation", "prov:PrimarySource"}
    retold = derivations(read(made))["article:lantern/walkout.html", qualified("article", WIRE)]
    assert types(retold) == set()


def test_how_sure_a_claim_is_comes_back(findings: Findings) -> None:
    """Probability, decision, order, share, spans and reasons keep their types and values."""
    made = with_columns_of(findings, "derivations", share=(pa.float64(), 0.4))
    span = pa.struct([("begin", pa.int32()), ("end", pa.int32())])
    spans = [{"begin": 0, "end": 12}, {"begin": 30, "end": 41}]
    made = with_columns_of(
        made, "derivations", spans=(pa.list_(span), [spans] * made.derivations.num_rows)
    )
    record = derivations(read(made))[qualified("article", HAULIERS), qualified("article", WIRE)]
    assert own(record, "relation") == "partial"
    assert own(record, "probability") == 0.912346
    assert own(record, "decided") is True
    assert own(record, "order") == 1
    assert own(record, "share") == 0.4
    assert own(record, "spans") == {"0-12", "30-41"}
    assert own(record, "reasons") == {
        "published 26 h later (a declared date)",
        "credits a contribution of Reuters",
    }


def test_what_is_known_of_an_article_comes_back(findings: Findings) -> None:
    """Id, headline, address, date, role and origin stand at the entity."""
    made = with_columns_of(
        findings,
        "articles",
        origin=(pa.string(), REUTERS),
        depth=(pa.int32(), 2),
        origin_probability=(pa.float64(), 0.5),
    )
    entity = named(read(made), ProvEntity)[qualified("article", WIRE)]
    assert types(entity) == {"syndetect:article"}
    assert {str(one) for one in entity.get_attribute(PROV_LABEL)} == {
        "Ferry strike cuts off Ostrey"
    }
    (address,) = entity.get_attribute(PROV_LOCATION)
    assert address.uri == "https://wire-room.example/wire-room/strike.txt"
    assert own(entity, "id") == WIRE
    assert own(entity, "published") == "2025-03-18T06:40+00:00"
    assert (own(entity, "origin"), own(entity, "depth")) == (REUTERS, 2)
    assert own(entity, "origin_probability") == 0.5
    source = named(read(made), ProvEntity)[qualified("source", NAMELESS)]
    assert types(source) == {"syndetect:source"}


def test_odd_ids_never_meet(findings: Findings) -> None:
    """Ids with any characters, and a source called like an article, are entities of their own
    that say which id they have; derivations find them."""
    odd = renamed(findings, ODD)
    document = read(odd)
    entities = named(document, ProvEntity)
    assert len(entities) == odd.articles.num_rows + 2
    ids = Counter(own(entity, "id") for entity in entities.values())
    assert ids[ODD[WIRE]] == 2
    assert len(ids) == len(entities) - 1
    assert {end for pair in derivations(document) for end in pair} <= set(entities)


def test_agencies_that_are_not_named_are_not_one(findings: Findings) -> None:
    """Two texts that credit some agency or other are not attributed to one agent."""
    row = findings.credits.to_pylist()[0]
    rows = [
        {**row, "article": article, "agency": UNSPECIFIED, "text": "Agencies"}
        for article in (WIRE, HAULIERS)
    ]
    columns = {name: [one[name] for one in rows] for name in schema.RESULT_CREDITS.names}
    made = emptied(findings, ("sources", "derivations"))
    with_credits = Findings(
        **{name: getattr(made, name) for name in made.__dataclass_fields__ if name != "credits"},
        credits=schema.build(schema.RESULT_CREDITS, columns),
    )
    agents = [name for name in named(read(with_credits), ProvAgent) if name.startswith("agency:")]
    assert len(agents) == 2


def test_it_is_plain_json_in_lines(findings: Findings) -> None:
    """Sections in their order, one record a line, prefixes declared."""
    made = text(findings, "prov-json")
    assert list(json.loads(made)) == [
        "prefix",
        "entity",
        "agent",
        "wasDerivedFrom",
        "wasAttributedTo",
    ]
    assert json.loads(made)["prefix"] == dict(SPACES)
    assert sum(line.startswith('"_:derivation') for line in made.splitlines()) == (
        findings.derivations.num_rows
    )
