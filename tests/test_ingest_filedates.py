"""The dates of a file, and the command that prints them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from syndetect.cli import main
from syndetect.errors import InputError
from syndetect.ingest import read_one
from syndetect.ingest.filedates import dates_of

STORY = "<p>The old bridge over the Lem opened to walkers again after two years of repairs.</p>" * 2
HEAD = (
    '<meta property="og:url" content="https://courier.example/2018/07/14/bridge">'
    '<meta property="article:published_time" content="2018-07-15T08:30:00+02:00">'
    '<meta name="date" content="2018-13-01">'
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "a.html"
    file.write_text(f"<html><head>{HEAD}</head><body><article>{STORY}</article></body>", "utf-8")
    return file


def test_a_page_tells_declared_dates_and_that_of_its_address(page: Path) -> None:
    """All are listed, the chosen one is that of the article as a scan reads it."""
    found = dates_of(page)
    assert [(one.source, one.published) for one in found] == [
        ("meta article:published_time", "2018-07-15T08:30+02:00"),
        ("meta date", None),
        ("url", "2018-07-14"),
    ]
    assert [one.published for one in found if one.chosen] == [read_one(page).published]


def test_a_text_tells_what_stands_above_it(tmp_path: Path) -> None:
    """A file that is no page has no declared dates, and one without an article is an error."""
    file = tmp_path / "a.txt"
    file.write_text("Old bridge opens\nJuly 15, 2018\nThe bridge is open again.", "utf-8")
    assert [(one.source, one.chosen) for one in dates_of(file)] == [("above the text", True)]
    (tmp_path / "b.html").write_text("<html></html>", "utf-8")
    with pytest.raises(InputError, match="no article"):
        dates_of(tmp_path / "b.html")


def test_the_command_prints_each_date_with_its_fate(page: Path) -> None:
    """For people a table, for programs JSON with the same dates."""
    told = CliRunner().invoke(main, ["dates", str(page)], env={"COLUMNS": "120"})
    assert told.exit_code == 0
    lines = told.output.splitlines()
    assert any("2018-07-15T08:30+02:00" in line and "gone by" in line for line in lines)
    assert any("2018-13-01" in line and "there is no such day" in line for line in lines)
    data = json.loads(CliRunner().invoke(main, ["dates", "--json", str(page)]).output)
    assert [one["source"] for one in data[0]["dates"]] == [one.source for one in dates_of(page)]
    assert [one["chosen"] for one in data[0]["dates"]] == [True, False, False]


def test_a_file_that_is_not_there_is_an_error_of_input(tmp_path: Path) -> None:
    """One line on stderr, and exit code 3."""
    done = CliRunner().invoke(main, ["dates", str(tmp_path / "none.html")])
    assert done.exit_code == 3
    assert "no such file" in done.stderr
