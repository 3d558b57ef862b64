"""The visible text of a page, block by block, before anything is taken for furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "label", "li", "main", "menu", "nav", "ol",
    "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
))  # fmt: skip
_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "svg", "head", "iframe", "object", "math",
))  # fmt: skip
_AROUND = frozenset((
    "nav", "aside", "footer", "form", "button", "select", "menu", "option", "label",
))  # fmt: skip
_PICTURES = frozenset(("figure", "figcaption", "picture", "video", "audio"))
# Names that pages give to the places of pictures, and to those of bylines.
_PICTURE = re.compile(
    r"caption|photo|image|galler|figure|slide|lightbox|thumb|video|media-?(?:credit|caption|meta)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"by-?_?line|\bauthor|contributor|writer|attribution|(?:article|story|news)-?_?source"
    r"|(?:article|story|text)-?_?credit",
    re.IGNORECASE,
)
_NAMES = ("class", "id", "itemprop", "rel", "property", "data-testid")
_NAMED_AT = 4  # levels of the tree up to which a place's name speaks of its text


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that a page shows apart, its white space made single spaces.

    ``tag`` is the element that it ends or opens in. ``linked`` is the share of its characters in
    links. ``around`` says that it stands in a menu, a form, a footer or beside the story;
    ``picture`` and ``byline`` that its place is one of these, by its element or the name of it.
    """

    text: str
    tag: str
    linked: float
    around: bool
    picture: bool
    byline: bool


class _Place:
    """An element that is open, and what it makes of the text in it."""

    __slots__ = ("around", "link", "picture", "signed", "tag")

    def __init__(self, element: Any, above: _Place | None) -> None:
        tag: str = element.tag
        picture, byline = _called(*map(element.get, _NAMES))
        signed = above.signed - 1 if above else 0  # levels on which a byline's name still counts
        self.tag = tag
        self.signed: int = _NAMED_AT if byline else max(0, signed)
        self.link: bool = tag == "a" or (above is not None and above.link)
        self.around: bool = tag in _AROUND or (above is not None and above.around)
        held: bool = above is not None and above.picture
        self.picture: bool = picture or tag in _PICTURES or held


@lru_cache(maxsize=1 << 12)  # a page has few names for many elements
def _called(*names: str | None) -> tuple[bool, bool]:
    """Whether the names of an element are those of a picture's place, and of a byline's."""
    told = " ".join(filter(None, names))
    return _PICTURE.search(told) is not None, _BYLINE.search(told) is not None


def blocks_of(tree: Any) -> tuple[list[Block], int]:
    """The blocks of an lxml *tree* of a page, in the order of the page, and how deep its elements
    are nested.

    What nobody sees (scripts, styles, frames) is left out. The body's and the page's own names
    (class, id) count for no place in them.
    """
    from lxml import etree

    blocks: list[Block] = []
    parts: list[tuple[str, bool]] = []
    places: list[_Place | None] = [None]
    deepest = 0
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in _UNSEEN:
                walk.skip_subtree()
                continue
            if element.tag in _BLOCKS:
                _flush(parts, places[-1], blocks)
            whole = element.tag in ("html", "body")
            places.append(None if whole else _Place(element, places[-1]))
            deepest = max(deepest, len(places) - 1)
            parts.append((element.text or "", _linked(places[-1])))
            continue
        if event == "end" and element.tag not in _UNSEEN:
            place = places.pop()
            if element.tag in _BLOCKS:
                _flush(parts, place, blocks)
        parts.append((element.tail or "", _linked(places[-1])))
    _flush(parts, None, blocks)
    return blocks, deepest


def _linked(place: _Place | None) -> bool:
    return place is not None and place.link


def _flush(parts: list[tuple[str, bool]], place: _Place | None, blocks: list[Block]) -> None:
    """Make a block of the *parts* that stand in *place*, each with whether it is in a link."""
    text = " ".join("".join(part for part, _ in parts).split())
    if text:
        linked = sum(len("".join(part.split())) for part, link in parts if link)
        share = linked / len(text.replace(" ", ""))
        if place is None:
            blocks.append(Block(text, "body", share, around=False, picture=False, byline=False))
        else:
            signed = place.signed > 0
            blocks.append(Block(text, place.tag, share, place.around, place.picture, signed))
    parts.clear()
