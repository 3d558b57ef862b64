"""From articles to a result: same articles, same answer; and what little or odd input gives."""

from __future__ import annotations

import json
import math
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import (
    BUGLE,
    CHESS,
    DATELINE,
    FIRE,
    NEWSWIRE,
    PILOTS,
    PILOTS_OWN,
    SAID,
    curled,
    told,
    words_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

import syndetect
from syndetect import (
    Article,
    Findings,
    Settings,
    api,
    assemble,
    compare,
    near_duplicates,
    replacing,
    scan,
    store,
)
from syndetect.candidates import templates
from syndetect.engines import Local
from syndetect.errors import InputError, UsageError
from syndetect.evidence.ledger import FACTS, SIGNALS
from syndetect.export import export
from syndetect.model import RelationKind, Role
from syndetect.provenance import history

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "newswire"
Row = dict[str, Any]
Pairs = dict[tuple[str, str], Row]


def newswire(names: str = "pfchrs") -> list[Row]:
    """The articles of the newswire whose ids begin with one of *names*."""
    return [dict(row) for row in NEWSWIRE if row["id"][0] in names]


def saved(found: Findings, folder: Path) -> dict[str, bytes]:
    """The files of a result, by name."""
    found.save(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def pairs(found: Findings) -> Pairs:
    return {(row["left"], row["right"]): row for row in found.relations.to_pylist()}


@pytest.fixture(scope="module")
def examples() -> Findings:
    """What a scan of the example newswire finds."""
    return scan(EXAMPLES)


@pytest.fixture(scope="module")
def newswire_bytes(scanned: Findings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return saved(scanned, tmp_path_factory.mktemp("newswire") / "result")


@pytest.fixture(scope="module")
def example_bytes(examples: Findings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return saved(examples, tmp_path_factory.mktemp("examples") / "result")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_input_leaves_every_byte(
    seed: int, newswire_bytes: dict[str, bytes], tmp_path: Path
) -> None:
    """Articles in any order give the same result folder, byte for byte."""
    rows = newswire()
    random.Random(seed).shuffle(rows)
    assert saved(scan(rows), tmp_path / "r") == newswire_bytes


@pytest.mark.parametrize(("threads", "batch"), [(1, 1), (2, 1), (1, 7), (2, 7), (2, 1000)])
def test_batches_and_threads_leave_every_byte(
    threads: int,
    batch: int,
    newswire_bytes: dict[str, bytes],
    example_bytes: dict[str, bytes],
    tmp_path: Path,
) -> None:
    """However many rows at a time on however many threads, the result is the same to the byte."""
    engine = Local(threads=threads, batch=batch)
    assert saved(scan(newswire(), engine=engine), tmp_path / "n") == newswire_bytes
    assert saved(scan(EXAMPLES, engine=engine), tmp_path / "e") == example_bytes


def test_a_budget_leaves_every_byte(
    example_bytes: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every table in a file, and nothing of it left when the scan is done."""
    monkeypatch.setattr(api, "_IN_MEMORY", 0)
    scan(EXAMPLES, out=tmp_path / "r", memory="600MB")
    assert {path.name for path in tmp_path.iterdir()} == {"r"}
    assert {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()} == example_bytes


COUNTED = (
    "reading articles",
    "reading credits and furniture",
    "reading words",
    "fingerprints",
    "comparing pairs",
)


def stopped(out: Path, stage: str, least: int = 0, source: Path = EXAMPLES, **given: Any) -> None:
    """A scan that is stopped in *stage*, when so many of its rows are done."""

    def stop(name: str, done: int, _total: int) -> None:
        if name == stage and done >= least:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(source, out=out, progress=stop, **given)
    assert not out.exists()


def went_on(out: Path, source: Path = EXAMPLES, **given: Any) -> tuple[list[str], set[str]]:
    """The same scan once more: what it tells, and the stages in which it did anything."""
    told: list[str] = []
    worked: set[str] = set()

    def progress(name: str, done: int, _total: int) -> None:
        if done:
            worked.add(name)

    scan(source, out=out, tell=told.append, progress=progress, **given)
    assert not api.unfinished(out).exists()
    return told, worked


def written(out: Path) -> dict[str, bytes]:
    """The files of a result folder, by name."""
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.mark.parametrize(
    ("room", "stage", "least", "found", "left"),
    [
        (0, "reading credits and furniture", 0, "articles", 4),
        (0, "reading credits and furniture", 5, "articles", 4),
        (0, "finding repeated furniture", 0, "articles", 3),
        (0, "reading words", 0, "credits and furniture", 3),
        (0, "reading words", 5, "credits and furniture", 3),
        (0, "fingerprints", 0, "words", 2),
        (0, "candidates", 0, "words", 2),
        (0, "events", 0, "words", 2),
        (0, "comparing pairs", 0, "candidates", 1),
        (0, "writing", 0, "comparisons", 0),
        (20_000, "finding repeated furniture", 0, "articles", 3),
        (20_000, "writing", 0, "comparisons", 0),
        (60_000, "fingerprints", 5, "words", 2),
        (60_000, "comparing pairs", 5, "candidates", 1),
        (60_000, "writing", 0, "comparisons", 0),
    ],
)
def test_a_scan_that_was_stopped_goes_on(
    room: int,
    stage: str,
    least: int,
    found: str,
    left: int,
    example_bytes: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In whichever stage, at its beginning or halfway: what was *found* is not done again, only
    the last *left* of the stages that count rows are, and the result is that of one scan,
    whichever of its tables had left memory."""
    monkeypatch.setattr(api, "_IN_MEMORY", room)
    engine = Local(threads=1, batch=5)
    stopped(tmp_path / "r", stage, least, engine=engine)
    assert [path.name for path in tmp_path.iterdir()] == [".r.unfinished"]
    told, worked = went_on(tmp_path / "r", engine=engine)
    assert found in " ".join(told)
    assert worked == set(COUNTED[len(COUNTED) - left :])
    assert written(tmp_path / "r") == example_bytes


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (assemble, "table_of"),
        (assemble, "judge"),
        (history, "_choose"),
        (history, "_families"),
        (assemble, "_articles"),
        (store, "lines"),
        (replacing, "_put"),
    ],
)
def test_a_scan_that_was_stopped_in_its_last_stages_goes_on(
    module: Any,
    name: str,
    example_bytes: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is compared again where verdicts, history or the writing of files had begun; nor is
    anything half-written left."""
    monkeypatch.setattr(api, "_IN_MEMORY", 0)

    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, name, stop)
        with pytest.raises(KeyboardInterrupt) as held:
            scan(EXAMPLES, out=tmp_path / "r", engine=Local(threads=1))
    assert held.traceback  # who looks at it has all that the stopped scan had
    assert [path.name for path in tmp_path.iterdir()] == [".r.unfinished"]
    told, worked = went_on(tmp_path / "r")
    assert "comparisons" in " ".join(told)
    assert not worked
    assert written(tmp_path / "r") == example_bytes


@pytest.mark.parametrize(
    "other",
    [
        {"settings": Settings().changed({"verdict.derived": 0.9})},
        {"sample": 9},
        {"outlet_from": "folder"},
        {"strict": True},
        {"columns": {"text": "content"}},
    ],
)
def test_another_scan_does_not_go_on_with_what_was_stopped(
    other: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With other settings, or another reading of the files: what lies there is removed."""
    monkeypatch.setattr(api, "_IN_MEMORY", 0)
    stopped(tmp_path / "r", "comparing pairs")
    told, worked = went_on(tmp_path / "r", **other)
    assert [sentence.endswith("this scan begins anew.") for sentence in told] == [True]
    assert worked == set(COUNTED)
    scan(EXAMPLES, out=tmp_path / "s", **other)
    assert written(tmp_path / "r") == written(tmp_path / "s")


def test_other_files_are_not_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article more, one that is another, or one more thing that is passed over."""
    monkeypatch.setattr(api, "_IN_MEMORY", 0)
    source = shutil.copytree(EXAMPLES, tmp_path / "in")
    for name, text in (("more.txt", "Rain."), ("more.txt", "Snow falls."), ("more.png", "")):
        stopped(tmp_path / "r", "comparing pairs", source=source)
        (source / name).write_text(text)
        told, _ = went_on(tmp_path / "r", source)
        assert [sentence.endswith("this scan begins anew.") for sentence in told] == [True]
        shutil.rmtree(tmp_path / "r")


def test_a_result_within_what_is_scanned_is_that_of_one_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finished stages and halves of results lie among the articles then, and are not counted: as
    if the scan had not been stopped."""
    monkeypatch.setattr(api, "_IN_MEMORY", 0)
    source = shutil.copytree(EXAMPLES, tmp_path / "in")
    (source / ".hidden").mkdir()
    scan(source, out=source / "r")
    expected = written(source / "r")
    shutil.rmtree(source / "r")
    for stage, count in (("reading credits and furniture", 4), ("writing", 0)):
        stopped(source / "r", stage, source=source)
        (source / ".r.some.part").mkdir()
        _, worked = went_on(source / "r", source)
        assert len(worked) == count
        assert written(source / "r") == expected
        shutil.rmtree(source / "r")
        (source / ".r.some.part").rmdir()
    assert json.loads(expected["summary.json"])["counts"]["hidden folders"] == 1


def test_two_scans_of_one_process_do_not_write_one_result(
    example_bytes: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is told while the first is at work, and takes nothing from it."""
    monkeypatch.setattr(api, "_IN_MEMORY", 0)
    told: list[UsageError] = []

    def second(name: str, _done: int, _total: int) -> None:
        if name == "candidates":
            with pytest.raises(UsageError, match=r"\.r\.unfinished is in use") as refused:
                scan(EXAMPLES, out=tmp_path / "r")
            told.append(refused.value)

    scan(EXAMPLES, out=tmp_path / "r", progress=second)
    assert told
    assert written(tmp_path / "r") == example_bytes


@pytest.mark.parametrize("seed", [4, 5])
def test_order_of_files_leaves_every_byte(
    seed: int, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Folders named in any order give the same result folder, byte for byte."""
    folders = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
    expected = saved(scan(folders), tmp_path / "sorted")
    random.Random(seed).shuffle(folders)
    assert saved(scan(folders), tmp_path / "shuffled") == expected


def test_hash_seeds_of_python_leave_every_byte(
    example_bytes: dict[str, bytes], tmp_path: Path
) -> None:
    """Another process with other hashes of sets and dicts writes the same bytes."""
    program = "import sys, syndetect; syndetect.scan(sys.argv[1]).save(sys.argv[2])"
    root = str(Path(syndetect.__file__).resolve().parent.parent)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": root}
    command = [sys.executable, "-c", program, str(EXAMPLES), str(tmp_path / "r")]
    subprocess.run(command, env=environment, check=True, timeout=300)
    again = {path.name: path.read_bytes() for path in sorted((tmp_path / "r").iterdir())}
    assert again == example_bytes


SIGNS = ("“", '"', "\n\n", "\u200b", "\ud800", "\x00", "港口领航员周三拒绝登上", "By AP")
LINK = "Source: https://www.reuters.com/world/x-2031-05-07/"
PIECES = st.text(max_size=20) | st.sampled_from(
    [*PILOTS[:5], *FIRE[:3], *BUGLE, DATELINE, SAID, *SIGNS, LINK]
)
RECORDS = st.fixed_dictionaries(
    {"text": st.lists(PIECES, max_size=6).map("".join)},
    optional={
        "id": st.text(min_size=1, max_size=3) | st.integers(0, 5),
        "outlet": st.sampled_from(["Skarn Mail", "reuters.com", ""]),
        "published": st.sampled_from(["2031-05-07", "soon", None, 20310507, "2031-05"]),
        "url": st.sampled_from(["https://a.example/2031/05/07/x", "//[", "x"]),
        "language": st.sampled_from(["en", "de", "zz"]),
    },
)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(rows=st.lists(RECORDS, max_size=5))
def test_odd_texts_are_no_trouble(rows: list[Row]) -> None:
    """Whatever the articles hold, a scan ends in findings: passages lie in their bodies, verbatim
    ones read alike, lines of parents end, and voices are a range."""
    found = scan(rows)
    for row in found.relations.to_pylist():
        left, right = (found.article(row[side]).body for side in ("left", "right"))
        for one in row["passages"]:
            assert 0 <= one["left_begin"] < one["left_end"] <= len(left)
            assert 0 <= one["right_begin"] < one["right_end"] <= len(right)
            alike = words_of(left[one["left_begin"] : one["left_end"]]) == words_of(
                right[one["right_begin"] : one["right_end"]]
            )
            assert alike or one["kind"] != "verbatim"
    for name in found.articles.column("id").to_pylist():
        origin = found.graph.origin_of(name)
        assert (origin is None) == (
            found.graph.role_of(name) in (Role.NO_SOURCE_FOUND, Role.DIGEST)
        )
        assert origin is None or found.graph.parents_of(origin[0]) == ()
    for event in found.events.to_pylist():
        assert 1 <= event["voices_least"] <= event["voices_most"] <= len(event["articles"])


def other_events() -> list[Row]:
    """Articles on other things, some of outlets that the newswire knows."""
    parts = (*CHESS, *FIRE, *PILOTS_OWN)
    vocabulary = sorted({word for part in parts for word in words_of(part)})
    chance = random.Random(17)
    rows = []
    for at in range(30):
        sentences = [" ".join(chance.choices(vocabulary, k=14)).capitalize() for _ in range(9)]
        outlet = chance.choice([row["outlet"] for row in NEWSWIRE])
        line = f"{outlet} is read in every kitchen between the Skarn and the three inland mills."
        text = ". ".join(sentences) + f".\n\n{line}"
        date = f"2032-{at % 12 + 1:02}-15"
        rows.append({"id": f"x{at:02}", "outlet": outlet, "published": date, "text": text})
    return rows


def facts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in (*FACTS, "passages")}


def test_other_events_change_no_fact(scanned: Findings) -> None:
    """Articles of other events beside them change no fact on any pair: each pair of the small
    collection is in the large one, with the same facts and passages."""
    small, large = pairs(scanned), pairs(scan([*newswire(), *other_events()]))
    assert {pair for pair in large if pair[0][0] != "x" and pair[1][0] != "x"} >= small.keys()
    for pair, row in small.items():
        assert facts(large[pair]) == facts(row), pair


@pytest.mark.parametrize("kept", ["p", "f", "pf", "cr"])
def test_fewer_events_change_no_fact(kept: str, scanned: Findings) -> None:
    """Scanned without the other events, or with their first or last articles gone, a pair that is
    compared has the facts that it has among all."""
    whole = pairs(scanned)
    for rows in (newswire(kept), newswire(kept)[1:], newswire(kept)[:-1]):
        for pair, row in pairs(scan(rows)).items():
            if pair in whole:
                assert facts(row) == facts(whole[pair]), pair


def test_example_facts_do_not_know_other_files(examples: Findings) -> None:
    """The example newswire beside another one keeps every fact of its pairs."""
    articles = [examples.article(name) for name in examples.articles.column("id").to_pylist()]
    small = pairs(scan(articles))
    both = pairs(scan([*articles, *(Article(**_as_article(row)) for row in newswire("pfch"))]))
    assert len(small) >= 20
    for pair, row in small.items():
        assert facts(both[pair]) == facts(row), pair


def test_a_copy_said_to_be_of_another_language_changes_no_fact() -> None:
    """A copy with a wrong language is its own class, and its pairs are reprints all the same: what
    the others have in common does not depend on who comes first by id."""
    rows = [{"id": "b", "text": told(*PILOTS)}, {"id": "c", "text": told(*PILOTS[:5], *CHESS)}]
    copy = {"id": "a", "text": told(*PILOTS), "language": "de"}
    before, after = scan(rows), scan([copy, *rows])
    assert facts(pairs(after)["b", "c"]) == facts(pairs(before)["b", "c"])
    assert pairs(after)["a", "b"]["kind"] == RelationKind.REPRINT
    assert after.near_duplicates() == [("a", "b")]


def _as_article(row: Row) -> Row:
    fields = {name: value for name, value in row.items() if name != "text"}
    return {**fields, "body": row["text"]}


def test_copies_of_all_outlets_unfold(scanned: Findings) -> None:
    """One text in three outlets is compared once and stands in the result with all three pairs,
    and each of them with everybody else's."""
    rows = pairs(scanned)
    for copy in ("p1", "p2", "p3"):
        assert rows["p1", "p4"]["own_left"] == rows[copy, "p4"]["own_left"]
        assert rows[copy, "p6"]["kind"] == RelationKind.QUOTES_ONLY
    for left, right in (("p1", "p2"), ("p1", "p3"), ("p2", "p3"), ("f1", "f2")):
        assert rows[left, right]["kind"] == RelationKind.REPRINT
        assert rows[left, right]["found_by"] == "identical"
    assert scanned.near_duplicates() == [("f1", "f2"), ("p1", "p2", "p3"), ("s1", "s2")]
    assert scanned.summary["counts"]["classes of identical copies"] == 3
    assert scanned.summary["counts"]["relations"] > scanned.summary["counts"]["pairs compared"]


def test_every_relation_is_in_order_once(scanned: Findings, examples: Findings) -> None:
    """Relations are sorted by left and right, each pair once, smaller id on the left."""
    for found in (scanned, examples):
        keys = list(pairs(found))
        assert len(keys) == found.relations.num_rows
        assert keys == sorted(keys)
        assert all(left < right for left, right in keys)


def test_signals_are_all_there(examples: Findings) -> None:
    """Every signal is a column without gaps, and every probability lies between 0 and 1."""
    for name in SIGNALS:
        assert examples.relations.column(name).null_count == 0
    probabilities = examples.relations.column("probability").to_pylist()
    assert all(0.0 <= one <= 1.0 for one in probabilities)


def test_the_examples_are_told_as_they_were_made(examples: Findings) -> None:
    """The example newswire: reprints and part from Reuters unseen, the update from its first
    version, two halves of one dispatch from AP unseen, own reporting without a source."""
    graph = examples.graph
    parents = {
        name: graph.parents_of(name)[0] if graph.parents_of(name) else None
        for name in graph.articles
    }

    def agency(name: str) -> str | None:
        parent = parents[name]
        return graph.sources[parent.parent].agency if parent else None

    first = "wire-room/harbour-strike.txt"
    assert agency(first) == "Reuters"
    for name in ("eastmere-courier/cable-car.txt", "valley-echo/cable-car-rescue.html"):
        assert agency(name) == "AP"
    for name in ("harbour-post/ferry-strike.html", "eastmere-courier/harbour-closed.txt"):
        parent = parents[name]
        assert parent is not None
        assert parent.parent == first or agency(name) == "Reuters"
    for name in ("ostrey-herald/island-waits.html", "harbour-post/fog.html"):
        assert graph.role_of(name) is Role.NO_SOURCE_FOUND
    assert graph.event_of(first) != graph.event_of("valley-echo/cable-car-rescue.html")


def test_result_is_opened_as_it_was_saved(examples: Findings, tmp_path: Path) -> None:
    """A saved scan is opened with the same tables, and saved again as the same bytes."""
    first = saved(examples, tmp_path / "a")
    opened = syndetect.open(tmp_path / "a")
    assert opened.relations.equals(examples.relations)
    assert opened.articles.equals(examples.articles)
    assert opened.graph.events == examples.graph.events
    assert saved(opened, tmp_path / "b") == first


def test_an_empty_collection_is_a_result(tmp_path: Path) -> None:
    """Nothing in, an empty result out, which is saved, opened and exported."""
    found = scan([])
    assert found.summary["counts"]["articles"] == 0
    for name in ("articles", "relations", "derivations", "sources", "events", "families"):
        assert getattr(found, name).num_rows == 0, name
    saved(found, tmp_path / "r")
    assert syndetect.open(tmp_path / "r").graph.derivations == ()
    assert near_duplicates([]).groups == ()
    (tmp_path / "nothing").mkdir()
    assert scan(tmp_path / "nothing").articles.num_rows == 0


@pytest.mark.parametrize("text", ["?! …", "Ferries stop.", told(*FIRE), "渡轮停航。"])
def test_one_article_is_a_result(text: str, tmp_path: Path) -> None:
    """An article alone, with or without words, is an event of its own without relations."""
    found = scan([{"id": "a", "text": text}])
    assert found.relations.num_rows == 0
    assert found.graph.role_of("a") is Role.NO_SOURCE_FOUND
    assert found.graph.voices("event:a") == (1, 1)
    saved(found, tmp_path / "r")
    assert list(export(found, "jsonl"))


def test_an_article_without_words_meets_nobody() -> None:
    """Marks and signs alone are no text to share."""
    rows = [{"id": name, "text": "*** ?! ***"} for name in "ab"]
    found = scan([*rows, *newswire("f")])
    assert not {"a", "b"} & {name for pair in pairs(found) for name in pair}
    assert found.articles.column("words").to_pylist()[:2] == [0, 0]


def test_two_identical_lines_are_copies_and_undecided() -> None:
    """Two equal short lines are one class and a group, but too little to call one derived."""
    found = scan(newswire("s"))
    [row] = found.relations.to_pylist()
    assert (row["kind"], row["found_by"]) == (RelationKind.UNDECIDED, "identical")
    assert found.near_duplicates() == [("s1", "s2")]
    assert found.derivations.num_rows == 0
    assert found.explain("s1", "s2").identical


def test_two_identical_stories_are_a_reprint_of_an_unknown() -> None:
    """Two equal stories without dates: a reprint, from a source that nobody names."""
    found = scan([{"id": name, "text": told(*FIRE)} for name in "ab"])
    [row] = found.relations.to_pylist()
    assert row["kind"] == RelationKind.REPRINT
    for name in "ab":
        [derivation] = found.graph.parents_of(name)
        assert (derivation.parent, derivation.decided) == ("source:unknown:a", False)
        # Each may be the first of the two, with e^-1 beside 1 for a source of both.
        elsewhere = 1 - math.exp(-1) / (1 + 2 * math.exp(-1))
        assert derivation.probability == pytest.approx(row["probability"] * elsewhere, abs=1e-5)


def test_templates_are_told() -> None:
    """An outlet's form of many weeks is named in the summary with one of its articles, and its
    articles are not compared with each other; without such a form the summary has no word of it."""
    form = (
        "The water at the weir of {} stood {} spans above the old mark when the keeper read the "
        "gauge at dawn, and the sluice beside the upper mill stays open until the evening bell."
    )
    rows = [
        {
            "id": f"weir-{at}",
            "outlet": "Skarn Gazette",
            "headline": f"Weir {at}",
            "published": f"2032-{at + 1:02}-03T06:00:00Z",
            "text": form.format("abcdefgh"[at] * 6, 11 + at),
        }
        for at in range(8)
    ]
    chosen = Settings().changed({"candidates.rare": 4})
    found = scan([*rows, *newswire()], settings=chosen)
    assert found.summary["templates"] == [
        {
            "articles": 8,
            "outlets": 1,
            "outlet": "Skarn Gazette",
            "example": "weir-0",
            "headline": "Weir 0",
        }
    ]
    assert found.summary["dropped"][templates.APART] >= 28
    weirs = [row for row in found.relations.to_pylist() if row["left"].startswith("weir")]
    assert weirs == []
    assert "templates" not in scan(newswire(), settings=chosen).summary


def test_a_list_of_dicts_is_scanned() -> None:
    """Mappings with the columns of files, other names mapped, and articles mix."""
    rows = [{"id": "a", "content": told(*FIRE)}, {"content": "", "id": "b"}]
    found = scan([*rows, Article(id="c", body=curled(told(*FIRE)))], columns={"text": "content"})
    assert found.articles.column("id").to_pylist() == ["a", "c"]
    assert [(skip["row"], skip["reason"]) for skip in found.summary["skipped"]] == [(2, "no text")]
    with pytest.raises(InputError, match="row 2"):
        scan(rows, columns={"text": "content"}, strict=True)


def test_paths_and_articles_do_not_mix(tmp_path: Path) -> None:
    """Paths beside articles, and what only files know, are a usage error."""
    (tmp_path / "a.txt").write_text(told(*FIRE))
    for mixed in ([str(tmp_path), {"id": "b", "text": "x"}], [Article("b", "x"), tmp_path]):
        with pytest.raises(UsageError, match="mixed"):
            scan(mixed)
    with pytest.raises(UsageError, match="outlet_from"):
        scan([{"id": "b", "text": "x"}], outlet_from="folder")


@pytest.mark.parametrize(
    "given", [{"id": "a", "text": "x"}, Article(id="a", body="x"), b"a", None, 3]
)
def test_one_article_is_no_collection(given: Any) -> None:
    """An article that is not in a list is told to be put into one."""
    with pytest.raises(UsageError, match="put it into a list"):
        scan(given)


def test_two_texts_compare_as_in_a_scan() -> None:
    """``compare`` says of two texts what a scan of just these two says."""
    texts = (told(*PILOTS), told(*PILOTS_OWN, PILOTS[2]))
    relation = compare(*texts)
    found = scan([{"id": "left", "text": texts[0]}, {"id": "right", "text": texts[1]}])
    assert found.relation("left", "right") == relation
    assert compare(texts[0], texts[0]).kind is RelationKind.REPRINT


def test_compare_takes_what_a_scan_would_not_pair() -> None:
    """Two texts with nothing in common are compared all the same, and files are named by path."""
    assert compare(told(*FIRE), told(*CHESS)).kind is RelationKind.UNRELATED
    paths = sorted(EXAMPLES.glob("harbour-post/*.html"))[:2]
    relation = compare(*paths)
    assert (relation.left, relation.right) == tuple(sorted(map(str, paths)))


def test_compare_refuses_what_cannot_be_compared(tmp_path: Path) -> None:
    """One article twice, an empty text, the path of a file as text: usage errors that say what to
    give; a file with several articles is a wrong input.
    """
    one = Article(id="a", body=told(*FIRE))
    with pytest.raises(UsageError, match="both articles have the id"):
        compare(one, one)
    with pytest.raises(UsageError, match="the left text is empty"):
        compare("", told(*FIRE))
    with pytest.raises(UsageError, match="the right text is empty"):
        compare(one, Article(id="b", body=" \n"))
    (tmp_path / "one.txt").write_text("One.")
    with pytest.raises(UsageError, match=r"give pathlib\.Path\("):
        compare(str(tmp_path / "one.txt"), one)
    table = tmp_path / "two.jsonl"
    table.write_text('{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n')
    with pytest.raises(InputError, match="holds 2 articles"):
        compare(table, one)


def test_a_result_is_what_was_found(scanned: Findings, tmp_path: Path) -> None:
    """What is opened equals what was saved, to the last digit."""
    scanned.save(tmp_path / "r")
    opened = Findings.open(tmp_path / "r")
    for name in ("articles", "credits", "relations", "derivations", "sources", "events"):
        assert getattr(opened, name).equals(getattr(scanned, name)), name


def test_near_duplicates_are_those_of_a_scan(scanned: Findings) -> None:
    """Only the groups, without comparing all: the same as in a scan."""
    found = near_duplicates(newswire())
    assert list(found.groups) == scanned.near_duplicates()
    assert found.summary["counts"]["groups"] == 3
    assert len(found.articles) == len(NEWSWIRE)


def test_progress_hears_every_stage() -> None:
    """Each stage is told with how much is done of how much, never more than there is."""
    heard: list[tuple[str, int, int]] = []
    scan(newswire("pf"), progress=lambda *told_: heard.append(told_), engine=Local(2, 3))
    stages = list(dict.fromkeys(stage for stage, _, _ in heard))
    assert stages[0] == "reading articles"
    assert stages[-1] == "comparing pairs"
    assert all(done <= total for _, done, total in heard if total)  # 0: nobody knows
    assert heard[-1][1] == heard[-1][2] > 0


def test_progress_hears_how_many_articles_are_read(tmp_path: Path) -> None:
    """Of files nobody knows before how many there are."""
    (tmp_path / "some.jsonl").write_text(
        "".join(f'{{"id": "{at}", "text": "Words of {at}."}}\n' for at in range(3000))
    )
    heard: list[tuple[str, int, int]] = []
    near_duplicates(tmp_path, progress=lambda *told_: heard.append(told_))
    scan(tmp_path, sample=2, progress=lambda *told_: heard.append(told_))
    read = [done for stage, done, total in heard if stage == "reading articles" and not total]
    assert read == sorted(read[: len(read) // 2]) * 2
    assert {0, 3000} < set(read)


@pytest.mark.parametrize(("threads", "batch"), [(-1, 5), (1, 0)])
def test_an_engine_needs_rows_and_threads(threads: int, batch: int) -> None:
    """Negative threads and empty batches are a usage error."""
    with pytest.raises(UsageError, match="threads"):
        Local(threads=threads, batch=batch)


def test_settings_change_answers_and_digest() -> None:
    """Another threshold gives another result, and says with which settings it was made."""
    strict = Settings().changed({"verdict.derived": 0.9999})
    found = scan(newswire("p"), settings=strict)
    assert found.summary["settings_digest"] == strict.digest != Settings().digest
    derived = [
        row["kind"] for row in found.relations.to_pylist() if RelationKind(row["kind"]).derived
    ]
    assert len(derived) < sum(
        RelationKind(row["kind"]).derived for row in scan(newswire("p")).relations.to_pylist()
    )
