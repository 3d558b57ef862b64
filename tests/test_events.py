"""Articles on one event: from terms and time alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from conftest import (
    CHESS,
    FIRE,
    FIRE_OWN,
    HERRING,
    NEWSWIRE,
    PILOTS,
    PILOTS_OWN,
    met_rows,
    read_rows,
    told,
)

import syndetect
from syndetect import events, scan
from syndetect.candidates import salient
from syndetect.engines import Local
from syndetect.ingest import from_records
from syndetect.ingest.times import article_times
from syndetect.settings import Candidates, Events
from syndetect.text import cohesion
from syndetect.text.reading import unpack

Rows = Sequence[Mapping[str, Any]]
HOUR = 3600


def labels(rows: Rows, limits: Events | None = None) -> dict[str, str]:
    """The event of each article, named by its first."""
    limits = limits or Events()
    articles = from_records(rows).articles
    read = read_rows(rows)
    representative = met_rows(read).representative
    terms = salient.terms(unpack(read.readings, read.lexicon), 40)
    times = article_times(articles.column("published"))
    firsts = representative == np.arange(len(articles))
    window = int(limits.window * HOUR)
    scattered = cohesion.scattered(unpack(read.readings, read.lexicon))
    near = salient.neighbours(terms, firsts, times, window, Candidates(), Local(1).each)
    found = events.find(near, terms, representative, times, scattered, limits)
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


def test_a_story_of_seven_hundred_outlets_is_one_event() -> None:
    """However many near-identical copies print a story, they stay one event."""
    words = [f"harbour{place} strike{place % 7} ferry{place % 11}" for place in range(60)]
    articles = [
        {"id": f"a{n:03d}", "outlet": f"o{n}.example", "text": " ".join([*words, f"edition{n}"])}
        for n in range(700)
    ]
    found = syndetect.scan(articles)
    assert found.events.num_rows == 1


def test_a_page_of_many_stories_joins_no_event() -> None:
    """A round-up with pieces of two events is on neither, and does not bring them together."""
    read = read_rows(NEWSWIRE)
    representative = met_rows(read).representative
    articles = from_records(NEWSWIRE).articles
    terms = salient.terms(unpack(read.readings, read.lexicon), 40)
    times = article_times(articles.column("published"))
    firsts = representative == np.arange(len(articles))
    near = salient.neighbours(terms, firsts, times, 96 * HOUR, Candidates(), Local(1).each)
    none = np.zeros(len(articles), dtype=np.bool_)
    whole = events.find(near, terms, representative, times, none, Events())
    most = int(np.bincount(whole).argmax())
    one = none.copy()
    one[int(np.flatnonzero(whole == most)[-1])] = True
    parted = events.find(near, terms, representative, times, one, Events())
    assert (parted == parted[one]).sum() == 1
    assert (parted == most).sum() == (whole == most).sum() - 1
