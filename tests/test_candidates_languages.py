"""Pairs of two languages are not compared, and counted."""

from __future__ import annotations

from typing import Any

import numpy as np
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tongues import NEWS

import syndetect
from syndetect.candidates.gather import Candidates, pair_keys
from syndetect.candidates.languages import APART, apart
from syndetect.cli import main
from syndetect.model import Article

SPOKEN = ("en", "de", "nb", "da", "id", "ms")
KIN = [{"nb", "da"}, {"id", "ms"}]


def body(language: str) -> str:
    first, second, headline = NEWS[language]
    return f"{headline}\n\n{first}\n\n{second}"


def articles() -> list[Article]:
    """Two copies of the news in each of four languages, one of them under a wrong declaration."""
    found = []
    for language in ("de", "en", "fr", "ru"):
        found += [Article(f"{language}-1", body(language), outlet="one", language=language)]
        found += [Article(f"{language}-2", body(language) + " 17", outlet="two", language="en-GB")]
    return found


@settings(deadline=None)
@given(st.lists(st.sampled_from(SPOKEN), min_size=2, max_size=9), st.randoms())
def test_pairs_of_two_languages_go(languages: list[str], random: Any) -> None:
    """What stays is of one language, or of two that are the same in writing; the rest counts."""
    every = [(a, b) for b in range(len(languages)) for a in range(b)]
    some = sorted(random.sample(every, len(every) // 2 + 1))
    left, right = (np.array(side, dtype=np.int32) for side in zip(*some, strict=True))
    pairs = Candidates.of(pair_keys(left, right), 2, {"cut": 3})
    found = apart(pairs, languages)
    expected = [
        (a, b)
        for a, b in some
        if languages[a] == languages[b] or {languages[a], languages[b]} in KIN
    ]
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected
    assert found.channel.tolist() == [2] * len(expected)
    assert found.dropped.get(APART, 0) == len(some) - len(expected)
    assert found.dropped["cut"] == 3


def test_a_scan_tells_of_its_languages() -> None:
    """Copies meet in their own language whatever they declare, no pair is of two languages, and
    the summary says how many articles are in which, and how many pairs were not compared."""
    found = syndetect.scan(articles())
    spoken = dict(
        zip(*(found.articles.column(n).to_pylist() for n in ("id", "language")), strict=True)
    )
    assert all(language == id[:2] for id, language in spoken.items())
    ends = [(row["left"], row["right"]) for row in found.relations.to_pylist()]
    assert sorted(ends) == [(f"{one}-1", f"{one}-2") for one in ("de", "en", "fr", "ru")]
    told = found.summary["languages"]
    assert told["articles"] == {"de": 2, "en": 2, "fr": 2, "ru": 2}
    assert told["declared otherwise"] == 3
    assert told["pairs not compared"] > 0
    assert APART not in found.summary["dropped"]


def test_the_account_names_languages(tmp_path: Any) -> None:
    """A scan of several languages prints them by name, and a scan of one says nothing of it."""
    for language in ("de", "fr", "en"):
        (tmp_path / f"{language}.txt").write_text(body(language), encoding="utf-8")
    printed = " ".join(CliRunner().invoke(main, ["scan", str(tmp_path)]).output.split())
    assert "Articles are in 3 languages: English 1, French 1, German 1." in printed
    assert "1 pair of articles in two different languages was not compared" in printed
    (tmp_path / "de.txt").unlink()
    (tmp_path / "fr.txt").unlink()
    assert "language" not in CliRunner().invoke(main, ["scan", str(tmp_path)]).output
