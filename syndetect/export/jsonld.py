"""Articles as schema.org has them, in JSON-LD: what each is based on, and whom it credits.

schema.org has no word for how sure a claim is. That stands in ``additionalProperty``, and never
at the parent: there it would be said of the parent, by each of its children.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from syndetect.export import claims
from syndetect.export.claims import TextCredit, agency_of, joined, parent_of, qualified, uri
from syndetect.export.jsonlines import dump, rows
from syndetect.export.openings import openings
from syndetect.model import CreditRole

if TYPE_CHECKING:
    from syndetect.export import Results

_Node = dict[str, Any]
# Properties of schema.org, and our columns.
_WORDS = {
    "identifier": "id",
    "url": "url",
    "headline": "headline",
    "datePublished": "published",
    "inLanguage": "language",
    "wordCount": "words",
}


def document(findings: Results) -> Iterator[str]:
    """One JSON-LD document; in its ``@graph`` a NewsArticle a line, in the order of the table.

    ``isBasedOn`` has each parent as far as it is known: a NewsArticle, or a CreativeWork with its
    provider where the source is unseen. ``creditText`` has the wordings of credits of the text.
    """
    credits = claims.text_credits(findings.credits)
    openers = iter(openings(findings).to_pylist())
    derived: dict[str, list[dict[str, Any]]] = {}
    for row in rows(findings.derivations):
        derived.setdefault(row["child"], []).append(row)
    parents = _parents(findings)
    yield '{"@context": "https://schema.org",\n"@graph": [\n'
    yield from joined(
        dump(
            _article(row, opening, credits.get(row["id"], ()), derived.get(row["id"], ()), parents)
        )
        for row, opening in zip(rows(findings.articles), openers, strict=True)
    )
    yield "]}\n"


def _parents(findings: Results) -> dict[str, _Node]:
    """Parents by qualified name, in a few words each."""
    named = findings.derivations.select(["parent", "parent_kind"])
    wanted = {parent_of(row) for row in rows(named)}
    found: dict[str, _Node] = {}
    for row in rows(findings.articles):
        name = qualified("article", row["id"])
        if name in wanted:
            known = {word: row[_WORDS[word]] for word in ("url", "headline")}
            found[name] = {"@type": "NewsArticle", "@id": uri(name), **_told(known)}
    for row in rows(findings.sources):
        name = qualified("source", row["source"])
        known = {"url": row["url"], "datePublished": row["published"]}
        found[name] = {"@type": "CreativeWork", "@id": uri(name), **_told(known)}
        if row["agency"]:
            agency = _organization(agency_of(row["agency"], name), row["agency"])
            found[name] |= {"provider": agency, "creditText": row["agency"]}
    return found


def _article(
    row: Mapping[str, Any],
    opening: str | None,
    credits: Sequence[TextCredit],
    derivations: Sequence[Mapping[str, Any]],
    parents: Mapping[str, _Node],
) -> _Node:
    name = qualified("article", row["id"])
    node: _Node = {"@type": "NewsArticle", "@id": uri(name)}
    node |= _told({word: row[column] for word, column in _WORDS.items()})
    if opening:
        node["name"] = opening
    if row["outlet"]:
        node["publisher"] = _organization(qualified("outlet", row["outlet"]), row["outlet"])
    node |= _credited(name, credits)
    based = [parent_of(one) for one in derivations]
    if based:
        node["isBasedOn"] = [parents.get(one, {"@id": uri(one)}) for one in based]
    more = [_property(fact, value) for fact, value in claims.of_article(row).items()]
    for parent, one in zip(based, derivations, strict=True):
        facts = [_property(fact, value) for fact, value in claims.of_derivation(one).items()]
        more.append({**_property("derivation", uri(parent)), "valueReference": facts})
    if more:
        node["additionalProperty"] = more
    return node


def _credited(name: str, credits: Sequence[TextCredit]) -> _Node:
    """Whom the text is credited to: wholly (``sourceOrganization``), in part (``contributor``)."""
    found: _Node = {}
    texts = [text for one in credits if one.role != CreditRole.CONTRIBUTION for text in one.texts]
    if texts:
        found["creditText"] = "; ".join(dict.fromkeys(texts))
    for word, partly in (("sourceOrganization", False), ("contributor", True)):
        agencies = {
            one.agency for one in credits if (one.role == CreditRole.CONTRIBUTION) == partly
        }
        if agencies:
            found[word] = [_organization(agency_of(one, name), one) for one in sorted(agencies)]
    return found


def _organization(name: str, called: str) -> _Node:
    return {"@type": "Organization", "@id": uri(name), "name": called}


def _property(name: str, value: Any) -> _Node:
    return {
        "@type": "PropertyValue",
        "propertyID": uri(f"syndetect:{name}"),
        "name": name,
        "value": value,
    }


def _told(facts: Mapping[str, Any]) -> _Node:
    return {name: value for name, value in facts.items() if value is not None and value != ""}
