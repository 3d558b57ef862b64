"""What simpler tools say of the same pairs: the scores beside ours in every table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

import numpy as np
import xxhash
from datasketch import MinHash
from labelled import Pair
from metrics import Floats

from syndetect.model import Article
from syndetect.text.tokens import fold, tokenise

Words = dict[str, list[str]]


def words_of(articles: list[Article]) -> Words:
    """The folded words of each article."""
    return {a.id: [w for w in map(fold, tokenise(a.body).raw) if w] for a in articles}


def _shingles(words: list[str], width: int) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(*(words[k:] for k in range(width)), strict=False))


def resemblance(width: int) -> Callable[[list[Pair], Words], Floats]:
    """Exact resemblance of word shingles, nothing masked."""

    def score(pairs: list[Pair], words: Words) -> Floats:
        sets = {name: _shingles(words[name], width) for name in _named(pairs)}
        return np.array(
            [
                len(sets[p.left] & sets[p.right]) / max(1, len(sets[p.left] | sets[p.right]))
                for p in pairs
            ]
        )

    return score


def minhash(pairs: list[Pair], words: Words) -> Floats:
    """datasketch's estimate of resemblance: 128 values over 5-word shingles."""
    sketches = {}
    for name in _named(pairs):
        sketch = MinHash(num_perm=128, seed=1, scheme="affine32")
        sketch.update_batch([" ".join(s).encode() for s in sorted(_shingles(words[name], 5))])
        sketches[name] = sketch
    return np.array([sketches[p.left].jaccard(sketches[p.right]) for p in pairs])


def simhash(pairs: list[Pair], words: Words) -> Floats:
    """Share of equal bits of 64-bit SimHash (Charikar 2002) over words."""
    bits = {}
    for name in _named(pairs):
        counts = Counter(words[name])
        codes = np.array([xxhash.xxh64_intdigest(w.encode()) for w in counts], dtype=np.uint64)
        ones = (codes[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
        times = np.array(list(counts.values()), dtype=np.int64)
        bits[name] = 2 * (times @ ones.astype(np.int64)) > times.sum()
    return np.array([float((bits[p.left] == bits[p.right]).mean()) for p in pairs])


def tfidf(pairs: list[Pair], words: Words) -> Floats:
    """Cosine of tf-idf vectors, frequencies from the set itself."""
    frequency = Counter(word for some in words.values() for word in set(some))
    vectors = {}
    for name in _named(pairs):
        vector = {
            w: (1 + math.log(n)) * math.log(len(words) / frequency[w])
            for w, n in Counter(words[name]).items()
        }
        norm = math.sqrt(sum(v * v for v in vector.values())) or 1.0
        vectors[name] = {w: v / norm for w, v in vector.items()}
    return np.array(
        [sum(v * vectors[p.right].get(w, 0.0) for w, v in vectors[p.left].items()) for p in pairs]
    )


def _named(pairs: list[Pair]) -> list[str]:
    return sorted({name for pair in pairs for name in (pair.left, pair.right)})


BASELINES: dict[str, Callable[[list[Pair], Words], Floats]] = {
    "3-shingles": resemblance(3),
    "5-shingles": resemblance(5),
    "MinHash 128": minhash,
    "SimHash 64": simhash,
    "tf-idf cosine": tfidf,
}
