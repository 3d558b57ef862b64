"""Two articles side by side: their relation, what they share, the evidence, and who was first."""

from __future__ import annotations

import dataclasses
import re
from difflib import SequenceMatcher
from typing import Any

import click
from rich.cells import cell_len
from rich.text import Text

from syndetect.cli.paint import (
    MEANINGS,
    Page,
    date,
    invisible,
    kind_style,
    percent,
    spoken,
)
from syndetect.cli.paint_directions import paint_directions
from syndetect.cli.safe import flowing
from syndetect.explanation import Explanation, LedgerLine, SharedText
from syndetect.model import Article, PassageKind, Span, Trust

_LETTERS = {
    PassageKind.VERBATIM: ("V", "verbatim", "green"),
    PassageKind.EDITED: ("E", "edited", "yellow"),
    PassageKind.QUOTED: ("Q", "quotation", "cyan"),
    PassageKind.FURNITURE: ("F", "page furniture", "magenta"),
}
_CLOCKS = {Trust.PAGE: " (a clock on the page)", Trust.FILE: " (the file's clock)"}
_WORD = re.compile(r"\S+")
_LONG = 80  # words of a passage from which its middle is left out
_KEPT = 30  # words kept at either end then
_BAR = 16  # cells of a bar to either side


def show(found: Explanation, unseen: tuple[int, int], *, as_json: bool, everything: bool) -> None:
    """Print an explanation, as JSON or painted; *unseen*: invisible characters of either text."""
    if as_json:
        from syndetect.export.jsonlines import dump

        click.echo(dump(plain(found, unseen), indent=2))
    else:
        paint(found, unseen, everything=everything)


def plain(found: Explanation, unseen: tuple[int, int]) -> dict[str, Any]:
    """An explanation as plain data, without the bodies."""
    relation = found.relation
    return {
        "left": _fields(found.left),
        "right": _fields(found.right),
        "invisible": unseen,
        "identical": found.identical,
        "kind": relation and str(relation.kind),
        "probability": relation and relation.probability,
        "signals": relation and dict(relation.evidence.signals),
        "passages": [_passage_fields(one) for one in found.passages],
        "texts": found.texts,
        "ledger": [
            {"name": one.name, "value": one.value, "added": one.added} for one in found.ledger
        ],
        "derivations": [dataclasses.asdict(one) for one in found.directions or ()],
        "sources": [_slots(one) for one in found.sources],
    }


def paint(found: Explanation, unseen: tuple[int, int], *, everything: bool) -> None:
    """Print an explanation for a person, over the whole width of the terminal."""
    page = Page(most=None)
    _paint_side(page, "Left   ", found.left)
    _paint_side(page, "Right  ", found.right)
    for side, number in zip(("left", "right"), unseen, strict=True):
        if number:
            page.line(f"The {side} one holds {invisible(number)}", "", "  ")
    page.line()
    _paint_verdict(page, found)
    if found.relation is not None:
        page.line()
        _paint_passages(page, found, everything)
        page.line()
        _paint_ledger(page, found)
    if found.directions is not None:
        page.line()
        paint_directions(page, found, found.directions)


def _paint_side(page: Page, name: str, article: Article) -> None:
    text = Text(flowing(article.id), style="bold")
    parts = [flowing(article.outlet)] if article.outlet else []
    parts += [f"“{flowing(article.headline)}”"] if article.headline else []
    if article.published:
        clock = _CLOCKS.get(article.published_trust, "") if article.published_trust else ""
        parts.append(date(article.published) + clock)
    if parts:
        text.append(" – " + ", ".join(parts), "not bold")
    page.line(text, name)


def _paint_verdict(page: Page, found: Explanation) -> None:
    relation = found.relation
    if relation is None and found.identical:
        page.line("Identical copies: the two texts are the same, word for word.")
    elif relation is None:
        page.line("These two were not compared: nothing in them brought them together.")
        page.line(_how_to_compare(found.left, found.right))
    else:
        text = Text(spoken(relation.kind), style=kind_style(relation.kind))
        text.append(f": {MEANINGS[relation.kind]}", "not bold")
        page.line(text)
        sure = percent(relation.probability)
        page.line(f"Probability that one has text of the other, or both of a third: {sure}")


def _how_to_compare(left: Article, right: Article) -> str:
    """How to have two articles compared that a scan did not; the shell takes only whole files."""
    if all(one.path and one.row is None for one in (left, right)):
        return "To compare their files: syndetect compare FILE FILE"
    return (
        "To compare them, in Python: syndetect.compare(found.article(LEFT), found.article(RIGHT)), "
        "found being syndetect.open(RESULT)"
    )


def _paint_passages(page: Page, found: Explanation, everything: bool) -> None:
    if not found.passages:
        page.line("No shared passage.")
        return
    page.line(Text(f"Shared passages ({len(found.passages)})", style="bold"))
    kinds = {one.passage.kind for one in found.passages}
    legend = Text("  ").join(
        Text(f"{letter} {name}", style=style)
        for kind, (letter, name, style) in _LETTERS.items()
        if kind in kinds
    )
    if PassageKind.EDITED in kinds and found.texts and not page.coloured:
        legend.append("  [ ] differs")
    page.line(legend)
    if not found.texts:
        page.line("The texts were left out of this result: offsets only, in characters.")
    for one in found.passages:
        page.line()
        _paint_passage(page, one, everything)


def _paint_passage(page: Page, one: SharedText, everything: bool) -> None:
    """A passage in two columns, its letter and offsets above."""
    letter, _, style = _LETTERS[one.passage.kind]
    width = (page.width - 5) // 2
    heads = [Text(_place(span), style="dim") for span in (one.passage.left, one.passage.right)]
    _row(page, letter, style, heads[0], heads[1], width)
    if one.left is None or one.right is None:
        return
    left, right = _aligned(one, style, page.coloured, everything)
    columns = [page.wrapped(text, width) for text in (left, right)]
    for at in range(max(map(len, columns))):
        parts = [column[at] if at < len(column) else Text() for column in columns]
        _row(page, letter, style, parts[0], parts[1], width)


def _row(page: Page, letter: str, style: str, left: Text, right: Text, width: int) -> None:
    line = Text.assemble((letter, f"bold {style}"), " ", left)
    line.append(" " * (width - cell_len(left.plain)))
    page.print(Text.assemble(line, (" │ ", "dim"), right))


def _place(span: Span) -> str:
    return f"{span.begin:,}–{span.end:,}"


def _aligned(one: SharedText, style: str, coloured: bool, everything: bool) -> tuple[Text, Text]:
    """Both texts; in an edited passage, what differs is emphasised word by word."""
    sides = [_WORD.findall(flowing(text or "")) for text in (one.left, one.right)]
    marks: list[list[bool]] = [[False] * len(words) for words in sides]
    if one.passage.kind is PassageKind.EDITED:
        bare = [[_bare(word) for word in words] for words in sides]
        matcher = SequenceMatcher(None, bare[0], bare[1], autojunk=False)
        for tag, l_begin, l_end, r_begin, r_end in matcher.get_opcodes():
            if tag != "equal":
                marks[0][l_begin:l_end] = [True] * (l_end - l_begin)
                marks[1][r_begin:r_end] = [True] * (r_end - r_begin)
    whole = everything or one.passage.kind is PassageKind.EDITED
    made = [
        _words(words, mark, style, coloured, whole)
        for words, mark in zip(sides, marks, strict=True)
    ]
    return made[0], made[1]


def _bare(word: str) -> str:
    """A word as it is compared: without case and without the points around it."""
    return re.sub(r"^\W+|\W+$", "", word).casefold() or word


def _words(words: list[str], marks: list[bool], style: str, coloured: bool, whole: bool) -> Text:
    text, strong = Text(style=style), "bold underline"
    for at, word in enumerate(words):
        if not whole and len(words) > _LONG and _KEPT <= at < len(words) - _KEPT:
            if at == _KEPT:
                text.append(f" … {len(words) - 2 * _KEPT} words …", "dim")
            continue
        before, after = at > 0 and marks[at - 1], at + 1 < len(words) and marks[at + 1]
        if at:
            text.append(" ", strong if before and marks[at] else None)
        if marks[at] and not coloured:
            text.append(("" if before else "[") + word + ("" if after else "]"))
        else:
            text.append(word, strong if marks[at] else None)
    return text


def _paint_ledger(page: Page, found: Explanation) -> None:
    """What each part of the evidence added to the log-odds, with a bar to the left or right."""
    page.line(Text("Evidence that one text comes from the other", style="bold"))
    names = [_ledger_name(line) for line in found.ledger]
    wide = max((cell_len(name) for name in names), default=0)
    most = max((abs(line.added) for line in found.ledger), default=0.0) or 1.0
    page.print(Text(f"{'':{wide}}   value   for (+) or against (-)", style="dim"))
    for name, line in zip(names, found.ledger, strict=True):
        value = "" if line.name == "prior" else f"{line.value:.2f}"
        text = Text(f"{name}{' ' * (wide - cell_len(name))}  {value:>6}  {line.added:+7.2f}  ")
        page.print(text + _bar(line.added / most))
    total = sum(line.added for line in found.ledger)
    sure = percent(found.relation.probability) if found.relation else ""
    page.print(Text(f"{'together':{wide}}  {'':6}  {total:+7.2f}  which is {sure}", style="bold"))


def _ledger_name(line: LedgerLine) -> str:
    return "where any two articles start" if line.name == "prior" else spoken(line.name)


def _bar(part: float) -> Text:
    """A bar for -1 to 1: to the left of a middle line, or to its right."""
    cells = min(_BAR, round(abs(part) * _BAR))
    if part < 0:
        return Text.assemble(" " * (_BAR - cells), ("█" * cells, "red"), ("│", "dim"))
    return Text.assemble(" " * _BAR, ("│", "dim"), ("█" * cells, "green"))


def _fields(article: Article) -> dict[str, Any]:
    return {name: value for name, value in _slots(article).items() if name != "body"}


def _passage_fields(one: SharedText) -> dict[str, Any]:
    return {
        "kind": str(one.passage.kind),
        "words": one.passage.words,
        "left_begin": one.passage.left.begin,
        "left_end": one.passage.left.end,
        "right_begin": one.passage.right.begin,
        "right_end": one.passage.right.end,
        "left": one.left,
        "right": one.right,
    }


def _slots(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}
