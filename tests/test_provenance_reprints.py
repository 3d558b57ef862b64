"""Near-identical reprints are one class."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import looked_up_by, make_tie, make_witness

from syndetect import scan
from syndetect.model import RelationKind
from syndetect.provenance.hands import Hands
from syndetect.provenance.merges import Compared
from syndetect.provenance.reprints import gathered, looked_up
from syndetect.provenance.ties import Ties
from syndetect.provenance.witnesses import Witnesses

COPY = {"kind": RelationKind.REPRINT, "own_left": 0.99, "own_right": 0.98, "likeness": 0.97}
ALONE = np.arange(4, dtype=np.int32)
STORY = (
    "The council of Marlow Ferry voted nine to four on Monday to close the old swing bridge to "
    "lorries, after engineers found seventeen cracked bearings under the north span. Helga Brandt, "
    "who runs a haulage firm, said the detour through Ellerby would add forty minutes to each run. "
    "The bridge, opened in 1931, carries some four thousand vehicles a day, a third of them heavy. "
    "Tomas Oakley photographed the bearings from a dredger in April and sent the county a report."
)
TOLD = [0.796, *[0.907] * 8]  # the shorter one, and those that nobody can put first
WITNESSED = ("some", "many", "few", "all", "most", "several", "neighbours", "critics")


def test_copies_gather_around_one_and_not_by_way_of_a_third() -> None:
    """Two that are near-identical to a third are of its class; who is near to one of these only
    is not."""
    witnesses = [make_witness(at) for at in range(4)]
    ties = [make_tie(0, 1, 0.99, **COPY), make_tie(0, 2, 0.98, **COPY), make_tie(2, 3, 0.9, **COPY)]
    moved, label = gathered(Witnesses.of(witnesses), Hands(witnesses), Ties.of(ties), ALONE)
    assert label.tolist() == [0, 0, 0, 3]
    assert [(t.left, t.right, t.probability) for t in moved] == [(0, 0, 0.98), (0, 3, 0.9)]


def test_versions_of_one_hand_stay_apart() -> None:
    """A text whose outlet has another version of it is no member: a running story has an order."""
    witnesses = [make_witness(0), make_witness(1, outlet="Mail"), make_witness(2, outlet="Mail")]
    ties = [make_tie(0, 1, 0.99, **COPY), make_tie(1, 2, 0.9)]
    moved, label = gathered(Witnesses.of(witnesses), Hands(witnesses), Ties.of(ties), ALONE[:3])
    assert label.tolist() == [0, 1, 2]
    assert list(moved) == ties


def test_a_gathered_class_was_compared_where_any_of_its_texts_was() -> None:
    """What is known of one of its texts is known of the class."""
    known = {(1, 3): (0.8, 0.2)}
    after = np.array([0, 0, 0, 3], dtype=np.int32)
    look = looked_up(looked_up_by(lambda a, b: known.get((a, b), (0.0, 1.0))), ALONE, after)
    kin, apart = look(np.array([0, 3]), np.array([3, 0]))
    assert list(zip(kin.tolist(), apart.tolist(), strict=True)) == [(0.8, 0.2), (0.0, 1.0)]


@pytest.mark.parametrize("names", ["abcdefghi", "ihgfedcba", "caebdgfih"])
def test_copies_that_differ_in_a_word_are_one_voice_whatever_their_ids(names: str) -> None:
    """Eight reprints that differ in one word, and a shorter one later: the later is from the
    others, all have one origin, and ids change nothing but names."""
    rows = [
        {"id": names[at], "outlet": f"o{at}.example", "published": "2025-03-01T08:00:00Z",
         "text": f"{STORY} The vote was seen by {who} as late."}
        for at, who in enumerate(WITNESSED)
    ]  # fmt: skip
    rows.append({"id": names[8], "outlet": "late.example", "published": "2025-03-03T08:00:00Z",
                 "text": STORY.rsplit(". ", 1)[0] + "."})  # fmt: skip
    found = scan(rows)
    [event] = found.graph.events.values()
    assert (event.voices_least, event.voices_most) == (1, 1)
    by_id = {row["id"]: row for row in found.articles.to_pylist()}
    assert len({by_id[name]["origin"] for name in names[:8]}) == 1
    told = sorted(round(d.probability, 3) for d in found.graph.derivations)
    assert told == pytest.approx(TOLD, abs=0.002)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_known_of_some_articles_is_all_they_are_asked(seed: int) -> None:
    """Between any two of the articles that are named, part of a lookup tells what all of it does:
    with copies, gathered classes, crowds, and pairs that were never compared."""
    rng = np.random.default_rng(seed)
    count = 30
    copy = np.minimum(np.arange(count), rng.integers(0, count, count))
    before = copy[copy[copy[copy[copy]]]].astype(np.int32)
    before[before] = before[before]  # a class is named by one of it
    after = np.where(before < 12, before[before % 4], before).astype(np.int32)
    firsts = np.unique(before)
    pairs = [(a, b) for a in firsts for b in firsts if a < b and rng.random() < 0.6]
    left, right = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    known = rng.random((3, len(pairs)))
    crowd = np.where(rng.random(count) < 0.3, 0, -1).astype(np.int32)
    compared = Compared(left, right, *known, before, crowd)
    whole = looked_up(compared, before, after)
    some = np.flatnonzero(rng.random(count) < 0.5)
    part = whole.among(some)
    one, other = (end.ravel() for end in np.meshgrid(some, some))
    for all_, told in zip(whole(one, other), part(one, other), strict=True):
        assert all_.tolist() == told.tolist()
    none = whole.among(some[:0])
    assert [column.tolist() for column in none(some[:0], some[:0])] == [[], []]
