"""A finished result judged again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import syndetect
from syndetect.errors import ResultError, SettingsError

NEWSWIRE = Path(__file__).resolve().parent.parent / "examples" / "newswire"


@pytest.fixture(scope="module")
def found() -> syndetect.Findings:
    return syndetect.scan(NEWSWIRE, outlet_from="folder")


def test_the_same_settings_give_the_same_findings(found: syndetect.Findings) -> None:
    """Judged again with nothing changed, every table and the summary are as they were."""
    again = found.rejudge({})
    for name in ("articles", "relations", "derivations", "sources", "events", "families"):
        assert getattr(again, name).equals(getattr(found, name)), name
    assert again.summary == found.summary


def test_a_higher_threshold_leaves_fewer_derived(found: syndetect.Findings) -> None:
    """The threshold acts on kinds and on history alike, and nothing is compared again."""
    strict = found.rejudge({"verdict.derived": 0.99})
    derived = {"reprint", "update", "partial", "rewrite"}
    before = [kind in derived for kind in found.relations.column("kind").to_pylist()]
    after = [kind in derived for kind in strict.relations.column("kind").to_pylist()]
    assert sum(after) < sum(before)
    assert not any(late and not early for early, late in zip(before, after, strict=True))
    assert strict.relations.column("resemblance").equals(found.relations.column("resemblance"))
    assert strict.summary["settings"]["verdict"]["derived"] == 0.99
    assert strict.summary["settings_digest"] != found.summary["settings_digest"]


def test_a_scan_with_those_settings_says_the_same(found: syndetect.Findings) -> None:
    """Judging again equals scanning again with the same settings."""
    changes = {"verdict.derived": 0.9, "provenance.margin": 0.2}
    settings = syndetect.Settings().changed(changes)
    scanned = syndetect.scan(NEWSWIRE, outlet_from="folder", settings=settings)
    again = found.rejudge(changes)
    assert again.derivations.equals(scanned.derivations)
    assert again.relations.equals(scanned.relations)
    assert again.summary == scanned.summary


def test_what_needs_comparing_is_refused(found: syndetect.Findings) -> None:
    """A setting of the comparing itself names the way out: a new scan."""
    with pytest.raises(SettingsError, match="new scan"):
        found.rejudge({"evidence.width": 4})


def test_a_result_without_a_signal_is_of_another_version(found: syndetect.Findings) -> None:
    """What an older version did not measure is named, and not a bare KeyError."""
    older = dataclasses.replace(found, relations=found.relations.drop_columns("thread"))
    with pytest.raises(ResultError, match="lacks thread: scan again"):
        older.rejudge({"verdict.derived": 0.6})
