"""Whether an archive is whole, and says what its articles say."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from syndetect import pipeline, schema
from syndetect.archive import facts, growing, postings, results
from syndetect.archive.arriving import digests
from syndetect.archive.file import as_json
from syndetect.archive.kept import SEATED
from syndetect.archive.made import by_other_code, unlike
from syndetect.archive.rows import counts, fetch, stored
from syndetect.archive.steps import whole
from syndetect.archive.tables import OF_POSTINGS, TABLES
from syndetect.archive.world import WORDS
from syndetect.engines.contract import Engine
from syndetect.fingerprint import READ, fingerprint
from syndetect.ingest.articles import Articles
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stages.progress import Progress
from syndetect.stored import parts_of
from syndetect.text.lexicon import KEYED
from syndetect.text.reading import unpack

_OF_EACH = (
    "looks",
    "readings",
    "sketches",
    "terms",
    "standing",
    "marks",
    "placed",
)  # tables with a row an article
# Tables of ``Findings``.
_FOUND = (
    "articles", "bodies", "credits", "furniture", "related", "derivations", "sources", "events",
    "families",
)  # fmt: skip
_ODD = np.uint64(0x9E3779B97F4A7C15)  # any odd number with many bits
# What must find nothing, and what it means where it finds something.
_LAWS = {
    "articles have one serial together": (
        "SELECT serial FROM kept.given GROUP BY serial HAVING count(*) > 1"
    ),
    "articles have one id together": "SELECT id FROM kept.given GROUP BY id HAVING count(*) > 1",
    "versions stand twice": (
        "SELECT name FROM kept.given GROUP BY name, content HAVING count(*) > 1"
    ),
    "versions have one number together": (
        "SELECT name FROM kept.given GROUP BY name, version HAVING count(*) > 1"
    ),
    "articles have a serial that was not given yet": (
        "SELECT serial FROM kept.given "
        "WHERE serial >= (SELECT value::INTEGER FROM kept.facts WHERE name = 'serials')"
    ),
    "words do not stand at the place that readings call them by": (
        "SELECT place FROM (SELECT place, row_number() OVER (ORDER BY place) AS n "
        "FROM kept.lexicon) WHERE place IS DISTINCT FROM n - 1"
    ),
    "pairs stand twice in the ledger": (
        'SELECT "left" FROM kept.ledger GROUP BY "left", "right" HAVING count(*) > 1'
    ),
    "pairs stand twice among the relations": (
        'SELECT "left" FROM kept.verdicts GROUP BY "left", "right" HAVING count(*) > 1'
    ),
    "relations lack their evidence": (
        'SELECT v."left" FROM kept.verdicts v ANTI JOIN kept.ledger l '
        'ON l."left" = v.of_left AND l."right" = v.of_right'
    ),
    "relations name an article that is not there": (
        'SELECT "left" FROM kept.verdicts WHERE "left" NOT IN (SELECT serial FROM kept.given) '
        'OR "right" NOT IN (SELECT serial FROM kept.given)'
    ),
    "derivations name an article or a source that is not there": (
        "SELECT child FROM kept.derivations WHERE child NOT IN (SELECT id FROM kept.given) "
        "OR parent NOT IN (SELECT id FROM kept.given UNION SELECT source FROM kept.sources)"
    ),
    "articles are of an event that is not there": (
        "SELECT serial FROM kept.placed WHERE event NOT IN (SELECT event FROM kept.events)"
    ),
    "articles are of a family that is not there": (
        "SELECT serial FROM kept.placed WHERE family IS NOT NULL "
        "AND family NOT IN (SELECT family FROM kept.families)"  # NULL is not in an empty table
    ),
}


def verify(con: Any, settings: Settings) -> list[str]:
    """What is wrong, in words; empty where nothing is.

    Every block of the file is read, and its checksum compared; rows must fit together; every
    article must say what it said when it came. Raises duckdb's errors where a block is damaged.
    """
    wrong = []
    for name in (*TABLES, *OF_POSTINGS):
        con.execute(f"SELECT bit_xor(hash(t)) FROM kept.{name} t").fetchall()
    for name in _OF_EACH:
        for one, other, what in (("given", name, "lack"), (name, "given", "are too many in")):
            query = f"SELECT count(*) FROM kept.{one} a ANTI JOIN kept.{other} b USING (serial)"
            wrong += _told(con, query, f"articles {what} their row of kept.{name}")
    for what, query in _LAWS.items():
        wrong += _told(con, f"SELECT count(*) FROM ({query})", what)
    return wrong + _lost(con) + _changed(con) + _sketched(con, settings)


def again(
    con: Any, settings: Settings, engine: Engine, progress: Progress, shelf: Shelf
) -> list[str]:
    """Which tables a scan of all articles would have otherwise, in words."""
    collection = growing.collection(con, growing.named(con), shelf)
    now = pipeline.run(collection, settings, engine, progress).findings
    then = results.read(con, shelf)
    wrong = []
    for name in _FOUND:
        one, other = getattr(then, name), getattr(now, name)
        pairs = zip(parts_of(one), parts_of(other), strict=False)
        same = one.num_rows == other.num_rows and all(a.equals(b) for a, b in pairs)
        wrong += [] if same else [f"a scan has other {name}"]
    if then.summary and then.summary != json.loads(as_json(now.summary)):  # none before an `add`
        wrong.append("a scan has another summary")
    if then.summary and not _held(con, settings):
        wrong.append("kept.postings do not have the seeds that the articles have")
    return wrong


def _held(con: Any, settings: Settings) -> bool:
    """Whether postings are those of what the articles read, each once."""
    words = fetch(con, WORDS, KEYED).combine_chunks()
    told = fetch(con, "SELECT serial, seat FROM kept.standing ORDER BY serial", SEATED)
    seats, at, sums = schema.plain(told, "seat").astype(np.int64), 0, [0, 0]
    for part in stored(con, "readings", "serial"):
        readings = unpack(whole(part.drop_columns("serial")), words, READ)
        offsets, seeds = schema.flat(fingerprint(readings, settings.fingerprints), "seeds")
        some = np.repeat(seats[at : at + part.num_rows], np.diff(offsets))
        at += part.num_rows
        sums[0] += _digest(some, seeds & postings.HASHED)
    for some, seeds in postings.every(con):
        sums[1] += _digest(some, seeds)
    return sums[0] % 2**64 == sums[1] % 2**64


def _digest(seats: schema.I64, seeds: schema.U64) -> int:
    """A number for who has which seeds: those of parts add up, in whatever order."""
    mixed = (seeds ^ seats.astype(np.uint64)) * _ODD
    mixed ^= mixed >> np.uint64(32)
    return int((mixed * _ODD).sum(dtype=np.uint64))


def _lost(con: Any) -> list[str]:
    """Tables that have other rows in number than the last change has left there."""
    now, told = counts(con), facts.fact(con, "rows")
    if told is None:
        return ["how many rows each table had is not told"] if now["batches"] else []
    then = json.loads(told)
    return [
        f"kept.{name} has {number} rows, and {then.get(name, 0)} were written"
        for name, number in now.items()
        if number != then.get(name, 0)
    ]


def _changed(con: Any) -> list[str]:
    """Articles that do not say what they said."""
    count = 0
    for part in stored(con, "given"):
        articles = Articles(part.select(schema.ARTICLES.names))
        told = [content for _, content in digests(articles)]
        count += sum(a != b for a, b in zip(told, part.column("content").to_pylist(), strict=True))
    return [f"{count} articles say what they did not say when they came"] if count else []


def _sketched(con: Any, settings: Settings) -> list[str]:
    """What does not fit to the sketches that the code makes which has made this archive."""
    what = None if by_other_code(con) else unlike(con, settings)
    return [f"it {what}; `syndetect archive compact` makes them anew"] if what else []


def _told(con: Any, query: str, what: str) -> list[str]:
    count = con.execute(query).fetchall()[0][0]
    return [f"{count} {what}"] if count else []
