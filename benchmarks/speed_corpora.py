"""Collections to be timed on: a newsroom of any size, written once, or whatever a user names.

The newsroom is that of ``syndetect newsroom`` with its default settings, in files of 10,000
articles. Ten files are one newsroom of some seven years; the next ten are the newsroom of the next
seed, of the same years. So a collection of 100,000 is longer in time than one of 10,000, and one of
1,000,000 is ten times as dense. A smaller collection is always the beginning of a larger one.
"""

from __future__ import annotations

import hashlib
import itertools
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from syndetect.errors import UsageError
from syndetect.ingest import collect
from syndetect.newsroom import NewsroomSettings, stream
from syndetect.newsroom.output import article_line

PART = 10_000  # articles of a file
_PARTS = 10  # files of one newsroom
_EVENTS = 1_650  # events of a file: some 11,100 articles, of which the first 10,000 are written
Say = Callable[[str], None]


@dataclass(frozen=True)
class Corpus:
    """Files that a scan takes, under a name that tables print.

    *sample* articles of them are read, or all; *articles* is how many that is, where known.
    """

    name: str
    paths: tuple[str, ...]
    sample: int | None = None
    articles: int | None = None

    def texts(self) -> list[str]:
        """The bodies, as a scan reads them."""
        found = collect([Path(path) for path in self.paths], sample=self.sample)
        return [article.body for article in found.articles]


def newsroom(cache: Path, articles: int, workers: int = 1, say: Say = print) -> Corpus:
    """The first *articles* of the newsroom; files that *cache* lacks are written.

    Memory does not grow with *articles*; *workers* processes write a file each.
    """
    folder = cache / f"newsroom-{_version()}"
    folder.mkdir(parents=True, exist_ok=True)
    parts = [folder / f"part-{number:04d}.jsonl" for number in range(-(-articles // PART))]
    missing = [number for number, path in enumerate(parts) if not path.exists()]
    if missing:
        say(f"writing {len(missing)} of {len(parts)} files of {PART:,} articles to {folder}")
    if workers > 1 and len(missing) > 1:
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            for number in pool.imap_unordered(partial(_write, folder), missing):
                say(f"part {number} of {len(parts)} is written")
    else:
        for number in missing:
            _write(folder, number)
            say(f"part {number} of {len(parts)} is written")
    rest = articles % PART
    if rest:
        parts[-1] = _cut(parts[-1], rest)
    return Corpus(f"newsroom, {articles:,} articles", tuple(map(str, parts)), None, articles)


def _version() -> str:
    """A digest of what the generator writes, so that files of another one are not taken."""
    lines = (article_line(one) for one in stream(1, NewsroomSettings(events=12)))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def _write(folder: Path, number: int) -> int:
    """Write file *number*, under its name only when it is whole."""
    room, place = divmod(number, _PARTS)
    first = place * _EVENTS
    articles = stream(room + 1, NewsroomSettings(events=first + _EVENTS), first)
    unfinished = folder / f"unfinished-{number:04d}"
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        written = 0
        for article in itertools.islice(articles, PART):
            file.write(article_line(article))
            written += 1
    if written < PART:
        raise UsageError(f"newsroom {room + 1} has {written} articles in {_EVENTS} events")
    unfinished.rename(folder / f"part-{number:04d}.jsonl")
    return number


def _cut(part: Path, articles: int) -> Path:
    """The first *articles* lines of *part* as a file of their own."""
    short = part.with_name(f"{part.stem}-first-{articles}.jsonl")
    if not short.exists():
        with part.open(encoding="utf-8") as file:
            lines = "".join(itertools.islice(file, articles))
        short.write_text(lines, encoding="utf-8", newline="\n")
    return short
