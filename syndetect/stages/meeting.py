"""Which articles are worth comparing, and which are on one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import events, marked, schema
from syndetect.candidates import crowds, forms, gather, salient, templates
from syndetect.candidates.classes import classes, seniority
from syndetect.candidates.languages import apart
from syndetect.candidates.passages import passages
from syndetect.candidates.resemblance import Groups, resemblance
from syndetect.engines.contract import Engine
from syndetect.evidence import stock
from syndetect.fingerprint import READ, fingerprint
from syndetect.ingest.articles import SLICE
from syndetect.ingest.times import article_times
from syndetect.model import CreditRole
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stages.progress import Progress, counter
from syndetect.stages.reading import Read
from syndetect.text import cohesion
from syndetect.text.reading import unpack

_PLACES = pa.schema(
    [
        ("rank", pa.int64()),
        ("representative", pa.int32()),
        ("event", pa.int32()),
        ("group", pa.int32()),
        ("scattered", pa.bool_()),
        ("begin", pa.int64()),
        ("end", pa.int64()),
        ("least", pa.float64()),  # likeness by terms of the last neighbour that was kept
    ]
)
_DROPPED = pa.schema([("name", pa.string()), ("count", pa.int64())])


@dataclass(frozen=True, slots=True)
class Met:
    """Which pairs are worth a look; and of each article its class of copies and its event."""

    pairs: gather.Candidates
    places: pa.Table  # ``_PLACES``
    forms: pa.Table  # the templates that articles follow
    prints: pa.Table | None = None  # fingerprints, where they are asked for
    terms: pa.Table | None = None

    @property
    def ranks(self) -> schema.I64:
        """An order of the articles that their ids have no say in."""
        return schema.plain(self.places, "rank")

    @property
    def representative(self) -> schema.I32:
        """Of each one's class of copies the article of least rank."""
        return schema.plain(self.places, "representative")

    @property
    def events(self) -> schema.I32:
        return schema.plain(self.places, "event")

    @property
    def groups(self) -> schema.I32:
        """Of near-duplicates."""
        return schema.plain(self.places, "group")

    @property
    def times(self) -> schema.I64:
        """Earliest and latest POSIX second of each article (rows, 2)."""
        return np.stack([schema.plain(self.places, side) for side in ("begin", "end")], axis=1)

    @property
    def scattered(self) -> npt.NDArray[np.bool_]:
        """Articles that are many: they join no event."""
        return np.asarray(self.places.column("scattered").to_numpy(), dtype=np.bool_)


def meet(
    found: Read,
    settings: Settings,
    engine: Engine,
    progress: Progress,
    shelf: Shelf,
    every_pair: bool = False,
    keep: bool = False,
) -> Met:
    """Fingerprints, candidates by three channels, and events; *keep* says that fingerprints and
    terms are asked for."""
    if "dropped" not in shelf.found:
        met = _meet(found, settings, engine, progress, shelf, every_pair)
        columns = {name: getattr(met.pairs, name) for name in schema.PAIRS.names}
        shelf.keep("pairs", schema.PAIRS, [schema.build(schema.PAIRS, columns)])
        shelf.keep("places", _PLACES, [met.places])
        shelf.keep("forms", forms.TABLE, [met.forms])
        cut = {"name": list(met.pairs.dropped), "count": list(met.pairs.dropped.values())}
        shelf.keep("dropped", _DROPPED, [schema.build(_DROPPED, cut)])
    prints = shelf.keep("fingerprints", schema.FINGERPRINTS, ()) if keep else None
    terms = shelf.keep("terms", schema.TERMS, ()) if keep else None
    shelf.drop("fingerprints", "terms", "near")  # nobody else asks for them
    pairs, counts = shelf.keep("pairs", schema.PAIRS, ()), shelf.keep("dropped", _DROPPED, ())
    left, right, channel = (schema.plain(pairs, name) for name in schema.PAIRS.names)
    dropped: dict[str, int] = dict(zip(*counts.to_pydict().values(), strict=True))
    return Met(
        gather.Candidates(left, right, channel, dropped),
        shelf.keep("places", _PLACES, ()),
        shelf.keep("forms", forms.TABLE, ()),
        prints,
        terms,
    )


def _meet(
    found: Read,
    settings: Settings,
    engine: Engine,
    progress: Progress,
    shelf: Shelf,
    every_pair: bool,
) -> Met:
    total = len(found.articles)
    fingerprints = print_all(found, settings, engine, progress, shelf)
    times = article_times(found.articles.column("published"))
    ranks = seniority(found.articles.table, times)
    languages = found.readings.column("language").to_pylist()
    representative = classes(fingerprints, languages, ranks)
    progress("candidates", 0, total)
    outlets = numbers(found.articles.column("outlet"))
    days, dated = stock.days(times), stock.UNDATED - 1
    template = templates.wording(
        fingerprints, representative, outlets, days, dated, settings.candidates, shelf.work
    )
    follow = templates.following(fingerprints, template)
    sieve = templates.Sieve.of(fingerprints, template, follow)
    shelf.rest()  # one look at all seeds or shingles follows the other
    growing = Groups(fingerprints, representative, settings.near_duplicates.resemblance)
    alike = resemblance(fingerprints, representative, settings.candidates, growing, sieve)
    groups = growing.labels()
    shelf.rest()
    partial = passages(
        fingerprints, representative, groups, settings.candidates, shelf, engine.each
    )
    shelf.rest()
    terms = shelf.keep_flat(
        "terms",
        schema.TERMS,
        engine.map(
            lambda rows: salient.terms(
                unpack(rows, found.lexicon, salient.READ),
                settings.fingerprints.terms,
            ),
            found.readings,
        ),
    )
    near = salient.neighbours(
        terms,
        (representative == np.arange(total)) & (found.words >= settings.fingerprints.width),
        times,
        int(settings.events.window * 3600),
        settings.candidates,
        engine.each,
        groups,
        shelf,
    )
    progress("events", 0, total)
    scattered = _scattered(found, representative, engine)
    of_event = events.find(near, terms, representative, times, scattered, settings.events)
    partial, pairs = sieve.apart(partial), sieve.apart(salient.candidates(near))
    pairs = gather.gather(alike, partial, pairs)
    # An agency's own article comes before others, and who credits a text before others.
    told = [marked.carrying(found.marks, role) for role in (CreditRole.OWN, CreditRole.TEXT)]
    orders = crowds.orders(told, ranks)
    pairs = crowds.thinned(pairs, fingerprints, representative, groups, orders, outlets, follow)
    if every_pair:
        pairs = gather.gather(pairs, _every_pair(total, representative))
    pairs = apart(pairs, languages)
    columns = (ranks, representative, of_event, groups, scattered, *times.T, near.least)
    return Met(
        pairs,
        schema.build(_PLACES, dict(zip(_PLACES.names, columns, strict=True))),
        forms.forms(fingerprints, template, follow, outlets, ranks),
    )


def print_all(
    found: Read, settings: Settings, engine: Engine, progress: Progress, shelf: Shelf
) -> pa.Table:
    """The fingerprints of all articles."""
    lexicon, sketch = found.lexicon, settings.fingerprints
    done = counter("fingerprints", len(found.articles), progress)
    parts = engine.map(
        lambda rows: fingerprint(unpack(rows, lexicon, READ), sketch), found.readings, done
    )
    return shelf.keep_flat("fingerprints", schema.FINGERPRINTS, parts)


def _scattered(found: Read, representative: schema.I32, engine: Engine) -> npt.NDArray[np.bool_]:
    """Which classes are pages of pieces that have nothing to do with one another."""

    def some(at: int) -> npt.NDArray[np.bool_]:
        return cohesion.scattered(
            unpack(found.readings.slice(at, SLICE), found.lexicon, ("stem", "flags"))
        )

    parts = engine.each(some, range(0, len(representative), SLICE))
    whole = np.concatenate([np.empty(0, dtype=np.bool_), *parts])
    return np.asarray(whole[representative], dtype=np.bool_)


def _every_pair(total: int, representative: schema.I32) -> gather.Candidates:
    firsts = np.flatnonzero(representative == np.arange(total)).astype(np.int32)
    one, other = np.triu_indices(len(firsts), 1)
    keys = gather.pair_keys(firsts[one], firsts[other])
    return gather.Candidates.of(np.sort(keys), 0, {})


def numbers(names: Sequence[str | None]) -> schema.I32:
    """A number from 0 for each name, in the order of the alphabet; -1 where there is none."""
    number = {name: at for at, name in enumerate(named(names))}
    return np.array([number[name] if name else -1 for name in names], dtype=np.int32)


def named(names: Sequence[str | None]) -> list[str]:
    """The different *names*, in the order of their ``numbers``."""
    return sorted({name for name in names if name})
