"""Who has it from whom, as ``explain`` prints it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner
from conftest import NAMELESS

from syndetect import schema
from syndetect.cli import main
from syndetect.findings import Findings


@pytest.fixture(scope="module")
def folder(scanned: Findings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("scan") / "result"
    scanned.save(made)
    return made


def run(*arguments: object) -> str:
    found = CliRunner().invoke(main, [str(one) for one in arguments], env={"COLUMNS": "200"})
    assert found.exit_code == 0, found.output
    return found.stdout


def test_a_second_parent_is_told_with_its_places(folder: Path, scanned: Findings) -> None:
    """Of an article made of two, the second parent is "also" one, with what only it has; the first
    is told as before."""
    first, second = scanned.graph.parents_of("r1")
    said = run("explain", folder, "r1", second.parent)
    assert f"r1 also from {second.parent}" in said
    spans = [f"{one.begin:,}–{one.end:,}" for one in second.spans]
    assert f"only this parent has characters {', '.join(spans)} of the child" in said
    assert "also" not in run("explain", folder, "r1", first.parent)


def test_json_has_the_spans(folder: Path, scanned: Findings) -> None:
    """Derivations in JSON carry their spans as numbers."""
    second = scanned.graph.parents_of("r1")[1]
    found = json.loads(run("explain", folder, "r1", second.parent, "--json"))
    [row] = found["derivations"]
    assert row["spans"] == [{"begin": one.begin, "end": one.end} for one in second.spans] != []


def test_what_style_alone_names_is_perhaps_that(findings: Findings, tmp_path: Path) -> None:
    """An unseen source that nobody credits is named with doubt, here and by the graph."""
    rows = findings.sources.to_pylist()
    rows = [row | ({"style": "AP"} if row["source"] == NAMELESS else {}) for row in rows]
    sources = pa.Table.from_pylist(rows, schema=schema.RESULT_SOURCES)
    made = replace(findings, sources=sources)
    made.save(tmp_path / "r")
    said = run("explain", tmp_path / "r", "eastmere/cable.txt", "valley-echo/cable.html")
    assert "eastmere/cable.txt from perhaps AP (not in the folder)" in said
    assert made.graph.explain("eastmere/cable.txt")[0].startswith("from perhaps AP (not in")
