"""What people ask an archive: views with ids, whose columns are those of a result folder."""

from __future__ import annotations

import pyarrow as pa

from syndetect import schema
from syndetect.archive.tables import READ
from syndetect.evidence import ledger
from syndetect.provenance.flows import UNKNOWN
from syndetect.provenance.lineage import DIGITS

_SIDES = [name.removesuffix("_left") for name in ledger.SIGNALS if name.endswith("_left")]


def _signals() -> str:
    """The signals of a pair, left and right as the pair has them."""
    columns = []
    for name in ledger.SIGNALS:
        stem, _, side = name.rpartition("_")
        if stem in _SIDES and side in ("left", "right"):
            other = f"{stem}_{'right' if side == 'left' else 'left'}"
            columns.append(f'CASE WHEN v.turned THEN l."{other}" ELSE l."{name}" END AS "{name}"')
        else:
            columns.append(f'l."{name}"')
    return ", ".join(columns)


def _articles() -> str:
    """The columns of ``schema.RESULT_ARTICLES``."""
    placed = {name: f'p."{name}"' for name in READ} | {"language": "p.spoken AS language"}
    return ", ".join(placed.get(name, f'g."{name}"') for name in schema.RESULT_ARTICLES.names)


def statements() -> list[str]:
    """What makes the views of an empty archive."""
    made = []
    for name, (meaning, query) in VIEWS.items():
        made += [f"CREATE VIEW {name} AS {query}", f"COMMENT ON VIEW {name} IS '{meaning}'"]
    return made


def _names(declared: pa.Schema) -> str:
    return ", ".join(f'"{name}"' for name in declared.names)


def _relations(of: str = "kept.verdicts", on: str = "kept.ledger") -> str:
    """Relations, with the verdicts *of* a table on the evidence of another."""
    return f"""SELECT a.id AS "left", b.id AS "right", v.kind, v.probability, {_signals()},
            v.same_outlet, v.found_by, v.passages
        FROM {of} v JOIN {on} l ON l."left" = v.of_left AND l."right" = v.of_right
        JOIN kept.given a ON a.serial = v."left" JOIN kept.given b ON b.serial = v."right"
        """


def relations_among(serials: str) -> str:
    """The relations of articles with *serials*, a list in SQL, with each other."""
    both = f'"left" IN ({serials}) AND "right" IN ({serials})'
    return _relations(
        f"(SELECT * FROM kept.verdicts WHERE {both})", f"(SELECT * FROM kept.ledger WHERE {both})"
    )


VIEWS = {
    "articles": (
        "One row an article: what it is, and its place in history.",
        f"""SELECT {_articles()}, g.name, g.version, g.batch
        FROM kept.given g JOIN kept.placed p USING (serial)""",
    ),
    "texts": ("What the articles say.", "SELECT id, headline, body FROM kept.given"),
    "credits": (
        "Who is named in an article, as what, and where.",
        """SELECT article, unnest(credit) FROM (
            SELECT g.id AS article, unnest(l.credits) AS credit
            FROM kept.looks l JOIN kept.given g USING (serial))""",
    ),
    "furniture": (
        "What a page repeats around articles.",
        """SELECT article, span."begin", span."end", span.reason FROM (
            SELECT g.id AS article, unnest(m.furniture) AS span
            FROM kept.marks m JOIN kept.given g USING (serial))""",
    ),
    "relations": (
        "Every pair that was compared: what they have in common, and the verdict.",
        _relations(),
    ),
    "derivations": (
        "Which article has its text from which other, or from a source that is not there.",
        f"SELECT {_names(schema.RESULT_DERIVATIONS)} FROM kept.derivations",
    ),
    "sources": (
        "Sources that are not among the articles, and why there must be one.",
        "SELECT * FROM kept.sources",
    ),
    "events": ("Articles on one event, and its voices.", "SELECT * FROM kept.events"),
    "families": ("Articles that derivation joins.", "SELECT * FROM kept.families"),
    "flows": (
        "Which outlets and agencies feed which outlets.",
        f"""
        WITH carried AS (
            SELECT d.*, coalesce(a.outlet, '{UNKNOWN}') AS outlet, p.event
            FROM kept.derivations d JOIN kept.given a ON a.id = d.child
            JOIN kept.placed p USING (serial)),
        printed AS (
            SELECT coalesce(outlet, '{UNKNOWN}') AS outlet, count(*) AS total
            FROM kept.given GROUP BY ALL),
        counted AS (
            SELECT origin, origin_kind, outlet,
                count(*) FILTER ("order" = 1)::INTEGER AS articles,
                round(count(*) FILTER ("order" = 1) / any_value(total), {DIGITS}) AS share,
                round(coalesce(sum(probability) FILTER ("order" = 1), 0), {DIGITS}) AS expected,
                count(*) FILTER ("order" = 1 AND decided)::INTEGER AS decided,
                count(DISTINCT event)::INTEGER AS events,
                count(*) FILTER ("order" > 1)::INTEGER AS second
            FROM carried JOIN printed USING (outlet) GROUP BY origin, origin_kind, outlet)
        SELECT * FROM counted ORDER BY outlet, articles DESC, origin, origin_kind
        """,
    ),
}
