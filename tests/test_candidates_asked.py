"""The partners of one article among the others: those that a scan of all of them brings it to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import oracles
import pyarrow as pa
import pytest
from conftest import NEWSWIRE, read_rows
from hypothesis import given
from hypothesis import settings as law
from hypothesis import strategies as st

from syndetect import schema
from syndetect.archive import postings, tables
from syndetect.candidates import asked as module
from syndetect.candidates import gather, salient
from syndetect.candidates import known as known_module
from syndetect.candidates import telling as telling_module
from syndetect.candidates.asked import CROWDED, Partners, partners
from syndetect.candidates.classes import classes
from syndetect.candidates.known import Asked, Known
from syndetect.candidates.passages import passages
from syndetect.candidates.resemblance import Groups, resemblance
from syndetect.engines import Local
from syndetect.fingerprint import fingerprint
from syndetect.newsroom import NewsroomSettings, stream
from syndetect.settings import Candidates as Limits
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stages.meeting import Met, meet, print_all
from syndetect.stages.reading import Read
from syndetect.text.reading import unpack

LAW = law(deadline=None, derandomize=True, max_examples=150)
EVER = (-(2**40), 2**40)
Found = dict[int, int]  # article: bits of channels


class Collection:
    """Articles, of which each can be asked for among the others."""

    def __init__(
        self,
        prints: pa.Table,
        terms: pa.Table,
        times: npt.NDArray[np.int64],
        long: npt.NDArray[np.bool_],
        settings: Settings | None = None,
        languages: Sequence[str] | None = None,
        ranks: schema.I64 | None = None,
    ) -> None:
        self.prints, self.terms, self.times, self.long = prints, terms, times, long
        self.settings = settings or Settings()
        self.limits = self.settings.candidates
        self.languages, self.ranks = languages, ranks
        self.window = int(self.settings.events.window * 3600)

    @classmethod
    def of(cls, found: Read, met: Met, settings: Settings) -> Collection:
        """The articles of a scan."""
        terms = salient.terms(
            unpack(found.readings, found.lexicon, salient.READ), settings.fingerprints.terms
        )
        prints = print_all(found, settings, Local(1), lambda *_: None, Shelf())
        languages = found.readings.column("language").to_pylist()
        long = found.words >= settings.fingerprints.width
        return cls(prints, terms, met.times, long, settings, languages, met.ranks)

    def __len__(self) -> int:
        return len(self.long)

    @cached_property
    def holders(self) -> Mapping[int, list[int]]:
        """Who holds each seed."""
        found: dict[int, list[int]] = {}
        for article, row in enumerate(oracles.rows_of(*schema.flat(self.prints, "seeds"))):
            for seed in row:
                found.setdefault(seed, []).append(article)
        return found

    def held(self, seeds: schema.U64) -> tuple[schema.I64, schema.I32]:
        """The places of *seeds* and the articles that hold them."""
        found = [(k, one) for k, seed in enumerate(seeds.tolist()) for one in self.holders[seed]]
        places, articles = np.array(found, dtype=np.int64).reshape(-1, 2).T
        return places, articles.astype(np.int32)

    def row(self, table: pa.Table, name: str, article: int) -> npt.NDArray[Any]:
        offsets, values = schema.flat(table, name)
        return np.asarray(values[offsets[article] : offsets[article + 1]])

    def representative(self, rows: schema.I64) -> schema.I32:
        languages = None if self.languages is None else [self.languages[row] for row in rows]
        ranks = None if self.ranks is None else self.ranks[rows]
        return classes(self.prints.take(rows), languages, ranks)

    def known(self, rows: schema.I64) -> Known:
        """What a scan of these *rows* knows of them."""
        prints, terms = self.prints.take(rows), self.terms.take(rows)
        representative = self.representative(rows)
        shingles = np.diff(schema.flat(prints, "shingles")[0]).astype(np.int32)
        own = (representative == np.arange(len(rows))) & (shingles > 0)
        groups = Groups(prints, representative, self.settings.near_duplicates.resemblance)
        resemblance(prints, representative, self.limits, groups)
        labels = groups.labels()
        near = salient.neighbours(
            terms, own & self.long[rows], self.times[rows], self.window, self.limits, Local(1).each,
            labels,
        )  # fmt: skip
        least = np.zeros(len(rows))
        for row in range(len(rows)):
            alike = near.likeness[(near.left == row) | (near.right == row)]
            if len(alike) >= self.limits.neighbours:
                least[row] = np.sort(alike)[-self.limits.neighbours]
        return Known(
            own,
            self.long[rows],
            schema.plain(prints, "identity"),
            schema.flat(prints, "minima")[1].reshape(len(rows), self.settings.fingerprints.minima),
            shingles,
            np.diff(schema.flat(prints, "seeds")[0]).astype(np.int32),
            labels,
            *schema.flat(terms, "terms"),
            schema.flat(terms, "weights")[1],
            self.times[rows],
            least,
        )

    def asked(self, article: int, first: int, twin: int) -> Asked:
        """*first* stands for it and its copies, and *twin* for these alone."""
        columns = [self.row(self.prints, name, article) for name in ("minima", "shingles", "seeds")]
        columns += [self.row(self.terms, name, article) for name in ("terms", "weights")]
        earliest, latest = self.times[first].tolist()
        identity = self.prints.column("identity")[article].as_py()
        return Asked(identity, *columns, earliest, latest, bool(self.long[article]), twin)

    def ask(self, article: int, rows: schema.I64) -> Partners:
        """What *article* meets among *rows*, which it is none of."""
        every = np.append(rows, article)
        stands = self.representative(every)
        same = np.flatnonzero(stands[:-1] == stands[-1])
        known = self.known(rows)
        twin = int(self.representative(rows)[same[0]]) if len(same) else -1
        asked = self.asked(article, every[stands[-1]], twin)
        places, articles = self.held(asked.seeds)
        there = np.isin(articles, rows)
        holding = (places[there], np.searchsorted(rows, articles[there]).astype(np.int32))

        def shingles_of(some: schema.I32) -> tuple[schema.I64, schema.U64]:
            offsets, shingles = schema.flat(self.prints.take(rows[some]), "shingles")
            return offsets, shingles

        return partners(
            asked, known, holding, shingles_of, self.limits,
            self.settings.near_duplicates.resemblance, self.window, Local(2).each,
        )  # fmt: skip

    def partners(self, article: int) -> tuple[Found, Partners]:
        """What *article* meets among all others."""
        rows = np.delete(np.arange(len(self)), article)
        found = self.ask(article, rows)
        return dict(zip(rows[found.rows].tolist(), found.channel.tolist(), strict=True)), found


def newsroom(count: int) -> list[dict[str, Any]]:
    rows = zip(stream(11, NewsroomSettings(events=60)), range(count), strict=False)
    return [
        {"id": one.id, "text": one.text, "outlet": one.outlet, "published": one.published}
        for one, _ in rows
    ]


def scanned(rows: Sequence[Mapping[str, Any]], limits: Limits) -> tuple[Collection, Met]:
    settings, found = replace(Settings(), candidates=limits), read_rows(rows)
    met = meet(found, settings, Local(1), lambda *_: None, Shelf())
    return Collection.of(found, met, settings), met


def in_scan(met: Met, article: int) -> Found:
    """Whom an article meets in a scan, for it and its copies are one there."""
    mine = met.representative[article]
    pairs = zip(*(getattr(met.pairs, name).tolist() for name in schema.PAIRS.names), strict=True)
    return {left + right - mine: bits for left, right, bits in pairs if mine in (left, right)}


@pytest.mark.parametrize(
    ("rows", "limits", "several", "beyond"),
    [
        (NEWSWIRE, Limits(), 5, 0),
        (newsroom(110), Limits(neighbours=4), 60, 0),
        (newsroom(110), Limits(rare=3, shared=2), 60, 0),
        (newsroom(110), Limits(rare=3, bucket=2), 60, gather.RESEMBLANCE),
        (newsroom(110), Limits(common=16, neighbours=3), 60, gather.SALIENT),
    ],
    ids=["newswire", "few neighbours", "common seeds", "crowded bands", "common terms"],
)
def test_partners_are_those_of_a_scan_of_all(
    rows: Sequence[Mapping[str, Any]], limits: Limits, several: int, beyond: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Each article in turn, asked for among the others, meets whom it meets in a scan of all, by
    the same channels. It meets more where a scan cuts: in a crowded band it meets everybody; and
    those that had neighbours by a term that it makes too common may have it now."""
    monkeypatch.setattr(known_module, "_PARTS", 7)
    collection, met = scanned(rows, limits)
    somebody = more = 0
    for article in range(len(collection)):
        found, told = collection.partners(article)
        expected = in_scan(met, article)
        assert found.keys() >= expected.keys()
        extra = {one: bits & ~expected.get(one, 0) for one, bits in found.items()}
        assert {
            one: found[one] ^ bits for one, bits in extra.items() if found[one] != bits
        } == expected
        assert all(bits & ~beyond == 0 for bits in extra.values())
        assert told.dropped[CROWDED] == 0
        somebody += bool(expected)
        more += any(extra.values())
    assert somebody >= several
    assert (more > 0) == (beyond > 0)


def mixed(
    articles: Sequence[Sequence[int]], times: Sequence[int], settings: Settings
) -> Collection:
    """Articles of stock sentences, named by numbers, each printed at one of *times*."""
    tokens = [[(10 * one + k, 0) for one in article for k in range(8)] for article in articles]
    table = oracles.spoken(tokens)
    prints = fingerprint(table, settings.fingerprints)
    both = np.array([times, times], dtype=np.int64).T.reshape(-1, 2)
    long = np.array([len(row) >= settings.fingerprints.width for row in tokens], dtype=np.bool_)
    return Collection(prints, salient.terms(table, 12), both, long, settings)


def by_channels(collection: Collection, article: int) -> Found:
    """Whom an article meets by each channel, where all are looked at together."""
    every = np.arange(len(collection))
    known, limits = collection.known(every), collection.limits
    representative = collection.representative(every)
    alike = resemblance(collection.prints, representative, limits)
    partial = passages(collection.prints, representative, known.groups, limits)
    near = salient.neighbours(
        collection.terms, known.own & collection.long, collection.times, collection.window, limits,
        Local(1).each, known.groups,
    )  # fmt: skip
    found = gather.gather(alike, partial, salient.candidates(near))
    mine = representative[article]
    pairs = zip(found.left.tolist(), found.right.tolist(), found.channel.tolist(), strict=True)
    return {left + right - mine: bits for left, right, bits in pairs if mine in (left, right)}


@LAW
@given(
    articles=st.lists(st.lists(st.integers(1, 9), max_size=6), min_size=2, max_size=12),
    limits=st.builds(
        Limits,
        rare=st.integers(2, 4),
        shared=st.integers(1, 9),
        common=st.integers(2, 6),
        neighbours=st.integers(1, 3),
    ),
    near=st.sampled_from([0.3, 0.7]),
    data=st.data(),
)
def test_whatever_is_stored_nobody_is_missed(
    articles: list[list[int]], limits: Limits, near: float, data: st.DataObject
) -> None:
    """The last of some articles meets those that it meets among all by all channels; by terms it
    may meet more. One that makes two groups one makes terms rarer, of which others know nothing."""
    count = len(articles)
    times = data.draw(st.lists(st.sampled_from([0, 10**5, 10**6]), min_size=count, max_size=count))
    settings = replace(Settings(), candidates=limits).changed({"near_duplicates.resemblance": near})
    with pytest.MonkeyPatch.context() as patch:
        for place in (salient, known_module, telling_module):
            patch.setattr(place, "STANDING", 2)
        collection = mixed(articles, times, settings)
        expected = by_channels(collection, count - 1)
        found, told = collection.partners(count - 1)
    others = gather.RESEMBLANCE | gather.PASSAGES
    assert {one: bits & others for one, bits in found.items() if bits & others} == {
        one: bits & others for one, bits in expected.items() if bits & others
    }
    if len(told.groups) < 2:
        assert all(bits & ~found.get(one, 0) == 0 for one, bits in expected.items())


def worded(rows: Sequence[Sequence[int]], limits: Limits | None = None) -> Collection:
    """Articles given as words, which have no terms and no times."""
    settings = replace(Settings(), candidates=limits or Limits())
    prints = fingerprint(oracles.readings(rows), settings.fingerprints)
    terms = salient.terms(oracles.spoken([[]] * len(rows)), 40)
    times = np.array([EVER] * len(rows), dtype=np.int64)
    return Collection(prints, terms, times, np.zeros(len(rows), dtype=np.bool_), settings)


def copies(count: int, words: int = 90) -> list[list[int]]:
    """A text, and copies of it with ever more words changed."""
    return [[*range(1000 * k + 500, 1000 * k + 500 + 3 * k), *range(3 * k, words)]
            for k in range(count)]  # fmt: skip


def test_of_a_crowd_the_most_alike_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many share a band, those whose minima agree most are given, and the rest told."""
    collection = worded(copies(12), Limits(rare=2, shared=100))
    whole, _ = collection.partners(0)
    assert len(whole) > 6
    monkeypatch.setattr(module, "MOST", 3)
    found, told = collection.partners(0)
    assert list(found) == [1, 2, 3]
    assert told.dropped[CROWDED] == len(whole) - 3


def test_short_articles_meet_only_the_same_words() -> None:
    """An article of one shingle meets those of the same; one without words meets nobody."""
    rows = [[1, 2, 3], [1, 2, 3], [7] * 9, [7] * 5, [7] * 30, [], [], *copies(1)]
    collection = worded(rows)
    assert collection.representative(np.arange(8))[:2].tolist() == [0, 0]
    assert [sorted(collection.partners(article)[0]) for article in range(8)] == [
        [], [], [3, 4], [2, 4], [2, 3], [], [], []
    ]  # fmt: skip


def test_short_articles_stay_out_of_bands() -> None:
    """One of two shingles meets one of the first alone for the passage, not for its minima."""
    found, _ = worded([[7] * 5 + [8], [7] * 5]).partners(0)
    assert found == {1: gather.PASSAGES}


def test_whoever_resembles_members_of_a_group_is_of_it() -> None:
    """The labels of all groups that an article joins are told; a copy's is that of its twin."""
    one, other, far = [*range(80)], [*range(20, 100)], [*range(500, 580)]
    between = [*range(10, 90)]
    collection = worded([one, other, far, between, far])
    assert collection.ask(3, np.arange(3)).groups.tolist() == [0, 1]
    assert collection.ask(2, np.arange(2)).groups.tolist() == []
    assert collection.ask(4, np.arange(4)).groups.tolist() == [2]


def test_nobody_is_met_where_nobody_is() -> None:
    """The first article of all has no partners."""
    collection = worded(copies(2))
    found = collection.ask(1, np.arange(0))
    assert (len(found.rows), len(found.channel), len(found.likeness)) == (0, 0, 0)
    assert set(found.dropped.values()) == {0}


def test_likeness_is_that_of_a_scan() -> None:
    """How alike two are by terms is told as exactly as in a scan; 0 where terms brought nobody."""
    settings, rows = Settings(), newsroom(60)
    collection, _ = scanned(rows, Limits())
    near = salient.neighbours(
        collection.terms, collection.long, collection.times, collection.window,
        settings.candidates, Local(1).each,
    )  # fmt: skip
    pairs = zip(near.left.tolist(), near.right.tolist(), near.likeness.tolist(), strict=True)
    alike = {pair: likeness for *pair_, likeness in pairs for pair in [tuple(pair_)]}
    told = 0
    for article in range(60):
        others = np.delete(np.arange(60), article)
        found = collection.ask(article, others)
        for row, bits, likeness in zip(found.rows, found.channel, found.likeness, strict=True):
            pair = tuple(sorted((article, int(others[row]))))
            assert likeness == (alike[pair] if bits & gather.SALIENT else 0)
            told += likeness > 0
    assert told > 100


def test_postings_of_the_archive_hold_what_is_asked_for() -> None:
    """Of real seeds the archive finds the same holders as a look at all of them."""
    collection, _ = scanned(newsroom(80), Limits())
    con = duckdb.connect()
    con.execute("create schema kept")
    con.execute(tables.POSTINGS)
    offsets, seeds = schema.flat(collection.prints, "seeds")
    for first in range(0, 80, 16):
        serials = np.arange(first, first + 16, dtype=np.int32)
        postings.write(con, serials, offsets[first : first + 17], seeds)
    for article in range(80):
        mine = seeds[offsets[article] : offsets[article + 1]]
        places, holders = collection.held(mine)
        found = postings.find(con, mine)
        assert found[0].tolist() == places.tolist()
        assert found[1].tolist() == holders.tolist()
