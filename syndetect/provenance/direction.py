"""Who took it from whom, for one derived pair: three hypotheses, always.

Left from right, right from left, both from a source unseen; the last is the default of
syndication and starts ahead. Evidence is added as log-likelihoods, none of it a hard rule, and
missing metadata is never evidence. Where the best does not lead by the margin: undecided.

The sizes of the steps for credits and dates are judgements, not fits. A clear order of declared
dates adds 2 to the one direction and takes 2 from the other: 7 to 1 beside a source of both, and 55
to 1 between the two, since dates of pages are wrong in some of a hundred cases. What the texts say
by themselves (``leanings.py``) is fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from syndetect.ingest.dates import Window, same_zone_windows
from syndetect.model import Trust
from syndetect.provenance import leanings
from syndetect.provenance.witness import Side, Tie, Witness, points_to, same_hand
from syndetect.provenance.wording import CHILD, PARENT, Ground, told

AHEAD = 1.0  # start of "both from an unseen source" over each direct hypothesis
TRUSTED = {
    Trust.DECLARED: 2.0,
    Trust.URL: 1.6,
    Trust.DATELINE: 1.2,
    Trust.PAGE: 0.3,
    Trust.FILE: 0.0,
}
LINK = 5.0  # the page names the other's URL as its source
AGENCY = 4.0  # credits the agency whose own article the other is
OWN_PAGE = 0.5  # is an agency's own page, and the other credits nobody else
ONE_AGENCY = 2.0  # both credit one agency
STRIPPED = 2.0  # one does: a copy drops its credit as easily as it keeps it
TOLD_ANEW = 0.5
EITHER = 0.7
ONE_HAND = 3.0  # what a source of both loses where both are of one outlet
WHETHER = 1.0  # what leanings say at most of whether, not which way: siblings lean, too
GROWN = 2.4  # log-odds of growth at most: of a story that grows, all grows together
ADDED = 0.05  # share of both texts that the other lacks, from which both are written on
_HAND = 0.5  # weight by which one outlet is told among the reasons
_HOUR = 3600
_TRUSTS = tuple(Trust)  # the surest first


class Way(Enum):
    """The three hypotheses."""

    __hash__ = object.__hash__  # members are single: that of their names costs more than the rest

    RIGHT_FROM_LEFT = "right_from_left"
    LEFT_FROM_RIGHT = "left_from_right"
    COMMON = "common"


@dataclass(slots=True)
class Direction:
    """Log-likelihood of each hypothesis, and the grounds for it."""

    weights: dict[Way, float] = field(
        default_factory=lambda: {
            Way.RIGHT_FROM_LEFT: -AHEAD,
            Way.LEFT_FROM_RIGHT: -AHEAD,
            Way.COMMON: 0.0,
        }
    )
    grounds: dict[Way, list[Ground]] = field(default_factory=lambda: {way: [] for way in Way})

    def add(self, way: Way, weight: float, sentence: str) -> None:
        """*weight* more for a hypothesis, and why."""
        self.weights[way] += weight
        self.say(way, weight, sentence)

    def say(self, way: Way, weight: float, sentence: str) -> None:
        """Why, for what is weighed elsewhere."""
        self.grounds[way].append(Ground(weight, sentence))

    @property
    def reasons(self) -> Mapping[Way, list[str]]:
        """The reasons for each hypothesis, heaviest first."""
        return {way: told(some) for way, some in self.grounds.items()}

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
        direction.weights[Way.COMMON] -= ONE_HAND
        for way in (Way.RIGHT_FROM_LEFT, Way.LEFT_FROM_RIGHT):
            direction.say(way, _HAND, "both are of one outlet: versions, or one page read twice")
    _time(direction, left, right)
    _texts(direction, tie, left, right)
    return direction


def _credits(direction: Direction, parent: Witness, child: Witness, way: Way) -> None:
    if points_to(child, parent):
        direction.add(way, LINK, f"{CHILD}'s page names {PARENT}'s address as its source")
    agency = parent.own_agency
    if agency is None:
        return
    if child.agency == agency:
        direction.add(way, AGENCY, f"{CHILD} credits {agency}, whose own article {PARENT} is")
    elif child.agency is None and child.own_agency is None:
        direction.add(way, OWN_PAGE, f"{PARENT} is a page of {agency}, an agency")


def _agencies(direction: Direction, tie: Tie, left: Witness, right: Witness) -> None:
    if left.own_agency or right.own_agency:
        return
    if left.agency and left.agency == right.agency:
        # Copies of one text have one wire; two texts may be versions of it, by one hand.
        copied = min(tie.own_left, tie.own_right) if running(left, right) else 1.0
        direction.add(
            Way.COMMON, ONE_AGENCY * copied, f"{left.id} and {right.id} both credit {left.agency}"
        )
    elif (left.agency is None) != (right.agency is None):
        one, other = (left, right) if left.agency else (right, left)
        said = f"{one.id} credits {one.agency}, and {other.id} may have cut the credit"
        direction.add(Way.COMMON, STRIPPED, said)


def _time(direction: Direction, left: Witness, right: Witness) -> None:
    """A clear order of times speaks for the earlier one, as far as its dates are trusted."""
    weight = ordered(left, right)
    if not weight or left.trust is None or right.trust is None:
        return
    way, back = Way.RIGHT_FROM_LEFT, Way.LEFT_FROM_RIGHT
    if weight < 0:
        way, back = back, way
    trust = max(left.trust, right.trust, key=_TRUSTS.index)
    first, second = sorted(_windows(left, right) or (), key=lambda one: one.begin)
    if _to_the_minute(first, second):
        said = _lag(second.begin - first.begin)
    else:
        said = _lag(second.begin - first.end)
        said = f"at least {said}" if said else ""
    said = f"{said} after" if said else "after"
    direction.add(way, abs(weight), f"{CHILD} was published {said} {PARENT} ({_SAID[trust]})")
    direction.weights[back] -= abs(weight)


def ordered(left: Witness, right: Witness) -> float:
    """Log-likelihood that the left was first, by times; 0 where they do not tell."""
    windows = _windows(left, right)
    if windows is None or left.trust is None or right.trust is None:
        return 0.0
    weight = min(TRUSTED[left.trust], TRUSTED[right.trust])
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
    Trust.DECLARED: "by the declared dates",
    Trust.URL: "by the date in an address",
    Trust.DATELINE: "by a dateline",
    Trust.PAGE: "by a clock on a page",
    Trust.FILE: "by the clock of a file",
}


def _to_the_minute(*windows: Window) -> bool:
    """Whether all times are known so well that the lag between them is the lag."""
    return all(one.end - one.begin <= 60 for one in windows)


def _lag(seconds: int) -> str:
    """A lag in words; empty where only the order of two days is known."""
    if seconds < 60:
        return ""
    if seconds < 2 * _HOUR:
        return f"{seconds // 60} min"
    if seconds < 48 * _HOUR:
        return f"{seconds // _HOUR} h"
    return f"{seconds // (24 * _HOUR)} days"


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
        found = leanings.version(*sides)
        whole = sum(gain for gain, _ in found)
        bounded = max(-GROWN, min(GROWN, whole)) * _versions(left, right, sides)
        _lean(direction, found, bounded, abs(bounded) / 2)
    else:
        # Of two copies of one wire, too, one may be cut: that is no ground against the wire.
        found = leanings.parent(*sides)
        whole = sum(gain for gain, _ in found)
        _lean(direction, found, whole, anew * min(abs(whole) / 2, WHETHER))
    gain = leanings.common(*sides) + EITHER * abs(ordered(left, right)) - TOLD_ANEW
    if gain > 0:
        reason = leanings.said_apart(*sides, (left.id, right.id))
        direction.add(Way.COMMON, gain * _told_anew(tie), reason)
    else:
        direction.weights[Way.COMMON] += gain * anew


def _versions(left: Witness, right: Witness, sides: tuple[Side, Side]) -> float:
    """How sure it is that two texts are versions, and not one of them a copy that a client cut:
    they are of one outlet, or other names sign them, or either has what the other lacks.
    """
    if same_hand(left, right) or sides[0].signed + sides[1].signed > 0:
        return 1.0
    return min(1.0, min(side.novel for side in sides) / ADDED)


def _lean(
    direction: Direction, found: list[leanings.Leaning], whole: float, certain: float
) -> None:
    """Log-odds *whole* between the two directions, of which *certain* speaks for one, and the rest
    only against the other; *found* are the leanings that it is the sum of.
    """
    way, back = Way.RIGHT_FROM_LEFT, Way.LEFT_FROM_RIGHT
    for gain, sentence in found:
        direction.say(way if gain > 0 else back, abs(gain), sentence)
    if whole < 0:
        way, back = back, way
    direction.weights[way] += certain
    direction.weights[back] -= abs(whole) - certain


def _told_anew(tie: Tie) -> float:
    """Of what both say, the share that they do not say in the same words."""
    sides = tie.sides(tie.left)
    if sides is None:
        return 0.0
    owned = (tie.own_left, tie.own_right)
    same = max(own / max(1.0 - side.novel, 0.01) for own, side in zip(owned, sides, strict=True))
    return max(0.0, 1.0 - same)
