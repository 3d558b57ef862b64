"""How well credits tell whose text an article is: precision and recall by agency.

Reads ``helsinki/articles.jsonl`` and ``helsinki/credits.jsonl`` below the data folder. Truth:
the agencies of articles labelled ``full``. Labels of outlets that the package does not know,
and of agencies outside the list below, are left out on both sides and counted. An agency that
an article only mentions, or credits with a picture, may have no credit of the text there.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from syndetect.credits import read_credits, text_agencies
from syndetect.credits.attribution import THRESHOLD
from syndetect.model import Article

AGENCIES = (
    "Reuters", "AP", "AFP", "CNN", "Bloomberg", "Washington Post", "New York Times",
    "Los Angeles Times", "TNS", "dpa", "EFE", "ANSA", "PA", "UPI", "TASS", "Xinhua", "Kyodo",
    "PTI", "ANI", "IANS",
)  # fmt: skip


@dataclass
class Tally:
    """Counts by agency, and each pair that was wrong."""

    hits: Counter[str] = field(default_factory=Counter)
    false: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)  # for text: mentions, pictures
    beside: int = 0  # mentions and pictures' credits that are labelled
    left_out: int = 0
    seconds: float = 0.0
    articles: int = 0


def rows(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def article_of(row: dict[str, object]) -> Article:
    return Article(
        id=str(row["id"]),
        body=str(row["text"]),
        headline=str(row["title"]) if row.get("title") else None,
        outlet=str(row["outlet"]),
        url=str(row["url"]) if row.get("url") else None,
    )


def measure(folder: Path) -> tuple[Tally, dict[str, Article], dict[str, dict[str, object]]]:
    """Judge every labelled article; returns the tally, the articles and the labels by id."""
    articles = {str(row["id"]): article_of(row) for row in rows(folder / "articles.jsonl")}
    labels = {str(row["id"]): row for row in rows(folder / "credits.jsonl")}
    tally = Tally(articles=len(labels))
    for key in sorted(labels):
        row = labels[key]
        sources = row["text_source"] if row["role"] == "full" else []
        assert isinstance(sources, list)
        truth = {name for name in sources if name in AGENCIES}
        tally.left_out += len(sources) - len(truth)
        begin = time.perf_counter()
        credits = read_credits(articles[key])
        found = text_agencies(credits)
        tally.seconds += time.perf_counter() - begin
        beside = names(row, "mentions") - names(row, "text_source") - names(row, "also")
        of_text = {
            one.agency for one in credits if one.role == "text" and one.strength >= THRESHOLD
        }
        tally.beside += len(beside)
        tally.taken.extend((key, name) for name in sorted(beside & of_text))
        said = {name for name in found if name in AGENCIES}
        tally.hits.update(truth & said)
        tally.false.extend((key, name) for name in sorted(said - truth))
        tally.missed.extend((key, name) for name in sorted(truth - said))
    return tally, articles, labels


def names(row: dict[str, object], field_of_label: str) -> set[str]:
    """The agencies that a label has in one field."""
    found = row.get(field_of_label) or []
    return set(found) if isinstance(found, list) else {str(found)}


def share(part: int, whole: int) -> str:
    return f"{part / whole:9.3f}" if whole else "        -"


def print_table(tally: Tally) -> None:
    false = Counter(name for _, name in tally.false)
    missed = Counter(name for _, name in tally.missed)
    print(f"{'agency':20}{'true':>6}{'false':>6}{'missed':>7}{'precision':>10}{'recall':>9}")
    for name in AGENCIES:
        hit = tally.hits[name]
        if hit or false[name] or missed[name]:
            print(
                f"{name:20}{hit:6}{false[name]:6}{missed[name]:7}"
                f" {share(hit, hit + false[name])}{share(hit, hit + missed[name])}"
            )
    hit, wrong, lost = tally.hits.total(), len(tally.false), len(tally.missed)
    print(f"{'all':20}{hit:6}{wrong:6}{lost:7} {share(hit, hit + wrong)}{share(hit, hit + lost)}")
    print(
        f"{len(tally.taken)} of {tally.beside} agencies that are only mentioned, or credited with "
        "a picture, taken for the text's"
    )
    print(
        f"{tally.articles} articles, {tally.left_out} labels of other outlets left out, "
        f"{1000 * tally.seconds / max(1, tally.articles):.3f} ms an article"
    )


def print_misses(
    tally: Tally, articles: dict[str, Article], labels: dict[str, dict[str, object]]
) -> None:
    for kind, pairs in (
        ("false", tally.false),
        ("missed", tally.missed),
        ("taken for text", tally.taken),
    ):
        for key, name in pairs:
            row = labels[key]
            print(f"\n{kind} {key} {name} [{row['outlet']}; {row['role']} {row['text_source']}]")
            for credit in read_credits(articles[key]):
                print(
                    f"   {credit.agency:16}{credit.role:13}{credit.zone:9}{credit.strength:5.2f} "
                    f"{credit.text[:90]!r}"
                )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("SYNDETECT_DATA") or str(
        Path(__file__).resolve().parents[2] / "shared" / "data"
    )
    parser.add_argument("--data", default=default, help="the data folder")
    parser.add_argument("--misses", action="store_true", help="list each wrong pair")
    options = parser.parse_args()
    folder = Path(options.data) / "helsinki"
    if not folder.is_dir():
        print(f"no folder {folder}: give --data or set SYNDETECT_DATA", file=sys.stderr)
        return 2
    tally, articles, labels = measure(folder)
    print_table(tally)
    if options.misses:
        print_misses(tally, articles, labels)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
