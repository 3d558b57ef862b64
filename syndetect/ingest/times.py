"""When articles came out, as numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from syndetect.ingest.dates import window

UNKNOWN_TIME = 2**40  # seconds: wider than any date; an article without a time meets everybody


def article_times(published: Sequence[str | None]) -> npt.NDArray[np.int64]:
    """Earliest and latest POSIX second of each date (rows, 2); as wide as can be where none is
    known."""
    times = np.empty((len(published), 2), dtype=np.int64)
    for row, date in enumerate(published):
        known = window(date) if date else None
        times[row] = (known.begin, known.end) if known else (-UNKNOWN_TIME, UNKNOWN_TIME)
    return times
