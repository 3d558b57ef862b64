"""Stored minima in datasketch's own structures: who meets there, and what is refused."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import datasketch
import numpy as np
import numpy.typing as npt
import pytest

import syndetect
from syndetect import Fingerprint, Settings
from syndetect.archive.sketches import check_stored, forest, lsh
from syndetect.errors import SettingsError, UsageError
from syndetect.fingerprint import to_datasketch
from syndetect.sketch import SketchHeader

NEWSWIRE = Path(__file__).resolve().parent.parent / "examples" / "newswire"
HEADER = SketchHeader.of(Settings().fingerprints)
LEAST = 0.7  # resemblance that makes near-duplicates


def stacked(prints: Sequence[Fingerprint]) -> npt.NDArray[np.uint32]:
    return np.stack([one.minima for one in prints])


def versions(families: int = 6, members: int = 5) -> dict[str, str]:
    """Texts of invented words, of which the members of a family differ by a word in forty each."""
    generator = np.random.default_rng(4)
    texts = {}
    for family in range(families):
        words = [f"w{at}" for at in generator.integers(0, 10_000, 400).tolist()]
        for member in range(members):
            own = list(words)
            for at in range(member, 400, 400 // max(2 * member, 1)):
                own[at] = f"x{family}x{member}x{at}"
            texts[f"{family}/{member}"] = " ".join(own)
    return texts


def groups_by(index: datasketch.MinHashLSH, prints: dict[str, Fingerprint]) -> set[tuple[str, ...]]:
    """Groups that those connect who meet in the index and are enough alike."""
    groups = {name: {name} for name in prints}
    for name, one in prints.items():
        for met in index.query(one.to_datasketch()):
            if one.resemblance(prints[met]) >= LEAST:
                groups[name] |= groups[met]
                for member in groups[name]:
                    groups[member] = groups[name]
    return {tuple(sorted(group)) for group in groups.values() if len(group) > 1}


@pytest.mark.parametrize("given", ["newswire", "versions"])
def test_the_lsh_finds_near_duplicates(given: str) -> None:
    """Near-duplicates meet in the index, each from either side, and connect to the groups that
    ``near_duplicates`` finds."""
    texts = versions()
    records = [{"id": name, "text": text} for name, text in texts.items()]
    found = syndetect.near_duplicates(NEWSWIRE if given == "newswire" else records)
    prints = {article.id: Fingerprint.of(article) for article in found.articles}
    index = lsh(list(prints), stacked(list(prints.values())), HEADER)
    assert (index.b, index.r, index.h) == (32, 4, 128)
    assert found.groups
    assert groups_by(index, prints) == set(found.groups)
    for group in found.groups:
        for one, other in itertools.permutations(group, 2):
            if prints[one].resemblance(prints[other]) >= LEAST:
                assert other in index.query(prints[one].to_datasketch())


@pytest.mark.parametrize("given", ["newswire", "versions"])
def test_the_forest_has_near_duplicates_first(given: str) -> None:
    """As many as an article has near-duplicates, the best of the forest are these and itself."""
    records = [{"id": name, "text": text} for name, text in versions().items()]
    found = syndetect.near_duplicates(NEWSWIRE if given == "newswire" else records)
    prints = {article.id: Fingerprint.of(article) for article in found.articles}
    index = forest(list(prints), stacked(list(prints.values())), HEADER)
    for group in found.groups:
        for name in group:
            best = index.query(prints[name].to_datasketch(), len(group))
            assert sorted(best) == sorted(group)


def test_indices_are_those_that_datasketch_fills_one_by_one() -> None:
    """Filled at once or with a MinHash an article, both hold the same in each bucket, and both
    take what comes later."""
    generator = np.random.default_rng(5)
    minima = generator.integers(0, 3, (200, 16), dtype=np.uint32)
    ids = [f"a{at}" for at in range(200)]
    header = SketchHeader(size=16, seed=3, width=5)
    index, trees = lsh(ids, minima, header, bands=4, rows=3), forest(ids, minima, header, 4)
    own = datasketch.MinHashLSH(num_perm=16, params=(4, 3))
    grown = datasketch.MinHashLSHForest(num_perm=16, l=4)
    for name, row in zip(ids, minima, strict=True):
        own.insert(name, to_datasketch(row, header))
        grown.add(name, to_datasketch(row, header))
    grown.index()
    later = to_datasketch(np.full(16, 7), header)
    for one in (index, own):
        one.insert("later", later)
        one.remove("a7")
    assert index.get_counts() == own.get_counts()
    assert trees.keys == grown.keys
    for row in minima[:40]:
        asked = to_datasketch(row, header)
        assert sorted(index.query(asked)) == sorted(own.query(asked))
        assert sorted(trees.query(asked, 9)) == sorted(grown.query(asked, 9))
    assert "later" in index.query(later)


def test_a_threshold_chooses_the_bands() -> None:
    """With a threshold the bands are those that datasketch takes for it."""
    texts = versions(2)
    prints = {name: Fingerprint.of(text) for name, text in texts.items()}
    index = lsh(list(prints), stacked(list(prints.values())), HEADER, threshold=0.8)
    theirs = datasketch.MinHashLSH(threshold=0.8, num_perm=128)
    assert (index.b, index.r) == (theirs.b, theirs.r) != (32, 4)
    assert "1/0" in index.query(prints["1/1"].to_datasketch())
    assert "0/0" not in index.query(prints["1/1"].to_datasketch())


def test_articles_without_words_meet_nobody() -> None:
    """They stand in neither index, even where there is nothing else."""
    prints = [Fingerprint.of(text) for text in ("…", "The mayor opened the new bridge.", "!")]
    for chosen in ([0, 1, 2], [0, 2], []):
        minima = stacked([prints[at] for at in chosen]) if chosen else np.empty((0, 128), np.uint32)
        ids = [f"a{at}" for at in chosen]
        worded = [name for name in ids if name == "a1"]
        index, trees = lsh(ids, minima, HEADER), forest(ids, minima, HEADER)
        assert [name for name in ids if name in index] == worded
        assert [name for name in ids if name in trees] == worded
        assert index.query(prints[0].to_datasketch()) == []


def test_what_makes_no_index_is_refused() -> None:
    """Ids that come twice or are too few, and bands, trees or thresholds that cannot be."""
    minima = np.zeros((2, 128), dtype=np.uint32)
    for fill in (lsh, forest):
        with pytest.raises(UsageError, match="'a' comes twice"):
            fill(["a", "a"], minima, HEADER)
        with pytest.raises(UsageError, match=r"3 ids and minima of the shape \(2, 128\)"):
            fill(["a", "b", "c"], minima, HEADER)
        with pytest.raises(UsageError, match="there are 128 minima an article"):
            fill(["a", "b"], minima[:, :64], HEADER)
    for bands, rows in ((33, 4), (32, 5), (1, 4), (0, 4), (4, 0)):
        with pytest.raises(SettingsError, match=f"{bands} bands of {rows} minima"):
            lsh(["a", "b"], minima, HEADER, bands=bands, rows=rows)
    for threshold in (-0.1, 1.1, float("nan")):
        with pytest.raises(SettingsError, match="outside 0 to 1"):
            lsh(["a", "b"], minima, HEADER, threshold=threshold)
    with pytest.raises(UsageError, match="either it or them"):
        lsh(["a", "b"], minima, HEADER, threshold=0.5, bands=8)
    for trees in (0, 129):
        with pytest.raises(SettingsError, match=f"1 to 128 trees, not {trees}"):
            forest(["a", "b"], minima, HEADER, trees)


def test_an_archive_is_opened_with_its_settings() -> None:
    """Settings that make other sketches are refused, with those that the archive was made with;
    settings that change no sketch pass."""
    own = Settings().changed({"fingerprints.width": 4, "fingerprints.minima": 256})
    stored = SketchHeader.of(own.fingerprints).to_json()
    other = own.changed({"evidence.width": 4, "candidates.bands": 16})
    assert check_stored(stored, other) == SketchHeader.of(own.fingerprints)
    with pytest.raises(SettingsError) as refused:
        check_stored(stored, Settings())
    assert str(refused.value) == (
        "sketches that do not agree cannot be compared: size 256 and 128, width 4 and 5; open the "
        "archive with the settings it was made with: fingerprints.minima = 256, "
        "fingerprints.seed = 1, fingerprints.width = 4"
    )


def test_an_archive_of_another_definition_is_refused() -> None:
    """Sketches that no settings of this version make ask for the version that made them."""
    stored = SketchHeader.of(Settings().fingerprints).to_json()
    with pytest.raises(SettingsError, match="version 2 and 1; another version of syndetect made"):
        check_stored(stored.replace('"version": 1', '"version": 2'), Settings())
    with pytest.raises(SettingsError, match="do not say how they were made"):
        check_stored("", Settings())
