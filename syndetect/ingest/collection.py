"""What reading gives: the articles, and an account of all that was left out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from itertools import islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.errors import InputError
from syndetect.ingest.articles import SLICE, Articles, tables
from syndetect.ingest.dates import best_date
from syndetect.model import Article, Skip
from syndetect.settings import Reading
from syndetect.shelf import Shelf

_ACCOUNT = pa.schema([("account", pa.large_string())])
_LISTED = 10_000  # rows of one file that are listed as skipped; the rest are counted
_BLOCK = 16 * SLICE  # articles that are put in their places together: memory, never the result


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles sorted by id, each id once.

    ``skipped`` names all that was not read, sorted by place; ``counts`` says how much was read
    and what was noted on the way ("files read", "rows read", "decoded as windows-1252", ...).
    Both are the same whatever the order in which the inputs were named.
    """

    articles: Articles
    skipped: tuple[Skip, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


class Ledger:
    """The account of one reading: what was skipped, and counts.

    With *strict* the first skip is an InputError. *root* is put before paths in its message.
    *limits* say what is too large to be read.
    """

    def __init__(
        self, *, strict: bool = False, root: str = "", limits: Reading | None = None
    ) -> None:
        self.strict = strict
        self.root = root
        self.limits = limits or Reading()
        self.skips: list[Skip] = []
        self._rows: Counter[str] = Counter()  # rows of each file that are skipped
        self.counts: Counter[str] = Counter()

    def skip(self, path: str, row: int | None, reason: str, detail: str = "") -> None:
        """Note that something is left out because it is broken."""
        if self.strict:
            place = f"{self.root}{path}" + ("" if row is None else f", row {row}")
            what = f"{reason} ({detail})" if detail else reason
            raise InputError(
                f"{place}: {what}. Mend or remove it, or read without strict to skip it."
            )
        if row is not None:
            self._rows[path] += 1
            if self._rows[path] > _LISTED:
                return
        self.skips.append(Skip(path, row, reason, detail))

    def listed(self) -> tuple[Skip, ...]:
        """All skips, sorted by place; where very many rows of one file are skipped, the first of
        them, and how many more there are.
        """
        more = [
            Skip(path, None, "more rows are skipped", f"{rows - _LISTED:,} beside those listed")
            for path, rows in self._rows.items()
            if rows > _LISTED
        ]
        found = [*self.skips, *more]
        return tuple(sorted(found, key=lambda s: (s.path, s.row or 0, s.reason, s.detail)))

    def too_large(self, path: str, row: int | None, what: str, limit: str) -> None:
        """Note that *what* is left out for passing the setting *limit* of ``reading``."""
        self.skip(path, row, f"too large {what}", beyond(self.limits, limit))

    def pass_over(self, path: str, reason: str, detail: str = "") -> None:
        """Note that something is left out because it is no article: no error, even if strict."""
        self.skips.append(Skip(path, None, reason, detail))

    def count(self, name: str, by: int = 1) -> None:
        """Add to a count."""
        if by:
            self.counts[name] += by


def beyond(limits: Reading, limit: str) -> str:
    """Which limit is passed, and how to raise it."""
    return f"more than reading.{limit}={getattr(limits, limit)}; --set reading.{limit}=N raises it"


def unheard(_articles: int) -> None:
    """Nobody asks how many have come."""


def settle(
    articles: Iterable[Article],
    ledger: Ledger,
    sample: int | None = None,
    shelf: Shelf | None = None,
    heard: Callable[[int], None] = unheard,
) -> Collection:
    """The collection of *articles*: each id once, dates filled in, sorted by id.

    *sample* keeps that many articles, those whose ids have the smallest digests: spread over the
    whole input, and the same ones whatever the order. *articles* are taken one at a time, and
    lie on *shelf* from then on; *heard* is told how many have come.
    """
    shelf = shelf or Shelf()
    if "account" in shelf.found:
        return _found(shelf)
    shelf.drop("arrived", "articles")  # their account is not there: what was skipped, and why
    arrived = Articles(
        shelf.keep("arrived", schema.ARTICLES, _blocks((_dated(one) for one in articles), heard))
    )
    kept = _distinct(arrived, ledger)
    if sample is not None and len(kept) > sample:
        ledger.count("not in sample", len(kept) - sample)
        ids = arrived.column("id")
        drawn = sorted(kept.tolist(), key=lambda row: rank(ids[row]))[:sample]
        kept = np.array(sorted(drawn, key=lambda row: ids[row]), dtype=np.int64)
    placed = _placed(arrived, kept, shelf)
    for trust in placed.column("published_trust"):
        ledger.count(f"date: {trust or 'none'}")
    ledger.count("articles", len(placed))
    skipped = ledger.listed()
    account = {"skipped": [asdict(skip) for skip in skipped], "counts": ledger.counts}
    line = pa.table({"account": [json.dumps(account)]}, schema=_ACCOUNT)
    shelf.keep("account", _ACCOUNT, [line])
    return Collection(placed, skipped, dict(sorted(ledger.counts.items())))


def _found(shelf: Shelf) -> Collection:
    """The collection that an earlier run read."""
    articles = Articles(shelf.keep("articles", schema.ARTICLES, ()))
    account = json.loads(shelf.keep("account", _ACCOUNT, ())["account"][0].as_py())
    skipped = tuple(Skip(**skip) for skip in account["skipped"])
    return Collection(articles, skipped, dict(sorted(account["counts"].items())))


def rank(article_id: str) -> tuple[bytes, str]:
    """Place of an id in the order that samples are drawn by: its BLAKE2b digest of 8 bytes."""
    return blake2b(article_id.encode("utf-8", "replace"), digest_size=8).digest(), article_id


def _distinct(articles: Articles, ledger: Ledger) -> npt.NDArray[np.int64]:
    """Rows of *articles*, each id once, sorted by id: the first by path and row stays, the rest
    is skipped.
    """
    order = pc.sort_indices(articles.table.column("id")).to_numpy().astype(np.int64)
    ids = articles.table.column("id").take(pa.array(order)).combine_chunks()
    again = np.zeros(len(order), dtype=np.bool_)
    if len(order) > 1:
        again[1:] = pc.equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)
    bounds = np.flatnonzero(~again)
    sizes = np.diff(bounds, append=len(order))
    doubled = [order[bounds[at] : bounds[at] + sizes[at]] for at in np.flatnonzero(sizes > 1)]
    several = np.concatenate([np.empty(0, dtype=np.int64), *doubled])
    records = dict(zip(several.tolist(), articles.rows(several), strict=True))
    ranked = sorted(records, key=lambda row: _place(records[row]))
    first: dict[str, int] = {}
    for row in ranked:
        article, stays = records[row], first.setdefault(records[row].id, row)
        if stays != row:
            _skip_double(article, records[stays], ledger)
    kept: npt.NDArray[np.int64] = order[bounds]
    for at in np.flatnonzero(sizes > 1).tolist():
        kept[at] = first[records[int(kept[at])].id]
    return kept


def _skip_double(article: Article, kept: Article, ledger: Ledger) -> None:
    text = "same text" if kept.body == article.body else "other text"
    place = kept.path or "records"
    where = place if kept.row is None else f"{place}, row {kept.row}"
    detail = f"id {article.id} stands in {where} too"
    ledger.skip(article.path or "records", article.row, f"duplicate id, {text}", detail)


def _placed(arrived: Articles, rows: npt.NDArray[np.int64], shelf: Shelf) -> Articles:
    """The articles in *rows*, in that order; as they came, where that is the order."""
    if len(rows) == len(arrived) and np.array_equal(rows, np.arange(len(rows))):
        return Articles(shelf.rename("arrived", "articles"))
    parts = (arrived.rows(rows[at : at + _BLOCK]).table for at in range(0, len(rows), _BLOCK))
    placed = shelf.keep("articles", schema.ARTICLES, parts)
    shelf.drop("arrived")
    return Articles(placed)


def _blocks(articles: Iterable[Article], heard: Callable[[int], None]) -> Iterator[pa.Table]:
    """*articles* as tables of many: each block that is placed looks into each that has arrived."""

    def each() -> Iterator[pa.Table]:
        count = 0
        for table in tables(articles):
            yield table
            count += table.num_rows
            heard(count)

    coming = each()
    while some := list(islice(coming, _BLOCK // SLICE)):
        yield schema.in_one(some, schema.ARTICLES)


def _place(article: Article) -> tuple[str, ...]:
    """Sort key that does not depend on the order in which articles came."""
    row = f"{article.row or 0:020d}"
    fields = (article.headline, article.outlet, article.url, article.published)
    return (article.path or "", row, article.body, *(value or "" for value in fields))


def _dated(article: Article) -> Article:
    published, trust = best_date(article)
    if (published, trust) == (article.published, article.published_trust):
        return article
    return replace(article, published=published, published_trust=trust)
