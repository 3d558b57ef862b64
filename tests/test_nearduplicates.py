"""Near-duplicate groups of texts against all pairs, compared one by one."""

from __future__ import annotations

import itertools
import random

import numpy as np
import oracles
import pyarrow as pa
import pytest
import xxhash

import syndetect
from syndetect import nearduplicates
from syndetect.engines import Local
from syndetect.errors import UsageError
from syndetect.settings import Candidates, NearDuplicates, Settings
from syndetect.text.tokens import fold, tokenise

THRESHOLD = Settings().near_duplicates.resemblance


def shingles(text: str) -> frozenset[int]:
    """The shingle set of a text, recomputed from its words."""
    folded = filter(None, (fold(raw) for raw in tokenise(text).raw))
    words = [xxhash.xxh64_intdigest(word.encode()) for word in folded]
    return frozenset(oracles.shingles(words, Settings().fingerprints.width))


def groups_of(texts: list[str], threshold: float = THRESHOLD) -> list[int]:
    """The slow twin: every pair is compared, and a group bears its first position."""
    sets = [shingles(text) for text in texts]
    labels = list(range(len(texts)))
    for one, other in itertools.combinations(range(len(texts)), 2):
        either = sets[one] | sets[other]
        if either and len(sets[one] & sets[other]) / len(either) >= threshold:
            low, high = sorted((labels[one], labels[other]))
            labels = [low if label == high else label for label in labels]
    return labels


def collection(seed: int, count: int = 120) -> list[str]:
    """Texts of which some are edits of others: near, far, cut, in capitals, of a few words."""
    chance = random.Random(seed)
    words = [f"wort{number}" for number in range(3000)]
    texts: list[str] = ["", "...", "Rain.", "rain", "Naïve Köln 1,200 — ٣٤"]
    while len(texts) < count:
        if len(texts) < 20 or chance.random() < 0.4:
            texts.append(" ".join(chance.choices(words, k=chance.randrange(3, 150))))
            continue
        body = chance.choice(texts).split()
        for _ in range(chance.choice((0, 1, 2, 6, 15))):
            if body:
                body[chance.randrange(len(body))] = chance.choice(words)
        kept = body[: max(1, int(len(body) * chance.choice((1, 1, 0.9, 0.6))))]
        text = " ".join(kept)
        texts.append(chance.choice((text, text.upper(), f"{text}.", text.replace(" ", " \u00ad"))))
    return texts


@pytest.mark.parametrize("seed", range(3))
def test_groups_are_those_of_all_pairs(seed: int) -> None:
    """What comparing every pair connects is one group, and nothing else is."""
    texts = collection(seed)
    assert syndetect.group_texts(texts).tolist() == groups_of(texts)


def test_threads_batches_and_room_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same groups on one thread or three, and with little in hand at a time."""
    texts = collection(7)
    expected = syndetect.group_texts(texts, engine=Local(1)).tolist()
    for name, value in (("_BATCH", 7), ("_BANDS", 1), ("_PAIRS", 3), ("_SHINGLES", 50)):
        monkeypatch.setattr(nearduplicates, name, value)
    assert syndetect.group_texts(texts, engine=Local(3)).tolist() == expected


def test_order_changes_only_the_names_of_groups() -> None:
    """Shuffled texts fall into the same groups."""
    texts = list(dict.fromkeys(collection(5)))
    shuffled = random.Random(1).sample(texts, len(texts))

    def sets(given: list[str]) -> set[frozenset[str]]:
        labels = syndetect.group_texts(given).tolist()
        return {
            frozenset(text for text, of in zip(given, labels, strict=True) if of == label)
            for label in labels
        }

    assert sets(texts) == sets(shuffled)


@pytest.mark.parametrize("threshold", [0.8, 0.95])
def test_the_setting_is_the_threshold(threshold: float) -> None:
    """Another resemblance makes other groups: those of all pairs at that resemblance."""
    texts = collection(2, 80)
    settings = Settings(near_duplicates=NearDuplicates(resemblance=threshold))
    assert syndetect.group_texts(texts, settings=settings).tolist() == groups_of(texts, threshold)


def test_a_family_past_the_cap_is_one_group_and_what_is_cut_is_counted() -> None:
    """A hundred edits of one text are one group, though each meets few of them."""
    text = [f"wort{number}" for number in range(200)]
    texts = [" ".join([*text[:at], "anders", *text[at + 1 :]]) for at in range(100)]
    settings = Settings(candidates=Candidates(bucket=2))
    alike = nearduplicates.group(texts, settings, Local(1), lambda *_: None)
    assert not alike.labels.any()
    assert alike.dropped["meetings in crowded bands"] > 0


def test_texts_without_words_are_alone() -> None:
    """Nothing is not the same as nothing."""
    assert syndetect.group_texts(["", "...", "", "—"]).tolist() == [0, 1, 2, 3]
    assert syndetect.group_texts([]).tolist() == []


def test_arrow_arrays_and_iterators_are_taken() -> None:
    """An array of strings, one in chunks, a slice, an iterator: the same as a list."""
    texts = collection(3, 60)
    expected = syndetect.group_texts(texts).tolist()
    array = pa.array(["before", *texts])[1:]
    for given in (array, pa.chunked_array([array[:9], array[9:]]), iter(texts), tuple(texts)):
        assert syndetect.group_texts(given).tolist() == expected
    large = pa.array([None, "Rain.", None, "Rain."], type=pa.large_string())
    assert syndetect.group_texts(large).tolist() == [0, 1, 2, 1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("one text", "one text is no collection"),
        ([b"bytes"], "text 0 is a bytes"),
        (["a text", None], "text 1 is a NoneType"),
        (pa.array([1, 2]), "int64 holds no texts"),
    ],
)
def test_what_is_no_text_is_refused(given: object, said: str) -> None:
    """The message says what is wrong, and where."""
    with pytest.raises(UsageError, match=said):
        syndetect.group_texts(given)  # type: ignore[arg-type]


def test_progress_hears_every_stage() -> None:
    """Each stage is told with how much is done of how much."""
    heard: list[tuple[str, int, int]] = []
    syndetect.group_texts(collection(1, 40), progress=lambda *told: heard.append(told))
    assert {stage for stage, _, _ in heard} == {"fingerprints", "candidates", "comparing pairs"}
    assert all(0 <= done <= total for _, done, total in heard)


def test_labels_are_positions() -> None:
    """A group bears the position of its first text, as int32."""
    labels = syndetect.group_texts(["Rain today.", "Sun.", "rain TODAY", "Sun"])
    assert labels.dtype == np.int32
    assert labels.tolist() == [0, 1, 0, 1]
