"""Slow, obvious twins of the kernels, and small readings to feed them.

Each twin says in a few lines of plain Python what its kernel computes fast.
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise, product, takewhile
from typing import Any

import datasketch
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import xxhash

from syndetect import schema
from syndetect.candidates.gather import Candidates
from syndetect.candidates.resemblance import Groups
from syndetect.candidates.salient import Each
from syndetect.engines import Local
from syndetect.evidence import chunks, ledger
from syndetect.evidence.chunks import Collected
from syndetect.evidence.held import Held
from syndetect.evidence.material import Words
from syndetect.evidence.pools import Around, Pools
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.kernels.shared import APART, ASIDE, KEY_BITS, REPEATED
from syndetect.settings import Evidence
from syndetect.text.reading import ASIDES, Lexicons, read, structure
from syndetect.text.tokens import encode

Row = Sequence[int]
Pair = tuple[int, int]


def readings(rows: Sequence[Row], flags: Sequence[Row] | None = None) -> pa.Table:
    """Readings of articles given as word hashes; only words and flags say anything."""
    words = ragged_from([np.array(row, dtype=np.uint64) for row in rows], np.uint64)
    if flags is None:
        flags = [[0] * len(row) for row in rows]
    marks = ragged_from([np.array(row, dtype=np.uint8) for row in flags], np.uint8)
    nothing = ragged_from([np.empty(0, dtype=np.int32)] * len(rows), np.int32)
    columns = dict.fromkeys(("begin", "end", "rarity", "sentence"), nothing)
    unspelt = ragged_from([np.zeros(len(row)) for row in rows], np.uint64)
    columns |= {"word": words, "stem": words, "flags": marks, "spelling": unspelt}
    columns |= {"language": ["en"] * len(rows), "invisible": [0] * len(rows)}
    return schema.build(schema.READINGS, columns)


def ragged_from(rows: Sequence[npt.NDArray[Any]], dtype: npt.DTypeLike) -> pa.LargeListArray:
    """One Arrow column of ragged rows."""
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    flat = np.concatenate(rows).astype(dtype) if rows else np.empty(0, dtype=dtype)
    return schema.ragged(offsets, flat)


def ragged(rows: Sequence[Row]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """Offsets and flat values of rows of uint64."""
    offsets = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    return offsets, np.array([value for row in rows for value in row], dtype=np.uint64)


def rows_of(offsets: npt.NDArray[np.int64], values: npt.NDArray[np.uint64]) -> list[list[int]]:
    """The rows that offsets and flat values stand for."""
    bounds = offsets.tolist()
    return [values[b:e].tolist() for b, e in pairwise(bounds)]


def shingles(words: Row, width: int) -> list[int]:
    """Shingle hashes of one article in the order of the text, as anyone recomputes them."""
    if not words:
        return []
    span = min(width, len(words))
    return [
        xxhash.xxh64_intdigest(struct.pack(f"<{span}Q", *words[at : at + span]))
        for at in range(len(words) - span + 1)
    ]


def outside(words: Row, aside: Row, width: int) -> list[int]:
    """The shingles none of whose tokens is aside."""
    span = min(width, len(words))
    hashes = enumerate(shingles(words, width))
    return [value for at, value in hashes if not any(aside[at : at + span])]


def windows(
    words: Row, rarities: Row, marks: Row, width: int, plain: int
) -> list[tuple[int, int, int]]:
    """Key, weight and marks of each run of *width* words of one article."""
    found = []
    for at in range(len(words) - width + 1):
        run = slice(at, at + width)
        key = 0
        for word in words[run]:
            key = (key ^ word) * 0x9E3779B97F4A7C15 % 2**64
            key ^= key >> 29
        weight = max(sum(rarities[run]) - width * plain, 0)
        of_some = {mark for mark in (ASIDE, REPEATED) if any(one & mark for one in marks[run])}
        of_all = {mark for mark in (APART,) if all(one & mark for one in marks[run])}
        found.append((key >> (64 - KEY_BITS), weight, sum(of_some | of_all)))
    return found


def runs(words: Row, width: int) -> list[tuple[int, ...]]:
    """Every run of *width* words of one article."""
    return [tuple(words[at : at + width]) for at in range(len(words) - width + 1)]


def stocked(words: Row, stock: set[tuple[int, ...]], width: int) -> list[bool]:
    """Which words of one article stand in a run of *width* that is *stock*."""
    begins = [at for at, run in enumerate(runs(words, width)) if run in stock]
    return [any(begin <= at < begin + width for begin in begins) for at in range(len(words))]


def minima(hashes: Row, size: int, seed: int) -> list[int]:
    """The hash values of a MinHash of datasketch fed the low 32 bits of *hashes*."""
    sketch = datasketch.MinHash(
        num_perm=size, seed=seed, scheme="affine32", hashfunc=lambda value: value & 0xFFFFFFFF
    )
    sketch.update_batch(hashes)
    return [int(value) for value in sketch.hashvalues]


def components(edges: Sequence[Pair], count: int) -> list[int]:
    """The smallest member that each node reaches, by spreading labels until nothing changes."""
    labels = list(range(count))
    changed = True
    while changed:
        changed = False
        for a, b in edges:
            least = min(labels[a], labels[b])
            changed |= labels[a] != least or labels[b] != least
            labels[a] = labels[b] = least
    return labels


def bucket_pairs(keys: Row, cap: int) -> tuple[set[Pair], int]:
    """Pairs of equal keys of which one is among the first *cap* of its key, and how many others."""
    place = {at: keys[:at].count(keys[at]) for at in range(len(keys))}
    equal = [(a, b) for a, b in combinations(range(len(keys)), 2) if keys[a] == keys[b]]
    kept = {(a, b) for a, b in equal if place[a] < cap}
    return kept, len(equal) - len(kept)


def meetings(seats: Row, ends: Row, weights: Row, least: Row) -> set[Pair]:
    """Pairs of seats whose meetings weigh enough."""
    tally: Counter[Pair] = Counter()
    for post, seat in enumerate(seats):
        for other in range(post + 1, ends[post]):
            tally[seat, seats[other]] += weights[post]
    return {(a, b) for (a, b), weight in tally.items() if weight >= min(least[a], least[b])}


def sharing(rows: Sequence[Row], groups: Row, order: Row, rare: int, shared: int) -> set[Pair]:
    """Pairs of articles that share enough seeds, where no group needs a cap for rare seeds.

    A seed in at most *rare* groups weighs 8 and brings all its holders together; one in at most
    ``rare**2`` weighs 1, the first of each group holds it, and the first *rare* of these meet all.
    """
    holders: dict[int, list[int]] = {}
    for article in order:
        for seed in rows[article]:
            holders.setdefault(seed, []).append(article)
    spread = {seed: len({groups[a] for a in members}) for seed, members in holders.items()}
    tally: Counter[frozenset[int]] = Counter()
    for seed, members in holders.items():
        if spread[seed] <= rare:
            met = list(combinations(members, 2))
        elif spread[seed] <= rare**2:
            fronts = [
                a
                for a in members
                if groups[a] not in {groups[b] for b in members[: members.index(a)]}
            ]
            met = [pair for pair in combinations(fronts, 2) if fronts.index(pair[0]) < rare]
        else:
            met = []
        tally.update({frozenset(pair): 8 if spread[seed] <= rare else 1 for pair in met})
    whole = [sum(8 if spread[seed] <= rare else 1 for seed in row) for row in rows]
    return {
        (min(pair), max(pair))
        for pair, weight in tally.items()
        if weight >= min(8 * shared, *(whole[article] for article in pair))
    }


def shared(one: dict[int, tuple[int, int]], other: dict[int, tuple[int, int]]) -> list[int]:
    """What two rows {key: (weight, marks)} share, as ``kernels.shared.share`` counts it."""
    result = [0, 0, 0, 0, 0]
    for key in one.keys() & other.keys():
        least = min(one[key][0], other[key][0])
        marks = one[key][1] | other[key][1]
        result[0] += 1
        if marks & 1:  # aside
            continue
        result[1] += 1
        result[2] += least
        if marks & 2:  # repeated
            result[3] += least
        elif marks & 8:  # public
            result[4] += least
    return result


def tiles(left: Row, right: Row, width: int, shortest: int, most: int) -> list[list[int]]:
    """Equal stretches [left, right, length] by greedy tiling, in the order of the right.

    Of all stretches that could not be longer and hold a shingle that meets, again and again the
    longest piece of free words is taken. What settles ties is the sides at last: so these are
    named by the texts themselves.
    """
    if (len(right), list(right)) < (len(left), list(left)):
        turned = tiles(right, left, width, shortest, most)
        return sorted(([i, j, n] for j, i, n in turned), key=lambda run: run[1])
    meetings = _meetings(left, right, width, most)
    whole = [
        run
        for run in _stretches(left, right)
        if any((run[0] + k, run[1] + k) in meetings for k in range(run[2]))
    ]
    longest = min(whole, key=_rank, default=(0, 0, 0))
    found: list[list[int]] = []
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    while True:
        pieces = [
            ((-(e - b), abs((j - i) - (longest[1] - longest[0]))), _rank((i + b, j + b, e - b)))
            for i, j, n in whole
            for b, e in combinations(range(n + 1), 2)
            if e - b >= shortest
            and free_left.issuperset(range(i + b, i + e))
            and free_right.issuperset(range(j + b, j + e))
        ]
        if not pieces:
            return sorted(found, key=lambda run: run[1])
        (length, _), (_, total, _, place) = min(pieces)
        found.append([place, total - place, -length])
        free_left -= set(range(place, place - length))
        free_right -= set(range(total - place, total - place - length))


def _rank(run: Sequence[int]) -> tuple[int, int, int, int]:
    i, j, length = run
    return -length, i + j, abs(i - j), i


def _meetings(left: Row, right: Row, width: int, most: int) -> set[Pair]:
    """Places of equal shingles: all of them, or first with first, where either has too many."""
    places: list[dict[tuple[int, ...], list[int]]] = [{}, {}]
    for side, text in zip(places, (left, right), strict=True):
        for at in range(len(text) - width + 1):
            side.setdefault(tuple(text[at : at + width]), []).append(at)
    found: set[Pair] = set()
    for shingle in places[0].keys() & places[1].keys():
        one, other = places[0][shingle], places[1][shingle]
        few = max(len(one), len(other)) <= most
        found |= set(product(one, other)) if few else set(zip(one, other, strict=False))
    return found


def _stretches(left: Row, right: Row) -> list[tuple[int, int, int]]:
    """All equal stretches (left, right, length) that cannot be made longer at either end."""
    found = []
    for i, j in product(range(len(left)), range(len(right))):
        if left[i] == right[j] and not (i and j and left[i - 1] == right[j - 1]):
            same = takewhile(
                lambda pair: pair[0] == pair[1], zip(left[i:], right[j:], strict=False)
            )
            found.append((i, j, len(list(same))))
    return found


def passages(runs: Sequence[Sequence[int]], gap: int) -> list[list[Sequence[int]]]:
    """Neighbours on both sides, with at most *gap* words between them, as one passage each."""
    found: list[list[Sequence[int]]] = []
    on_left = sorted(run[0] for run in runs)
    for run in runs:
        if found:
            left, right, length = found[-1][-1]
            between = (run[0] - left - length, run[1] - right - length)
            following = on_left.index(run[0]) == on_left.index(left) + 1
            if following and 0 <= between[0] <= gap and between[1] <= gap:
                found[-1].append(run)
                continue
        found.append([run])
    return found


def cosine(one: dict[int, int], other: dict[int, int]) -> float:
    """Cosine of two weighted rows, in exact sums; 0 where one is empty."""
    both = sum(one[key] * other[key] for key in one.keys() & other.keys())
    norms = sum(w * w for w in one.values()) * sum(w * w for w in other.values())
    return float(both / np.sqrt(float(norms))) if norms else 0.0


def gathered(
    pairs: Sequence[Pair],
    least: Sequence[float],
    rows: Sequence[dict[int, int]],
    times: Sequence[Pair],
    window: int,
    room: int,
) -> list[int]:
    """Group labels by joining pair after pair, with whole centroids and sets of members."""
    groups = [{at} for at in range(len(rows))]
    centroid = [dict(sorted(row.items())[:room]) for row in rows]
    for (a, b), asked in zip(pairs, least, strict=True):
        one, other = (next(g for g, members in enumerate(groups) if x in members) for x in (a, b))
        if one == other:
            continue
        known = [
            times[x] for x in groups[one] | groups[other] if times[x][1] - times[x][0] <= 4 * window
        ]
        if known and max(t[1] for t in known) - min(t[0] for t in known) > 2 * window:
            continue
        if cosine(centroid[one], centroid[other]) < asked:
            continue
        summed = Counter(centroid[one])
        summed.update(centroid[other])
        heaviest = sorted(summed.items(), key=lambda item: (-item[1], item[0]))[:room]
        centroid[one], centroid[other] = dict(heaviest), {}
        groups[one] |= groups[other]
        groups[other] = set()
    return [min(next(g for g in groups if x in g)) for x in range(len(rows))]


def spoken(articles: Sequence[Sequence[Pair]], sentence: int = 8) -> pa.Table:
    """Readings of (word, flags) tokens: a small number stands for a word, which is its own stem,
    and the rarer the greater it is; a sentence has *sentence* words."""
    words = [[word for word, _ in tokens] for tokens in articles]
    spread = [[word * 0x9E3779B97F4A7C15 % 2**64 for word in row] for row in words]
    table = readings(spread, [[flag for _, flag in tokens] for tokens in articles])
    ints = {
        "rarity": [[min(100 * word, 900) + 100 for word in row] for row in words],
        "sentence": [list(range(0, len(row), sentence)) for row in words],
    }
    for name, rows in ints.items():
        column = ragged_from([np.array(row, dtype=np.int32) for row in rows], np.int32)
        table = table.set_column(table.schema.get_field_index(name), table.field(name), column)
    return table


def read_texts(
    texts: Sequence[str],
    languages: Sequence[str | None] | None = None,
    asides: Sequence[Sequence[tuple[int, int, int]]] | None = None,
    lexicons: Lexicons | None = None,
) -> tuple[pa.Table, pa.Table]:
    """Packed readings of *texts*, with (begin, end, flag) *asides*, and their lexicon."""
    lexicons = Lexicons() if lexicons is None else lexicons
    spans = [list(some) for some in asides or [()] * len(texts)]
    columns = {
        name: [[span[place] for span in some] for some in spans]
        for place, name in enumerate(ASIDES.names)
    }
    local = read(
        encode(texts),
        languages or [None] * len(texts),
        structure(texts),
        schema.build(ASIDES, columns),
    )
    return lexicons.packed(local), lexicons.table()


def packed(table: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Readings packed, and the lexicon that unpacks them: each token has a place of its own."""
    offsets, word = schema.flat(table, "word")
    lexicon = {name: schema.flat(table, name)[1] for name in schema.LEXICON.names}
    columns = {name: table.column(name) for name in schema.PACKED.names}
    columns["word"] = schema.ragged(offsets, np.arange(len(word), dtype=np.uint32))
    return schema.build(schema.PACKED, columns), schema.build(schema.LEXICON, lexicon)


def collected(
    table: pa.Table,
    of_event: Sequence[int] | None = None,
    first: Sequence[int] | None = None,
    outlets: Sequence[int] | None = None,
    days: Sequence[int] | None = None,
) -> Collected:
    """Readings as they are compared: all on one event or as told, each a class or as told, of no
    outlet or as told, all on one day or as told."""
    count = table.num_rows
    representative = np.arange(count) if first is None else first
    return Collected(
        *packed(table),
        events=np.array([0] * count if of_event is None else of_event, dtype=np.int32),
        ranks=np.arange(count),
        representative=np.array(representative, dtype=np.int32),
        times=np.zeros(count, dtype=np.int64),
        outlets=np.array([-1] * count if outlets is None else outlets, dtype=np.int32),
        days=np.array([0] * count if days is None else days, dtype=np.int64),
    )


def material(
    table: pa.Table,
    width: int = 3,
    of_event: Sequence[int] | None = None,
    first: Sequence[int] | None = None,
) -> pa.Table:
    """What is compared of readings: all on one event or as told, each a class or as told, of no
    outlet."""
    held, settings = collected(table, of_event, first), Evidence(width=width)
    known = Vocabulary.of(held.lexicon)
    pools = Pools(chunks.pool(held, known, settings, Local(1).each))
    nothing = Around.nothing(table.num_rows)
    around = Around.of(pools, held.events)
    return ledger.prepare(held.readings, known, around, nothing, settings)


def held(parts: Sequence[pa.Table]) -> Held:
    """The material of *parts*, and nothing else."""
    found = Held(ledger.MATERIAL)
    found.add(parts)
    return found


def words(table: pa.Table, width: int, around: Around) -> Words:
    """The words of readings, of no outlet."""
    rows, lexicon = packed(table)
    return Words(rows, Vocabulary.of(lexicon), width, around, Around.nothing(table.num_rows))


def listed(table: pa.Table, keys: str, counts: str) -> list[list[int]]:
    """Of each article its keys, ascending, each as often as it counts."""
    sides = (rows_of(*schema.flat(table, name)) for name in (keys, counts))
    return [
        [key for key, many in zip(*both, strict=True) for _ in range(many)]
        for both in zip(*sides, strict=True)
    ]


def marks(flags: Sequence[int]) -> int:
    """Marks of a stretch of words: aside where any is, apart where all are."""
    aside = any(flag & schema.ASIDE for flag in flags)
    repeated = aside or any(flag & schema.REPEATED for flag in flags)
    apart = all(flag & schema.ASIDE for flag in flags)
    return ASIDE * aside | REPEATED * repeated | APART * apart


def entries(table: pa.Table, kind: str, at: int = 0) -> dict[int, tuple[int, int]]:
    """One article's keys of a kind with their weights and marks."""
    parts = (rows_of(*schema.flat(table, f"{kind}_{p}"))[at] for p in ("keys", "weights", "marks"))
    keys, weights, marked = parts
    return dict(zip(keys, zip(weights, marked, strict=True), strict=True))


def thread(one: dict[int, tuple[int, list[Pair]]], other: dict[int, tuple[int, list[Pair]]]) -> int:
    """The heaviest thread of a first text and another, each {word: (weight, [(place, quoted)])}.

    Anchors are places of one word in both. To go on from one to the next costs by the words that
    the other text has more or fewer between them, or all it has; 400 if it cannot be gone on.
    """
    anchors = []
    for word in one.keys() & other.keys():
        weight = min(one[word][0], other[word][0])
        if max(len(one[word][1]), len(other[word][1])) <= 8:
            for (i, aside), (j, apart) in product(one[word][1], other[word][1]):
                anchors.append((i, j, weight // 4 if aside or apart else weight))
    heaviest: dict[Pair, int] = {}
    for i, j, weight in sorted(anchors):
        ways = [0]
        for (earlier, there), reached in heaviest.items():
            step, ahead = i - earlier, j - there
            if step > 0:
                ways.append(reached - 400)
                if step <= 32 and ahead > 0:
                    words = min(abs(ahead - step), ahead, 4095)
                    ways.append(reached - round(25 * math.log(1 + words)))
        heaviest[i, j] = max(ways) + weight
    return max(heaviest.values(), default=0)


# Classes that have a reading, whether it is a spelling, its rarity, vowels, pattern, and length.
Reading = tuple[int, bool, int, Sequence[int], int, bool]


def odd_readings(found: dict[int, Reading]) -> dict[int, tuple[int, bool]]:
    """Of each reading the count of its commonest rival, and whether it is odd or one's rival."""
    rivals: dict[int, list[int]] = {key: [] for key in found}
    for one, other in product(found, found):
        if one != other and one >> 16 == other >> 16 and _odd(found[one], found[other]):
            rivals[one].append(other)
    beaten = {other for others in rivals.values() for other in others}
    return {
        key: (max((found[o][0] for o in others), default=0), bool(others) or key in beaten)
        for key, others in rivals.items()
    }


def _odd(one: Reading, other: Reading) -> bool:
    if one[1] != other[1]:
        return False
    if not one[1]:
        return one[0] < other[0]
    rarer = one[2] - other[2]
    if one[0] > other[0] or (one[0] == other[0] and rarer < 50):
        return False
    apart = sum(abs(a - b) for a, b in zip(one[3], other[3], strict=True))
    in_place, long = one[4] == other[4], one[5] or other[5]
    twins = (apart <= 1 or (apart == 2 and in_place)) if long else (apart == 0 and in_place)
    rare = one[2] >= 650 and other[2] >= 600 and rarer >= -50
    unknown = long and one[2] >= 800 and rarer > 0 and apart <= 1
    return twins and (rare or unknown)


def shared_readings(one: dict[int, int], other: dict[int, int]) -> tuple[int, int, int]:
    """The weight of readings in common, and of those of either side where both know the place."""
    places = {key >> 16 for key in one} & {key >> 16 for key in other}
    both = sum(min(one[key], other[key]) for key in one.keys() & other.keys())
    left = sum(w for key, w in one.items() if key not in other and key >> 16 in places)
    right = sum(w for key, w in other.items() if key not in one and key >> 16 in places)
    return both, left, right


def compared(
    pairs: pa.Table,
    articles: Collected,
    settings: Evidence,
    each: Each,
    done: Callable[[int], None],
    room: int = chunks.ROOM,
) -> pa.Table:
    """The ledger of *pairs*, in their order, of chunks that come in an order of their own."""
    parts = chunks.compare(pairs, articles, settings, each, done, room)
    found = pa.concat_tables([ledger.LEDGER.empty_table(), *parts])
    ends = zip(*(found.column(side).to_pylist() for side in ("left", "right")), strict=True)
    place = {pair: row for row, pair in enumerate(ends)}
    sought = zip(*(pairs.column(side).to_pylist() for side in ("left", "right")), strict=True)
    return found.take(pa.array([place[pair] for pair in sought], pa.int64())).combine_chunks()


def near_duplicates(
    pairs: Candidates, fingerprints: pa.Table, representative: schema.I32, threshold: float
) -> schema.I32:
    """For each article the smallest ordinal of its group of near-duplicates (int32).

    Articles of one class are in one group, and so are those that pairs of an exact resemblance of
    *threshold* or more connect; *pairs* are what ``resemblance`` gives.
    """
    groups = Groups(fingerprints, representative, threshold)
    groups.join(pairs.left, pairs.right)
    return groups.labels()
