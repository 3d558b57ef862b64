"""What another version of syndetect has made is not asked with the code of this one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archived import assert_same, assert_scanned, made, meddle, newswire
from click.testing import CliRunner

from syndetect import Settings
from syndetect.archive import Archive
from syndetect.cli import main
from syndetect.errors import ArchiveError
from syndetect.sketch import SketchHeader

HEADER = json.loads(SketchHeader.of(Settings().fingerprints).to_json())
OLD = "UPDATE kept.facts SET value = 'other' WHERE name = 'code'"
SKETCHED = "UPDATE kept.facts SET value = '{}' WHERE name = 'sketches'"
UNLIKE = {
    OLD: "was made by another version of syndetect",
    SKETCHED.format(json.dumps(HEADER | {"version": 99, "scheme": "affine64"})): (
        "has sketches that this version of syndetect does not make: scheme 'affine64' and "
        "'affine32', version 99 and 1"
    ),
    SKETCHED.format(json.dumps(HEADER | {"size": 64})): (
        "has sketches that this version of syndetect does not make: size 64 and 128"
    ),
    SKETCHED.format("nothing"): "does not say how its sketches were made",
}


@pytest.mark.parametrize("statement", UNLIKE)
def test_what_is_unlike_is_not_asked(tmp_path: Path, statement: str) -> None:
    """Neither a query nor a scan again compares what is kept with what this version makes; the
    findings, SQL and an export answer as they did; made anew, all is as this version makes it."""
    path = made(tmp_path / "news.archive", newswire())
    with Archive.open(path, write=False) as archive:
        known, asked = archive.findings(), archive.query(newswire("p4")[0]["text"])
        assert not archive.outdated
    meddle(path, statement)
    with Archive.open(path) as archive:
        assert archive.outdated
        remedy = f"`syndetect archive compact {path}` brings it up to date"
        for refused in (
            lambda: archive.query(newswire("p4")[0]["text"]),
            lambda: archive.verify(again=True),
        ):
            with pytest.raises(ArchiveError) as error:
                refused()
            assert str(error.value) == f"{path} {UNLIKE[statement]}. {remedy}"
        assert_same(archive.findings(), known)
        assert archive.sql("SELECT count(*) AS n FROM articles").to_pylist() == [{"n": 15}]
        archive.export(tmp_path / "export")
        archive.compact()
        assert not archive.outdated
        assert archive.query(newswire("p4")[0]["text"]) == asked
        assert archive.verify(again=True) == []


@pytest.mark.parametrize("statement", UNLIKE)
def test_an_add_makes_anew_what_is_unlike(tmp_path: Path, statement: str) -> None:
    """The next change finds all anew, with the sketches of this version."""
    path = made(tmp_path / "news.archive", newswire()[:8])
    meddle(path, statement, "UPDATE kept.sketches SET shingles = 1, identity = serial")
    with Archive.open(path) as archive:
        archive.add(newswire()[8:])
        assert_scanned(archive, newswire())
        assert archive.verify(again=True) == []


@pytest.mark.parametrize("statement", UNLIKE)
def test_sketches_that_the_same_code_does_not_make_are_wrong(
    tmp_path: Path, statement: str
) -> None:
    """``verify`` tells of them; what other code has made may be whole."""
    path = made(tmp_path / "news.archive", newswire())
    meddle(path, statement)
    told = f"it {UNLIKE[statement]}; `syndetect archive compact` makes them anew"
    with Archive.open(path, write=False) as archive:
        assert archive.verify() == ([] if statement == OLD else [told])


def test_an_archive_without_articles_is_like_any(tmp_path: Path) -> None:
    """Nothing was made in it yet."""
    with Archive.open(tmp_path / "news.archive") as archive:
        assert not archive.outdated
        assert archive.verify(again=True) == []


@pytest.mark.parametrize(
    "words",
    [("query", "{}", "--text", "Ferry crews walked out."), ("archive", "verify", "{}", "--again")],
)
def test_the_shell_says_what_to_do(tmp_path: Path, words: tuple[str, ...]) -> None:
    """One line on stderr, which speaks of no copy, and exit code 4."""
    path = made(tmp_path / "news.archive", newswire("p1 p4"))
    meddle(path, OLD)
    done = CliRunner().invoke(main, [one.format(path) for one in words])
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr == (
        f"syndetect: {path} was made by another version of syndetect. `syndetect archive compact "
        f"{path}` brings it up to date\n"
    )
