"""A finished result judged again with other settings; no text is compared again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.budget import size
from syndetect.engines import Local
from syndetect.errors import ResultError, SettingsError
from syndetect.evidence.ledger import SIGNALS
from syndetect.ingest.articles import SLICE
from syndetect.judgement import TIES_LEFT_OUT, Pairs, Told, judge, weigh
from syndetect.kernels.grouped import Grouped
from syndetect.model import Article, Credit, CreditRole, Role, Trust
from syndetect.provenance import spans, styles
from syndetect.provenance.hands import Hands
from syndetect.provenance.ties import KINDS, Ties
from syndetect.provenance.witness import witness
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stored import parts_of, together

if TYPE_CHECKING:
    from syndetect.findings import Findings

_GIVEN = (
    "id", "outlet", "url", "published", "published_trust", "declared_sources", "forms",
)  # fmt: skip
_SIDES = ("left", "right")
_JUDGED = ("verdict", "provenance")  # sections of settings that need no comparing


def rejudge(findings: Findings, changes: Mapping[str, Any]) -> Findings:
    """*findings* with the settings *changes* (``{"verdict.derived": 0.7}``): relations get their
    kinds anew, and derivations, sources, events, families, roles and origins follow.

    Raises SettingsError for a setting that only a new scan can honour.
    """
    for name in changes:
        if name.split(".")[0] not in _JUDGED:
            raise SettingsError(
                f"setting {name} changes what is compared: only verdict.* and provenance.* can be "
                "judged again, the others need a new scan"
            )
    settings = Settings.from_mapping(findings.summary["settings"]).changed(changes)
    witnesses = witnesses_of(findings)
    ids = findings.articles.column("id")
    representative = _labels(findings.articles.column("copy_of"), ids)
    events = _labels(_event_firsts(findings), ids)
    hands = Hands.of_all(witnesses)
    ends = _ends(findings)
    shelf = Shelf(size(None) // 4)
    counts, ties = np.zeros(len(KINDS), dtype=np.int64), list[Ties]()

    def parts() -> Iterator[pa.Table]:
        begin = 0
        for part in parts_of(findings.related):
            left, right = (end[begin : begin + part.num_rows] for end in ends)
            begin += part.num_rows
            pairs = Pairs(left, right, {name: schema.plain(part, name) for name in SIGNALS})
            judged = weigh(pairs, hands, representative, events, settings)
            counts[:] += judged.counts()
            ties.append(judged.ties)
            yield _replaced(part, kind=judged.kinds, probability=judged.probabilities)

    related = shelf.store("relations", findings.related.schema, parts())
    judged = judge(
        witnesses,
        Told.of(ends, counts, ties, related, shelf),
        representative,
        events,
        _labels(findings.articles.column("group"), ids),
        _digests(findings.articles),
        settings,
        Local(),
        hands,
    )
    past = judged.history
    before = findings.summary["counts"]
    kept = {k: n for k, n in before.items() if not k.startswith(("relations: ", "role: "))}
    summary = {
        **findings.summary,
        "settings": settings.to_mapping(),
        "settings_digest": settings.digest,
        "counts": {**kept, **judged.counts()},
        "dropped": _dropped(findings.summary["dropped"], past.ties_left_out),
    }
    return dataclasses.replace(
        findings,
        articles=_replaced(findings.articles, **past.columns),
        related=related,
        derivations=spans.table(related, ends, past.derivations, past.ends),
        sources=past.sources,
        events=past.events,
        families=past.families,
        summary=summary,
    )


def _dropped(before: Mapping[str, int], ties: int) -> dict[str, int]:
    """What limits cut, with what they cut in judging anew."""
    found = {**before, TIES_LEFT_OUT: ties}
    return {name: count for name, count in sorted(found.items()) if count}


def witnesses_of(findings: Findings) -> Witnesses:
    """The witnesses as the scan had them, out of articles and credits, some at a time."""
    articles, ids = findings.articles.select(_GIVEN), findings.articles["id"]
    credits = Grouped(schema.places(findings.credits["article"], ids), len(ids))
    made = [Witnesses.of([]).table]
    for begin in range(0, len(ids), SLICE):
        some = articles.slice(begin, SLICE)
        rows = credits.of_all(np.arange(begin, begin + some.num_rows))
        made.append(_made(some, schema.rows_of(findings.credits, rows)).table)
    return Witnesses(pa.concat_tables(made))


def _made(articles: pa.Table, credited: pa.Table) -> Witnesses:
    credits: dict[str, list[Credit]] = {}
    for row in credited.to_pylist():
        role = CreditRole(row.pop("role"))
        credits.setdefault(row["article"], []).append(Credit(role=role, **row))
    witnesses = []
    for place, row in enumerate(articles.to_pylist()):
        trust, forms = row.pop("published_trust"), styles.restored(row.pop("forms"))
        declared = tuple(row.pop("declared_sources") or ())
        article = Article(
            **row,
            body="",
            published_trust=Trust(trust) if trust else None,
            declared_sources=declared,
        )
        witnesses.append(witness(place, article, credits.get(row["id"], []), forms))
    return Witnesses.of(witnesses)


def _ends(findings: Findings) -> tuple[schema.I32, schema.I32]:
    """Both ends of all pairs, by ordinals."""
    known = set(findings.related.column_names)
    if missing := [name for name in SIGNALS if name not in known]:
        raise ResultError(
            f"the result is of another version and lacks {', '.join(missing)}: scan again"
        )
    found: tuple[list[schema.I32], ...] = ([], [])
    for part in together(parts_of(findings.related, _SIDES)):
        for ends, side in zip(found, _SIDES, strict=True):
            ends.append(schema.places(part[side], findings.articles["id"]))
    none = np.zeros(0, dtype=np.int32)
    left, right = (np.concatenate([none, *ends]) for ends in found)
    return left, right


def _labels(names: pa.ChunkedArray, ids: pa.ChunkedArray) -> schema.I32:
    """For each row the ordinal of the article it names; its own where it names none."""
    found = schema.places(names, ids)
    return np.where(found < 0, np.arange(len(ids), dtype=np.int32), found)


def _event_firsts(findings: Findings) -> pa.ChunkedArray:
    """The first article of the event of each article."""
    return pc.replace_substring_regex(findings.articles.column("event"), r"\Aevent:", "")


def _digests(articles: pa.Table) -> frozenset[int]:
    is_digest = pc.equal(articles.column("role"), str(Role.DIGEST))
    return frozenset(np.flatnonzero(is_digest.to_numpy()).tolist())


def _replaced(table: pa.Table, **columns: Any) -> pa.Table:
    """*table* with some columns filled anew, types and order kept."""
    for name, values in columns.items():
        place = table.schema.get_field_index(name)
        entry = table.schema.field(place)
        filled = values if isinstance(values, pa.Array) else pa.array(values, type=entry.type)
        table = table.set_column(place, entry, filled)
    return table
