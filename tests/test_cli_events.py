"""Events as ``scan`` and ``rejudge`` print them: when they appeared, and what stays undecided."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner

import syndetect
from syndetect import schema
from syndetect.cli import main
from syndetect.cli.outline import outline
from syndetect.findings import Findings

HEADED = ("event:strike", "event:cable")


def run(*arguments: str) -> str:
    found = CliRunner().invoke(main, list(arguments), env={"COLUMNS": "200"})
    assert found.exit_code == 0, found.output
    return " ".join(found.stdout.split())


def dated(findings: Findings, **seen: Any) -> Findings:
    """*findings* with the strike's dates as told."""
    rows = [
        row | (seen if row["event"] == "event:strike" else {})
        for row in findings.events.to_pylist()
    ]
    return dataclasses.replace(
        findings, events=pa.Table.from_pylist(rows, schema=schema.RESULT_EVENTS)
    )


MINUTES = {
    "first": "2025-03-18T09:12+00:00",
    "first_article": "wire-room/strike.txt",
    "last": "2025-03-18T23:42+00:00",
    "spread_hours": 14.5,
    "dated": 8,
}


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ({}, "first seen 2025-03-18 09:12 UTC, last 14 h later · 11 articles"),
        ({"spread_hours": 1.5}, "first seen 2025-03-18 09:12 UTC, last 90 min later · 11 articles"),
        (
            {"spread_hours": 75.0},
            "first seen 2025-03-18 09:12 UTC, last 3 days later · 11 articles",
        ),
        ({"spread_hours": None}, "first seen 2025-03-18 09:12 UTC · 11 articles"),
        ({"first_article": None, "last": "2025-03-19"}, " 2025-03-18 to 2025-03-19 · 11 articles"),
        ({"last": "2025-03-19"}, " 2025-03-18 to 2025-03-19 · 11 articles"),
        ({"first": "2025-03-18"}, " 2025-03-18 · 11 articles"),
        ({"first": None, "last": None, "dated": 0}, "no date known · 11 articles"),
    ],
)
def test_an_event_says_when_it_appeared(
    findings: Findings, monkeypatch: pytest.MonkeyPatch, seen: dict[str, Any], said: str
) -> None:
    """To the minute and for how long where the times tell, by days where they do not."""
    made = dated(findings, **{**MINUTES, **seen})
    monkeypatch.setattr(syndetect, "scan", lambda *_, **__: made, raising=False)
    assert said in run("scan", ".")


def test_older_results_have_days(findings: Findings) -> None:
    """Where the events have no dates, their articles have: the days, and nothing more."""
    nothing = dict.fromkeys(MINUTES)
    strike = outline(dated(findings, **nothing)).events[0]
    assert (strike.first, strike.last) == ("2025-03-18", "2025-03-19")
    assert (strike.dated, strike.first_article, strike.spread_hours) == (None, None, None)


def test_json_has_appearance_and_flows(findings: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tables say of events, and which outlets feed which."""
    made = dated(findings, **MINUTES)
    monkeypatch.setattr(syndetect, "scan", lambda *_, **__: made, raising=False)
    found = json.loads(CliRunner().invoke(main, ["scan", ".", "--json"]).stdout)
    strike = found["events"][0]
    assert {name: strike[name] for name in MINUTES} == MINUTES
    assert found["flows"] == made.flows.to_pylist()
    assert sum(row["articles"] for row in found["flows"]) == made.derivations.num_rows


NEWSWIRE = Path(__file__).resolve().parent.parent / "examples" / "newswire"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = tmp_path_factory.mktemp("scan") / "result"
    syndetect.scan(NEWSWIRE, outlet_from="folder").save(made)
    return str(made)


def test_a_pair_below_the_threshold_is_said_to_be_that(folder: str) -> None:
    """A pair of 98 % that a threshold of 0.99 keeps undecided shares enough; the threshold is
    named. A threshold that asks for no more says nothing of itself."""
    strict = run("rejudge", folder, "--set", "verdict.derived=0.99")
    assert "(98 %)" in strict
    assert "likely derived, but less surely than verdict.derived asks for (0.99)" in strict
    assert "not enough is shared" not in strict
    assert "verdict.derived" not in run("rejudge", folder, "--set", "verdict.derived=0.5")


def test_a_pair_that_is_unlikely_is_not(folder: str) -> None:
    """What is rather not derived is undecided for what is shared, whatever the threshold."""
    said = run("rejudge", folder, "--set", "verdict.derived=0.99", "--set", "verdict.doubtful=0.0")
    assert "not enough is shared to call it derived" in said
