"""What surrounds an article while it is compared, as a digest: where it is as it was, so are the
rows of the ledger.

A row of the ledger hangs on the readings of both articles, on the pools of their events, and on
the stock wording of their outlets (``ledger.prepare``), and on nothing else. The digest of an
article stands for its own reading and for the articles that its event's pool is counted from; stock
changes with every article of an outlet, so that is looked at word by word.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from xxhash import xxh3_64_intdigest

from syndetect import schema
from syndetect.drawn import Drawn
from syndetect.evidence import chunks, stock
from syndetect.evidence.held import Each
from syndetect.evidence.material import Words
from syndetect.evidence.pools import Around
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.kernels import known
from syndetect.settings import Evidence

STOCK = pa.schema([("outlet", pa.string()), ("stock_keys", stock.TABLE.field("stock_keys").type)])

_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
Flags = npt.NDArray[np.bool_]


def digests(
    articles: chunks.Collected, keys: schema.U64, asides: schema.U64, outlets: list[str]
) -> schema.U64:
    """The digest of what surrounds each article.

    *keys* name the articles by what they say, *asides* tell which of their words are none of the
    story; *outlets* are the names that the numbers of outlets stand for.
    """
    own = _mixed(_mixed(keys) + asides)
    first = articles.representative == np.arange(len(own))
    of_event = np.zeros(len(own), dtype=np.uint64)
    np.add.at(of_event, articles.events[first], own[first])
    named = np.array([_salt(name) for name in [*outlets, ""]], dtype=np.uint64)
    return _mixed(
        own
        + _mixed(
            of_event[articles.events]
            + named[chunks.houses_of(articles.outlets, articles.representative)]
        )
    )


def told(stocks: pa.Table, outlets: list[str]) -> pa.Table:
    """The *stocks* of all outlets (``stock.TABLE``) by the names of these (``STOCK``)."""
    names = [outlets[label] for label in stocks.column("label").to_pylist()]
    return schema.build(STOCK, {"outlet": names, "stock_keys": stocks.column("stock_keys")})


def touched(
    articles: chunks.Collected,
    words: Vocabulary,
    before: pa.Table,
    now: pa.Table,
    outlets: list[str],
    settings: Evidence,
    each: Each,
) -> Flags:
    """Which classes hold wording that has become stock of their outlet since, or is it no more.

    *before* and *now* are ``STOCK``. A flag an article; of a class the first has it.
    """
    found = np.zeros(len(articles.events), dtype=np.bool_)
    changed, keys = _changed(before, now)
    salts = np.array([_salt(name) for name in [*outlets, ""]], dtype=np.uint64)
    of = chunks.houses_of(articles.outlets, articles.representative)
    numbers = [at for at, name in enumerate(outlets) if name in changed]
    first = articles.representative == np.arange(len(found))
    rows = np.flatnonzero(first & np.isin(of, numbers))
    drawn = Drawn(articles.readings, chunks.READ)

    def work(at: int) -> Flags:
        some = rows[at : at + chunks.ROWS]
        nothing = Around.nothing(len(some))
        runs = Words(drawn.rows(some), words, settings.width, nothing, nothing).windows
        salted = runs.keys ^ np.repeat(salts[of[some]], np.diff(runs.offsets))
        return np.asarray(known.counts(runs.offsets, salted, keys) > 0)

    parts = each(work, range(0, len(rows), chunks.ROWS))
    found[rows] = np.concatenate([found[:0], *parts])
    return found


def _changed(before: pa.Table, now: pa.Table) -> tuple[set[str], schema.U64]:
    """The outlets whose stock is another now, and the wording that makes the difference, each with
    the salt of its outlet."""
    stocks = []
    for table in (before, now):
        offsets, keys = schema.flat(table, "stock_keys")
        names = table.column("outlet").to_pylist()
        stocks.append({name: keys[offsets[i] : offsets[i + 1]] for i, name in enumerate(names)})
    one, other = stocks
    none = np.empty(0, dtype=np.uint64)
    apart = {
        name: np.setxor1d(one.get(name, none), other.get(name, none), assume_unique=True)
        ^ np.uint64(_salt(name))
        for name in {**one, **other}
    }
    keys = np.unique(np.concatenate([none, *apart.values()]))
    return {name for name, some in apart.items() if len(some)}, keys


def _salt(outlet: str) -> int:
    return int(xxh3_64_intdigest(outlet.encode("utf-8", "surrogatepass")))


def _mixed(values: schema.U64) -> schema.U64:
    mixed: schema.U64 = (values ^ (values >> _HALF)) * _MIX
    return mixed ^ (mixed >> _HALF)
