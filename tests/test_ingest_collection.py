"""The account of a reading, and each id once."""

from __future__ import annotations

from pathlib import Path

import pytest

from syndetect.errors import InputError
from syndetect.ingest import collection
from syndetect.ingest.collection import Ledger, rank, settle
from syndetect.model import Article, Skip
from syndetect.shelf import Shelf


def test_duplicate_ids_keep_the_first_by_place() -> None:
    """Path and row decide, not the order; the reason says whether the texts were the same."""
    one = Article("x", "A.", path="a.jsonl", row=2)
    same = Article("x", "A.", path="a.jsonl", row=10)
    other = Article("x", "B.", path="b.jsonl", row=1)
    for order in ([one, same, other], [other, same, one], [same, other, one]):
        found = settle(order, Ledger())
        assert found.articles == (one,)
        assert [(s.path, s.row, s.reason) for s in found.skipped] == [
            ("a.jsonl", 10, "duplicate id, same text"),
            ("b.jsonl", 1, "duplicate id, other text"),
        ]
        assert found.skipped[0].detail == "id x stands in a.jsonl, row 2 too"


def test_a_sample_is_spread_and_stable() -> None:
    """A sample is part of every larger one, is not the beginning, and the rest is counted."""
    articles = [Article(f"{n:04d}", "A.") for n in range(1000)]
    small, large = settle(articles, Ledger(), 10), settle(articles[::-1], Ledger(), 100)
    assert len(small.articles) == 10
    assert set(small.articles) < set(large.articles)
    assert small.counts["not in sample"] == 990
    assert any(article.id >= "0500" for article in small.articles)
    assert settle(articles[:5], Ledger(), 10).counts == {"articles": 5, "date: none": 5}


@pytest.mark.parametrize("stopped", ["_placed", "asdict"])
def test_a_reading_without_its_account_is_done_again(
    stopped: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was stopped between the articles and the account of them has both in the end."""
    articles = [Article("b", "B."), Article("a", "A."), Article("a", "C.")]
    whole = settle(articles, Ledger())
    with monkeypatch.context() as patch:
        patch.setattr(collection, stopped, _interrupted)
        with pytest.raises(KeyboardInterrupt):
            settle(articles, Ledger(), shelf=Shelf(0, tmp_path / "work"))
    assert Shelf(0, tmp_path / "work").found
    again = settle(articles, Ledger(), shelf=Shelf(0, tmp_path / "work"))
    assert (again.articles, again.skipped, again.counts) == (
        whole.articles, whole.skipped, whole.counts,
    )  # fmt: skip
    found = settle([], Ledger(), shelf=Shelf(0, tmp_path / "work"))
    assert (found.articles, found.skipped, found.counts) == (
        whole.articles, whole.skipped, whole.counts,
    )  # fmt: skip


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_ranks_are_the_same_everywhere() -> None:
    """Samples do not change between machines and versions: the digest of one id is pinned."""
    assert rank("bridge.txt") == (bytes.fromhex("86833626ea65da9d"), "bridge.txt")


def test_strict_turns_a_skip_into_an_error() -> None:
    """The message says where, what and what to do; what is no article is no error."""
    ledger = Ledger(strict=True, root="news/")
    ledger.pass_over("a.pdf", "not an article format")
    with pytest.raises(InputError, match=r"^news/a\.csv, row 3: odd \(why\)\. Mend or remove"):
        ledger.skip("a.csv", 3, "odd", "why")
    with pytest.raises(InputError, match=r"^news/a\.csv: odd\. Mend"):
        ledger.skip("a.csv", None, "odd")
    assert ledger.skips == [Skip("a.pdf", None, "not an article format")]
