"""Stock wording: shingles that an outlet has printed on three occasions.

A newsroom has phrases, background sentences and whole templates that it prints whenever the
matter comes up: market reports, results, weekly figures, what a trial is about. Two articles of
the outlet that share them need not derive from each other. What is counted is occasions, not
articles: days of publication that lie a week from each other, so that the versions of one running
story do not make their own wording stock. Articles whose day is not known count by themselves,
one occasion an event; the two are not added up, since an undated article may be a version of a
dated one. That many *outlets* print a shingle says nothing here: that is what syndication looks
like.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.material import Words
from syndetect.kernels.sealed import sealed
from syndetect.kernels.shared import ASIDE, order_rows
from syndetect.kernels.stock import often, repeated

TABLE = pa.schema(
    [
        ("label", pa.int32()),  # of the outlet, ascending
        ("stock_keys", pa.large_list(pa.uint64())),  # shingles, ascending
    ]
)
OCCASIONS = 3  # from which a shingle is stock
WEEK = 7  # days from one occasion to the next
UNDATED = 2**40  # the day of an article whose day is not known: after all others

_DAY = 24 * 3600  # seconds
_SURE = 3 * _DAY  # a window so wide is still that of a day, in a zone that is not known


def days(times: npt.NDArray[np.int64]) -> schema.I64:
    """The day of each article, in days since 1970, from its earliest and latest second;
    ``UNDATED`` where they leave more than a day open."""
    middle = times[:, 0] // 2 + times[:, 1] // 2
    known = times[:, 1] - times[:, 0] < _SURE
    return np.where(known, middle // _DAY, UNDATED).astype(np.int64)


def printed(words: Words) -> tuple[schema.U64, schema.I32]:
    """Each own shingle of some articles, as often as it stands there, and the row that has it."""
    offsets, keys, marks = words.windows.offsets, words.windows.keys, words.windows.marks
    own = marks & ASIDE == 0
    row = np.repeat(np.arange(words.count, dtype=np.int32), np.diff(offsets))
    return keys[own], row[own]


def recurring(
    keys: schema.U64, printing: schema.I32, on: schema.I64, events: schema.I32
) -> schema.U64:
    """The shingles of one outlet with ``OCCASIONS`` different ones, ascending.

    ``keys[i]`` stands in the article ``printing[i]``, whose day is ``on[printing[i]]`` and its
    event ``events[printing[i]]``. Articles ascend by day, then by event.
    """
    # Most stand in one article or two: they are left out before what is left is ordered.
    some = repeated(sealed(keys, np.uint64), OCCASIONS)
    keys, printing = keys[some], printing[some]
    whole = sealed([0, len(keys)], np.int64)
    order = order_rows(whole, sealed(keys, np.uint64))
    found: schema.U64 = often(
        sealed(keys, np.uint64),
        sealed(printing, np.int32),
        order,
        sealed(on, np.int64),
        sealed(events, np.int32),
        UNDATED,
        WEEK,
        OCCASIONS,
    )
    return found
