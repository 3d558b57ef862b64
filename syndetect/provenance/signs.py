"""Signs of an unseen source that an article carries itself: hints for a reader, no verdicts.

No sign makes a derivation or moves a probability. A sign says what was seen, and what it may mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from syndetect.evidence.misquotes import Quoting
from syndetect.provenance import styles
from syndetect.provenance.styles import Written
from syndetect.provenance.witness import Witness

_SEVERAL = 2  # quotations in other words: one may be a slip


def signs(one: Witness, quoting: Quoting | None) -> tuple[str, ...]:
    """The signs of one article: its house style, spellings that are nobody's, and quotations in
    other words than several articles on the event have.
    """
    found = [_style(one), _alien(one.forms), _quotations(quoting)]
    return tuple(sign for sign in found if sign)


def _style(one: Witness) -> str:
    """Whose usage it writes: another agency's than it credits only where style is fairly sure."""
    usage = styles.likely(form.key for form in one.forms) if one.forms else None
    if usage is None or usage.probability < styles.HINTED or one.own_agency is not None:
        return ""
    seen = f"writes {styles.quoted(one.forms, usage.forms)} as {usage.agency} does"
    if usage.agency == one.agency:
        return f"{seen}, which it credits"
    if one.agency is not None and usage.probability < styles.NAMED:
        return ""
    return f"{seen}: perhaps {usage.agency} copy ({styles.percent(usage.probability)})"


def _alien(forms: Sequence[Written]) -> str:
    words = styles.alien(forms)
    if not words:
        return ""
    listed = styles.quoted(forms, [form.key for form in forms if form.words in words])
    return f"writes {listed} as no agency does: perhaps translated"


def _quotations(quoting: Quoting | None) -> str:
    if quoting is None or quoting.changed < _SEVERAL or quoting.changed <= quoting.kept:
        return ""
    both = quoting.changed + quoting.kept
    return (
        f"has {quoting.changed} of {both} quotations that others have too in slightly other words "
        "than several of these agree on: perhaps translated or retold"
    )
