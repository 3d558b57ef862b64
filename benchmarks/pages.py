"""How well the text of a news page is found, and what becomes of its credit lines.

Reads ``pages/extraction.tar.xz`` below the data folder: pages, and the text of each as a person
marked it (``docs.jsonl``). The measure is that of Scrapinghub's article-extraction-benchmark:
precision and recall of runs of four words, each page's own, their means over the pages, and F1 of
the two means.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any

from syndetect.credits import read_credits
from syndetect.ingest.blocks import blocks_of
from syndetect.ingest.decoding import decode
from syndetect.ingest.html import Extraction, declared_encoding, html_fields
from syndetect.model import Article, Credit, CreditRole

_WORD = re.compile(r"\w+")
_RUN = 4  # words
_SOURCES = (CreditRole.TEXT, CreditRole.CONTRIBUTION, CreditRole.OWN)


@dataclass
class Page:
    """A page as it was fetched, and its text as a person marked it."""

    name: str
    source: str
    gold: str
    outlet: str
    url: str


@dataclass
class Result:
    """What one page gave in one mode."""

    page: Page
    precision: float
    recall: float
    seconds: float
    fields: Mapping[str, object]


@dataclass
class Lines:
    """Credit lines of all pages: where they stand, and what became of them."""

    read: list[tuple[str, str, str]] = field(default_factory=list)
    pictures: int = 0
    elsewhere: list[tuple[str, str]] = field(default_factory=list)


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Each run of four words with its count; of a shorter text, the one that it is."""
    words = _WORD.findall(text)
    found = (tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
    return Counter(run for run in found if run)


def score(gold: str, text: str) -> tuple[float, float]:
    """Precision and recall of *text*; both 1 where both texts are empty."""
    wanted, got = runs(gold), runs(text)
    if wanted == got:
        return 1.0, 1.0
    both = (wanted & got).total()
    return both / max(1, got.total()), both / max(1, wanted.total())


def pages_of(path: Path) -> list[Page]:
    with tarfile.open(path) as archive:
        files = {Path(one.name).name: one for one in archive.getmembers() if one.isfile()}

        def content(name: str) -> bytes:
            held = archive.extractfile(files[name])
            assert held is not None
            return held.read()

        rows = [json.loads(line) for line in content("docs.jsonl").splitlines()]
        pages = []
        for row in sorted(rows, key=lambda row: str(row["id"])):
            raw = content(f"{row['id']}.html")
            source, _ = decode(raw, declared_encoding(raw))
            pages.append(Page(row["id"], source, row["text"], row["outlet"], row["url"]))
    return pages


def measure(pages: list[Page], extraction: Extraction) -> list[Result]:
    results = []
    for page in pages:
        begin = time.thread_time()
        fields = html_fields(page.source, extraction=extraction)
        seconds = time.thread_time() - begin
        precision, recall = score(page.gold, str(fields.get("text", "")))
        results.append(Result(page, precision, recall, seconds, fields))
    return results


def credits_read(result: Result) -> list[Credit]:
    fields = result.fields
    one = Article(
        result.page.name,
        str(fields.get("text", "")),
        headline=_string(fields, "headline"),
        byline=_string(fields, "byline"),
        outlet=result.page.outlet,
        url=result.page.url,
    )
    return read_credits(one)


def _string(fields: Mapping[str, object], name: str) -> str | None:
    return str(fields[name]) if name in fields else None


def credit_lines(results: list[Result]) -> Lines:
    """Every block of the pages that reads as a credit, and whether its agency was read."""
    from trafilatura.utils import load_html

    lines = Lines()
    for result in results:
        page, read = result.page, credits_read(result)
        known = {credit.agency for credit in read if credit.role in _SOURCES}
        kept = f"{result.fields.get('byline', '')}\n{result.fields.get('text', '')}"
        for credit in read:
            if credit.role in (CreditRole.TEXT, CreditRole.CONTRIBUTION):
                told = f"{credit.role} {credit.agency}, {credit.zone}"
                lines.read.append((page.outlet, told, credit.text))
        for block in blocks_of(load_html(page.source))[0]:
            if len(block.text) > 400 or block.text in kept:
                continue
            one = Article(page.name, block.text, outlet=page.outlet, url=page.url)
            found = {credit for credit in read_credits(one) if credit.role in _SOURCES}
            if block.picture:
                lines.pictures += bool(read_credits(one))
            elif any(credit.agency not in known for credit in found):
                lines.elsewhere.append((page.outlet, block.text))
    return lines


def report(results: list[Result], extraction: Extraction) -> float:
    precision, recall = mean(r.precision for r in results), mean(r.recall for r in results)
    f1 = 2 * precision * recall / (precision + recall)
    seconds = sorted(r.seconds for r in results)
    print(
        f"{extraction:10} F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}"
        f"  CPU seconds a page {mean(seconds):.3f} (median {median(seconds):.3f},"
        f" longest {seconds[-1]:.2f})"
    )
    return f1


def worst(results: list[Result], count: int) -> None:
    print(f"\nThe {count} worst pages (balanced):")
    for result in sorted(results, key=lambda r: (r.precision + r.recall, r.page.name))[:count]:
        print(
            f"  precision {result.precision:.3f}  recall {result.recall:.3f}"
            f"  {result.page.name[:10]}  {result.page.outlet}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("SYNDETECT_DATA", Path(__file__).parents[2] / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=default, help="the data folder")
    parser.add_argument("--worst", type=int, default=20, metavar="N", help="pages to list")
    parser.add_argument("--credits", action="store_true", help="list the credit lines")
    given = parser.parse_args()
    path = given.data / "pages" / "extraction.tar.xz"
    if not path.exists():
        print(f"{path}: not there. Name the data folder with --data.", file=sys.stderr)
        return 3
    pages = pages_of(path)
    html_fields(pages[0].source)  # what is loaded on first use is no page's time
    print(f"{len(pages)} pages")
    found: dict[Extraction, Any] = {}
    for extraction in Extraction:
        found[extraction] = measure(pages, extraction)
        report(found[extraction], extraction)
    balanced = found[Extraction.BALANCED]
    worst(balanced, given.worst)
    lines = credit_lines(balanced)
    print(f"\n{len(lines.read)} credits of texts read; {lines.pictures} blocks with a picture's.")
    print(f"{len(lines.elsewhere)} further blocks name an agency that was not read for the text:")
    for outlet, text in lines.elsewhere:
        print(f"  {outlet}: {text[:100]}")
    if given.credits:
        print("\nRead:")
        for outlet, told, text in lines.read:
            print(f"  {outlet}: {told}: {text[:100]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
