"""True histories: who took it from whom, read from the labelled sets into one form.

A `Truth` is a set of articles and the histories (events, cascades, stories) that they are of.
What the labels do not speak of is not judged: two real articles are nowhere taken for independent
of each other, for a few of them do share an agency's text.

Hidden nodes are contracted in this way. The parents of an article are the nearest visible
articles above it: where a line leads through a hidden node that itself has a visible ancestor,
the child hangs on that ancestor. Where a line ends at a hidden node with nobody visible above,
the topmost hidden node of the line is the article's unseen source; children of one such node are
siblings of an unseen source, and no edge joins them.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import labelled
import pyarrow.parquet as pq

from syndetect import Article
from syndetect.newsroom import NewsroomSettings, generate

Edge = tuple[str, str]  # parent, child
AGENCIES = {"AP": r"AP|Associated Press", "Reuters": r"Reuters", "CNN": r"CNN"}


@dataclass(frozen=True)
class History:
    """One true history.

    ``above`` has, for each article whose making is known, its true parents: visible articles, and
    unseen sources by names that are ids of no article. ``lone`` are articles known to have no kin
    among the told; ``judged`` are further pairs that the labels speak of, ``open`` those they
    leave open. ``voices`` is how many hands told the event apart, None where that is not known.
    """

    name: str
    above: Mapping[str, tuple[str, ...]]
    roots: frozenset[str]
    lone: frozenset[str] = frozenset()
    judged: frozenset[frozenset[str]] = frozenset()
    open: frozenset[frozenset[str]] = frozenset()
    voices: int | None = None

    @property
    def articles(self) -> frozenset[str]:
        return frozenset(self.above) | self.roots | self.lone


@dataclass(frozen=True)
class Truth:
    """A set: its articles, its histories, and agencies that are the true origin of articles.

    ``all_known``: that two articles have nothing to do with each other is known of roots, too.
    """

    articles: tuple[Article, ...]
    histories: tuple[History, ...] = ()
    all_known: bool = False
    agencies: Mapping[str, str] = field(default_factory=dict)


def contracted(
    edges: Iterable[Edge], visible: frozenset[str]
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """The parents of each visible child as the module says, and the visible articles that are
    parents only.
    """
    up: dict[str, list[str]] = {}
    for parent, child in edges:
        up.setdefault(child, []).append(parent)
    above = {
        child: tuple(dict.fromkeys(itertools.chain(*(_seen(p, up, visible) for p in up[child]))))
        for child in up
        if child in visible
    }
    ends = {parent for parents in above.values() for parent in parents}
    return above, frozenset((ends & visible) - above.keys())


def _seen(node: str, up: Mapping[str, list[str]], visible: frozenset[str]) -> list[str]:
    """*node* where it is visible, else what is visible above it, else its topmost hidden node."""
    if node in visible:
        return [node]
    if node not in up:
        return [f"hidden {node}"]
    found = list(itertools.chain(*(_seen(parent, up, visible) for parent in up[node])))
    return [one for one in found if one in visible] or found


def cascades(folder: Path) -> Truth:
    """Cascades of known plan; every article that was written is judged against all others."""
    articles = labelled.articles(folder, "cascades")
    visible = frozenset(one.id for one in articles)
    histories = []
    for row in _lines(folder / "cascades" / "labels.jsonl"):
        edges = [(p, edge["child"]) for edge in row["edges"] for p in edge["parents"]]
        above, roots = contracted(edges, visible)
        lone = frozenset(row["not_in_cascade"])
        hidden = {p for some in above.values() for p in some} - visible
        voices = len(roots) + len(hidden) + len(lone)
        name = f"{row['cascade']} {row['pattern']}"
        histories.append(History(name, above, roots, lone, voices=voices))
    return Truth(tuple(articles), tuple(histories))


def rewrites(folder: Path) -> Truth:
    """Rewrites among real articles; only the rewrite is judged, and pairs that are no event of
    one sort or the other are left open.
    """
    histories = []
    for row in _lines(folder / "rewrites" / "labels.jsonl"):
        child, parents, others = row["child"], tuple(row["parents"]), frozenset(row["others"])
        known = row["same_event"] is not False
        histories.append(
            History(
                name=f"{row['story']} {row['mode']}",
                above={child: parents},
                roots=frozenset(parents),
                lone=others,
                open=frozenset() if known else frozenset(frozenset((child, o)) for o in others),
                voices=len(parents) + len(others) if known else None,
            )
        )
    return Truth(tuple(labelled.articles(folder, "rewrites")), tuple(histories))


def versions(folder: Path) -> Truth:
    """Later and earlier versions of one agency story; identical texts are left out, and only the
    pairs of the list are judged.
    """
    rows = [r for r in _lines(folder / "realnews" / "versions.jsonl") if not r["identical"]]
    named = sorted({row[end] for row in rows for end in ("earlier", "later")})
    table = pq.read_table(folder / "realnews" / "articles.parquet", filters=[("id", "in", named)])
    articles = tuple(_article(row["text"], row.__getitem__) for row in table.to_pylist())
    above: dict[str, tuple[str, ...]] = {}
    for row in rows:
        above[row["later"]] = (*above.get(row["later"], ()), row["earlier"])
    histories = []
    for story in _joined((row["earlier"], row["later"]) for row in rows):
        inside = {child: above[child] for child in sorted(story) if child in above}
        listed = frozenset(frozenset((c, p)) for c, some in inside.items() for p in some)
        roots = frozenset(story) - inside.keys()
        histories.append(History(min(story), inside, roots, judged=listed))
    return Truth(articles, tuple(histories))


def stemma(folder: Path) -> Truth:
    """An artificial tradition of manuscripts: one history, all of it known."""
    labels = json.loads((folder / "stemma" / "labels.json").read_text("utf-8"))
    articles = [
        Article(id=row["id"], body=row["text"], language=row["lang"])
        for row in _lines(folder / "stemma" / "articles.jsonl")
    ]
    visible = frozenset(one.id for one in articles)
    edges = [(parent, child) for child, parent, _ in labels["edges"]]
    above, roots = contracted(edges, visible)
    return Truth(tuple(articles), (History("tradition", above, roots, voices=1),), True)


def helsinki(folder: Path) -> Truth:
    """Articles without a credit of their own whose text is an agency's, with that agency.

    They stand in a derived pair that the readers gave to AP, Reuters or CNN, or whose other
    article is that agency's by its credit. Where a credit was read for the article, its role is
    `none`; where none was read, the text names the agency nowhere.
    """
    articles = tuple(labelled.articles(folder, "helsinki"))
    text = {one.id: one.body for one in articles}
    read = {row["id"]: row for row in _lines(folder / "helsinki" / "credits.jsonl")}
    found: dict[str, set[str]] = {}
    for pair in _lines(folder / "helsinki" / "pairs.jsonl"):
        if pair["relation"] not in labelled.DERIVED:
            continue
        for one, other in itertools.permutations((pair["left"], pair["right"])):
            said = read.get(other, {"text_source": []})["text_source"]
            found.setdefault(one, set()).update({pair["source"], *said} & AGENCIES.keys())
    agencies = {}
    for name, some in sorted(found.items()):
        if len(some) != 1:
            continue
        agency = min(some)
        named = re.search(rf"\b(?:{AGENCIES[agency]})\b", text[name])
        if read[name]["role"] == "none" if name in read else not named:
            agencies[name] = agency
    return Truth(articles, agencies=agencies)


def newsroom(settings: str) -> Truth:
    """An invented newsroom (``syndetect.newsroom``) of these settings, as TOML: all is known.

    Digests and templates, which have pieces of everything, are of no history. Of an article that
    nothing visible comes from, and that comes from nothing, all others are strangers.
    """
    seed, chosen = NewsroomSettings.from_toml(settings)
    room = generate(seed or 1, chosen)
    articles = tuple(_article(one.text, partial(getattr, one)) for one in room.articles)
    visible = frozenset(one.id for one in articles)
    by_event: dict[str, list[Any]] = {}
    for row in room.truth:
        if row.event is not None and row.role not in ("digest", "template"):
            by_event.setdefault(row.event, []).append(row)
    histories = []
    for event, rows in sorted(by_event.items()):
        ids = {row.id for row in rows}
        edges = [(p.id, row.id) for row in rows for p in row.parents if p.id in ids]
        above, roots = contracted(edges, visible)
        lone = frozenset(ids & visible) - above.keys() - roots
        if above or roots or lone:
            histories.append(History(event, above, roots, lone))
    return Truth(articles, tuple(histories), True)


def _article(body: str, known: Callable[[str], Any]) -> Article:
    """An article of which *known* gives everything but the body, by the name of the field."""
    fields = {name: known(name) for name in ("id", "outlet", "url", "published", "headline")}
    return Article(body=body, **fields)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _joined(pairs: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """What the pairs connect."""
    group: dict[str, set[str]] = {}
    for left, right in pairs:
        both = group.get(left, {left}) | group.get(right, {right})
        for one in both:
            group[one] = both
    return sorted({frozenset(some) for some in group.values()}, key=min)
