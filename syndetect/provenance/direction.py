"""Who took it from whom, for one derived pair: three hypotheses, always.

Left from right, right from left, both from a source unseen; the last is the default of
syndication and starts ahead. Evidence is added as log-likelihoods, none of it a hard rule, and
missing metadata is never evidence. Where the best does not lead by the margin: undecided.

The sizes of the steps for credits and dates are judgements, not fits: what is known is that dates
of pages are wrong in several of a hundred cases, so that no date alone may weigh more than
ln(0.9 / 0.1) = 2.2. What the texts say by themselves (``leanings.py``) is fitted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from syndetect.ingest.dates import Window, same_zone_windows
from syndetect.model import Trust
from syndetect.provenance import leanings
from syndetect.provenance.witness import Tie, Witness, points_to, same_hand

_AHEAD = 1.0  # start of "both from an unseen source" over each direct hypothesis
_TIME = {Trust.DECLARED: 2.0, Trust.URL: 1.6, Trust.DATELINE: 1.2, Trust.PAGE: 0.3, Trust.FILE: 0.0}
_LINK = 5.0  # the page names the other's URL as its source
_AGENCY = 4.0  # credits the agency whose own article the other is
_ONE_AGENCY = 2.0  # both credit one agency
_STRIPPED = 2.0  # one does: a copy drops its credit as easily as it keeps it
_TOLD_ANEW = 0.5
_EITHER = 0.7
_ADDED = 0.05  # share of both texts that the other lacks, from which both are written on
_HOUR = 3600


class Way(Enum):
    """The three hypotheses."""

    RIGHT_FROM_LEFT = "right_from_left"
    LEFT_FROM_RIGHT = "left_from_right"
    COMMON = "common"


@dataclass(slots=True)
class Direction:
    """Log-likelihood of each hypothesis, and the reasons for it, in words."""

    weights: dict[Way, float] = field(
        default_factory=lambda: {
            Way.RIGHT_FROM_LEFT: -_AHEAD,
            Way.LEFT_FROM_RIGHT: -_AHEAD,
            Way.COMMON: 0.0,
        }
    )
    reasons: dict[Way, list[str]] = field(default_factory=lambda: {way: [] for way in Way})

    def add(self, way: Way, weight: float, reason: str) -> None:
        self.weights[way] += weight
        self.reasons[way].append(reason)

    @property
    def best(self) -> Way:
        """The heaviest hypothesis; of equals the common source."""
        return max(
            (Way.COMMON, Way.RIGHT_FROM_LEFT, Way.LEFT_FROM_RIGHT), key=lambda w: self.weights[w]
        )

    @property
    def lead(self) -> float:
        """By how much the best is ahead of the next."""
        first, second, _ = sorted(self.weights.values(), reverse=True)
        return first - second

    def from_parent(self, tie: Tie, parent: int) -> Way:
        """The hypothesis that *parent* (an end of *tie*) is the parent."""
        return Way.RIGHT_FROM_LEFT if parent == tie.left else Way.LEFT_FROM_RIGHT


def judge(tie: Tie, left: Witness, right: Witness) -> Direction:
    """Weigh the three hypotheses for one derived pair."""
    direction = Direction()
    _credits(direction, left, right, Way.RIGHT_FROM_LEFT)
    _credits(direction, right, left, Way.LEFT_FROM_RIGHT)
    _agencies(direction, tie, left, right)
    if same_hand(left, right):
        direction.add(Way.COMMON, -3.0, "one outlet: two versions, or the page was read twice")
    _time(direction, left, right)
    _texts(direction, tie, left, right)
    return direction


def _credits(direction: Direction, parent: Witness, child: Witness, way: Way) -> None:
    if points_to(child, parent):
        direction.add(way, _LINK, "the page names the other's URL as its source")
    if parent.own_agency and child.agency == parent.own_agency:
        direction.add(way, _AGENCY, f"credits {child.agency}, whose own article the other is")


def _agencies(direction: Direction, tie: Tie, left: Witness, right: Witness) -> None:
    if left.own_agency or right.own_agency:
        return
    if left.agency and left.agency == right.agency:
        # Copies of one text have one wire; two texts may be versions of it, by one hand.
        copied = min(tie.own_left, tie.own_right) if running(left, right) else 1.0
        direction.add(Way.COMMON, _ONE_AGENCY * copied, f"both credit {left.agency}")
    elif (left.agency is None) != (right.agency is None):
        name = left.agency or right.agency
        direction.add(Way.COMMON, _STRIPPED, f"one of the two credits {name}")


def _time(direction: Direction, left: Witness, right: Witness) -> None:
    """A clear order of times speaks for the earlier one, as far as its dates are trusted."""
    weight = _ordered(left, right)
    if not weight or left.trust is None or right.trust is None:
        return
    way, back = Way.RIGHT_FROM_LEFT, Way.LEFT_FROM_RIGHT
    if weight < 0:
        way, back = back, way
    trust = max(left.trust, right.trust, key=lambda t: list(Trust).index(t))
    first, second = sorted(_windows(left, right) or (), key=lambda one: one.begin)
    said = _lag(second.begin - first.end)
    if said and not _to_the_minute(first, second):
        said = f"at least {said}"
    direction.add(way, abs(weight), f"published {said}later ({_SAID[trust]})")
    direction.weights[back] -= abs(weight)


def _ordered(left: Witness, right: Witness) -> float:
    """Log-likelihood that the left was first, by times; 0 where they do not tell."""
    windows = _windows(left, right)
    if windows is None or left.trust is None or right.trust is None:
        return 0.0
    weight = min(_TIME[left.trust], _TIME[right.trust])
    first, second = windows
    if first.end <= second.begin:
        return weight
    return -weight if second.end <= first.begin else 0.0


def _windows(left: Witness, right: Witness) -> tuple[Window, Window] | None:
    """When each was published; an outlet's or agency's own clock is of one zone, whichever."""
    if left.window is None or right.window is None:
        return None
    if running(left, right) and left.published and right.published:
        return same_zone_windows(left.published, right.published) or (left.window, right.window)
    return left.window, right.window


_SAID = {
    Trust.DECLARED: "by its declared date",
    Trust.URL: "by the date in a URL",
    Trust.DATELINE: "by a dateline",
    Trust.PAGE: "by a clock on the page",
    Trust.FILE: "by the file's clock",
}


def _to_the_minute(*windows: Window) -> bool:
    """Whether all times are known so well that the lag between them is the lag."""
    return all(one.end - one.begin <= 60 for one in windows)


def _lag(seconds: int) -> str:
    """A lag in words; empty where only the order of two days is known."""
    if seconds < 60:
        return ""
    if seconds < 2 * _HOUR:
        return f"{seconds // 60} min "
    if seconds < 48 * _HOUR:
        return f"{seconds // _HOUR} h "
    return f"{seconds // (24 * _HOUR)} days "


def running(left: Witness, right: Witness) -> bool:
    """Whether the two may be versions of one running story: of one outlet, or of one agency where
    neither outlet is known.
    """
    if same_hand(left, right):
        return True
    one_agency = bool(left.agency) and left.agency == right.agency
    return one_agency and left.outlet is None and right.outlet is None


def _texts(direction: Direction, tie: Tie, left: Witness, right: Witness) -> None:
    """What one text has and the other lacks; versions of one hand grow, copies lose."""
    sides = tie.sides(tie.left)
    if sides is None:
        return
    anew = 1.0 - min(tie.own_left, tie.own_right, 1.0)
    if running(left, right):
        # A part of another text may as well be a copy that is cut, where hands are not known.
        least = min(side.novel for side in sides)
        known = 1.0 if same_hand(left, right) else min(1.0, least / _ADDED)
        for gain, reason in leanings.version(*sides):
            _lean(direction, gain * known, 1.0, reason)
    else:
        # Of two copies of one wire, too, one may be cut: that is no ground against the wire.
        for gain, reason in leanings.parent(*sides):
            _lean(direction, gain, anew, reason)
    gain, reason = leanings.common(*sides)
    gain += _EITHER * abs(_ordered(left, right)) - _TOLD_ANEW
    if gain > 0:
        direction.add(Way.COMMON, gain * _told_anew(tie), reason)
    else:
        direction.weights[Way.COMMON] += gain * anew


def _lean(direction: Direction, gain: float, certain: float, reason: str) -> None:
    """Log-odds *gain* between the two directions, of which *certain* speaks for one, and the rest
    only against the other.
    """
    way, back = Way.RIGHT_FROM_LEFT, Way.LEFT_FROM_RIGHT
    if gain < 0:
        way, back = back, way
    whole = abs(gain)
    direction.add(way, whole * certain / 2, reason)
    direction.weights[back] -= whole * (1.0 - certain / 2)


def _told_anew(tie: Tie) -> float:
    """Of what both say, the share that they do not say in the same words."""
    sides = tie.sides(tie.left)
    if sides is None:
        return 0.0
    owned = (tie.own_left, tie.own_right)
    same = max(own / max(1.0 - side.novel, 0.01) for own, side in zip(owned, sides, strict=True))
    return max(0.0, 1.0 - same)
