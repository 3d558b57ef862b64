"""The files that archives are made of, and the archives themselves: made once, kept in a cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speed_corpora import Corpus
from speed_measure import Run, child

from syndetect.unfinished import code

SEED = 6  # of what is drawn and dealt
_CHILD = "archive_child.py"


def run(what: str, *arguments: str) -> Run:
    """Run ``archive_child.py WHAT ARGUMENTS``."""
    return child(what, *arguments, script=_CHILD)


def done(what: str, *arguments: str) -> dict[str, Any]:
    """What such a run has found. Raises RuntimeError where it failed."""
    ended = run(what, *arguments)
    if ended.failed:
        raise RuntimeError(f"{what}: {ended.failed}")
    return ended.found


@dataclass(frozen=True)
class Parts:
    """A collection in files, a part each."""

    name: str
    paths: tuple[str, ...]
    articles: int
    bytes: int  # of their bodies


def dealt(corpus: Corpus, cache: Path, count: int) -> Parts:
    """*corpus* in *count* parts, each article in one by chance."""
    return _parts("parts", corpus, cache, count)


@dataclass(frozen=True)
class Split:
    """A collection without some of its articles, and these; *place* is where more may be kept."""

    name: str
    stored: str
    held: str
    articles: int  # of stored
    bytes: int  # of all bodies, an article of either
    place: Path

    @property
    def archive(self) -> Path:
        """The archive of what is stored, which is made where it is not there."""
        path = self.place / f"{code()[:12]}.duckdb"
        if not path.exists():
            made = path.with_suffix(".unfinished")
            made.unlink(missing_ok=True)
            done("grow", str(made), json.dumps([[self.stored]]), "0")
            made.rename(path)
        return path

    def derived(self, count: int) -> dict[str, list[str]]:
        """What a scan of what is stored and of the first *count* held has as derived, by these."""
        path = self.place / f"{code()[:12]}-{count}.json"
        if not path.exists():
            done("derived", json.dumps([self.stored]), self.held, str(count), str(path))
        found: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
        return found


def split(corpus: Corpus, cache: Path, count: int) -> Split:
    """*corpus*, of which *count* articles are held out by chance."""
    made = _parts("held out", corpus, cache, count)
    held, stored = made.paths
    kept = made.articles - count
    return Split(corpus.name, stored, held, kept, made.bytes, Path(stored).parent)


def _parts(what: str, corpus: Corpus, cache: Path, count: int) -> Parts:
    """What ``archive_child.py`` writes of *corpus*, under its own name when it is whole."""
    key = hashlib.sha256(json.dumps([what, _state(corpus.paths), corpus.sample, count]).encode())
    folder = cache / "archives" / key.hexdigest()[:16]
    told = folder / "told.json"
    if not told.exists():
        folder.mkdir(parents=True, exist_ok=True)
        given = (json.dumps(corpus.paths), json.dumps(corpus.sample), str(folder))
        found = done(what, *given, str(count), str(SEED))
        told.write_text(json.dumps(found), encoding="utf-8")
    found = json.loads(told.read_text(encoding="utf-8"))
    paths = tuple(map(str, sorted(folder.glob("part-*.jsonl"))))
    return Parts(corpus.name, paths, found["articles"], found["bytes"])


def _state(paths: Sequence[str]) -> list[tuple[str, int]]:
    """Files by their names and sizes: other files are another collection."""
    files = sorted(
        file
        for path in map(Path, paths)
        for file in (path.rglob("*") if path.is_dir() else [path])
        if file.is_file()
    )
    return [(str(file.resolve()), file.stat().st_size) for file in files]
