"""What the pairs that are worth a look have in common: the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates import gather
from syndetect.earlier import Earlier
from syndetect.engines.contract import Engine
from syndetect.evidence import chunks, context, ledger, stock
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stages.meeting import Met, named, numbers
from syndetect.stages.progress import Progress, counter
from syndetect.stages.reading import Read


@dataclass(frozen=True, slots=True)
class Around:
    """What a later run is told of this one's comparing, beside the ledger."""

    contexts: schema.U64  # digest of what surrounds each article
    stock: pa.Table  # ``context.STOCK``
    known: schema.I64  # rows of the earlier ledger that were taken; they come first in this one


@dataclass(frozen=True, slots=True)
class Compared:
    """What the comparing found, by ordinals."""

    met: Met
    ledger: pa.Table
    around: Around | None = None  # where a later run may go on from this one


def compare_all(
    found: Read,
    met: Met,
    settings: Settings,
    engine: Engine,
    progress: Progress,
    shelf: Shelf,
    earlier: Earlier | None = None,
) -> Compared:
    """The ledger of every pair worth a look, and of each class of copies; rows of the *earlier*
    one stand where what surrounds both articles is as it was.
    """
    names = named(found.articles.column("outlet"))
    articles = chunks.Collected(
        readings=found.readings,
        lexicon=found.lexicon,
        events=met.events,
        ranks=met.ranks,
        representative=met.representative,
        times=met.times[:, 0],
        outlets=numbers(found.articles.column("outlet")),
        days=stock.days(met.times),
    )
    around = rest = stocks = None
    if earlier is not None and found.kept is not None:
        words = Vocabulary.of(found.lexicon)
        stocks = chunks.houses(articles, words, settings.evidence, engine.each)
        told = context.told(stocks, names)
        contexts = context.digests(articles, earlier.keys, found.kept.asides, names)
        other = context.touched(
            articles, words, earlier.stock, told, names, settings.evidence, engine.each
        )
        same = np.zeros(len(contexts), dtype=np.bool_)
        old = np.flatnonzero(earlier.row >= 0)
        same[old] = contexts[old] == earlier.contexts[earlier.row[old]]
        known, rest = _known(_work(met.pairs, met.representative), earlier, same & ~other)
        around = Around(contexts, told, known)

    def parts() -> Iterator[pa.Table]:
        if earlier is not None and around is not None:
            yield from _taken(earlier, around.known)
        work = _work(met.pairs, met.representative) if rest is None else rest
        done = counter("comparing pairs", work.num_rows, progress)
        room = min(shelf.work or chunks.ROOM, chunks.ROOM)
        for part in chunks.compare(
            work, articles, settings.evidence, engine.each, done, room, stocks
        ):
            yield _ordered(part)
            shelf.rest()

    return Compared(met, shelf.keep("ledger", ledger.LEDGER, parts()), around)


def _known(
    work: pa.Table, earlier: Earlier, same: npt.NDArray[np.bool_]
) -> tuple[schema.I64, pa.Table]:
    """The rows of the *earlier* ledger that stand for pairs of *work*, both of whose articles have
    the *same* around them as then; and the rest of the work."""
    ends = _ends(earlier)
    fine = np.flatnonzero((ends >= 0).all(axis=0))
    fine = fine[same[ends[0, fine]] & same[ends[1, fine]]]
    then = gather.pair_keys(*ends[:, fine])
    now = gather.pair_keys(schema.plain(work, "left"), schema.plain(work, "right"))
    order = np.argsort(now, kind="stable")  # which is nearly theirs
    at = np.searchsorted(now[order], then)
    met = at < len(now)
    met[met] = now[order[at[met]]] == then[met]
    fresh = np.ones(len(now), dtype=np.bool_)
    fresh[order[at[met]]] = False
    return fine[met], schema.rows_of(work, np.flatnonzero(fresh))


def _taken(earlier: Earlier, rows: schema.I64) -> Iterator[pa.Table]:
    """The *rows* of the earlier ledger as they are now."""
    ends = _ends(earlier)
    for at in range(0, len(rows), chunks.PAIRS):
        some = rows[at : at + chunks.PAIRS]
        part = schema.rows_of(earlier.ledger, some)
        for place, side in enumerate(("left", "right")):
            part = part.set_column(place, side, pa.array(ends[place, some]))
        yield part


def _ends(earlier: Earlier) -> npt.NDArray[np.int32]:
    """The articles now of the pairs of the earlier ledger, in two rows; -1 where one has gone."""
    now = earlier.now()
    return np.stack([now[schema.plain(earlier.ledger, side)] for side in ("left", "right")])


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
