"""The printed tables: one labelled set after another, figures down, ours and theirs across."""

from __future__ import annotations

from bootstrap import Estimate
from compare import Alone, Line, Sort
from scans import Scan
from versions import Versions

_BLANK = " " * 22
_FALSE = ("non", "same event")  # sorts whose name says that they are not derived


def better(gain: Estimate | None) -> str:
    """A figure counts as better when the lower end of the paired difference is above 0."""
    return "better" if gain and gain.low > 0 else ""


def _cell(estimate: Estimate | None) -> str:
    return f"{estimate!s:>22}" if estimate else _BLANK


def title(scan: Scan, blocks: int) -> str:
    derived, met = int(scan.true.sum()), int(scan.true[scan.compared].sum())
    return (
        f"\n=== {scan.name}: {len(scan.pairs)} pairs, {derived} derived, of which {met} compared "
        f"({scan.candidate_recall:.3f}); {blocks} blocks"
    )


def of_lines(lines: list[Line]) -> str:
    """Shipped, unseen and the best baseline, with the paired gains over it."""
    head = (
        f"{'':24}{'shipped':>22}  {'gain':>22} {'':6}  {'unseen':>22}  {'gain':>22} {'':6}  "
        "best baseline"
    )
    rows = [
        f"{x.figure:24}{_cell(x.shipped)}  {_cell(x.gain)} {better(x.gain):6}  "
        f"{_cell(x.unseen)}  {_cell(x.gain_unseen)} {better(x.gain_unseen):6}  "
        + (f"{x.baseline[1]:.3f} {x.baseline[0]}" if x.baseline else "")
        for x in lines
    ]
    return "\n".join([head, *(row.rstrip() for row in rows)])


def of_sorts(sorts: list[Sort]) -> str:
    """By mode or relation, the derived sorts first; recall is at 5 % false."""
    scorers = list(next(s for s in sorts if s.derived).recall)
    heads = [f"AP {name}" for name in scorers]
    heads += [f"recall {name}" for name in scorers]
    heads += [f"at 0.5 {name}" for name in scorers[:2]]
    rows = [_sort_cells(s, scorers) for s in sorts]
    names = [s.name if s.derived or s.name in _FALSE else f"not: {s.name}" for s in sorts]
    names = [f"{n:24}{s.compared:4d}/{s.pairs:4d}" for n, s in zip(names, sorts, strict=True)]
    return _grid(f"{'by sort':24}{'compared':>9}", heads, names, rows)


def _sort_cells(s: Sort, scorers: list[str]) -> list[str]:
    ap = [f"{s.ap[name]:.3f}" if s.derived else "" for name in scorers]
    recall = [str(s.recall[name]) if s.derived else "" for name in scorers]
    return [*ap, *recall, *(f"{s.called[name]:.3f}" for name in scorers[:2])]


def of_alone(alone: list[Alone]) -> str:
    """Baselines and signals, each as a score by itself, by average precision."""
    ranked = sorted(alone, key=lambda a: -a.ap.value)
    names = [f"{a.name:24}{_cell(a.ap)}" for a in ranked]
    rows = [[f"{value:.3f}" for value in a.others.values()] for a in ranked]
    return _grid(f"{'each score alone':24}{'AP':>22}", list(alone[0].others), names, rows)


def _grid(corner: str, heads: list[str], names: list[str], rows: list[list[str]]) -> str:
    """Columns as wide as they need be, to the right of names that are aligned already."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [
        name + "".join(f"  {cell:>{width}}" for cell, width in zip(row, widths, strict=True))
        for name, row in zip([corner, *names], [heads, *rows], strict=True)
    ]
    return "\n".join(line.rstrip() for line in lines)


def of_versions(found: Versions) -> str:
    """Versions found, and what is said of pairs far apart in time."""
    rows = [
        f"{row.name:24}{_cell(row.found)}  {_cell(row.less)} {better(row.less)}".rstrip()
        for row in found.rows
    ]
    return "\n".join(
        [
            f"{found.calls} of the {found.relations} pairs compared are at 0.5 or more,",
            f"and {found.apart_called} of the {found.apart} published 30 days or more apart",
            f"{'':24}{'versions found':>22}  {'gain of shipped':>22}  with as many calls",
            *rows,
        ]
    )


def of_classes(found: dict[str, dict[str, Estimate]]) -> str:
    """Four classes of short answers."""
    heads = list(next(iter(found.values())))
    return "\n".join(
        [
            f"{'cross-validated':34}" + "".join(f"  {head:>22}" for head in heads),
            *(
                f"{name:34}" + "".join(f"  {row[head]!s:>22}" for head in heads)
                for name, row in found.items()
            ),
        ]
    )
