"""When an event first appeared, and over how long it spread, as far as its dates can tell.

Only dates that were declared, or stand in a URL or the head of the text, are usable. A date is a
window as wide as its precision (``ingest.dates``), not a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syndetect.ingest.dates import Window, same_zone_windows
from syndetect.model import Trust
from syndetect.provenance.lineage import DIGITS
from syndetect.provenance.witness import Witness, same_hand

USABLE = (Trust.DECLARED, Trust.URL, Trust.DATELINE)
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Appearance:
    """The first and last date as given, and what they say; fields as in ``model.Event``."""

    first: str | None
    first_article: str | None
    last: str | None
    spread_hours: float | None
    dated: int


@dataclass(frozen=True, slots=True)
class _Dated:
    witness: Witness
    published: str
    window: Window

    @property
    def order(self) -> tuple[int, int, str]:
        """By the middle of the window, the narrower first."""
        return (self.window.begin + self.window.end, self.window.end, self.published)


def appearance(articles: Sequence[Witness]) -> Appearance:
    """The appearance of the *articles* of one event; ids of theirs decide nothing."""
    dated = [
        _Dated(one, one.published, one.window)
        for one in articles
        if one.published and one.window is not None and one.trust in USABLE
    ]
    if not dated:
        return Appearance(None, None, None, None, 0)
    first, last = min(dated, key=lambda d: d.order), max(dated, key=lambda d: d.order)
    sure = all(_before(first, other) for other in dated if other is not first)
    return Appearance(
        first=first.published,
        first_article=first.witness.id if sure else None,
        last=last.published,
        spread_hours=_spread(dated) if len(dated) > 1 else None,
        dated=len(dated),
    )


def _before(one: _Dated, other: _Dated) -> bool:
    """Whether *one* was surely out first; the clock of one hand is of one zone, whichever."""
    windows = one.window, other.window
    if same_hand(one.witness, other.witness):
        windows = same_zone_windows(one.published, other.published) or windows
    return windows[0].end <= windows[1].begin


def _spread(dated: Sequence[_Dated]) -> float:
    """The hours that surely lie between the earliest and the latest, to the minute where the times
    are. Where no date tells its zone, all are taken to be of one.
    """
    windows = [one.window for one in dated]
    plain = [same_zone_windows(one.published, one.published) for one in dated]
    if all(plain):
        windows = [pair[0] for pair in plain if pair is not None]
    out = min(w.begin if w.end - w.begin <= _MINUTE else w.end for w in windows)
    seconds = max(w.begin for w in windows) - out
    return round(max(0, seconds) / 3600, DIGITS)
