"""How much is worked on at a time is memory and speed, never the result: with every such constant
small, in threads and in processes, a scan gives the bytes of one that takes all at once."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from loky import get_reusable_executor

from syndetect import api, scan
from syndetect.engines import Local
from syndetect.newsroom import NewsroomSettings, stream

SMALL: Mapping[str, int] = {
    "syndetect.assemble.GROUP": 11,
    "syndetect.assemble.SLICE": 4,
    "syndetect.candidates.forms._ROWS": 8,
    "syndetect.candidates.gather._RUN": 9,
    "syndetect.candidates.postings._A_HASH": 10**4,  # so that a budget makes some ranges
    "syndetect.candidates.resemblance._PENDING": 10,
    "syndetect.candidates.salient._A_KEY": 10**4,
    "syndetect.candidates.salient._LEFTS": 5,
    "syndetect.candidates.salient._ROWS": 3,
    "syndetect.candidates.salient._TASKS": 2,
    "syndetect.engines.local._FORK_FROM": 1,
    "syndetect.events._PAIRS": 13,
    "syndetect.evidence.chunks.MEETINGS": 48,
    "syndetect.evidence.chunks.PAIRS": 200,
    "syndetect.evidence.chunks.PRINTINGS": 16,
    "syndetect.evidence.chunks.ROOM": 600_000,
    "syndetect.evidence.chunks.ROWS": 32,
    "syndetect.evidence.misquotes._AT_ONCE": 9,
    "syndetect.evidence.tiles._SLICE": 40,
    "syndetect.ingest.collection._BLOCK": 2048,
    "syndetect.ingest.articles.SLICE": 64,
    "syndetect.ingest.collection.SLICE": 64,
    "syndetect.provenance.families._AT_ONCE": 7,
    "syndetect.provenance.choosing._LARGE": 6,  # so that some families stay, and others are sent
    "syndetect.provenance.merges._AT_ONCE": 3,
    "syndetect.provenance.merges._ROWS_OF": 5,
    "syndetect.provenance.spans._AT_ONCE": 1,
    "syndetect.shelf.GROUP": 11,
    "syndetect.stages.meeting.SLICE": 4,
    "syndetect.stages.reading.SLICE": 4,
}


def put(values: Mapping[str, int]) -> None:
    """Give the constants these values, in this process."""
    for name, value in values.items():
        module, _, constant = name.rpartition(".")
        setattr(importlib.import_module(module), constant, value)


def seen() -> dict[str, int]:
    """The values that the constants have in this process."""
    split = (name.rpartition(".") for name in SMALL)
    return {f"{m}.{c}": getattr(importlib.import_module(m), c) for m, _, c in split}


@dataclass(frozen=True, slots=True)
class Small(Local):
    """The local engine, whose processes have the small constants too."""

    def _processes(self) -> Executor:
        pool: Executor = get_reusable_executor(
            max_workers=self.workers, timeout=60, initializer=put, initargs=(SMALL,)
        )
        assert pool.submit(seen).result() == SMALL
        asked.append(self.workers)
        return pool


asked: list[int] = []  # how many processes, each time that some were


@pytest.fixture(scope="module", autouse=True)
def _processes() -> Iterator[None]:
    """No process that has the small constants outlives these tests."""
    yield
    get_reusable_executor().shutdown(wait=True)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The constants are small."""
    for name, value in SMALL.items():
        monkeypatch.setattr(name, value)
    asked.clear()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some weeks of a newsroom."""

    place = tmp_path_factory.mktemp("slices") / "in.jsonl"
    rows = zip(stream(6, NewsroomSettings(events=60)), range(120), strict=False)
    lines = [
        {"id": one.id, "text": one.text, "outlet": one.outlet, "published": one.published}
        for one, _ in rows
    ]
    place.write_text("\n".join(map(json.dumps, lines)))
    return place


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a scan finds that takes all at once, in one thread."""
    found = files(source, tmp_path_factory.mktemp("whole") / "r", engine=Local(threads=1))
    assert b'"order": 2' in found["derivations.jsonl"]  # a child of two parents may be cut in two
    return found


def files(source: Path, out: Path, **given: Any) -> dict[str, bytes]:
    found = scan(source, **given)
    found.save(out)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("threads", "batch", "memory"), [(1, 17, None), (2, 13, "500MB")])
def test_slices_leave_every_byte(
    threads: int,
    batch: int,
    memory: str | None,
    source: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    """In threads and in processes, with a budget and without."""
    engine = Small(threads=threads, batch=batch)
    found = files(source, tmp_path / "r", engine=engine, memory=memory)
    assert [name for name in expected if found[name] != expected[name]] == []
    assert found.keys() == expected.keys()
    assert bool(asked) == (threads > 1)


@pytest.mark.usefixtures("small")
def test_slices_of_tables_in_files_leave_every_row(
    source: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file of the relations has a group of rows a slice then: its rows are the same."""
    monkeypatch.setattr(api, "_IN_MEMORY", 0)
    scan(source, out=tmp_path / "r", engine=Small(threads=2, batch=32))
    (tmp_path / "whole.parquet").write_bytes(expected["relations.parquet"])
    one, other = (
        pq.ParquetFile(path)
        for path in (tmp_path / "r/relations.parquet", tmp_path / "whole.parquet")
    )
    assert one.num_row_groups > 9 > other.num_row_groups
    assert one.read().equals(other.read())
    found = {path.name: path.read_bytes() for path in sorted((tmp_path / "r").iterdir())}
    differing = [name for name in expected if found[name] != expected[name]]
    assert differing == ["relations.parquet"]
