"""Whether probabilities mean what they say: a table of adaptive bins, and the plot as an SVG.

Only compared pairs count. A pair of Helsinki weighs what its weight says, since these weights
give the share of derived pairs in a real scan; scaled so that a set's pairs weigh 1 on average.
The other sets hold many more derived pairs than a real scan, and show it: there a probability
is too low rather than too high.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt
from bootstrap import Draws, Estimate, Rows
from metrics import Floats, bins
from scans import Scan

Mask = npt.NDArray[np.bool_]
_SIZE, _EDGE = 400, 56  # of the plot inside its margins, and of the margins
_LETTERS = 'font-family="sans-serif" font-size="12"'
_COLOURS = ("#1b6ca8", "#c8553d", "#3a7d44", "#7a5195")


@dataclass(frozen=True)
class Bin:
    """Pairs of like probability: the mean of it, the share derived, the share of all weight."""

    mean: float
    derived: Estimate
    weight: float
    pairs: int


@dataclass(frozen=True)
class Series:
    """A named row of bins."""

    name: str
    bins: list[Bin]


def series(name: str, scans: list[Scan], probabilities: dict[str, Floats]) -> Series:
    """The bins of the compared pairs of *scans* by *probabilities* (by name of set)."""
    met = {scan.name: scan.compared for scan in scans}
    scores = np.concatenate([probabilities[s.name][met[s.name]] for s in scans])
    true = np.concatenate([s.true[met[s.name]] for s in scans])
    weights = np.concatenate(
        [s.weights[met[s.name]] / s.weights[met[s.name]].mean() for s in scans]
    )
    blocks = [
        f"{s.name} {block}"
        for s in scans
        for block, here in zip(s.blocks, met[s.name], strict=True)
        if here
    ]
    draws, place = Draws(blocks, true), bins(scores, weights)
    found = [_bin(place == b, scores, true, weights, draws) for b in np.unique(place)]
    return Series(name, found)


def _bin(inside: Mask, scores: Floats, true: Floats, weights: Floats, draws: Draws) -> Bin:
    held = weights * inside
    overall = float((held * true).sum() / held.sum())

    def share(rows: Rows) -> float:
        total = float(held[rows].sum())  # a draw may miss the bin, and then says nothing new
        return float((held[rows] * true[rows]).sum()) / total if total else overall

    mean = float((held * scores).sum() / held.sum())
    part = float(held.sum() / weights.sum())
    return Bin(mean, draws.estimate(share), part, int(inside.sum()))


def table(of: Series) -> str:
    """The bins as text."""
    head = f"{of.name}\n  {'mean probability':>16}  {'share derived':>22}  weight  pairs"
    rows = [
        f"  {b.mean:16.3f}  {b.derived!s:>22}  {100 * b.weight:4.0f} %  {b.pairs:5d}"
        for b in of.bins
    ]
    return "\n".join([head, *rows])


def svg(all_series: list[Series]) -> str:
    """The plot: share derived against mean probability, with bars of 95 %, and the diagonal."""
    side = _SIZE + 2 * _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" {_LETTERS}>',
        f'<rect width="{side}" height="{side}" fill="white"/>',
        *_axes(),
    ]
    for place, of in enumerate(all_series):
        parts += _drawn(of, _COLOURS[place % len(_COLOURS)], place)
    return "\n".join([*parts, "</svg>\n"])


def _x(value: float) -> float:
    return round(_EDGE + _SIZE * value, 1)


def _y(value: float) -> float:
    return round(_EDGE + _SIZE * (1.0 - value), 1)


def _axes() -> list[str]:
    parts = [
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="black"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        parts.append(
            f'<text x="{_x(tick)}" y="{_y(0) + 16}" text-anchor="middle">{tick:.1f}</text>'
        )
        parts.append(
            f'<text x="{_x(0) - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:.1f}</text>'
        )
    parts.append(
        f'<text x="{_x(0.5)}" y="{_y(0) + 38}" text-anchor="middle">mean probability</text>'
    )
    at = f"{_x(0) - 38} {_y(0.5)}"
    parts.append(
        f'<text transform="translate({at}) rotate(-90)" text-anchor="middle">share derived</text>'
    )
    return parts


def _drawn(of: Series, colour: str, place: int) -> list[str]:
    line = " ".join(f"{_x(b.mean)},{_y(b.derived.value)}" for b in of.bins)
    parts = [f'<polyline points="{line}" fill="none" stroke="{colour}"/>']
    for b in of.bins:
        x, low, high = _x(b.mean), _y(b.derived.low), _y(b.derived.high)
        parts.append(f'<path d="M{x} {low}V{high}" stroke="{colour}" stroke-opacity="0.5"/>')
        radius = round(3 + 8 * b.weight**0.5, 1)
        parts.append(
            f'<circle cx="{x}" cy="{_y(b.derived.value)}" r="{radius}" fill="{colour}" '
            'fill-opacity="0.6"/>'
        )
    y = _EDGE - 36 + 16 * place
    parts.append(f'<text x="{_x(0) + 12}" y="{y}" fill="{colour}">{escape(of.name)}</text>')
    return parts
