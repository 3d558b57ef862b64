"""What stands for an article that has no headline: the line that opens its text.

Not always the first: what pages and wires put before a text (a byline, an address, a word or two)
is passed over where a better line follows soon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow.compute as pc

if TYPE_CHECKING:
    from syndetect.export import Results

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
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


def openings(findings: Results) -> dict[str, str]:
    """The opening line of each article without a headline; empty where texts were left out."""
    if findings.texts is None:
        return {}
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in findings.furniture.to_pylist():
        spans.setdefault(row["article"], []).append((row["begin"], row["end"]))
    texts = findings.texts.filter(pc.equal(pc.coalesce(findings.texts["headline"], ""), ""))
    found = {}
    for batch in texts.to_batches():
        heads = pc.utf8_slice_codeunits(batch.column("body"), 0, _SEARCHED).to_pylist()
        for name, head in zip(batch.column("id").to_pylist(), heads, strict=True):
            line = opening(head or "", spans.get(name, ()))
            if line:
                found[name] = line
    return found


def headlines(findings: Results) -> dict[str, str]:
    """What each article is called by: its headline, else its opening line, where it has either."""
    columns = (findings.articles.column(name).to_pylist() for name in ("id", "headline"))
    return openings(findings) | {name: line for name, line in zip(*columns, strict=True) if line}


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
