"""What the pairs that are worth a look have in common: the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.candidates import gather
from syndetect.engines.contract import Engine
from syndetect.evidence import chunks, ledger, stock
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stages.meeting import Met, numbers
from syndetect.stages.progress import Progress, counter
from syndetect.stages.reading import Read


@dataclass(frozen=True, slots=True)
class Compared:
    """What the comparing found, by ordinals."""

    met: Met
    ledger: pa.Table


def compare_all(
    found: Read, met: Met, settings: Settings, engine: Engine, progress: Progress, shelf: Shelf
) -> Compared:
    """The ledger of every pair worth a look, and of each class of copies."""

    def parts() -> Iterator[pa.Table]:
        work = _work(met.pairs, met.representative)
        times = met.times
        articles = chunks.Collected(
            readings=found.readings,
            lexicon=found.lexicon,
            events=met.events,
            ranks=met.ranks,
            representative=met.representative,
            times=times[:, 0],
            outlets=numbers(found.articles.column("outlet")),
            days=stock.days(times),
        )
        done = counter("comparing pairs", work.num_rows, progress)
        room = min(shelf.work or chunks.ROOM, chunks.ROOM)
        for part in chunks.compare(work, articles, settings.evidence, engine.each, done, room):
            yield _ordered(part)
            shelf.rest()

    return Compared(met, shelf.keep("ledger", ledger.LEDGER, parts()))


def _ordered(part: pa.Table) -> pa.Table:
    """A part of the ledger by left and right, as relations come: who then asks for those of some
    articles finds them side by side in each part, and the pages of few are read from the disk.
    """
    keys = gather.pair_keys(schema.plain(part, "left"), schema.plain(part, "right"))
    return schema.rows_of(part, np.argsort(keys, kind="stable"))


def _work(pairs: gather.Candidates, representative: schema.I32) -> pa.Table:
    """The pairs to compare, and each class of several copies with itself."""
    sizes = np.bincount(representative, minlength=len(representative))
    copied = np.flatnonzero(sizes > 1).astype(np.int32)
    return schema.build(
        schema.PAIRS,
        {
            "left": np.concatenate([pairs.left, copied]),
            "right": np.concatenate([pairs.right, copied]),
            "channel": np.concatenate([pairs.channel, np.zeros(len(copied), dtype=np.uint8)]),
        },
    )
