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
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from syndetect.credits import read_credits, text_agencies
from syndetect.ingest.furniture import find_furniture
from syndetect.model import Article, Credit, CreditRole
from syndetect.provenance import styles

LEVELS = (styles.NAMED, styles.HINTED)
NOBODY = "nobody"
Tallies = dict[tuple[str, str, float], Counter[tuple[str, str]]]
Sizes = Counter[tuple[str, str]]


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


def article(row: Mapping[str, Any]) -> Article:
    """The article of one row of either set."""
    url = row.get("url")
    return Article(row["id"], row["text"], outlet=row["outlet"], url=url, language="en")


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
            yield "realnews", _article(one)
    with (data / "helsinki" / "articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            yield "helsinki", _article(one)


def _article(row: Mapping[str, Any]) -> Article:
    return Article(
        id=row["id"],
        body=row["text"],
        outlet=row.get("outlet"),
        url=row.get("url"),
        language="en",
    )


def measure(drawn: Iterable[tuple[str, Article]]) -> tuple[Tallies, Sizes]:
    """What style says of each, by set, group (an agency's or nobody's) and level; and how many
    articles each group has.
    """
    articles = list(drawn)
    furniture = find_furniture([one for _, one in articles])
    tallies: Tallies = {}
    sizes: Sizes = Counter()
    for (name, one), spans in zip(articles, furniture, strict=True):
        credits = read_credits(one)
        agency = truth(credits)
        if agency is None:
            continue
        group = NOBODY if agency == NOBODY else "agency"
        sizes[name, group] += 1
        text = styles.plain(one.body, credits, spans)
        usage = styles.likely(form.key for form in styles.written(text, "en"))
        for level in LEVELS:
            if usage is not None and usage.probability >= level:
                tally = tallies.setdefault((name, group, level), Counter())
                tally[agency, usage.agency] += 1
    return tallies, sizes


def right(tally: Counter[tuple[str, str]]) -> int:
    """How often what style says is what is true."""
    return sum(count for (true, said), count in tally.items() if true == said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("SYNDETECT_DATA", "data")))
    parser.add_argument("--most", type=int, default=150, help="articles of an outlet")
    parser.add_argument("--seed", type=int, default=4)
    args = parser.parse_args()
    tallies, sizes = measure(sample(args.data, args.most, args.seed))
    for (name, group), size in sorted(sizes.items()):
        for level in LEVELS:
            tally = tallies.get((name, group, level), Counter())
            print(
                f"{name:9} {group:7} {size:6} articles, from {level:.2f}: speaks of "
                f"{tally.total()}, right {right(tally)}"
            )
            for (true, said), count in sorted(tally.items(), key=lambda x: (-x[1], x[0]))[:8]:
                print(f"    {count:5}  is of {true}, style says {said}")


if __name__ == "__main__":
    main()
