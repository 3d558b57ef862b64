"""The outline of a scan, painted: events with their trees, unseen sources."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

from rich.text import Text

from syndetect.cli.doubts import Doubt
from syndetect.cli.outline import Entry, EventOutline, Mention, Outline
from syndetect.cli.paint import Page, count, date, kind_style, listed, percent, spoken
from syndetect.cli.paint_reading import paint_reading
from syndetect.cli.safe import flowing

EVENTS = 20  # shown without --all
LINES = 12  # of a tree, and of each list
_DEEP = 10  # levels of indentation; deeper ones are drawn no further right
_FEW = 6
_HEADLINE = 70
_DAY, _CLOCK = len("2025-03-18"), "T"  # of a date, and what stands between day and time
_FEW_HOURS = 2  # told in minutes below


def paint_outline(found: Outline, *, everything: bool) -> None:
    """Print what a scan found."""
    page = Page()
    paint_reading(page, found, everything=everything)
    paint_events(page, found, everything=everything)


def paint_events(page: Page, found: Outline, *, everything: bool) -> None:
    """The events, the unseen sources, and counts."""
    shown = found.events if everything else found.events[:EVENTS]
    for number, event in enumerate(shown, start=1):
        page.line()
        _paint_event(page, number, event, everything)
    rest = found.events[len(shown) :]
    if rest:
        page.line()
        inside = sum(found.sizes[len(shown) :])
        page.line(
            f"… and {count(len(rest), 'more event')} with {count(inside, 'article')}: "
            "--all shows them."
        )
    page.line()
    _paint_sources(page, found, everything)
    _paint_counts(page, found)


def _paint_event(page: Page, number: int, event: EventOutline, everything: bool) -> None:
    first = f"{number}. "
    page.line(Text(flowing(event.headline), style="bold"), first)
    indent = " " * len(first)
    page.line(Text(_facts(event), style="dim" if page.coloured else ""), indent)
    shown = event.trees if everything else event.trees[:LINES]
    if shown:
        page.line()
        for guides, entry in zip(_guides(shown), shown, strict=True):
            _paint_entry(page, indent, guides, entry, event.headline)
        left = event.trees[len(shown) :]
        if left:
            hidden = sum(1 + len(entry.copies) for entry in left)
            page.line(f"… and {count(hidden, 'more article')}: --all shows them.", indent)
    most = 10**9 if everything else LINES
    notes: list[Text] = []
    if event.alone:
        notes.append(_names("No source found: ", event.alone, most, event.headline))
        notes += _signs(event.alone, most)
    if event.digests:
        notes.append(_names("Pages with pieces of many stories: ", event.digests, most, ""))
    notes += _doubts(event.undecided, everything=everything)
    if notes:
        page.line()
    for note in notes:
        page.line(note, indent, indent + "  ")


def _facts(event: EventOutline) -> str:
    """ "2025-03-18 to 2025-03-19 · 8 articles from 6 outlets · between 2 and 3 voices"."""
    parts = [_when(event)]
    outlets = f" from {count(event.outlets, 'outlet')}" if event.outlets else ""
    parts.append(count(event.articles, "article") + outlets)
    least, most = event.voices_least, event.voices_most
    if least is None or most is None:
        parts.append("of no event in common")
    else:
        same = least == most
        why = f" ({flowing(event.reason)})" if event.reason and not same else ""
        parts.append(count(least, "voice") if same else f"between {least} and {most} voices{why}")
    return " · ".join(parts)


def _when(event: EventOutline) -> str:
    """ "first seen 2025-03-18 09:12 UTC, last 14 h later" where times tell, the days elsewhere."""
    if not event.first or not event.last:
        return "no date known"
    if event.first_article and _CLOCK in event.first and _CLOCK in event.last:
        hours = event.spread_hours
        return f"first seen {date(event.first)}" + (f", last {_long(hours)} later" if hours else "")
    first, last = event.first[:_DAY], event.last[:_DAY]
    return first if first == last else f"{first} to {last}"


def _long(hours: float) -> str:
    """A time that passed, in words that do not say more than is known."""
    if hours < _FEW_HOURS:
        return f"{round(hours * 60)} min"
    return f"{int(hours)} h" if hours < 2 * 24 else f"{int(hours / 24)} days"


def _guides(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """What stands before the first and the further lines of each entry: the tree's branches."""
    found: list[tuple[str, str]] = []
    open_depths: set[int] = set()  # levels on which an entry follows below
    for entry in reversed(entries):
        depth = min(entry.depth, _DEEP)
        stem = "".join("│  " if level in open_depths else "   " for level in range(1, depth))
        if depth:
            last = depth not in open_depths
            first, rest = stem + ("└─ " if last else "├─ "), stem + ("   " if last else "│  ")
        else:
            first = rest = ""
        open_depths = {level for level in open_depths if level < depth} | {depth}
        found.append((first, rest))
    # A line under an entry with children is joined to them.
    found.reverse()
    for at, entry in enumerate(entries[:-1]):
        if entries[at + 1].depth > entry.depth and entry.depth < _DEEP:
            found[at] = (found[at][0], found[at][1] + "│  ")
    return found


def _paint_entry(
    page: Page, indent: str, guides: tuple[str, str], entry: Entry, headline: str
) -> None:
    text = Text()
    if entry.relation is not None:
        text.append(spoken(entry.relation), kind_style(entry.relation))
        text.append(f" {percent(entry.probability or 0.0)}  ")
    elif entry.mention.kind == "source":
        text.append("○ ", "bold")
    else:
        text.append("● ", "bold")
    text.append(mentioned(entry.mention, headline, page.place))
    if entry.reasons:
        # Behind the article's own name "the child" need not be said.
        reason = flowing(entry.reasons[0]).removeprefix("the child ")
        text.append(f" – {reason}", "dim" if page.coloured else "")
    if not entry.decided:
        text.append("; not decided", "yellow")
    if entry.also_from:
        text.append(f"; also from {listed([flowing(one) for one in entry.also_from], 3)}")
    extra = "" if guides[0] or guides[1] else "  "
    page.line(text, indent + guides[0], indent + guides[1] + extra)
    if entry.copies:
        names = [flowing(name) for name in entry.copies]
        same = count(len(names), "identical copy", "identical copies")
        page.line(f"and {same}: {listed(names, _FEW)}", indent + guides[1] + "  ")


def mentioned(mention: Mention, headline: str = "", place: str = "folder") -> Text:
    """An article by id, outlet, headline where it is another than *headline*, and date; *place* is
    where a source is not."""
    if mention.kind == "source":
        parts = [_capital(mention.outlet or ""), f"not in the {place}"]
        parts += [flowing(one) for one in (mention.published, mention.url) if one]
        return Text(", ".join(parts))
    text = Text(flowing(mention.id), style="bold" if mention.outlet is None else "")
    name = flowing(mention.outlet or "")
    if name and not flowing(mention.id).casefold().startswith(name.casefold() + "/"):
        text.append(f" ({name})")
    own = flowing(mention.headline or "")
    if headline and own and own.casefold() != flowing(headline).casefold():
        text.append(f", “{own if len(own) <= _HEADLINE else own[: _HEADLINE - 1] + '…'}”")
    if mention.published:
        doubt = {"page": " (a clock on the page)", "file": " (the file's clock)"}
        text.append(f", {date(mention.published)}{doubt.get(mention.trust or '', '')}")
    return text


def _capital(name: str) -> str:
    shown = flowing(name)
    return shown[:1].upper() + shown[1:]


def _names(lead: str, mentions: Sequence[Mention], most: int, headline: str) -> Text:
    shown = Text("; ").join(mentioned(one, headline) for one in mentions[:most])
    text = Text.assemble((lead, "bold"), shown)
    if len(mentions) > most:
        text.append(f"; and {len(mentions) - most:,} more: --all shows them")
    return text


def _signs(mentions: Sequence[Mention], most: int) -> list[Text]:
    """What articles without a source carry themselves that hints at one."""
    signed = [one for one in mentions if one.signs]
    notes = [
        Text.assemble(("Signs: ", "bold"), flowing(f"{one.id} {'; it '.join(one.signs)}"))
        for one in signed[:most]
    ]
    if len(signed) > most:
        notes.append(Text(f"… and signs of {len(signed) - most:,} more: --all shows them."))
    return notes


def _doubts(doubts: Sequence[Doubt], *, everything: bool) -> list[Text]:
    """What is undecided; pairs with too little text are only counted, unless all is wanted."""
    if everything:
        return [_doubt(doubt, len(doubt.others)) for doubt in doubts]
    telling = [doubt for doubt in doubts if not doubt.scraps]
    notes = [_doubt(doubt, _FEW) for doubt in telling[:_FEW]]
    rest = sum(len(doubt.others) for doubt in telling[_FEW:])
    if rest:
        notes.append(Text(f"… and {count(rest, 'more undecided pair')}: --all shows them."))
    scraps = sum(len(doubt.others) for doubt in doubts if doubt.scraps)
    if scraps:
        has = "has" if scraps == 1 else "have"
        notes.append(Text(f"{count(scraps, 'pair')} {has} too little text to tell."))
    return notes


def _doubt(doubt: Doubt, most: int) -> Text:
    why = "not enough is shared to call it derived, too much to call it chance"
    if doubt.scraps:
        why = "too little text to tell"
    if doubt.asked is not None:
        why = f"likely derived, but less surely than verdict.derived asks for ({doubt.asked:g})"
    others = [f"{flowing(name)} ({percent(likely)})" for name, likely in doubt.others]
    pair = f"{flowing(doubt.article)} and {listed(others, most)}: {why}"
    return Text.assemble(("Undecided: ", "bold"), pair)


def _paint_sources(page: Page, found: Outline, everything: bool) -> None:
    if not found.sources:
        return
    page.line(Text(f"{count(len(found.sources), 'source')} not in the {page.place}:", style="bold"))
    most = len(found.sources) if everything else LINES
    shown = nsmallest(most, found.sources, key=lambda row: (-row["children"], row["source"]))
    for row in shown:
        parts = [_capital(row["called"])]
        parts += [flowing(one) for one in (row["published"], row["url"]) if one]
        parts.append(count(row["children"], "article"))
        reasons = f" – {flowing(row['reasons'][0])}" if row["reasons"] else ""
        page.line(", ".join(parts) + reasons, "  ○ ")
    if len(found.sources) > len(shown):
        page.line(f"… and {len(found.sources) - len(shown):,} more: --all shows them.", "  ")
    page.line()


def _paint_counts(page: Page, found: Outline) -> None:
    parts = [
        count(len(found.events), "event"),
        f"{count(found.derived, 'article')} with text from elsewhere",
        f"{found.no_source_found:,} with no source found",
    ]
    pairs = found.counts.get("pairs compared")
    if pairs is not None:
        parts.append(f"{count(pairs, 'pair')} compared")
    page.line(" · ".join(parts) + ".")
