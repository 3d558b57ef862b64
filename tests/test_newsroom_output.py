"""What is written: the same bytes everywhere, spans that read back, ids and clocks that tell
nothing or lie as they should."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

import syndetect
from syndetect.errors import UsageError
from syndetect.ingest.collection import Ledger
from syndetect.ingest.walk import find
from syndetect.newsroom import Newsroom, NewsroomSettings, generate
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.times import civil, iso, stamp

FROZEN = Path(__file__).resolve().parent.parent / "benchmarks" / "newsroom"
DIGESTS = {
    "one": "311671da9b1d17aa73ad63e60edeedad2cafc0d1b70edee926131e78a45664fb",
    "two": "77776ce7a213b6fde382a735dd1505c2683f12198a24c2061f9185f043f85e72",
    "three": "d884bc0f45a7fccc2306c090d99c9e4a2691b107f9362704065b1d203991b90d",
}


@pytest.fixture(scope="module")
def room() -> Newsroom:
    return generate(2, NewsroomSettings(events=60))


def written(room: Newsroom) -> dict[str, str]:
    seen = {article.id: article.text for article in room.articles}
    return seen | {one.id: one.written for one in room.truth if one.written is not None}


@pytest.mark.parametrize("name", DIGESTS)
def test_frozen_instances_have_not_drifted(name: str) -> None:
    """The three frozen newsrooms write what they wrote when detectors were measured on them."""
    seed, settings = NewsroomSettings.from_toml((FROZEN / f"{name}.toml").read_text("utf-8"))
    assert seed is not None
    assert generate(seed, settings).digest == DIGESTS[name]


def test_other_hash_seeds_write_the_same_bytes() -> None:
    """Another process with another hash seed has the same digest; another seed has not."""
    program = (
        "from syndetect.newsroom import NewsroomSettings, generate;"
        "print(generate(3, NewsroomSettings(events=6)).digest)"
    )
    root = str(Path(syndetect.__file__).resolve().parent.parent)
    found = set()
    for number in ("1", "77"):
        where = {**os.environ, "PYTHONHASHSEED": number, "PYTHONPATH": root}
        done = subprocess.run(
            [sys.executable, "-c", program], env=where, check=True, capture_output=True, text=True
        )
        found.add(done.stdout.strip())
    settings = NewsroomSettings(events=6)
    assert found == {generate(3, settings).digest}
    assert generate(4, settings).digest not in found


def test_spans_read_back(room: Newsroom) -> None:
    """All spans lie in their bodies; equal ones read the same words in the parent."""
    texts = written(room)
    equal = 0
    for one in room.truth:
        body = texts[one.id]
        for parent in one.parents:
            assert 0 <= parent.share <= 1
            for begin, end, there, to, same in parent.spans:
                assert 0 <= begin < end <= len(body)
                assert 0 <= there < to <= len(texts[parent.id])
                if same:
                    assert body[begin:end] == texts[parent.id][there:to]
                    equal += 1
        for operation in one.operators:
            assert operation.spans or operation.gone or operation.headline
            assert all(0 <= begin <= end <= len(body) for begin, end in operation.spans)
            for other, begin, end in operation.gone:
                assert texts[other][begin:end].strip()
        for credit in one.credits:
            shown = body[credit.begin : credit.end]
            long = {"UPI": "United Press", "AP": "Associated Press", "Reuters": "(Reporting by"}
            names = (credit.agency.lower(), long.get(credit.agency, credit.agency).lower())
            assert any(name in shown.lower() for name in names)
        for slip in one.slips:
            assert slip.wrong in body
    assert equal > 1000


def test_equal_words_have_equal_kinds(room: Newsroom) -> None:
    """Plain reprints of one parent are of one kind of text, so no one need guess their order."""
    kinds = Counter(one.kind_of_text for one in room.truth)
    assert kinds.most_common(1)[0][1] >= 3


def test_ids_say_nothing_of_order(room: Newsroom) -> None:
    """In the order of ids, children stand before parents as often as behind, within chance."""
    # One child a parent: the many children of one parent would all fall on one side.
    pairs = {parent.id: one.id for one in room.truth for parent in one.parents}.items()
    before = sum(parent < child for parent, child in pairs)
    assert abs(before / len(pairs) - 0.5) < 3 * 0.5 / len(pairs) ** 0.5
    assert [one.id for one in room.truth] == sorted(one.id for one in room.truth)
    assert len({one.id for one in room.truth}) == len(room.truth)


def test_hidden_articles_are_not_printed(room: Newsroom) -> None:
    """An article is printed if and only if it is not hidden."""
    printed = {article.id for article in room.articles}
    assert printed == {one.id for one in room.truth if not one.hidden}
    assert all((one.written is None) != one.hidden for one in room.truth)


def test_false_dates_have_their_share() -> None:
    """In the profile "dates" a tenth of the times is false, and all others are exact."""
    settings = NewsroomSettings.profile("dates").changed({"events": 120})
    clocks = Counter(one.clock for one in generate(4, settings).truth)
    assert set(clocks) == {"exact", "false"}
    assert 0.07 < clocks["false"] / clocks.total() < 0.13


def test_clocks_are_wrong_as_they_say() -> None:
    """Each kind of clock prints what its name says."""
    time = 29_000_000
    true = NewsroomSettings.profile("open")
    for kind in ("zone_lost", "midnight", "updated", "missing", "page_clock", "false"):
        settings = true.changed({kind: 1.0})
        for number in range(20):
            made = stamp(time, 120, Chance(number), settings)
            assert made.kind == kind
            shown = made.printed
            assert (shown is None) == (kind == "missing")
            if kind == "zone_lost":
                assert shown == iso(time + 120)[:16]
            elif kind == "midnight":
                assert shown in (iso(time, 120)[:10], iso(time, 120)[:10] + "T00:00+02:00")
            elif kind in ("updated", "page_clock"):
                assert shown is not None
                assert shown > iso(time, 120)
            elif kind == "false":
                assert shown != iso(time, 120)
    assert stamp(time, 0, Chance(1), true).printed == iso(time)


def test_days_are_counted_right() -> None:
    """Leap days and year ends come out as in the calendar."""
    assert civil(0) == (1970, 1, 1)
    assert civil(19_782) == (2024, 2, 29)
    assert civil(20_088) == (2024, 12, 31)
    assert iso(0, -90) == "1969-12-31T22:30-01:30"


def test_folder_has_articles_and_truth(room: Newsroom, tmp_path: Path) -> None:
    """The files hold the records, one a line, or a page for each article where asked for."""
    room.write(tmp_path / "lines")
    room.write(tmp_path / "text", "text")
    room.write(tmp_path / "html", "html")
    lines = (tmp_path / "lines" / "articles.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [one.id for one in room.articles]
    truth = (tmp_path / "text" / "truth" / "truth.jsonl").read_text("utf-8").splitlines()
    assert len(truth) == len(room.truth)
    assert not any("text" in json.loads(line) or "body" in json.loads(line) for line in truth)
    made = json.loads((tmp_path / "text" / "truth" / "summary.json").read_text("utf-8"))["newsroom"]
    assert (made["seed"], made["digest"]) == (room.seed, room.digest)
    first = room.articles[0]
    place = next((tmp_path / "text" / "pages").glob(f"*/{first.id}.txt"))
    assert place.read_text("utf-8") == first.text + "\n"
    assert len(list((tmp_path / "html" / "pages").glob("*/*.html"))) == len(room.articles)


@pytest.mark.parametrize("files", [None, "text", "html"])
def test_a_scan_of_the_folder_reads_the_articles_alone(
    room: Newsroom, tmp_path: Path, files: str | None
) -> None:
    """Every article of the folder is found once, and nothing of the truth is taken for one."""
    room.write(tmp_path, files)
    found = find([tmp_path], Ledger())
    assert len(found) == (1 if files is None else len(room.articles))
    assert not any("truth" in file.name for file in found)


def test_another_newsroom_takes_the_place_of_the_first(room: Newsroom, tmp_path: Path) -> None:
    """Written again in another form, a folder has no article of the first writing left."""
    room.write(tmp_path, "text")
    room.write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.jsonl", "truth"]
    room.write(tmp_path, "html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages", "truth"]


def test_a_folder_that_cannot_be_written_is_named(room: Newsroom, tmp_path: Path) -> None:
    """A file in the place of the folder gives an error with its path."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(UsageError, match="taken: cannot be written"):
        room.write(tmp_path / "taken")
    with pytest.raises(UsageError, match="none of text, html"):
        room.write(tmp_path, "pdf")
    with pytest.raises(UsageError, match="not empty and no newsroom"):
        room.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_seed_is_a_whole_number() -> None:
    """Anything else as a seed is refused."""
    with pytest.raises(UsageError, match="no whole number"):
        generate("one")  # type: ignore[arg-type]


def test_records_are_frozen(room: Newsroom) -> None:
    """No record can be changed."""
    with pytest.raises(FrozenInstanceError):
        room.truth[0].hidden = True  # type: ignore[misc]
