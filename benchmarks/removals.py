"""More histories with hidden nodes: those of the labelled sets, with articles taken out.

What is taken out is a source as hidden as any other, and its children are real language. So three
hidden sources become many: of a cascade its root; the root and each of its children that is a
parent itself, so that cousins are left; of a running story the version between two others; and
of the short answers the text that they were written from.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import histories
import labelled
from histories import History, Truth, contracted


def roots(history: History) -> frozenset[str]:
    """The first articles of a history that have two children or more."""
    kids = _kids(history)
    return frozenset(one for one in history.roots if len(kids.get(one, ())) > 1)


def heirs(history: History) -> frozenset[str]:
    """Its roots, seen or not, and each of their children that is a parent, where there is one."""
    kids = _kids(history)
    found = set()
    for one in sorted(kids):
        parents = {kid for kid in kids[one] if kid in kids}
        if one not in history.above and len(kids[one]) > 1 and parents:
            found |= {one} | parents
    return frozenset(found) & history.articles


def middles(history: History) -> frozenset[str]:
    """The articles that have one parent and one child, both seen."""
    kids = _kids(history)
    return frozenset(
        one
        for one, parents in history.above.items()
        if len(kids.get(one, ())) == 1 and len(parents) == 1 and parents[0] in history.articles
    )


def without(truth: Truth, gone: Callable[[History], frozenset[str]]) -> Truth:
    """The histories of *truth* of which something is *gone*, as if it had never been collected;
    only those in which a source is hidden that has two children, or a parent's parent is left.
    """
    found = []
    for history in truth.histories:
        out = gone(history)
        if not out:
            continue
        left = history.articles - out
        edges = [(_bare(p), child) for child, some in history.above.items() for p in some]
        above, first = contracted(edges, left)
        if history.judged:
            above = {child: some for child, some in above.items() if set(some) <= left}
        judged = frozenset(frozenset((c, p)) for c, some in above.items() for p in some)
        hidden = [p for some in above.values() for p in some if p not in left]
        voices = len(first) + len(set(hidden)) + len(history.lone)
        if len(hidden) > len(set(hidden)) or (history.judged and above):
            found.append(
                History(
                    history.name,
                    above,
                    first,
                    history.lone,
                    judged=judged if history.judged else frozenset(),
                    voices=None if history.judged else voices,
                )
            )
    kept = {name for history in found for name in history.articles}
    articles = tuple(one for one in truth.articles if one.id in kept)
    return Truth(articles, tuple(found), truth.all_known)


def short_answers(folder: Path) -> Truth:
    """The answers without the texts that they were written from: what was cut or rewritten has
    its task's text as a hidden source, and what was written freely has none.
    """
    labels = json.loads((folder / "short_answers" / "labels.json").read_text("utf-8"))
    above: dict[str, dict[str, tuple[str, ...]]] = {}
    lone: dict[str, set[str]] = {}
    for child, parent, sort in labels["edges"]:
        if sort == "non":
            lone.setdefault(parent, set()).add(child)
        else:
            above.setdefault(parent, {})[child] = (f"hidden {parent}",)
    found = tuple(
        History(parent, some, frozenset(), frozenset(lone.get(parent, ())))
        for parent, some in sorted(above.items())
    )
    told = {name for history in found for name in history.articles}
    answers = labelled.articles(folder, "short_answers")
    return Truth(tuple(one for one in answers if one.id in told), found)


def cascades_without_roots(folder: Path) -> Truth:
    """Cascades whose first article is gone."""
    return without(histories.cascades(folder), roots)


def cascades_without_heirs(folder: Path) -> Truth:
    """Cascades whose first article is gone, and with it each of its children that is a parent."""
    return without(histories.cascades(folder), heirs)


def versions_without_middles(folder: Path) -> Truth:
    """Stories of three versions or more without those in the middle."""
    return without(histories.versions(folder), middles)


def _kids(history: History) -> dict[str, list[str]]:
    """The children of each parent, seen or not."""
    found: dict[str, list[str]] = {}
    for child, parents in sorted(history.above.items()):
        for parent in parents:
            found.setdefault(parent, []).append(child)
    return found


def _bare(name: str) -> str:
    """The name of a node that ``contracted`` may have named as hidden before."""
    return name.removeprefix("hidden ")
