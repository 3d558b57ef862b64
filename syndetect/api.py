"""The Python door: a folder, files or articles in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from syndetect import budget, pipeline, store
from syndetect.budget import Estimate
from syndetect.engines.contract import Engine
from syndetect.engines.local import Local
from syndetect.errors import UsageError
from syndetect.findings import Findings
from syndetect.ingest import Collection, from_records
from syndetect.ingest.given import Given, Input, one_article
from syndetect.ingest.walk import state_of
from syndetect.kernels.cache import compiling
from syndetect.model import Article, Relation
from syndetect.nearduplicates import Texts, group
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stages.progress import Progress, finished
from syndetect.unfinished import UNFINISHED


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """Groups of near-identical articles, by id, and what was read and skipped."""

    groups: tuple[tuple[str, ...], ...]
    articles: Sequence[Article]
    summary: Mapping[str, Any]


_IN_MEMORY = 64 * 10**6  # bytes of tables that are not worth a file of a scan that may be stopped
_LONG = 60  # seconds from which a person wants to know how long


def _unheard(_sentence: str) -> None:
    """What nobody listens to."""


def _quiet(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def scan(
    articles: Input,
    *,
    settings: Settings | None = None,
    columns: Mapping[str, str] | None = None,
    outlet_from: str | None = None,
    extraction: str = "balanced",
    sample: int | None = None,
    strict: bool = False,
    engine: Engine | None = None,
    memory: str | int | None = None,
    out: str | Path | None = None,
    texts: bool = True,
    progress: Progress = _quiet,
    tell: Callable[[str], None] = _unheard,
) -> Findings:
    """Say which of the articles derives from which, or from a source that is not among them.

    *articles* is a file, a folder, several of them, or any iterable of ``Article`` or of
    mappings with the columns that files have. *columns* maps our names to theirs
    (``{"text": "content"}``). What cannot be read is skipped and named in
    ``Findings.summary["skipped"]``; with *strict* it raises ``InputError``. *outlet_from* and
    *extraction* say how files are read, as ``ingest.collect`` does.

    *memory* ("4GB", or bytes; None: a share of what is free) changes where tables lie, and no
    answer: what does not fit lies in files for a while. *out* is the folder of the result, as
    ``Findings.save`` writes it (without the texts, if *texts* is false); of no article nothing is
    written. While a long scan of files is not done, its finished stages lie beside that folder:
    stopped, and called again with the same files and settings, it goes on after the last of them.
    *tell* hears, as sentences, what a person may want to know on the way: that a stopped scan goes
    on, that the first one on a machine compiles, how long it may take.

    Raises UsageError before the work where memory or disk cannot hold it, or *out* is no place
    for a result.

    >>> found = scan([{"id": "a", "text": "One."}, {"id": "b", "text": "Two."}])
    >>> found.articles.num_rows
    2
    """
    used, chosen = settings or Settings(), engine or Local()
    room = budget.size(memory)
    if out is not None:
        store.check(Path(out))  # now, and not after an hour of work
    progress("reading articles", 0, 0)
    given = Given.of(articles)
    folder = unfinished(out) if out is not None and given.paths else None
    key: dict[str, Any] = {}
    if folder is not None:
        key = {
            "settings": used.digest,
            "inputs": state_of(given.paths),
            "reading": [columns and dict(columns), outlet_from, extraction, sample, strict],
        }
    lying = min(room // 4, _IN_MEMORY) if folder else room // 4
    with closing(Shelf(lying, folder, key, work=room // 4)) as shelf:
        if there := finished(shelf.found):
            tell(f"Going on with a scan that was stopped: its {there} are there.")
        if shelf.removed:
            tell(
                f"{folder} was of other files, settings or code, or is damaged: this scan begins "
                "anew."
            )
        collection = given.collect(
            columns, outlet_from, sample, strict, shelf, _reading(progress), extraction
        )
        _check(collection, chosen, room, folder, lying, shelf, tell)
        with compiling(tell):
            found = pipeline.run(collection, used, chosen, progress, shelf).findings
        if out is not None and len(collection.articles):
            progress("writing", 0, 0)
            found.save(out, texts=texts)
        shelf.clear()
    return found


def _check(
    collection: Collection,
    engine: Engine,
    room: int,
    folder: Path | None,
    held: int,
    shelf: Shelf,
    tell: Callable[[str], None],
) -> None:
    """Refuse what cannot fit, and say of what is long how long it is; of what goes on, neither."""
    if set(shelf.found) - {"account", "articles"}:
        return
    articles = collection.articles
    estimate = Estimate.of(len(articles), articles.table.nbytes, engine.workers)
    try:
        estimate.check(room, folder, held)
    except UsageError:
        if not shelf.found:
            shelf.clear()
        raise
    if estimate.seconds > _LONG:
        tell(f"{estimate}.")


def _reading(progress: Progress) -> Callable[[int], None]:
    """Who is told how many articles have been read."""
    return lambda articles: progress("reading articles", articles, 0)


def unfinished(out: str | Path) -> Path:
    """Where the finished stages of a scan lie, while its result is not in *out*."""
    place = Path(out).resolve()
    return place.with_name(f".{place.name}{UNFINISHED}")


def near_duplicates(
    articles: Input,
    *,
    settings: Settings | None = None,
    columns: Mapping[str, str] | None = None,
    outlet_from: str | None = None,
    extraction: str = "balanced",
    sample: int | None = None,
    strict: bool = False,
    engine: Engine | None = None,
    progress: Progress = _quiet,
    tell: Callable[[str], None] = _unheard,
) -> NearDuplicates:
    """Only the groups of near-identical articles, for cleaning a corpus.

    Two articles are near-duplicates where the exact resemblance of the shingles of their bodies
    reaches ``near_duplicates.resemblance``; groups are what such pairs connect. ``scan`` finds the
    same, as the column ``group`` (see ``nearduplicates.group`` for the one case where it may not).
    Texts without ids, dates and files are for ``group_texts``, which is faster still.
    """
    used = settings or Settings()
    progress("reading articles", 0, 0)
    collection = Given.of(articles).collect(
        columns, outlet_from, sample, strict, heard=_reading(progress), extraction=extraction
    )
    bodies = collection.articles.table.column("body")
    with compiling(tell):
        alike = group(bodies, used, engine or Local(), progress)
    members: dict[int, list[str]] = {}
    for name, label in zip(collection.articles.column("id"), alike.labels.tolist(), strict=True):
        members.setdefault(label, []).append(name)
    groups = tuple(tuple(ids) for _, ids in sorted(members.items()) if len(ids) > 1)
    summary = {
        "counts": {**collection.counts, "articles": len(bodies), "groups": len(groups)},
        "skipped": [
            {"path": s.path, "row": s.row, "reason": s.reason, "detail": s.detail}
            for s in collection.skipped
        ],
        "dropped": {name: count for name, count in alike.dropped.items() if count},
        "settings_digest": used.digest,
    }
    return NearDuplicates(groups, collection.articles, summary)


def group_texts(
    texts: Texts,
    *,
    settings: Settings | None = None,
    engine: Engine | None = None,
    progress: Progress = _quiet,
    tell: Callable[[str], None] = _unheard,
) -> npt.NDArray[np.int32]:
    """Near-duplicate groups of texts in memory: for each the position of the first of its group.

    *texts* are strings: a list, any iterable, or an Arrow array (a null is an empty text). A text
    that has no near-duplicate, or no words, has its own position. Raises UsageError for what is
    no text. Which texts are near-duplicates is said in ``near_duplicates``.

    >>> texts = ["The mayor opened the new bridge.", "Rain.", "The mayor opened the new bridge!"]
    >>> labels = group_texts(texts)
    >>> [text for at, text in enumerate(texts) if labels[at] == at]
    ['The mayor opened the new bridge.', 'Rain.']
    """
    with compiling(tell):
        return group(texts, settings or Settings(), engine or Local(), progress).labels


def compare(
    left: str | Path | Article,
    right: str | Path | Article,
    *,
    settings: Settings | None = None,
    tell: Callable[[str], None] = _unheard,
) -> Relation:
    """How two articles relate: files (as ``Path``), articles, or their texts (as ``str``).

    Raises UsageError for an empty text, for two articles with one id, and for a ``str`` that is
    the path of a file; InputError for a file that does not hold just one article.
    """
    one, other = one_article(left, "left"), one_article(right, "right")
    if one.id == other.id:
        raise UsageError(f"both articles have the id {one.id!r}: give two different ones")
    collection = from_records([one, other])
    with compiling(tell):
        used = settings or Settings()
        findings = pipeline.run(collection, used, Local(), _quiet, every_pair=True).findings
    relation = findings.relation(one.id, other.id) if len(collection.articles) == 2 else None
    if relation is None:
        reasons = "; ".join(skip.reason for skip in collection.skipped)
        raise UsageError(f"one of the two articles cannot be compared: {reasons or 'no text'}")
    return relation
