"""What readers of tables share: what a row is, and what is said of a table without texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from syndetect.ingest.collection import Ledger
from syndetect.ingest.decoding import clean
from syndetect.ingest.records import Columns

Row = tuple[int, Mapping[str, object]]
_SHOWN = 200  # characters of a list of columns in a message
_KEYS = 1000  # names of columns that are remembered for a message


def with_texts(
    records: Iterable[tuple[int, Mapping[str, object]]],
    columns: Columns,
    name: str,
    ledger: Ledger,
) -> Iterator[Row]:
    """Rows of numbered *records*, of which each may have other keys.

    Where none has a text (a file of labels, say) the file is one skip, not one for each row: so
    rows before the first with a text wait, as their numbers only.
    """
    waiting: list[range] | None = []
    keys: dict[str, None] = {}
    for number, record in records:
        if waiting is None:
            yield number, columns.fields(record)
        elif columns.has_text(record):
            yield from ((row, {}) for some in waiting for row in some)
            yield number, columns.fields(record)
            waiting = None
        else:
            if len(keys) < _KEYS:
                keys.update(dict.fromkeys(record))
            if waiting and waiting[-1].stop == number:
                waiting[-1] = range(waiting[-1].start, number + 1)
            else:
                waiting.append(range(number, number + 1))
    if waiting:
        no_text(list(keys), name, ledger, rows=sum(map(len, waiting)))


def no_text(names: Sequence[str], name: str, ledger: Ledger, rows: int | None = None) -> None:
    """Skip a table that has no column with texts; *names* are those of its columns."""
    size = "" if rows is None else f"{rows} rows, "
    shown = clean(", ".join(names))[0]
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    detail = f"{size}columns: {shown}; name the one with the text: --columns text=NAME"
    ledger.skip(name, None, "no column with a text", detail)
