"""How often house style names the right agency, and how often it speaks at all.

Reads ``realnews/articles.parquet`` (a sample) and ``helsinki/articles.jsonl`` below the data
folder. Truth: the one agency that an article credits with its text, or on whose own pages it
stands; the credits and what is page furniture are masked, and style has to name the agency by the
rest. Beside it: articles that credit nobody and stand on no agency's pages. Each outlet gives at
most so many articles, since one that gives half of all would be measured alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from syndetect.credits import read_credits, text_agencies
from syndetect.ingest.furniture import find_furniture
from syndetect.model import Article, Credit, CreditRole
from syndetect.provenance import styles

LEVELS = (styles.NAMED, styles.HINTED)
NOBODY = "nobody"


def truth(credits: list[Credit]) -> str | None:
    """The one agency whose text an article is, "nobody", or None where it is not clear."""
    own = {c.agency for c in credits if c.role is CreditRole.OWN}
    named = set(text_agencies(credits)) | own
    if len(named) > 1:
        return None
    if named:
        return named.pop()
    part = any(c.role in (CreditRole.TEXT, CreditRole.CONTRIBUTION) for c in credits)
    return None if part else NOBODY


def sample(data: Path, most: int, seed: int) -> Iterator[tuple[str, Article]]:
    """Articles by set, *most* an outlet."""
    draw = random.Random(seed)
    table = pq.read_table(data / "realnews" / "articles.parquet")
    rows = list(range(table.num_rows))
    draw.shuffle(rows)
    outlets = table.column("outlet").to_pylist()
    seen: Counter[str] = Counter()
    for row in rows:
        seen[outlets[row]] += 1
        if seen[outlets[row]] <= most:
            one = table.slice(row, 1).to_pylist()[0]
            yield (
                "realnews",
                Article(
                    id=one["id"],
                    body=one["text"],
                    outlet=one.get("outlet"),
                    url=one.get("url"),
                    language="en",
                ),
            )
    with (data / "helsinki" / "articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            yield (
                "helsinki",
                Article(
                    id=one["id"],
                    body=one["text"],
                    outlet=one.get("outlet"),
                    url=one.get("url"),
                    language="en",
                ),
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("SYNDETECT_DATA", "data")))
    parser.add_argument("--most", type=int, default=150, help="articles of an outlet")
    parser.add_argument("--seed", type=int, default=4)
    args = parser.parse_args()
    drawn = list(sample(args.data, args.most, args.seed))
    furniture = find_furniture([article for _, article in drawn])
    tallies: dict[tuple[str, str, float], Counter[str]] = {}
    sizes: Counter[tuple[str, str]] = Counter()
    for (name, article), spans in zip(drawn, furniture, strict=True):
        credits = read_credits(article)
        agency = truth(credits)
        if agency is None:
            continue
        group = NOBODY if agency == NOBODY else "agency"
        sizes[name, group] += 1
        text = styles.plain(article.body, credits, spans)
        usage = styles.likely(one.key for one in styles.written(text, "en"))
        for level in LEVELS:
            if usage is not None and usage.probability >= level:
                tallies.setdefault((name, group, level), Counter())[
                    f"{agency} > {usage.agency}"
                ] += 1
    for name, group in sorted(sizes):
        for level in LEVELS:
            found = tallies.get((name, group, level), Counter())
            right = sum(n for pair, n in found.items() if len(set(pair.split(" > "))) == 1)
            print(
                f"{name:9} {group:7} n={sizes[name, group]:5}  at {level:.2f}: speaks "
                f"{found.total() / sizes[name, group]:.3f}, right {right} of {found.total()}"
            )
            print("   ", ", ".join(f"{pair} {n}" for pair, n in found.most_common(12)))


if __name__ == "__main__":
    main()
