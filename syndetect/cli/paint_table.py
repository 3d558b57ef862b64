"""Rows of any table, painted: aligned and cut to the terminal, or a row a block where there are
many columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from syndetect.cli.paint import Page
from syndetect.cli.safe import flowing

_LEAST = 10  # cells that a column is not cut below
_GAP = "  "


def paint_table(
    page: Page, names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]
) -> bool:
    """Print *rows* under their *names*, those columns that are *right* flush right; whether
    anything was cut."""
    cells = [[flowing(one) for one in row] for row in rows]
    heads = [flowing(name) for name in names]
    wide = [max((cell_len(row[at]) for row in cells), default=0) for at in range(len(heads))]
    wide = [max(width, cell_len(head)) for width, head in zip(wide, heads, strict=True)]
    room = page.width - len(_GAP) * (len(heads) - 1)
    if sum(min(width, _LEAST) for width in wide) > room:
        _paint_blocks(page, heads, cells)
        return False
    fits = _fitting(wide, room)
    page.print(Text(_line(heads, fits, right), style="bold"))
    page.print(Text(_GAP.join("─" * width for width in fits), style="dim"))
    for row in cells:
        page.print(Text(_line(row, fits, right)))
    return fits != wide


def _fitting(wide: Sequence[int], room: int) -> list[int]:
    """Widths that fit into *room* together: the widest are cut, all to one width."""
    most = max(wide, default=0)
    while most > _LEAST and sum(min(width, most) for width in wide) > room:
        most -= 1
    fits = [min(width, most) for width in wide]
    for at, width in enumerate(wide):  # what is left over goes to the first that were cut
        fits[at] += min(width - fits[at], max(0, room - sum(fits)))
    return fits


def _line(cells: Sequence[str], wide: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for text, width, flush in zip(cells, wide, right, strict=True):
        if cell_len(text) > width:
            parts.append(set_cell_size(text, width - 1).rstrip() + "…")
            parts[-1] += " " * (width - cell_len(parts[-1]))
        else:
            gap = " " * (width - cell_len(text))
            parts.append(gap + text if flush else text + gap)
    return _GAP.join(parts)


def _paint_blocks(page: Page, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A row a block: each column on a line of its own."""
    wide = max(map(cell_len, heads))
    for at, row in enumerate(rows):
        if at:
            page.line()
        for head, text in zip(heads, row, strict=True):
            lead = head + " " * (wide - cell_len(head)) + _GAP
            page.line(text, lead, " " * len(lead))
