"""One neighbour over texts in memory, run by the interpreter that the neighbour is installed in.

    python speed_rivals_run.py TOOL TEXTS LABELS [regex]

TEXTS is a file with a JSON string a line, LABELS gets a group a text (npy). Every tool gets the
same texts: words with one blank between; with ``regex`` the texts are as printed, and words are
what ``\\w+`` finds in lower case, as most users of these libraries write it. A shingle is five
words. Values are 128, or 125 where bands must use all; bands are 25 of 5. A pair counts where the
estimate that the tool makes of its resemblance is 0.7 or more; text-dedup makes none. Groups are
what such pairs connect. A tool runs over 200 texts before the clock starts. Knows nothing of
syndetect.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

WIDTH, VALUES, BANDS, ROWS, THRESHOLD = 5, 128, 25, 5, 0.7
Pairs = Iterable[tuple[int, int]]
Cut = Callable[[str], list[str]]


def blanks(text: str) -> list[str]:
    return text.split()


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def shingles(text: str, cut: Cut) -> set[str]:
    found = cut(text)
    return {" ".join(found[at : at + WIDTH]) for at in range(max(1, len(found) - WIDTH + 1))}


def datasketch(texts: list[str], cut: Cut) -> Pairs:
    """MinHash and MinHashLSH: ask, then insert, one text after the other."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=VALUES, params=(BANDS, ROWS))
    sketches: list[MinHash] = []
    for at, text in enumerate(texts):
        sketch = MinHash(num_perm=VALUES)
        sketch.update_batch([one.encode("utf-8", "surrogatepass") for one in shingles(text, cut)])
        for other in index.query(sketch):
            if sketches[other].jaccard(sketch) >= THRESHOLD:
                yield other, at
        index.insert(at, sketch, check_duplication=False)
        sketches.append(sketch)


def rensa(texts: list[str], cut: Cut) -> Pairs:
    """R-MinHash by the doors for many texts at once."""
    from rensa import RMinHash, RMinHashLSH

    sketches: list[Any] = []
    for at in range(0, len(texts), 1000):
        some = [list(shingles(text, cut)) for text in texts[at : at + 1000]]
        sketches += RMinHash.from_token_sets(some, BANDS * ROWS, 42)
    index = RMinHashLSH(THRESHOLD, BANDS * ROWS, BANDS)
    index.insert_many(sketches)
    for at, others in enumerate(index.query_all(sketches)):
        for other in others:
            if other < at and sketches[other].jaccard(sketches[at]) >= THRESHOLD:
                yield other, at


def gaoya(texts: list[str], cut: Cut) -> Pairs:
    """The index of strings, in all threads; it cuts words itself."""
    from gaoya.minhash import MinHashStringIndex

    given = texts if cut is blanks else [" ".join(cut(text)) for text in texts]
    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=THRESHOLD,
        num_bands=BANDS,
        band_size=ROWS,
        analyzer="word",
        lowercase=False,
        ngram_range=(WIDTH, WIDTH),
    )
    index.par_bulk_insert_docs(list(range(len(given))), given)
    for at in range(0, len(given), 1000):
        for place, others in enumerate(index.par_bulk_query(given[at : at + 1000]), at):
            yield from ((other, place) for other in others if other < place)


def daft(texts: list[str], cut: Cut) -> Pairs:
    """The minhash expression, bands grouped by the engine, estimates by numpy."""
    import daft as frames
    import pyarrow as pa
    from daft import col
    from daft.functions import chunk, list_agg, minhash

    given = texts if cut is blanks else [" ".join(cut(text)) for text in texts]
    table = pa.table({"at": np.arange(len(given)), "text": pa.array(given, pa.large_string())})
    sketch = minhash(col("text"), num_hashes=BANDS * ROWS, ngram_size=WIDTH)
    frame = frames.from_arrow(table).select("at", sketch.alias("sketch")).collect()
    bands = frame.select("at", chunk(col("sketch"), ROWS).alias("band"))
    bands = bands.with_column("number", frames.lit(list(range(BANDS)))).explode("band", "number")
    met = bands.groupby("number", "band").agg(list_agg(col("at")).alias("met"))
    buckets = met.where(col("met").list_count() > 1).select("met").to_pydict()["met"]
    values = np.array(frame.sort("at").to_pydict()["sketch"], dtype=np.uint32)
    keys = [np.empty(0, dtype=np.int64)]
    for bucket in buckets:
        one, other = np.triu_indices(len(bucket), 1)
        some = np.sort(np.array(bucket, dtype=np.int64))
        keys.append(some[one] << 32 | some[other])
    pairs = np.unique(np.concatenate(keys))
    for at in range(0, len(pairs), 100_000):
        low, high = pairs[at : at + 100_000] >> 32, pairs[at : at + 100_000] & 0xFFFFFFFF
        kept = (values[low] == values[high]).mean(axis=1) >= THRESHOLD
        yield from zip(low[kept].tolist(), high[kept].tolist(), strict=True)


def text_dedup(texts: list[str], cut: Cut) -> Pairs:
    """Its command, from a data set on disk that is there when the clock starts, in all processes;
    it cuts words itself, and takes for a near-duplicate what shares a band."""
    given = texts if cut is blanks else [" ".join(cut(text)) for text in texts]
    with tempfile.TemporaryDirectory() as place, contextlib.redirect_stdout(sys.stderr):
        import datasets

        source = Path(place) / "texts"
        datasets.Dataset.from_dict({"text": given}).save_to_disk(str(source))
        command = importlib.import_module("text_dedup.minhash")
        CLOCK.restart()
        options = {
            "path": source, "output": Path(place) / "out", "cache_dir": Path(place) / "cache",
            "column": "text", "ngram": WIDTH, "num_perm": VALUES, "threshold": THRESHOLD,
            "b": BANDS, "r": ROWS, "min_length": 1, "batch_size": 10_000,
        }  # fmt: skip
        words_of = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        command.main(["--local", *words_of], standalone_mode=False)
        CLOCK.stop()
        yield from ((command.uf.find(at), at) for at in range(len(given)))


def connected(count: int, pairs: Pairs) -> np.ndarray:
    parent = list(range(count))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return np.array([root(one) for one in range(count)], dtype=np.int64)


class Clock:
    """Wall clock and processor seconds, those of children that have ended among them."""

    def restart(self) -> None:
        self.wall, self.cpu = time.perf_counter(), self._cpu()
        self.stopped = False

    def stop(self) -> None:
        if not self.stopped:
            self.wall, self.cpu = time.perf_counter() - self.wall, self._cpu() - self.cpu
            self.stopped = True

    def _cpu(self) -> float:
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system


CLOCK = Clock()
TOOLS: dict[str, Callable[[list[str], Cut], Pairs]] = {
    "datasketch": datasketch,
    "rensa": rensa,
    "gaoya": gaoya,
    "daft": daft,
    "text-dedup": text_dedup,
}


def main(tool: str, source: str, target: str, how: str = "blanks") -> None:
    with Path(source).open() as file:
        texts = [json.loads(line) for line in file]
    cut = words if how == "regex" else blanks
    CLOCK.restart()
    connected(200, TOOLS[tool](texts[:200], cut))
    CLOCK.restart()
    labels = connected(len(texts), TOOLS[tool](texts, cut))
    CLOCK.stop()
    np.save(target, labels)
    found = {"wall": CLOCK.wall, "cpu": CLOCK.cpu, "texts": len(texts), "numpy": np.__version__}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
