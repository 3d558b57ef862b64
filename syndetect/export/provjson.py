"""Derivations and attributions as W3C PROV, in PROV-JSON.

https://www.w3.org/submissions/prov-json/. PROV has subtypes of a derivation, which PROV-JSON
writes as ``prov:type``: ``prov:Revision`` (wasRevisionOf), ``prov:Quotation`` (wasQuotedFrom) and
``prov:PrimarySource`` (hadPrimarySource). How sure each claim is stands in ``syndetect:``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from syndetect.export import claims
from syndetect.export.claims import SPACES, TextCredit, agency_of, joined, parent_of, qualified
from syndetect.export.jsonlines import dump, rows
from syndetect.export.openings import named
from syndetect.model import RelationKind

if TYPE_CHECKING:
    from syndetect.export import Results

_Record = tuple[str, dict[str, Any]]


def document(findings: Results) -> Iterator[str]:
    """One PROV-JSON document, one record a line.

    Entities are articles and unseen sources; agents are outlets and agencies. Relations have
    blank identifiers, numbered in their order.
    """
    credits = claims.text_credits(findings.credits)
    yield f'{{"prefix": {dump(dict(SPACES))}'
    yield from _section("entity", _entities(findings))
    yield from _section("agent", iter(_agents(findings, credits).items()))
    yield from _section("wasDerivedFrom", _derivations(findings))
    yield from _section("wasAttributedTo", _attributions(findings, credits))
    yield "}\n"


def _section(name: str, records: Iterator[_Record]) -> Iterator[str]:
    yield f',\n"{name}": {{\n'
    yield from joined(f"{dump(one)}: {dump(facts)}" for one, facts in records)
    yield "}"


def _entities(findings: Results) -> Iterator[_Record]:
    for row in rows(named(findings)):
        facts = claims.of_article(row)
        for name in ("published", "outlet", "language", "words"):
            if row[name] is not None:
                facts[name] = row[name]
        yield (
            qualified("article", row["id"]),
            _entity("article", row["id"], row["headline"], row["url"], facts),
        )
    for row in rows(findings.sources):
        facts = {name: row[name] for name in ("agency", "published") if row[name] is not None}
        facts |= {"reasons": list(row["reasons"])} if row["reasons"] else {}
        yield (
            qualified("source", row["source"]),
            _entity("source", row["source"], None, row["url"], facts),
        )


def _entity(
    kind: str, name: str, label: str | None, url: str | None, facts: Mapping[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {"prov:type": _name(f"syndetect:{kind}"), "syndetect:id": name}
    if label:
        found["prov:label"] = label
    if url:
        found["prov:location"] = {"$": url, "type": "xsd:anyURI"}
    return found | _own(facts)


def _agents(
    findings: Results, credits: Mapping[str, list[TextCredit]]
) -> dict[str, dict[str, Any]]:
    """Outlets, then agencies, each by name."""
    outlets = set(findings.articles["outlet"].to_pylist()) - {None, ""}
    named = {qualified("outlet", outlet): outlet for outlet in sorted(outlets)}
    agencies: dict[str, str] = {}
    for article, found in credits.items():
        for credit in found:
            agencies[agency_of(credit.agency, qualified("article", article))] = credit.agency
    for row in rows(findings.sources):
        if row["agency"]:
            name = agency_of(row["agency"], qualified("source", row["source"]))
            agencies[name] = row["agency"]
    named |= dict(sorted(agencies.items()))
    return {
        name: {"prov:type": _name("prov:Organization"), "prov:label": label}
        for name, label in named.items()
    }


def _derivations(findings: Results) -> Iterator[_Record]:
    credited = {
        qualified("source", row["source"]) for row in rows(findings.sources) if row["agency"]
    }
    for at, row in enumerate(rows(findings.derivations), start=1):
        parent = parent_of(row)
        types = _types(row, parent in credited)
        facts: dict[str, Any] = {
            "prov:generatedEntity": qualified("article", row["child"]),
            "prov:usedEntity": parent,
        }
        if types:
            facts["prov:type"] = [_name(one) for one in types] if len(types) > 1 else _name(*types)
        yield f"_:derivation{at}", facts | _own(claims.of_derivation(row))


def _types(row: Mapping[str, Any], credited: bool) -> list[str]:
    """The subtypes of a derivation; none where it is one and no more can be said in PROV."""
    types = []
    if row["relation"] == RelationKind.UPDATE:
        types.append("prov:Revision")
    # Words of a part stand in both. A retelling quotes nothing, nor does a whole reprint.
    part = row.get("share") is not None and row["relation"] == RelationKind.REPRINT
    if part or row["relation"] == RelationKind.PARTIAL:
        types.append("prov:Quotation")
    if credited:
        types.append("prov:PrimarySource")
    return types


def _attributions(findings: Results, credits: Mapping[str, list[TextCredit]]) -> Iterator[_Record]:
    for at, (holder, agent, facts) in enumerate(_attributed(findings, credits), start=1):
        ends = {"prov:entity": holder, "prov:agent": agent}
        yield f"_:attribution{at}", ends | _own(facts)


def _attributed(
    findings: Results, credits: Mapping[str, list[TextCredit]]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for row in rows(findings.articles.select(["id", "outlet"])):
        holder = qualified("article", row["id"])
        if row["outlet"]:
            yield holder, qualified("outlet", row["outlet"]), {"role": "outlet"}
        for credit in credits.get(row["id"], ()):
            facts = {"role": credit.role, "strength": credit.strength, "text": list(credit.texts)}
            yield holder, agency_of(credit.agency, holder), facts
    for row in rows(findings.sources):
        if row["agency"]:
            holder = qualified("source", row["source"])
            yield holder, agency_of(row["agency"], holder), {"role": "agency"}


def _name(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _own(facts: Mapping[str, Any]) -> dict[str, Any]:
    """*facts* under our own prefix; a list of one is its item, for PROV-JSON has no such lists."""
    return {
        f"syndetect:{name}": value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in facts.items()
        if value != []
    }
