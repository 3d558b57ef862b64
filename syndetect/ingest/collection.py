"""What reading gives: the articles, and an account of all that was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from syndetect.errors import InputError
from syndetect.ingest.dates import best_date
from syndetect.model import Article, Skip


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles sorted by id, each id once.

    ``skipped`` names all that was not read, sorted by place; ``counts`` says how much was read
    and what was noted on the way ("files read", "rows read", "decoded as windows-1252", ...).
    Both are the same whatever the order in which the inputs were named.
    """

    articles: tuple[Article, ...]
    skipped: tuple[Skip, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


class Ledger:
    """The account of one reading: what was skipped, and counts.

    With *strict* the first skip is an InputError. *root* is put before paths in its message.
    """

    def __init__(self, *, strict: bool = False, root: str = "") -> None:
        self.strict = strict
        self.root = root
        self.skips: list[Skip] = []
        self.counts: Counter[str] = Counter()

    def skip(self, path: str, row: int | None, reason: str, detail: str = "") -> None:
        """Note that something is left out because it is broken."""
        if self.strict:
            place = f"{self.root}{path}" + ("" if row is None else f", row {row}")
            what = f"{reason} ({detail})" if detail else reason
            raise InputError(
                f"{place}: {what}. Mend or remove it, or read without strict to skip it."
            )
        self.skips.append(Skip(path, row, reason, detail))

    def pass_over(self, path: str, reason: str, detail: str = "") -> None:
        """Note that something is left out because it is no article: no error, even if strict."""
        self.skips.append(Skip(path, None, reason, detail))

    def count(self, name: str, by: int = 1) -> None:
        """Add to a count."""
        if by:
            self.counts[name] += by


def settle(articles: Iterable[Article], ledger: Ledger, sample: int | None = None) -> Collection:
    """The collection of *articles*: each id once, dates filled in, sorted by id.

    *sample* keeps that many articles, those whose ids have the smallest digests: spread over the
    whole input, and the same ones whatever the order.
    """
    kept = distinct(articles, ledger)
    if sample is not None and len(kept) > sample:
        ledger.count("not in sample", len(kept) - sample)
        kept = sorted(kept, key=lambda article: rank(article.id))[:sample]
    dated = sorted((_dated(article, ledger) for article in kept), key=lambda article: article.id)
    ledger.count("articles", len(dated))
    skipped = sorted(ledger.skips, key=lambda s: (s.path, s.row or 0, s.reason, s.detail))
    return Collection(tuple(dated), tuple(skipped), dict(sorted(ledger.counts.items())))


def rank(article_id: str) -> tuple[bytes, str]:
    """Place of an id in the order that samples are drawn by: its BLAKE2b digest of 8 bytes."""
    return blake2b(article_id.encode("utf-8", "replace"), digest_size=8).digest(), article_id


def distinct(articles: Iterable[Article], ledger: Ledger) -> list[Article]:
    """*articles* with each id once: the first by path and row stays, the rest is skipped."""
    first: dict[str, Article] = {}
    for article in sorted(articles, key=_place):
        kept = first.setdefault(article.id, article)
        if kept is article:
            continue
        text = "same text" if kept.body == article.body else "other text"
        place = kept.path or "records"
        where = place if kept.row is None else f"{place}, row {kept.row}"
        detail = f"id {article.id} stands in {where} too"
        ledger.skip(article.path or "records", article.row, f"duplicate id, {text}", detail)
    return list(first.values())


def _place(article: Article) -> tuple[str, ...]:
    """Sort key that does not depend on the order in which articles came."""
    row = f"{article.row or 0:020d}"
    fields = (article.headline, article.outlet, article.url, article.published)
    return (article.path or "", row, article.body, *(value or "" for value in fields))


def _dated(article: Article, ledger: Ledger) -> Article:
    published, trust = best_date(article)
    ledger.count(f"date: {trust.value}" if trust is not None else "date: none")
    if (published, trust) == (article.published, article.published_trust):
        return article
    return replace(article, published=published, published_trust=trust)
