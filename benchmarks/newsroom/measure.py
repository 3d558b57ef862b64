"""How alike the articles of a newsroom are, beside real reports of one event.

    python benchmarks/newsroom/measure.py [--data ../shared/data]

Nothing here uses the detector: words, shingles, runs and order are counted as they stand. Real
articles are cut to their first 260 words, the length of the newsroom's.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from syndetect.newsroom import Newsroom, NewsroomSettings, generate

WORDS = 260
COMMON = frozenset(
    re.findall(
        r"\w+",
        """
    about above after again against also and any are because been before being but can could did
    does during each for from further had has have her here his how into its may might more most
    not now off once one only other our out over said same says she should some such than that
    the their them then there these they this those through told too two under until was were
    what when where which while who why will with would you your
    """,
    )
)
FIGURES = ("3-shingles", "longest run", "words in common", "order")
Row = dict[str, float]


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def alike(left: list[str], right: list[str]) -> Row:
    """Resemblance of 3-shingles; words of the longest common run; share of the content words of the
    shorter that the other has; rank correlation of the places of words that each has once."""
    one, two = (set(zip(w, w[1:], w[2:], strict=False)) for w in (left, right))
    row = {"3-shingles": len(one & two) / max(1, len(one | two)), "longest run": _run(left, right)}
    plain = [[w for w in side if w not in COMMON and len(w) > 2] for side in (left, right)]
    both = set(plain[0]) & set(plain[1])
    row["words in common"] = len(both) / max(1, min(len(set(side)) for side in plain))
    counts = [Counter(side) for side in plain]
    places = [{word: at for at, word in enumerate(side)} for side in plain]
    once = sorted(w for w in both if counts[0][w] == counts[1][w] == 1)
    if len(once) > 3:
        ranks = [{w: r for r, w in enumerate(sorted(once, key=p.__getitem__))} for p in places]
        gaps = sum((ranks[0][w] - ranks[1][w]) ** 2 for w in once)
        row["order"] = 1 - 6 * gaps / (len(once) * (len(once) ** 2 - 1))
    return row


def _run(left: list[str], right: list[str]) -> int:
    places = defaultdict(list)
    for at, word in enumerate(right):
        places[word].append(at)
    best, before = 0, dict[int, int]()
    for word in left:
        here = {at: before.get(at - 1, 0) + 1 for at in places.get(word, ())}
        best = max([best, *here.values()])
        before = here
    return best


def show(name: str, rows: list[Row]) -> None:
    """One line: mean, median and 95th percentile of each figure."""
    cells = [f"{name} ({len(rows)})"]
    for figure in FIGURES:
        values = sorted(row[figure] for row in rows if figure in row)
        if not values:
            cells.append("-")
            continue
        mean = sum(values) / len(values)
        shown = (mean, values[len(values) // 2], values[int(0.95 * len(values))])
        form = ".1f" if figure == "longest run" else ".3f"
        cells.append(" / ".join(format(value, form) for value in shown))
    print("| " + " | ".join(cells) + " |")


def bodies(room: Newsroom) -> dict[str, list[str]]:
    texts = {one.id: one.text for one in room.articles}
    texts |= {one.id: one.written for one in room.truth if one.written is not None}
    return {name: words_of(text) for name, text in texts.items()}


def independent(seed: int) -> None:
    """Rivals, and reports of two events, in a newsroom of independent reports without furniture."""
    changes = {"events": 120, "furniture": 0.0, "templates": 0.0}
    room = generate(seed, NewsroomSettings.profile("independent").changed(changes))
    texts = bodies(room)
    pairs = list(combinations(room.truth, 2))
    rivals = [(a.id, b.id) for a, b in pairs if a.event == b.event]
    domain = [(a.id, b.id) for a, b in pairs if a.event != b.event and a.domain == b.domain]
    other = [(a.id, b.id) for a, b in pairs if a.domain != b.domain]
    draw = random.Random(1)
    for name, some in (
        ("newsroom: independent reports of one event", rivals),
        ("newsroom: two events of one domain", draw.sample(domain, 500)),
        ("newsroom: two domains", draw.sample(other, 500)),
    ):
        show(name, [alike(texts[a], texts[b]) for a, b in some])


def derived(seed: int) -> None:
    """Children and their first parents, by role and recipe, in a mixed newsroom."""
    room = generate(seed, NewsroomSettings(events=300))
    texts = bodies(room)
    found: dict[str, list[Row]] = defaultdict(list)
    for one in room.truth:
        if one.parents and one.role != "digest":
            name = one.recipe if one.role == "copy" else one.role
            found[name].append(alike(texts[one.parents[0].id], texts[one.id]))
    for name in sorted(found, key=lambda name: -sum(row["3-shingles"] for row in found[name])):
        show(f"newsroom: parent and {name}", found[name])


def real(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    """Pairs of real articles that were labelled as of one event and not derived."""
    texts = dict(_texts(folder / "rewrites" / "articles.jsonl"))
    pairs = set()
    for row in _lines(folder / "rewrites" / "labels.jsonl"):
        if row.get("same_event", True):
            names = sorted({*row["parents"], *row["others"]} - {row["child"]})  # type: ignore[misc]
            pairs |= {pair for pair in combinations(names, 2) if texts.keys() >= set(pair)}
    yield (
        "real: articles of one event in rewrites",
        [alike(texts[a], texts[b]) for a, b in sorted(pairs)],
    )
    texts = dict(_texts(folder / "helsinki" / "articles.jsonl"))
    rows = _lines(folder / "helsinki" / "pairs.jsonl")
    same = [(r["left"], r["right"]) for r in rows if r["relation"] == "same_event"]
    yield (
        "real: helsinki, same_event",
        [alike(texts[str(a)], texts[str(b)]) for a, b in same],
    )


def _texts(path: Path) -> Iterator[tuple[str, list[str]]]:
    for row in _lines(path):
        yield str(row["id"]), words_of(str(row["text"]))[:WORDS]


def _lines(path: Path) -> Iterable[dict[str, object]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print("| pairs | " + " | ".join(FIGURES) + " |")
    print("|---" * (1 + len(FIGURES)) + "|")
    if (given.data / "helsinki").is_dir():
        for name, rows in real(given.data):
            show(name, rows)
    independent(given.seed)
    derived(given.seed)


if __name__ == "__main__":
    main()
