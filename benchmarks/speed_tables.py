"""Tables of figures, each with its unit: printed, as Markdown, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

GB = 1e9


@dataclass(frozen=True)
class Column:
    """A figure of every row: the key it stands under, its unit, and how it is printed."""

    key: str
    unit: str = ""
    form: str = ""  # as in format(); empty for words

    @property
    def head(self) -> str:
        return f"{self.key}, {self.unit}" if self.unit else self.key

    def cell(self, row: Mapping[str, Any]) -> str:
        value = row.get(self.key)
        if value is None:
            return "–"
        return format(value, self.form) if self.form and not isinstance(value, str) else str(value)


@dataclass(frozen=True)
class Table:
    """Rows of figures under a title; *notes* say how they were measured, *failures* what did not
    run, and why."""

    section: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    notes: Sequence[str] = ()
    failures: Sequence[str] = ()

    def data(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "title": self.title,
            "units": {column.key: column.unit for column in self.columns if column.unit},
            "rows": [dict(row) for row in self.rows],
            "notes": list(self.notes),
            "failures": list(self.failures),
            "columns": [asdict(column) for column in self.columns],
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Table:
        """The table that ``data`` was made of."""
        columns = [Column(**one) for one in data["columns"]]
        return cls(
            data["section"], data["title"], columns, data["rows"], data["notes"], data["failures"]
        )

    def text(self) -> str:
        """Columns as wide as they need be, words to the left, figures to the right."""
        grid = self._grid()
        widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
        lines = [
            "  ".join(
                cell.rjust(width) if column.form else cell.ljust(width)
                for cell, width, column in zip(cells, widths, self.columns, strict=True)
            ).rstrip()
            for cells in grid
        ]
        return "\n".join([f"\n=== {self.title}", *lines, *self._said()])

    def markdown(self) -> str:
        grid = self._grid()
        rule = ["--:" if column.form else "---" for column in self.columns]
        lines = [f"| {' | '.join(cells)} |" for cells in (grid[0], rule, *grid[1:])]
        notes = [line for note in self._said() for line in ("", note)]
        return "\n".join([f"**{self.title}**", "", *lines, *notes])

    def _said(self) -> list[str]:
        return [*self.notes, *(f"Did not run: {failure}" for failure in self.failures)]

    def _grid(self) -> list[list[str]]:
        heads = [column.head for column in self.columns]
        return [heads, *([column.cell(row) for column in self.columns] for row in self.rows)]


def gigabytes(size: int | None) -> float | None:
    """Bytes as GB (10^9); None stays."""
    return None if size is None else size / GB


FIGURES = "<!-- figures:"  # how the line begins behind which figures are written


def into(text: str, figures: str) -> str:
    """*text* with *figures* in the stead of all that follows its line that begins with FIGURES.

    Raises ValueError where it has no such line.
    """
    head, mark, rest = text.partition(FIGURES)
    if not mark:
        raise ValueError(f"there is no line {FIGURES} … -->")
    return f"{head}{mark}{rest.partition(chr(10))[0]}\n\n{figures}"


def document(found: Mapping[str, Any]) -> str:
    """All tables of a JSON file of ``speed.py`` as Markdown, with the machine and the command."""
    machine = dict(found["machine"])
    versions = ", ".join(f"{name} {number}" for name, number in machine.pop("versions").items())
    lines = [
        f"Command: `{found['command']}`",
        "",
        "; ".join(f"{name}: {value}" for name, value in machine.items()) + f"; {versions}.",
    ]
    section = ""
    for data in found["tables"]:
        table = Table.of(data)
        if table.section != section:
            section = table.section
            lines += ["", f"### {section.capitalize()}"]
        lines += ["", table.markdown()]
    return "\n".join(lines) + "\n"
