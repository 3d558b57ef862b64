"""How many megabytes a second each step of a fingerprint takes, in one thread.

The texts are in memory when the clock starts; megabytes are of UTF-8. What is compiled has been
called before. Each figure is the median of three rounds, in processor seconds of the thread.

``tokens`` cuts, ``words`` cuts, folds and hashes; ``fingerprints`` makes shingles, minima and rare
shingles of a reading, and ``terms`` its rare terms. ``reading`` is what a scan does in the stead of
``words``: it finds sentences, quotations and languages too.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from wordfreq import top_n_list

from syndetect import schema
from syndetect.candidates import salient
from syndetect.fingerprint import READ, fingerprint, permutations
from syndetect.kernels import hashing, minima
from syndetect.settings import Fingerprints
from syndetect.text.reading import ASIDES, Lexicons, read, structure, unpack
from syndetect.text.tokens import cut, encode, look
from syndetect.text.words import word_hashes

STEPS = (
    "tokens",
    "words",
    "shingles",
    "minima",
    "words to minima",
    "fingerprints",
    "terms",
    "words to terms",
    "reading",
    "all",
)
_SUMS = {
    "words to minima": ("words", "shingles", "minima"),
    "words to terms": ("words", "fingerprints", "terms"),
    "all": ("reading", "fingerprints", "terms"),
}
_BATCH = 2048  # articles at a time, as the local engine has it
_ROUNDS = 3
_WARM = 64
_VOCABULARY = 20_000


def by_script(texts: Sequence[str]) -> dict[str, list[str]]:
    """Texts of ASCII alone, and texts with other characters too."""
    found = {
        "ASCII": [text for text in texts if text.isascii()],
        "with other characters": [text for text in texts if not text.isascii()],
    }
    return {name: some for name, some in found.items() if some}


def made_up(count: int, *languages: str, seed: int = 5, words: int = 400) -> list[str]:
    """*count* texts of *words* words, as frequent as in one of *languages* a paragraph."""
    chance = np.random.default_rng(seed)
    weight = 1.0 / np.arange(5, _VOCABULARY + 5)
    below = np.cumsum(weight) / weight.sum()
    lists = [top_n_list(language, _VOCABULARY) for language in languages]
    texts = []
    for _ in range(count):
        drawn = np.searchsorted(below, chance.random(words)).tolist()
        parts = []
        for turn, begin in enumerate(range(0, words, 40)):
            known = lists[turn % len(lists)]
            some = [known[min(at, len(known) - 1)] for at in drawn[begin : begin + 40]]
            half = len(some) // 2
            parts.append(" ".join(some[:half]).capitalize() + ", «" + " ".join(some[half:]) + "».")
        texts.append("\n\n".join(parts))
    return texts


@dataclass
class Clock:
    """Seconds of steps, added up over batches."""

    seconds: dict[str, float]

    def time(self, step: str, work: Callable[[], Any]) -> Any:
        start = time.thread_time()
        found = work()
        self.seconds[step] = self.seconds.get(step, 0.0) + time.thread_time() - start
        return found


def measure(texts: Sequence[str]) -> dict[str, float]:
    """Megabytes a second of each step, and of the whole way that a scan takes."""
    _once(texts[:_WARM])
    rounds = [_once(texts) for _ in range(_ROUNDS)]
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    return {
        step: size / max(statistics.median(one[step] for one in rounds), 1e-9) for step in STEPS
    }


def _once(texts: Sequence[str]) -> dict[str, float]:
    """Seconds of each step over *texts*, a batch at a time."""
    settings, lexicons, clock = Fingerprints(), Lexicons(), Clock({})
    for at in range(0, len(texts), _BATCH):
        _batch(texts[at : at + _BATCH], settings, lexicons, clock)
    for whole, steps in _SUMS.items():
        clock.seconds[whole] = sum(clock.seconds[step] for step in steps)
    return clock.seconds


def _batch(texts: Sequence[str], settings: Fingerprints, lexicons: Lexicons, clock: Clock) -> None:
    undeclared = [None] * len(texts)
    nothing = schema.build(ASIDES, {name: [()] * len(texts) for name in ASIDES.names})
    clock.time("tokens", lambda: cut([look(text).text for text in texts]))
    clock.time("words", lambda: word_hashes(texts))
    packed = clock.time(
        "reading",
        lambda: lexicons.packed(read(encode(texts), undeclared, structure(texts), nothing)),
    )
    lexicon = lexicons.table()
    readings: pa.Table = unpack(packed, lexicon)
    offsets, words = schema.flat(readings, "word")
    rows = clock.time("shingles", lambda: hashing.shingle_rows(offsets, words, settings.width))
    hashes = permutations(settings.minima, settings.seed)
    clock.time("minima", lambda: minima.minima_rows(*rows, *hashes))
    # From here on as the scan does it: packed readings are made whole again a slice at a time.
    clock.time("fingerprints", lambda: fingerprint(unpack(packed, lexicon, READ), settings))
    clock.time(
        "terms", lambda: salient.terms(unpack(packed, lexicon, salient.READ), settings.terms)
    )
