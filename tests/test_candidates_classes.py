"""Who stands for a class of copies: the same article, whatever the articles are called."""

from __future__ import annotations

import random
from typing import Any

import pytest
from conftest import CHESS, FIRE, FIRE_OWN, HERRING, PILOTS, PILOTS_OWN, SAID, told

from syndetect import Article, Findings, scan, schema
from syndetect.candidates.classes import seniority
from syndetect.evidence.ledger import SIGNALS
from syndetect.ingest.articles import Articles
from syndetect.ingest.times import article_times
from syndetect.model import Trust

Row = dict[str, Any]
TEXT = "Fog again."
# What "Quay Mail" prints under all it has, and so is furniture there and text elsewhere.
FOOT = "Quay Mail is printed on the island of Skarn by its readers, and sold by nobody else."
OUTLETS = ("Quay Mail", "Fish Report", "Skarn Courier", None)
DAYS = ("2031-02-03", "2031-02-04", "2031-03-20", None)


def rows() -> list[Row]:
    """Stories of several outlets and days with copies of each other, and others on the events."""
    texts = [
        told(*PILOTS, FOOT),
        told(*PILOTS[:4], *PILOTS_OWN, FOOT),
        told(*FIRE, FOOT),
        told(*FIRE[1:], f"“{SAID}”"),
        told(*FIRE_OWN, FIRE[0]),
        told(*CHESS, FOOT),
        told(*HERRING, FOOT),
    ]
    found = []
    for at, text in enumerate(texts):
        for copy in range(1 + (at % 3) + (at < 2)):
            outlet, day = OUTLETS[(at + copy) % 4], DAYS[(2 * at + 3 * copy) % 4]
            found.append({"outlet": outlet, "published": day, "text": text})
    return found


def known(found: Findings, names: dict[str, int]) -> tuple[Any, ...]:
    """What a scan says, in the numbers of the articles: pairs, what joins them, what is counted."""
    pairs = {}
    for row in found.relations.to_pylist():
        left, right = names[row["left"]], names[row["right"]]
        turned = left > right
        told = {name: row[name] for name in ("kind", "probability", "found_by")}
        for name in SIGNALS:
            other = name
            if turned and name.endswith("_left"):
                other = name.removesuffix("_left") + "_right"
            elif turned and name.endswith("_right"):
                other = name.removesuffix("_right") + "_left"
            told[name] = row[other]
        pairs[min(left, right), max(left, right)] = told
    groups: dict[str, dict[str, set[int]]] = {"event": {}, "copy_of": {}}
    for row in found.articles.to_pylist():
        for column, members in groups.items():
            if row[column] is not None:
                members.setdefault(row[column], set()).add(names[row["id"]])
    first = sorted(names[one] for one in groups["copy_of"])
    counts = {
        name: count
        for name, count in found.summary["counts"].items()
        if name.startswith(("pairs", "relations", "classes", "events"))
    }
    parts = [sorted(map(sorted, members.values())) for members in groups.values()]
    return pairs, first, parts, counts


@pytest.mark.parametrize("seed", range(4))
def test_names_and_order_say_nothing(seed: int) -> None:
    """Articles that are called otherwise and come in another order are compared in the same pairs,
    with the same facts, context, events and probabilities, and the same copy stands for each
    class."""
    chance, articles = random.Random(seed), rows()
    plain = {f"n{at:02}": at for at in range(len(articles))}
    given = [{"id": name, **articles[at]} for name, at in plain.items()]
    labels = chance.sample(range(1000), len(articles))
    other = {f"{chance.choice('azAZ')}{label}": at for at, label in enumerate(labels)}
    renamed = [{"id": name, **articles[at]} for name, at in other.items()]
    chance.shuffle(renamed)
    expected, got = known(scan(given), plain), known(scan(renamed), other)
    assert len(expected[0]) > 30
    assert got == expected


def article(name: str, **known: Any) -> Article:
    return Article(id=name, body=TEXT, **known)


def ranked(articles: list[Article]) -> schema.I64:
    table = Articles.of(articles).table
    return seniority(table, article_times(table.column("published").to_pylist()))


def test_the_earliest_of_trusted_times_comes_first() -> None:
    """An article whose day its page declares comes before one of which the month is known, that
    before one of a mere clock, however early it is, and all before one without a time."""
    articles = [
        article("f", published="2031-02-03", published_trust=Trust.DECLARED),
        article("e", published="2031-02-04", published_trust=Trust.URL),
        article("d", published="2031-01", published_trust=Trust.DATELINE),
        article("c", published="2030-01-01", published_trust=Trust.PAGE),
        article("b", published="2030-01-02", published_trust=Trust.FILE),
        article("a"),
    ]
    order = [0, 1, 2, 3, 4, 5]
    assert ranked(articles).tolist() != ranked(articles[::-1]).tolist()
    assert ranked(articles)[order].tolist() == sorted(order)


def test_a_name_only_ends_a_tie() -> None:
    """Where all but the names are equal the first name comes first; any other difference decides
    before it."""
    twins = [article("b", outlet="Quay Mail"), article("a", outlet="Quay Mail")]
    assert ranked(twins).tolist() == [1, 0]
    unlike = [article("b", outlet="Fish Report"), article("a", outlet="Quay Mail")]
    assert ranked(unlike).tolist() == [0, 1]
    assert ranked([]).tolist() == []
