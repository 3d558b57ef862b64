"""A finished result judged again with other settings; no text is compared again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.engines import Local
from syndetect.errors import ResultError, SettingsError
from syndetect.evidence.ledger import SIGNALS
from syndetect.judgement import TIES_LEFT_OUT, Pairs, Told, judge, weigh
from syndetect.model import Article, Credit, CreditRole, Role, Trust
from syndetect.provenance import spans, styles
from syndetect.provenance.hands import Hands
from syndetect.provenance.witness import witness
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Settings

if TYPE_CHECKING:
    from syndetect.findings import Findings

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
    witnesses = _witnesses(findings)
    ids = findings.articles.column("id")
    representative = _labels(findings.articles.column("copy_of"), ids)
    events = _labels(_event_firsts(findings), ids)
    pairs = _pairs(findings)
    hands = Hands.of_all(witnesses)
    found = weigh(pairs, hands, representative, events, settings)

    told = Told(
        pairs.left, pairs.right, found.probabilities, pairs.columns["novel_left"],
        pairs.columns["novel_right"], found.counts(), found.ties,
    )  # fmt: skip
    judged = judge(
        witnesses,
        told,
        representative,
        events,
        _labels(findings.articles.column("group"), ids),
        _digests(findings.articles),
        settings,
        Local(),
        hands,
    )
    past = judged.history
    counts = findings.summary["counts"]
    kept = {k: n for k, n in counts.items() if not k.startswith(("relations: ", "role: "))}
    summary = {
        **findings.summary,
        "settings": dataclasses.asdict(settings),
        "settings_digest": settings.digest,
        "counts": {**kept, **judged.counts()},
        "dropped": _dropped(findings.summary["dropped"], past.ties_left_out),
    }
    relations = _replaced(findings.relations, kind=found.kinds, probability=found.probabilities)
    return dataclasses.replace(
        findings,
        articles=_replaced(findings.articles, **past.columns),
        related=relations,
        derivations=spans.table(relations, (pairs.left, pairs.right), past.derivations, past.ends),
        sources=past.sources,
        events=past.events,
        families=past.families,
        summary=summary,
    )


def _dropped(before: Mapping[str, int], ties: int) -> dict[str, int]:
    """What limits cut, with what they cut in judging anew."""
    found = {**before, TIES_LEFT_OUT: ties}
    return {name: count for name, count in sorted(found.items()) if count}


def _witnesses(findings: Findings) -> Witnesses:
    """The witnesses as the scan had them, out of articles and credits."""
    credits: dict[str, list[Credit]] = {}
    for row in findings.credits.to_pylist():
        role = CreditRole(row.pop("role"))
        credits.setdefault(row["article"], []).append(Credit(role=role, **row))
    witnesses = []
    for place, row in enumerate(findings.articles.to_pylist()):
        trust = row["published_trust"]
        article = Article(
            id=row["id"],
            body="",
            outlet=row["outlet"],
            url=row["url"],
            published=row["published"],
            published_trust=Trust(trust) if trust else None,
            declared_sources=tuple(row["declared_sources"] or ()),
        )
        forms = styles.restored(row["forms"])
        witnesses.append(witness(place, article, credits.get(row["id"], []), forms))
    return Witnesses.of(witnesses)


def _pairs(findings: Findings) -> Pairs:
    ids = findings.articles.column("id").combine_chunks()
    ends = [
        pc.index_in(findings.relations.column(side), value_set=ids) for side in ("left", "right")
    ]
    left, right = (column.to_numpy().astype(np.int32) for column in ends)
    known = set(findings.relations.column_names)
    if missing := [name for name in SIGNALS if name not in known]:
        raise ResultError(
            f"the result is of another version and lacks {', '.join(missing)}: scan again"
        )
    columns = {name: findings.relations.column(name).to_numpy() for name in SIGNALS}
    return Pairs(left, right, columns)


def _labels(names: pa.ChunkedArray, ids: pa.ChunkedArray) -> schema.I32:
    """For each row the ordinal of the article it names; its own where it names none."""
    found = pc.index_in(names, value_set=ids.combine_chunks()).to_numpy(zero_copy_only=False)
    own = np.arange(len(ids))
    return np.where(np.isnan(found.astype(np.float64)), own, found).astype(np.int32)


def _event_firsts(findings: Findings) -> pa.ChunkedArray:
    """The first article of the event of each article."""
    named = findings.articles.column("event")
    return pa.chunked_array([pa.array([name.removeprefix("event:") for name in named.to_pylist()])])


def _digests(articles: pa.Table) -> frozenset[int]:
    roles = articles.column("role").to_pylist()
    return frozenset(place for place, role in enumerate(roles) if role == Role.DIGEST)


def _replaced(table: pa.Table, **columns: Any) -> pa.Table:
    """*table* with some columns filled anew, types and order kept."""
    for name, values in columns.items():
        place = table.schema.get_field_index(name)
        entry = table.schema.field(place)
        filled = values if isinstance(values, pa.Array) else pa.array(values, type=entry.type)
        table = table.set_column(place, entry, filled)
    return table
