"""What an archive says of one article, painted: where it is from, and who has it."""

from __future__ import annotations

import re
from collections import Counter

from rich.cells import cell_len
from rich.text import Text

from syndetect.archive.answer import Answer, Match
from syndetect.cli.answer import longest, shared_words
from syndetect.cli.outline import Mention
from syndetect.cli.paint import Page, count, date, kind_style, listed, percent, spoken
from syndetect.cli.paint_events import mentioned
from syndetect.cli.safe import flowing
from syndetect.credits.agencies import UNSPECIFIED
from syndetect.model import Article, Credit, CreditRole, Derivation, RelationKind, Source

_MATCHES = 10  # shown without --all, as many carriers
_OPENING = 8  # words that a text is called by
_WORDS = 14  # of a passage that are quoted
_THE_CHILD = re.compile("“[^”]*”|\\bthe child\\b")  # as reasons call it; not in what they quote
_CREDITS = {
    CreditRole.TEXT: "whose text it is",
    CreditRole.CONTRIBUTION: "who gave a part",
    CreditRole.CITATION: "who is cited",
    CreditRole.IMAGE: "whose picture it shows",
    CreditRole.OWN: "whose own page it is",
}


def paint_answer(answer: Answer, *, everything: bool) -> None:
    """Print an answer."""
    page = Page(place="archive")
    _paint_asked(page, answer)
    page.line()
    _paint_origin(page, answer)
    page.line()
    if answer.children:
        _paint_children(page, answer, everything)
        page.line()
    _paint_carriers(page, answer, everything)
    page.line()
    _paint_matches(page, answer, everything)
    if answer.credits:
        page.line()
        page.line(Text("Credits read in it", style="bold"))
        for credit in answer.credits:
            page.line(_credit(credit), "  ", "    ")


def _paint_asked(page: Page, answer: Answer) -> None:
    asked = answer.asked
    text = Text(_name(asked), style="bold")
    parts = [f"“{flowing(asked.headline)}”"] if asked.headline else []
    parts += [date(asked.published)] if asked.published else []
    parts += [count(len(asked.body.split()), "word")]
    text.append(" – " + ", ".join(parts), "not bold")
    page.line(text, "", "  ")
    if asked.id in answer.itself:
        page.line("It is in the archive already.", "  ")
    elif answer.itself:
        names = listed([flowing(one) for one in answer.itself], _MATCHES)
        page.line(f"It is in the archive already, as {names}.", "  ", "    ")
    elif answer.same is not None:
        page.line(f"The very same text is in the archive: {flowing(answer.same)}.", "  ", "    ")


def _name(asked: Article) -> str:
    """Its id; what came as a text has none, and is called by its first words."""
    if asked.path is not None or asked.headline:
        return flowing(asked.id)
    words = flowing(asked.body).split(" ")
    return f"“{' '.join(words[:_OPENING])}{'…' if len(words) > _OPENING else ''}”"


def _paint_origin(page: Page, answer: Answer) -> None:
    page.line(Text("Where it comes from", style="bold"))
    if not answer.parents:
        page.line("No source found in the archive, nor a credit that names one.", "  ")
        page.line("That is no proof of independence.", "  ")
        return
    for one in answer.parents:
        _paint_step(page, answer, one, "also from" if one.order > 1 else "from")
    above = [one for one in answer.derivations if one.child != answer.asked.id]
    for one in above:
        _paint_step(page, answer, one, f"{flowing(one.child)} is from")
    if answer.origin is not None:
        sure = answer.origin_probability
        told = f" ({percent(sure)} sure)" if sure is not None else ""
        where = _end(answer, answer.origin, answer.origin_kind or "article")
        page.line(Text.assemble(("Origin: ", "bold"), where, told), "  ", "    ")


def _paint_children(page: Page, answer: Answer, everything: bool) -> None:
    page.line(Text("What comes from it", style="bold"))
    shown = answer.children if everything else answer.children[:_MATCHES]
    for one in shown:
        text = Text(spoken(one.relation), style=kind_style(one.relation))
        text.append(f" {percent(one.probability)}  ", "not bold")
        text.append(_end(answer, one.child, "article"))
        if not one.decided:
            text.append("; who was first is not decided", "not bold yellow")
        page.line(text, "  ", "    ")
    _more(page, len(answer.children) - len(shown))


def _paint_step(page: Page, answer: Answer, one: Derivation, lead: str) -> None:
    text = Text(spoken(one.relation), style=kind_style(one.relation))
    text.append(f" {percent(one.probability)}  {lead} ", "not bold")
    text.append(_end(answer, one.parent, one.parent_kind))
    if not one.decided:
        text.append("; who was first is not decided", "not bold yellow")
    page.line(text, "  ", "    ")
    sources = [source for source in answer.sources if source.id == one.parent]
    own = one.child == answer.asked.id
    for reason in one.reasons:
        page.line(flowing(_THE_CHILD.sub(_this, reason) if own else reason), "    - ")
    for reason in (why for source in sources for why in source.reasons):
        page.line(flowing(reason), "    - ")


def _this(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("“") else "this text"


def _end(answer: Answer, name: str, kind: str) -> Text:
    """A parent by what a reader knows it by."""
    if kind == "source":
        found = next((one for one in answer.sources if one.id == name), None)
        source = found or Source(name, None, None, None)
        known = Mention(name, kind, source.called, None, source.url, source.published, None)
        return mentioned(known, place="archive")
    articles = (*(match.article for match in answer.matches), *answer.carriers)
    article = next((one for one in articles if one.id == name), None)
    return _article(article) if article is not None else Text(flowing(name), style="not bold")


def _article(article: Article) -> Text:
    trust = str(article.published_trust) if article.published_trust else None
    return mentioned(
        Mention(
            article.id, "article", article.outlet, article.headline, article.url,
            article.published, trust,
        ),
        headline=" ",
    )  # fmt: skip


def _paint_carriers(page: Page, answer: Answer, everything: bool) -> None:
    if not answer.carried:
        page.line(Text("Nobody else in the archive carried it.", style="bold"))
        return
    houses = {one.outlet for one in answer.carriers if one.outlet}
    whole = len(answer.carriers) == answer.carried
    of = f" of {count(len(houses), 'outlet')}" if houses and whole else ""
    page.line(Text(f"Who else carried it: {count(answer.carried, 'article')}{of}", style="bold"))
    shown = answer.carriers if everything else answer.carriers[:_MATCHES]
    dates = [date(one.published) if one.published else "no date known" for one in shown]
    wide = max(map(cell_len, dates), default=0)
    for one, when in zip(shown, dates, strict=True):
        house = Mention(one.id, "article", one.outlet, None, None, None, None)
        page.line(mentioned(house), f"  {when:<{wide}}  ", " " * (wide + 4))
    _more(page, answer.carried - len(shown))
    if answer.family > answer.carried:
        more = count(answer.family - answer.carried, "more article")
        page.line(Text(f"    {more} of their families share text with these.", style="dim"))


def _paint_matches(page: Page, answer: Answer, everything: bool) -> None:
    derived = [one for one in answer.matches if one.derived]
    if not answer.matches:
        page.line(Text("Nothing in the archive is alike enough to be compared.", style="bold"))
        return
    page.line(
        Text(
            f"Compared with {count(len(answer.matches), 'article')}; {len(derived):,} of them "
            f"{'shares' if len(derived) == 1 else 'share'} its text",
            style="bold",
        )
    )
    rest = [one for one in answer.matches if not one.derived]
    telling = [one for one in rest if one.relation.kind is RelationKind.UNDECIDED]
    shown = list(answer.matches) if everything else [*derived, *telling][:_MATCHES]
    for match in shown:
        _paint_match(page, answer, match)
    if not everything:
        _more(page, len(derived) + len(telling) - len(shown))
        kinds = Counter(spoken(one.relation.kind) for one in rest if one not in telling)
        if kinds:
            said = [f"{name} ({number:,})" for name, number in sorted(kinds.items())]
            page.line(f"The others are not derived: {listed(said, 9)}; --all shows them.", "  ")


def _paint_match(page: Page, answer: Answer, match: Match) -> None:
    relation = match.relation
    text = Text(spoken(relation.kind), style=kind_style(relation.kind))
    text.append(f" {percent(relation.probability)}  ", "not bold")
    text.append(_article(match.article))
    words = shared_words(match)
    if words:
        text.append(f" – {count(words, 'word')} in common", "not bold")
        quoted = flowing(longest(answer, match)).split(" ")
        cut = "…" if len(quoted) > _WORDS else ""
        text.append(f": “{' '.join(quoted[:_WORDS])}{cut}”", "not bold")
    page.line(text, "  ", "    ")


def _more(page: Page, number: int) -> None:
    if number > 0:
        page.line(f"… and {number:,} more: --all shows them.", "  ")


def _credit(credit: Credit) -> Text:
    who = "an agency without a name" if credit.agency == UNSPECIFIED else flowing(credit.agency)
    text = Text.assemble((who, "bold"), f", {_CREDITS[credit.role]}")
    text.append(f" ({flowing(credit.zone)}): “{flowing(credit.text)}”")
    return text
