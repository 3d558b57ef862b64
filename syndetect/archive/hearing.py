"""An asked article: how it reads among the others, and whom of them it meets.

Nothing of the stored ones is looked at but what the asked one has: their context (lines that
outlets repeat, which terms are common, who has kept which neighbours) is as it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.archive import postings
from syndetect.archive.rows import fetch, listed
from syndetect.archive.steps import whole
from syndetect.archive.tables import READINGS
from syndetect.archive.world import World
from syndetect.candidates.asked import Partners, partners
from syndetect.candidates.classes import ages
from syndetect.candidates.known import Asked
from syndetect.candidates.languages import APART
from syndetect.candidates.salient import READ as TOLD
from syndetect.candidates.salient import terms
from syndetect.engines.contract import Engine
from syndetect.fingerprint import READ, fingerprint
from syndetect.ingest.articles import Articles
from syndetect.ingest.times import article_times
from syndetect.model import Article, Trust
from syndetect.settings import Settings
from syndetect.stages.reading import read_beside, style
from syndetect.text import cohesion
from syndetect.text.languages import standard
from syndetect.text.lexicon import Lexicons
from syndetect.text.reading import unpack


@dataclass(frozen=True, slots=True)
class Heard:
    """An asked article as it was read: a row of each table."""

    article: Article
    marks: pa.Table
    readings: pa.Table  # packed, places being those of the lexicon here
    lexicon: pa.Table
    forms: list[str]
    asked: Asked
    times: schema.I64  # earliest and latest POSIX second, of the most senior of all copies
    scattered: bool

    @classmethod
    def of(cls, article: Article, world: World, settings: Settings) -> Heard:
        """Read *article* as it would be read among the others."""
        given = Articles.of([article])
        marks, local = read_beside(given, world.repeated, settings.agencies)
        lexicons = Lexicons()
        packed = lexicons.packed(local)
        lexicon = lexicons.table()
        prints = fingerprint(unpack(packed, lexicon, READ), settings.fingerprints)
        told = terms(unpack(packed, lexicon, TOLD), settings.fingerprints.terms)
        language = packed.column("language")
        identity = int(schema.plain(prints, "identity")[0])
        twin = _twin(world, identity, language[0].as_py())
        times = article_times([article.published])
        times = _senior(given.table, times, twin, world)[0] if twin >= 0 else times[0]
        shingles, seeds = (schema.flat(prints, name)[1] for name in ("shingles", "seeds"))
        styled = {"id": [article.id], "body": [article.body], "language": language}
        styled |= {name: marks.column(name) for name in marks.column_names}
        return cls(
            article=article,
            marks=marks,
            readings=packed,
            lexicon=lexicon,
            forms=style(pa.table(styled)).column("forms")[0].as_py(),
            asked=Asked(
                identity=identity,
                minima=schema.flat(prints, "minima")[1],
                shingles=shingles,
                seeds=seeds,
                terms=schema.flat(told, "terms")[1],
                weights=schema.flat(told, "weights")[1],
                earliest=int(times[0]),
                latest=int(times[1]),
                long=int(schema.lengths(packed, "word")[0]) >= settings.fingerprints.width,
                twin=twin,
            ),
            times=times,
            scattered=bool(cohesion.scattered(unpack(packed, lexicon, ("stem", "flags")))[0]),
        )


def _twin(world: World, identity: int, language: str) -> int:
    """The row that stands for all articles with the very text, -1 where there is none."""
    rows, spoken = world.texts.rows(np.array([identity], np.uint64)), world.articles["language"]
    return next((row for row in rows.tolist() if spoken[row].as_py() == language), -1)


def _senior(given: pa.Table, times: schema.I64, twin: int, world: World) -> schema.I64:
    """The times of the one *given*, or those of its *twin* where that is more senior; a row."""
    of_twin = world.known.times[twin : twin + 1]
    trusts = [
        pc.fill_null(table.column("published_trust"), Trust.DECLARED.value)
        for table in (given, world.articles.slice(twin, 1))
    ]
    own, older = (ages(*one)[0].tolist() for one in zip(trusts, (times, of_twin), strict=True))
    return times if own < older else of_twin


def meet(con: Any, heard: Heard, world: World, settings: Settings, engine: Engine) -> Partners:
    """Whom of its language the asked article meets; places of its seeds, and their holders, are
    asked of *con*."""
    place, seats = postings.find(con, heard.asked.seeds)
    rows = world.seats[seats]
    there = rows >= 0
    met = partners(
        heard.asked,
        world.known,
        (place[there], rows[there]),
        lambda some: _shingles(con, some, world, settings),
        settings.candidates,
        settings.near_duplicates.resemblance,
        int(settings.events.window * 3600),
        engine.each,
    )
    return _alike(met, heard.readings.column("language")[0].as_py(), world)


def _alike(met: Partners, language: str, world: World) -> Partners:
    """Those of *met* who are in the *language*, or one that is nearly the same in writing."""
    spoken = world.articles.column("language").take(pa.array(met.rows)).to_pylist()
    same = np.array([standard(one) == standard(language) for one in spoken], dtype=np.bool_)
    dropped = dict(met.dropped)
    if not same.all():
        dropped[APART] = int((~same).sum())
    return replace(
        met, rows=met.rows[same], channel=met.channel[same], likeness=met.likeness[same],
        dropped=dropped,
    )  # fmt: skip


def readings_of(con: Any, rows: schema.I32, world: World) -> pa.Table:
    """The packed readings of some articles, in the order named."""
    serials = world.serials[rows]
    some = f"serial IN ({listed(serials)})"
    found = fetch(con, f"SELECT * FROM kept.readings WHERE {some}", READINGS)
    order = np.argsort(schema.plain(found, "serial"))
    at = order[np.searchsorted(schema.plain(found, "serial")[order], serials)]
    return whole(schema.rows_of(found.drop_columns("serial"), at))


def _shingles(
    con: Any, rows: schema.I32, world: World, settings: Settings
) -> tuple[schema.I64, schema.U64]:
    """The shingles of some articles."""
    readings = unpack(readings_of(con, rows, world), world.lexicon, READ)
    return schema.flat(fingerprint(readings, settings.fingerprints), "shingles")
