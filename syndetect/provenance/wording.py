"""What is said of a derivation, in sentences that read alone, and in the order of their weight.

A ground is known before it is known whom it speaks for: ``{parent}`` and ``{child}`` stand in its
sentence for the two that it makes of the pair, and are told when the sentence is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from syndetect.credits import UNSPECIFIED

PARENT, CHILD = "{parent}", "{child}"
_MIDDLE = 1.0  # weight beside which it is told what the two have in common

FIRST_UNCLEAR = "which of the two was first is not clear"
OLDER_UNCLEAR = (
    "that this one was before the child is likely; "
    "which of several such articles the child is from is not clear"
)
OTHER_AS_LIKELY = "another article is as likely the parent"
THIN = "the evidence that the child is from any article here is thin"
NOBODY_FIRST = "who was first cannot be told from the texts and dates"
ONE_SOURCE = "all of them have one source"


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason with the log-odds that it is worth, by which reasons are put in order."""

    weight: float
    sentence: str


def told(grounds: Iterable[Ground], against: bool = False) -> list[str]:
    """The sentences, heaviest first; *against* tells of grounds for the other direction."""
    parent, child = ("the child", "the parent") if against else ("the parent", "the child")
    start = "against it: " if against else ""
    ordered = sorted(grounds, key=lambda one: -one.weight)
    said = [one.sentence.replace(PARENT, parent).replace(CHILD, child) for one in ordered]
    return [start + one for one in dict.fromkeys(said)]


def with_common(grounds: Sequence[Ground], common: str) -> list[str]:
    """The sentences, heaviest first, among them what the two have in *common*."""
    return told([*grounds, Ground(_MIDDLE, common)])


def counted(number: float, one: str, many: str) -> str:
    """A number with its noun: "1 word", "2 words"."""
    return f"{number:.0f} {one if round(number) == 1 else many}"


def in_common(own: float, passage_words: float, other: str) -> str:
    """How much of the child stands in *other*."""
    words = counted(passage_words, "word", "words")
    more = f", {words} of it in common passages" if round(passage_words) else ""
    return f"{own:.0%} of the child's own wording stands in {other} as well{more}"


def credit(agency: str, text: str, copy: str | None, part: bool) -> str:
    """That the child, or a *copy* of it, credits an agency, with the words of the credit."""
    who = f"{copy}, a copy of the child," if copy else "the child"
    whom = "agencies that it does not name" if agency == UNSPECIFIED else agency
    return f"{who} credits {whom}{' with a part' if part else ''}: “{short(text)}”"


def short(text: str) -> str:
    """*text* on one line, cut after 70 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 70 else line[:69] + "…"


def any_of(count: int, first: bool) -> str:
    """That the child may be from any of *count* articles; *first*: which all are from this one."""
    if not first and count == 1:
        return "one article here may be the parent of the child, but that is not likely enough"
    if not first:
        return f"any of {count} articles may be the parent of the child"
    if count == 1:
        return "the child may be from an article that is from this one"
    return f"the child may be from any of {count} articles, and this one is the first of them"


def siblings(other: str) -> str:
    """That the child and *other* have one unseen source."""
    return f"the child and {other} tell the same, and neither is found to be from the other"
