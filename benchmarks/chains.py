"""Running stories: whether each version is named as from the one before it.

A chain is a history of three articles or more, each of which has the one before it as its only
parent. Two of them with the same words (a story that was put out once more) cannot be told apart:
each may stand for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from claims import Claims
from histories import History


def order(history: History) -> list[str]:
    """The articles of a chain from the first on; none where the history is no chain."""
    child: dict[str, str] = {}
    for one, parents in history.above.items():
        if len(parents) != 1 or parents[0] in child or parents[0] not in history.articles:
            return []
        child[parents[0]] = one
    firsts = sorted(history.roots)
    if len(firsts) != 1 or history.lone or len(history.above) < 2:
        return []
    line = firsts
    while line[-1] in child:
        line.append(child[line[-1]])
    return line if len(line) == len(history.articles) else []


def count(
    history: History,
    claims: Claims,
    words: Mapping[str, Sequence[str]],
    tally: defaultdict[str, float],
) -> None:
    """Add a chain to *tally*, and whether it is named in its order."""
    line = order(history)
    if not line:
        return
    texts = [tuple(words[name]) for name in line]
    right = True
    for at, name in enumerate(line):
        named = [one.parent for one in claims.above.get(name, ()) if one.parent in history.articles]
        if at and texts[at] not in texts[:at]:
            right &= [tuple(words[one]) for one in named] == [texts[at - 1]]
        elif not at:
            right &= all(tuple(words[one]) == texts[0] for one in named)
    tally["chains"] += 1
    tally["chains in order"] += right
