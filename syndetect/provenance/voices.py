"""How many voices each event may have: origins, agencies that speak apart, and lone hands; and
when it appeared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.credits import UNSPECIFIED
from syndetect.engines.contract import Engine
from syndetect.model import Event
from syndetect.provenance.appearances import USABLE, appearance
from syndetect.provenance.families import components_of, voices, whole
from syndetect.provenance.ties import Flags
from syndetect.provenance.witness import Witness, hands
from syndetect.provenance.witnesses import Witnesses, restored


class Ends(NamedTuple):
    """What voices are counted by; an entry an article: its *family*, where its line ends (*root*,
    as ``lineage.Lines`` has it), whether it is a *digest*, or *alone* with no kin above or below.
    """

    family: schema.I32
    root: schema.I64
    digest: Flags
    alone: Flags

    def of(self, articles: schema.I64) -> Ends:
        """Those of some articles."""
        return Ends(
            self.family[articles], self.root[articles], self.digest[articles], self.alone[articles]
        )


class _Some(NamedTuple):
    """Whole events, article by article: their *labels*, rows of witnesses, where lines end, and the
    *agency* that each root is. An event is called by the id of the article that its label is.
    """

    articles: schema.I64
    labels: schema.I32
    called: pa.Array
    witnesses: pa.Table
    ends: Ends
    agency: pa.Array


def events_of(
    witnesses: Witnesses, events: schema.I32, ends: Ends, agencies: pa.Array, engine: Engine
) -> pa.Table:
    """The events by name (``schema.RESULT_EVENTS``), with the voices that each may have, and when
    they appeared. *events* labels the articles, *agencies* are those of the sources.
    """
    several = of_several(events)
    return by_name(
        [
            events_of_one(witnesses, np.flatnonzero(~several), ends),
            events_among(several, witnesses, events, ends, agencies, engine),
        ]
    )


def of_several(events: schema.I32) -> Flags:
    """Which articles are of an event with others."""
    found: Flags = np.bincount(events, minlength=len(events))[events] > 1
    return found


def by_name(parts: list[pa.Table]) -> pa.Table:
    """Events (``schema.RESULT_EVENTS``) of several tables in one, in order of their names."""
    found = pa.concat_tables([schema.RESULT_EVENTS.empty_table(), *parts])
    return schema.rows_of(found, pc.sort_indices(found.column("event")).to_numpy().astype(np.int64))


def events_of_one(witnesses: Witnesses, articles: schema.I64, ends: Ends) -> pa.Table:
    """The events of *articles* that are alone on theirs, by columns: most of a collection's are."""
    rows = witnesses.rows(articles)
    ids, published = (rows.column(name).combine_chunks() for name in ("id", "published"))
    dated = pc.is_in(rows.column("trust"), value_set=pa.array(USABLE, pa.string())).to_numpy()
    dated = dated & rows.column("begin").is_valid().to_numpy() & ~ends.digest[articles]
    dated &= pc.fill_null(pc.not_equal(published, ""), False).to_numpy(zero_copy_only=False)
    count, undated = len(articles), pa.array(~dated)
    once = np.ones(count, dtype=np.int32)
    first = pc.if_else(undated, None, published)
    return schema.build(
        schema.RESULT_EVENTS,
        {
            "event": pc.binary_join_element_wise("event", ids, ":"),
            "articles": pa.ListArray.from_arrays(np.arange(count + 1, dtype=np.int32), ids),
            "voices_least": once,
            "voices_most": once,
            "reason": pa.repeat(voices(1, (), frozenset(), 0, 0)[2], count),
            "first": first,
            "first_article": pc.if_else(undated, None, ids),
            "last": first,
            "spread_hours": pa.nulls(count, pa.float64()),
            "dated": dated.astype(np.int32),
        },
    )


def events_among(
    some: Flags,
    witnesses: Witnesses,
    events: schema.I32,
    ends: Ends,
    agencies: pa.Array,
    engine: Engine,
) -> pa.Table:
    """The events of *some* articles, which are whole events, as ``events_of`` has them."""
    ids = witnesses.ids
    inside = np.flatnonzero(some)
    named = by_id(ids)[events]
    order = inside[np.argsort(named[inside], kind="stable")]

    def some_events() -> Iterator[_Some]:
        for some in whole(named[order]):
            articles = order[some]
            root = ends.root[articles]
            source = pa.array(root - len(events), mask=root < len(events))
            yield _Some(
                articles, events[articles], ids.take(pa.array(events[articles])),
                witnesses.rows(articles), ends.of(articles), agencies.take(source),
            )  # fmt: skip

    parts = engine.over(_events, some_events(), interpreted=True)
    return pa.concat_tables([schema.RESULT_EVENTS.empty_table(), *parts])


def by_id(ids: pa.Array) -> schema.I64:
    """The place of each article in the order of ids."""
    place = np.empty(len(ids), dtype=np.int64)
    place[pc.sort_indices(ids).to_numpy()] = np.arange(len(ids))
    return place


def _events(given: _Some) -> pa.Table:
    witnesses = restored(given.witnesses, given.articles)
    ends = zip(*(column.tolist() for column in given.ends), given.agency.to_pylist(), strict=True)
    starts = np.flatnonzero(np.diff(given.labels, prepend=-1)).tolist()
    told = list(zip(witnesses, ends, strict=True))
    bounds = zip(starts, [*starts[1:], len(told)], strict=True)
    rows = [_event(f"event:{given.called[a]}", told[a:b]) for a, b in bounds]
    return schema.records(schema.RESULT_EVENTS, rows, id="event")


_End = tuple[int, int, bool, bool, str | None]  # fields of ``Ends``, and the agency of the root


def _event(name: str, articles: Sequence[tuple[Witness, _End]]) -> Event:
    roots: dict[int | str, int] = {}
    told: dict[int, set[str]] = {}  # the agencies that each family names
    alone: list[Witness] = []
    for one, (family, root, digest, is_alone, speaks) in articles:
        if digest:
            continue
        said = {one.own_agency, speaks} - {None, UNSPECIFIED}
        told.setdefault(family, set()).update(agency for agency in said if agency)
        if is_alone:
            alone.append(one)
            continue
        # An agency is one voice, however many dispatches it sends.
        voice = speaks or root
        roots[voice] = roots.get(voice, 0) + 1
    known = _apart(told.values())
    disputed = len(set().union(*told.values()) & roots.keys() - known)
    least, most, reason = voices(len(articles), roots, known, len(alone), _hands(alone), disputed)
    seen = appearance([one for one, end in articles if not end[2]])
    when = (seen.first, seen.first_article, seen.last, seen.spread_hours, seen.dated)
    ids = tuple(sorted(one.id for one, _ in articles))
    return Event(name, ids, least, most, reason, *when)


def _apart(families: Iterable[set[str]]) -> frozenset[str]:
    """Agencies that surely speak apart: of those that one family names, one, since a text that is
    credited to two has one author; an agency that several families name is one voice.
    """
    apart: set[str] = set()
    taken: set[str] = set()
    for names in sorted((sorted(f) for f in families if f), key=lambda f: (len(f), f)):
        if taken.isdisjoint(names):
            apart.add(names[0])
            taken.update(names)
    return frozenset(apart)


def _hands(alone: Sequence[Witness]) -> int:
    """Of how many hands the articles without a source are: outlets, and URLs that several name;
    unknown outlets count one each.
    """
    if len(alone) < 2:  # as in most events
        return len(alone)
    seen: dict[str, int] = {}
    pairs = [(seen.setdefault(key, at), at) for at, one in enumerate(alone) for key in hands(one)]
    return len(set(components_of(pairs, len(alone)).tolist()))
