"""Who took it from whom, for one derived pair: three hypotheses, always.

Left from right, right from left, both from a source unseen; the last is the default of
syndication and starts ahead. Evidence is added as log-likelihoods, none of it a hard rule, and
missing metadata is never evidence. Where the best does not lead by the margin: undecided.

The sizes of the steps are judgements, not fits: what is known is that dates of pages are wrong
in several of a hundred cases, so that no date alone may weigh more than ln(0.9 / 0.1) = 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from syndetect.ingest.dates import Window, same_zone_windows
from syndetect.model import Trust
from syndetect.provenance.witness import Tie, Witness, points_to, same_hand

_AHEAD = 1.0  # start of "both from an unseen source" over each direct hypothesis
_TIME = {Trust.DECLARED: 2.0, Trust.URL: 1.6, Trust.DATELINE: 1.2, Trust.PAGE: 0.3, Trust.FILE: 0.0}
_LINK = 5.0  # the page names the other's URL as its source
_AGENCY = 4.0  # credits the agency whose own article the other is
_ONE_AGENCY = 2.0  # both credit one agency
_STRIPPED = 0.7  # only one carries a credit: both may well be its agency's
_TRIMMED = 1.0  # one stands inside the other, not the other way round
_INSIDE = 0.6  # share of a text from which it stands inside the other
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
    _agencies(direction, left, right)
    if same_hand(left, right):
        direction.add(Way.COMMON, -3.0, "one outlet: two versions, or the page was read twice")
    _time(direction, left, right)
    _containment(direction, tie)
    return direction


def _credits(direction: Direction, parent: Witness, child: Witness, way: Way) -> None:
    if points_to(child, parent):
        direction.add(way, _LINK, "the page names the other's URL as its source")
    if parent.own_agency and child.agency == parent.own_agency:
        direction.add(way, _AGENCY, f"credits {child.agency}, whose own article the other is")


def _agencies(direction: Direction, left: Witness, right: Witness) -> None:
    if left.own_agency or right.own_agency:
        return
    if left.agency and left.agency == right.agency:
        direction.add(Way.COMMON, _ONE_AGENCY, f"both credit {left.agency}")
    elif (left.agency is None) != (right.agency is None):
        name = left.agency or right.agency
        direction.add(Way.COMMON, _STRIPPED, f"one of the two credits {name}")


def _time(direction: Direction, left: Witness, right: Witness) -> None:
    """A clear order of times speaks for the earlier one, as far as its dates are trusted."""
    windows = _windows(left, right)
    if windows is None or left.trust is None or right.trust is None:
        return
    weight = min(_TIME[left.trust], _TIME[right.trust])
    if not weight:
        return
    trust = max(left.trust, right.trust, key=lambda t: list(Trust).index(t))
    first, second = windows
    if first.end <= second.begin:
        lag, way, back = second.begin - first.end, Way.RIGHT_FROM_LEFT, Way.LEFT_FROM_RIGHT
    elif second.end <= first.begin:
        lag, way, back = first.begin - second.end, Way.LEFT_FROM_RIGHT, Way.RIGHT_FROM_LEFT
    else:
        return
    said = _lag(lag)
    if said and not _to_the_minute(first, second):
        said = f"at least {said}"
    direction.add(way, weight, f"published {said}later ({_SAID[trust]})")
    direction.weights[back] -= weight


def _windows(left: Witness, right: Witness) -> tuple[Window, Window] | None:
    """When each was published; an outlet's own clock is of one zone, whichever it is."""
    if left.window is None or right.window is None:
        return None
    if same_hand(left, right) and left.published and right.published:
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


def _containment(direction: Direction, tie: Tie) -> None:
    """A text that stands inside a longer one is more likely cut from it than grown to it."""
    for inside, outside, parent in (
        (tie.own_left, tie.own_right, tie.right),
        (tie.own_right, tie.own_left, tie.left),
    ):
        if inside >= _INSIDE and outside <= inside / 2:
            way = direction.from_parent(tie, parent)
            direction.add(way, _TRIMMED, f"{inside:.0%} of it stands in the longer text")
