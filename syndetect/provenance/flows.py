"""Across events: which outlets and agencies feed which outlets, with counts and shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.credits.agencies import is_own, lexicon
from syndetect.ingest.outlets import same_outlet
from syndetect.provenance.lineage import DIGITS, SOURCE

UNKNOWN = "unknown"
_AGENCY, _OUTLET = "agency", "outlet"
_Origin = tuple[str, str]  # name, kind


@dataclass(slots=True)
class _Flow:
    """What is counted of one origin and one outlet."""

    articles: int = 0
    expected: float = 0.0
    decided: int = 0
    second: int = 0
    events: set[str] = field(default_factory=set)


def flows(articles: pa.Table, derivations: pa.Table, sources: pa.Table) -> pa.Table:
    """``schema.RESULT_FLOWS``: a row for each outlet and origin of its articles' parents, by
    outlet, then the most articles first.

    An origin is the outlet of a parent, or the agency of an unseen one; the pages of an agency, or
    of an outlet that others print under its name (``credits.agencies``), have that name too. What
    an outlet has of itself (updates) has itself as origin, however the two spell their name. An
    outlet that is not known, and a source that nobody credits, are "unknown".
    ``articles``, ``share``, ``expected`` and ``decided`` are of first parents; ``second`` counts
    the others, and ``events`` both. Shares are of all articles of the outlet, digests too.
    """
    by_id = {row["id"]: row for row in articles.select(["id", "outlet", "event"]).to_pylist()}
    sizes = Counter(row["outlet"] or UNKNOWN for row in by_id.values())
    found: dict[tuple[str, _Origin], _Flow] = {}
    names = ["child", "probability", "decided", "order"]
    rows_of = derivations.select(names).to_pylist()
    for row, origin in zip(rows_of, origins(articles, derivations, sources), strict=True):
        child = by_id[row["child"]]
        outlet = child["outlet"] or UNKNOWN
        flow = found.setdefault((outlet, origin), _Flow())
        if child["event"] is not None:
            flow.events.add(child["event"])
        if (row["order"] or 1) > 1:
            flow.second += 1
            continue
        flow.articles += 1
        flow.expected += row["probability"]
        flow.decided += bool(row["decided"])
    rows: list[dict[str, Any]] = [
        {
            "origin": name,
            "origin_kind": kind,
            "outlet": outlet,
            "articles": flow.articles,
            "share": round(flow.articles / sizes[outlet], DIGITS),
            "expected": round(flow.expected, DIGITS),
            "decided": flow.decided,
            "events": len(flow.events),
            "second": flow.second,
        }
        for (outlet, (name, kind)), flow in found.items()
    ]
    rows.sort(key=lambda r: (r["outlet"], -r["articles"], r["origin"], r["origin_kind"]))
    return pa.Table.from_pylist(rows, schema=schema.RESULT_FLOWS)


def origins(articles: pa.Table, derivations: pa.Table, sources: pa.Table) -> list[_Origin]:
    """Name and kind of the origin of each of *derivations*, as ``flows`` counts them."""
    named = pa.concat_arrays(
        [derivations.column(name).combine_chunks() for name in ("child", "parent")]
    )
    some = articles.select(["id", "outlet"]).filter(pc.is_in(articles.column("id"), named))
    outlets = dict(zip(*(column.to_pylist() for column in some.columns), strict=True))
    agencies = {row["source"]: row["agency"] for row in sources.to_pylist()}
    names = ["child", "parent", "parent_kind"]
    return [_origin(row, outlets, agencies) for row in derivations.select(names).to_pylist()]


def matrix(found: pa.Table) -> tuple[tuple[str, ...], tuple[str, ...], npt.NDArray[np.int64]]:
    """The ``articles`` of a table of flows as outlets, origins and counts (rows are outlets).

    An agency and an outlet of the same name are one column.
    """
    rows = found.to_pylist()
    outlets = sorted({row["outlet"] for row in rows})
    origins = sorted({row["origin"] for row in rows})
    down = {name: at for at, name in enumerate(outlets)}
    across = {name: at for at, name in enumerate(origins)}
    counts = np.zeros((len(outlets), len(origins)), dtype=np.int64)
    for row in rows:
        counts[down[row["outlet"]], across[row["origin"]]] += row["articles"]
    return tuple(outlets), tuple(origins), counts


def _origin(
    row: Mapping[str, str], outlets: Mapping[str, str | None], agencies: Mapping[str, str | None]
) -> _Origin:
    if row["parent_kind"] == SOURCE:
        agency = agencies.get(row["parent"])
        return (agency, _kind(agency)) if agency else (UNKNOWN, UNKNOWN)
    name, child = outlets[row["parent"]], outlets[row["child"]]
    if not name:
        return UNKNOWN, UNKNOWN
    if name == child or (child and _same(name, child)):
        return child, _OUTLET
    return _syndicating(name) or (name, _OUTLET)


@lru_cache(maxsize=1 << 16)
def _same(one: str, other: str | None) -> bool:
    return same_outlet(one, other)


@lru_cache(maxsize=1 << 16)
def _syndicating(outlet: str) -> _Origin | None:
    """The agency that an outlet is, or the outlet that others print, where it is one we know."""
    known = lexicon().agencies
    return next(((one.name, one.kind) for one in known if is_own(one, outlet, None)), None)


@lru_cache(maxsize=1 << 10)
def _kind(agency: str) -> str:
    kinds = {one.name: one.kind for one in lexicon().agencies}
    return kinds.get(agency, _AGENCY)
