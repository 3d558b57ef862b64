"""What a measured run does, in a process of its own; prints one line of JSON.

    python benchmarks/speed_child.py WHAT ARGUMENTS

Started by ``speed.py``; every kernel is called once before a clock starts, and the time and memory
of what stands before (imports, reading texts that others are handed too) are told apart.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

_WARM = 48  # articles of the scan before the clock
_AFTER = {"comparing pairs": "verdicts and history"}  # what follows a stage without a name
Progress = Callable[[str, int, int], None]


class Stages:
    """Seconds by stage, told by the progress of a scan: wall clock and processor."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self._now, self._since = "", (0.0, 0.0)

    def progress(self, stage: str, done: int, total: int) -> None:
        self.enter(stage)
        if done >= total > 0 and stage in _AFTER:
            self.enter(_AFTER[stage])

    def enter(self, stage: str) -> None:
        """*stage* begins, and the one before ends."""
        if stage == self._now:
            return
        at = (time.perf_counter(), _processor())
        if self._now:
            spent = self.seconds.setdefault(self._now, [0.0, 0.0])
            for clock in (0, 1):
                spent[clock] += at[clock] - self._since[clock]
        self._now, self._since = stage, at


def _processor() -> float:
    """Processor seconds of this process and of those it has begun, ended ones too."""
    import psutil

    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = time.process_time() + ended.ru_utime + ended.ru_stime
    for one in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # it has ended since
            spent += sum(one.cpu_times()[:2])
    return spent


def scan(paths: str, sample: str, threads: str) -> dict[str, Any]:
    """A whole scan, from files to a result folder."""
    import syndetect
    from syndetect.engines import Local

    engine = Local(threads=int(threads))
    warm(engine)
    stages = Stages()
    before = _held()
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "result"
        found = syndetect.scan(
            json.loads(paths),
            sample=json.loads(sample),
            engine=engine,
            progress=stages.progress,
            out=out,
        )
        stages.enter("")
        if not found.articles.num_rows:
            raise RuntimeError(f"no article was read from {paths}")
        size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
        digest = digest_of(out)
    return {
        "stages": stages.seconds,
        "wall": sum(wall for wall, _ in stages.seconds.values()),
        "cpu": sum(cpu for _, cpu in stages.seconds.values()),
        "before": before,
        "articles": found.articles.num_rows,
        "pairs compared": found.summary["counts"].get("pairs compared", found.related.num_rows),
        "relations": found.related.num_rows,
        "result bytes": size,
        "digest": digest,
    }


def digest_of(folder: Path) -> str:
    """SHA-256 of the names and bytes of all files of a result folder, in hex."""
    sums = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        sums.update(f"{file.relative_to(folder).as_posix()}\0".encode())
        with file.open("rb") as opened:
            sums.update(hashlib.file_digest(opened, "sha256").digest())
    return sums.hexdigest()


def groups(texts: str, threads: str, labels: str) -> dict[str, Any]:
    """Near-duplicate groups of texts in memory."""
    import numpy as np

    import syndetect
    from syndetect.engines import Local

    engine = Local(threads=int(threads))
    given = lines(Path(texts))
    syndetect.group_texts(given[:200], engine=engine)
    before, start, cpu = _held(), time.perf_counter(), time.process_time()
    found = syndetect.group_texts(given, engine=engine)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    np.save(labels, np.asarray(found, dtype=np.int64))
    return {"wall": wall, "cpu": cpu, "before": before, "texts": len(given)}


def texts(paths: str, sample: str, raw: str, words: str) -> dict[str, Any]:
    """Write the texts of a collection as a JSON string a line: as they are, and as folded words
    with one blank between, which every detector cuts into the same words."""
    from speed_corpora import Corpus

    from syndetect.text.tokens import fold, tokenise

    count = size = 0
    sums = hashlib.sha256()
    with Path(raw).open("w") as plain, Path(words).open("w") as folded:
        for body in Corpus("", tuple(json.loads(paths)), json.loads(sample)).texts():
            cut = " ".join(" ".join(map(fold, tokenise(body).raw)).split())
            plain.write(json.dumps(body) + "\n")
            folded.write(json.dumps(cut) + "\n")
            sums.update(cut.encode("utf-8", "surrogatepass") + b"\n")
            count, size = count + 1, size + len(body.encode("utf-8", "surrogatepass"))
    return {"texts": count, "bytes": size, "digest": sums.hexdigest()}


def truth(texts: str, out: str) -> dict[str, Any]:
    """Write the exact truth on *texts* to the file *out*."""
    import numpy as np
    from speed_truth import truth as find

    found = find(lines(Path(texts)))
    np.savez(out, first=found.first, left=found.left, right=found.right, groups=found.groups)
    return {"pairs": found.pairs}


def score(true: str, labels: str) -> dict[str, Any]:
    """Pair recall and precision of *labels*."""
    import numpy as np
    from speed_truth import Truth
    from speed_truth import score as of

    with np.load(true) as rows:
        recall, precision = of(np.load(labels), Truth(**{name: rows[name] for name in rows}))
    return {"recall": recall, "precision": precision}


def fingerprints(sets: str) -> dict[str, Any]:
    """Megabytes a second by step, for each set of texts (name to file, or to languages)."""
    import speed_stages

    found: dict[str, Any] = {}
    for name, given in json.loads(sets).items():
        if "languages" in given:
            kinds = {"": speed_stages.made_up(given["count"], *given["languages"])}
        else:
            kinds = speed_stages.by_script(lines(Path(given["texts"])))
        for kind, some in kinds.items():
            figures = speed_stages.measure(some)
            found[f"{name}, {kind}".removesuffix(", ")] = {"texts": len(some), **figures}
    return found


def lines(path: Path) -> list[str]:
    """The JSON strings of a file."""
    with path.open() as file:
        return [json.loads(line) for line in file]


def warm(engine: Any) -> None:
    """Call every kernel once: compiled code is loaded, or compiled, before the clock starts."""
    import syndetect
    from syndetect.newsroom import NewsroomSettings, stream

    rows = [
        {"id": one.id, "text": one.text, "outlet": one.outlet, "published": one.published}
        for one, _ in zip(stream(3, NewsroomSettings(events=9)), range(_WARM), strict=False)
    ]
    with tempfile.TemporaryDirectory() as place:
        syndetect.scan(rows, engine=engine).save(Path(place) / "warm")


def _held() -> int | None:
    """Resident memory now, in bytes."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


_WHAT: dict[str, Callable[..., dict[str, Any]]] = {
    "scan": scan,
    "groups": groups,
    "texts": texts,
    "truth": truth,
    "score": score,
    "fingerprints": fingerprints,
}


def do(known: Mapping[str, Callable[..., dict[str, Any]]]) -> None:
    """Do what the command names, of what is *known*, and print what it gives."""
    print(json.dumps(known[sys.argv[1]](*sys.argv[2:])))


if __name__ == "__main__":
    do(_WHAT)
