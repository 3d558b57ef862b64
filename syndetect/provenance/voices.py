"""How many voices each event may have: origins, agencies that speak apart, and lone hands; and
when it appeared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from syndetect import schema
from syndetect.credits import UNSPECIFIED
from syndetect.model import Derivation, Event, Source
from syndetect.provenance.appearances import appearance
from syndetect.provenance.families import components_of, voices
from syndetect.provenance.lineage import ARTICLE, SOURCE, primary, root_of
from syndetect.provenance.witness import Witness, hands


def events_of(
    witnesses: Sequence[Witness],
    derivations: Sequence[Derivation],
    sources: Iterable[Source],
    names: Sequence[str],
    labels: schema.I32,
    digests: frozenset[int],
) -> tuple[Event, ...]:
    """The events by name, with the voices that each may have, and when they appeared."""
    first = primary(derivations)
    parents = {d.parent for d in derivations if d.parent_kind == ARTICLE}
    agency = {s.id: s.agency for s in sources}
    by_event: dict[str, list[Witness]] = {}
    for one, name in zip(witnesses, names, strict=True):
        by_event.setdefault(name, []).append(one)
    rows = []
    for name, found in sorted(by_event.items()):
        roots: dict[str, int] = {}
        told: dict[int, set[str]] = {}  # the agencies that each family names
        alone: list[Witness] = []
        for one in found:
            if one.article in digests:
                continue
            kind, root = root_of(one.id, first)
            speaks = agency.get(root) if kind == SOURCE else None
            said = {one.own_agency, speaks} - {None, UNSPECIFIED}
            told.setdefault(int(labels[one.article]), set()).update(name for name in said if name)
            if (kind, root) == (ARTICLE, one.id) and one.id not in parents:
                alone.append(one)
                continue
            # An agency is one voice, however many dispatches it sends.
            voice = speaks or f"{kind} {root}"
            roots[voice] = roots.get(voice, 0) + 1
        known = _apart(told.values())
        disputed = len(set().union(*told.values()) & roots.keys() - known)
        least, most, reason = voices(len(found), roots, known, len(alone), _hands(alone), disputed)
        ids = tuple(sorted(one.id for one in found))
        seen = appearance([one for one in found if one.article not in digests])
        when = (seen.first, seen.first_article, seen.last, seen.spread_hours, seen.dated)
        rows.append(Event(name, ids, least, most, reason, *when))
    return tuple(rows)


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
