"""What a page says of its article in schema.org's terms: JSON-LD, microdata and RDFa alike.

Only what is said of the article itself, or of the page, comes out: a picture in it has a credit and
an author too, and they are not the text's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Item = Mapping[str, Any]

_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|"
                       r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$")  # fmt: skip
_LOOSE_DATE = re.compile(r'"datePublished"\s*:\s*"([^"\n]{4,40})"')
_DEEPEST = 6  # levels of JSON-LD that are searched, and of microdata
_STORIES = ("Article", "BlogPosting", "Report", "Review")
_ARTICLES = (*_STORIES, "WebPage")
_VALUES = ("content", "datetime", "href", "src", "resource")


def items_of(tree: Any) -> list[Item]:
    """The items of an lxml *tree* that describe its article, articles before mere pages.

    An item maps names of schema.org to values: a string, another item, or a list of these.
    """
    found = [*_articles(_written(tree)), *_articles(_marked(tree))]
    return sorted(found, key=lambda item: "WebPage" in str(item.get("@type")))


def urls_in(value: object) -> list[str]:
    """URLs in a value of an item: a string, an item that is one or has one, or a list of them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [url for item in value for url in urls_in(item)]
    if isinstance(value, dict):
        return urls_in(value.get("url") or value.get("@id"))
    return []


def names_in(value: object) -> list[str]:
    """Names of persons and organisations in a value of an item."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [name for item in value for name in names_in(item)]
    return names_in(value.get("name")) if isinstance(value, dict) else []


def _written(tree: Any) -> Iterator[object]:
    """The JSON-LD of a page."""
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = element.text or ""
        try:
            yield json.loads(_WRAPPING.sub("", text), strict=False)
        except (ValueError, RecursionError):  # common: the date can still be told
            dates = _LOOSE_DATE.findall(text)
            yield {"@type": "WebPage", "datePublished": dates[0] if dates else None}


def _articles(values: Iterable[object], depth: int = 0) -> Iterator[Item]:
    """Items that describe the article, at the top or in a graph."""
    for value in values:
        if isinstance(value, list) and depth < _DEEPEST:
            yield from _articles(value, depth + 1)
        elif isinstance(value, dict):
            kinds = value.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in kinds):
                yield value
            inner = [value[key] for key in ("@graph", "mainEntity") if key in value]
            if depth < _DEEPEST:
                yield from _articles(inner, depth + 1)


def _marked(tree: Any) -> list[Item]:
    """The items that microdata (``itemprop``) and RDFa (``property``) mark, as JSON-LD has them.

    Teasers and comments may be marked as articles too: of several that no other one holds, the one
    with the text is the page's, and where that leaves several, none is known to be.
    """
    scopes: dict[Any, dict[str, Any]] = {}
    for element in tree.xpath("//*[@itemtype or @typeof]"):
        kinds = (element.get("itemtype") or element.get("typeof") or "").split()
        about = element.get("itemid") or element.get("resource")
        scopes[element] = {"@type": _term(kinds[0]) if kinds else ""}
        scopes[element] |= {"@id": about} if about else {}
    held: set[int] = set()
    for element in tree.xpath("//*[@itemprop or @property]") if scopes else ():
        scope = next((scopes[up] for up in element.iterancestors() if up in scopes), None)
        if scope is None:
            continue
        value = scopes.get(element) or _value(element)
        held.add(id(value))
        for name in (element.get("itemprop") or element.get("property") or "").split():
            values = scope.setdefault(_term(name), [])
            if isinstance(values, list) and value:
                values.append(value)
    own = [item for item in scopes.values() if id(item) not in held]
    articles = [item for item in own if item["@type"].endswith(_STORIES)]
    if len(articles) > 1:
        whole = [item for item in articles if "articleBody" in item]
        articles = whole if len(whole) == 1 else []
    return [*articles, *(item for item in own if item["@type"].endswith("WebPage"))]


def _term(name: str) -> str:
    """A term without its vocabulary: ``https://schema.org/Article``, ``schema:Article``."""
    return re.split(r"[/#:]", name)[-1]


def _value(element: Any) -> str:
    for attribute in _VALUES:
        if element.get(attribute):
            return str(element.get(attribute)).strip()
    return " ".join("".join(element.itertext()).split())[:1000]
