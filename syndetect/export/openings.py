"""What stands for an article that has no headline: the line that opens its text.

Not always the first: what pages and wires put before a text (a byline, an address, a word or two)
is passed over where a better line follows soon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema, stored
from syndetect.kernels.grouped import Grouped

if TYPE_CHECKING:
    from syndetect.export import Results
    from syndetect.schema import I64
    from syndetect.stored import Rows

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_AT_ONCE = 8192  # bodies that are held together
_SEARCHED = 4000  # characters of a body in which the line is looked for
_LINES = 15  # lines that are looked at
_SHOWN = 90
_WORDS = 4  # words from which a line reads like a sentence
_LEAST = 3
_UNSPACED = 3  # letters without case that count as a word: many scripts put no spaces
_ASIDE = re.compile(
    r"\S+@\S+\.\w+|https?://|/\s*Source\b|Supported by\b|(?:Last )?(?:Published|Updated|Posted)\b"
    r"|(?:Image|Photo|Picture|Foto)s?(?: credit)?\s*:|Copyright\b|©|Advertisement\b|Anzeige\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por)\s+(?=[^\W\d_])(.*)")
_BYLINE_WORDS = 12


def openings(findings: Results, articles: I64 | None = None) -> pa.Array:
    """For each article its opening line; null where it has a headline or no such line, where texts
    were left out, and where it is not among the rows *articles* (None: all are)."""
    found: list[str] = []
    place = np.full(findings.articles.num_rows, -1, dtype=np.int32)
    texts = findings.bodies
    if texts is not None:
        furniture = _Furniture(findings)
        of, rows = _headless(texts, findings.articles["id"], articles)
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            bodies = stored.rows_of(texts, some, ["body"])["body"]
            heads = pc.utf8_slice_codeunits(bodies, 0, _SEARCHED).to_pylist()
            for article, head in zip(of[some].tolist(), heads, strict=True):
                line = opening(head or "", furniture.of(article))
                if line:
                    place[article] = len(found)
                    found.append(line)
    return pa.array(found, pa.string()).take(pa.array(place, mask=place < 0))


def named(findings: Results) -> pa.Table:
    """The articles, with the opening line as headline where they have none."""
    articles, own = findings.articles, findings.articles["headline"]
    place = articles.schema.get_field_index("headline")
    found = pc.if_else(pc.equal(pc.fill_null(own, ""), ""), openings(findings), own)
    return articles.set_column(place, articles.schema.field(place), found)


def _headless(
    texts: Rows, ids: pa.ChunkedArray, articles: I64 | None
) -> tuple[schema.I32, schema.I64]:
    """The article of each text, and the texts without a headline that are of *articles*."""
    known = texts.select(["id", "headline"])
    of = schema.places(known["id"], ids)
    wanted = pc.equal(pc.fill_null(known["headline"], ""), "").to_numpy() & (of >= 0)
    if articles is not None:
        wanted &= np.isin(of, articles)
    return of, np.flatnonzero(wanted)


class _Furniture:
    """Where page furniture stands in the bodies of articles."""

    def __init__(self, findings: Results) -> None:
        table, ids = findings.furniture, findings.articles["id"]
        self._rows = Grouped(schema.places(table["article"], ids), len(ids))
        self._bounds = schema.plain(table, "begin"), schema.plain(table, "end")

    def of(self, article: int) -> list[tuple[int, int]]:
        rows = self._rows.of(article)
        begin, end = (bound[rows].tolist() for bound in self._bounds)
        return list(zip(begin, end, strict=True))


def opening(body: str, furniture: Sequence[tuple[int, int]] = ()) -> str | None:
    """The line that opens *body*, on one line and cut to 90 characters; None where there is none.

    Of the first 15 lines outside *furniture* (offsets) the first that reads like a sentence or a
    headline; else the first of three words or more; else the first.
    """
    lines: list[str] = []
    for match in _LINE.finditer(body):
        begin = match.start() + len(match.group()) - len(match.group().lstrip())
        if not any(first <= begin < last for first, last in furniture):
            lines.append(" ".join(match.group().split()))
            if len(lines) == _LINES:
                break
    if not lines:
        return None
    text = max(lines, key=_telling)  # the first of the best
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _telling(line: str) -> int:
    """2 for a line that may open a story, 1 for one that says something, 0 for the rest."""
    bare = line.lstrip("\"'“”„‘’«»¿¡([*#>-–—•· ")
    letters = sum(c.isalpha() and c.lower() == c.upper() for c in line)
    # A number is no word here: "November 12, 2025 4:49 pm" tells nothing.
    words = max(sum(any(map(str.isalpha, word)) for word in line.split()), letters // _UNSPACED)
    if words < _LEAST or _ASIDE.match(bare) or _is_byline(bare):
        return 0
    return 2 if words >= _WORDS and not bare[:1].islower() else 1


def _is_byline(line: str) -> bool:
    """Whether "By" opens names: capitals all along, and no sentence's end."""
    match = _BYLINE.match(line)
    words = match[1].split() if match else []
    if not words or len(words) > _BYLINE_WORDS or line.endswith((".", "!", "?", "”", '"')):
        return False
    capitals = sum(not word[0].islower() for word in words)
    return 2 * capitals > len(words)
