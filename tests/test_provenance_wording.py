"""Every sentence that a derivation may be given as a reason, as it is read."""

from __future__ import annotations

import pytest

from syndetect.provenance import leanings, wording
from syndetect.provenance.witness import Side
from syndetect.provenance.wording import Ground, told

ONE = Side(0.4, 0.2, 1, 8, 0.2, 1, times=1, finer=1)
MANY = Side(0.4, 0.2, 21, 8, 0.2, 3, times=2, finer=3)
CHILD = Side(0.1, 0.0, 3, 1, 0.05, 0, filler=0.4, odd=1.2, signed=2)

GOLD = {
    "quotations held whole": (
        "a quotation of the child stands in a longer one of the parent",
        "3 quotations of the child stand in longer ones of the parent",
    ),
    "words in quotations": ("the child quotes less: 5% of its words, the parent 20%",) * 2,
    "words that others have": (
        (
            "further articles on the event have more of what only the parent says "
            "than of what only the child says"
        ),
    )
    * 2,
    "names and numbers": (
        "the child lacks 1 name or number of the parent, which lacks 3 of the child",
        "the child lacks 21 names and numbers of the parent, which lacks 3 of the child",
    ),
    "days, months and clocks": (
        (
            "the parent names 1 day, month or hour that the child does not, "
            "and the child 0 that the parent does not"
        ),
        (
            "the parent names 2 days, months or hours that the child does not, "
            "and the child 0 that the parent does not"
        ),
    ),
    "more exact numbers": (
        "1 number is more exact in the parent, 0 in the child",
        "3 numbers are more exact in the parent, 0 in the child",
    ),
    "sentences without a fact": ("more of what only the child says is without names and numbers",)
    * 2,
    "odd forms": ("the child has odd forms of words where the parent reads as most on the event",)
    * 2,
    "wording of its own": (
        "a later version grows: 10% of the child is new, 40% of the parent is gone",
    )
    * 2,
    "names in the sign-off": ("more names sign the child at its end than the parent",) * 2,
}


def test_there_is_a_sentence_for_every_measure() -> None:
    """What is measured can be said, and the gold leaves nothing out."""
    assert set(GOLD) == set(leanings.measures(ONE, CHILD))
    weighed = leanings.coefficients()
    assert set(weighed["parent"]) | set(weighed["version"]) <= set(GOLD)


@pytest.mark.parametrize("name", sorted(GOLD))
def test_each_leaning_reads_alone(name: str) -> None:
    """One or many: the sentence is grammatical, and says which side is meant."""
    for side, said in zip((ONE, MANY), GOLD[name], strict=True):
        assert told([Ground(1.0, leanings.sentence(name, side, CHILD))]) == [said]


def test_a_reason_against_is_told_of_the_other_side() -> None:
    """What speaks for the other direction has parent and child exchanged, and says so."""
    ground = Ground(1.0, leanings.sentence("words in quotations", ONE, CHILD))
    assert told([ground], against=True) == [
        "against it: the parent quotes less: 5% of its words, the child 20%"
    ]


def test_reasons_come_by_weight_and_once() -> None:
    """The heaviest is told first, equal ones in their order, and nothing is said twice."""
    grounds = [Ground(0.3, "c"), Ground(2.0, "a"), Ground(0.3, "d"), Ground(0.1, "a")]
    assert told(grounds) == ["a", "c", "d"]
    assert wording.with_common(grounds, "b") == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        (
            wording.in_common(0.43, 70, "the parent"),
            (
                "43% of the child's own wording stands in the parent as well, "
                "70 words of it in common passages"
            ),
        ),
        (
            wording.in_common(0.04, 1, "b.txt"),
            (
                "4% of the child's own wording stands in b.txt as well, "
                "1 word of it in common passages"
            ),
        ),
        (
            wording.in_common(0.04, 0, "b.txt"),
            "4% of the child's own wording stands in b.txt as well",
        ),
        (wording.credit("AP", "SKARN  (AP)", None, False), "the child credits AP: “SKARN (AP)”"),
        (
            wording.credit("AP", "AP contributed", None, True),
            "the child credits AP with a part: “AP contributed”",
        ),
        (
            wording.credit("AP", "(AP)", "c.txt", False),
            "c.txt, a copy of the child, credits AP: “(AP)”",
        ),
        (wording.any_of(3, False), "any of 3 articles may be the parent of the child"),
        (
            wording.any_of(3, True),
            "the child may be from any of 3 articles, and this one is the first of them",
        ),
        (wording.any_of(1, True), "the child may be from an article that is from this one"),
        (
            wording.siblings("b.txt"),
            "the child and b.txt tell the same, and neither is found to be from the other",
        ),
        (
            leanings.said_apart(ONE, CHILD, ("a.txt", "b.txt")),
            (
                "a.txt and b.txt each have what the other lacks: 40% and 10% of their wording, "
                "20% and 0% of their names and numbers"
            ),
        ),
    ],
)
def test_other_sentences_read_alone(said: str, gold: str) -> None:
    """The rest of what is said, word for word."""
    assert said == gold


def test_a_long_credit_is_cut() -> None:
    """A credit is quoted on one line of seventy characters at most."""
    assert len(wording.short("word " * 40)) <= 70
    assert wording.short("word " * 40).endswith("…")
