"""JSON-LD, microdata and RDFa: one shape, and only what is said of the article."""

from __future__ import annotations

import json

from lxml import html

from syndetect.ingest.linkeddata import items_of, names_in, urls_in

NEWS = "https://schema.org/NewsArticle"
MICRODATA = f"""
<article itemscope itemtype="{NEWS}" itemid="https://courier.example/bridge">
  <h1 itemprop="headline">Old bridge opens</h1>
  <span itemprop="author" itemscope itemtype="https://schema.org/Organization">
    <b itemprop="name">Lem Wire</b><a itemprop="url" href="https://wire.example/">x</a></span>
  <meta itemprop="datePublished" content="2018-07-15T08:30+02:00">
  <a itemprop="isBasedOn" href="https://wire.example/a/1">the source</a>
  <figure itemprop="image" itemscope itemtype="https://schema.org/ImageObject">
    <i itemprop="creditText">Reuters</i></figure>
</article>"""
RDFA = """
<div vocab="https://schema.org/" typeof="schema:NewsArticle">
  <span property="schema:author" typeof="Person"><b property="name">Ines Falk</b></span>
  <time property="schema:datePublished dateCreated" datetime="2018-07-15">15 July</time>
</div>"""


def items(body: str) -> list[dict[str, object]]:
    return [dict(item) for item in items_of(html.fromstring(f"<html><body>{body}</body></html>"))]


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_microdata_comes_out_as_linked_data_does() -> None:
    """Properties of a scope are its own: nested scopes become items, the picture's credit stays in
    the picture.
    """
    (item,) = items(MICRODATA)
    assert item["@type"] == "NewsArticle"
    assert names_in(item["author"]) == ["Lem Wire"]
    assert urls_in(item["author"]) == ["https://wire.example/"]
    assert item["datePublished"] == ["2018-07-15T08:30+02:00"]
    assert urls_in(item["isBasedOn"]) == ["https://wire.example/a/1"]
    assert "creditText" not in item


def test_rdfa_is_read_with_and_without_prefixes() -> None:
    """A property may hold several terms, and a term may have a prefix."""
    (item,) = items(RDFA)
    assert names_in(item["author"]) == ["Ines Falk"]
    assert item["datePublished"] == item["dateCreated"] == ["2018-07-15"]


def test_of_several_marked_articles_only_the_one_with_the_text_is_the_pages() -> None:
    """Teasers beside a story are marked as articles too; where nothing tells, none is taken."""
    teaser = f'<div itemscope itemtype="{NEWS}"><i itemprop="author">Else</i></div>'
    assert items(teaser + teaser) == []
    whole = f'<div itemscope itemtype="{NEWS}"><p itemprop="articleBody">Stones.</p></div>'
    (item,) = items(teaser + whole + teaser)
    assert item["articleBody"] == ["Stones."]


def test_articles_come_before_mere_pages() -> None:
    """What is said of the article outweighs what is said of the page that holds it."""
    found = items(linked([{"@type": "WebPage", "n": 1}, {"@type": "NewsArticle", "n": 2}]))
    assert [item["n"] for item in found] == [2, 1]


def test_pictures_and_lists_of_other_stories_are_no_items() -> None:
    """An image object, a breadcrumb and an item list say nothing of the article."""
    other = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "author": "x"}]}
    assert items(linked([{"@type": "ImageObject", "creditText": "Reuters"}, other])) == []


def test_endless_nesting_ends() -> None:
    """Linked data and microdata nested without end give what they have at the top, and no error."""
    assert items(f'<script type="application/ld+json">{"[" * 9999}</script>')[0]["@type"]
    scope = f'<div itemscope itemtype="{NEWS}" itemprop="x">'
    assert items(scope * 200)
    assert items("<p itemprop='' property='x:'>a</p>" + scope.replace(NEWS, " ")) == []
