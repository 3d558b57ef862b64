"""What follows for an asked article: the verdicts on those it meets, and its place in history.

History is judged for a small collection: the asked article, those that share text with it, and
their families. All that is known of the stored ones is read, and judged again with the new one;
where these are too many, what stands above its parents is told as it is stored.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import marked, schema
from syndetect.archive import upward
from syndetect.archive.answer import Answer, Match
from syndetect.archive.beside import Beside, beside
from syndetect.archive.hearing import Heard, meet
from syndetect.archive.results import bare
from syndetect.archive.rows import fetch, listed
from syndetect.archive.views import relations_among
from syndetect.archive.world import World, called
from syndetect.assemble import channel_names
from syndetect.candidates.asked import Partners
from syndetect.engines.contract import Engine
from syndetect.evidence import relations
from syndetect.evidence.relations import Unfolded
from syndetect.findings import Findings
from syndetect.ingest.times import UNKNOWN_TIME
from syndetect.judgement import Pairs, weigh
from syndetect.model import Article, Derivation, Relation, Role, Trust
from syndetect.provenance.graph import source
from syndetect.provenance.hands import Hands
from syndetect.rejudge import rejudge, witnesses_of
from syndetect.settings import Settings

_LAST = "\U0010ffff"  # before the id of the asked article: no other comes behind it
_KIN = 32  # articles judged with it: the likeliest that share text with it, then their families
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
    compared = _collected(partners, heard, found.event, world)
    verdicts = _verdicts(compared, found, settings)
    compared = replace(compared, related=verdicts)
    near = sorted(
        compared.relations_with(asked),
        key=lambda one: (-one.probability, -_shared(one), one.right),
    )
    ids = compared.articles.column("id").to_pylist()
    row_of = dict(zip(ids, partners.tolist(), strict=False))
    kin = np.array([row_of[one.right] for one in near if one.kind.derived], dtype=np.int32)
    family = _family(kin, world)
    own = _itself(heard, world)
    carrying = kin[~np.isin(kin, own)]
    some = np.append(kin, family[~np.isin(family, kin)])  # kin first: all may be too many
    told = _judged(con, some, verdicts, heard, found.event, world, settings).graph
    whole = len(some) <= _KIN

    def above(article: str) -> list[Derivation]:
        if whole or article == asked:
            return [upward.known(one, told, world) for one in told.parents_of(article)]
        return upward.stored(article, world)

    up = upward.line(asked, above)
    origin, of_kind, likely = upward.origin(asked, above)
    sources = {
        row["source"]: source(row) for one in up for row in called(world.sources, one.parent)
    }
    sources |= {one.parent: told.sources[one.parent] for one in up if one.parent in told.sources}
    records = dict(zip(ids, _records(compared.articles), strict=True))
    channels = dict(zip(ids, _channels(world.representative[partners], met), strict=False))
    return Answer(
        asked=article,
        matches=tuple(
            Match(records[one.right], _named(one, article.id), channels[one.right]) for one in near
        ),
        derivations=tuple(upward.renamed(one, asked, article.id) for one in up),
        children=tuple(upward.renamed(one, asked, article.id) for one in told.children_of(asked)),
        sources=tuple(
            replace(one, id=one.id.replace(asked, article.id)) for _, one in sorted(sources.items())
        ),
        origin=origin and origin.replace(asked, article.id),
        origin_kind=of_kind,
        origin_probability=likely,
        carriers=tuple(_records(_articles(_by_time(carrying, world)[:carriers], world))),
        carried=len(carrying),
        family=int(np.count_nonzero(~np.isin(family, own))),
        credits=tuple(marked.credits_in(heard.marks, [article.id])[0]),
        event=f"event:{world.ids[found.event].as_py()}" if found.event >= 0 else None,
        same=world.ids[heard.asked.twin].as_py() if heard.asked.twin >= 0 else None,
        itself=tuple(world.ids.take(pa.array(own)).to_pylist()),
    )


def _judged(
    con: Any,
    kin: schema.I32,
    verdicts: pa.Table,
    heard: Heard,
    event: int,
    world: World,
    settings: Settings,
) -> Findings:
    """The history of the asked article and its *kin*, the first of them."""
    some = _collected(np.sort(kin[:_KIN]), heard, event, world)
    serials = world.serials[kin[:_KIN]]
    stored = fetch(con, relations_among(listed(serials)), relations.TABLE)
    ids = some.articles.column("id")
    own = verdicts.filter(pc.is_in(verdicts.column("left"), value_set=ids.combine_chunks()))
    related = pa.concat_tables([stored, own])
    left, right = (schema.places(related.column(side), ids) for side in ("left", "right"))
    order = np.lexsort((right, left))
    known = {"settings": settings.to_mapping(), "counts": {}, "dropped": {}}
    return rejudge(replace(some, related=schema.rows_of(related, order), summary=known), {})


def _collected(rows: schema.I32, heard: Heard, event: int, world: World) -> Findings:
    """Findings on the articles in *rows*, and on the asked one, which comes last, without any
    relation or history."""
    stored = _articles(rows, world)
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
    return bare(articles, _credits(rows, heard, world), None, {})


def _articles(rows: schema.I32, world: World) -> pa.Table:
    """``schema.RESULT_ARTICLES`` of some articles, in the order named."""
    return schema.rows_of(world.articles, rows)


def _credits(rows: schema.I32, heard: Heard, world: World) -> pa.Table:
    """``schema.RESULT_CREDITS`` of some articles and of the asked one."""
    marks = pa.concat_tables([schema.rows_of(world.credits, rows), heard.marks.select(["credits"])])
    ids = [*world.ids.take(pa.array(rows)).to_pylist(), _LAST + heard.article.id]
    return marked.credit_rows(marks, pa.chunked_array([ids], pa.string()))


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
    """The rows of *kin* and of their families."""
    families = world.families[kin]
    return np.union1d(kin, world.joined.rows(families[families >= 0]))


def _itself(heard: Heard, world: World) -> schema.I32:
    """The rows that are the asked article, not others that carry its text: see
    ``Answer.itself``."""
    twin, asked = heard.asked.twin, heard.article
    if twin < 0:
        return np.empty(0, dtype=np.int32)
    rows = world.copies.rows(np.array([twin], dtype=np.int32))
    records = zip(rows.tolist(), _records(_articles(rows, world)), strict=True)
    return np.array([row for row, one in records if _is(asked, one)], dtype=np.int32)


def _is(asked: Article, one: Article) -> bool:
    """Whether two articles that say the very same are one and the same."""
    known = asked.outlet is not None and one.outlet is not None
    if one.id == asked.id or (known and asked.outlet != one.outlet):
        return one.id == asked.id
    file = None not in (asked.path, one.path) and asked.row == one.row
    if file and Path(asked.id).absolute().as_posix().endswith(f"/{one.path}"):  # as it was asked
        return True
    of = ((asked.url, one.url), (asked.published, one.published))
    return known and any(mine is not None and mine == other for mine, other in of)


def _by_time(rows: schema.I32, world: World) -> schema.I32:
    """*rows*, the earliest first by the middle of what a date may mean, those without one last."""
    begin, end = world.known.times[rows].T
    middle = np.where(end < UNKNOWN_TIME, begin // 2 + end // 2, UNKNOWN_TIME)
    return rows[np.lexsort((rows, middle))]


def _channels(partners: schema.I32, met: Partners) -> list[str]:
    """The channels that brought each of *partners*, which stand for their copies, in words."""
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
