"""The labelled sets, read from where they lie: articles, and pairs with what is known of them.

They are other people's texts, and stay outside the project: ``$SYNDETECT_DATA`` or
``../shared/data`` beside the checkout.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from syndetect import Article

DERIVED = ("reprint", "update", "partial", "rewrite")


@dataclass(frozen=True)
class Pair:
    """Two ids, whether they are derived, how many pairs this one stands for, and its sort.

    ``block`` names what must not be torn apart: an event, a cascade, a task.
    """

    left: str
    right: str
    derived: bool
    weight: float
    sort: str
    block: str


def home(given: str | None = None) -> Path:
    """The folder of the data; it may not exist."""
    here = Path(__file__).resolve().parent.parent
    return Path(given or os.environ.get("SYNDETECT_DATA") or here.parent / "shared" / "data")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def articles(folder: Path, name: str) -> list[Article]:
    """The articles of a set as the files have them; of ``versions``, all that its pairs name."""
    if name == "versions":
        rows = version_labels(folder)
        return realnews(folder, {end for row in rows for end in (row["later"], row["earlier"])})
    return [_article(row) for row in _lines(folder / name / "articles.jsonl")]


def realnews(
    folder: Path, named: set[str] | None = None, first: int | None = None
) -> list[Article]:
    """The articles of realnews, or those *named*, or the *first* so many."""
    table = pq.read_table(folder / "realnews" / "articles.parquet")
    if named is not None:
        table = table.filter(pc.is_in(table.column("id"), pa.array(sorted(named))))
    return [_article(row) for row in table.slice(0, first).to_pylist()]


def _article(row: dict[str, Any]) -> Article:
    return Article(
        id=row["id"],
        body=row["text"],
        url=row.get("url"),
        outlet=row.get("outlet"),
        headline=row.get("headline") or row.get("title"),
        published=row.get("published"),
        crawled=row.get("crawled"),
    )


def there(folder: Path, name: str) -> bool:
    """Whether the files of a set are there."""
    place = "realnews" if name == "versions" else name
    file = "versions.jsonl" if name == "versions" else "articles.jsonl"
    return (folder / place / file).exists()


def helsinki(folder: Path) -> list[Pair]:
    """Pairs read by hand, with the weight that each has in the whole collection."""
    return [
        Pair(
            row["left"],
            row["right"],
            row["relation"] in DERIVED,
            row["weight"],
            row["relation"],
            f"{row['left']} {row['right']}",
        )
        for row in _lines(folder / "helsinki" / "pairs.jsonl")
        if row["relation"] != "unclear"
    ]


def rewrite_labels(folder: Path) -> list[dict[str, Any]]:
    """The labels of the rewrites as the file has them."""
    return list(_lines(folder / "rewrites" / "labels.jsonl"))


def rewrites(folder: Path) -> list[Pair]:
    """A rewrite against its parents, and against other real articles on the event."""
    pairs = []
    for row in rewrite_labels(folder):
        block = str(row["story"])
        pairs += [Pair(row["child"], p, True, 1.0, row["mode"], block) for p in row["parents"]]
        if row["same_event"] is not False:
            pairs += [Pair(row["child"], o, False, 1.0, row["mode"], block) for o in row["others"]]
    return pairs


def cascades(folder: Path) -> list[Pair]:
    """Parent and child, or two children of one parent, against other articles on the event."""
    pairs = []
    for row in _lines(folder / "cascades" / "labels.jsonl"):
        block, hidden = str(row["cascade"]), set(row["hidden"])
        children: dict[str, set[str]] = {}
        joined: dict[tuple[str, str], str] = {}
        for edge in row["edges"]:
            for parent in edge["parents"]:
                children.setdefault(parent, set()).add(edge["child"])
                joined[min(edge["child"], parent), max(edge["child"], parent)] = "edge"
        for kin in children.values():
            for one, other in itertools.combinations(sorted(kin), 2):
                joined.setdefault((one, other), "siblings")
        members = {end for pair in joined for end in pair} - hidden
        pairs += [
            Pair(a, b, True, 1.0, sort, block)
            for (a, b), sort in sorted(joined.items())
            if a in members and b in members
        ]
        pairs += [
            Pair(one, other, False, 1.0, "same event", block)
            for one in sorted(members)
            for other in row["not_in_cascade"]
        ]
    return pairs


def short_answers(folder: Path) -> list[Pair]:
    """Answers against the encyclopedia article of their task."""
    edges = json.loads((folder / "short_answers" / "labels.json").read_text("utf-8"))["edges"]
    return [Pair(a, b, sort != "non", 1.0, sort, b) for a, b, sort in edges]


def version_labels(folder: Path) -> list[dict[str, Any]]:
    """The labels of the versions as the file has them."""
    return list(_lines(folder / "realnews" / "versions.jsonl"))


def versions(folder: Path) -> list[Pair]:
    """Later and earlier versions of one Reuters story; equal texts are left out, they are easy.

    The set has no false pair: what else Reuters wrote may well take text from its own archive.
    """
    rows = [row for row in version_labels(folder) if not row["identical"]]
    block = _stories([(row["later"], row["earlier"]) for row in rows])
    return [
        Pair(row["later"], row["earlier"], True, 1.0, "version", block[row["later"]])
        for row in rows
    ]


def _stories(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The first id of each story that *pairs* of versions join."""
    first: dict[str, str] = {}

    def find(name: str) -> str:
        while first.setdefault(name, name) != name:
            name = first[name]
        return name

    for one, other in pairs:
        low, high = sorted((find(one), find(other)))
        first[high] = low
    return {name: find(name) for name in first}


SETS: dict[str, Callable[[Path], list[Pair]]] = {
    "helsinki": helsinki,
    "rewrites": rewrites,
    "cascades": cascades,
    "short_answers": short_answers,
    "versions": versions,
}
UNLABELLED = ("versions",)  # sets that name derived pairs, and say of no pair that it is not
