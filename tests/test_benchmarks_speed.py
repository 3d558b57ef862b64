"""The benchmark of speed: the truth it measures against, its collections, runs and tables."""

from __future__ import annotations

import json
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import speed
import speed_child
import speed_corpora
import speed_measure
import speed_rivals
import speed_scans
import speed_sections
import speed_stages
import speed_tables
import speed_truth

from syndetect.newsroom import NewsroomSettings, stream


def texts(seed: int = 4, count: int = 60) -> list[str]:
    """Random texts over few words: copies, variants, texts that are short and empty."""
    chance = np.random.default_rng(seed)
    found = ["", "", "one two", "one two", "one two three"]
    for _ in range(count):
        words = [f"w{n}" for n in chance.integers(0, 40, int(chance.integers(4, 40)))]
        found.append(" ".join(words))
        for _ in range(int(chance.integers(0, 4))):
            words[int(chance.integers(len(words)))] = "other"
            found.append(" ".join(words))
    return found


def slow_pairs(given: list[str]) -> set[tuple[int, int]]:
    """All pairs, by sets of tuples of words, each with each."""
    sets = []
    for text in given:
        words = text.split()
        whole = {tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))}
        sets.append(whole if words else set())
    return {
        (one, other)
        for one, other in combinations(range(len(given)), 2)
        if sets[one] and len(sets[one] & sets[other]) / max(1, len(sets[one] | sets[other])) >= 0.7
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_truth_is_every_pair_of_the_resemblance(seed: int) -> None:
    """The prefix filter loses none and adds none, copies counted pair by pair."""
    given = texts(seed)
    found = speed_truth.truth(given)
    wanted = slow_pairs(given)
    assert found.pairs == len(wanted) > 20
    first = dict(enumerate(found.first.tolist()))
    direct = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert {
        (one, other)
        for one, other in combinations(range(len(given)), 2)
        if (first[one] == first[other] and given[one])
        or tuple(sorted((first[one], first[other]))) in direct
    } == wanted
    assert found.groups.tolist() == speed_truth.connected(len(given), sorted(wanted)).tolist()


def test_labels_are_scored_pair_by_pair() -> None:
    """As counted over all pairs, for labels that are right, too fine, too coarse and mixed."""
    given = texts()
    true = speed_truth.truth(given)
    wanted = slow_pairs(given)
    chance = np.random.default_rng(1)
    mixed = np.where(chance.random(len(given)) < 0.3, 0, true.groups)
    for labels in (true.groups, np.arange(len(given)), np.zeros(len(given), dtype=int), mixed):
        joined = {
            pair for pair in combinations(range(len(given)), 2) if len({*labels[list(pair)]}) == 1
        }
        right = {pair for pair in joined if true.groups[pair[0]] == true.groups[pair[1]]}
        recall, precision = speed_truth.score(labels, true)
        assert recall == pytest.approx(len(joined & wanted) / len(wanted))
        assert precision == pytest.approx(len(right) / len(joined) if joined else 1.0)


def test_a_newsroom_is_written_once_and_a_small_one_begins_a_large_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are cut where the collection ends, and are not written again."""
    monkeypatch.setattr(speed_corpora, "PART", 20)
    monkeypatch.setattr(speed_corpora, "_EVENTS", 9)
    said: list[str] = []
    large = speed_corpora.newsroom(tmp_path, 50, say=said.append)
    small = speed_corpora.newsroom(tmp_path, 30, say=said.append)
    lines = ["".join(Path(p).read_text("utf-8") for p in c.paths) for c in (large, small)]
    assert [text.count("\n") for text in lines] == [50, 30]
    assert lines[0].startswith(lines[1])
    assert sum("writing" in line for line in said) == 1
    first = next(stream(1, NewsroomSettings(events=1)))
    assert json.loads(lines[0].split("\n", 1)[0])["id"] == first.id


def test_a_run_is_watched_and_a_failure_is_told() -> None:
    """Memory is that of the process asked for, and what fails says why."""
    done = speed_measure.run(
        [
            sys.executable,
            "-c",
            "import time; x = bytes(1) * 80_000_000; time.sleep(0.3); print('{}')",
        ]
    )
    assert done.failed == ""
    if done.anonymous is not None:
        assert done.anonymous > 80_000_000
        assert done.peak is not None
        assert done.peak >= done.anonymous
    broken = speed_measure.run([sys.executable, "-c", "raise SystemExit('no such thing')"])
    assert broken.failed == "exit 1: no such thing"


def test_memory_is_that_of_all_processes_together() -> None:
    """What a process holds, and what one that it started holds at the same time."""
    holds = "import time; x = bytes(1) * 80_000_000; time.sleep(0.5)"
    starts = "import subprocess, sys; one = subprocess.Popen([sys.executable, '-c', sys.argv[1]])"
    both = f"{starts}; {holds}; one.wait()"
    done = speed_measure.run([sys.executable, "-c", both, holds])
    assert done.failed == ""
    for found in (done.anonymous, done.peak):
        assert found is None or 160_000_000 < found < 220_000_000


def test_stages_add_up_to_the_whole_and_threads_change_no_byte(tmp_path: Path) -> None:
    """Two scans of a small newsroom, each stage with its seconds."""
    path = tmp_path / "articles.jsonl"
    lines = [speed_corpora.article_line(one) for one in stream(1, NewsroomSettings(events=4))]
    path.write_text("".join(lines), encoding="utf-8")
    runs = [speed_child.scan(json.dumps([str(path)]), "null", threads) for threads in "12"]
    for found in runs:
        assert found["articles"] == len(lines)
        assert {"fingerprints", "comparing pairs", "verdicts and history", "writing"} <= {
            *found["stages"]
        }
        assert sum(cpu for _, cpu in found["stages"].values()) == pytest.approx(found["cpu"])
    assert runs[0]["digest"] == runs[1]["digest"]


def test_every_detector_is_handed_the_same_words(tmp_path: Path) -> None:
    """Words are folded, blanks are single, and our groups of them are the exact ones."""
    body = "Ferry crews IN Tornhaven walked out on Tuesday,\n\nsaid the “harbour board” of Ostrey."
    rows = [{"id": str(n), "text": body + (" Fog." if n == 2 else "")} for n in range(4)]
    rows.append({"id": "9", "text": "Nineteen people hung above the gorge for six hours."})
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    raw, words, labels = (str(tmp_path / name) for name in ("raw", "words", "labels.npy"))
    found = speed_child.texts(json.dumps([str(path)]), "null", raw, words)
    assert found["texts"] == 5
    given = speed_child.lines(Path(words))
    assert given[0].startswith("ferry crews in tornhaven walked out on tuesday said the harbour")
    assert speed_child.truth(words, str(tmp_path / "truth.npz")) == {"pairs": 6}
    for source in (raw, words):
        assert speed_child.groups(source, "1", labels)["texts"] == 5
        assert speed_child.score(str(tmp_path / "truth.npz"), labels) == {
            "recall": 1.0,
            "precision": 1.0,
        }


def test_each_step_of_a_fingerprint_has_its_speed() -> None:
    """ASCII and other texts apart, and the whole no faster than a part of it."""
    given = [f"The ferry number {n} left at noon, the harbour master said." * 3 for n in range(9)]
    russian = speed_stages.made_up(3, "ru", "en")
    kinds = speed_stages.by_script([*given, *russian])
    assert [len(some) for some in kinds.values()] == [9, 3]
    figures = speed_stages.measure(given)
    assert tuple(figures) == speed_stages.STEPS
    assert all(figure > 0 for figure in figures.values())


def test_tables_are_text_markdown_and_json_alike() -> None:
    """A figure that is not there is a dash; JSON holds the figure unrounded."""
    columns = (speed_tables.Column("tool"), speed_tables.Column("wall", "s", ".2f"))
    table = speed_tables.Table(
        "groups", "A", columns, [{"tool": "x", "wall": 1 / 3}, {"tool": "y"}]
    )
    assert "wall, s" in table.text()
    assert "0.33" in table.text()
    assert "| y | – |" in table.markdown()
    again = speed_tables.Table.of(json.loads(json.dumps(table.data())))
    assert again.markdown() == table.markdown()
    assert again.rows[0]["wall"] == 1 / 3


def test_figures_replace_what_followed_their_mark(tmp_path: Path) -> None:
    """What stands before the mark stays; docs/speed.md has it."""
    found = {"machine": {"versions": {}}, "command": "python x", "tables": []}
    results, page = tmp_path / "speed.json", tmp_path / "speed.md"
    results.write_text(json.dumps(found), encoding="utf-8")
    page.write_text(f"Method.\n{speed_tables.FIGURES} new -->\nold figures\n", encoding="utf-8")
    assert speed.main(["--markdown", str(results), "--into", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Method.\n")
    assert "figures: new -->\n" in text
    assert "old figures" not in text
    assert "`python x`" in text
    docs = Path(__file__).resolve().parent.parent / "docs" / "speed.md"
    assert speed_tables.FIGURES in docs.read_text(encoding="utf-8")


def test_a_collection_of_the_user_stands_in_the_place_of_ours(tmp_path: Path) -> None:
    """Whole, or at the sizes asked for; neither newsroom nor realnews is touched."""
    plan = speed_sections.Plan(
        speed_sections.SMALL, ["mine"], (), tmp_path, tmp_path, (1,), 1, "2GB", ()
    )
    (whole,) = plan.both((10, 20))
    assert (whole.paths, whole.sample) == (("mine",), None)
    some = speed_sections.Plan(**{**vars(plan), "articles": (5, 7)})
    assert [corpus.sample for corpus in some.both((10,))] == [5, 7]
    assert not list(tmp_path.iterdir())


def test_a_missing_budget_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the command has no --memory, the table says so and has the other row."""
    found = {"wall": 1.0, "cpu": 1.0, "digest": "a" * 64}
    monkeypatch.setattr(
        speed_scans, "scanned", lambda *_: speed_measure.Run(found, 1.0, 1.0, None, None)
    )
    monkeypatch.setattr(speed_scans, "takes_a_budget", lambda: False)
    table = speed_scans.budget(speed_corpora.Corpus("x", ("x",)), 1, "2GB")
    assert len(table.rows) == 1
    assert ["has no such option" in failure for failure in table.failures] == [True]


def test_a_tool_that_cannot_be_installed_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is told, and nothing is raised."""
    monkeypatch.setattr(speed_rivals.sys, "executable", "/bin/false")
    _, why = speed_rivals.environment(tmp_path, "gaoya")
    assert "gaoya==0.2.2 cannot be installed" in why
