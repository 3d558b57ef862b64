"""From what was read and compared to findings: verdicts, history, and ids instead of ordinals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from syndetect import marked, schema
from syndetect.candidates.gather import Candidates, pair_keys
from syndetect.drawn import Drawn
from syndetect.earlier import Earlier
from syndetect.engines.contract import Engine
from syndetect.evidence import relations
from syndetect.evidence.misquotes import Quoting, quoting
from syndetect.evidence.relations import Unfolded
from syndetect.evidence.requoted import REMEMBERED as QUOTATIONS
from syndetect.evidence.requoted import quoting_anew
from syndetect.findings import Findings
from syndetect.ingest import Collection
from syndetect.ingest.articles import SLICE
from syndetect.judgement import (
    TIES_LEFT_OUT,
    Pairs,
    Told,
    Verdicts,
    judge,
    weigh,
)
from syndetect.provenance import history, spans
from syndetect.provenance.digests import digests, pieces, roundups
from syndetect.provenance.hands import Hands
from syndetect.provenance.remembered import Remembered
from syndetect.provenance.signs import signs
from syndetect.provenance.ties import KINDS, Ties
from syndetect.provenance.witnesses import TABLE as WITNESSES
from syndetect.provenance.witnesses import Witnesses, table_of
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stored import GROUP, Rows
from syndetect.summary import summary

if TYPE_CHECKING:
    from syndetect.stages.comparing import Compared
    from syndetect.stages.reading import Read

_CHANNELS = ("resemblance", "passages", "salient")


def findings(
    collection: Collection,
    found: Read,
    compared: Compared,
    settings: Settings,
    engine: Engine,
    shelf: Shelf,
    earlier: Earlier | None = None,
) -> tuple[Findings, Mapping[str, pa.Table]]:
    """The findings: every table a person reads, with ids; and outcomes, where a later run may go on
    from them: what an *earlier* one has judged of the same is not judged again.
    """
    rows = table_of(found.articles, found.marks, found.forms, engine)
    witnesses = Witnesses(shelf.keep("witnesses", WITNESSES, rows))
    hands = Hands.of_all(witnesses)
    met = compared.met
    related, told, left_out = _related(found, compared, hands, settings, engine, shelf)
    judged = judge(
        witnesses,
        told,
        met.representative,
        met.events,
        met.groups,
        digests(
            (
                pieces(pa.Table.from_batches([some]), met.events, hands)
                for some in compared.ledger.to_batches()
            ),
            settings.events.digest,
            found.words,
        )
        | frozenset(met.representative[list(roundups(found.marks))].tolist())
        | frozenset(np.flatnonzero(met.scattered).tolist()),
        settings,
        engine,
        hands,
        None if earlier is None else Remembered.of(earlier.outcomes),
    )
    past = judged.history
    quoted, quotations = _quoting(found, compared, witnesses, engine, earlier)
    dropped = {
        **met.pairs.dropped,
        "copies not unfolded": left_out,
        TIES_LEFT_OUT: past.ties_left_out,
    }
    named = found.articles.table.column("id")
    outcomes = {} if past.remembered is None else past.remembered.tables()
    whole = Findings(
        articles=_articles(found, compared, past, witnesses, quoted),
        bodies=found.articles.table.select(schema.RESULT_TEXTS.names),
        credits=marked.credit_rows(found.marks, named),
        furniture=marked.furniture_rows(found.marks, named),
        related=related,
        derivations=spans.table(related, (told.left, told.right), past.derivations, past.ends),
        sources=past.sources,
        events=past.events,
        families=past.families,
        summary=summary(collection, found, compared, judged, dropped, settings),
    )
    return whole, {**outcomes, "quotations": quotations}


def _quoting(
    found: Read, compared: Compared, witnesses: Witnesses, engine: Engine, earlier: Earlier | None
) -> tuple[Mapping[int, Quoting], pa.Table]:
    """How articles quote; and what a later run may take from here."""
    met = compared.met
    if earlier is None:
        quoted = quoting(found.readings, met.representative, met.events, engine)
        return quoted, QUOTATIONS.empty_table()
    return quoting_anew(
        found.readings, met.representative, met.events, witnesses.ids,
        schema.plain(found.lexicon, "word"), engine, earlier.outcomes["quotations"],
    )  # fmt: skip


def _related(
    found: Read, compared: Compared, hands: Hands, settings: Settings, engine: Engine, shelf: Shelf
) -> tuple[Rows, Told, int]:
    """The relations, wherever they lie, what history asks of them, and how many pairs of copies
    were left out.
    """
    met = compared.met
    pairs = relations.unfold(
        compared.ledger, met.representative, settings.candidates.unfold, met.ranks
    )
    counts = np.zeros(len(KINDS), dtype=np.int64)
    ties: list[Ties] = []

    def parts() -> Iterator[pa.Table]:
        for part, judged in _relations(found, compared, pairs, hands, settings, engine):
            counts[:] += judged.counts()
            ties.append(judged.ties)
            yield part

    related = shelf.store("relations", relations.TABLE, parts())
    told = Told.of((pairs.left, pairs.right), counts, ties, related, shelf)
    shelf.rest()
    return related, told, pairs.dropped


def _relations(
    found: Read,
    compared: Compared,
    pairs: Unfolded,
    hands: Hands,
    settings: Settings,
    engine: Engine,
) -> Iterator[tuple[pa.Table, Verdicts]]:
    """The rows of ``relations.parquet``, some at a time, each with its verdict."""
    met = compared.met
    ids = found.articles.table.column("id").combine_chunks()
    keys = pair_keys(met.pairs.left, met.pairs.right)

    drawn = Drawn(compared.ledger, compared.ledger.column_names)

    def part(at: int) -> tuple[pa.Table, Verdicts]:
        some = pairs.part(at, at + GROUP)
        ledger = drawn.rows(some.row)
        columns = relations.signals(ledger, some)
        told = Pairs(some.left, some.right, columns)
        judged = weigh(told, hands, met.representative, met.events, settings)
        made = {
            **columns,
            "left": ids.take(pa.array(some.left)),
            "right": ids.take(pa.array(some.right)),
            "kind": judged.kinds,
            "probability": judged.probabilities,
            "same_outlet": judged.one_outlet,
            "found_by": _found_by(
                met.pairs, keys, schema.plain(ledger, "left"), schema.plain(ledger, "right")
            ),
            "passages": relations.passages(ledger, some, found.readings),
        }
        return schema.build(relations.TABLE, made), judged

    return engine.over(part, range(0, len(pairs.left), GROUP))


def channel_names(nothing: str) -> list[str]:
    """What found a pair, in words, by the bits of its channels; *nothing* where there are none."""
    named = [
        [name for bit, name in enumerate(_CHANNELS) if bits >> bit & 1]
        for bits in range(1 << len(_CHANNELS))
    ]
    return ["+".join(some) or nothing for some in named]


def _found_by(pairs: Candidates, keys: schema.U64, left: schema.I32, right: schema.I32) -> pa.Array:
    """The channels that brought each pair of classes together, in words; *keys* are those of all
    *pairs*."""
    names = channel_names("request")
    at = np.searchsorted(keys, pair_keys(left, right))
    channel = np.full(len(left), len(names), dtype=np.int64)
    met = left != right  # others are classes of copies
    channel[met] = pairs.channel[at[met]]
    return pa.array([*names, "identical"]).take(pa.array(channel))


def _articles(
    found: Read,
    compared: Compared,
    past: history.History,
    witnesses: Witnesses,
    quoted: Mapping[int, Quoting],
) -> pa.Table:
    met, articles = compared.met, found.articles.table
    given = ("id", "path", "row", "outlet", "url", "published", "published_trust", "headline")
    return schema.build(
        schema.RESULT_ARTICLES,
        {
            **{name: articles.column(name) for name in (*given, "declared_sources")},
            "language": found.readings.column("language"),
            "words": found.words.astype(np.int32),
            **past.columns,
            "group": _named(met.groups, witnesses.ids),
            "copy_of": _named(met.representative, witnesses.ids),
            "invisible": found.readings.column("invisible"),
            "signs": _signs(witnesses, found.forms, quoted),
            "forms": found.forms.column("forms"),
        },
    )


def _signs(witnesses: Witnesses, forms: pa.Table, quoted: Mapping[int, Quoting]) -> list[Any]:
    """The signs of each article, none for most."""
    told = schema.lengths(forms, "forms") > 0
    told[list(quoted)] = True
    found: list[Any] = [()] * len(told)
    rows = np.flatnonzero(told)
    for at in range(0, len(rows), SLICE):
        for one in witnesses.some(rows[at : at + SLICE]):
            found[one.article] = signs(one, quoted.get(one.article))
    return found


def _named(labels: schema.I32, ids: pa.Array) -> pa.Array:
    """The id that names each label; null for an article that is alone with its label."""
    alone = np.bincount(labels, minlength=len(labels))[labels] < 2
    return ids.take(pa.array(labels, mask=alone))
