"""What follows for an asked article: the verdicts on those it meets, and its place in history.

History is judged for a small collection: the asked article, those that share text with it, and
their families. All that is known of the stored ones is read, and judged again with the new one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import marked, schema
from syndetect.archive.answer import Answer, Match
from syndetect.archive.beside import Beside, beside
from syndetect.archive.hearing import Heard, meet
from syndetect.archive.results import summary
from syndetect.archive.rows import fetch
from syndetect.archive.views import articles_of, relations_among
from syndetect.archive.world import World
from syndetect.assemble import channel_names
from syndetect.candidates.asked import Partners
from syndetect.engines.contract import Engine
from syndetect.evidence import relations
from syndetect.evidence.relations import Unfolded
from syndetect.findings import Findings
from syndetect.judgement import Pairs, weigh
from syndetect.model import Article, Derivation, Relation, Role, Trust
from syndetect.provenance.graph import ProvenanceGraph
from syndetect.provenance.hands import Hands
from syndetect.provenance.lineage import ARTICLE, SOURCE
from syndetect.rejudge import rejudge, witnesses_of
from syndetect.settings import Settings

_LAST = "\U0010ffff"  # before the id of the asked article: no other comes behind it
_FAMILY = 256  # articles of the families of its kin that are judged with it
_CHANNELS = channel_names("identical")
_FIELDS = ("id", "headline", "outlet", "url", "published", "language", "path", "row")


def answer(
    con: Any, article: Article, world: World, settings: Settings, engine: Engine, carriers: int
) -> Answer:
    """What the archive *con*, which is as *world*, says of *article*; of those who carry its text
    it names as many as *carriers*."""
    heard = Heard.of(article, world, settings)
    met = meet(con, heard, world, settings, engine)
    found = beside(con, heard, met, world, settings, engine)
    asked = _LAST + article.id
    partners = found.rows[schema.plain(found.ledger, "left")]
    compared = _collected(con, partners, heard, found.event, world)
    verdicts = _verdicts(compared, found, settings)
    compared = replace(compared, related=verdicts)
    near = sorted(
        compared.relations_with(asked),
        key=lambda one: (-one.probability, -_shared(one), one.right),
    )
    ids = compared.articles.column("id").to_pylist()
    derived = {one.right for one in near if one.kind.derived}
    kin = partners[[id in derived for id in ids[:-1]]]
    told = _judged(con, kin, verdicts, heard, found.event, world)
    up = _above(told.graph, asked)
    end = told.graph.origin_of(asked)
    origin, likely = end if end is not None and end[0] != asked else (None, None)
    sources = {
        one.parent: told.graph.sources[one.parent] for one in up if one.parent_kind == SOURCE
    }
    family = _family(kin, world)
    records = dict(zip(ids, _records(compared.articles), strict=True))
    channels = dict(zip(ids, _channels(partners, met), strict=False))
    return Answer(
        asked=article,
        matches=tuple(
            Match(records[one.right], _named(one, article.id), channels[one.right]) for one in near
        ),
        derivations=tuple(replace(one, child=one.child.removeprefix(_LAST)) for one in up),
        sources=tuple(sources.values()),
        origin=origin,
        origin_kind=None if origin is None else SOURCE if origin in sources else ARTICLE,
        origin_probability=likely,
        carriers=tuple(_records(_articles(con, family[:carriers], world))),
        carried=len(family),
        credits=tuple(marked.credits_in(heard.marks, [article.id])[0]),
        event=f"event:{world.ids[found.event].as_py()}" if found.event >= 0 else None,
        same=world.ids[heard.asked.twin].as_py() if heard.asked.twin >= 0 else None,
    )


def _judged(
    con: Any, kin: schema.I32, verdicts: pa.Table, heard: Heard, event: int, world: World
) -> Findings:
    """The history of the asked article with its *kin* and their families."""
    family = _family(kin, world)
    rows = np.union1d(kin, family[:_FAMILY]).astype(np.int32)
    some = _collected(con, rows, heard, event, world)
    serials = ", ".join(map(str, world.serials[rows].tolist())) or "-1"
    stored = fetch(con, relations_among(serials), relations.TABLE)
    ids = some.articles.column("id")
    own = verdicts.filter(pc.is_in(verdicts.column("left"), value_set=ids.combine_chunks()))
    related = pa.concat_tables([stored, own])
    left, right = (schema.places(related.column(side), ids) for side in ("left", "right"))
    order = np.lexsort((right, left))
    return rejudge(replace(some, related=schema.rows_of(related, order)), {})


def _collected(con: Any, rows: schema.I32, heard: Heard, event: int, world: World) -> Findings:
    """Findings on the articles in *rows*, and on the asked one, which comes last, without any
    relation or history."""
    stored = _articles(con, rows, world)
    given, ids = heard.article, stored.column("id").to_pylist()
    row: dict[str, Any] = {name: getattr(given, name, None) for name in stored.column_names}
    row |= {
        "id": _LAST + given.id,
        "language": heard.readings.column("language")[0].as_py(),
        "words": int(schema.lengths(heard.readings, "word")[0]),
        "role": str(Role.DIGEST if heard.scattered else Role.NO_SOURCE_FOUND),
        "forms": heard.forms,
        "signs": [],
        "declared_sources": list(given.declared_sources),
    }
    articles = pa.concat_tables([stored, pa.Table.from_pylist([row], schema.RESULT_ARTICLES)])
    twin = heard.asked.twin
    labels = {
        "event": (world.events, event),
        "group": (world.known.groups, int(world.known.groups[twin]) if twin >= 0 else -1),
        "copy_of": (world.representative, twin),
    }
    for name, (of, own) in labels.items():
        some = [*of[rows].tolist(), own if own >= 0 else -2]
        firsts = dict(zip(reversed(some), reversed([*ids, row["id"]]), strict=True))
        names = [("event:" if name == "event" else "") + firsts[label] for label in some]
        at = articles.schema.get_field_index(name)
        articles = articles.set_column(at, articles.schema.field(at), pa.array(names, pa.string()))
    return Findings(
        articles=articles,
        bodies=None,
        credits=_credits(con, rows, heard, world),
        furniture=schema.RESULT_FURNITURE.empty_table(),
        related=relations.TABLE.empty_table(),
        derivations=schema.RESULT_DERIVATIONS.empty_table(),
        sources=schema.RESULT_SOURCES.empty_table(),
        events=schema.RESULT_EVENTS.empty_table(),
        families=schema.RESULT_FAMILIES.empty_table(),
        summary=summary(con),
    )


def _articles(con: Any, rows: schema.I32, world: World) -> pa.Table:
    """``schema.RESULT_ARTICLES`` of some articles, in the order named."""
    serials = world.serials[rows]
    found = fetch(
        con,
        articles_of(_listed(serials)),
        pa.schema([("serial", pa.int32()), *schema.RESULT_ARTICLES]),
    )
    return _in_order(found, serials)


def _credits(con: Any, rows: schema.I32, heard: Heard, world: World) -> pa.Table:
    """``schema.RESULT_CREDITS`` of some articles and of the asked one."""
    serials = world.serials[rows]
    query = f"SELECT serial, credits FROM kept.looks WHERE serial IN ({_listed(serials)})"
    declared = marked.TABLE.field("credits")
    stored = _in_order(fetch(con, query, pa.schema([("serial", pa.int32()), declared])), serials)
    marks = pa.concat_tables([stored, heard.marks.select(["credits"])])
    ids = [*world.ids.take(pa.array(rows)).to_pylist(), _LAST + heard.article.id]
    return marked.credit_rows(marks, pa.chunked_array([ids], pa.string()))


def _in_order(found: pa.Table, serials: schema.I32) -> pa.Table:
    """*found* in the order of its *serials*, without these."""
    known = schema.plain(found, "serial")
    order = np.argsort(known)
    rows = order[np.searchsorted(known[order], serials)]
    return schema.rows_of(found.drop_columns("serial"), rows)


def _listed(serials: schema.I32) -> str:
    return ", ".join(map(str, serials.tolist())) or "-1"


def _verdicts(compared: Findings, found: Beside, settings: Settings) -> pa.Table:
    """The rows of ``relations.TABLE`` for the asked article and those it was compared with."""
    count = found.ledger.num_rows
    left, right = np.arange(count, dtype=np.int32), np.full(count, count, dtype=np.int32)
    pairs = Unfolded(left, right, left, np.zeros(count, dtype=np.bool_), 0)
    columns = relations.signals(found.ledger, pairs)
    places = np.append(schema.plain(found.ledger, "left"), np.int32(len(found.rows)))
    hands = Hands.of_all(witnesses_of(compared))
    judged = weigh(
        Pairs(left, right, columns), hands, np.arange(count + 1, dtype=np.int32),
        found.events[places], settings,
    )  # fmt: skip
    ids = compared.articles.column("id").combine_chunks()
    ends = Unfolded(places[left], places[right], left, pairs.swapped, 0)
    made = {
        **columns,
        "left": ids.take(pa.array(left)),
        "right": ids.take(pa.array(right)),
        "kind": judged.kinds,
        "probability": judged.probabilities,
        "same_outlet": judged.one_outlet,
        "found_by": pa.nulls(count, pa.string()),
        "passages": relations.passages(found.ledger, ends, found.readings),
    }
    return schema.build(relations.TABLE, made)


def _family(kin: schema.I32, world: World) -> schema.I32:
    """The rows of *kin* and of their families, the earliest first."""
    families = np.unique(world.families[kin])
    inside = np.isin(world.families, families[families >= 0])
    inside[kin] = True
    rows = np.flatnonzero(inside).astype(np.int32)
    return rows[np.argsort(world.known.times[rows, 0], kind="stable")]


def _above(graph: ProvenanceGraph, asked: str) -> list[Derivation]:
    """What leads up from the asked article: its parents, then theirs."""
    found: list[Derivation] = []
    coming, seen = [asked], {asked}
    while coming:
        for one in graph.parents_of(coming.pop(0)):
            found.append(one)
            if one.parent_kind == ARTICLE and one.parent not in seen:
                seen.add(one.parent)
                coming.append(one.parent)
    return found


def _channels(partners: schema.I32, met: Partners) -> list[str]:
    """The channels that brought each of *partners*, in words."""
    bits = dict(zip(met.rows.tolist(), met.channel.tolist(), strict=True))
    return [_CHANNELS[bits.get(row, 0)] for row in partners.tolist()]


def _records(articles: pa.Table) -> list[Article]:
    """Articles without bodies."""
    found = []
    for row in articles.to_pylist():
        trust = row["published_trust"]
        known = {name: row[name] for name in _FIELDS}
        found.append(Article(**known, body="", published_trust=Trust(trust) if trust else None))
    return found


def _shared(relation: Relation) -> int:
    """Words that two articles share in passages."""
    return sum(one.words for one in relation.evidence.passages)


def _named(relation: Relation, asked: str) -> Relation:
    """*relation* with the asked article under its own id."""
    return replace(relation, left=asked, evidence=replace(relation.evidence, left=asked))
