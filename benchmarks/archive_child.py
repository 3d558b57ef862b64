"""What a measured run on an archive does, in a process of its own; prints one line of JSON.

    python benchmarks/archive_child.py WHAT ARGUMENTS

Started by ``archive.py``; kernels are called before a clock starts, as in ``speed_child.py``.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from speed_child import Stages, do, warm

_FIELDS = (
    "id", "outlet", "url", "published", "crawled", "headline", "language", "byline",
)  # fmt: skip
_FIRST = 5  # queries before the clock


def parts(paths: str, sample: str, folder: str, count: str, seed: str) -> dict[str, Any]:
    """Write a collection to *count* files of JSON lines, about as long as each other, each article
    to one by chance."""
    return _written(paths, sample, Path(folder), _dealt(int(count), int(seed)))


def held_out(paths: str, sample: str, folder: str, count: str, seed: str) -> dict[str, Any]:
    """Write *count* articles, drawn by chance, to part 0 and all others to part 1."""

    def deal(articles: int) -> list[int]:
        drawn = set(random.Random(int(seed)).sample(range(articles), min(int(count), articles)))
        return [int(one not in drawn) for one in range(articles)]

    return _written(paths, sample, Path(folder), deal)


def _dealt(count: int, seed: int) -> Callable[[int], list[int]]:
    def deal(articles: int) -> list[int]:
        places = [one % count for one in range(articles)]
        random.Random(seed).shuffle(places)
        return places

    return deal


def _written(
    paths: str, sample: str, folder: Path, deal: Callable[[int], list[int]]
) -> dict[str, Any]:
    from syndetect.ingest import collect
    from syndetect.shelf import Shelf

    found = collect(
        [Path(one) for one in json.loads(paths)], sample=json.loads(sample), shelf=Shelf(1 << 28)
    )
    articles, size = found.articles, 0
    with ExitStack() as stack:
        files: dict[int, Any] = {}
        for article, part in zip(articles, deal(len(articles)), strict=True):
            if part not in files:
                path = folder / f"part-{part:04d}.jsonl"
                files[part] = stack.enter_context(path.open("w", encoding="utf-8"))
            row = {name: getattr(article, name) for name in _FIELDS}
            told = {name: value for name, value in row.items() if value is not None}
            files[part].write(json.dumps(told | {"text": article.body}) + "\n")
            size += len(article.body.encode("utf-8", "surrogatepass"))
    return {"articles": len(articles), "bytes": size}


def grow(archive: str, batches: str, threads: str) -> dict[str, Any]:
    """Add batches of files one after the other: what each took, the file then, and its stages."""
    from syndetect.archive import Archive
    from syndetect.engines import Local

    engine = Local(threads=int(threads))
    warm(engine)
    adds: list[dict[str, Any]] = []
    path = Path(archive)
    for batch in json.loads(batches):
        stages = Stages()
        start, cpu = time.perf_counter(), time.process_time()
        with Archive.open(path) as opened:
            found = opened.add(batch, engine=engine, progress=stages.progress)
            stages.enter("closing")
        stages.enter("")
        added = found.summary["added"]
        adds.append(
            {
                "wall": time.perf_counter() - start,
                "cpu": time.process_time() - cpu,
                "stages": stages.seconds,
                "new": len(added["new"]),
                "changed": len(added["changed"]),
                "bytes": path.stat().st_size,
            }
        )
    return {"adds": adds}


def export(archive: str, folder: str) -> dict[str, Any]:
    """All findings of an archive as a result folder."""
    from syndetect.archive import Archive

    with Archive.open(archive, write=False) as opened:
        opened.findings().save(folder)
        return {"articles": len(opened)}


def ask(archive: str, asked: str, count: str) -> dict[str, Any]:
    """Query articles of a file in a warm process: seconds, and the matches of each."""
    from syndetect.archive import Archive

    chosen = _read(asked)
    measured, first = chosen[: int(count)], chosen[-_FIRST:]
    with Archive.open(archive, write=False) as opened:
        start = time.perf_counter()
        opened.query(measured[0])
        begin = time.perf_counter() - start
        for article in first:
            opened.query(article)
        seconds, matches = [], {}
        for article in measured:
            start = time.perf_counter()
            answer = opened.query(article)
            seconds.append(time.perf_counter() - start)
            matches[article.id] = {
                one.article.id: one.relation.probability for one in answer.matches
            }
        return {"first": begin, "seconds": seconds, "matches": matches, "articles": len(opened)}


def derived(paths: str, asked: str, count: str, out: str) -> dict[str, Any]:
    """The pairs of a scan with probability of one half or more that join one of the first *count*
    articles of the file *asked* and one of *paths*, written to *out*: by article the others."""
    import syndetect
    from syndetect.stored import parts_of

    chosen = _read(asked)[: int(count)]
    names = {article.id for article in chosen}
    found = syndetect.scan([*_articles(json.loads(paths)), *chosen])
    pairs: dict[str, list[str]] = {name: [] for name in sorted(names)}
    for part in parts_of(found.related, ("left", "right", "probability")):
        for row in part.to_pylist():
            ends = {row["left"], row["right"]}
            if row["probability"] >= 0.5 and len(ends & names) == 1:
                [name] = ends & names
                pairs[name] += ends - names
    Path(out).write_text(json.dumps(pairs), encoding="utf-8")
    return {"pairs": sum(map(len, pairs.values()))}


def _read(path: str) -> list[Any]:
    return list(_articles([path]))


def _articles(paths: list[str]) -> Iterator[Any]:
    from syndetect.ingest import collect

    yield from collect([Path(one) for one in paths]).articles


def size(archive: str) -> dict[str, Any]:
    """Bytes of a file by table and column, and what no table has."""
    import duckdb

    with duckdb.connect(archive, read_only=True) as con:
        block = con.execute("SELECT block_size FROM pragma_database_size()").fetchall()[0][0]
        free = con.execute("SELECT free_blocks FROM pragma_database_size()").fetchall()[0][0]
        begins: list[tuple[int, int, str, str]] = []
        used: Counter[tuple[str, str]] = Counter()
        tables = con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        for (table,) in tables:
            rows = con.execute(
                "SELECT column_name, block_id, block_offset, len(additional_block_ids) "
                f"FROM pragma_storage_info('kept.{table}') WHERE persistent AND block_id >= 0"
            ).fetchall()
            for column, at, offset, more in rows:
                begins.append((at, offset, table, column))
                used[table, column] += more * block
    begins.sort()
    # A part of a block is as long as to the next part, and the last as long as to the block's end.
    for one, after in zip(begins, [*begins[1:], (-1, 0, "", "")], strict=True):
        used[one[2], one[3]] += (after[1] if after[0] == one[0] else block) - one[1]
    return {
        "bytes": Path(archive).stat().st_size,
        "free": free * block,
        "columns": [[*name, count] for name, count in sorted(used.items())],
    }


def compact(archive: str) -> dict[str, Any]:
    """Write an archive anew."""
    from syndetect.archive import Archive

    start = time.perf_counter()
    with Archive.open(archive) as opened:
        before, after = opened.compact()
    return {"before": before, "after": after, "wall": time.perf_counter() - start}


_WHAT: dict[str, Callable[..., dict[str, Any]]] = {
    "parts": parts,
    "held out": held_out,
    "grow": grow,
    "export": export,
    "ask": ask,
    "derived": derived,
    "size": size,
    "compact": compact,
}

if __name__ == "__main__":
    do(_WHAT)
