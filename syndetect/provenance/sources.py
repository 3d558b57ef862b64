"""Sources that are not in the collection: who they are, as far as the texts tell."""

from __future__ import annotations

from collections.abc import Sequence

from syndetect.model import Source
from syndetect.provenance import styles
from syndetect.provenance.parents import UNKNOWN
from syndetect.provenance.witness import Witness


def unseen(agency: str, children: Sequence[Witness]) -> Source:
    """The source that *children* have in common, named by the first of them in order of id.

    URL and date come from the credits of the children that carry them, where they agree. A source
    that nobody credits gets the agency of their house style, where that is fairly sure: style never
    stands beside a credit.
    """
    first = min(child.id for child in children)
    count = len(children)
    if agency == UNKNOWN:
        reason = (
            "1 article shares text with others, and who had it first is not known"
            if count == 1
            else f"{count} articles share text, and who of them had it first is not known"
        )
        name, how = _by_style(children)
        said = (*how, reason) if name else (reason, *how)
        return Source(f"source:unknown:{first}", None, None, None, said, name)
    credits = [c for child in children for c in (child.credit, child.part) if c is not None]
    credits = [credit for credit in credits if credit.agency == agency]
    urls = sorted({c.url for c in credits if c.url})
    dates = sorted({c.published for c in credits if c.published})
    direct = sum(
        agency in (child.agency, child.part.agency if child.part else None) for child in children
    )
    who, credit = ("1 article", "credits") if direct == 1 else (f"{direct} articles", "credit")
    reasons = [f"{who} straight from it {credit} {agency}"]
    if count > direct:
        more = "1 more shares" if count == direct + 1 else f"{count - direct} more share"
        reasons.append(f"{more} text with {'it' if direct == 1 else 'them'}")
    return Source(
        f"source:{agency.lower().replace(' ', '-')}:{first}",
        agency,
        urls[0] if len(urls) == 1 else None,
        dates[0] if len(dates) == 1 else None,
        tuple(reasons),
    )


def _by_style(children: Sequence[Witness]) -> tuple[str | None, tuple[str, ...]]:
    """The agency whose usage the children agree in, where style is sure enough, and what is said
    of it; nothing where one of them credits anybody.
    """
    if any(child.agency or child.part or child.own_agency for child in children):
        return None, ()
    forms = styles.common(child.forms for child in children)
    usage = styles.likely(form.key for form in forms)
    if usage is None or usage.probability < styles.HINTED:
        return None, ()
    whose = "it writes" if len(children) == 1 else "most write"
    seen = f"{whose} {styles.quoted(forms, usage.forms)} as {usage.agency} does"
    sure = styles.percent(usage.probability)
    if usage.probability < styles.NAMED:
        return None, (f"{seen}: that fits {usage.agency}, but not surely ({sure})",)
    return usage.agency, (f"{seen}: named by house style alone ({sure}), nobody credits it",)
