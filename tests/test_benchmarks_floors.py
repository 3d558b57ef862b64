"""Floors of quality: what falls is told, what is lower is not pinned unasked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import floors
import quality

PINNED = {"one": {"AP": 0.9, "F1": 0.8}}


def test_a_figure_below_its_floor_is_a_problem_and_at_the_floor_is_none() -> None:
    """Three digits are pinned, so that rounding alone is no fall."""
    assert floors.check({"one": {"AP": 0.8996, "F1": 0.8}}, PINNED) == []
    (problem,) = floors.check({"one": {"AP": 0.85, "F1": 0.8}}, PINNED)
    assert problem == "one: AP is 0.8500, floor 0.900"


def test_a_pinned_figure_that_was_not_measured_is_a_problem() -> None:
    """A renamed figure does not slip past its floor."""
    assert len(floors.check({"one": {"AP": 0.95}}, PINNED)) == 1


def test_a_set_that_did_not_run_is_not_below_its_floor() -> None:
    """Labelled sets lie outside the project, and may be absent."""
    assert floors.check({}, PINNED) == []


def test_update_raises_and_refuses_to_lower() -> None:
    """What fell keeps its old floor, and is named; what rose is pinned a rounding below."""
    raised, refused = floors.update({"one": {"AP": 0.95, "F1": 0.7}}, PINNED, lower=False)
    assert raised["one"]["AP"] == pytest.approx(0.95, abs=0.0011)
    assert raised["one"]["F1"] == 0.8
    assert len(refused) == 1
    assert "F1" in refused[0]


def test_update_lowers_when_told_to() -> None:
    """--lower is the way down, and changes nothing that was not measured."""
    raised, refused = floors.update({"one": {"F1": 0.7}}, PINNED, lower=True)
    assert refused == []
    assert raised == {"one": {"AP": 0.9, "F1": pytest.approx(0.7, abs=0.0011)}}


def test_only_some_figures_are_pinned() -> None:
    """Brier score is reported, and no floor: less of it is better."""
    raised, _ = floors.update({"two": {"AP": 0.9, "Brier": 0.1}}, {}, lower=False)
    assert list(raised["two"]) == ["AP"]


def test_every_pinned_figure_has_a_name_that_can_be_measured() -> None:
    """The committed file names known figures, between 0 and 1."""
    for of_set in floors.load().values():
        assert set(of_set) <= set(floors.KEPT)
        assert all(0.0 < value <= 1.0 for value in of_set.values())


def test_absent_sets_are_said_not_to_have_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without data is no failure, and no silence either."""
    assert quality.run(tmp_path, ["helsinki", "versions"]) == {}
    told = capsys.readouterr().out
    assert "helsinki: did not run" in told
    assert "versions: did not run" in told
