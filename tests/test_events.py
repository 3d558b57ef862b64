"""Articles on one event: from terms and time alone; and what an event's counts say of a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import oracles
import pytest
from conftest import CHESS, FIRE, FIRE_OWN, HERRING, NEWSWIRE, PILOTS, PILOTS_OWN, read_rows, told
from hypothesis import given, settings
from hypothesis import strategies as st

import syndetect
from syndetect import events, pipeline, scan, schema
from syndetect.candidates import salient
from syndetect.engines import Local
from syndetect.evidence import material
from syndetect.ingest import from_records
from syndetect.kernels.shared import PUBLIC
from syndetect.settings import Candidates, Events

LAW = settings(deadline=None, derandomize=True, max_examples=40)
Rows = Sequence[Mapping[str, Any]]
HOUR = 3600


def labels(rows: Rows, limits: Events | None = None) -> dict[str, str]:
    """The event of each article, named by its first."""
    limits = limits or Events()
    articles = from_records(rows).articles
    read = read_rows(rows)
    terms = salient.terms(read.readings, 40)
    times = pipeline.article_times(articles)
    firsts = read.representative == np.arange(len(articles))
    window = int(limits.window * HOUR)
    near = salient.neighbours(terms, firsts, times, window, Candidates(), Local(1).each)
    found = events.find(near, terms, read.representative, times, limits)
    return {one.id: articles[at].id for one, at in zip(articles, found.tolist(), strict=True)}


def row(name: str, published: str | None, *parts: str) -> dict[str, Any]:
    return {"id": name, "published": published, "text": told(*parts)}


def test_articles_on_one_event_meet() -> None:
    """The story, its copies, its parts and what others tell of it are one event; the fire is
    another, and chess and herring are their own."""
    found = labels([one for one in NEWSWIRE if one["id"] not in ("r1", "s1", "s2")])
    assert {name for name, event in found.items() if event == "p1"} == {
        f"p{k}" for k in range(1, 8)
    }
    assert {name for name, event in found.items() if event == "f1"} == {"f1", "f2", "f3"}
    assert (found["c1"], found["h1"]) == ("c1", "h1")


def test_far_times_keep_events_apart() -> None:
    """Two reports alike in words are one event within the window, and two a month apart."""
    first, second = told(*PILOTS[:6]), told(*PILOTS[3:])
    near = [row("a", "2031-05-07", first), row("b", "2031-05-08", second)]
    far = [row("a", "2031-05-07", first), row("b", "2031-06-07", second)]
    assert labels(near)["b"] == "a"
    assert labels(far)["b"] == "b"
    assert labels(far, Events(window=24.0 * 60))["b"] == "a"


def test_a_long_running_story_does_not_reach_on_for_ever() -> None:
    """Day by day each report is near the last, but an event spans at most two windows."""
    texts = [told(*PILOTS[k % 4 :], *PILOTS_OWN[: k % 3]) for k in range(12)]
    found = labels(
        [row(f"{k:02}", f"2031-05-{2 * k + 1:02}", text) for k, text in enumerate(texts)]
    )
    sizes = [list(found.values()).count(event) for event in set(found.values())]
    assert len(sizes) >= 2
    assert max(sizes) <= 6


def test_articles_without_dates_join_by_words() -> None:
    """Without a date an article goes where its words go, and brings no two dates together."""
    story, part = told(*PILOTS), told(*PILOTS[2:7])
    undated = [row("a", None, story), row("b", None, part)]
    assert labels(undated)["b"] == "a"
    between = [
        row("a", "2031-05-07", story),
        row("b", None, part),
        row("c", "2031-08-01", *PILOTS[4:]),
    ]
    found = labels(between)
    assert found["b"] in (found["a"], found["c"])
    assert found["a"] != found["c"]


@pytest.mark.parametrize("published", ["2031-05", "2031-05-08", None])
def test_coarse_dates_are_no_obstacle(published: str | None) -> None:
    """A date known to the month or day joins what its window touches."""
    rows = [row("a", "2031-05-07T09:00+00:00", *PILOTS), row("b", published, *PILOTS[2:7])]
    assert labels(rows)["b"] == "a"


def test_a_roundup_chains_no_events() -> None:
    """A page with a paragraph of each of two stories leaves the stories two events."""
    roundup = row("r", "2031-05-08", PILOTS[0], FIRE[0], PILOTS[4], FIRE[4], CHESS[0], HERRING[0])
    rows = [
        row("p1", "2031-05-07", *PILOTS),
        row("p2", "2031-05-07", *PILOTS[:5]),
        row("f1", "2031-05-08", *FIRE),
        row("f2", "2031-05-08", *FIRE[:4], *FIRE_OWN),
    ]
    for page in ([], [roundup], [{**roundup, "id": "0"}]):
        found = labels([*rows, *page])
        assert found["p1"] == found["p2"] != found["f1"] == found["f2"], page


def test_an_unrelated_article_changes_no_event() -> None:
    """Adding articles on other things leaves every article with those it was with."""
    rows = [one for one in NEWSWIRE if one["id"][0] in "pf"]
    before = labels(rows)
    after = labels([*rows, *(one for one in NEWSWIRE if one["id"][0] in "ch")])
    assert {name: after[name] for name in before} == before


def test_copies_go_with_their_class() -> None:
    """Identical copies are on one event, dated or not."""
    found = labels(
        [row("a", "2031-05-07", *FIRE), row("b", None, *FIRE), row("c", "2031-05", *FIRE)]
    )
    assert set(found.values()) == {"a"}


def test_articles_without_terms_are_alone() -> None:
    """An article without words, or only common ones, is an event by itself."""
    found = labels(
        [row("a", None, "?!"), row("b", None, "?! ..."), row("c", None, "It is as it was.")]
    )
    assert list(found.values()) == ["a", "b", "c"]
    assert labels([]) == {}


def test_many_terms_find_the_same_event() -> None:
    """More terms an article than an event keeps at first change nothing in who belongs together."""
    rows = [one for one in NEWSWIRE if one["id"] in ("p1", "p4", "p7", "f1", "f2")]
    found = scan(rows).articles.column("event").to_pylist()
    from syndetect.settings import Settings

    many = Settings().changed({"fingerprints.terms": 400})
    assert scan(rows, settings=many).articles.column("event").to_pylist() == found


def context(
    rows: list[list[tuple[int, int]]], of_event: list[int], first: list[int] | None = None
) -> list[dict[int, int]]:
    """Refined weights of the content words (1 to 9) of each article, by word."""
    prepared = material.prepare(oracles.spoken(rows), 3)
    representative = np.array(first or range(len(rows)), dtype=np.int32)
    table = events.context(prepared, np.array(of_event, dtype=np.int32), representative)
    before = oracles.rows_of(*schema.flat(prepared, "content_weights"))
    weights = oracles.rows_of(*schema.flat(table, "weights"))
    return [
        {rarity // 100 - 1: weight for rarity, weight in sorted(zip(*pair, strict=True))}
        for pair in zip(before, weights, strict=True)
    ]


def plain(*words: int) -> list[tuple[int, int]]:
    return [(word, 0) for word in words]


def test_an_event_of_two_is_judged_as_by_the_background() -> None:
    """In an event of two, words that both have lose little to words that one has; in one of forty
    what all have is worth a fraction: few counts are shrunk towards the background."""
    two = context([plain(7, 8), plain(7, 9)], [0, 0])[0]
    many = context([plain(7, 8), *[plain(7, 9)] * 39], [0] * 40)[0]
    assert 0.7 < two[7] / two[8] <= 1.0
    assert many[7] / many[8] < 0.25


def test_a_common_word_stays_common() -> None:
    """Of words that equally many articles have, the one rarer in the language weighs more."""
    [weights, _] = context([plain(1, 2, 3, 5), plain(1, 2, 3, 5)], [0, 0])
    assert list(weights.values()) == sorted(weights.values())
    assert weights[1] < weights[3]


@LAW
@given(
    rows=st.lists(st.lists(st.integers(1, 9), max_size=9), min_size=1, max_size=6), data=st.data()
)
def test_context_counts_within_the_event(rows: list[list[int]], data: st.DataObject) -> None:
    """Weights depend on the event's own articles alone, and are never negative."""
    chosen = data.draw(st.lists(st.sampled_from([0, 1]), min_size=len(rows), max_size=len(rows)))
    of_event = [chosen.index(label) for label in chosen]
    found = context([plain(*row) for row in rows], of_event)
    mine = [at for at, event in enumerate(of_event) if event == 0]
    alone = context([plain(*rows[at]) for at in mine], [0] * len(mine))
    assert [found[at] for at in mine] == alone
    assert all(weight >= 0 for row in found for weight in row.values())


def test_copies_count_once() -> None:
    """Ten copies of one article say no more of a word than one does."""
    two = context([plain(7, 8), plain(7, 9)], [0, 0])
    copied = context([plain(7, 8), *[plain(7, 9)] * 10], [0] * 11, [0] + [1] * 10)
    assert copied[0] == two[0]


def test_words_set_apart_by_two_are_public() -> None:
    """A shingle is public where two articles on the event quote it, a quarter of its holders."""
    quoted = [(word, schema.QUOTED) for word in range(1, 6)]
    told_by = plain(*range(1, 6))

    def public(rows: list[list[tuple[int, int]]], of_event: list[int]) -> bool:
        prepared = material.prepare(oracles.spoken(rows), 3)
        labels = np.array(of_event, dtype=np.int32)
        table = events.context(prepared, labels, np.arange(len(rows), dtype=np.int32))
        marks = np.array(table.column("marks")[0].as_py())
        return bool((marks & PUBLIC).all())

    assert public([told_by, quoted, quoted], [0, 0, 0])
    assert not public([told_by, quoted], [0, 0])
    assert not public([told_by, quoted, quoted], [0, 1, 1])
    assert not public([*[told_by] * 7, quoted, quoted], [0] * 9)


def test_a_story_of_seven_hundred_outlets_is_one_event() -> None:
    """However many near-identical copies print a story, they stay one event."""
    words = [f"harbour{place} strike{place % 7} ferry{place % 11}" for place in range(60)]
    articles = [
        {"id": f"a{n:03d}", "outlet": f"o{n}.example", "text": " ".join([*words, f"edition{n}"])}
        for n in range(700)
    ]
    found = syndetect.scan(articles)
    assert found.events.num_rows == 1
