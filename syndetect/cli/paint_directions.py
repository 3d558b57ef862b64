"""Who has it from whom, painted: the derivations that join two articles, with their reasons."""

from __future__ import annotations

from rich.text import Text

from syndetect.cli.paint import Page, listed, percent, spoken
from syndetect.cli.safe import flowing
from syndetect.explanation import Explanation
from syndetect.model import Derivation, RelationKind, Span

_STRETCHES = 6  # of a second parent that are named


def paint_directions(page: Page, found: Explanation, directions: tuple[Derivation, ...]) -> None:
    """Who was first, with the reasons; or that nothing says so."""
    page.line(Text("Who has it from whom", style="bold"))
    sources = {source.id: source for source in found.sources}
    for one in directions:
        source = sources.get(one.parent) if one.parent_kind == "source" else None
        parent = flowing(one.parent)
        if one.parent_kind == "source":
            known = [source.called] if source else [parent]
            known += [part for part in (source.published, source.url) if part] if source else []
            parent = flowing(", ".join(known)) + f" (not in the {page.place})"
        text = Text(flowing(one.child), style="bold")
        also = "" if one.order == 1 else " also"
        text.append(
            f"{also} from {parent}, {spoken(one.relation)}, {percent(one.probability)}", "not bold"
        )
        if not one.decided:
            text.append("; not decided", "not bold yellow")
        page.line(text, "", "  ")
        for reason in (*one.reasons, *(source.reasons if source else ())):
            page.line(flowing(reason), "  - ")
        if also and one.spans:
            page.line(f"only this parent has {_places(one.spans)} of the child", "  - ")
    if not directions:
        relation = found.relation
        derived = found.identical or (relation is not None and RelationKind(relation.kind).derived)
        page.line(
            "Not known. One is likely from the other, or both are from one source; nothing here "
            "says which."
            if derived
            else "No derivation joins the two. That is no proof of independence."
        )


def _places(spans: tuple[Span, ...]) -> str:
    """Stretches of a body: "characters 120–340, 512–600"."""
    places = [f"{one.begin:,}–{one.end:,}" for one in spans]
    return f"characters {listed(places, _STRETCHES)}"
