"""Forms: which templates there are, so that a user is told what is compared less than the rest.

An article is of the form whose wording it has: of the template's seeds that it holds, the one most
articles hold names the form. Weather reports share their fixed sentences, and results theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels import buckets

TABLE = pa.schema(
    [
        ("articles", pa.int64()),  # that follow it
        ("outlets", pa.int32()),  # different ones of these, where known
        ("example", pa.int32()),  # ordinal of the first of them
    ]
)

_ROWS = 1 << 14  # articles whose seeds are looked at together: memory, never the result


def forms(
    fingerprints: pa.Table,
    template: schema.U64,
    follow: npt.NDArray[np.bool_],
    outlets: schema.I32,
    ranks: schema.I64,
) -> pa.Table:
    """The forms (``TABLE``) of the articles that *follow* a *template*, the largest first.

    *outlets* has a number for each article, -1 where none is known. The example of a form is the
    article of least rank in the outlet that prints it most.
    """
    spread = np.zeros(len(template), dtype=np.int64)
    for _, place in _held(fingerprints, template, follow):
        spread += np.bincount(place, minlength=len(template))
    order = np.lexsort((np.arange(len(template)), -spread))
    standing = np.empty(len(template), dtype=np.int32)  # of each seed: 0 for the widest spread
    standing[order] = np.arange(len(template), dtype=np.int32)
    form = np.full(len(follow), len(template), dtype=np.int32)
    for row, place in _held(fingerprints, template, follow):
        np.minimum.at(form, row, standing[place])
    rows = np.flatnonzero(follow)
    rows = rows[np.argsort(form[rows], kind="stable")]
    bounds = buckets.runs(form[rows])
    parts = np.split(rows, bounds[1:-1]) if len(rows) else []
    found = [_form(part, outlets, ranks) for part in parts]
    found.sort(key=lambda one: (-one[0], ranks[one[2]]))
    columns = np.array(found, dtype=np.int64).reshape(-1, len(TABLE.names)).T
    return schema.build(
        TABLE,
        {
            entry.name: column.astype(entry.type.to_pandas_dtype())
            for entry, column in zip(TABLE, columns, strict=True)
        },
    )


def _form(rows: schema.I64, outlets: schema.I32, ranks: schema.I64) -> tuple[int, int, int]:
    """How many *rows* there are, of how many outlets, and the one to show."""
    houses, of_house, printed = np.unique(outlets[rows], return_inverse=True, return_counts=True)
    ordered = rows[np.lexsort((ranks[rows], -printed[of_house]))]
    return len(rows), int((houses >= 0).sum()), int(ordered[0])


def _held(
    fingerprints: pa.Table, template: schema.U64, follow: npt.NDArray[np.bool_]
) -> Iterator[tuple[schema.I64, schema.I64]]:
    """The seeds of the *template* that articles hold which *follow* it, by their places in it:
    article and place, some articles at a time."""
    offsets, seeds = schema.flat(fingerprints, "seeds")
    for at in range(0, len(follow), _ROWS):
        end = min(at + _ROWS, len(follow))
        if not follow[at:end].any():
            continue
        some = seeds[offsets[at] : offsets[end]]
        row = np.repeat(np.arange(at, end), np.diff(offsets[at : end + 1]))
        place = np.minimum(np.searchsorted(template, some), len(template) - 1)
        held = follow[row] & (template[place] == some)
        yield row[held], place[held]
