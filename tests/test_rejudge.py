"""A finished result judged again."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

import syndetect
from syndetect import rejudge, stored
from syndetect.errors import ResultError, SettingsError
from syndetect.stored import Stored

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


LEAST = 0.3  # a parent less likely is not named, at the usual threshold of 0.5


@pytest.mark.parametrize("derived", [0.5, 0.7, 0.9, 0.99, 0.9999])
def test_a_higher_threshold_asks_more_of_parents(found: syndetect.Findings, derived: float) -> None:
    """Who asks to be surer of a pair is not told of a parent as unsure as before: an article is
    named from three fifths of the threshold; what a text credits stays."""
    strict = found.rejudge({"verdict.derived": derived}).graph
    for one in strict.derivations:
        least = LEAST * derived / 0.5 if one.parent_kind == "article" else LEAST
        assert one.probability >= least
    assert len(strict.children_of("wire-room/harbour-strike.txt")) == 1  # 94 %
    credited = {row["article"] for row in found.credits.to_pylist() if row["zone"] == "dateline"}
    assert len(credited) >= 4
    for name in credited - {"wire-room/harbour-strike-update.txt"}:
        assert [one.parent_kind for one in strict.parents_of(name)] == ["source"]


def test_everything_that_follows_is_told_anew(found: syndetect.Findings) -> None:
    """Origins, depths, spans and flows are those of the new derivations."""
    strict = found.rejudge({"verdict.derived": 0.99})
    name = "daily-lantern/port-walkout.html"
    assert (found.graph.depth_of(name), strict.graph.depth_of(name)) == (2, 0)
    assert found.graph.origin_of(name) is not None
    assert strict.graph.origin_of(name) is None
    assert not found.flows.equals(strict.flows)
    assert "harbour-post" not in strict.flows.column("origin").to_pylist()


def test_an_older_result_gets_what_it_lacks(found: syndetect.Findings, tmp_path: Path) -> None:
    """A folder of an older version has neither origins nor spans nor dates of events: judged again
    it has all that a scan tells."""
    found.save(tmp_path / "r")
    lacks = {
        "articles": ("origin", "origin_kind", "origin_probability", "depth"),
        "derivations": ("order", "share", "spans"),
        "events": ("first", "first_article", "last", "spread_hours", "dated"),
    }
    for name, fields in lacks.items():
        path = tmp_path / "r" / f"{name}.jsonl"
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        rows = [{key: row[key] for key in row if key not in fields} for row in rows]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    older = syndetect.open(tmp_path / "r")
    with pytest.raises(ResultError, match="lacks origin"):
        older.graph.origin_of("wire-room/harbour-strike.txt")
    again = older.rejudge({})
    for name in lacks:
        assert getattr(again, name).equals(getattr(found, name)), name


def test_what_needs_comparing_is_refused(found: syndetect.Findings) -> None:
    """A setting of the comparing itself names the way out: a new scan."""
    with pytest.raises(SettingsError, match="new scan"):
        found.rejudge({"evidence.width": 4})


def test_a_result_without_a_signal_is_of_another_version(found: syndetect.Findings) -> None:
    """What an older version did not measure is named, and not a bare KeyError."""
    older = dataclasses.replace(found, related=found.relations.drop_columns("thread"))
    with pytest.raises(ResultError, match="lacks thread: scan again"):
        older.rejudge({"verdict.derived": 0.6})


def test_where_tables_lie_and_how_many_rows_come_at_a_time_is_of_no_account(
    found: syndetect.Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An opened result, some pairs and articles at a time, with no room for its relations: the
    tables are those judged in memory, and the relations are in a file again."""
    expected = found.rejudge({"verdict.derived": 0.9})
    found.save(tmp_path / "r")
    groups = (found.related.slice(at, 7) for at in range(0, found.related.num_rows, 7))
    stored.write(tmp_path / "small", found.related.schema, groups, 7)
    opened = dataclasses.replace(
        syndetect.open(tmp_path / "r"), related=Stored(tmp_path / "small", found.related.schema)
    )
    monkeypatch.setattr(rejudge, "size", lambda _: 0)
    monkeypatch.setattr(rejudge, "SLICE", 3)
    again = opened.rejudge({"verdict.derived": 0.9})
    assert isinstance(again.related, Stored)
    for name in ("relations", "articles", "derivations", "sources", "events", "families"):
        assert getattr(again, name).equals(getattr(expected, name)), name
    assert again.summary == expected.summary


def test_articles_without_any_parent_are_judged_again() -> None:
    """Where nothing derives from anything, no origin is told, before and after."""
    found = syndetect.scan([{"id": "a", "text": "One."}, {"id": "b", "text": "Two."}])
    assert found.rejudge({}).articles.equals(found.articles)
