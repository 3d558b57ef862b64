"""The protocol of provenance: what is taken out of a history, and when a chain is in order."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import chains
import removals
from claims import Claim, Claims
from edges import Comparison
from histories import History, Truth

from syndetect import Article

#  s -> a -> c, s -> b, s -> d
TREE = History(
    "tree", {"a": ("s",), "b": ("s",), "c": ("a",), "d": ("s",)}, frozenset("s"), frozenset("x")
)
LINE = History("line", {"b": ("a",), "c": ("b",)}, frozenset("a"))
WORDS = {name: [name] for name in "sabcdx"}


def truth(*histories: History) -> Truth:
    names = sorted({name for one in histories for name in one.articles})
    return Truth(tuple(Article(name, name) for name in names), histories)


def named(**above: str) -> Claims:
    return Claims({child: tuple(map(Claim, parents)) for child, parents in above.items()})


def test_the_children_of_a_root_that_is_gone_are_siblings() -> None:
    """What was below the root has it as a hidden source, and the rest stays as it was."""
    left = removals.without(truth(TREE), removals.roots)
    [history] = left.histories
    assert history.above == {
        "a": ("hidden s",), "b": ("hidden s",), "c": ("a",), "d": ("hidden s",),
    }  # fmt: skip
    assert history.lone == {"x"}
    assert [one.id for one in left.articles] == ["a", "b", "c", "d", "x"]
    assert history.voices == 2


def test_a_child_of_a_hidden_heir_is_a_sibling_too() -> None:
    """Where the root and its child that is a parent are gone, the root is the source of all."""
    [history] = removals.without(truth(TREE), removals.heirs).histories
    assert history.above == dict.fromkeys("bcd", ("hidden s",))
    again = removals.without(removals.without(truth(TREE), removals.roots), removals.heirs)
    assert again.histories[0].above == history.above


def test_nothing_is_made_of_a_line() -> None:
    """A root with one child leaves nothing to be found."""
    assert removals.without(truth(LINE), removals.roots).histories == ()


def test_a_version_follows_the_one_before_the_one_that_is_gone() -> None:
    """Without the one between, the first version is the parent of the last."""
    judged = frozenset({frozenset("ab"), frozenset("bc")})
    line = History(LINE.name, LINE.above, LINE.roots, judged=judged)
    [history] = removals.without(truth(line), removals.middles).histories
    assert history.above == {"c": ("a",)}
    assert history.judged == {frozenset("ac")}


@pytest.mark.parametrize(
    ("claims", "right"),
    [
        (named(b="a", c="b"), True),
        (named(b="a", c="a"), False),
        (named(b="a", c="ab"), False),
        (named(c="b", a="b"), False),
        (named(b="a"), False),
    ],
)
def test_a_chain_is_in_order_where_each_is_from_the_one_before(claims: Claims, right: bool) -> None:
    """Not where two are from the first, nor the other way round, nor with a link missing."""
    tally: defaultdict[str, float] = defaultdict(float)
    chains.count(LINE, claims, WORDS, tally)
    assert (tally["chains"], tally["chains in order"]) == (1, right)


def test_one_text_put_out_twice_may_stand_for_itself() -> None:
    """A version may follow either of two with the same words."""
    words = WORDS | {"b": ["a"]}
    tally: defaultdict[str, float] = defaultdict(float)
    for parent in "ab":
        chains.count(LINE, named(b="a", c=parent), words, tally)
    assert (tally["chains"], tally["chains in order"]) == (2, 2)


def test_a_tree_is_no_chain() -> None:
    """Only lines of three articles or more are counted."""
    short = History("short", {"b": ("a",)}, frozenset("a"))
    for history in (TREE, short):
        assert chains.order(history) == []
    assert chains.order(LINE) == ["a", "b", "c"]


def test_a_hidden_source_is_found_where_all_its_children_share_one() -> None:
    """Two children of three are not enough, and nobody else may have it."""
    left = removals.without(truth(TREE), removals.roots)
    unseen = (Claim("source:1", unseen=True),)

    def found(*children: str) -> float:
        claims = Claims(dict.fromkeys(children, unseen) | {"c": (Claim("a"),)})
        [tally] = Comparison(left, claims, WORDS).tallies()
        return tally["hidden sources found"]

    assert found("a", "b", "d") == 1
    assert found("a", "b") == 0
    assert found("a", "b", "d", "x") == 0
