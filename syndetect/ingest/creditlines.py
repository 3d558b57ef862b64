"""Credit lines that stand on a page beside its story and that cleaning throws away.

The lines of the page are laid beside the text that was taken from it, and those between and around
the taken ones are asked for credits: a byline above the text goes to the byline, a notice in or
below it comes back to its place. Pictures' credits, menus and other stories' bylines stay out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from syndetect.credits.zones import is_names
from syndetect.ingest.blocks import Block
from syndetect.ingest.datetext import find_stamp
from syndetect.ingest.signing import agencies_in, beside, credited, of_texts
from syndetect.model import Article

# Blocks around the text in which its credits stand; bylines close below it, others' come after.
_ABOVE, _BELOW, _BYLINES_BELOW = 30, 8, 3
_ANCHOR = 40  # letters of a line that is surely the same on the page and in the text
_LONGEST_BYLINE, _LONGEST = 160, 400  # characters
_SIGNED = re.compile(
    r"^(?:by|von|par|por|di|da|door|av|från|source|quelle|fuente|fonte|zdroj|text|story|news)\b"
    r"\s?:?|\b(?:staff|writers?|reporters?|correspondents?|editors?|bureau|news|service|agency)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Restored:
    """*text* with the notices that came back, and the lines that belong to the byline."""

    text: str
    bylines: tuple[str, ...]
    notices: tuple[str, ...]


def restore(blocks: Sequence[Block], text: str, outlet: str | None, url: str | None) -> Restored:
    """The *text* taken from a page and the credit lines among its *blocks* that it lacks.

    *outlet* and *url* are the page's own: an agency's line on its own pages is a credit too.
    """
    lines = text.split("\n")
    found = _Laid(blocks, lines)
    if found.first is None or found.last is None:
        return Restored(text, (), ())
    bylines: list[str] = []
    notices: list[tuple[int, str]] = []
    for at in range(found.top(), min(len(blocks), found.last + 1 + _BELOW)):
        block = blocks[at]
        if found.has(at) or block.picture or len(block.text) > _LONGEST:
            continue
        close = at <= found.last + _BYLINES_BELOW
        if _is_byline(block) and (at < found.first or (block.byline and close)):
            bylines.append(block.text)
        elif not block.around and block.linked < 1 and (close or not _is_byline(block)):
            notices.append((found.line_above(at), block.text))
    notices.sort(key=itemgetter(0))  # what a page says twice may be laid beside the later place
    kept = _crediting(lines, notices, Article("page", text, outlet=outlet, url=url))
    for place, line in reversed(kept):
        lines.insert(place + 1, line)
    restored = tuple(line for _, line in kept)
    return Restored("\n".join(lines), tuple(dict.fromkeys(bylines)), restored)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


class _Laid:
    """The blocks of a page laid beside the lines of its text."""

    def __init__(self, blocks: Sequence[Block], lines: Sequence[str]) -> None:
        self.blocks = blocks
        self.keys = [_letters(block.text) for block in blocks]
        self.lines = {key: at for at, line in enumerate(lines) if (key := _letters(line))}
        self.whole = "\n".join(self.lines)
        anchors = [(at, self.lines[key]) for at, key in enumerate(self.keys) if self._same(key)]
        self.at = [at for at, _ in anchors]
        self.line = [line for _, line in anchors]
        self.first = self.at[0] if anchors else None
        self.last = self.at[-1] if anchors else None

    def _same(self, key: str) -> bool:
        return len(key) >= _ANCHOR and key in self.lines

    def top(self) -> int:
        """The first block that may belong to the story: its main heading, or some above the text.

        A byline may stand above the heading, so a few blocks more.
        """
        first = self.first or 0
        headings = [at for at in range(first) if self.blocks[at].tag == "h1"]
        return max(0, headings[-1] - 4 if headings else 0, first - _ABOVE)

    def has(self, at: int) -> bool:
        """Whether the text holds the block: as a line of its own, or a long one within a line."""
        key = self.keys[at]
        return not key or key in self.lines or (len(key) >= _ANCHOR // 2 and key in self.whole)

    def line_above(self, at: int) -> int:
        """The line of the text below which a block of the page stands; -1 above the text."""
        above = bisect_right(self.at, at)
        return self.line[above - 1] if above else -1


def _is_byline(block: Block) -> bool:
    """Whether a block names an agency and hardly anything but persons, jobs and dates beside."""
    if len(block.text) > _LONGEST_BYLINE or block.around or not agencies_in(block.text):
        return False
    rest = beside(block.text)
    while (stamp := find_stamp(rest)) is not None:
        rest = rest[: stamp.begin] + " " + rest[stamp.end :]
    rest = _SIGNED.sub(" ", rest).strip(" ,;:|/•·–—-().")
    if rest and not is_names(rest) and rest.casefold() not in {"the", "by the"}:
        return False
    return bool(credited(block.text))


def _crediting(
    lines: Sequence[str], asked: Sequence[tuple[int, str]], page: Article
) -> list[tuple[int, str]]:
    """Those of the lines *asked* in which a credit begins, once they stand in the text."""
    if not asked:
        return []
    places: list[tuple[int, int]] = []
    body: list[str] = []
    at, pending = 0, list(asked)
    for number, line in enumerate(("", *lines), start=-1):
        if number >= 0:
            body.append(line)
            at += len(line) + 1
        while pending and pending[0][0] == number:
            extra = pending.pop(0)[1]
            body.append(extra)
            places.append((at, at + len(extra)))
            at += len(extra) + 1
    whole = Article("page", "\n".join(body), outlet=page.outlet, url=page.url)
    begins = sorted(credit.begin for credit in of_texts(whole) if credit.begin is not None)
    kept = []
    for line_asked, (begin, end) in zip(asked, places, strict=True):
        near = bisect_right(begins, end - 1)
        if near and begins[near - 1] >= begin:
            kept.append(line_asked)
    return kept
