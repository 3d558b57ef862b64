"""Text files: one article a file, the body exactly as it stands.

Markdown may say more about itself, in YAML front matter or a first heading. That is read, and
stays in the body too: offsets are offsets into the file's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_FRONT = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_ENTRY = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(\S.*?)[ \t]*")
_HEADING = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)")
_KEYS = {
    "title": "headline", "headline": "headline", "date": "published", "published": "published",
    "outlet": "outlet", "publisher": "outlet", "url": "url", "canonical_url": "url",
    "author": "byline", "byline": "byline", "language": "language", "lang": "language",
    "crawled": "crawled", "id": "id",
}  # fmt: skip


def text_fields(text: str) -> Mapping[str, object]:
    """The fields of a text file: nothing but its text. Which line is a headline is not guessed."""
    return {"text": text}


def markdown_fields(text: str) -> Mapping[str, object]:
    """The fields of a Markdown file: the whole text, and what front matter or heading say.

    Of front matter only ``key: value`` lines are read; nested values are left alone.
    """
    fields: dict[str, object] = {}
    front = _FRONT.match(text)
    for line in front[1].splitlines() if front else ():
        entry = _ENTRY.fullmatch(line)
        ours = _KEYS.get(entry[1].lower()) if entry else None
        if entry and ours:
            fields.setdefault(ours, _unquoted(entry[2]))
    heading = _HEADING.match(text, front.end() if front else 0)
    if heading:
        fields.setdefault("headline", heading[1])
    return {**fields, "text": text}


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.partition(" #")[0].rstrip()
