"""What was read and what was not, painted; and groups of near-identical articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from syndetect.cli.outline import Outline
from syndetect.cli.paint import Page, count, invisible, listed
from syndetect.cli.safe import flowing
from syndetect.text.languages import NAMES

_NAMED = 3  # skips named, of each reason
_LANGUAGES = 8  # languages named
# Counts of a reading that are printed, beside encodings and values that were not understood.
_NOTED = frozenset(
    {"not in sample", "hidden files", "hidden folders", "second names of one file"}
    | {"result folders passed over"}
    | {"broken bytes replaced", "lone surrogates replaced"}
)
_UNREAD = " not understood"


def paint_reading(page: Page, found: Outline, *, everything: bool) -> None:
    """How much was read, and ``paint_notes``."""
    outlets = f" from {count(found.outlets, 'outlet')}" if found.outlets else ""
    page.line(f"Read {count(found.articles, 'article')}{outlets}.")
    paint_notes(page, found, everything=everything)


def paint_notes(page: Page, found: Outline, *, everything: bool) -> None:
    """What was skipped, noted and cut; of an archive the last is of all of it."""
    of_all = " in all of the archive" if page.place == "archive" else ""
    _paint_skips(page, found.skipped, everything)
    _paint_noted(page, found.counts)
    articles, characters = found.invisible
    if articles:
        verb = "holds" if articles == 1 else "hold"
        page.line(f"{count(articles, 'article')} {verb} {invisible(characters)}", "", "  ")
    cut = [f"{flowing(name)}: {number:,}" for name, number in found.dropped.items() if number]
    if cut:
        page.line(f"Left out{of_all} by limits on very large groups: {'; '.join(cut)}.", "", "  ")
    _paint_languages(page, found.languages, everything)
    _paint_templates(page, found.templates, of_all, everything)
    for note in found.notes:
        page.line(flowing(str(note)), "", "  ")


def _paint_languages(page: Page, languages: Mapping[str, Any], everything: bool) -> None:
    """Which languages the articles are in, where there are several, and what that left out."""
    spoken = languages.get("articles", {})
    if len(spoken) > 1:
        often = sorted(spoken, key=lambda one: (-spoken[one], NAMES.get(one, one)))
        names = [f"{NAMES.get(one, one)} {spoken[one]:,}" for one in often]
        told = listed(names, len(names) if everything else _LANGUAGES)
        page.line(f"Articles are in {len(names)} languages: {told}.", "", "  ")
    otherwise = languages.get("declared otherwise", 0)
    if otherwise:
        verb, text = (
            ("says it is", "its text is") if otherwise == 1 else ("say they are", "texts are")
        )
        page.line(
            f"{count(otherwise, 'article')} {verb} in another language than {text} in.", "", "  "
        )
    apart = languages.get("pairs not compared", 0)
    if apart:
        verb = "was" if apart == 1 else "were"
        page.line(
            f"{count(apart, 'pair')} of articles in two different languages {verb} not compared: "
            "translations are not looked for.",
            "",
            "  ",
        )


def _paint_templates(
    page: Page, templates: Sequence[Mapping[str, Any]], of_all: str, everything: bool
) -> None:
    """Templates by whose they are and an article of each, the first few by name."""
    if not templates:
        return
    most = len(templates) if everything else _NAMED
    articles = sum(one["articles"] for one in templates)
    verb = "is" if articles == 1 else "are"
    page.line(
        f"{count(articles, 'article')}{of_all} {verb} printed from "
        f"{count(len(templates), 'template')} "
        f"({listed([_template(one) for one in templates], most)}): compared only where the rest "
        "is alike.",
        "",
        "  ",
    )


def _template(one: Mapping[str, Any]) -> str:
    """ "8,000 like wx-17 “Fair in Ostrey” in Harbour Post and 3 other outlets"."""
    headline = f" “{one['headline']}”" if one["headline"] else ""
    others = one["outlets"] - 1
    more = f" and {count(others, 'other outlet')}" if others > 0 else ""
    house = f" in {one['outlet']}{more}" if one["outlet"] else ""
    return flowing(f"{one['articles']:,} like {one['example']}{headline}{house}")


def _paint_skips(page: Page, skipped: Sequence[Mapping[str, Any]], everything: bool) -> None:
    """Skips by reason: the first few by name, with what is known of them, the rest counted."""
    reasons: dict[str, list[Mapping[str, Any]]] = {}
    for skip in skipped:
        reasons.setdefault(skip["reason"], []).append(skip)
    if not reasons:
        return
    page.line(f"Skipped {count(len(skipped), 'item')}:")
    for reason, some in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        most = len(some) if everything else _NAMED
        details = {skip["detail"] for skip in some}
        same = f" – {flowing(*details)}" if len(details) == 1 and any(details) else ""
        names = listed([_skipped(skip, detailed=not same) for skip in some], most)
        page.line(f"{flowing(reason)} ({len(some):,}): {names}{same}", "  ", "    ")


def _skipped(skip: Mapping[str, Any], *, detailed: bool) -> str:
    row = "" if skip["row"] is None else f":{skip['row']}"
    detail = f" ({skip['detail']})" if detailed and skip["detail"] else ""
    return flowing(f"{skip['path']}{row}{detail}")


def _paint_noted(page: Page, counts: Mapping[str, int]) -> None:
    """What reading met and a person should know, though nothing was skipped for it."""
    noted = [
        f"{name}: {number:,}"
        for name, number in sorted(counts.items())
        if number and (name in _NOTED or name.startswith("decoded as ") or name.endswith(_UNREAD))
    ]
    if noted:
        page.line(flowing(f"Noted: {'; '.join(noted)}."), "", "  ")


def paint_groups(
    groups: Sequence[Sequence[str]], articles: int, summary: Mapping[str, Any], *, everything: bool
) -> None:
    """Print groups of near-identical articles: a headed list, its first article first."""
    page = Page()
    page.line(f"Read {count(articles, 'article')}.")
    _paint_skips(page, summary.get("skipped", ()), everything)
    _paint_noted(page, summary.get("counts", {}))
    for number, group in enumerate(groups, start=1):
        page.line()
        page.line(Text(count(len(group), "article"), style="bold"), f"{number}. ")
        for name in group:
            page.line(flowing(name), "   ")
    page.line()
    inside = sum(len(group) for group in groups)
    page.line(
        f"{count(len(groups), 'group')} of near-identical articles with "
        f"{count(inside, 'article')}; one of each kept, {count(inside - len(groups), 'article')} "
        "could go."
        if groups
        else "No near-identical articles."
    )
