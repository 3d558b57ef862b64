"""Quotations that read otherwise than in the other articles on the event.

Who said something said it once. Where two articles or more have the same words in quotation marks
and one more has nearly these, with words exchanged, that one was likely translated, or told from
memory. One such quotation is a slip; that most of them are is a sign of another language on the
way. (Variants of one quotation: Leskovec, Backstrom and Kleinberg 2009, "Meme-tracking and the
dynamics of the news cycle".)

It says something of one article in its event, and nothing of who had its text from whom.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.engines import Local
from syndetect.engines.contract import Engine

_OTHERS = 2  # articles that have a form in common which counts as what was said
_LEAST = 4  # words of a quotation that is compared, and of what is shared of it
_MOST = 60  # longer ones are statements, which are cut in many ways
_TELLING = 2  # words that are no function words, of those in common
_ALIKE = 0.5  # share of words in order that two forms of one saying have in common
_AT_ONCE = 1 << 18  # quoted words that are looked at together, in whole events

_Words = tuple[int, ...]


class Quoting(NamedTuple):
    """How many quotations of an article others have too: ``kept`` in the same words, ``changed``
    with other words than several of them have.
    """

    kept: int
    changed: int


class _Quotation(NamedTuple):
    article: int
    words: _Words
    telling: frozenset[int]  # the words that are no function words
    shared: tuple[int, ...]  # articles that have the three words from each place on, 0: too few


class _Saying(NamedTuple):
    words: _Words
    support: int  # articles that have all of it
    holders: frozenset[int]  # articles that have it as it stands here


class Tokens(NamedTuple):
    """Tokens in quotation marks, by event and in order; *at* grows by one inside a quotation."""

    article: schema.I32
    event: schema.I32
    at: schema.I32
    word: npt.NDArray[np.uint32]
    telling: npt.NDArray[np.bool_]  # no function word

    def take(self, rows: npt.NDArray[np.integer] | slice) -> Tokens:
        article, event, at = self.article[rows], self.event[rows], self.at[rows]
        return Tokens(article, event, at, self.word[rows], self.telling[rows])


def quoting(
    readings: pa.Table,
    representative: schema.I32,
    events: schema.I32,
    engine: Engine | None = None,
) -> Mapping[int, Quoting]:
    """For each article of an event of three classes of copies or more that quotes what others
    quote: how. *readings* are packed (``schema.PACKED``); copies of one text count as one. The
    *engine* takes events, some at a time.
    """
    tokens = quoted(readings, representative, events)
    return of_copies(judged(tokens, engine or Local(threads=1)), representative)


def judged(tokens: Tokens, engine: Engine) -> dict[int, Quoting]:
    """The same of the articles that stand for their copies, by what they quote."""
    found: dict[int, Quoting] = {}
    for some in engine.over(_judged, _batches(tokens), interpreted=True):
        found.update(some)
    return found


def of_copies(found: Mapping[int, Quoting], representative: schema.I32) -> dict[int, Quoting]:
    """What is *found* of the articles that stand for their copies, of all copies."""
    quotes = np.zeros(len(representative), dtype=np.bool_)
    quotes[list(found)] = True
    rows = np.flatnonzero(quotes[representative])
    of = representative[rows].tolist()
    return {article: found[one] for article, one in zip(rows.tolist(), of, strict=True)}


def quoted(readings: pa.Table, representative: schema.I32, events: schema.I32) -> Tokens:
    """The tokens in quotation marks, but for furniture, of the articles that stand for their copies
    where three or more of these are on one event."""
    firsts = np.flatnonzero(representative == np.arange(len(representative)))
    sizes = np.bincount(events[firsts], minlength=len(events) + 1)
    inside = np.zeros(len(representative), dtype=np.bool_)
    inside[firsts] = sizes[events[firsts]] > _OTHERS
    parts = []
    begin = 0
    for batch in readings.select(["word", "flags"]).to_batches():
        some = pa.Table.from_batches([batch])
        offsets, word = schema.flat(some, "word")
        flags = schema.flat(some, "flags")[1]
        row = np.repeat(np.arange(begin, begin + batch.num_rows, dtype=np.int32), np.diff(offsets))
        wanted = flags & (schema.QUOTED | schema.FURNITURE | schema.REPEATED) == schema.QUOTED
        at = np.flatnonzero(wanted & inside[row])
        telling = flags[at] & schema.COMMON == 0
        parts.append(Tokens(row[at], events[row[at]], at.astype(np.int32), word[at], telling))
        begin += batch.num_rows
    none = np.empty(0, dtype=np.int32)
    parts.append(Tokens(none, none, none, none.astype(np.uint32), none.astype(np.bool_)))
    tokens = Tokens(*map(np.concatenate, zip(*parts, strict=True)))
    return tokens.take(np.argsort(tokens.event, kind="stable"))


def _batches(tokens: Tokens) -> Iterator[Tokens]:
    """*tokens*, some whole events at a time."""
    begin = 0
    while begin < len(tokens.event):
        last = tokens.event[min(begin + _AT_ONCE, len(tokens.event)) - 1]
        end = int(np.searchsorted(tokens.event, last, side="right"))
        yield tokens.take(slice(begin, end))
        begin = end


def _judged(tokens: Tokens) -> dict[int, Quoting]:
    """The articles of some events that quote what others quote."""
    found: dict[int, Quoting] = {}
    for _, some in groupby(_quotations(tokens), lambda one: one[0]):
        found.update(_judge([one for _, one in some]))
    return found


def _quotations(tokens: Tokens) -> Iterator[tuple[int, _Quotation]]:
    """The quotations with their events, but for very short and very long ones, in order."""
    on = (np.diff(tokens.at) == 1) & (np.diff(tokens.article) == 0)
    ends = np.append(~on, True)[: len(tokens.at)]
    begins = np.append(True, ends[:-1])[: len(tokens.at)]
    counts = _counts(tokens)
    firsts, lasts = np.flatnonzero(begins), np.flatnonzero(ends)
    sizes = lasts - firsts + 1
    kept = (sizes >= _LEAST) & (sizes <= _MOST)
    firsts, lasts = firsts[kept], lasts[kept]
    articles, events = tokens.article[firsts], tokens.event[firsts]
    for article, event, first, end in zip(
        articles.tolist(), events.tolist(), firsts.tolist(), (lasts + 1).tolist(), strict=True
    ):
        words = tuple(tokens.word[first:end].tolist())
        own = frozenset(compress(words, tokens.telling[first:end].tolist()))
        yield event, _Quotation(article, words, own, tuple(counts[first : end - 2].tolist()))


def _counts(tokens: Tokens) -> schema.I64:
    """For each quoted word, how many articles of its event have it and the next two in a
    quotation; 0 where no two follow.
    """
    at, row = tokens.at, tokens.article
    counts = np.zeros(len(at), dtype=np.int64)
    if len(at) <= 2:
        return counts
    whole = np.flatnonzero((at[2:] - at[:-2] == 2) & (row[2:] == row[:-2]))
    words = [tokens.word[whole + step] for step in range(3)]
    # By event and words, then by article; sorted, not hashed: places and ordinals say nothing.
    columns = (tokens.event[whole], *words, row[whole])
    order = np.lexsort(columns[::-1])
    other = np.zeros((len(columns), len(whole)), dtype=np.bool_)
    for column, differs in zip(columns, other, strict=True):
        differs[1:] = np.diff(column[order]) != 0
    first = other[:-1].any(axis=0)  # of three words
    number = np.cumsum(first)
    once = first | other[-1]
    once[:1] = True
    counts[whole[order]] = np.bincount(number[once])[number]
    return counts


def _judge(quotations: Sequence[_Quotation]) -> dict[int, Quoting]:
    """The articles of one event that quote what others quote."""
    sayings = _sayings(quotations)
    index: dict[int, list[int]] = defaultdict(list)
    for number, saying in enumerate(sayings):
        for word in set(saying.words):
            index[word].append(number)
    tallies: dict[int, list[int]] = {}
    for one in quotations:
        if min(one.shared) >= _OTHERS:  # all of it stands in another
            said: int | None = 0
        else:
            seen = Counter(n for word in one.telling for n in index.get(word, ()))
            near = sorted(number for number, words in seen.items() if words >= _TELLING)
            said = _nearest(one, [sayings[number] for number in near])
        if said is not None:
            tallies.setdefault(one.article, [0, 0])[said] += 1
    return {article: Quoting(*tally) for article, tally in tallies.items()}


def _sayings(quotations: Iterable[_Quotation]) -> list[_Saying]:
    """The longest stretches of quotations that at least two articles have, by their words."""
    holders: dict[_Words, set[int]] = defaultdict(set)
    support: dict[_Words, int] = {}
    for one in quotations:
        begin = None
        for place, count in enumerate((*one.shared, 0)):
            if count >= _OTHERS and begin is None:
                begin = place
            elif count < _OTHERS and begin is not None:
                words = one.words[begin : place + 2]
                if len(words) >= _LEAST:
                    holders[words].add(one.article)
                    support[words] = min(one.shared[begin:place])
                begin = None
    return [_Saying(w, support[w], frozenset(holders[w])) for w in sorted(holders)]


def _nearest(one: _Quotation, sayings: Sequence[_Saying]) -> int | None:
    """0 where the quotation has the saying it is most like in its words, 1 where it has others
    and several articles agree against it; None where it is like none.
    """
    best: tuple[int, int] | None = None  # words in common, and how
    places: dict[int, int] = defaultdict(int)
    for place, word in enumerate(one.words):
        places[word] |= 1 << place
    for saying in sayings:
        rows = _rows(places, len(one.words), saying.words)
        length = len(one.words) - rows[-1].bit_count()
        if length < _LEAST - 1 or (best is not None and length < best[0]):
            continue
        how = _compared(one, saying, rows)
        if how is not None and (best is None or (length, -how) > (best[0], -best[1])):
            best = length, how
    return None if best is None else best[1]


def _compared(one: _Quotation, saying: _Saying, rows: Sequence[int]) -> int | None:
    """The same of one saying, between the first and the last word that both have."""
    common = _in_order(one.words, saying.words, rows)
    telling = one.telling.intersection(one.words[i] for i, _ in common)
    (i, j), (k, m) = common[0], common[-1]
    here, there = k - i + 1, m - j + 1
    if len(telling) < _TELLING or len(common) < _ALIKE * max(here, there):
        return None
    if here > len(common) < there:  # words exchanged; to leave some out alone is how one quotes
        return 1 if saying.support - (one.article in saying.holders) >= _OTHERS else None
    return 0 if len(common) >= _LEAST else None


def _rows(places: Mapping[int, int], size: int, right: _Words) -> list[int]:
    """For each beginning of *right*, the empty one first, a bit a word of the left, 0 where the
    longest common subsequence grows. *places* has a bit for each place of a word in the left.

    Hyyrö 2004, "Bit-parallel LCS-length computation revisited".
    """
    whole = (1 << size) - 1
    row = whole
    rows = [row]
    for word in right:
        met = row & places.get(word, 0)
        row = ((row + met) | (row - met)) & whole
        rows.append(row)
    return rows


def _in_order(left: _Words, right: _Words, rows: Sequence[int]) -> list[tuple[int, int]]:
    """Places of a longest common subsequence, ascending; *rows* is of the two."""
    found = []
    i, j = len(left), len(right)
    while i and j:
        if left[i - 1] == right[j - 1]:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif ((rows[j] ^ rows[j - 1]) & ((1 << i) - 1)).bit_count() % 2:
            i -= 1  # the last word of *right* is needed: the length changes with it
        else:
            j -= 1
    return found[::-1]
