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
    """The articles of a set as the files have them."""
    return [
        Article(
            id=row["id"],
            body=row["text"],
            outlet=row.get("outlet"),
            headline=row.get("headline") or row.get("title"),
            published=row.get("published"),
            crawled=row.get("crawled"),
        )
        for row in _lines(folder / name / "articles.jsonl")
    ]


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


def rewrites(folder: Path) -> list[Pair]:
    """A rewrite against its parents, and against other real articles on the event."""
    pairs = []
    for row in _lines(folder / "rewrites" / "labels.jsonl"):
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


SETS: dict[str, Callable[[Path], list[Pair]]] = {
    "helsinki": helsinki,
    "rewrites": rewrites,
    "cascades": cascades,
    "short_answers": short_answers,
}
